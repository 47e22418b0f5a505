"""Table of agreements, and how payers share what contracts cost beside their orders."""

import pytest

from tests.plans.tiny import listed, planned, tiny

COLUMNS = ("contract", "in_force", "ordered", "untaken", "untaken_cost", "fees")
TWO_PAYERS = """
[nations]
nation, name, role, fiscal_year_start
A, Arland, ally, 1
B, Beland, ally, 1
[contract_parties]
contract, role, party
K, buyer, A
K, line, L
K, payer, A
K, payer, B
"""


def terms(columns: str, values: str) -> str:
    """The contracts table with terms of the one contract."""
    return f"[contracts]\ncontract, kind, admin_months, {columns}\nK, framework, 0, {values}\n"


def test_a_plain_contract_is_no_agreement() -> None:
    """Without minimum order, take-or-pay, fees or tiers there is no row, and an agent's fee makes none."""
    assert len(planned(tiny()).agreements) == 0
    assert len(planned(tiny(terms("agent_fee", "0.1"))).agreements) == 0


@pytest.mark.parametrize("column", ["minimum_order", "capacity_fee", "option_fee"])
def test_a_term_of_nothing_is_listed(column: str) -> None:
    """What is filled in has a row, although it is 0."""
    assert listed(planned(tiny(terms(column, "0"))).agreements, *COLUMNS) == [("K", "yes", 30, 0, 0, 0)]


def test_tiers_and_curves_are_agreements() -> None:
    """A contract with several prices, or one along a curve, has a row."""
    prices = "[contract_prices]\ncontract, item, from_quantity, type, price\n"
    tiers = tiny(f"{prices}K, shell, 0, convex, 5\nK, shell, 20, convex, 6\n")
    plan = planned(tiers)
    assert listed(plan.agreements, *COLUMNS) == [("K", "yes", 30, 0, 0, 0)]
    assert dict(plan.orders.group_by("tier").agg(plan.orders["quantity"].sum() * 0).iter_rows()) == {
        0: 0,
        20: 0,
    }


def test_units_not_taken_are_what_is_ordered_less() -> None:
    """Of 50 shells 30 are ordered; half of 5 euros is paid for each of the others, in the last month."""
    plan = planned(tiny(terms("signed, take_or_pay, take_share", "yes, 50, 0.5")))
    assert listed(plan.agreements, *COLUMNS) == [("K", "yes", 30, 20, 50, 0)]
    untaken = plan.payments.filter(plan.payments["kind"] == "untaken")
    assert listed(untaken, "payer", "object", "period", "amount") == [("A", "K", "2024-06", 50)]


def test_payers_share_a_fee_in_all() -> None:
    """Whoever pays, the fee of 12 a month is paid once."""
    plan = planned(tiny(TWO_PAYERS + terms("capacity_fee", "12")))
    fees = plan.payments.filter(plan.payments["kind"] == "contract fee")
    assert fees["amount"].sum() == pytest.approx(72)
    assert listed(plan.agreements, *COLUMNS) == [("K", "yes", 30, 0, 0, 72)]


def test_a_signed_contract_is_in_force_without_orders() -> None:
    """Nothing is wanted and nothing is ordered, and the fee falls due."""
    wanted = "[targets]\nversion, nation, class, from, quantity\nv1, A, he, 2024-01, 5\n"
    plan = planned(tiny(terms("signed, option_fee", "yes, 40") + wanted))
    assert listed(plan.agreements, *COLUMNS) == [("K", "yes", 0, 0, 0, 40)]


def test_a_contract_nobody_uses_owes_nothing() -> None:
    """Nothing is wanted, nothing is ordered, and nobody has signed."""
    wanted = "[targets]\nversion, nation, class, from, quantity\nv1, A, he, 2024-01, 5\n"
    unsigned = planned(tiny(terms("option_fee", "40") + wanted))
    assert listed(unsigned.agreements, *COLUMNS) == [("K", "no", 0, 0, 0, 0)]
    assert unsigned.kpi("money") == "0.0"
