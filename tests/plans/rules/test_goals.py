"""What was asked beyond the usual levels, recomputed."""

import copy
import functools
from collections.abc import Callable, Mapping
from typing import Any

import polars as pl
import pytest

from jointstock.plans.aims import Hurry, Keep, Leximin
from jointstock.plans.plan import Plan
from jointstock.plans.verify import Findings, verify
from tests.plans.pooled import pooled_case
from tests.plans.tiny import base_plan, planned, tiny


@functools.cache
def fair() -> Plan:
    """Two pools of 4 and 8 for needs of 10: fills of 0.2, 0.2 and 0.8."""
    case = pooled_case({"N1": 10, "N2": 10, "N3": 10}, {"D1": (4, "N1 N2"), "D2": (8, "N3")})
    return planned(case, fairness=Leximin(within=0.0))


@functools.cache
def kept() -> Plan:
    """The tiny case with a target of 60, near its plan for 50, of which January is signed."""
    text = "[targets]\nversion, nation, class, from, quantity\nv1, A, he, 2024-01, 60\n"
    return planned(tiny(text), keep=Keep(base_plan(), signed_until="2024-01"), hurry=Hurry("A", "he"))


def changed(plan: Plan, change: Callable[[dict[str, Any]], None]) -> Findings:
    """Findings where the document of the plan says something else."""
    run = copy.deepcopy(dict(plan.run))
    change(run)
    return verify(plan.case, Plan(plan.case, run, plan.tables))


def broken(findings: Findings, word: str) -> set[str]:
    """Rules whose findings speak of a word."""
    return {found.rule for found in findings if word in found.text or word in found.object}


def level(run: Mapping[str, Any], name: str) -> dict[str, Any]:
    """A level of the run."""
    found: dict[str, Any] = next(each for each in run["levels"] if each["name"] == name)
    return found


@pytest.mark.parametrize("name", ["fair 1", "fair 2"])
def test_the_worst_loss_of_every_round_is_recomputed(name: str) -> None:
    """A level of fairness that says less than the worst off goes without is found."""
    assert "V15" in broken(changed(fair(), lambda run: level(run, name).update(value=0.1, bound=0.1)), name)


def test_a_round_left_out_is_missed() -> None:
    """Levels and rounds of fairness belong together."""
    findings = changed(fair(), lambda run: run["fairness"]["rounds"].pop())
    assert "V0" in broken(findings, "levels")
    assert "V15" in broken(findings, "fair 2")


@pytest.mark.parametrize("names", [["N1", "N1"], ["N1", "D1"]])
def test_every_nation_is_found_once(names: list[str]) -> None:
    """A nation found twice, or one that wants nothing, is refused."""

    def change(run: dict[str, Any]) -> None:
        run["fairness"]["rounds"][0]["nations"] = names

    assert "V15" in broken(changed(fair(), change), "Fairness finds")


def test_fairness_gives_up_no_more_than_it_says() -> None:
    """A shortfall above what may be given up is found."""
    findings = changed(fair(), lambda run: run["fairness"].update(least_shortfall=10.0))
    assert "V15" in broken(findings, "may not raise it")


def test_an_outcome_that_nobody_knows_cannot_be_recomputed() -> None:
    """Losses of an unknown outcome are unknown, and so is the level."""
    assert "V15" in broken(changed(fair(), lambda run: run["fairness"].update(of="luck")), "fair 1")


def test_the_deadline_is_recomputed() -> None:
    """A level that says something is short where nothing is, is found; so is an earlier period."""
    findings = changed(kept(), lambda run: level(run, "deadline").update(value=1.0))
    assert "V15" in broken(findings, "deadline")
    assert "V15" in broken(changed(kept(), lambda run: run["hurry"].update(period="2024-01")), "deadline")


def test_the_stability_is_recomputed() -> None:
    """A deviation that is told too small is found: a fourth order of 10 at 5 is 50."""
    assert kept().level("stability") == pytest.approx(50)
    findings = changed(kept(), lambda run: level(run, "stability").update(value=40.0, bound=40.0))
    assert "V15" in broken(findings, "stability")


def test_what_is_signed_stays() -> None:
    """More signed in January than is ordered breaks rule V10."""
    table = kept().tables["kept"].with_columns(signed=pl.col("signed") + 5)
    plan = Plan(kept().case, kept().run, {**kept().tables, "kept": table})
    assert "V10" in broken(verify(plan.case, plan), "signed")


def test_levels_of_aims_need_their_aim() -> None:
    """A level of an aim that was not asked for is a finding, and so is an aim without its level."""
    assert "V0" in broken(changed(kept(), lambda run: run.pop("keep")), "levels")
    assert "V0" in broken(changed(base_plan(), lambda run: run.update(keep={"notes": []})), "levels")


@pytest.mark.parametrize("told", ["leximin", 3, {"rounds": 3}, {"rounds": [3]}])
def test_a_document_that_is_no_document_breaks_nothing_else(told: object) -> None:
    """What is said of fairness may be anything; it is found, and the verifier goes on."""
    assert changed(fair(), lambda run: run.update(fairness=told))
