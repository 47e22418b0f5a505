"""Running: nothing or at least the minimum rate, and start-ups."""

import numpy as np
import pytest

from jointstock.model.blocks.running import add_running, add_start_ups
from jointstock.model.flows import Flow
from jointstock.solver.program import Program
from tests.model.blocks.block import UNEQUAL, assert_optimum, assert_text, best, columns, count, total

AXES = [["line", "other"], UNEQUAL.labels]
LEAST = np.array([[4.0], [0.0]]) * UNEQUAL.length
MOST = np.array([[10.0], [10.0]]) * UNEQUAL.length


def small(wanted=(6.0, 3.0, 30.0), *, ran=False, least=LEAST, cost=5.0):
    """The program of the golden file: at least 4 a month, at most 10; starting up costs 5."""
    program = Program()
    starts = columns(program, "starts", *AXES, upper=np.array([wanted, (1.0, 1.0, 1.0)]))
    running = add_running(program, AXES, Flow.of(starts), least, MOST, np.array([True, False]))
    pays = np.array([cost > 0, False])
    started = add_start_ups(program, AXES, running, np.array([ran, False]), pays)
    goal = total((-1.0, starts[:1]), (cost, started))
    return program, goal, starts, started


def test_text_is_the_golden_file():
    """The block states the rows of its golden file."""
    program, goal, *_ = small()
    assert_text("running", program, goal)


def test_optimum_is_the_one_worked_out_by_hand():
    """Solving the small program gives the optimum of the golden file."""
    program, goal, *_ = small()
    assert_optimum("running", program, goal)


def test_below_its_minimum_a_line_stands_still():
    """Of 6, 3 and 30 wanted, the 3 are not made."""
    program, goal, starts, _ = small()
    assert best(program, goal, starts)[0].tolist() == [6, 0, 30]


def test_a_line_that_runs_already_is_not_started_up():
    """A line that runs before the first period pays for its second start alone."""
    program, goal, _, started = small(ran=True)
    assert best(program, goal, started)[0] == pytest.approx([0, 0, 1])


def test_a_line_is_not_started_up_for_less_than_it_costs():
    """A start-up at 7 is not paid for 6 units."""
    program, goal, starts, _ = small(cost=7.0)
    assert best(program, goal, starts)[0].tolist() == [0, 0, 30]


def test_without_a_minimum_a_line_stays_up_through_a_pause():
    """With a start-up cost alone a line may run and start nothing."""
    program, goal, starts, started = small(wanted=(6.0, 0.0, 30.0), least=0.0 * LEAST)
    assert best(program, goal, starts)[0].tolist() == [6, 0, 30]
    assert best(program, goal, started)[0] == pytest.approx([1, 0, 0])


def test_other_lines_are_left_alone():
    """A line without minimum rate and start-up cost has no column and no row."""
    program, *_ = small()
    assert (count(program, "minimum_run"), count(program, "most_run"), count(program, "start_up")) == (
        3,
        3,
        3,
    )
    assert program.column_families["running"].count == program.column_families["started"].count == 3


def test_a_start_up_that_nobody_pays_needs_no_column():
    """Where the producer bears the start-up, it is no decision."""
    program, *_ = small(cost=0.0)
    assert (program.column_families["started"].count, count(program, "start_up")) == (0, 0)
