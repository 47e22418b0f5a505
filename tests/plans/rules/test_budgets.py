import polars as pl
import pytest

from jointstock.plans.rules.budgets import meant, paid, years
from tests.plans.rules.ordering import ordering


def test_fiscal_years_count_by_their_months_inside_the_horizon() -> None:
    """Three months of each year from April on lie inside the horizon."""
    found = years(ordering().ground())
    assert found.select("payer", "year", "month", "share", "last").rows() == [
        ("EE", 2023, 0, 0.25, False),
        ("EE", 2024, 3, 0.25, True),
    ]


def test_the_last_year_carries_nothing_out() -> None:
    """Half of 200 may be carried out of the first year, nothing out of the last."""
    assert meant(ordering().ground())["most"].to_list() == [100, 0]


def test_a_budget_is_exchanged_at_the_first_month_of_its_year() -> None:
    """A budget in crowns of 0.1 in January and 0.2 from April on."""
    plan = ordering().with_fact("budgets", 0, "currency", "SEK").with_fact("budgets", 1, "currency", "SEK")
    rows = {"rate": ["SEK", "SEK"], "month": ["2023-06", "2024-04"], "value": [0.1, 0.2]}
    assert meant(plan.with_facts(rates=pl.DataFrame(rows)).ground())["meant"].to_list() == pytest.approx(
        [20, 60]
    )


def test_payments_after_the_horizon_are_no_part_of_a_year() -> None:
    """What falls due after the horizon limits no budget."""
    assert paid(ordering().ground()).sort("year")["spent"].to_list() == pytest.approx([120.6, 148.1])


@pytest.mark.parametrize(("amount", "affordable"), [(500.0, True), (200.0, False)])
def test_payments_keep_to_the_budget_and_what_is_carried_in(amount: float, affordable: bool) -> None:  # noqa: FBT001
    """148.1 can be paid from 125 and 79.4 carried in, not from 50 and 79.4."""
    found = ordering().with_fact("budgets", 1, "amount", amount).findings()
    assert any("may be carried in" in finding.text for finding in found) is not affordable


def test_money_is_carried_up_to_a_share_of_the_budget() -> None:
    """Without any carry-over, 50 cannot be carried."""
    assert ordering().with_fact("budgets", 0, "carry_over", 0.2).broken() == {"V9"}


def test_a_budget_that_the_plan_leaves_out_is_missed() -> None:
    """Every fiscal year of a payer with a budget has a row."""
    assert "V9" in ordering().without_row("budgets", 1).broken()
