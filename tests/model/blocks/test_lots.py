"""Lots: stock by the period in which it expires."""

import numpy as np
import pytest

from jointstock.model.blocks.lots import add_lot_balance, add_lot_gifts, add_lot_use, add_lots
from jointstock.model.flows import Flow
from jointstock.solver.program import Program
from tests.model.blocks.block import assert_optimum, assert_text, best, columns, count, solved, total

PERIODS = ["2023-07", "2023-08"]
PAIR, LANE = ["EE/shell"], ["shell/EE/UA"]
LOTS = ["EE/shell/2023-08", "EE/shell/later"]
WAYS = ["shell/EE/UA/2023-08", "shell/EE/UA/later"]
MAY_HOLD = np.array([[True, False], [True, True]])
OF_PAIR, OF_LANE = np.zeros(2, int), np.zeros(2, int)


def small(opening=(9.0, 4.0), outside=((0.0, 0.0), (0.0, 0.0)), arriving=None):
    """The program of the golden file: one lot that expires in August, and one that does not."""
    program, first = Program(), np.array(opening)
    stock = columns(program, "stock", PAIR, PERIODS)
    used = columns(program, "used", PAIR, PERIODS, upper=5.0)
    given = columns(program, "given", LANE, PERIODS, upper=3.0)
    axes, unit = [LOTS, PAIR, PERIODS], np.ones(2)
    held = add_lots(program, axes, MAY_HOLD, Flow.of(stock), OF_PAIR, unit)
    drawn = add_lot_use(program, axes, MAY_HOLD, Flow.of(used), OF_PAIR, unit)
    sent = add_lot_gifts(
        program,
        [WAYS, LANE, LOTS, PERIODS],
        MAY_HOLD,
        Flow.of(given),
        (OF_LANE, np.arange(2)),
        (held, first),
        unit,
    )
    arriving = Flow.none() if arriving is None else arriving(program)
    leaving = Flow.of(drawn).plus(Flow.of(sent))
    add_lot_balance(program, [LOTS, PERIODS], held, arriving, leaving, first, np.array(outside))
    return program, total((-2.0, used), (-3.0, given)), (stock, used, given, held, sent)


def test_text_is_the_golden_file():
    """The block states the rows of its golden file."""
    program, goal, _ = small()
    assert_text("lots", program, goal)


def test_optimum_is_the_one_worked_out_by_hand():
    """Solving the small program gives the optimum of the golden file."""
    program, goal, _ = small()
    assert_optimum("lots", program, goal)


def test_stock_is_the_sum_of_lots_that_have_not_expired():
    """Untouched, 13 are held in July and 4 in August."""
    program, _, (stock, used, given, *_) = small()
    assert best(program, total((1.0, used), (1.0, given)), stock).tolist() == [[13, 4]]


def test_what_has_expired_is_neither_used_nor_sent():
    """With nothing that lasts, nothing can be done in August."""
    program, goal, (_, used, given, *_) = small(opening=(20.0, 0.0))
    assert best(program, goal, used).tolist() == [[5, 0]]
    assert best(program, goal, given).tolist() == [[3, 0]]


def test_what_arrives_is_not_sent_on_in_the_same_period():
    """2 that come in July can be used in July, and sent from August on."""
    program, _, (_, _, given, *_) = small(opening=(0.0, 0.0), outside=((0.0, 0.0), (2.0, 0.0)))
    assert best(program, total((-1.0, given)), given).tolist() == [[0, 2]]


def test_what_arrives_with_its_life_over_expires_at_once():
    """A delivery into the lot of August joins it in July, and nothing in August."""
    comes = []

    def arriving(program):
        comes.append(columns(program, "arrives", LOTS[:1], PERIODS, lower=1.0, upper=1.0))
        return Flow.of(comes[0])

    program, _, (stock, used, given, *_) = small(opening=(0.0, 0.0), arriving=arriving)
    assert best(program, total((1.0, used), (1.0, given)), stock).tolist() == [[1, 0]]


def test_a_pair_without_any_lot_holds_nothing():
    """Stock that no lot makes up is none."""
    program = Program()
    stock = columns(program, "stock", PAIR, PERIODS)
    none = np.zeros((0, 2), dtype=bool)
    add_lots(program, [[], PAIR, PERIODS], none, Flow.of(stock), np.zeros(0, int), np.zeros(0))
    assert best(program, total((-1.0, stock)), stock).tolist() == [[0, 0]]


def test_a_hard_floor_of_stock_holds_over_all_lots():
    """5 are to be there in August, and only 4 last so long."""
    program, goal, (stock, *_) = small()
    program.add_rows("floor", [PAIR], [(1.0, stock[:, 1])], ">=", 5.0)
    assert solved(program, goal).status == "infeasible"


@pytest.mark.parametrize(("family", "rows"), [("lot_stock", 2), ("lot_balance", 3), ("in_lot_before", 3)])
def test_lots_have_rows_while_they_are_there(family, rows):
    """The lot of August has rows for July alone."""
    assert count(small()[0], family) == rows
