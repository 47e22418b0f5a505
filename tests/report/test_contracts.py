"""Which contracts are used, and why."""

import pytest

from jointstock.report import contracts
from jointstock.report.names import names_of
from tests.report.tiny import tiny_case, tiny_plan
from tests.report.worked import worked

KNOWN = {"basis": "cited", "known_on": "2029"}
TERMS = {"kind": "framework", **KNOWN}


def why(orders: dict[str, list[float]], **terms: object) -> dict[str, str]:
    """Why each of two contracts is used or not; both sell item R, and K has the terms given.

    Args:
        orders: Contract: quantity, value and place of the period of an order.
        **terms: Cells of K.
    """
    case = tiny_case(
        contracts=[{"contract": "K", **TERMS, **terms}, {"contract": "Q", **TERMS}],
        contract_prices=[
            {"contract": key, "item": "R", "from_quantity": 0.0, "price": 10.0, **KNOWN} for key in "KQ"
        ],
    )
    firsts = ("2030-01", "2030-02", "2030-03")
    placed = [
        {
            "contract": key,
            "item": "R",
            "tier": 0.0,
            "buyer": "XA",
            "quantity": quantity,
            "value": value,
            "period": firsts[int(place)],
        }
        for key, (quantity, value, place) in orders.items()
    ]
    rows = contracts.by_contract(tiny_plan(case, orders=placed))
    return dict(rows.select("contract", "why").iter_rows())


@pytest.mark.parametrize(
    ("terms", "words"),
    [
        ({}, "used beside others that are cheaper"),
        ({"ceiling": 5.0}, "used up to its ceiling"),
        ({"ceiling_value": 50.0}, "used up to its ceiling"),
        ({"ceiling": 6.0, "ceiling_value": 60.0}, "used beside others that are cheaper"),
        ({"valid_to": "2030-02"}, "used until its window closes"),
        ({"valid_to": "2030-03"}, "used beside others that are cheaper"),
    ],
)
def test_a_contract_that_is_used_says_why(terms: dict[str, object], words: str) -> None:
    """5 units are ordered in February for 60, beside 1 for 10: ceilings and windows may be met."""
    assert why({"K": [5, 60, 1], "Q": [1, 10, 0]}, **terms)["K"] == words


def test_the_cheaper_one_says_so() -> None:
    """At 10 a unit beside 12, nothing of what is ordered is cheaper elsewhere."""
    found = why({"K": [5, 50, 0], "Q": [1, 12, 0]})
    assert found["K"] == "what is ordered under it is not cheaper under others"


@pytest.mark.parametrize(
    ("orders", "terms", "words"),
    [
        ({"Q": [1, 10, 0]}, {}, "not used: what it sells is ordered under others"),
        ({}, {}, "not used: nothing that it sells is ordered"),
        ({"Q": [1, 10, 0]}, {"valid_to": "2029-12"}, "not used: its window lies outside the plan"),
        ({"Q": [1, 10, 0]}, {"valid_from": "2031-01"}, "not used: its window lies outside the plan"),
    ],
)
def test_a_contract_that_is_not_used_says_why(
    orders: dict[str, list[float]], terms: dict[str, object], words: str
) -> None:
    """Its items are ordered elsewhere, or not at all, or its window lies elsewhere."""
    assert why(orders, **terms)["K"] == words


def test_a_contract_without_rival_says_so() -> None:
    """Nobody else sells what the worked contract does, and it has no ceiling."""
    rows = contracts.by_contract(worked("A08"))
    assert rows.select("contract", "why").rows() == [("K", "no other sells what is ordered under it")]


def test_the_finding_names_the_largest() -> None:
    """Used contracts are counted, and the largest has its share of the value."""
    plan = worked("A16")
    (exhibit,) = contracts.exhibits(plan, names_of(plan.case))
    assert exhibit.finding == "1 of 1 contract is used; K carries the most, 100 % of the order value."


def test_items_beyond_two_are_counted() -> None:
    """Three items are two names and one more; nothing is ordered, so all that is priced is listed."""
    case = tiny_case(
        items=[{"item": key, "name": f"Item {key}", "kind": "end"} for key in "RST"],
        contracts=[{"contract": "K", **TERMS}],
        contract_prices=[
            {"contract": "K", "item": key, "from_quantity": 0.0, "price": 10.0, **KNOWN} for key in "RST"
        ],
    )
    (exhibit,) = contracts.exhibits(tiny_plan(case), names_of(case))
    assert exhibit.sheet.rows[0].cells[2][0] == "Item R, Item S and 1 more"
    assert exhibit.finding == "0 of 1 contract are used."


def test_a_case_without_contracts_has_no_exhibit() -> None:
    """There is nothing to list."""
    empty = tiny_plan(tiny_case())
    assert contracts.exhibits(empty, names_of(empty.case)) == []
