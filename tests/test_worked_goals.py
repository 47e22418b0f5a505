"""Fairness, money against time and haste, worked out by hand, through the public interface alone."""

import dataclasses

import polars as pl
import pytest

import jointstock as js

CASES = __file__.removesuffix("test_worked_goals.py") + "cases/"


def opened(name):
    """The case of a folder beside this file."""
    return js.open_case(CASES + name)


def planned(case, **options):
    """A plan that the verifier finds nothing wrong with."""
    plan = js.make_plan(case, **options)
    findings = js.verify(case, plan)
    assert not findings, findings.summary()
    return plan


def held(plan, letter="N"):
    """What the nations of a letter hold at the end, by name."""
    last = plan.periods["period"].to_list()[-1]
    rows = plan.stocks.filter(pl.col("period") == last, pl.col("nation").str.starts_with(letter))
    return rows.sort("nation")["closing"].to_list()


def rounds(plan):
    """Values of the levels of fairness."""
    return [level["value"] for level in plan.run["levels"] if level["name"].startswith("fair")]


# -- A10: 12 units for needs of 2, 4 and 10; then two pools that reach different nations --------------------


@pytest.mark.parametrize(
    ("of", "expected", "losses"),
    [
        ("fill", [1.5, 3, 7.5], [0.25]),
        ("shortfall", [2 / 3, 8 / 3, 26 / 3], [4 / 3]),
        ("amount", [2, 4, 6], [8, 6, 4]),
    ],
)
def test_three_meanings_of_fair_share_one_pool_in_three_ways(of, expected, losses):
    """12 of 16 wanted: 3/4 of each need; or 4/3 short each; or 2 each, 4 for those who want more, then 6.

    Amounts count as what is covered less than the most that is wanted: 10 - 2, 10 - 4, 10 - 6.
    """
    plan = planned(opened("A10"), fairness=js.Leximin(of))
    assert held(plan) == pytest.approx(expected)
    assert rounds(plan) == pytest.approx(losses)


@pytest.mark.parametrize("of", ["fill", "shortfall", "amount"])
def test_leximin_goes_on_behind_the_worst_off(of):
    """4 units reach the first two nations, 8 the third: 2 each is the worst, and the third gets its 8."""
    plan = planned(opened("A10b"), fairness=js.Leximin(of))
    assert held(plan) == pytest.approx([2, 2, 8])
    assert [each["nations"] for each in plan.run["fairness"]["rounds"]] == [["N1", "N2"], ["N3"]]


def test_max_min_says_nothing_of_the_better_off():
    """Max-min finds a fill of 0.2 and no second level; the third nation is left to the shortfall."""
    plan = planned(opened("A10b"), fairness=js.MaxMin())
    assert rounds(plan) == pytest.approx([0.8])
    assert held(plan)[:2] == pytest.approx([2, 2])


def test_nations_renamed_get_what_they_got():
    """Swapping the names of two nations swaps what they get."""
    case = opened("A10")
    swapped = case.table("targets").with_columns(nation=pl.col("nation").replace({"N1": "N3", "N3": "N1"}))
    plan = planned(case.replace(targets=swapped), fairness=js.Leximin())
    assert held(plan) == pytest.approx([7.5, 3, 1.5])


# -- A11: donors give 150 of the 300 that two recipients want -----------------------------------------------


def test_half_of_each_need_is_given():
    """100 + 50 may be given, 200 and 100 are wanted: 0.5 of each, 100 and 50."""
    plan = planned(opened("A11"), fairness=js.Leximin())
    assert held(plan, "R") == pytest.approx([100, 50])
    assert rounds(plan) == pytest.approx([0.5])


def test_what_fairness_may_cost_bounds_it():
    """Where nothing may be given up, the shortfall stays the least, here 450, and is shared within it."""
    plan = planned(opened("A11"), fairness=js.Leximin(within=0.0))
    assert plan.level("shortfall") == pytest.approx(450)
    assert held(plan, "R") == pytest.approx([100, 50])


def test_rules_stand_side_by_side_with_their_price():
    """All three rules leave 450 short in A11: fairness costs nothing there."""
    found = js.fairness(opened("A11"))
    assert found.rules["rule"].to_list() == ["utilitarian", "max-min", "leximin"]
    assert found.rules["price"].to_list() == pytest.approx([0, 0, 0], abs=1e-9)
    assert found.table()["leximin"].to_list() == pytest.approx([0.5, 0.5])


# -- A02: money against time --------------------------------------------------------------------------------

A02_POINTS = [(120, 6600), (120 + 50 / 7, 6200), (120 + 50 / 3, 5800), (150, 5400), (170, 5000)]
A02_SLOPES = [-56, -42, -30, -20]


def rich():
    """A02 with money for everything."""
    case = opened("A02")
    return case.replace(budgets=case.table("budgets").with_columns(amount=pl.lit(1e9)))


def test_corners_of_the_frontier_are_exact():
    """800 / (100 + x) is whole at x = 0, 100/7, 100/3, 60 and 100: there are the corners, and no others."""
    found = js.pareto(rich())
    assert found.exact
    assert found.points.select(pl.col("money") / 1e6, "area").rows() == [
        pytest.approx(point, rel=1e-6) for point in A02_POINTS
    ]
    slopes = (found.points["slope_right"] * 1e6).to_list()
    assert slopes[:-1] == pytest.approx(A02_SLOPES, rel=1e-6)
    assert (found.points["slope_left"] * 1e6).to_list()[1:] == pytest.approx(A02_SLOPES, rel=1e-6)
    assert (slopes[-1], found.points["slope_left"][0]) == (None, None)


def test_a_grid_lies_on_the_frontier():
    """For 120, 132.5, 145, 157.5 and 170 million the least areas are those of the straight pieces."""
    found = js.pareto(rich(), 5)
    assert found.points["money"].to_list() == pytest.approx([120e6, 132.5e6, 145e6, 157.5e6, 170e6])
    areas = [6600, 5800 + 42 * (50 / 3 - 12.5), 5400 + 30 * 5, 5000 + 20 * 12.5, 5000]
    assert found.points["area"].to_list() == pytest.approx(areas, rel=1e-6)
    assert not found.exact


def test_a_frontier_stops_where_the_budget_does():
    """With the budget of 150 million the last corner is at 150 million, and has no slope behind it."""
    last = js.pareto(opened("A02")).points.row(-1, named=True)
    assert (last["money"], last["area"]) == (pytest.approx(150e6), pytest.approx(5400))
    assert last["slope_right"] is None


# -- B01: a little soon, or much later ----------------------------------------------------------------------


def test_the_least_shortfall_takes_the_option_that_begins_at_once():
    """80 a month from month 1: 12,000 - 80 * 78 = 5,760, and 1,000 are reached in month 13."""
    plan = planned(opened("B01"))
    assert plan.expansions["option"].to_list() == ["X"]
    assert plan.level("shortfall") == pytest.approx(5760)
    assert plan.kpi("time_to_target", "N", "G") == "13"


def test_the_soonest_target_takes_the_option_that_is_larger():
    """300 a month from month 9: 8 * 1,000 + 700 + 400 + 100 = 9,200, and 1,000 are reached in month 12."""
    found = js.time_to_target(opened("B01"))
    assert found.months == 12
    assert found.plan.expansions["option"].to_list() == ["Y"]
    assert found.plan.level("shortfall") == pytest.approx(9200)
    assert not js.verify(opened("B01"), found.plan)


def test_a_target_out_of_reach_is_never_met_and_says_what_remains():
    """Within 10 months X makes 800 and Y 600: never, and 200 remain."""
    short = js.time_to_target(shortened(opened("B01"), 10))
    assert short.months is None
    assert short.rows.row(0, named=True)["remaining"] == pytest.approx(200)
    assert "no plan meets all targets" in short.summary()


def shortened(case, months):
    """The case with another horizon."""
    return dataclasses.replace(
        case, settings=dataclasses.replace(case.settings, months=months, calendar=f"{months}x1")
    )


def test_with_yes_no_decisions_the_frontier_is_a_grid_of_jumps():
    """X alone leaves 5,760 for 1,001,000; both leave 8,000 - 80 * 36 = 5,120 for 2,001,000."""
    case = opened("B01")
    both = case.replace(budgets=case.table("budgets").with_columns(amount=pl.lit(5e6)))
    found = js.pareto(both, 4)
    assert not found.exact
    assert found.points.select("money", "area").rows() == [
        pytest.approx((1_001_000, 5760), rel=1e-6),
        pytest.approx((2_001_000, 5120), rel=1e-6),
    ]
    assert found.points["slope_right"].null_count() == 2
