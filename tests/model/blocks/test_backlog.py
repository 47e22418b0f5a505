"""Backlog: open orders that lines still have to make."""

import numpy as np

from jointstock.model.blocks.backlog import add_backlog
from jointstock.solver.program import Program
from tests.model.blocks.block import UNEQUAL, assert_optimum, assert_text, best, total

LEAD = UNEQUAL.landing(1)[None], np.zeros(2, int)
QUANTITY = np.array([10.0, 3.0])
OWED = np.array([[4.0, 10.0, 10.0], [0.0, 0.0, 3.0]])


def backlog(program, quantity=QUANTITY, owed=OWED):
    """Two open orders with a line whose lead is a month."""
    return add_backlog(program, [["O1", "O2"], UNEQUAL.labels], quantity, owed, LEAD, np.ones(2))


def small(room=6.0):
    """The program of the golden file: both orders share the room of a line."""
    program = Program()
    orders = backlog(program)
    line = np.tile(np.arange(3), 2), orders.begun.ravel(), np.ones(6)
    program.add_sums("room", [UNEQUAL.labels], [line], "<=", room)
    return program, total((UNEQUAL.length, orders.late)), orders


def test_text_is_the_golden_file():
    """The block states the rows of its golden file."""
    program, goal, _ = small()
    assert_text("backlog", program, goal)


def test_optimum_is_the_one_worked_out_by_hand():
    """Solving the small program gives the optimum of the golden file."""
    program, goal, _ = small()
    assert_optimum("backlog", program, goal)


def test_no_more_is_begun_than_is_open():
    """A line with much room still begins only what has been ordered."""
    program, goal, orders = small(room=100.0)
    begun = best(program, goal, orders.begun)
    assert (begun.sum(axis=1) <= QUANTITY + 1e-9).all()


def test_every_order_has_a_quantity_of_its_own():
    """However much work on one order is worth, no more of it is begun than is still to come."""
    for order, quantity in enumerate(QUANTITY):
        program = Program()
        orders = backlog(program)
        goal = total((-1.0, orders.begun[order]))
        assert best(program, goal, orders.begun[order]).sum() == quantity


def test_nothing_is_late_before_it_is_due():
    """A column counts what is late only in periods by whose end something is due."""
    _, _, orders = small()
    assert (orders.late >= 0).tolist() == (OWED > 0).tolist()


def test_deliveries_behind_the_horizon_do_not_count():
    """What is begun in the last of three months is not delivered inside the plan."""
    program = Program()
    orders = backlog(program)
    values = np.zeros(program.columns)
    values[orders.begun[0, 2]] = 3.0
    assert orders.delivered.values(values, 2, 3)[0].tolist() == [0, 0, 2, 0]


def test_an_order_due_before_the_plan_is_late_from_the_first_period():
    """What is owed at once and cannot be delivered at once is late by its whole quantity."""
    program = Program()
    orders = backlog(program, owed=np.array([[10.0] * 3, [0.0] * 3]))
    assert best(program, total((1.0, orders.late)), orders.late)[0].tolist() == [10, 0, 0]
