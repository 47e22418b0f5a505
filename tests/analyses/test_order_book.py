"""The order book by agent and contract."""

import functools

import polars as pl
import pytest

from jointstock.analyses.order_book import OrderBook, order_book
from jointstock.plans.plan import Plan
from tests.plans.tiny import base_plan, listed, planned, tiny

TERMS = """
[nations]
nation, name, role, fiscal_year_start, currency
A, Arland, ally, 1, EUR
Z, Agency, agency, 1, EUR
[contracts]
contract, kind, admin_months, ceiling, ceiling_value, minimum_order, \
take_or_pay, take_share, agent_fee, currency, signed
K, framework, 0, 60, 300, 20, 50, 0.5, 0.1, USD, yes
M, framework, 0, 90, , 5, , , , , no
[contract_parties]
contract, role, party
K, buyer, A
K, line, L
K, agent, Z
M, buyer, A
M, line, L
[contract_prices]
contract, item, from_quantity, type, price
K, shell, 0, single, 5
M, shell, 0, single, 500
[contract_payments]
contract, event, months_after, share
K, order, 0, 1
M, order, 0, 1
[rates]
rate, month, value
USD, 2024-01, 0.5
"""


@functools.cache
def framework() -> Plan:
    """30 shells for 5 dollars of half a euro each, through agency Z; nothing under M."""
    return planned(tiny(TERMS))


@functools.cache
def book() -> OrderBook:
    """Its order book."""
    return order_book(framework())


def row(contract: str) -> dict[str, object]:
    """The row of a contract."""
    return book().contracts.row(by_predicate=pl.col("contract") == contract, named=True)


def test_every_order_has_its_agent() -> None:
    """A row an order with the agent of its contract; a contract without one leaves the cell empty."""
    assert listed(book().rows, "agent", "contract", "buyer", "period", "quantity", "price", "value") == [
        ("Z", "K", "A", month, 10, 2.5, 25) for month in ("2024-01", "2024-02", "2024-03")
    ]
    assert order_book(base_plan()).rows["agent"].to_list() == [None] * 3


def test_what_a_contract_has_reached() -> None:
    """30 of 60 units, 150 of 300 dollars; the least order of 20 is reached, the 50 to be taken are not."""
    found = row("K")
    assert found["in_force"] == "yes"
    assert (found["orders"], found["buyers"], found["quantity"]) == (3, 1, pytest.approx(30))
    assert found["ceiling_used"] == pytest.approx(30 / 60)
    assert (found["quoted"], found["currency"]) == (pytest.approx(150), "USD")
    assert found["ceiling_value_used"] == pytest.approx(150 / 300)
    assert (found["minimum_reached"], found["taken"]) == ("yes", "no")
    assert found["untaken"] == pytest.approx(20)


def test_what_a_contract_costs_beside_its_orders() -> None:
    """A tenth of 75 euros for the agent; 20 units untaken at half of 2.5 euros."""
    found = row("K")
    assert found["value"] == pytest.approx(75)
    assert found["agent_fees"] == pytest.approx(7.5)
    assert found["untaken_costs"] == pytest.approx(25)


def test_a_contract_without_orders_stands_in_the_book() -> None:
    """Nothing is ordered under M: 0 of its ceiling, its least order not reached, terms it has not empty."""
    found = row("M")
    assert (found["in_force"], found["orders"], found["value"], found["ceiling_used"]) == ("no", 0, 0, 0)
    assert found["minimum_reached"] == "no"
    assert found["taken"] is found["untaken"] is found["ceiling_value_used"] is None


def test_sums_agree_with_the_plan() -> None:
    """Values and charges of all contracts are those of the plan's orders, payments and costs, to the cent."""
    plan, contracts = framework(), book().contracts
    assert contracts["value"].sum() == pytest.approx(plan.orders["value"].sum(), abs=0.005)
    assert book().agents()["value"].sum() == pytest.approx(plan.orders["value"].sum(), abs=0.005)
    for term, column in (("agent fees", "agent_fees"), ("untaken", "untaken_costs"), ("orders", "value")):
        told = plan.costs.filter(term=term)["amount"].sum()
        assert contracts[column].sum() == pytest.approx(told, abs=0.005)


def test_totals_by_agent() -> None:
    """One contract with three orders through Z."""
    assert listed(book().agents(), "agent", "contracts", "orders", "value", "agent_fees") == [
        ("Z", 1, 3, 75, 7.5)
    ]


def test_summary_and_document() -> None:
    """The summary says what is not taken; the document has orders, contracts and agents."""
    assert book().summary() == (
        "As of 2023-12-15, 3 orders worth EUR 75 under 1 of 2 contracts. K leaves 20 units untaken."
    )
    document = book().document()
    assert document["question"] == "order-book"
    assert [len(document[name]) for name in ("rows", "contracts", "agents")] == [3, 2, 1]
    assert document["basis"] == {"synthetic": 3}


def test_a_ceiling_used_up_is_told() -> None:
    """With a ceiling of 20 units, 20 are ordered and the summary says so."""
    text = "[contracts]\ncontract, kind, admin_months, ceiling\nK, framework, 0, 20\n"
    assert "The ceiling of K is used up." in order_book(planned(tiny(text))).summary()


def test_a_plan_without_orders_has_an_empty_book() -> None:
    """Where nothing is wanted nothing is ordered; the contract stands there with 0."""
    plan = planned(tiny("[targets]\nversion, nation, class, from, quantity\nv1, A, he, 2024-01, 10\n"))
    found = order_book(plan)
    assert found.table().height == 0
    assert found.contracts["orders"].to_list() == [0]
    assert found.summary().endswith("0 orders worth EUR 0 under 0 of 1 contract.")
