import polars as pl
import pytest

from jointstock.plans.rules.by_industry import (
    firm_orders,
    firm_parts,
    options_open,
    parts_in_all,
    targets_open,
)
from tests.plans.rules.agreeing import agreeing
from tests.plans.rules.ordering import ordering
from tests.plans.rules.worked import WorkedPlan


def test_orders_under_a_ceiling_count_in_part_and_so_does_the_ceiling() -> None:
    """22.5 from options and targets, and three quarters of the orders of 5 and 6."""
    found = firm_orders(agreeing().ground()).filter(pl.col("line") == "M").sort("b")
    assert found["firm"].to_list() == [22.5, 26.25, 30.75]


def test_a_ceiling_is_shared_by_the_lines_that_sell_the_item() -> None:
    """A quarter of half of 60 units for each of two lines."""
    assert sorted(options_open(agreeing().ground()).rows()) == [("L", 7.5), ("M", 7.5)]


def promised(units: float) -> WorkedPlan:
    """The plan with units to be taken or half paid, under a contract that is signed."""
    plan = agreeing().with_fact("contracts", 0, "signed", value=True)
    return plan.with_fact("contracts", 0, "take_or_pay", units)


def test_a_ceiling_to_be_taken_counts_for_what_is_paid_untaken_too() -> None:
    """0.25 + 0.75 * 0.5 of 30, and 15 from targets, are 33.75; the orders of 5 and 6 count for the rest."""
    found = firm_orders(promised(60.0).ground()).filter(pl.col("line") == "M").sort("b")
    assert found["firm"].to_list() == [33.75, 35.625, 37.875]


@pytest.mark.parametrize(
    "plan",
    [promised(59.0), promised(60.0).with_fact("contracts", 0, "signed", None)],
    ids=["part", "unsigned"],
)
def test_a_promise_counts_only_for_a_whole_ceiling_that_is_signed(plan: WorkedPlan) -> None:
    """59 of 60 units to be taken, or 60 in a contract that need not come into force, count as before."""
    found = firm_orders(plan.ground()).filter(pl.col("line") == "M").sort("b")
    assert found["firm"].to_list() == [22.5, 26.25, 30.75]


def test_industry_builds_no_more_than_a_promise_carries() -> None:
    """33.75 carry 1.5 times 22.5, and no more."""
    for break_even, carried in ((22.5, True), (22.6, False)):
        plan = promised(60.0).with_fact("expansions", 1, "break_even", break_even)
        assert all("reckons" not in finding.text for finding in plan.findings()) is carried


def test_targets_lack_what_is_not_held_at_the_start() -> None:
    """A lacks 30 and B 30, shared by two lines."""
    assert sorted(targets_open(agreeing().ground()).rows()) == [("L", 30.0), ("M", 30.0)]


def test_orders_without_a_ceiling_count_wholly() -> None:
    """Without a ceiling there are no options, and 5 orders count as 5."""
    plan = agreeing().with_fact("contracts", 0, "ceiling", None)
    found = firm_orders(plan.ground()).filter(pl.col("line") == "M").sort("b")
    assert found["firm"].to_list() == [15, 20, 26]


def test_a_component_is_in_a_unit_through_its_recipe() -> None:
    """Each shell takes two fuzes."""
    assert parts_in_all(ordering().ground()).rows() == [("L", "fuze", 2.0)]


def test_a_component_is_in_a_unit_through_all_tiers() -> None:
    """Each of the two fuzes takes three caps."""
    plan = ordering()
    cap = plan.case.table("items").filter(pl.col("item") == "fuze").with_columns(item=pl.lit("cap"))
    row = plan.case.table("recipes").with_columns(
        item=pl.lit("fuze"), component=pl.lit("cap"), quantity=pl.lit(3.0)
    )
    plan = plan.with_facts(
        items=pl.concat([plan.case.table("items"), cap]), recipes=pl.concat([plan.case.table("recipes"), row])
    )
    assert dict(parts_in_all(plan.ground()).select("component", "units").rows()) == {"fuze": 2.0, "cap": 6.0}


def test_makers_of_components_reckon_with_what_the_orders_need() -> None:
    """Two fuzes for each of 16, 36 and 44 shells ordered, whose contract converts no options."""
    found = firm_parts(ordering().ground()).sort("b")
    assert found.select("line", "firm").rows() == [("F", value) for value in (32.0, 72.0, 72.0, 72.0, 88.0)]


@pytest.mark.parametrize(("column", "value"), [("break_even", 16.0), ("hurdle", 1.6)])
def test_industry_builds_no_more_than_orders_carry(column: str, value: float) -> None:
    """22.5 orders carry no break-even of 16 by 1.5, and none of 15 by 1.6."""
    assert agreeing().with_fact("expansions", 1, column, value).broken() == {"V3"}


def test_less_of_an_option_needs_fewer_orders() -> None:
    """Half of J needs half of its break-even; the capacity of line M falls short of what the plan names."""
    plan = agreeing().with_cell("expansions", 1, "amount", 0.5).with_fact("expansions", 1, "break_even", 30.0)
    assert all("reckons" not in finding.text for finding in plan.findings())


def test_nobody_pays_for_what_industry_builds() -> None:
    """A pays nothing for J."""
    plan = agreeing().with_cell("expansions", 1, "payer", "A").with_cell("expansions", 1, "paid", 99.0)
    assert "V3" in plan.broken()


def test_an_option_without_payers_and_break_even_is_not_built() -> None:
    """Without a break-even, industry does not build J."""
    assert agreeing().with_fact("expansions", 1, "break_even", None).broken() == {"V3"}


def test_the_cost_that_industry_bears_is_that_of_the_case() -> None:
    """The whole of J costs industry 99, whatever the plan pays."""
    assert agreeing().with_cell("expansions", 1, "cost", 90.0).broken() == {"V9"}
