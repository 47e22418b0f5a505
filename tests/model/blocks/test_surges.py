"""Surges: what is held ready, and what is called."""

import numpy as np

from jointstock.model.blocks.surges import add_surges
from jointstock.solver.program import Program
from tests.model.blocks.block import UNEQUAL, assert_optimum, assert_text, best, total

AXES = [["ready", "idle"], UNEQUAL.labels]
MOST = np.array([[0.0, 6.0, 18.0], [0.0, 0.0, 0.0]])


def small(wanted=9.0):
    """The program of the golden file: 6 starts a month from August, 30 for holding all of it ready."""
    program = Program()
    retained, surged = add_surges(program, AXES, MOST, np.ones(2))
    program.add_rows("wanted", [["autumn"]], [(1.0, surged[0, 2:])], "<=", wanted)
    return program, total((-3.0, surged), (30.0, retained)), retained, surged


def test_text_is_the_golden_file():
    """The block states the rows of its golden file."""
    program, goal, *_ = small()
    assert_text("surges", program, goal)


def test_optimum_is_the_one_worked_out_by_hand():
    """Solving the small program gives the optimum of the golden file."""
    program, goal, *_ = small()
    assert_optimum("surges", program, goal)


def test_what_is_held_ready_limits_what_is_called_throughout():
    """One share holds for every period."""
    program, goal, retained, surged = small(wanted=18.0)
    assert best(program, goal, retained)[0] == 1
    assert best(program, goal, surged)[0].tolist() == [0, 6, 18]


def test_without_a_trigger_nothing_is_held_or_called():
    """An agreement that can never be called has no columns."""
    _, _, retained, surged = small()
    assert retained[1] < 0
    assert (surged[1] < 0).all()
    assert surged[0, 0] < 0
