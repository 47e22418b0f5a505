"""Replacement of what a donor has given."""

import numpy as np

from jointstock.measure.months import Calendar
from jointstock.model.blocks.replacement import add_replacement
from jointstock.model.flows import Flow
from jointstock.solver.program import Program
from tests.model.blocks.block import UNEQUAL, assert_optimum, assert_text, best, columns, total

CALENDAR = Calendar(2023 * 12 + 6, (1, 1, 1))
PAIRS = ["EE/shell", "LV/shell"]
MOST = np.array([[1.0, 2.0, 2.0], [9.0, 9.0, 9.0]])


def small(calendar=CALENDAR, months=1):
    """The program of the golden file: EE sends under a duty of a month, LV does not send."""
    program, periods = Program(), calendar.labels
    sent = columns(program, "sent", PAIRS[:1], periods, upper=4.0)
    comes = columns(program, "delivered", PAIRS, periods, upper=MOST)
    landing = np.array([calendar.landing(months)])
    due = Flow.of(sent).landed(landing, np.zeros(1, int))
    unreplaced = add_replacement(program, [PAIRS, periods], due, Flow.of(comes), np.ones(2))
    return program, total((5.0, unreplaced), (-2.0, sent)), (sent, comes, unreplaced)


def test_text_is_the_golden_file():
    """The block states the rows of its golden file."""
    program, goal, _ = small()
    assert_text("replacement", program, goal)


def test_optimum_is_the_one_worked_out_by_hand():
    """Solving the small program gives the optimum of the golden file."""
    program, goal, _ = small()
    assert_optimum("replacement", program, goal)


def test_nothing_is_due_before_its_time_or_of_others():
    """There is no column before anything can be due, and none for who gives nothing."""
    _, _, (_, _, unreplaced) = small()
    assert (unreplaced >= 0).tolist() == [[False, True, True], [False, False, False]]


def test_of_a_long_period_the_part_that_has_landed_is_due():
    """Sent in a quarter with a month to replace: by its end two thirds are due."""
    program, _, (sent, comes, unreplaced) = small(UNEQUAL)
    goal = total((1.0, unreplaced), (10.0, comes), (-5.0, sent[:, 2:]), (9.0, sent[:, :2]))
    found = best(program, goal, unreplaced)
    assert found[0].tolist() == [0, 0, 8 / 3]
