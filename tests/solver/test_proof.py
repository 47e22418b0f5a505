"""Bounds that prices prove."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jointstock.solver.highs import Solver
from jointstock.solver.outcome import Watch
from jointstock.solver.program import Expression, Program
from jointstock.solver.proof import (
    admissible,
    bound,
    exact_bound,
    explained,
    finite_bounds,
    reduced_costs,
    residual,
)

COSTS = np.array([3.0, 2.0])
OPTIMUM = 7.0
DUAL = np.array([1.0, 1.0])


def small(upper=(10.0, np.inf), rows=((">=", 2.0, 1.0, 4.0), (">=", 1.0, 1.0, 3.0))):
    """Least 3 x + 2 y with 2 x + y >= 4 and x + y >= 3: 7 at (1, 2), with the prices 1 and 1."""
    program = Program()
    x, y = (program.add_columns(name, [["one"]], upper=most) for name, most in zip("xy", upper, strict=True))
    for place, (sense, a, b, side) in enumerate(rows):
        program.add_rows(f"row{place}", [["one"]], [(a, x), (b, y)], sense, side)
    return program.arrays()


def natural(arrays, prices):
    """Prices of rows in the solver's units."""
    return np.array(prices) * arrays.row_unit


def proven(arrays, prices, point=(1.0, 2.0)):
    """The bound that prices prove, twice: in floats and exactly."""
    box = finite_bounds(arrays, np.array(point))
    scaled = natural(arrays, prices)
    fast = bound(arrays, box, scaled, reduced_costs(arrays, COSTS, scaled))
    return fast, exact_bound(arrays, box, [(1.0, COSTS)], admissible(arrays, scaled))


def test_the_prices_of_the_optimum_prove_it():
    """With the prices 1 and 1 no point is below 4 + 3 = 7, in floats and exactly."""
    assert proven(small(), DUAL) == (OPTIMUM, Fraction(7))


@pytest.mark.parametrize(
    ("prices", "least"),
    [((0.0, 0.0), 0.0), ((1.5, 0.0), 6.0), ((0.0, 2.0), 6.0), ((0.5, 1.0), 5.0), ((-1.0, 2.0), 6.0)],
)
def test_other_prices_prove_less(prices, least):
    """Any prices prove a bound; a price of the wrong sign counts for nothing."""
    fast, exact = proven(small(), prices)
    assert fast == pytest.approx(least)
    assert exact == Fraction(least)


def test_prices_that_are_too_high_are_paid_for_at_the_bounds_of_the_columns():
    """2 for the first row is 1 too much for x up to 10, and nothing for y: 8 - 10."""
    assert proven(small(), (2.0, 0.0))[0] == pytest.approx(-2.0)


def test_a_column_without_any_bound_is_put_in_a_box_that_is_named():
    """Y has no upper bound, and no row implies one: it is 1000 times the largest number, 10."""
    box = finite_bounds(small(), np.array([1.0, 2.0]))
    assert (box.assumed, box.size, box.upper.tolist()) == (1, 10_000, [10, 10_000])
    assert proven(small(), (0.0, 3.0))[0] == pytest.approx(9 - 10_000)


def test_a_column_without_a_lower_bound_is_put_in_the_box_too():
    """The least of x >= -infinity is that of the box."""
    program = Program()
    program.add_columns("x", [["one"]], lower=-np.inf, upper=4.0)
    box = finite_bounds(program.arrays(), np.array([2.0]))
    assert (box.assumed, box.lower.tolist(), box.upper.tolist()) == (1, [-4000], [4])


def test_rows_imply_bounds_one_after_another():
    """X + y <= 5 bounds both; z <= 2 y then bounds z by 10."""
    program = Program()
    x, y, z = (program.add_columns(name, [["one"]]) for name in "xyz")
    program.add_rows("sum", [["one"]], [(1.0, x), (1.0, y)], "<=", 5.0)
    program.add_rows("ratio", [["one"]], [(2.0, y), (-1.0, z)], ">=", 0.0)
    box = finite_bounds(program.arrays(), np.zeros(3))
    assert box.assumed == 0
    assert box.upper == pytest.approx([5, 5, 10], rel=1e-7)
    assert (box.upper >= [5, 5, 10]).all()


def test_an_implied_bound_is_never_too_low():
    """What rounding loses in a row of large numbers widens the bound."""
    program = Program()
    x, y = (program.add_columns(name, [["one"]], lower=low) for name, low in (("x", 1e12), ("y", 0.0)))
    program.add_rows("sum", [["one"]], [(1.0, x), (1.0, y)], "=", 1e12 + 0.1)
    box = finite_bounds(program.arrays(), np.array([1e12, 0.1]))
    assert box.upper[1] >= 0.1


def test_a_residual_is_the_largest_violation():
    """At (1, 1) the rows lack 1 each; at (-2, 9) x is 2 below its bound."""
    arrays = small()
    assert residual(arrays, np.array([1.0, 2.0])) == 0
    assert residual(arrays, np.array([1.0, 1.0])) == pytest.approx(1 / arrays.row_unit.min())
    assert residual(arrays, np.array([-2.0, 9.0])) == pytest.approx(2)
    assert residual(arrays, np.array([12.0, 0.0])) == pytest.approx(2)


def test_the_residual_of_a_program_without_rows_is_that_of_its_bounds():
    """Nothing at all holds."""
    assert residual(Program().arrays(), np.zeros(0)) == 0


def test_prices_explain_costs():
    """A'y of the prices 1 and 1 is all of 3 and 2."""
    arrays = small()
    assert explained(arrays, natural(arrays, DUAL)).tolist() == [3, 2]
    assert reduced_costs(arrays, COSTS, natural(arrays, DUAL)).tolist() == [0, 0]


def test_prices_of_the_wrong_sign_are_set_to_nothing():
    """A row with a lower side has no negative price, one with an upper side no positive one."""
    arrays = small(rows=((">=", 1.0, 1.0, 1.0), ("<=", 1.0, 2.0, 9.0), ("=", 1.0, 3.0, 5.0)))
    assert admissible(arrays, np.array([-1.0, 1.0, -1.0])).tolist() == [0, 0, -1]
    assert admissible(arrays, np.array([1.0, -1.0, 1.0])).tolist() == [1, -1, 1]


def test_costs_are_added_up_by_their_weights():
    """Twice the costs with twice the prices prove twice the bound, without rounding."""
    arrays = small()
    box = finite_bounds(arrays, np.array([1.0, 2.0]))
    parts = [(0.5, COSTS), (1.5, COSTS), (0.0, np.array([9.0, 9.0]))]
    assert exact_bound(arrays, box, parts, natural(arrays, 2 * DUAL)) == 14


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=2))
def test_no_prices_prove_more_than_the_optimum(prices):
    """Whatever the prices, no bound is above 7, neither in floats nor exactly."""
    fast, exact = proven(small(), prices)
    assert fast <= OPTIMUM * (1 + 1e-12)
    assert exact <= 7
    assert float(exact) == pytest.approx(fast, rel=1e-12, abs=1e-6)


def random_program(draw):
    """A program with two rows of each kind over four columns that a point keeps."""
    numbers = st.integers(-9, 9).map(float)
    matrix = np.array(draw(st.lists(st.lists(numbers, min_size=4, max_size=4), min_size=6, max_size=6)))
    point = np.array(draw(st.lists(st.integers(0, 5).map(float), min_size=4, max_size=4)))
    program = Program()
    x = program.add_columns("x", [list("abcd")], upper=np.array([6.0, 7.0, 8.0, np.inf]))
    for place, sense in enumerate(("<=", "<=", ">=", ">=", "=", "=")):
        room = {"<=": 1.0, ">=": -1.0, "=": 0.0}[sense]
        side = float(matrix[place] @ point) + room
        rows = [(np.zeros(4, dtype=int), x, matrix[place])]
        if matrix[place].any():
            program.add_sums(f"r{place}", [["one"]], rows, sense, side)
    return program, x, np.array(draw(st.lists(numbers, min_size=4, max_size=4))), point


@given(st.data())
def test_random_prices_never_prove_more_than_the_solver_reaches(data):
    """The bound of random prices is below the optimum, that of the solver's own prices next to it."""
    program, x, costs, point = random_program(data.draw)
    program.add_rows("box", [list("abcd")], [(1.0, x)], "<=", 50.0)
    solver = Solver(program, Watch())
    outcome = solver.minimise("goal", Expression(x, costs))
    solver.close()
    arrays = program.arrays()
    box = finite_bounds(arrays, point)
    size = len(arrays.row_lower)
    prices = np.array(data.draw(st.lists(st.floats(-50, 50), min_size=size, max_size=size)))
    scaled = prices * arrays.row_unit
    assert outcome.status == "optimal"
    room = 1e-9 * (1 + abs(outcome.value))
    assert bound(arrays, box, scaled, reduced_costs(arrays, costs, scaled)) <= outcome.value + 1e-6
    assert float(exact_bound(arrays, box, [(1.0, costs)], admissible(arrays, scaled))) <= outcome.value + 1e-6
    own = outcome.prices * arrays.row_unit
    reached = bound(arrays, box, own, reduced_costs(arrays, costs, own))
    assert reached <= outcome.value + room
    assert reached == pytest.approx(outcome.value, abs=1e-5)
