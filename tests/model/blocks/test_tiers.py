"""Tiers: prices that rise, prices that fall, and one price for all units."""

import numpy as np
import pytest

from jointstock.model.blocks.tiers import add_tiers
from jointstock.model.flows import Flow
from jointstock.solver.program import Program
from tests.model.blocks.block import assert_optimum, assert_text, best, columns, count, total

TIERS = ["rise/0", "rise/10", "fall/0", "fall/5", "all/0", "all/6"]
GROUPS = ["rise", "fall", "all"]
GROUP = np.array([0, 0, 1, 1, 2, 2])
START = np.array([0.0, 10, 0, 5, 0, 6])
UNTIL = np.array([10.0, np.inf, 5, 12, 6, 20])
FALLING = GROUP == 1
ALL_UNITS = GROUP == 2
GAIN = np.array([[1.0], [-1], [-1], [2], [-1], [2]])


def small(gain=GAIN, most=99.0):
    """The program of the golden file: a contract of each kind, with two tiers."""
    program = Program()
    ordered = columns(program, "ordered", TIERS, ["2023-07"], upper=most)
    flow = Flow.of(ordered)
    reached = add_tiers(program, [TIERS, GROUPS], flow, GROUP, START, UNTIL, FALLING, ALL_UNITS)
    return program, total((-np.asarray(gain), ordered)), ordered, reached


def bought(gain, most=99.0):
    """What is ordered of each tier."""
    program, goal, ordered, _ = small(np.array(gain, dtype=float)[:, None], most)
    return best(program, goal, ordered)[:, 0].round(9).tolist()


def test_text_is_the_golden_file():
    """The block states the rows of its golden file."""
    program, goal, *_ = small()
    assert_text("tiers", program, goal)


def test_optimum_is_the_one_worked_out_by_hand():
    """Solving the small program gives the optimum of the golden file."""
    program, goal, *_ = small()
    assert_optimum("tiers", program, goal)


def test_only_prices_that_fall_need_decisions():
    """Rising prices and the first of falling ones have no column; with one price for all every tier has."""
    program, _, _, reached = small()
    assert (reached >= 0).tolist() == [False, False, False, True, True, True]
    assert program.arrays().integer.sum() == 3


def test_rising_prices_are_limited_by_their_room():
    """The cheap tier ends where the dear one begins, which has no end."""
    assert bought([2, 1, 0, 0, 0, 0])[:2] == [10, 99]
    program, *_ = small()
    assert count(program, "tier_room") == 5


def test_a_falling_price_is_reached_over_the_full_tiers_before():
    """The seven cheap units come only with the five dear ones, or not at all."""
    assert bought([0, 0, -1, 2, 0, 0])[2:4] == [5, 7]
    assert bought([0, 0, -3, 2, 0, 0])[2:4] == [0, 0]


def test_one_price_for_all_units_is_reached_by_ordering_enough():
    """Six units or none at the low price; units of the other tier do not count."""
    assert bought([0, 0, 0, 0, -1, 2], most=7.0)[4:] == [0, 7]
    assert bought([0, 0, 0, 0, -1, 2], most=5.0)[4:] == [0, 0]


def test_one_price_for_all_units_is_the_price_of_one_tier():
    """Two tiers that are both worth it are not ordered together."""
    assert bought([0, 0, 0, 0, 5, 1])[4:] == [6, 0]
    assert bought([0, 0, 0, 0, 3, 1])[4:] == [0, 20]


def test_orders_of_all_edges_and_periods_count_together():
    """The sum over owners of a tier fills its room."""
    program = Program()
    ordered = columns(program, "ordered", ["e1", "e2"], ["2023-07", "2023-08"])
    flow = Flow.of(ordered).grouped(np.array([0, 0]))
    none = np.zeros(2, dtype=bool)
    add_tiers(program, [TIERS[:2], GROUPS[:1]], flow, GROUP[:2], START[:2], UNTIL[:2], none, none)
    assert best(program, total((-1.0, ordered)), ordered).sum() == pytest.approx(10)


def test_without_tiers_nothing_is_stated():
    """No contract with several prices, no row and no column."""
    program = Program()
    empty, none = np.zeros(0), np.zeros(0, dtype=bool)
    add_tiers(program, [[], []], Flow.none(), np.zeros(0, dtype=np.int64), empty, empty, none, none)
    assert (program.rows, program.columns) == (0, 0)
