"""What a solver says of a program: status, values, prices, bound and gap; and what it is watched with."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from jointstock.measure.arrays import Floats
from jointstock.solver.size import Size

# "imprecise": the solver ended without a point within its tolerances.
Status = Literal["optimal", "limit", "cancelled", "infeasible", "unbounded", "memory", "imprecise"]


@dataclass(frozen=True)
class Outcome:
    """Answer to one solve.

    Attributes:
        status: What ended the solve.
        value: Objective in natural units; NaN without a feasible point.
        bound: Proven lower bound of the objective; -infinity where there is none.
        columns: Values in natural units, shape (columns,); None without a feasible point.
        prices: Change of the objective per unit of each row's right-hand side,
            shape (rows,); None where the solver has none (yes-no decisions).
        level_prices: The same of the levels held before, at least 0, shape (levels before,).
        iterations: Iterations of the solver.
        seconds: Time in the solver.
        solver: Which algorithm answered, and why it was chosen.
        reason: Words for a status other than optimal.
    """

    status: Status
    value: float
    bound: float
    columns: Floats | None
    prices: Floats | None
    iterations: int
    seconds: float
    solver: str
    reason: str = ""
    level_prices: Floats | None = None

    @property
    def gap(self) -> float:
        """Distance of the value from its bound, in natural units."""
        return max(0.0, self.value - self.bound)


@dataclass(frozen=True)
class Progress:
    """One sign of life of a long solve.

    Attributes:
        level: Name of the level being solved.
        iteration: Iterations so far.
        value: Objective of the best point so far; NaN if none is known.
        bound: Best bound so far; -infinity if none is known.
        seconds: Seconds since the first level began.
    """

    level: str
    iteration: int
    value: float
    bound: float
    seconds: float


@dataclass(frozen=True)
class Watch:
    """What a long solve is watched with.

    Attributes:
        time_limit: Seconds for all solves together; None for no limit.
        threads: Threads of the solver, the same for the whole process.
        progress: Called with a sign of life at least every two seconds.
        cancel: Asked whether to stop.
        stated: Called with the size of a program before the solver is given it.
    """

    time_limit: float | None = None
    threads: int = 1
    progress: Callable[[Progress], None] | None = None
    cancel: Callable[[], bool] | None = None
    stated: Callable[[Size], None] | None = None

    def rest(self, began: float, *, part: float = 1.0, least: float = 1e-3) -> "Watch":
        """The same watch with the time that is left.

        Args:
            began: Reading of ``time.perf_counter`` at which the time began to run.
            part: Part of what is left.
            least: Fewest seconds, however little is left.
        """
        if self.time_limit is None:
            return self
        left = self.time_limit - (time.perf_counter() - began)
        return replace(self, time_limit=max(least, part * left))
