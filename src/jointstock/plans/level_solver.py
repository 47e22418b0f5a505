"""What the levels of a plan ask of a solver."""

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from jointstock.measure.arrays import Floats
from jointstock.plans.ladder import DecisionSolver
from jointstock.solver.outcome import Watch
from jointstock.solver.program import Expression, Program


class LevelSolver(DecisionSolver, Protocol):
    """One program, solved for one objective after another; see ``jointstock.solver.highs.Solver``."""

    def face(self) -> Any:
        """What the last solve has settled."""

    def keep(self, objective: Expression, limit: float, face: Any = None, *, settle: bool = True) -> None:
        """Hold the expression just minimised at or below a limit, in all later solves."""

    def bind(self, limits: Sequence[float] | None) -> None:
        """Hold the expressions kept so far by these limits besides what is settled."""

    def loosen(self, limits: Sequence[float]) -> None:
        """Hold the expressions kept so far by these limits, and by nothing else."""

    def fix(self, columns: Floats) -> None:
        """Fix columns at values, NaN leaving one free."""

    def close(self) -> None:
        """Let the solver's thread and memory go."""


OpenSolver = Callable[[Program, Watch], LevelSolver]
