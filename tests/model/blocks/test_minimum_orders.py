"""Minimum orders: nothing, or enough."""

import numpy as np
import pytest

from jointstock.model.blocks.minimum_orders import add_minimum_orders
from jointstock.model.flows import Flow
from jointstock.solver.program import Program
from tests.model.blocks.block import assert_optimum, assert_text, best, columns, count, total

CONTRACTS = ["A", "B", "C"]
EDGES = ["a1", "a2", "b", "c"]
OWNER = np.array([0, 0, 1, 2])
PERIODS = ["2023-07"]


def small(need=30.0, decided=(True, True, False), fee=7.0):
    """The program of the golden file: A sells at 10 from 50 on, B at 14 with a fee, C at 20."""
    program = Program()
    ordered = columns(program, "ordered", EDGES, PERIODS, upper=need)
    flow = Flow.of(ordered).grouped(OWNER)
    least, most = np.array([50.0, 0, 0]), np.array([80.0, 60, 60])
    placed = add_minimum_orders(program, CONTRACTS, flow, np.array(decided), least, most)
    price = np.array([[10.0], [10], [14], [20]])
    program.add_sums("need", [PERIODS], [(np.zeros(4, dtype=int), ordered[:, 0], np.ones(4))], ">=", need)
    return program, total((price, ordered), (fee, placed[1:2])), ordered, placed


def cost(need, **options):
    """Least cost of a need."""
    program, goal, *_ = small(need, **options)
    return float(best(program, goal, np.arange(program.columns)) @ _weights(program, goal))


def _weights(program, goal):
    weights = np.zeros(program.columns)
    np.add.at(weights, goal.columns, goal.coefficients)
    return weights


def test_text_is_the_golden_file():
    """The block states the rows of its golden file."""
    program, goal, *_ = small()
    assert_text("minimum_orders", program, goal)


def test_optimum_is_the_one_worked_out_by_hand():
    """Solving the small program gives the optimum of the golden file."""
    program, goal, *_ = small()
    assert_optimum("minimum_orders", program, goal)


@pytest.mark.parametrize(
    ("need", "least"), [(30, 420), (35, 490), (36, 500), (40, 500), (50, 500), (55, 550)]
)
def test_a_minimum_order_pays_from_a_need_on(need, least):
    """Below 500 / 14 units B is cheaper than fifty of A; above, fifty are ordered whatever is needed."""
    assert cost(float(need), fee=0.0) == pytest.approx(least)


def test_a_minimum_counts_over_all_edges_of_the_contract():
    """Two edges of A make up the fifty together."""
    program, goal, ordered, placed = small(40.0)
    assert best(program, goal, ordered)[:2].sum() == pytest.approx(50)
    assert best(program, goal, placed).round(9).tolist() == [1, 0, 0]


def test_what_is_no_decision_has_no_column_and_no_row():
    """C has neither minimum nor fee."""
    program, _, _, placed = small()
    assert (placed >= 0).tolist() == [True, True, False]
    assert (count(program, "placed_most"), count(program, "minimum_order")) == (2, 1)


def test_a_contract_under_which_nothing_can_be_ordered_is_no_decision():
    """Without a column of orders nothing is placed."""
    program = Program()
    one = np.ones(1)
    placed = add_minimum_orders(program, ["A"], Flow.none(), one.astype(bool), one, one)
    assert placed.tolist() == [-1]
    assert program.rows == 0
