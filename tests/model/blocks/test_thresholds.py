"""Thresholds: what industry builds when enough is on order."""

import numpy as np

from jointstock.model.blocks.thresholds import add_break_even, add_firm_orders
from jointstock.model.flows import Flow
from jointstock.solver.program import Program
from tests.model.blocks.block import UNEQUAL, assert_optimum, assert_text, best, columns, count, total

LINES = ["line", "other"]
OPTIONS = ["own", "paid"]


def small(weight=1.0, content=1.0, anyway=2.0, needed=8.0, may=(True, True, False)):
    """The program of the golden file: 8 firm orders for the option, of which 2 are there."""
    program = Program()
    ordered = columns(program, "ordered", LINES[:1], UNEQUAL.labels, upper=np.array([[5.0, 5.0, 10.0]]))
    bought = program.add_columns("bought", [OPTIONS, UNEQUAL.labels], where=np.array([may] * 2), upper=1.0)
    firm = add_firm_orders(program, [LINES, UNEQUAL.labels], Flow.of(ordered, weight), np.ones(2))
    add_break_even(
        program,
        [OPTIONS, UNEQUAL.labels],
        firm,
        np.array([[content, 0.0], [0.0, 0.0]]),
        bought,
        np.array([needed, np.nan]),
        np.array([anyway, 0.0]),
    )
    program.add_rows("once", [OPTIONS[:1]], [(1.0, bought[:1, 0]), (1.0, bought[:1, 1])], "<=", 1.0)
    value = np.array([[-20.0, -16.0, 0.0]])
    return program, total((1.0, ordered), (value, bought[:1])), ordered, bought


def test_text_is_the_golden_file():
    """The block states the rows of its golden file."""
    program, goal, *_ = small()
    assert_text("thresholds", program, goal)


def test_optimum_is_the_one_worked_out_by_hand():
    """Solving the small program gives the optimum of the golden file."""
    program, goal, *_ = small()
    assert_optimum("thresholds", program, goal)


def test_what_is_firm_anyway_carries_an_option_without_any_order():
    """Nothing need be ordered where open orders reach the break-even."""
    program, goal, ordered, bought = small(anyway=8.0)
    assert best(program, goal, ordered).sum() == 0
    assert best(program, goal, bought)[0].tolist() == [1, 0, 0]


def test_orders_count_as_often_as_their_item_needs_the_part():
    """Three parts in a unit: two units carry what six parts need."""
    program, goal, ordered, _ = small(content=3.0)
    assert best(program, goal, ordered)[0].tolist() == [2, 0, 0]


def test_orders_under_a_ceiling_count_for_less():
    """Where half of the ceiling counts already, twelve orders carry what six would."""
    program, goal, ordered, bought = small(weight=0.5)
    assert best(program, goal, ordered)[0].tolist() == [5, 5, 0]
    assert best(program, goal, bought)[0].tolist() == [4.5 / 8, 2.5 / 8, 0]


def test_an_option_of_payers_has_no_threshold():
    """Rows stand only for options of industry, in periods in which they may be built."""
    program, *_ = small()
    assert count(program, "break_even") == 2
    assert count(program, "firm") == 3
