"""Solve a model level by level, each held in the later ones."""

import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

from jointstock.errors import ContradictionError, PlanError
from jointstock.measure.arrays import Floats
from jointstock.model.build import Model
from jointstock.model.choosing import FairGoal
from jointstock.model.goals import Goal
from jointstock.plans.at_once import (
    LEAST_SECONDS,
    close_enough,
    decide,
    is_decided_at_once,
    proven,
    with_shares,
)
from jointstock.plans.certificate import LevelPrices
from jointstock.plans.fair_rounds import solve_rounds
from jointstock.plans.ladder import climb
from jointstock.plans.level_solver import LevelSolver, OpenSolver
from jointstock.plans.pairs import is_paired, solve_pair
from jointstock.plans.size import WAYS_OUT
from jointstock.plans.solved import Solved
from jointstock.solver.outcome import Outcome, Watch

_WIDER_SLACK = 1e-6
_FREE_SHARE = 0.5
_TINY = 1e-6
PRICED_LEVEL = "shortfall"
_LOST = ("infeasible", "imprecise")


def solve_levels(
    model: Model, watch: Watch, open_solver: OpenSolver, *, decided: Floats | None = None
) -> Solved:
    """Solve every level; where there are yes-no decisions, hold them and solve again.

    In a large program they are made at once, from the levels with decisions as shares
    (:mod:`jointstock.plans.at_once`); where that leads nowhere, and in others, each level climbs the ladder.

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
    if decided is None and is_decided_at_once(model.program.arrays()):
        began = time.perf_counter()
        found = _at_once(model, watch, open_solver)
        if found is not None:
            return found
        watch = watch.rest(began, least=LEAST_SECONDS)
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


def _at_once(model: Model, watch: Watch, open_solver: OpenSolver) -> Solved | None:
    """Make the decisions from all levels with them as shares; None where that leads nowhere."""
    shared, rest = with_shares(model), partial(watch.rest, time.perf_counter(), least=LEAST_SECONDS)
    free = _all_levels(open_solver(shared.program, rest(part=_FREE_SHARE)), shared, None)
    if free.values is None:
        return None
    made = decide(model.program.arrays(), free.values)
    try:
        held = _all_levels(open_solver(model.program, replace(rest(), cancel=None)), model, made)
    except PlanError:
        return None
    if held.values is None:
        return None
    bounds = proven(shared, held, free, lambda: open_solver(shared.program, rest()))
    for level, bound in zip(held.levels, bounds, strict=True):
        level["bound"] = bound
    if not close_enough(held.levels):
        return None
    if free.status != "optimal":
        held.status, held.reason = free.status, free.reason
    held.solvers = [*(f"{text}, decisions as shares" for text in free.solvers), *held.solvers]
    return held


def _with_values(done: Solved) -> Solved:
    if done.values is None:
        way_out = " Give more time, or fewer months with --months." if done.status == "limit" else ""
        if done.short_of_memory:
            way_out = f" {WAYS_OUT}"
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
        left = list(model.goals)
        while left and done.status == "optimal":
            paired = _pair(solver, left, done)
            if not paired and isinstance(left[0], FairGoal):
                going = _fair(solver, left[0], done)
            elif not paired:
                going = _level(solver, left[0], done, last=len(left) == 1)
            if not paired and not going:
                break
            del left[: 2 if paired else 1]
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


def _pair(solver: LevelSolver, left: Sequence[Goal | FairGoal], done: Solved) -> bool:
    """Solve the first two levels at once; False where they are not."""
    large = is_paired(solver.arrays) and not done.levels
    first, second = (*left, None)[:2]
    plain = isinstance(first, Goal) and isinstance(second, Goal)
    if not (large and plain and len(left) > 2) or done.undecided:
        return False
    assert isinstance(first, Goal)
    assert isinstance(second, Goal)
    found = solve_pair(solver, first, second)
    if found is None:
        return False
    *outcomes, face = found
    # The second level was found with the first at its value: no room is left there.
    _book(solver, first, outcomes[0], done, slack=0.0)
    _book(solver, second, outcomes[1], done, slack=done.slack, face=face)
    return True


def _level(solver: LevelSolver, goal: Goal, done: Solved, *, last: bool) -> bool:
    """Solve one level and hold it for the later ones; False where the solver stopped."""
    if done.undecided:
        outcome = climb(solver, goal, done.values)
    elif done.levels and is_paired(solver.arrays):
        outcome = _on_face(solver, goal, done, last=last)
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
    if outcome.status != "optimal":
        done.status = "cancelled" if outcome.status == "cancelled" else "limit"
        done.reason = _reason(goal, outcome)
        done.short_of_memory = outcome.status == "memory"
        if outcome.status in (*_LOST, "unbounded"):
            contradicted = outcome.status == "infeasible" and not done.levels
            raise (ContradictionError if contradicted else PlanError)(f"No plan: {done.reason}.")
    _book(solver, goal, outcome, done, slack=done.slack)
    return outcome.status == "optimal"


def _on_face(solver: LevelSolver, goal: Goal, done: Solved, *, last: bool) -> Outcome:
    """Solve a level of a large program where only what is settled holds the levels before.

    Rows that hold levels at their best values leave the interior point no inside. Where a level before comes
    out wider than the widest slack, its row holds again, and the dual simplex goes on from there.
    """
    solver.bind(None)
    outcome = solver.minimise(goal.name, goal.measure, last=last)
    over = [0.0] * len(done.levels)
    if outcome.columns is not None:
        over = [
            before.measure.value(outcome.columns) - level["value"]
            for before, level in zip(done.goals, done.levels, strict=True)
        ]
    near = all(
        more <= _WIDER_SLACK * max(1.0, abs(level["value"]))
        for more, level in zip(over, done.levels, strict=True)
    )
    if outcome.status == "optimal" and near:
        for more, level in zip(over, done.levels, strict=True):
            level["tolerance"] = max(level["tolerance"], more)
        solver.bind(_held(done.levels))
        return outcome
    solver.bind(_held(done.levels))
    return solver.minimise(goal.name, goal.measure, near=outcome.columns is not None)


def _book(
    solver: LevelSolver, goal: Goal, outcome: Outcome, done: Solved, *, slack: float, face: Any = None
) -> None:
    """Note what a level has given, and hold it."""
    done.values = done.values if outcome.columns is None else outcome.columns
    bound = outcome.bound if math.isfinite(outcome.bound) else None
    # The value itself was reached with whole decisions: later levels need no more room than that.
    room = slack * max(1.0, abs(outcome.value))
    done.levels.append(
        {"name": goal.name, "unit": goal.unit, "value": outcome.value, "bound": bound, "tolerance": room}
    )
    done.solvers.append(f"{goal.name}: {outcome.solver}")
    done.goals.append(goal)
    whole = len(done.certificate) == len(done.levels) - 1
    if whole and outcome.prices is not None and outcome.level_prices is not None:
        limits = np.array(_held(done.levels[:-1]))
        done.certificate.append(LevelPrices(goal.name, outcome.prices, outcome.level_prices, limits))
    if outcome.prices is not None and goal.name == PRICED_LEVEL:
        done.prices = outcome.prices
    if outcome.status == "optimal":
        solver.keep(goal.measure, outcome.value + room, face)


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
