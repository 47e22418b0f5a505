"""Rounds of fairness: the worst off made better off, again and again, until every nation is found.

A round minimises the most that a nation goes without, among those not found yet. Found are the
nations that cannot do better while no other does worse than that: they are those left over when,
with the round held, the losses of all candidates are minimised together, those that gained are
left out, and the rest is asked again until none gains. Nothing but linear programs is solved.
"""

from collections.abc import Callable
from typing import Any, Protocol

import numpy as np

from jointstock.measure.arrays import Floats, Ints
from jointstock.model.choosing import FairGoal
from jointstock.model.goals import Goal
from jointstock.solver.outcome import Outcome
from jointstock.solver.program import Expression

_GAIN = 1e-6
Note = Callable[[str, Outcome], None]


class RoundSolver(Protocol):
    """What the rounds ask of a solver; see ``jointstock.plans.levels.LevelSolver``."""

    def minimise(self, level: str, objective: Expression, *, last: bool = False) -> Outcome:
        """Minimise an expression under all rows kept so far."""

    def fix(self, columns: Floats) -> None:
        """Fix columns at values, NaN leaving one free."""


def solve_rounds(
    solver: RoundSolver,
    goal: FairGoal,
    columns: int,
    solve: Callable[[Goal], float | None],
    note: Note | None = None,
) -> tuple[list[dict[str, Any]], bool]:
    """Solve the rounds of a fair goal.

    Args:
        solver: A solver with the program in it.
        goal: The goal.
        columns: Number of columns of the program.
        solve: Solves a level and holds it for all later solves; its value, None where the solver stopped.
        note: Told the outcome that shows of several nations found in a round that none of them can gain.

    Returns:
        Level and the nations found in each round (none where only the worst off is asked for), and
        whether all rounds were solved.
    """
    losses = goal.losses
    free = np.arange(len(losses.nations))
    rounds: list[dict[str, Any]] = []
    for number in range(len(losses.worst)):
        fixed = np.full(columns, np.nan)
        fixed[losses.exempt[number, free]] = 0.0
        solver.fix(fixed)
        level = goal.round(number)
        worst = solve(level)
        if worst is None:
            return rounds, False
        found = _found(solver, level.name, losses.lost, free, worst, note) if goal.every else free[:0]
        if found is None:
            return rounds, False
        rounds.append({"level": level.name, "nations": [losses.nations[place] for place in found]})
        free = np.setdiff1d(free, found)
        if not len(free):
            break
    return rounds, True


def asked_of(level: str) -> str:
    """Name of the question of a round, who of those left can gain."""
    return f"{level}, who can gain"


def _found(
    solver: RoundSolver,
    name: str,
    lost: Ints,
    free: Ints,
    worst: float,
    note: Note | None,
) -> Ints | None:
    """Nations that cannot go without less than the worst off of a round; None where the solver stopped."""
    candidates = free
    room = _GAIN * max(1.0, abs(worst))
    while len(candidates) > 1:
        outcome = solver.minimise(asked_of(name), Expression.of((1.0, lost[candidates])))
        if outcome.status != "optimal" or outcome.columns is None:
            return None
        kept = outcome.columns[lost[candidates]] >= worst - room
        if kept.all():
            if note is not None:
                note(asked_of(name), outcome)
            break
        # Of the last ones at least one is at the limit; rounding may hide which.
        candidates = candidates[kept] if kept.any() else candidates[[_least_gain(outcome, lost, candidates)]]
    return candidates


def _least_gain(outcome: Outcome, lost: Ints, candidates: Ints) -> int:
    assert outcome.columns is not None
    return int(np.argmax(outcome.columns[lost[candidates]]))
