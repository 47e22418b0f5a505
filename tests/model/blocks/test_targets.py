"""Targets: shortfall at the start and at the end of each period."""

import numpy as np
import pytest

from jointstock.measure.months import Calendar
from jointstock.model.blocks.targets import add_targets
from jointstock.model.flows import Flow
from jointstock.solver.program import Program
from tests.model.blocks.block import assert_optimum, assert_text, best, columns, count, total

CALENDAR = Calendar(2023 * 12 + 6, (1, 2, 3))
NEED = ["EE/artillery"]
START, END = (CALENDAR.length - 1) / 2, (CALENDAR.length + 1) / 2


def small(target=(10.0, 10.0, 14.0), calendar=CALENDAR, held=(4.0, 8.0, 9.0), opening=1.0):
    """The program of the golden file: a target that rises, and stock that rises more slowly."""
    program = Program()
    stock = columns(program, "stock", ["EE/shell"], calendar.labels, upper=np.array([held]))
    axes = [NEED, calendar.labels]
    first = Flow.none(), np.array([opening])
    short = add_targets(program, axes, np.array([target]), calendar.length, Flow.of(stock), first, np.ones(1))
    start, end = (calendar.length - 1) / 2, (calendar.length + 1) / 2
    return program, total((start, short.start), (end, short.end)), short


def test_text_is_the_golden_file():
    """The block states the rows of its golden file."""
    program, goal, _ = small()
    assert_text("targets", program, goal)


def test_optimum_is_the_one_worked_out_by_hand():
    """Solving the small program gives the optimum of the golden file."""
    program, goal, _ = small()
    assert_optimum("targets", program, goal)


def test_where_the_target_stays_the_start_is_the_end_before():
    """A column of its own counts the start of a period only where the target has changed."""
    _, _, short = small()
    assert short.start[0, 0] == -1
    assert short.start[0, 1] == short.end[0, 0]
    assert short.start[0, 2] not in short.end


def test_single_months_have_no_start():
    """In a calendar of single months only the ends count."""
    program, _, short = small(calendar=Calendar(0, (1, 1, 1)))
    assert (short.start == -1).all()
    assert count(program, "target_at_start") == 0


def test_the_start_of_a_long_first_period_counts_the_opening_stock():
    """Before the first month the stock is a fact: 10 wanted, 1 held, 9 short."""
    program, goal, short = small(calendar=Calendar(0, (3, 1, 1)))
    assert best(program, goal, short.start)[0, 0] == 9


def test_opening_stock_that_may_be_chosen_is_chosen():
    """Opening stock that could count elsewhere counts where it helps."""
    program = Program()
    chosen = columns(program, "chosen", ["EE/new"], upper=4.0)
    calendar = Calendar(0, (3,))
    choice = Flow(np.zeros(1, int), np.zeros(1, int), chosen, np.array([0.5]))
    target = np.array([[10.0]])
    axes = [NEED, calendar.labels]
    opening = choice, np.array([1.0])
    short = add_targets(program, axes, target, calendar.length, Flow.none(), opening, np.ones(1))
    assert best(program, total((1.0, short.start)), short.start).tolist() == [[7]]


def test_a_target_that_ends_leaves_no_shortfall():
    """From the period in which a target falls to nothing neither start nor end counts."""
    program, goal, short = small(target=(10.0, 10.0, 0.0))
    assert short.end[0, 2] == -1
    assert short.start[0, 2] == -1
    assert best(program, goal, short.end).tolist() == [[6, 2, 0]]


def test_more_stock_than_the_target_is_no_gain():
    """A shortfall is never negative."""
    program, goal, short = small(held=(50.0, 50.0, 50.0))
    assert best(program, goal, short.end).sum() == 0


def test_what_fleets_need_is_added_to_the_target():
    """Ten units for each platform: of 3, 2 and 2 platforms 30, 20 and 20 beside a target of 10."""
    program = Program()
    fleet = columns(program, "fleet", NEED, CALENDAR.labels, lower=np.array([[3.0, 2.0, 2.0]]))
    needed = Flow.of(fleet, np.full((1, 1), 10.0)), np.array([40.0])
    opening = Flow.none(), np.array([1.0])
    target = np.array([[10.0, 10.0, 10.0]])
    axes = [NEED, CALENDAR.labels]
    short = add_targets(program, axes, target, CALENDAR.length, Flow.none(), opening, np.ones(1), needed)
    goal = total((1.0, short.end), (1.0, short.start), (1.0, fleet))
    assert best(program, goal, short.end)[0].tolist() == pytest.approx([40, 30, 30])


def test_a_period_of_several_months_begins_with_the_need_at_its_end():
    """The first with the opening fleet, 40, and 10 less what is there, 1; the next with its own need."""
    program, quarters = Program(), Calendar(2023 * 12 + 6, (3, 3))
    fleet = columns(program, "fleet", NEED, quarters.labels, lower=np.array([[3.0, 2.0]]))
    needed = Flow.of(fleet, np.full((1, 1), 10.0)), np.array([40.0])
    opening = Flow.none(), np.array([1.0])
    axes = [NEED, quarters.labels]
    short = add_targets(
        program, axes, np.full((1, 2), 10.0), quarters.length, Flow.none(), opening, np.ones(1), needed
    )
    goal = total((1.0, short.end), (1.0, short.start), (1.0, fleet))
    assert best(program, goal, short.start)[0].tolist() == pytest.approx([49, 30])
    assert best(program, goal, short.end)[0].tolist() == pytest.approx([40, 30])


def test_a_need_without_a_target_is_a_target():
    """A nation without a target of the class is short of what its fleet needs."""
    program = Program()
    fleet = columns(program, "fleet", NEED, CALENDAR.labels, lower=1.0)
    needed = Flow.of(fleet, np.full((1, 1), 10.0)), np.array([0.0])
    opening = Flow.none(), np.array([0.0])
    axes, none = [NEED, CALENDAR.labels], np.zeros((1, 3))
    short = add_targets(program, axes, none, CALENDAR.length, Flow.none(), opening, np.ones(1), needed)
    goal = total((1.0, short.end), (1.0, fleet))
    assert best(program, goal, short.end)[0].tolist() == pytest.approx([10, 10, 10])
