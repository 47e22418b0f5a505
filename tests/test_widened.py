"""Plans of cases with features that the worked cases do not touch: no finding, the levels of the oracle."""

import functools

import pytest

import jointstock as js
from jointstock.facts.checks import check
from jointstock.model.index_sets.sets import calendar_of
from tests import oracle, widened
from tests.test_oracle import NEAR

SEEDS = range(16)
CALENDARS = (None, "1x1,9x4", "3x3")


def calendar(seed):
    """The calendar that a seed is planned on."""
    return CALENDARS[seed % len(CALENDARS)]


@functools.cache
def planned(seed):
    """The plan of a widened case."""
    return js.make_plan(widened.case(seed), calendar=calendar(seed))


def values(plan):
    """Bounds of the levels, or their values where yes-no decisions leave no bound of the linear program."""
    decided = any("mip" in solver for solver in plan.run["solver"])
    levels = plan.run["levels"]
    return {row["name"]: row["value"] if decided or row["bound"] is None else row["bound"] for row in levels}


@pytest.mark.parametrize("seed", SEEDS)
def test_widened_cases_are_without_fault(seed):
    """The generator draws cases that may be planned."""
    assert check(widened.case(seed)) == ()


@pytest.mark.parametrize("seed", SEEDS)
def test_plans_of_widened_cases_have_no_finding(seed):
    """Every rule holds in the plan, on months and on long periods."""
    assert list(js.verify(widened.case(seed), planned(seed))) == []


@pytest.mark.parametrize("seed", SEEDS)
def test_both_planners_agree_on_widened_cases(seed):
    """The plain planner, written apart, finds the same levels."""
    case = widened.case(seed)
    lengths = list(calendar_of(case, calendar(seed)).lengths)
    expected = oracle.solve(case, oracle.cut(case, lengths), end=case.settings.end)
    found = values(planned(seed))
    for name, value in expected.items():
        if value is not None:
            assert found[name] == pytest.approx(value, rel=NEAR[name], abs=NEAR[name]), name


def test_the_features_are_there():
    """Over the seeds every feature is drawn, and most of them show in a plan."""
    cases = [widened.case(seed) for seed in SEEDS]
    plans = [planned(seed) for seed in SEEDS]
    assert any(case.table("sites")["hub"].drop_nulls().len() for case in cases)
    assert any("fixed cost" in plan.payments["kind"].to_list() for plan in plans)
    assert any(plan.production["own_account"].sum() > 0 for plan in plans)
    assert any(case.table("floors")["days"].drop_nulls().len() for case in cases)
    assert any((case.table("targets")["quantity"] == 0).any() for case in cases)
    assert any(plan.shortfalls["unmet"].sum() > 0 for plan in plans)
    assert any("USD" in case.table("budgets")["currency"].to_list() for case in cases)
    assert any(plan.cover.unique(["item", "class"]).height > 2 for plan in plans)
    assert {1, 9} <= {case.settings.months for case in cases}
    assert any(plan.transfers.height for plan in plans)
