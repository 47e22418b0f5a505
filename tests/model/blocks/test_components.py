"""Components: pools from opening stock and output to use."""

import numpy as np

from jointstock.measure.months import Calendar
from jointstock.model.blocks.components import add_component_balance
from jointstock.model.flows import Flow
from jointstock.solver.program import Program
from tests.model.blocks.block import UNEQUAL, assert_optimum, assert_text, best, columns, total

CALENDAR = Calendar(2023 * 12 + 6, (1, 3))
ONE = np.ones(1)


def small(opening=5.0, most=6.0):
    """The program of the golden file: two parts a start, output a month later."""
    program = Program()
    starts = columns(program, "starts", ["line/recipe"], CALENDAR.labels)
    made = columns(program, "made", ["maker"], CALENDAR.labels, upper=most)
    arriving = Flow.of(made).landed(CALENDAR.landing(1)[None], np.zeros(1, int))
    axes = [["charge/all"], CALENDAR.labels]
    pool = add_component_balance(program, axes, arriving, Flow.of(starts, 2.0), np.array([opening]), ONE)
    return program, total((np.array([[-3.0, -2.0]]), starts)), starts, pool


def test_text_is_the_golden_file():
    """The block states the rows of its golden file."""
    program, goal, *_ = small()
    assert_text("components", program, goal)


def test_optimum_is_the_one_worked_out_by_hand():
    """Solving the small program gives the optimum of the golden file."""
    program, goal, *_ = small()
    assert_optimum("components", program, goal)


def test_parts_are_used_in_the_period_of_the_start():
    """Without opening stock nothing starts before parts have arrived."""
    program, goal, starts, _ = small(opening=0.0)
    assert best(program, goal, starts).tolist() == [[0, 5]]


def test_what_is_not_used_stays_in_the_pool():
    """A pool keeps opening stock and arrivals when nothing is started."""
    program, _, starts, pool = small()
    made = total((1.0, starts), (-1.0, pool[:, -1:]))
    assert best(program, made, pool).tolist() == [[5, 15]]


def test_a_pool_without_output_holds_what_it_held():
    """A pool that no line fills lasts for its opening stock."""
    program = Program()
    starts = columns(program, "starts", ["line/recipe"], UNEQUAL.labels)
    axes = [["steel/all"], UNEQUAL.labels]
    add_component_balance(program, axes, Flow.none(), Flow.of(starts), np.array([7.0]), ONE)
    assert best(program, total((-1.0, starts)), starts).sum() == 7


def test_several_recipes_draw_on_one_pool():
    """Two recipes with 1 and 4 parts a start share a pool; the thrifty one takes all."""
    program = Program()
    starts = columns(program, "starts", ["thrifty", "lavish"], UNEQUAL.labels)
    used = Flow.of(starts, np.array([[1.0], [4.0]])).grouped(np.zeros(2, int))
    axes = [["charge/all"], UNEQUAL.labels]
    add_component_balance(program, axes, Flow.none(), used, np.array([8.0]), ONE)
    assert best(program, total((-1.0, starts)), starts).sum(axis=1).tolist() == [8, 0]
