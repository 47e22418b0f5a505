"""Stability: what is signed stays, and what is dropped counts."""

import numpy as np
import pytest

from jointstock.model.blocks.stability import add_stability
from jointstock.solver.program import Program
from tests.model.blocks.block import assert_optimum, assert_text, best, columns, count, total

LABELS = ["k/EE/2023-07", "k/EE/2023-08", "k/LV/2023-07"]
KEPT = np.array([10.0, 4.0, 6.0])
PRICE = np.array([2.0, 3.0, 5.0])


def small(signed=(3.0, 0.0, 0.0)):
    """The program of the golden file: 20 units kept, room for 12, of which 3 are signed."""
    program = Program()
    ordered = columns(program, "ordered", LABELS)
    room = [(1.0, ordered[place : place + 1]) for place in range(3)]
    program.add_rows("room", [["all"]], room, "<=", 12.0)
    dropped = add_stability(program, LABELS, ordered, KEPT, np.array(signed), np.ones(3))
    goal = total((PRICE, ordered), (2 * PRICE, dropped), constant=-float(PRICE @ KEPT))
    return program, goal, (ordered, dropped)


def test_text_is_the_golden_file():
    """The block states the rows of its golden file."""
    program, goal, _ = small()
    assert_text("stability", program, goal)


def test_optimum_is_the_one_worked_out_by_hand():
    """Solving the small program gives the optimum of the golden file."""
    program, goal, _ = small()
    assert_optimum("stability", program, goal)


def test_what_is_worth_most_is_kept_first():
    """Of 12 units, 3 signed, 6 of the dearest and 3 of the next stay."""
    program, goal, (ordered, dropped) = small()
    assert best(program, goal, ordered) == pytest.approx([3, 3, 6])
    assert best(program, goal, dropped) == pytest.approx([7, 1, 0])


def test_only_what_is_signed_has_a_row_that_holds_it():
    """Decisions of which nothing is signed may be dropped wholly."""
    program, goal, (ordered, _) = small(signed=(0.0, 0.0, 0.0))
    assert count(program, "signed") == 0
    assert best(program, goal, ordered) == pytest.approx([2, 4, 6])
