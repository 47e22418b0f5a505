"""Shift modes: which mode a line is in, and the hours that gives."""

import numpy as np

from jointstock.model.blocks.modes import add_hours, add_modes
from jointstock.model.flows import Flow
from jointstock.solver.program import Program
from tests.model.blocks.block import UNEQUAL, assert_optimum, assert_text, best, columns, count, total

AXES = [["line", "other"], UNEQUAL.labels]
MODES = ["line/one", "line/two"]
HOURS = np.array([[100.0], [180.0]]) * UNEQUAL.length
COST = np.array([[10.0], [22.0]]) * UNEQUAL.length


def small(wanted=(45.0, 80.0, 200.0), option=1.0):
    """The program of the golden file: two modes, 2 hours a start, an option of 50 starts in autumn."""
    program = Program()
    starts = columns(program, "starts", *AXES, upper=np.array([wanted, (0.0, 0.0, 0.0)]))
    bought = columns(program, "bought", ["option"], upper=option)
    chosen = add_modes(program, [AXES[0], MODES, AXES[1]], np.zeros(2, int))
    hours = Flow.of(chosen, HOURS).grouped(np.zeros(2, int))
    expanded = Flow(np.zeros(1, int), np.full(1, 2), bought, np.full(1, 50.0))
    add_hours(program, AXES, Flow.of(starts), hours, np.array([2.0, np.nan]), expanded)
    goal = total((-1.0, starts), (20.0, bought), (COST, chosen))
    return program, goal, starts, chosen


def test_text_is_the_golden_file():
    """The block states the rows of its golden file."""
    program, goal, *_ = small()
    assert_text("modes", program, goal)


def test_optimum_is_the_one_worked_out_by_hand():
    """Solving the small program gives the optimum of the golden file."""
    program, goal, *_ = small()
    assert_optimum("modes", program, goal)


def test_a_line_is_in_one_mode():
    """Hours of two modes are never added up, nor parts of modes mixed."""
    program, goal, starts, chosen = small(wanted=(1000.0, 70.0, 0.0), option=0.0)
    assert best(program, goal, starts)[0].tolist() == [90, 70, 0]
    assert best(program, goal, chosen).tolist() == [[0, 0, 1], [1, 1, 0]]


def test_an_expansion_adds_to_the_hours():
    """In the first mode a line starts 150 in three months, and 200 with the option."""
    program, goal, starts, _ = small(wanted=(0.0, 0.0, 1000.0))
    program.add_rows("first", [["one"]], [(1.0, columns_of(program, "mode", 2))], "=", 1.0)
    assert best(program, goal, starts)[0, 2] == 200


def test_a_line_without_modes_has_no_rows():
    """Only lines with modes have rows of hours and of the choice."""
    program, *_ = small()
    assert (count(program, "one_mode"), count(program, "hours")) == (3, 3)


def columns_of(program, family, member):
    """One column of a family."""
    return np.array([program.column_families[family].start + member])
