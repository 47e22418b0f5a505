"""Transfers and contracted pledges."""

import numpy as np

from jointstock.model.blocks.stocks import stocks_before
from jointstock.model.blocks.transfers import add_pledges, add_transfers
from jointstock.model.flows import Flow
from jointstock.solver.program import Program
from tests.model.blocks.block import assert_optimum, assert_text, best, columns, count, total

PERIODS = ["2023-07", "2023-08"]
LANES = ["shell/EE/LV", "shell/EE/UA"]
PAIR = ["EE/shell"]


def small(releasable=8.0, owed=(7.0, 7.0), may_send=((True, True), (True, True))):
    """The program of the golden file: one donor, a pledge to LV, and UA besides."""
    program = Program()
    stock = columns(program, "stock", PAIR, PERIODS, upper=np.array([[5.0, 0.0]]))
    given = add_transfers(
        program,
        [LANES, PAIR, PERIODS],
        np.array(may_send),
        np.zeros(2, int),
        stocks_before(stock),
        np.array([6.0]),
        np.array([releasable]),
        np.ones(1),
    )
    pledged = Flow.of(given).grouped(np.array([0, -1]))
    late = add_pledges(program, [LANES[:1], PERIODS], pledged, np.array([owed]))
    return program, total((1.0, late), (-0.5, given[1:])), (given, late)


def test_text_is_the_golden_file():
    """The block states the rows of its golden file."""
    program, goal, _ = small()
    assert_text("transfers", program, goal)


def test_optimum_is_the_one_worked_out_by_hand():
    """Solving the small program gives the optimum of the golden file."""
    program, goal, _ = small()
    assert_optimum("transfers", program, goal)


def test_no_more_is_given_than_was_held_before():
    """In the first period the opening stock is the limit, in the second what was left of it."""
    program, _, (given, _) = small(releasable=100.0)
    found = best(program, total((-1.0, given)), given)
    assert found.sum(axis=0).tolist() == [6, 5]


def test_no_more_is_given_than_may_be_released():
    """Over the whole plan a donor gives what it releases."""
    program, _, (given, _) = small(releasable=2.0)
    assert best(program, total((-1.0, given)), given).sum() == 2


def test_a_closed_lane_has_no_column():
    """Nothing is sent in a period in which the lane is closed."""
    program, _, (given, _) = small(may_send=((False, True), (False, True)))
    assert (given >= 0).tolist() == [[False, True]] * 2
    assert count(program, "in_stock_before") == 1


def test_a_pledge_without_a_lane_stays_late():
    """What no lane can carry is late by what is due, whatever else is given."""
    program = Program()
    late = add_pledges(program, [["shell/EE/PL"], PERIODS], Flow.none(), np.array([[2.0, 3.0]]))
    assert best(program, total((1.0, late)), late).tolist() == [[2, 3]]


def test_nothing_is_late_before_it_is_due():
    """A pledge due in the second period has no column in the first."""
    program, goal, (_, late) = small(owed=(0.0, 7.0))
    assert (late >= 0).tolist() == [[False, True]]
    assert best(program, goal, late).tolist() == [[0, 0]]
