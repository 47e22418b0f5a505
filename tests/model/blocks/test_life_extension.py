"""Life extension."""

import numpy as np

from jointstock.model.blocks.life_extension import add_life_extension
from jointstock.solver.program import Program
from tests.model.blocks.block import assert_optimum, assert_text, count, total

PERIODS = ["2023-07", "2023-08", "2023-09"]
PAIRS = ["EE/shell", "LV/shell"]
MOST = np.array([[4.0, 4.0, 12.0], [np.inf, np.inf, np.inf]])
WORTH = np.array([[2.0, 3.0, 0.0], [0.0, -1.0, 0.0]])


def small():
    """The program of the golden file: EE may renew 4 a month, LV as many as it likes, in August alone."""
    program = Program()
    may = np.array([[True, True, False], [False, True, False]])
    extended = add_life_extension(program, [PAIRS, PERIODS], may, MOST, np.ones(2))
    return program, total((-WORTH, extended)), extended


def test_text_is_the_golden_file():
    """The block states the rows of its golden file."""
    program, goal, _ = small()
    assert_text("life_extension", program, goal)


def test_optimum_is_the_one_worked_out_by_hand():
    """Solving the small program gives the optimum of the golden file."""
    program, goal, _ = small()
    assert_optimum("life_extension", program, goal)


def test_without_a_limit_there_is_no_row():
    """A holder that may renew all it has needs no row."""
    program, _, extended = small()
    assert count(program, "life_extension") == 2
    assert (extended >= 0).tolist() == [[True, True, False], [False, True, False]]
