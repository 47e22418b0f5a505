"""Reasons: limits that stand against a target, and the ways out."""

import itertools

import polars as pl
import pytest

import jointstock as js
from jointstock.errors import ContradictionError
from jointstock.plans.make import reasons_for
from jointstock.plans.reasons import told

D01 = __file__.removesuffix("plans/test_reasons.py") + "cases/D01"
# Every set of limits that contradicts the target x + y >= 10 and of which each is needed.
CONFLICTS = [
    {("capacity", "x"), ("capacity", "y")},
    {("capacity", "x"), ("budget", "N")},
    {("ceiling", "KX"), ("budget", "N")},
]


def found(case, **rows):
    """Reasons against the target of nation N for class G in the last period."""
    plan = js.make_plan(case)
    best = [(level["name"], level["value"]) for level in plan.run["levels"]]
    last = len(plan.tables["periods"]) - 1
    return reasons_for(case, ("N", "G", last), best, **rows)


def changed(case, table, **values):
    """The case with columns of a table set."""
    return case.replace(
        **{table: case.table(table).with_columns(**{k: pl.lit(v) for k, v in values.items()})}
    )


def test_the_least_shortfall_is_the_elastic_minimum():
    """Ten are wanted, eight can be had: x = 4, y = 4 spend the 12."""
    assert found(js.open_case(D01)).short == pytest.approx(2.0)


def test_the_limits_named_are_a_conflict_set():
    """The limits named contradict the target together, and each of them is needed for that."""
    named = {(way.limit.kind, way.limit.object) for way in found(js.open_case(D01)).ways}
    assert named in CONFLICTS


def test_raising_one_limit_is_not_enough_where_others_contradict_too():
    """Without any one limit another conflict set is left, so that no share of one is enough."""
    assert all(way.share is None for way in found(js.open_case(D01)).ways)


def test_what_is_raised_together_has_the_least_sum_of_shares():
    """From 4 to 5 of x and from 12 to 15 of money: a quarter each; a grid of x and y finds no less."""
    together = found(js.open_case(D01)).together
    total = sum(way.share for way in together)

    def needed(x, y):
        return sum(
            max(0.0, used / limit - 1) for used, limit in ((x, 4), (y, 5), (x, 7), (y, 20), (x + 2 * y, 12))
        )

    least = min(needed(x / 4, y / 4) for x, y in itertools.product(range(41), range(41)) if x + y >= 40)
    assert total == pytest.approx(least)


def test_one_limit_alone_is_told_with_what_raising_it_takes():
    """With money and ceilings ample and y at 5, x must grow from 4 to 5: a quarter, one start a month."""
    case = changed(js.open_case(D01), "budgets", amount=12000.0)
    reasons = found(case)
    ways = {(way.limit.kind, way.limit.object): way.share for way in reasons.ways}
    assert ways == pytest.approx({("capacity", "x"): 0.25, ("capacity", "y"): 0.2})
    assert "25.0 %" in " ".join(told(reasons, "EUR"))


def test_a_target_that_can_be_met_has_no_reasons():
    """Where nothing is short, nothing stands against it."""
    case = changed(js.open_case(D01), "targets", quantity=8.0)
    reasons = found(case)
    assert reasons.short == pytest.approx(0.0, abs=1e-6)
    assert reasons.ways == ()


def test_a_month_before_anything_can_arrive_has_time_as_its_reason():
    """With work of a month at the lines no limit is enough to raise: time stands against it."""
    case = changed(js.open_case(D01), "line_leads", months=1)
    reasons = found(case)
    assert reasons.alone
    assert reasons.ways == ()


def test_contradicting_rules_are_named():
    """A signed contract whose fee no budget can pay is answered with the budget and what is missing."""
    case = changed(js.open_case(D01), "contracts", signed=True, capacity_fee=24.0)
    with pytest.raises(ContradictionError, match="the budget of N") as caught:
        js.make_plan(case)
    # Two fees of 24 against 12: four times as much money.
    assert "by 300.0 % (EUR 36)" in str(caught.value)


@pytest.mark.parametrize("ask", [js.pareto, js.time_to_target])
def test_every_search_names_rules_that_contradict(ask):
    """A frontier and an earliest month are not there for the same reasons as a plan."""
    case = changed(js.open_case(D01), "contracts", signed=True, capacity_fee=24.0)
    with pytest.raises(ContradictionError, match=r"contradict each other.* the budget of N"):
        ask(case)
