"""Support of instruments read back."""

import polars as pl
import pytest

from tests.plans.tiny import base_plan, listed, planned, tiny

FUND = """
[nations]
nation, name, role, fiscal_year_start
A, Arland, ally, 1
F, Fund, fund, 1
[budgets]
payer, year, amount, carry_over
A, 2024, 250, 0
[instruments]
instrument, name, kind, payer, rate, min_members, member_share, level
I, Fund, goods, F, 0.5, {least}, {share}, {level}
[instrument_parties]
instrument, role, party
I, member, *
I, contract, K
[instrument_limits]
instrument, numerator, limit
I, recipient:A, {limit}
"""


def fund(least: str = "", share: str = "", level: str = "item", limit: float = 1) -> str:
    """Tables of a fund that bears half of what A pays, of which A has 125 in six months."""
    return FUND.format(least=least, share=share, level=level, limit=limit)


def test_support_is_told_by_claim_and_month() -> None:
    """Of 20 at each order and 30 at each delivery, 150 in all, the fund pays its half, 75."""
    plan = planned(tiny(fund()))
    rows = plan.table("support")
    assert set(zip(rows["instrument"], rows["object"], rows["member"], strict=True)) == {("I", "K", "A")}
    assert listed(rows, "period", "claimed") == [
        ("2024-01", 20),
        ("2024-02", 50),
        ("2024-03", 50),
        ("2024-04", 30),
    ]
    assert rows["reimbursed"].sum() == pytest.approx(75)
    assert plan.table("memberships").is_empty()


def test_who_pays_whom_stands_among_payments() -> None:
    """What the member receives is negative, what the fund pays is the same."""
    plan = planned(tiny(fund()))
    paid = plan.payments.filter(kind="reimbursement").group_by("payer").agg(amount=plan_sum()).sort("payer")
    assert [row[0] for row in paid.rows()] == ["A", "F"]
    assert paid["amount"].to_list() == pytest.approx([-75, 75])


def plan_sum() -> pl.Expr:
    """Sum of amounts."""
    return pl.col("amount").sum()


@pytest.mark.parametrize(
    ("tables", "counts", "eligible", "reimbursed"),
    [
        (fund("1", "1"), "yes", "yes", 75),
        (fund(level="contract"), "yes", "yes", 75),
        (fund(level="contract", limit=0.5), "yes", "no", 0),
    ],
    ids=["member", "limit kept", "limit broken"],
)
def test_members_and_limits_decide_for_the_contract(
    tables: str, counts: str, eligible: str, reimbursed: float
) -> None:
    """A orders all of it for itself: it counts, and half of the value is too much."""
    plan = planned(tiny(tables))
    assert plan.table("memberships").rows() == [("I", "K", "A", counts, eligible)]
    assert plan.table("support")["reimbursed"].sum() == pytest.approx(reimbursed)


def test_a_member_that_orders_nothing_does_not_count() -> None:
    """With a target that is met nothing is ordered, and nobody counts."""
    target = "[targets]\nversion, nation, class, from, quantity\nv1, A, he, 2024-01, 20\n"
    plan = planned(tiny(fund("1", "0.5") + target))
    assert plan.table("memberships")["counts"].to_list() == ["no"]
    assert plan.table("memberships")["eligible"].to_list() == ["no"]
    assert plan.table("support").is_empty()


def test_a_plan_without_instruments_has_empty_tables() -> None:
    """No claims and no members."""
    assert base_plan().table("support").is_empty()
    assert base_plan().table("memberships").is_empty()
