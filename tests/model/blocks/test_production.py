"""Production: starts, good output, own account and own stock."""

import numpy as np

from jointstock.model.blocks.production import add_good_output, add_own_stock, add_starts
from jointstock.model.flows import Flow
from jointstock.solver.program import Program
from tests.model.blocks.block import UNEQUAL, assert_optimum, assert_text, best, columns, count, solved, total

LINE = [["line"], UNEQUAL.labels]
YES, NO = np.array([True]), np.array([False])


def small(own_account=YES, opening=2.0, ends=YES):
    """The program of the golden file: a line with two recipes makes for an order and for itself."""
    program = Program()
    starts = add_starts(program, [["line/lean", "line/rich"], UNEQUAL.labels], np.ones(2))
    begun = columns(program, "begun", ["edge"], UNEQUAL.labels, upper=np.array([[4.0, 0.0, 0.0]]))
    sold = columns(program, "sold", ["edge"], UNEQUAL.labels, upper=np.array([[0.0, 5.0, 0.0]]))
    good = Flow.of(starts, 0.5).grouped(np.zeros(2, int))
    own = add_good_output(program, LINE, good, Flow.of(begun), own_account, ends)
    matured = Flow.of(own).landed(UNEQUAL.landing(1)[None], np.zeros(1, int))
    stock = add_own_stock(program, LINE, matured, Flow.of(sold), np.array([opening]), YES)
    goal = total((np.array([[1.0], [3.0]]), starts), (-10.0, begun), (-10.0, sold))
    return program, goal, (starts, begun, sold, own, stock)


def test_text_is_the_golden_file():
    """The block states the rows of its golden file."""
    program, goal, _ = small()
    assert_text("production", program, goal)


def test_optimum_is_the_one_worked_out_by_hand():
    """Solving the small program gives the optimum of the golden file."""
    program, goal, _ = small()
    assert_optimum("production", program, goal)


def test_the_cheaper_recipe_is_taken():
    """Alternative recipes make the same good units; only the cheaper is started."""
    program, goal, (starts, *_) = small()
    found = best(program, goal, starts)
    assert found[0].tolist() == [14, 0, 0]
    assert found[1].tolist() == [0, 0, 0]


def test_without_own_account_only_the_opening_stock_is_sold():
    """A line that may not make before orders sells what it held at the start, and no more."""
    program, goal, (_, _, sold, own, _) = small(own_account=NO)
    assert (own < 0).all()
    assert best(program, goal, sold).sum() == 2


def test_own_stock_never_falls_below_zero():
    """Nothing is sold before it has matured."""
    program, goal, (_, _, sold, _, stock) = small(opening=0.0)
    assert (best(program, goal, stock) >= 0).all()
    assert best(program, goal, sold).tolist() == [[0, 5, 0]]


def test_component_lines_have_no_row_of_good_output():
    """The output of a component goes to its pool; no order shares it out."""
    program = Program()
    starts = add_starts(program, [["line/only"], UNEQUAL.labels], np.ones(1))
    own = add_good_output(program, LINE, Flow.of(starts), Flow.none(), YES, NO)
    assert count(program, "good_output") == 0
    assert (own < 0).all()


def test_every_good_unit_has_a_taker():
    """Without orders and own account a line of end items starts nothing."""
    program = Program()
    starts = add_starts(program, [["line/only"], UNEQUAL.labels], np.ones(1))
    add_good_output(program, LINE, Flow.of(starts), Flow.none(), NO, YES)
    assert solved(program, total((-1.0, starts))).value == 0
