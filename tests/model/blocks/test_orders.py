"""Orders: from what is ordered to what may be begun."""

import numpy as np

from jointstock.measure.months import Calendar
from jointstock.model.blocks.orders import add_orders
from jointstock.solver.program import Program
from tests.model.blocks.block import assert_optimum, assert_text, best, count, solved, total

CALENDAR = Calendar(2023 * 12 + 6, (1, 1, 2))
EDGES = ["direct", "queued"]
ONES = np.ones(2)


def ordering(program, *, may_order, queue=(False, True), sells=(False, False), lag=1):
    """Both edges with a month of administration."""
    landing = CALENDAR.landing(lag)[None]
    axes = [EDGES, CALENDAR.labels]
    flags = np.array(may_order, dtype=bool), np.array(queue), np.array(sells)
    return add_orders(program, axes, flags[0], (landing, np.zeros(2, int)), flags[1], flags[2], ONES)


def small():
    """The program of the golden file: one edge orders late, one early with a queue."""
    program = Program()
    orders = ordering(program, may_order=[[False, False, True], [True, False, False]])
    limit = orders.begun.grouped(np.zeros(2, int)).entries(3)
    program.add_sums("limit", [["line"], CALENDAR.labels], [limit], "<=", 4.0)
    goal = total((1.0, orders.ordered)).plus(total((-3.0 * orders.begun.coefficient, orders.begun.column)))
    return program, goal, orders


def test_text_is_the_golden_file():
    """The block states the rows of its golden file."""
    program, goal, _ = small()
    assert_text("orders", program, goal)


def test_optimum_is_the_one_worked_out_by_hand():
    """Solving the small program gives the optimum of the golden file."""
    program, goal, _ = small()
    assert_optimum("orders", program, goal)


def test_orders_with_a_queue_wait_for_room():
    """Of eight units that arrive together, four are begun at once and four wait a period."""
    program, goal, orders = small()
    assert best(program, goal, orders.ordered)[1, 0] == 8
    values = solved(program, goal).columns
    assert orders.begun.values(values, 2, 3)[1, :3].tolist() == [0, 4, 4]


def test_edges_without_queue_or_own_stock_need_no_row():
    """What is begun for an edge without a queue is what arrives, without columns of its own."""
    program = Program()
    orders = ordering(program, may_order=np.ones((2, 3)), queue=(False, False))
    assert count(program, "order_queue") == 0
    assert program.columns == 6
    assert orders.begun.values(np.ones(6), 2, 3)[:, :3].tolist() == [[0, 1, 1.5], [0, 1, 1.5]]


def test_own_stock_is_sold_in_place_of_what_is_begun():
    """Where the line sells from own stock, begun and sold together are what arrives, and nothing waits."""
    program = Program()
    orders = ordering(program, may_order=np.ones((2, 3)), queue=(False, False), sells=(True, False))
    goal = total((np.array([[1.0], [0.0]]), orders.ordered), (-2.0, orders.sold))
    program.add_rows("most", [EDGES, CALENDAR.labels], [(1.0, orders.sold)], "<=", 5.0)
    assert (orders.sold[1] < 0).all()
    found = best(program, goal, orders.sold)
    assert found[0].tolist() == [0, 5, 5]
    assert best(program, goal, orders.ordered)[0].sum() == 10


def test_nothing_can_be_begun_before_anything_may_have_arrived():
    """No column stands in a period that no order can reach."""
    program = Program()
    orders = ordering(program, may_order=[[False] * 3, [False, True, False]], queue=(True, True))
    assert (program.column_families["begun"].count, program.column_families["waiting"].count) == (1, 1)
    assert orders.begun.period.tolist() == [2]


def test_orders_whose_administration_outlasts_the_plan_begin_nothing():
    """A lag behind the horizon leaves orders without any start."""
    program = Program()
    orders = ordering(program, may_order=np.ones((2, 3)), lag=9)
    assert len(orders.begun.column) == 0
