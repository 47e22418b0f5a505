"""Cover: which class stock counts towards."""

import numpy as np

from jointstock.model.blocks.cover import add_cover
from jointstock.solver.program import Program
from tests.model.blocks.block import assert_optimum, assert_text, best, columns, count, total

PERIODS = ["2023-07", "2023-08"]
PAIRS = ["EE/new", "EE/old"]
COVERS = ["EE/new/field", "EE/new/rocket", "EE/old/field"]
NONE_WAITS = np.zeros(3, dtype=bool)
WORTH = np.array([[2.0, 3.0], [3.0, 2.0], [2.0, 3.0]])


def small(pair=(0, 0, 1)):
    """The program of the golden file: new rounds cover two classes, old ones cover one."""
    program = Program()
    stock = columns(program, "stock", PAIRS, PERIODS, upper=np.array([[10.0], [4.0]]))
    counted, first = add_cover(
        program, [COVERS, PAIRS, PERIODS], stock, np.array([7.0, 9.0]), np.array(pair), np.ones(3), NONE_WAITS
    )
    return program, total((-WORTH, counted), (-1.0, first)), (stock, counted, first)


def test_text_is_the_golden_file():
    """The block states the rows of its golden file."""
    program, goal, _ = small()
    assert_text("cover", program, goal)


def test_optimum_is_the_one_worked_out_by_hand():
    """Solving the small program gives the optimum of the golden file."""
    program, goal, _ = small()
    assert_optimum("cover", program, goal)


def test_a_unit_counts_once():
    """What counts towards one class in a period does not count towards the other."""
    program, goal, (_, counted, _) = small()
    found = best(program, goal, counted)
    assert found[:2].tolist() == [[0, 10], [10, 0]]


def test_the_stock_of_a_period_counts_in_that_period():
    """10 units that are used up count in the first month, and 3 in the second."""
    program = Program()
    stock = columns(program, "stock", PAIRS[:1], PERIODS, upper=np.array([[10.0, 3.0]]))
    axes, pair = [COVERS[:2], PAIRS[:1], PERIODS], np.zeros(2, dtype=int)
    counted, _ = add_cover(program, axes, stock, np.zeros(1), pair, np.ones(2), NONE_WAITS[:2])
    assert best(program, total((-1.0, counted)), counted).sum(axis=0).tolist() == [10, 3]


def test_stock_that_covers_one_class_counts_itself():
    """No column and no row stands for a choice that there is not."""
    program, _, (stock, counted, first) = small()
    assert counted[2].tolist() == stock[1].tolist()
    assert first[2] == -1
    assert count(program, "count_once") == 2
    assert count(program, "count_opening_once") == 1


def test_stock_that_covers_nothing_has_no_row():
    """Where every item covers one class at most, the block adds nothing."""
    program = Program()
    stock = columns(program, "stock", PAIRS, PERIODS)
    counted, first = add_cover(
        program, [["one"], PAIRS, PERIODS], stock, np.ones(2), np.array([1]), np.ones(1), NONE_WAITS[:1]
    )
    assert program.rows == 0
    assert counted.tolist() == [stock[1].tolist()]
    assert first.tolist() == [-1]


def test_a_way_that_waits_has_columns_of_its_own_and_no_opening():
    """Stock that covers one class after a certification is not counted wholly, and never at the start."""
    program = Program()
    stock = columns(program, "stock", PAIRS, PERIODS)
    axes, waits = [["one"], PAIRS, PERIODS], np.array([True])
    counted, first = add_cover(program, axes, stock, np.ones(2), np.array([1]), np.ones(1), waits)
    assert (counted != stock[1]).all()
    assert (counted >= 0).all()
    assert first.tolist() == [-1]
    assert count(program, "count_once") == len(PERIODS)
    assert count(program, "count_opening_once") == 0
