"""Rules of leaving service."""

import pytest

from jointstock.facts.case import Case
from jointstock.facts.rules.retirements import beyond_the_fleet
from tests.facts.rules.test_fleets import with_fleet
from tests.small_case import told, with_cells, with_row, with_table


def retiring(case: Case, *rows: tuple[str, float]) -> Case:
    """The case with decided retirements of Estonia's howitzers: month and quantity."""
    fleet = {"nation": "EE", "platform": "howitzer"}
    return with_table(
        case, "retirements", *(fleet | {"month": month, "quantity": count} for month, count in rows)
    )


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([("2023-09", 10.0)], []),
        ([("2023-09", 10.5)], [2]),
        ([("2023-12", 6.0), ("2023-09", 6.0)], [2]),
        ([("2024-07", 99.0)], []),
        ([("2023-06", 99.0)], []),
    ],
)
def test_retirements_within_the_fleet(rows: list[tuple[str, float]], expected: list[int]) -> None:
    """Ten howitzers may retire inside the horizon, and the row that goes beyond is at fault."""
    found = told(beyond_the_fleet(retiring(with_fleet(), *rows)))
    assert found == [("retirement-beyond-fleet", "retirements.csv", row, "quantity") for row in expected]


@pytest.mark.parametrize(
    ("due", "certified_from", "right"),
    [("2023-10", None, True), ("2023-11", None, False), ("2023-08", "2024-01", False)],
)
def test_open_orders_join_after_training(due: str, certified_from: str | None, *, right: bool) -> None:
    """What is due in October is in service in December, after two months of training, if it is certified."""
    case = with_fleet(certified_from=certified_from)
    case = with_cells(case, "orders", 1, item="howitzer", buyer="EE", quantity=5.0, due=due)
    assert (told(beyond_the_fleet(retiring(case, ("2023-12", 15.0)))) == []) is right


def test_what_is_left_is_told() -> None:
    """The expectation says how many are left to retire."""
    fault = next(beyond_the_fleet(retiring(with_fleet(), ("2023-09", 6.0), ("2023-10", 6.0))))
    assert fault.expected.startswith("at most 4: no more of 'howitzer' are left to 'EE' in 2023-10")


@pytest.mark.parametrize(
    ("losses", "cells", "right"),
    [
        (0.8, {}, True),
        (0.9, {}, False),
        (1.6, {"repair": "charge", "repairable": 0.5}, True),
        (1.8, {"repair": "charge", "repairable": 0.5}, False),
        (None, {"loss_rate": 1.0}, True),
    ],
)
def test_losses_within_the_fleet(losses: float | None, cells: dict[str, object], *, right: bool) -> None:
    """Ten howitzers bear 10/12 a month over twelve months, twice as many where half are repaired."""
    found = told(beyond_the_fleet(with_fleet(losses=losses, **cells)))
    assert found == ([] if right else [("losses-beyond-fleet", "fleets.csv", 2, "losses")])


def test_losses_do_not_count_where_others_can_join() -> None:
    """Where a lane or a contract may bring platforms, the plan replaces what is lost."""
    case = with_fleet(losses=5.0)
    assert told(beyond_the_fleet(with_row(case, "lanes", item="howitzer", to="EE", **{"from": "LV"}))) == []
    assert told(beyond_the_fleet(with_row(case, "lanes", item="howitzer", to="*", **{"from": "LV"}))) == []
    assert told(beyond_the_fleet(with_row(case, "contract_prices", item="howitzer"))) == []
    assert len(told(beyond_the_fleet(with_row(case, "lanes", item="*", to="EE", **{"from": "LV"})))) == 1


def test_losses_leave_less_to_retire() -> None:
    """A month in which platforms retire that were lost before is at fault at the retirement."""
    case = retiring(with_fleet(losses=0.5), ("2023-10", 9.0))
    assert told(beyond_the_fleet(case)) == [("retirement-beyond-fleet", "retirements.csv", 2, "quantity")]


def test_a_share_out_of_bounds_is_not_told_twice() -> None:
    """Where the rate of losses is at fault itself, the retirements are not blamed for it."""
    assert told(beyond_the_fleet(retiring(with_fleet(loss_rate=1.4), ("2023-09", 5.0)))) == []
