"""Floors: what is short of what a nation keeps."""

import numpy as np
import pytest

from jointstock.measure.months import Calendar
from jointstock.model.blocks.floors import add_floors
from jointstock.solver.program import Program
from tests.model.blocks.block import assert_optimum, assert_text, best, columns, count, total

CALENDAR = Calendar(2023 * 12 + 6, (1, 3))
AXES = [["EE/shell"], CALENDAR.labels]


def small(hard=(6.0, 3.0), held=(8.0, 3.0)):
    """The program of the golden file: a floor of 10, and stock of 8 and 3 at most."""
    program = Program()
    stock = columns(program, "stock", *AXES, upper=np.array([held]))
    floor = np.full((1, 2), 10.0)
    deficit = add_floors(program, AXES, stock, floor, np.array([hard]), np.ones(1))
    return program, total((CALENDAR.length / 10, deficit)), deficit


def test_text_is_the_golden_file():
    """The block states the rows of its golden file."""
    program, goal, _ = small()
    assert_text("floors", program, goal)


def test_optimum_is_the_one_worked_out_by_hand():
    """Solving the small program gives the optimum of the golden file."""
    program, goal, _ = small()
    assert_optimum("floors", program, goal)


def test_stock_above_the_floor_leaves_no_deficit():
    """A deficit is never negative."""
    program, goal, deficit = small(held=(30.0, 10.0))
    assert best(program, goal, deficit).sum() == 0


def test_where_the_hard_part_is_the_floor_no_deficit_can_arise():
    """What the stock keeps anyway needs neither column nor row."""
    program, _, deficit = small(hard=(10.0, 3.0))
    assert (deficit >= 0).tolist() == [[False, True]]
    assert count(program, "floor") == 1


def test_the_deficit_is_what_is_missing():
    """Of a floor of 10, with 8 and 3 in stock, 2 and 7 are missing."""
    program, goal, deficit = small()
    assert best(program, goal, deficit)[0] == pytest.approx([2, 7])
