"""Decide every yes-no decision of a large program at once, from the plan in which decisions may be shares.

All levels are solved with decisions as shares. Then a decision with a share is a yes where that plan keeps
what a yes asks for (an order has a least size, a tier begins somewhere), else a no: with the decision at 1
and all else as it is, the rows of the form

    what a yes asks for - what is done <= 0

hold. Of options of which at most one may be yes, the one with the largest share goes first. All levels are
solved again with the decisions held; what a no forbids goes elsewhere.

A bound of each level is proven with decisions as shares, under the limits at which the plan holds the levels
before it: from the prices that are known. The first level of which they prove little is solved once
more; a bound farther away than the value itself is left out.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from jointstock.measure.arrays import Flags, Floats, Ints
from jointstock.model.build import Model
from jointstock.model.choosing import FairGoal
from jointstock.plans.certificate import Certificate
from jointstock.plans.ladder import BRANCHED_TO_NONZEROS, CLOSE, choices_of
from jointstock.plans.level_solver import LevelSolver
from jointstock.plans.pairs import is_paired
from jointstock.plans.proving import prove
from jointstock.plans.solved import Solved
from jointstock.solver.program import Arrays

GOOD = 0.02
_WHOLE = 1e-6
LEAST_SECONDS = 1.0
_TIGHT_LEVELS = 2
_SAYS_NOTHING = 1.0


def is_decided_at_once(arrays: Arrays) -> bool:
    """Whether there are decisions, and the program is too large to branch on them."""
    return bool(arrays.integer.any()) and len(arrays.values) > BRANCHED_TO_NONZEROS


def with_shares(model: Model) -> Model:
    """The model in which decisions may be shares."""
    return replace(model, program=replace(model.program, shares=True))


def close_enough(levels: Sequence[Mapping[str, Any]]) -> bool:
    """Whether the first levels, whose bounds are tight, are near them: the decisions then cost little."""
    known = [level for level in levels[:_TIGHT_LEVELS] if level["bound"] is not None]
    return all(_gap(level, level["bound"]) <= GOOD for level in known)


def proven(
    shared: Model, held: Solved, free: Solved, open_solver: Callable[[], LevelSolver]
) -> list[float | None]:
    """Bounds of the levels of a plan.

    Args:
        shared: The model in which decisions may be shares.
        held: The plan: levels with the decisions held.
        free: Levels with decisions as shares, and their prices.
        open_solver: Opens a solver of the program with decisions as shares.

    Returns:
        Bound of each level that the plan has; None where none is proven.
    """
    assert held.values is not None
    few = min(len(free.certificate), len(held.levels))
    known = prove(shared, Certificate(held.values, tuple(free.certificate[:few])))
    bounds: list[float | None] = known.rows.get_column("bound").to_list()
    bounds += [None] * (len(held.levels) - len(bounds))
    # The prices of the first level prove all that shares can prove.
    loose = [place for place in range(1, len(bounds)) if _gap(held.levels[place], bounds[place]) > 10 * CLOSE]
    if loose and not is_paired(held.arrays):
        bounds[loose[0]] = _solved(shared, held, loose[0], open_solver())
    return [
        None if bound is None or _gap(level, bound) > _SAYS_NOTHING else min(bound, level["value"])
        for bound, level in zip(bounds, held.levels, strict=True)
    ]


def _gap(level: Mapping[str, Any], bound: float | None) -> float:
    """Distance of value and bound as a share of the value, or of 1 where that is more."""
    return np.inf if bound is None else (level["value"] - bound) / max(1.0, abs(level["value"]))


def _solved(shared: Model, held: Solved, place: int, solver: LevelSolver) -> float | None:
    """Bound of a level, solved under the limits of the plan's levels before it; None where it was stopped."""
    try:
        for goal, level in zip(shared.goals[:place], held.levels, strict=False):
            assert not isinstance(goal, FairGoal)
            solver.keep(goal.measure, level["value"] + level["tolerance"], settle=False)
        goal = shared.goals[place]
        assert not isinstance(goal, FairGoal)
        found = solver.minimise(goal.name, goal.measure)
    finally:
        solver.close()
    return found.bound if found.status == "optimal" else None


def decide(arrays: Arrays, point: Floats) -> Floats:
    """Yes or no for every decision.

    Args:
        arrays: The program.
        point: Its best point with decisions as shares, in natural units, shape (columns,).

    Returns:
        0 or 1 for decisions, NaN for all other columns, shape (columns,).
    """
    whole = np.flatnonzero(arrays.integer)
    share = point[whole]
    able = (share > _WHOLE) & _kept(arrays, point / arrays.column_unit)[whole]
    made = np.full(len(point), np.nan)
    made[whole] = 0.0
    made[whole[_largest(choices_of(arrays), np.where(able, share, 0.0))]] = 1.0
    return made


def _kept(arrays: Arrays, point: Floats) -> Flags:
    """Columns that could be 1 with all else as it is, by the rows with nothing on their right side."""
    row = np.repeat(np.arange(len(arrays.row_lower)), np.diff(arrays.starts))
    done = np.bincount(row, arrays.values * point[arrays.index], len(arrays.row_lower))
    more = arrays.values * (1.0 / arrays.column_unit - point)[arrays.index]
    asked = done[row] + more
    links = arrays.integer[arrays.index]
    over = links & (arrays.row_upper[row] == 0) & (asked > _WHOLE)
    under = links & (arrays.row_lower[row] == 0) & (asked < -_WHOLE)
    kept = np.ones(len(point), dtype=np.bool_)
    kept[arrays.index[over | under]] = False
    return kept


def _largest(choices: Ints, share: Floats) -> Ints:
    """The place of the largest share of each choice, of those with any, shape (choices with any,)."""
    order = np.lexsort((-share, choices))
    first = order[np.append(True, choices[order][1:] != choices[order][:-1])] if len(order) else order
    return first[share[first] > 0]
