"""Stock balance: from period to period."""

import numpy as np

from jointstock.measure.months import Calendar
from jointstock.model.blocks.stocks import add_stock_balance, add_stocks, stocks_before
from jointstock.model.flows import Flow
from jointstock.solver.program import Program
from tests.model.blocks.block import assert_optimum, assert_text, best, columns, solved, total

CALENDAR = Calendar(2023 * 12 + 6, (1, 3))
AXES = [["EE/shell"], CALENDAR.labels]


def small(floor=(3.0, 0.0), opening=10.0):
    """The program of the golden file: 5 may arrive in each period, 4 come from outside in the second."""
    program = Program()
    stock = add_stocks(program, AXES, np.array([floor]), np.ones(1))
    arrives = columns(program, "arrives", *AXES, upper=5.0)
    leaves = columns(program, "leaves", *AXES)
    outside = np.array([[0.0, 4.0]])
    add_stock_balance(program, AXES, stock, Flow.of(arrives), Flow.of(leaves), np.array([opening]), outside)
    return program, total((np.array([[-2.0, -1.0]]), leaves)), (stock, arrives, leaves)


def test_text_is_the_golden_file():
    """The block states the rows of its golden file."""
    program, goal, _ = small()
    assert_text("stocks", program, goal)


def test_optimum_is_the_one_worked_out_by_hand():
    """Solving the small program gives the optimum of the golden file."""
    program, goal, _ = small()
    assert_optimum("stocks", program, goal)


def test_stock_is_carried_from_period_to_period():
    """When nothing moves, a nation holds its opening stock and what comes from outside."""
    program, _, (stock, arrives, leaves) = small()
    idle = total((1.0, arrives), (1.0, leaves))
    assert best(program, idle, stock).tolist() == [[10, 14]]


def test_the_hard_floor_stays():
    """Nothing leaves below the hard floor."""
    program, goal, (_, _, leaves) = small(floor=(9.0, 2.0))
    assert best(program, goal, leaves).tolist() == [[6, 16]]


def test_a_hard_floor_that_cannot_be_held_is_a_contradiction():
    """More is to be held than can be there."""
    program, goal, _ = small(floor=(30.0, 0.0))
    assert solved(program, goal).status == "infeasible"


def test_the_period_before_the_first_has_no_column():
    """The opening stock is a fact and no column."""
    _, _, (stock, *_) = small()
    assert stocks_before(stock).tolist() == [[-1, stock[0, 0]]]
