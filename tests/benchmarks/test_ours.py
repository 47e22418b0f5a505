import dataclasses
import importlib

import pytest

from benchmarks.ours import case_of
from jointstock.facts.checks import check
from jointstock.plans.make import make_plan
from jointstock.plans.verify import verify
from jointstock.shapes.shape import TINY, S, make_case


def test_the_benchmark_is_monthly_and_without_tiers():
    """The case that both sides state has single months and one price for each item of a contract."""
    case = case_of("M")
    assert check(case) == ()
    assert case.settings.calendar == "60x1"
    assert set(case.table("contract_prices")["type"]) == {"single"}


def test_shape_s_can_be_planned():
    """The case of shape S without yes-no decisions has an optimal plan, and the verifier finds nothing."""
    case = make_case(dataclasses.replace(S, call_offs=0, tiered=0))
    plan = make_plan(case)
    assert plan.run["status"] == "optimal"
    assert verify(case, plan).count == 0


def test_linopy_states_the_same_program():
    """A tiny model stated in linopy has our families, each of our size, and our entries."""
    pytest.importorskip("linopy", reason="linopy is not installed; it comes with the extra 'bench'")
    theirs = importlib.import_module("benchmarks.theirs")
    answer = theirs.compare(TINY.name)
    assert answer["unequal"] == []
    assert answer["difference"] < 1e-9
