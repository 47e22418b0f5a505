"""What fairness cost, as the report says it."""

import dataclasses

import pytest

from jointstock.plans.plan import Plan
from jointstock.report import fairness
from jointstock.report.exhibits import Exhibit
from jointstock.report.names import names_of
from tests.analyses.test_fairness import shared


def shown(plan: Plan) -> list[Exhibit]:
    """The exhibits of a plan."""
    return fairness.exhibits(plan, names_of(plan.case))


def changed(**changes: object) -> Plan:
    """The fair plan, as if it had been asked for something else."""
    plan = shared().plans["leximin"]
    return dataclasses.replace(plan, run={**plan.run, "fairness": {**plan.run["fairness"], **changes}})


def test_the_least_shortfall_stands_beside_that_of_the_plan() -> None:
    """2 would be the least, the fair plan leaves 3: half as much again."""
    price, _ = shown(shared().plans["leximin"])
    assert price.finding == (
        "Fairness takes the shortfall of all together from 2 to 3 weighted shortfall-months, 50 % more."
    )
    assert [[text for text, _ in row.cells] for row in price.sheet.rows] == [
        ["the least shortfall of all together", "2", "0 %"],
        ["this plan (leximin)", "3", "50 %"],
    ]
    assert "any share" in price.reading


def test_fairness_may_cost_nothing() -> None:
    """Where the least shortfall is that of the plan, the finding says so."""
    price, _ = shown(changed(least_shortfall=3.0, within=0.1))
    assert price.finding == (
        "Fairness costs nothing: 3 weighted shortfall-months are the least shortfall of all together."
    )
    assert "might give up 10 % of the least" in price.reading


def test_a_price_that_is_no_share_is_left_out() -> None:
    """Where the least is nothing, only the two sums are said."""
    price, _ = shown(changed(least_shortfall=0.0))
    assert price.finding.endswith("from 0 to 3 weighted shortfall-months.")


def test_nations_that_fare_the_same_are_said_to() -> None:
    """Both nations get three quarters, found in the first round."""
    _, nations = shown(shared().plans["leximin"])
    assert nations.finding == "2 nations fare the same: 75 %."
    rows = nations.data.select("label", "thin", "wide", "end", "words").rows()
    assert [row[0] for row in rows] == ["Nation N1", "Nation N2"]
    assert rows[0][1:4] == pytest.approx((0.75, 1, 1))
    assert rows[0][4] == "75 %, round 1"
    assert nations.chart == "part_bars"


def test_other_outcomes_are_drawn_in_their_unit() -> None:
    """By what a nation is short of, N1 with 2 of 8 is the worst off and N2 with 1 of 4 the best."""
    _, nations = shown(changed(of="shortfall"))
    assert nations.finding == (
        "Of 2 nations the worst off is Nation N1 with 2 short, the best off Nation N2 with 1 short."
    )
    assert nations.data.select("thin", "wide").rows() == [pytest.approx((6, 8)), pytest.approx((3, 4))]
    assert nations.chart == "amount_bars"


def test_by_what_a_nation_gets_the_least_comes_first() -> None:
    """N2 gets 3 and is the worst off, N1 gets 6."""
    _, nations = shown(changed(of="amount"))
    assert nations.finding == "Of 2 nations the worst off is Nation N2 with 3, the best off Nation N1 with 6."


def test_without_fairness_there_is_no_exhibit() -> None:
    """The plan of the least shortfall says nothing of it."""
    assert shown(shared().plans["utilitarian"]) == []
