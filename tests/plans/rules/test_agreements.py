import polars as pl
import pytest

from jointstock.plans.rules.agreements import agreed, check_agreements, dues
from tests.plans.rules.agreeing import agreeing
from tests.plans.rules.ordering import ordering
from tests.plans.rules.worked import WorkedPlan


def unordered(plan: WorkedPlan) -> WorkedPlan:
    """The plan without any order."""
    return plan.with_table("orders", plan.tables["orders"].clear())


@pytest.mark.parametrize(("column", "value"), [("call_off_min", 5.5), ("call_off_max", 12.5)])
def test_a_call_off_keeps_to_its_bounds(column: str, value: float) -> None:
    """B orders 5 in February, A 13 in March."""
    assert agreeing().with_fact("contracts", 0, column, value).broken() == {"V10"}


def test_the_least_order_holds_over_all_buyers() -> None:
    """46 units are fewer than 47."""
    assert agreeing().with_fact("contracts", 0, "minimum_order", 47.0).broken() == {"V10"}


def test_a_contract_under_which_nothing_is_ordered_needs_no_least_order() -> None:
    """Without orders and signature, a contract is not in force and owes nothing."""
    ground = unordered(agreeing()).ground()
    assert agreed(ground).select("in_force", "untaken").rows() == [(False, 0.0)]
    assert dues(ground).is_empty()


def test_a_signed_contract_is_in_force_without_orders() -> None:
    """All of the 50 units are untaken, and the fees fall due."""
    plan = agreeing().with_fact("contracts", 0, "signed", value=True)
    ground = unordered(plan).ground()
    assert agreed(ground).select("in_force", "untaken").rows() == [(True, 50.0)]
    assert dues(ground)["amount"].sum() == 125 + 12


def test_what_is_not_taken_is_paid_in_the_last_period_of_validity() -> None:
    """Four units at half of 5 in March, or in February where the contract ends then."""
    found = dues(agreeing().ground()).filter(pl.col("kind") == "untaken")
    assert found.select("object", "b", "amount").rows() == [("K", 2, 10.0)]
    plan = agreeing().with_fact("contracts", 0, "valid_to", "2024-02")
    assert dues(plan.ground()).filter(pl.col("kind") == "untaken")["b"].to_list() == [1]


def test_fees_run_while_the_contract_is_valid() -> None:
    """6 once and 2 for each month of validity."""
    found = dues(agreeing().with_fact("contracts", 0, "valid_from", "2024-02").ground())
    fees = found.filter(pl.col("kind") == "contract fee").sort("b")
    assert fees.select("b", "amount").rows() == [(1, 8.0), (2, 2.0)]


def test_a_missing_payment_for_what_was_not_taken_is_found() -> None:
    """Without B's part, 4 of 10 are paid."""
    rows = agreeing().tables["payments"]
    place = rows["kind"].to_list().index("untaken") + 1
    assert {"V10", "V17"} <= agreeing().without_row("payments", place).broken()


def test_only_payers_of_a_contract_pay_its_fees() -> None:
    """F is neither payer nor buyer of contract K."""
    rows = agreeing().tables["payments"]
    place = rows["kind"].to_list().index("contract fee")
    assert "V8" in agreeing().with_cell("payments", place, "payer", "F").broken()


@pytest.mark.parametrize(
    ("column", "value"),
    [("in_force", "no"), ("ordered", 45.0), ("untaken", 5.0), ("untaken_cost", 12.5), ("fees", 10.0)],
)
def test_the_table_of_agreements_says_what_orders_make(column: str, value: object) -> None:
    """Another figure in its row is found."""
    assert agreeing().with_cell("agreements", 0, column, value).broken() == {"V10"}


def test_a_missing_row_of_an_agreement_is_found() -> None:
    """Contract K has a row, since it has fees."""
    assert agreeing().without_row("agreements", 0).broken() == {"V10"}


def test_contracts_without_terms_of_their_own_need_no_row() -> None:
    """Contract C has one price, a ceiling and a fixed cost."""
    assert not [finding for check in check_agreements(ordering().ground()) for finding in check.findings]
