"""Two levels of a large program solved at once: weighed so that the first all but alone decides.

The interior point is stopped by the optimal face of a level: a program held there has no inside. So two
levels that follow each other are minimised together::

    W * first + second,   W = 1e5 in steps of a usual coefficient of either

From the vertex that is found the simplex minimises the first alone. Where it does not move, the vertex is
best in the first, and among the points that are best there it is best in the second: W times the first is the
same for all of them. The prices of the sum less W times those of the first prove it, together with as much of
the first as is needed.
"""

from dataclasses import replace
from typing import Any, Protocol

import numpy as np

from jointstock.measure.arrays import Floats
from jointstock.model.goals import Goal
from jointstock.solver.outcome import Outcome
from jointstock.solver.program import Arrays, Expression, scaled_costs

PAIRED_FROM_NONZEROS = 600_000
_WEIGHT = 1e5


def is_paired(arrays: Arrays) -> bool:
    """Whether a program is so large that levels are solved in pairs."""
    return len(arrays.values) > PAIRED_FROM_NONZEROS


class PairSolver(Protocol):
    """What a pair asks of a solver; see ``jointstock.solver.highs.Solver``."""

    @property
    def arrays(self) -> Arrays:
        """The program as it was handed over."""

    def minimise(self, level: str, objective: Expression, *, last: bool = False) -> Outcome:
        """Minimise an expression under all rows kept so far."""

    def face(self) -> Any:
        """What the last solve has settled."""


def solve_pair(solver: PairSolver, first: Goal, second: Goal) -> tuple[Outcome, Outcome, Any] | None:
    """Minimise two levels, the first before the second.

    Args:
        solver: The program, under the limits of the levels before.
        first: The level that goes first.
        second: The level behind it.

    Returns:
        The outcomes of both at the same point, and what stands at every best point; None where the weight
        does not decide, or the solver was stopped.
    """
    step = [scaled_costs(goal.measure, solver.arrays)[1] for goal in (first, second)]
    weight = _WEIGHT * step[1] / step[0]
    both = weighed(first.measure, second.measure, weight)
    together = solver.minimise(f"{first.name} and {second.name}", both)
    if together.status != "optimal" or together.columns is None:
        return None
    face = solver.face()
    alone = solver.minimise(first.name, first.measure, last=True)
    if alone.status != "optimal" or alone.iterations or together.prices is None:
        return None
    value = second.measure.value(together.columns)
    behind = replace(
        together,
        value=value,
        bound=min(value, together.value - weight * alone.value),
        prices=_less(together.prices, weight, alone.prices),
        level_prices=_and_first(together.level_prices, weight, alone.level_prices),
    )
    return replace(alone, solver=f"with {second.name}, {together.solver}"), behind, face


def weighed(first: Expression, second: Expression, weight: float) -> Expression:
    """A number of times the first and the second together."""
    heavy = Expression(first.columns, weight * first.coefficients, weight * first.constant)
    return heavy.plus(second)


def _less(prices: Floats | None, weight: float, others: Floats | None) -> Floats | None:
    """Prices less a number of times others; None where either are not known."""
    return None if prices is None or others is None else prices - weight * others


def _and_first(prices: Floats | None, weight: float, others: Floats | None) -> Floats | None:
    """Prices of the levels before the second: none for the first, whose rows are not in it."""
    less = _less(prices, weight, others)
    return None if less is None else np.append(np.maximum(0.0, less), 0.0)
