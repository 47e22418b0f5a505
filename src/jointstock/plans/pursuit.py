"""Pursuit: the levels of a plan with the aims that were asked for.

A hurry finds its earliest period first and then is a level; a plan that is kept is a level; both
stand among the usual ones. Fairness needs to know the least shortfall, and the yes-no decisions:
the usual levels are solved first, the decisions held, and the levels of fairness are linear
programs.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import polars as pl

from jointstock.errors import PlanError
from jointstock.facts.case import Case
from jointstock.measure.arrays import Floats
from jointstock.model.build import Model
from jointstock.model.choosing import with_deadline, with_fairness, with_stability
from jointstock.plans.aims import Fairness, Hurry, Keep
from jointstock.plans.certificate import LevelPrices
from jointstock.plans.claims import LEAST
from jointstock.plans.deadline import chosen_targets, earliest
from jointstock.plans.level_solver import OpenSolver
from jointstock.plans.levels import PRICED_LEVEL, solve_levels
from jointstock.plans.solved import Solved
from jointstock.plans.standing import decisions, standing
from jointstock.solver.outcome import Watch


@dataclass(frozen=True)
class Aims:
    """What is asked of a plan beyond its usual levels.

    Attributes:
        fairness: What is made fair between nations, if anything.
        keep: A plan made before, from which as little as can be is changed.
        hurry: Targets to be met as early as can be.
    """

    fairness: Fairness | None = None
    keep: Keep | None = None
    hurry: Hurry | None = None

    def document(self) -> dict[str, Any]:
        """The aims as plain data, None for one that is not asked for."""
        aims = {"fairness": self.fairness, "keep": self.keep, "hurry": self.hurry}
        return {name: None if aim is None else aim.document() for name, aim in aims.items()}


@dataclass(frozen=True)
class Pursued:
    """What the pursuit of aims has given.

    Attributes:
        model: The model with all levels.
        solved: What the levels have given.
        told: Parts of ``run`` that speak of the aims.
        kept: Rows of table ``kept``; None where no plan is kept.
        claims: Prices that prove what ``told`` claims beyond the levels.
    """

    model: Model
    solved: Solved
    told: dict[str, Any] = field(default_factory=dict)
    kept: pl.DataFrame | None = None
    claims: tuple[LevelPrices, ...] = ()


def pursue(case: Case, model: Model, aims: Aims, watch: Watch, open_solver: OpenSolver) -> Pursued:
    """Solve a model with its aims.

    Args:
        case: The case.
        model: Its model with the usual levels; its program is added to.
        aims: What is asked beyond them.
        watch: Limits and signs of life.
        open_solver: How a solver of a program is opened.

    Raises:
        OptionError: An aim does not fit the case.
        PlanError: No feasible plan was found inside the limits.
    """
    began = time.perf_counter()
    told: dict[str, Any] = {}
    claims: list[LevelPrices] = []
    if aims.hurry is not None:
        model, told["hurry"], claims = _hurried(model, aims.hurry, watch, open_solver)
    kept = None
    if aims.keep is not None:
        stands = standing(case, model, aims.keep)
        model = with_stability(model, *decisions(stands.table, model), case.settings.currency)
        told["keep"], kept = {**aims.keep.document(), "notes": list(stands.notes)}, stands.table
    left = watch.rest(began)
    if aims.fairness is None:
        solved = solve_levels(model, left, open_solver)
    else:
        model, solved, found, more = _fairly(model, aims.fairness, left, open_solver)
        told, claims = told | found, claims + more
    if kept is not None:
        _drop_no_more_than_is_missing(model, solved)
    return Pursued(model, solved, told, kept, _over_all_rows(claims, solved))


def _drop_no_more_than_is_missing(model: Model, solved: Solved) -> None:
    """Count as dropped of a plan that is kept only what is missing, also where the level was not come to."""
    values, arrays = solved.values, solved.arrays
    dropped, kept = model.program.column_families["dropped"], model.program.row_families["kept"]
    if values is None or not kept.count:
        return
    begin, end = arrays.starts[kept.start], arrays.starts[kept.start + kept.count]
    terms = arrays.values[begin:end] * (values / arrays.column_unit)[arrays.index[begin:end]]
    sums = np.add.reduceat(terms, arrays.starts[kept.start : kept.start + kept.count] - begin)
    rows = slice(kept.start, kept.start + kept.count)
    room = (sums - arrays.row_lower[rows]) * arrays.row_unit[rows]
    columns = slice(dropped.start, dropped.start + dropped.count)
    solved.values = values.copy()
    solved.values[columns] = np.maximum(0.0, values[columns] - np.maximum(0.0, room))


def _over_all_rows(claims: Sequence[LevelPrices], solved: Solved) -> tuple[LevelPrices, ...]:
    """Prices with nothing for the rows that were stated after them."""
    rows = len(solved.arrays.row_lower)
    return tuple(replace(claim, rows=np.pad(claim.rows, (0, rows - len(claim.rows)))) for claim in claims)


def _hurried(
    model: Model, hurry: Hurry, watch: Watch, open_solver: OpenSolver
) -> tuple[Model, dict[str, Any], list[LevelPrices]]:
    """The model with the earliest deadline that can be kept, what is told of it, and what proves it."""
    chosen = chosen_targets(model, hurry)
    found = earliest(model, chosen, watch, open_solver)
    period = model.sets.calendar.periods - 1 if found.period is None else found.period
    label = model.sets.calendar.labels[period]
    told = {**hurry.document(), "period": label, "met": found.period is not None}
    return with_deadline(model, chosen, period), told, [found.before] if found.before else []


def _fairly(
    model: Model, fairness: Fairness, watch: Watch, open_solver: OpenSolver
) -> tuple[Model, Solved, dict[str, Any], list[LevelPrices]]:
    """The levels of fairness behind the usual ones; those alone where there is no time for more."""
    began = time.perf_counter()
    first = _first(model, watch, open_solver)
    if first.status != "optimal" or first.values is None:
        return model, first, {}, []
    least = next(level["value"] for level in first.levels if level["name"] == "shortfall")
    most = None if fairness.within is None else least * (1 + fairness.within)
    fair = with_fairness(model, fairness.of, every=fairness.every, most=most)
    try:
        solved = solve_levels(fair, watch.rest(began), open_solver, decided=_decisions(first, fair))
    except PlanError as error:
        first.status = "cancelled" if watch.cancel is not None and watch.cancel() else "limit"
        first.reason = f"there is no fair plan yet: {error}"
        return model, first, {}, []
    if first.arrays.integer.any():
        # The bounds hold for these decisions alone.
        for level in solved.levels:
            level["bound"] = None
    told = {**fairness.document(), "least_shortfall": least, "rounds": solved.rounds}
    claims = [replace(level, name=LEAST) for level in first.certificate if level.name == PRICED_LEVEL]
    return fair, solved, {"fairness": told}, [*claims, *solved.claims]


def _first(model: Model, watch: Watch, open_solver: OpenSolver) -> Solved:
    """The usual levels, so far as fairness needs them: up to shortfall, or all where decisions are open."""
    if model.program.arrays().integer.any():
        return solve_levels(model, watch, open_solver)
    names = [goal.name for goal in model.goals]
    few = model.goals[: names.index("shortfall") + 1]
    return solve_levels(replace(model, goals=few), watch, open_solver)


def _decisions(first: Solved, fair: Model) -> Floats:
    """The yes-no decisions of the usual levels, in the columns of the program as it is now."""
    assert first.values is not None
    held = np.full(fair.program.columns, np.nan)
    count = len(first.values)
    held[:count] = np.where(first.arrays.integer, np.round(first.values), np.nan)
    return held
