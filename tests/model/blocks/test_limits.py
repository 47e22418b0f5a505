"""Limits on a level."""

import numpy as np
import pytest

from jointstock.errors import PlanError
from jointstock.model.blocks.limits import add_limit
from jointstock.solver.program import Expression, Program
from tests.model.blocks.block import assert_optimum, assert_text, columns, total


def small():
    """The program of the golden file: more units for money, and a limit on the money."""
    program = Program()
    ordered = columns(program, "ordered", ["EE", "LV"], upper=10.0)
    money = total((np.array([2.0, 3.0]), ordered), constant=5.0)
    add_limit(program, "money", money, 31.0)
    return program, total((-1.0, ordered))


def test_text_is_the_golden_file():
    """The block states the rows of its golden file."""
    assert_text("limits", *small())


def test_optimum_is_the_one_worked_out_by_hand():
    """Solving the small program gives the optimum of the golden file."""
    assert_optimum("limits", *small())


def test_a_level_that_nothing_moves_must_be_below_its_limit():
    """Where no decision can change the level and it is above the limit, there is no plan."""
    nothing = Expression(np.zeros(0, dtype=np.int64), np.zeros(0), 5.0)
    add_limit(Program(), "money", nothing, 5.0)
    with pytest.raises(PlanError, match=r"at_most_money\[money\]"):
        add_limit(Program(), "money", nothing, 4.0)
