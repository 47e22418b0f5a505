import dataclasses
import importlib

import pytest

from benchmarks.shapes import TINY, S, make_case
from jointstock.facts.checks import check
from jointstock.plans.make import make_plan
from jointstock.plans.verify import verify


def test_shape_s_is_a_case_without_faults():
    """The generated case of shape S passes every check."""
    assert check(make_case(S)) == ()


def test_a_shape_is_the_same_every_time():
    """Two cases of one shape have the same digest, those of two seeds have not."""
    case = make_case(S)
    assert case.digest == make_case(S).digest
    assert case.digest != make_case(dataclasses.replace(S, seed=8)).digest


def test_shape_s_can_be_planned():
    """The case of shape S without its call-offs has an optimal plan, and the verifier finds nothing."""
    case = make_case(dataclasses.replace(S, call_offs=0))
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
