"""Payments by payer and fiscal year."""

import functools

import pytest

from jointstock.analyses.payment_calendar import PaymentCalendar, payment_calendar
from tests.plans.tiny import base_plan, listed, planned, tiny

ABROAD = """
[nations]
nation, name, role, fiscal_year_start, currency
A, Arland, ally, 3, {}
[rates]
rate, month, value
CRO, 2024-01, 0.1
CRO, 2024-02, 0.2
[budgets]
payer, year, amount, carry_over
A, 2023, 600, 0.5
A, 2024, 1200, 0.5
"""


@functools.cache
def abroad(currency: str) -> PaymentCalendar:
    """A pays 20 euros in January, 50 in February and March, 30 in April; its year begins in March."""
    return payment_calendar(planned(tiny(ABROAD.format(currency))))


def test_a_fiscal_year_is_named_by_the_year_in_which_it_starts() -> None:
    """January and February belong to 2023, March and April to 2024."""
    rows = abroad("EUR").table()
    assert listed(rows, "year", "kind", "amount", "national", "currency", "remark") == [
        (2023, "delivery", 30, 30, "EUR", None),
        (2023, "order", 40, 40, "EUR", None),
        (2024, "delivery", 60, 60, "EUR", None),
        (2024, "order", 20, 20, "EUR", None),
    ]


def test_amounts_are_turned_at_the_rate_of_their_period() -> None:
    """20 euros in January are 200 crowns, 30 in April are 150."""
    rows = abroad("CRO").rows
    assert listed(rows, "period", "kind", "national", "rate", "currency")[0] == (
        "2024-01",
        "order",
        200,
        0.1,
        "CRO",
    )
    assert listed(rows, "period", "kind", "national", "rate")[-1] == ("2024-04", "delivery", 150, 0.2)
    assert abroad("CRO").years()["national"].to_list() == pytest.approx([200 + 250, 250 + 150])


@pytest.mark.parametrize(("currency", "remark"), [("", "currency not known"), ("DUB", "no rate for DUB")])
def test_what_cannot_be_turned_stays_in_the_currency_of_the_case(currency: str, remark: str) -> None:
    """The amount is not lost: it stays in euros, and row and summary say why."""
    found = abroad(currency)
    assert set(found.rows["remark"]) == {remark}
    assert set(found.rows["currency"]) == {"EUR"}
    assert found.rows["national"].to_list() == found.rows["amount"].to_list()
    assert found.summary().endswith(f"In EUR for A: {remark}.")


def test_what_is_due_behind_the_horizon_has_no_year() -> None:
    """Three months after its delivery in April the last part is due: in July, at the rate of June."""
    late = (
        "[contract_payments]\ncontract, event, months_after, share\nK, order, 0, 0.4\nK, delivery, 3, 0.6\n"
    )
    found = payment_calendar(planned(tiny(ABROAD.format("CRO") + late)))
    after = found.rows.filter(period="after")
    assert listed(after, "year", "kind", "amount", "national") == [(None, "delivery", 30, 150)]
    assert found.table()["year"].to_list()[-1] is None


def test_sums_agree_with_payments_and_budgets() -> None:
    """Rows add up to the payments of the plan, years to what its budgets say is paid, to the cent."""
    found = abroad("CRO")
    plan = found.plan
    assert found.rows["amount"].sum() == pytest.approx(plan.payments["amount"].sum(), abs=0.005)
    assert found.table()["amount"].sum() == pytest.approx(plan.payments["amount"].sum(), abs=0.005)
    years = found.years()
    assert years["paid"].to_list() == pytest.approx(plan.budgets["paid"].to_list(), abs=0.005)
    assert years["budget"].to_list() == plan.budgets["budget"].to_list() == pytest.approx([100, 400])


def test_a_year_of_a_budget_without_payments_stands_there_with_nothing() -> None:
    """A wants nothing: both years are there, with 0 paid and what lapses."""
    text = (
        ABROAD.format("CRO") + "[targets]\nversion, nation, class, from, quantity\nv1, A, he, 2024-01, 10\n"
    )
    found = payment_calendar(planned(tiny(text)))
    assert found.summary() == "Nobody pays anything."
    assert listed(found.years(), "year", "paid", "budget") == [(2023, 0, 100), (2024, 0, 400)]


def test_without_a_budget_its_columns_are_empty() -> None:
    """A payer without a budget row is not limited: no budget, nothing that lapses."""
    years = payment_calendar(base_plan()).years()
    assert listed(years, "payer", "year", "paid", "budget", "lapsed") == [("A", 2024, 150, None, None)]


def test_summary_and_document() -> None:
    """Who pays most, and what of it lies behind the horizon; the document has rows and years."""
    assert abroad("EUR").summary() == (
        "1 payer pays EUR 150, open orders included, EUR 0 of it behind the horizon; the most: A EUR 150."
    )
    document = abroad("EUR").document()
    assert (document["question"], document["currency"]) == ("payment-calendar", "EUR")
    assert len(document["years"]) == 2
