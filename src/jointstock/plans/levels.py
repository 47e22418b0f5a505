"""Solve a model level by level, each held in the later ones."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

import numpy as np

from jointstock.errors import ContradictionError, PlanError
from jointstock.measure.arrays import Floats
from jointstock.model.build import Model
from jointstock.model.choosing import FairGoal
from jointstock.model.goals import Goal
from jointstock.plans.certificate import LevelPrices
from jointstock.plans.fair_rounds import solve_rounds
from jointstock.plans.ladder import DecisionSolver, climb
from jointstock.solver.outcome import Outcome, Watch
from jointstock.solver.program import Arrays, Expression, Program

_SLACK, _WIDER_SLACK = 1e-9, 1e-6
_TINY = 1e-6
PRICED_LEVEL = "shortfall"
_LOST = ("infeasible", "imprecise")


class LevelSolver(DecisionSolver, Protocol):
    """One program, solved for one objective after another; see ``jointstock.solver.highs.Solver``."""

    def keep(self, objective: Expression, limit: float) -> None:
        """Hold the expression just minimised at or below a limit, in all later solves."""

    def loosen(self, limits: Sequence[float]) -> None:
        """Hold the expressions kept so far by these limits, and by nothing else."""

    def fix(self, columns: Floats) -> None:
        """Fix columns at values, NaN leaving one free."""

    def close(self) -> None:
        """Let the solver's thread and memory go."""


OpenSolver = Callable[[Program, Watch], LevelSolver]


@dataclass
class Solved:
    """What the levels have given so far.

    Attributes:
        arrays: The program as the solver has it.
        status: optimal, limit or cancelled.
        reason: Words for a status other than optimal.
        slack: Room that later levels have, by the size of a level.
        undecided: Whether yes-no decisions were open.
        levels: Name, unit, value, bound and tolerance of each level.
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
    slack: float = _SLACK
    undecided: bool = False
    levels: list[dict[str, Any]] = field(default_factory=list)
    values: Floats | None = None
    prices: Floats | None = None
    solvers: list[str] = field(default_factory=list)
    rounds: list[dict[str, Any]] = field(default_factory=list)
    certificate: list[LevelPrices] = field(default_factory=list)
    claims: list[LevelPrices] = field(default_factory=list)


def solve_levels(
    model: Model, watch: Watch, open_solver: OpenSolver, *, decided: Floats | None = None
) -> Solved:
    """Solve every level; where there are yes-no decisions, hold them and solve again.

    The second time all levels are linear programs, so that no decision is a millionth of a yes;
    the bounds stay those that were proven with the decisions open. Such a bound holds under the
    limits of the levels before; where the held levels leave a little more room than the open ones
    did, and are better for it, their own optimum takes its place.

    Args:
        model: The program and its levels.
        watch: Limits and signs of life.
        open_solver: How a solver of a program is opened.
        decided: Values at which columns are held from the start, NaN leaving one free; None for
            none. No level is proven beyond them.

    Raises:
        PlanError: No feasible plan was found inside the limits.
    """
    done = _all_levels(open_solver(model.program, watch), model, decided)
    if done.values is None or not done.undecided:
        return _with_values(done)
    integer = done.arrays.integer
    # Neither limit nor cancel strikes again, so that the plan found is not lost.
    unhurried = replace(watch, time_limit=None, cancel=None)
    decisions = np.where(integer, np.round(done.values), np.nan)
    held = _all_levels(open_solver(model.program, unhurried), model, decisions)
    proven = {level["name"]: level["bound"] for level in done.levels}
    for level in held.levels:
        bound = proven.get(level["name"])
        level["bound"] = None if bound is None else min(bound, level["value"])
    held.solvers = done.solvers + held.solvers
    if done.status != "optimal":
        held.status, held.reason = done.status, done.reason
    return _with_values(held)


def _with_values(done: Solved) -> Solved:
    if done.values is None:
        way_out = " Give more time, or fewer months with --months." if done.status == "limit" else ""
        raise PlanError(f"No plan: {done.reason}.{way_out}")
    return done


def _all_levels(solver: LevelSolver, model: Model, held: Floats | None) -> Solved:
    """Solve every level, then clean the plan of crumbs; ``held`` fixes columns, NaN leaving one free."""
    done = Solved(solver.arrays)
    if held is not None:
        solver.fix(held)
    elif solver.arrays.integer.any():
        # A level reached by branching is known to the solver's own tolerance only.
        done.slack, done.undecided = _WIDER_SLACK, True
    try:
        for goal in model.goals:
            if isinstance(goal, FairGoal):
                going = _fair(solver, goal, done)
            else:
                going = _level(solver, goal, done, last=goal is model.goals[-1])
            if not going:
                break
        if done.status == "optimal" and not done.undecided:
            _clean(solver, model, done)
    finally:
        solver.close()
    return done


def _fair(solver: LevelSolver, goal: FairGoal, done: Solved) -> bool:
    """Solve the rounds of fairness, each a level; False where the solver stopped."""

    def solve(level: Goal) -> float | None:
        return float(done.levels[-1]["value"]) if _level(solver, level, done, last=False) else None

    def note(name: str, outcome: Outcome) -> None:
        if outcome.prices is not None and outcome.level_prices is not None:
            limits = np.array(_held(done.levels))
            done.claims.append(LevelPrices(name, outcome.prices, outcome.level_prices, limits))

    before = len(done.certificate)
    done.rounds, whole = solve_rounds(solver, goal, len(done.arrays.lower), solve, note)
    # A round in which nobody was found is no level of the plan.
    del done.certificate[before + len(done.rounds) :]
    if not whole and done.status == "optimal":
        done.status, done.reason = "limit", "the solver stopped between the rounds of fairness"
    return whole


def _level(solver: LevelSolver, goal: Goal, done: Solved, *, last: bool) -> bool:
    """Solve one level and hold it for the later ones; False where the solver stopped."""
    if done.undecided:
        outcome = climb(solver, goal, done.values)
    else:
        outcome = solver.minimise(goal.name, goal.measure, last=last)
    if outcome.status in _LOST and done.levels and done.undecided:
        # Branching can lose the point that it found before: the later levels are then
        # solved with the decisions as they stand.
        return False
    for slack in (done.slack, _WIDER_SLACK):
        # So can rounding: the levels before are then held by their limits alone, at last by wider ones.
        if outcome.status in _LOST and done.levels:
            solver.loosen(_limits(done, slack))
            outcome = solver.minimise(goal.name, goal.measure)
    if outcome.columns is not None:
        done.values = outcome.columns
    if outcome.status != "optimal":
        done.status = "cancelled" if outcome.status == "cancelled" else "limit"
        done.reason = _reason(goal, outcome)
        if outcome.status in (*_LOST, "unbounded"):
            contradicted = outcome.status == "infeasible" and not done.levels
            raise (ContradictionError if contradicted else PlanError)(f"No plan: {done.reason}.")
    bound = outcome.bound if math.isfinite(outcome.bound) else None
    # The value itself was reached with whole decisions: later levels need no more room than that.
    slack = done.slack * max(1.0, abs(outcome.value))
    done.levels.append(
        {"name": goal.name, "unit": goal.unit, "value": outcome.value, "bound": bound, "tolerance": slack}
    )
    done.solvers.append(f"{goal.name}: {outcome.solver}")
    whole = len(done.certificate) == len(done.levels) - 1
    if whole and outcome.prices is not None and outcome.level_prices is not None:
        limits = np.array(_held(done.levels[:-1]))
        done.certificate.append(LevelPrices(goal.name, outcome.prices, outcome.level_prices, limits))
    if outcome.prices is not None and goal.name == PRICED_LEVEL:
        done.prices = outcome.prices
    if outcome.status == "optimal":
        solver.keep(goal.measure, outcome.value + slack)
    return outcome.status == "optimal"


def _held(levels: Sequence[Mapping[str, Any]]) -> list[float]:
    """Limits at which levels are held."""
    return [level["value"] + level["tolerance"] for level in levels]


def _limits(done: Solved, slack: float) -> list[float]:
    """Limits of the levels so far, with another slack from here on."""
    for level in done.levels:
        level["tolerance"] += (slack - done.slack) * max(1.0, abs(level["value"]))
    done.slack = slack
    return _held(done.levels)


def _reason(goal: Goal, outcome: Outcome) -> str:
    words = {
        "limit": "the time limit struck",
        "cancelled": "the run was cancelled",
        "memory": "the memory limit struck",
        "infeasible": "the hard rules of the case contradict each other",
        "unbounded": "a quantity has no limit",
        "imprecise": "the solver reached no point within its tolerances",
    }
    return f"{words.get(outcome.status, outcome.status)} in level {goal.name}"


def _clean(solver: LevelSolver, model: Model, done: Solved) -> None:
    """Fix what is next to nothing at nothing, and solve the last level again."""
    assert done.values is not None
    arrays = solver.arrays
    crumbs = (np.abs(done.values) < _TINY * arrays.column_unit) & (done.values != 0) & (arrays.lower <= 0)
    if not crumbs.any():
        return
    solver.fix(np.where(crumbs, 0.0, np.nan))
    goal = model.goals[-1]
    outcome = solver.minimise(goal.name, goal.measure, last=True)
    if outcome.columns is not None and outcome.status == "optimal":
        done.values = outcome.columns
