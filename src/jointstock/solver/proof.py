"""What prices prove: a lower bound of a linear program that holds whatever made the prices.

For any prices y of the rows of ``min c x, lower <= A x <= upper, l <= x <= u`` and with
r = c - A'y::

    c x >= sum_i (y_i * lower_i if y_i > 0 else y_i * upper_i) + sum_j min(r_j * l_j, r_j * u_j)

(Neumaier & Shcherbina 2004). The residual of inexact prices is put on the bounds of the columns, which
therefore must be finite: those that the program does not state are implied from its rows where they can be,
and the others set to a box, which the proof names.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from jointstock.measure.arrays import Floats, Ints
from jointstock.solver.program import Arrays

_ROUNDS = 200
_LOST = 1e-9
BOX = 1e3


@dataclass(frozen=True)
class Box:
    """Finite bounds of the columns, in the solver's units.

    Attributes:
        lower, upper: Shape (columns,).
        assumed: How many bounds neither the program states nor its rows imply.
        size: The bound that those have: the largest number of the point and of the bounds, times 1000.
    """

    lower: Floats
    upper: Floats
    assumed: int
    size: float


def finite_bounds(arrays: Arrays, point: Floats) -> Box:
    """Give every column finite bounds.

    Args:
        arrays: The program.
        point: A feasible point in the solver's units, shape (columns,).
    """
    upper = arrays.upper.copy()
    rows = np.repeat(np.arange(len(arrays.row_lower)), np.diff(arrays.starts))
    for _ in range(_ROUNDS):
        implied = _implied(arrays, rows, upper)
        better = np.isinf(upper) & np.isfinite(implied)
        if not better.any():
            break
        upper[better] = np.maximum(implied[better], arrays.lower[better])
    above, below = np.isinf(upper), np.isinf(arrays.lower)
    known = np.abs(np.concatenate([point, upper[~above], arrays.lower[~below], [1.0]]))
    size = float(known.max() * BOX)
    lower = np.where(below, -size, arrays.lower)
    return Box(lower, np.where(above, size, upper), int(above.sum() + below.sum()), size)


def _implied(arrays: Arrays, rows: Ints, upper: Floats) -> Floats:
    """Upper bounds that each row implies for its columns, the least of them; infinite where there is none."""
    value, column = arrays.values, arrays.index
    count = len(arrays.row_lower)
    implied = np.full(len(upper), np.inf)
    # A row below its upper side bounds what enters with a positive sign; above its lower one, a negative one.
    for sign, side in ((1.0, arrays.row_upper), (-1.0, -arrays.row_lower)):
        signed = sign * value
        part = np.where(signed > 0, signed * arrays.lower[column], signed * upper[column])
        endless = ~np.isfinite(part)
        least = np.bincount(rows, weights=np.where(endless, 0.0, part), minlength=count)
        open_terms = np.bincount(rows, weights=endless, minlength=count)
        # What rounding may have lost of the sum; the bound is widened by it.
        sizes = np.bincount(rows, weights=np.where(endless, 0.0, np.abs(part)), minlength=count)
        lost = _LOST * (sizes + np.where(np.isfinite(side), np.abs(side), 0.0))
        use = (signed > 0) & np.isfinite(side[rows]) & (open_terms[rows] == 0) & np.isinf(upper[column])
        entry, row = np.flatnonzero(use), rows[use]
        room = (side[row] - least[row] + part[entry] + lost[row]) / signed[entry]
        np.minimum.at(implied, column[use], room)
    return implied


def residual(arrays: Arrays, point: Floats) -> float:
    """Largest violation of a row or bound by a point, in the solver's units."""
    rows = np.repeat(np.arange(len(arrays.row_lower)), np.diff(arrays.starts))
    activity = np.bincount(rows, weights=arrays.values * point[arrays.index], minlength=len(arrays.row_lower))
    parts = (
        arrays.row_lower - activity,
        activity - arrays.row_upper,
        arrays.lower - point,
        point - arrays.upper,
        [0.0],
    )
    return float(max(np.max(part, initial=0.0) for part in parts))


def reduced_costs(arrays: Arrays, costs: Floats, prices: Floats) -> Floats:
    """Costs less what the prices of the rows explain, in the solver's units, shape (columns,)."""
    return np.asarray(costs - explained(arrays, prices), dtype=np.float64)


def explained(arrays: Arrays, prices: Floats) -> Floats:
    """What prices of rows explain of the costs of columns, A'y, shape (columns,)."""
    rows = np.repeat(np.arange(len(arrays.row_lower)), np.diff(arrays.starts))
    weights = arrays.values * prices[rows]
    return np.bincount(arrays.index, weights=weights, minlength=len(arrays.lower)).astype(np.float64)


def admissible(arrays: Arrays, prices: Floats) -> Floats:
    """Prices with those of the wrong sign, for rows that have one side only, set to nothing."""
    no_lower = np.isinf(arrays.row_lower) & (prices > 0)
    no_upper = np.isinf(arrays.row_upper) & (prices < 0)
    return np.where(no_lower | no_upper, 0.0, prices)


def bound(arrays: Arrays, box: Box, prices: Floats, reduced: Floats) -> float:
    """The lower bound that prices and their reduced costs prove.

    Prices of the wrong sign are set to nothing, and the reduced costs follow.
    """
    kept = admissible(arrays, prices)
    if (kept != prices).any():
        reduced = reduced + explained(arrays, prices - kept)
        prices = kept
    side = np.where(prices > 0, arrays.row_lower, arrays.row_upper)
    rows = np.where(prices == 0, 0.0, prices * np.where(prices == 0, 0.0, side))
    columns = np.minimum(reduced * box.lower, reduced * box.upper)
    return float(rows.sum() + columns.sum())


def exact_bound(arrays: Arrays, box: Box, costs: Sequence[tuple[float, Floats]], prices: Floats) -> Fraction:
    """The same bound in rational arithmetic, for small programs: no rounding at all.

    Args:
        arrays: The program.
        box: Finite bounds of the columns.
        costs: What is minimised: a sum of weights times costs of the columns, each of shape (columns,).
        prices: Admissible prices of the rows, shape (rows,).
    """
    total = Fraction(0)
    reduced = [Fraction(0)] * len(box.lower)
    for weight, vector in costs:
        for place in np.flatnonzero(vector if weight else vector * 0.0):
            reduced[int(place)] += Fraction(weight) * Fraction(float(vector[place]))
    for row, price in enumerate(prices):
        if price == 0:
            continue
        exact = Fraction(float(price))
        total += exact * Fraction(float((arrays.row_lower if price > 0 else arrays.row_upper)[row]))
        for entry in range(int(arrays.starts[row]), int(arrays.starts[row + 1])):
            reduced[int(arrays.index[entry])] -= exact * Fraction(float(arrays.values[entry]))
    for column, cost in enumerate(reduced):
        if cost != 0:
            total += min(cost * Fraction(float(box.lower[column])), cost * Fraction(float(box.upper[column])))
    return total
