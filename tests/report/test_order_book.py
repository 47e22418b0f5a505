"""What to order from whom."""

import pytest

from jointstock.plans.plan import Plan
from jointstock.report import order_book
from jointstock.report.names import names_of
from tests.report.tiny import tiny_case, tiny_plan

CASE = tiny_case(
    nations=[{"nation": "XA", "name": "Aland"}, {"nation": "XU", "name": "Uland"}],
    items=[
        {"item": "R", "kind": "end", "name": "Round", "unit": "rounds"},
        {"item": "M", "kind": "end", "name": "Missile", "unit": "missiles"},
    ],
    contracts=[{"contract": "k", "name": "Joint frame"}],
)


def order(key: str, buyer: str, item: str, period: str, value: float, **cells: object) -> dict[str, object]:
    """An order of one unit for each million."""
    known = {"payer": buyer, "recipient": buyer, "contract": "k", "line": f"line {item}", "price": 1e6}
    units = {"quantity": value / 1e6, "quantity_rounded": round(value / 1e6), "value": value}
    return {
        "order": key,
        "buyer": buyer,
        "item": item,
        "period": period,
        "basis": "cited",
        **known,
        **units,
        **cells,
    }


@pytest.fixture(scope="module")
def plan() -> Plan:
    """60, 30 and 10 million: two orders of rounds, one of missiles that Aland buys for Uland."""
    return tiny_plan(
        CASE,
        orders=[
            order("O1", "XA", "R", "2030-02", 60e6, basis="assumed"),
            order("O2", "XU", "R", "2030-01", 30e6),
            order("O3", "XA", "M", "2030-01", 10e6, recipient="XU"),
        ],
    )


def test_orders_add_up_by_contract_line_and_item(plan: Plan) -> None:
    """The two orders of rounds are one row with both buyers, the worst basis and the span of months."""
    first, second = order_book.by_line(plan).iter_rows(named=True)
    assert (first["item"], first["value"], first["quantity"], first["buyers"]) == ("R", 90e6, 90, 2)
    assert (first["first"], first["last"], first["basis"]) == ("2030-01", "2030-02", "assumed")
    assert (second["item"], second["value"], second["basis"]) == ("M", 10e6, "cited")


def test_the_findings_give_value_share_and_the_first_month(plan: Plan) -> None:
    """100 million, 90 of it for rounds; half lies with one line; 40 million are ordered in January."""
    by_item, by_contract, orders = order_book.exhibits(plan, names_of(CASE))
    assert (
        by_item.finding
        == "Orders worth EUR 100.0 million are placed, most of it for Round (90 %) and Missile (10 %)."
    )
    assert by_contract.finding == (
        "1 contract with 2 lines carries the order book; half of its value lies in 1 pair of contract "
        "and line."
    )
    assert orders.finding == "3 orders by 2 buyers; those of January 2030 alone are worth EUR 40.0 million."


def test_the_order_book_begins_with_what_is_signed_first(plan: Plan) -> None:
    """January before February, in January the larger first; what one buys for oneself is for itself."""
    rows = order_book.exhibits(plan, names_of(CASE))[2].sheet.rows
    texts = [[text for text, _ in row.cells] for row in rows]
    assert [row[0] for row in texts] == ["O2", "O3", "O1"]
    assert texts[0][2:4] == ["Uland", "itself"]
    assert texts[1][2:5] == ["Aland", "Uland", "Joint frame"]
    assert [row.mark for row in rows] == ["", "", "†"]


def test_the_chart_splits_value_by_year_in_its_unit(plan: Plan) -> None:
    """90 million of rounds in 2030, drawn in millions."""
    exhibit = order_book.exhibits(plan, names_of(CASE))[0]
    assert exhibit.wording == "EUR million"
    assert exhibit.data.rows() == [("Missile", "2030", 10.0), ("Round", "2030", 90.0)]


def test_without_orders_the_findings_say_so() -> None:
    """Nothing ordered is an answer."""
    exhibits = order_book.exhibits(tiny_plan(CASE), names_of(CASE))
    assert [exhibit.finding for exhibit in exhibits] == [
        "Nothing is ordered.",
        "No contract is used.",
        "There is no order to sign.",
    ]
