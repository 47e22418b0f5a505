"""Contracts: ceilings, and call-offs that cost something."""

import numpy as np
import pytest

from jointstock.model.blocks.contracts import add_call_off_limits, add_call_offs, add_ceilings
from jointstock.model.flows import Flow
from jointstock.solver.program import Program
from tests.model.blocks.block import assert_optimum, assert_text, best, columns, count, solved, total

PERIODS = ["2023-07", "2023-08"]
CONTRACT = np.array([0, 1, 1])
PRICE = np.array([1.0, 20.0, 25.0])
WORTH = np.array([[3.0, 3.2], [10.0, 10.0], [12.0, 12.0]])


def small(fixed=5.0, ceiling=(10.0, np.nan), ceiling_value=(np.nan, 100.0), least=3.0, limit=2.0):
    """The program of the golden file: c1 with a ceiling and call-offs, c2 with ceiling of value and limit."""
    program = Program()
    ordered = columns(program, "ordered", ["e1", "e2", "e3"], PERIODS, upper=8.0)
    flow = Flow.of(ordered)
    limits = np.array(ceiling), np.array(ceiling_value)
    add_ceilings(program, ["c1", "c2"], flow.grouped(CONTRACT), PRICE[flow.owner], *limits)
    calls = flow.grouped(np.array([0, -1, -1]))
    called = add_call_offs(program, [["c1/EE"], PERIODS], calls, np.array([10.0]), np.array([least]))
    others = flow.grouped(np.array([-1, 0, 0]))
    add_call_off_limits(program, [["c2/EE"], PERIODS], others, np.array([limit]))
    return program, total((-WORTH, ordered), (fixed, called)), ordered, called


def test_text_is_the_golden_file():
    """The block states the rows of its golden file."""
    program, goal, *_ = small()
    assert_text("contracts", program, goal)


def test_optimum_is_the_one_worked_out_by_hand():
    """Solving the small program gives the optimum of the golden file."""
    program, goal, *_ = small()
    assert_optimum("contracts", program, goal)


def test_a_dear_call_off_gathers_orders_in_one_period():
    """When calling off costs more than the second order brings, there is one call-off."""
    program, goal, ordered, called = small(fixed=7.0, least=0.0)
    assert best(program, goal, called).tolist() == [[0, 1]]
    assert best(program, goal, ordered)[0] == pytest.approx([0, 8])


def test_the_ceiling_of_value_counts_at_the_contract_prices():
    """Of two items the one that brings more per money fills the ceiling of value."""
    program, goal, ordered, _ = small(limit=99.0)
    assert best(program, goal, ordered)[1:].sum(axis=1).tolist() == [5, 0]


def test_a_call_off_is_nothing_or_at_least_its_least():
    """The two units that the ceiling leaves in July become the three of a least call-off."""
    program, goal, ordered, _ = small()
    assert best(program, goal, ordered)[0] == pytest.approx([3, 7])
    program, goal, ordered, _ = small(least=6.0)
    assert best(program, goal, ordered)[0] == pytest.approx([0, 8])


def test_without_a_least_call_off_there_is_no_row_for_it():
    """A least of 0 is none."""
    program, *_ = small(least=0.0)
    assert count(program, "call_off_least") == 0


def test_a_limit_of_call_offs_counts_all_that_a_buyer_orders_in_a_period():
    """Two units a period of both edges together, without a decision."""
    program, goal, ordered, _ = small()
    assert best(program, goal, ordered)[1:].sum(axis=0) == pytest.approx([2, 2])
    assert best(program, goal, ordered)[2].sum() == pytest.approx(4)


def test_no_ceiling_means_no_row():
    """A contract without a ceiling is not limited."""
    program, goal, ordered, _ = small(5.0, (np.nan, np.nan), (np.nan, np.nan), limit=99.0)
    assert count(program, "ceiling") == count(program, "ceiling_value") == 0
    assert best(program, goal, ordered)[1:].sum() == 32


def test_a_ceiling_of_nothing_lets_nothing_be_ordered():
    """A ceiling of 0 is a limit, not the lack of one."""
    program, goal, ordered, _ = small(ceiling=(0.0, 0.0))
    assert best(program, goal, ordered).sum() == 0


def test_nobody_calls_off_where_nothing_can_be_ordered():
    """A yes-no decision stands only in periods with an order column."""
    program = Program()
    ordered = program.add_columns("ordered", [["e"], PERIODS], where=np.array([[False, True]]))
    called = add_call_offs(program, [["c/EE"], PERIODS], Flow.of(ordered), np.array([3.0]), np.zeros(1))
    assert (called >= 0).tolist() == [[False, True]]
    outcome = solved(program, total((-1.0, ordered), (1.0, called)))
    assert outcome.value == pytest.approx(-2)
    assert outcome.prices is None
