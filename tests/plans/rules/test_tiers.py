import math

import polars as pl
import pytest

from jointstock.plans.rules.tiers import breakpoints, check_tiers, curve_costs, tiers
from tests.plans.rules.agreeing import agreeing
from tests.plans.rules.ordering import ordering
from tests.plans.rules.worked import WorkedPlan


def of_type(name: str) -> WorkedPlan:
    """The plan with another type of its prices by quantity."""
    plan = agreeing()
    prices = plan.case.table("contract_prices").with_columns(type=pl.lit(name))
    return plan.with_facts(contract_prices=prices)


def tier_findings(plan: WorkedPlan) -> list[str]:
    """Sentences of the findings on tiers."""
    return [finding.text for check in check_tiers(plan.ground()) for finding in check.findings]


def test_a_single_price_is_one_tier_without_end() -> None:
    """The price of contract C holds from the first unit on."""
    assert tiers(ordering().ground()).rows() == [("C", "shell", "single", 0.0, None, 5.0)]


def test_a_tier_ends_where_the_next_begins() -> None:
    """The first 20 units cost 5, all beyond cost 4."""
    found = tiers(agreeing().ground()).select("tier", "upto", "price")
    assert found.rows() == [(0.0, 20.0, 5.0), (20.0, None, 4.0)]


def test_chords_lie_closer_where_a_curve_falls_faster() -> None:
    """With a ceiling of 72 units, the chords meet at 0, 2, 8, 18, 32, 50 and 72."""
    assert breakpoints(72.0) == [0, 2, 8, 18, 32, 50, 72]


def test_up_to_six_units_are_tiers_of_their_own() -> None:
    """With a ceiling of 4 units, every unit has its price."""
    assert breakpoints(4.0) == [0, 1, 2, 3, 4]


def test_halves_are_rounded_up() -> None:
    """A 36th of 18 is a half, which counts as one unit; 5.2 units ask for a sixth tier."""
    assert breakpoints(18.0)[:3] == [0, 1, 2]
    assert breakpoints(5.2) == [0, 1, 2, 3, 4, 5, 6]


def test_unit_theory_adds_the_prices_of_all_units() -> None:
    """Eight units from 100 on cost 657.37 at a slope of 0.9, the last four of them 301.75."""
    costs = curve_costs("crawford", 100.0, 0.9, 0, [0, 4, 8])
    assert costs.tolist() == pytest.approx([0, 657.3725929656076 - 301.7519943343734, 657.3725929656076])


def test_the_cumulative_mean_falls_by_the_slope() -> None:
    """The mean of eight units from 100 on is 72.9 at a slope of 0.9."""
    assert curve_costs("wright", 100.0, 0.9, 0, [0, 8]).tolist() == pytest.approx([0, 583.2])


def test_units_made_before_are_behind_the_curve() -> None:
    """The fifth to the eighth unit cost 301.75 where four have been made before."""
    costs = curve_costs("crawford", 100.0, 0.9, 4, [0, 4])
    assert costs.tolist() == pytest.approx([0, 301.7519943343734])


def test_a_learning_curve_becomes_chords() -> None:
    """With a ceiling of 4, the price of each unit is that of the curve, and the last chord has no end."""
    plan = ordering().with_fact("contract_prices", 0, "type", "crawford")
    plan = plan.with_fact("contract_prices", 0, "slope", 0.8).with_fact("contracts", 0, "ceiling", 4.0)
    found = tiers(plan.ground())
    meant = [5 * unit ** math.log2(0.8) for unit in (1, 2, 3, 4)]
    assert found["price"].to_list() == pytest.approx(meant)
    assert found["upto"].to_list() == [1.0, 2.0, 3.0, None]


def test_a_wrong_tier_price_is_found() -> None:
    """Two units of the second tier at 4.5 in place of 4."""
    assert agreeing().with_cell("orders", 2, "price", 4.5).broken() == {"V10"}


def test_a_tier_that_the_case_has_not_is_found() -> None:
    """There is no price from 15 units on."""
    assert "V10" in agreeing().with_cell("orders", 2, "tier", 15.0).broken()


def test_a_lower_price_begins_when_the_one_before_is_used_up() -> None:
    """Where the first price holds for 25 units, 20 ordered at it do not use it up."""
    plan = agreeing().with_fact("contract_prices", 1, "from_quantity", 25.0)
    orders = plan.tables["orders"].with_columns(
        tier=pl.when(pl.col("tier") == 20).then(25.0).otherwise(pl.col("tier"))
    )
    found = tier_findings(plan.with_table("orders", orders))
    assert found == [
        "26 of shell are ordered under K at a lower price, but only 20 of the 25 units from 0 on before them."
    ]


def test_a_price_holds_for_no_more_than_its_segment() -> None:
    """22 units at the price of the first 20 are too many."""
    assert "V10" in agreeing().with_cell("orders", 2, "tier", 0.0).broken()
    assert len(tier_findings(agreeing().with_cell("orders", 2, "tier", 0.0))) == 1


def test_rising_prices_need_not_be_filled_in_turn() -> None:
    """Where prices are convex, orders at the second price ask for none at the first."""
    plan = of_type("convex")
    fewer = plan.with_table("orders", plan.tables["orders"].filter(pl.col("tier") == 20))
    assert tier_findings(fewer) == []


def test_one_price_holds_for_all_units() -> None:
    """Two prices for the units of a contract whose price reached holds for every unit."""
    assert any("one holds for every unit" in text for text in tier_findings(of_type("all_units")))


def test_a_price_for_all_units_has_been_reached() -> None:
    """46 units at the price from 20 on are right, 11 are too few."""
    plan = of_type("all_units")
    at_second = plan.tables["orders"].with_columns(tier=pl.lit(20.0))
    assert tier_findings(plan.with_table("orders", at_second)) == []
    assert tier_findings(plan.with_table("orders", at_second.tail(2))) == [
        "11 of shell are ordered under K at a price that holds from 20 on."
    ]
