"""Rows of scenarios, one after another and together."""

import numpy as np
import pytest

from jointstock.simulation.from_plan import as_planned
from jointstock.simulation.kernel import by_month
from jointstock.simulation.outages import QUARTER, WIDE
from jointstock.simulation.state import (
    State,
    add,
    add_month,
    fill,
    find_due,
    new_state,
    share_of,
    sum_up,
    take,
)
from tests.simulation.made import one_line


def rows(*values: float) -> np.ndarray:
    """A row of scenarios for each value, all alike."""
    return np.repeat(np.array(values)[:, None], 4, axis=1)


def test_a_row_is_filled_and_no_other() -> None:
    """The second of three rows holds the value, the others what they held."""
    held = rows(1.0, 2.0, 3.0)
    fill(held, 1, 9.0)
    assert (held == rows(1.0, 9.0, 3.0)).all()


@pytest.mark.parametrize(
    ("wanted", "there", "floor", "share"),
    [
        (10.0, 5.0, 0.0, 0.5),
        (10.0, 20.0, 0.0, 1.0),
        (0.0, 0.0, 0.0, 1.0),
        (10.0, -3.0, 0.0, 0.0),
        (10.0, -3.0, -8.0, 0.5),
    ],
)
def test_the_share_is_what_is_there_above_the_floor(
    wanted: float, there: float, floor: float, share: float
) -> None:
    """Half where half is there, 1 where enough is or nothing is wanted, 0 where less than the floor is."""
    room = rows(wanted)
    share_of(room, 0, rows(there), floor)
    assert (room == share).all()


def test_rows_are_added_and_taken() -> None:
    """What is added to a row and taken from it again leaves it as it was; the row that is added stays."""
    held, what = rows(1.0, 2.0), rows(5.0, 7.0)
    add(held, 0, what, 1)
    assert (held == rows(8.0, 2.0)).all()
    take(held, 0, what, 1)
    assert (held == rows(1.0, 2.0)).all()
    assert (what == rows(5.0, 7.0)).all()


def test_a_month_brings_what_is_to_come_in_it() -> None:
    """Of two months the second is added, to its own row."""
    held = rows(1.0, 2.0)
    add_month(held, 1, np.stack([rows(3.0, 4.0), rows(5.0, 6.0)]), 1)
    assert (held == rows(1.0, 8.0)).all()


def test_a_sum_begins_with_the_first_row_and_forgets_what_stood_there() -> None:
    """Room is not cleared: the first row replaces what stood in it, the next is added."""
    room, begun = rows(99.0), np.zeros(1, dtype=np.int64)
    sum_up(room, 0, rows(2.0), 0, begun)
    assert (room == 2.0).all()
    assert begun[0] == 1
    sum_up(room, 0, rows(3.0), 0, begun)
    assert (room == 5.0).all()


def test_due_is_what_was_planned_to_date_and_is_not_done() -> None:
    """Ten planned by the second month: what is done of them is not due, and more than that is nothing."""
    planned, due = np.array([[4.0], [10.0]]), rows(0.0)
    done = np.array([[0.0, 4.0, 10.0, 11.0]])
    assert find_due(planned, done, due, 0, 1)
    assert (due == [[10.0, 6.0, 0.0, 0.0]]).all()


def test_nothing_is_due_where_every_scenario_has_done_it() -> None:
    """Where all have done what was planned, the row says so and can be passed over."""
    due = rows(1.0)
    assert not find_due(np.array([[4.0]]), rows(4.0), due, 0, 0)
    assert (due == 0).all()


def test_a_state_has_room_for_a_group_of_a_plan() -> None:
    """Arrays by line, month to come and quarter, each as wide as a group, all empty."""
    network = one_line()
    turned = by_month(network)
    draws = as_planned(network)._replace(lost=np.zeros((0, 2, 6)))
    state = new_state(turned.industry, turned.holding, turned.aims, draws, (3, 1))
    assert state.coming.shape == (3, 1, WIDE)
    assert state.moving.shape == (1, 1, WIDE)
    assert state.lost.shape == (QUARTER, 2, WIDE)
    assert state.numbers.shape == (WIDE,)
    assert not any(part.any() for part in state)


def test_every_array_of_the_state_is_explained() -> None:
    """The docstring names every array."""
    told = str(State.__doc__).split("Attributes:")[1]
    assert all(name in told for name in State._fields)
