"""Rules of the terms of contracts."""

import pytest

from jointstock.facts.case import Case
from jointstock.facts.rules import terms
from tests.small_case import small, told, with_cells, with_row, with_table


def found(case: Case) -> list[tuple[str, str, int | None, str]]:
    """What the rules of terms say."""
    return told(fault for rule in terms.RULES for fault in rule.find(case))


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "right"),
    [
        ("2023-07", "2023-07", True),
        (None, "2023-07", True),
        ("2023-07", None, True),
        ("2023-08", "2023-07", False),
    ],
)
def test_validity(valid_from: str | None, valid_to: str | None, *, right: bool) -> None:
    """A contract or instrument may last a month, or be open at either end, but not close before it opens."""
    dates = {"valid_from": valid_from, "valid_to": valid_to}
    case = with_cells(small(), "contracts", 0, **dates)
    assert found(case) == ([] if right else [("valid-order", "contracts.csv", 2, "valid_to")])
    fund = with_table(small(), "instruments", {"instrument": "fund"} | dates)
    assert found(fund) == ([] if right else [("valid-order", "instruments.csv", 2, "valid_to")])


@pytest.mark.parametrize(("month", "late"), [("2024-06", False), ("2024-07", True)])
def test_buyers_join_while_the_contract_lasts(month: str, *, late: bool) -> None:
    """A buyer may join in the last month of a contract, and not later."""
    case = with_cells(small(), "contract_parties", 0, **{"from": month})
    assert found(case) == ([("joins-too-late", "contract_parties.csv", 2, "from")] if late else [])


def test_contract_without_end_can_always_be_joined() -> None:
    """Where a contract has no end, no month is too late."""
    case = with_cells(small(), "contracts", 0, valid_to=None)
    assert found(with_cells(case, "contract_parties", 0, **{"from": "2030-01"})) == []


def test_only_buyers_join() -> None:
    """A month of joining plays no part for payers and lines."""
    case = with_cells(small(), "contract_parties", 2, **{"from": "2023-09"})
    assert found(case) == [("joins-as-no-buyer", "contract_parties.csv", 4, "from")]


@pytest.mark.parametrize(
    ("cells", "faults"),
    [
        ({"call_off_min": 10.0, "call_off_max": 10.0}, []),
        ({"call_off_min": 11.0, "call_off_max": 10.0}, [("call-off-order", "call_off_min")]),
        ({"minimum_order": 50.0, "ceiling": 50.0}, []),
        ({"minimum_order": 51.0, "ceiling": 50.0}, [("beyond-ceiling", "minimum_order")]),
        ({"call_off_min": 51.0, "ceiling": 50.0}, [("beyond-ceiling", "call_off_min")]),
        ({"take_or_pay": 51.0, "take_share": 1.0, "ceiling": 50.0}, [("beyond-ceiling", "take_or_pay")]),
        ({"take_or_pay": 50.0, "take_share": 0.0}, []),
        ({"take_or_pay": 50.0}, [("take-or-pay-without-share", "take_share")]),
    ],
)
def test_quantities_of_a_contract(cells: dict[str, object], faults: list[tuple[str, str]]) -> None:
    """Least quantities are at most the most, and take-or-pay says at which share."""
    case = with_cells(small(), "contracts", 0, **cells)
    assert [(code, column) for code, _, _, column in found(case)] == faults


def test_take_or_pay_is_of_one_item() -> None:
    """A contract that prices two items cannot say which of them is untaken; two tiers of one item can."""
    case = with_cells(small(), "contracts", 0, take_or_pay=5.0, take_share=0.5)
    assert found(with_row(case, "contract_prices", from_quantity=10.0)) == []
    assert found(with_row(case, "contract_prices", item="rocket")) == [
        ("take-or-pay-items", "contracts.csv", 2, "take_or_pay")
    ]
