"""What the levels of a plan have given."""

from dataclasses import dataclass, field
from typing import Any

from jointstock.measure.arrays import Floats
from jointstock.model.goals import Goal
from jointstock.plans.certificate import LevelPrices
from jointstock.solver.program import Arrays

SLACK = 1e-9


@dataclass
class Solved:
    """What the levels have given so far.

    Attributes:
        arrays: The program as the solver has it.
        status: optimal, limit or cancelled.
        reason: Words for a status other than optimal.
        slack: Room that later levels have, by the size of a level.
        undecided: Whether yes-no decisions were open.
        short_of_memory: Whether it was the memory limit that struck.
        levels: Name, unit, value, bound and tolerance of each level.
        goals: What each of them minimised.
        values: Best point in natural units, shape (columns,); None without any.
        prices: Prices of rows in the level of shortfall, shape (rows,); None where there are none.
        solvers: Which algorithm answered each level.
        rounds: Level and nations found of each round of fairness.
        certificate: Prices of each level that was solved with the decisions held.
        claims: Prices that prove of nations found together in a round that none of them can gain.
    """

    arrays: Arrays
    status: str = "optimal"
    reason: str = ""
    slack: float = SLACK
    undecided: bool = False
    short_of_memory: bool = False
    levels: list[dict[str, Any]] = field(default_factory=list)
    goals: list[Goal] = field(default_factory=list)
    values: Floats | None = None
    prices: Floats | None = None
    solvers: list[str] = field(default_factory=list)
    rounds: list[dict[str, Any]] = field(default_factory=list)
    certificate: list[LevelPrices] = field(default_factory=list)
    claims: list[LevelPrices] = field(default_factory=list)
