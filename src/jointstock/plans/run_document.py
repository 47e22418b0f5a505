"""The document of a plan, ``run.json``: what was planned, how, and by which versions."""

import platform
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from itertools import groupby
from typing import Any

import numpy as np
import polars as pl

from jointstock.facts.case import Case
from jointstock.measure.months import Calendar
from jointstock.model.build import Model
from jointstock.model.choosing import FairGoal
from jointstock.plans.pursuit import Pursued
from jointstock.plans.read_back import size_of
from jointstock.solver.program import Arrays
from jointstock.solver.ranges import CoefficientRanges, cost_range

SCHEMA = 1


def run_document(
    case: Case,
    pursued: Pursued,
    options: Mapping[str, Any],
    instruments: Sequence[Mapping[str, Any]],
    highs: str,
) -> dict[str, Any]:
    """What is known of a plan before its tables are read.

    Args:
        case: The case.
        pursued: What the search has given.
        options: What was asked for.
        instruments: Rates of instruments with one rate.
        highs: Version of HiGHS.
    """
    model, solved = pursued.model, pursued.solved
    return {
        "schema": SCHEMA,
        "case": case.settings.name,
        "digest": case.digest,
        "as_of": case.settings.as_of,
        "first_month": case.settings.first_month,
        "months": case.settings.months,
        "calendar": calendar_text(model.sets.calendar),
        "status": solved.status,
        "reason": solved.reason,
        "levels": solved.levels,
        "size": size_of(model.program, len(solved.arrays.values)),
        "coefficients": coefficients_of(model, solved.arrays),
        "options": dict(options),
        "versions": _versions(highs),
        "solver": solved.solvers,
        "instruments": instruments,
        **pursued.told,
    }


def coefficients_of(model: Model, arrays: Arrays) -> dict[str, Any]:
    """How far apart the numbers of the program lie, in the solver's units, and where the outermost stand.

    Args:
        model: The model.
        arrays: Its program as the solver had it, without the rows that hold the levels.
    """
    goals = [goal.round(0) if isinstance(goal, FairGoal) else goal for goal in model.goals]
    costs = {goal.name: cost_range(goal.measure, arrays) for goal in goals}
    program = model.program
    found = CoefficientRanges.of(arrays).document(program)
    return {
        **found,
        "costs": {name: None if one is None else one.document(program) for name, one in costs.items()},
    }


def calendar_text(calendar: Calendar) -> str:
    """A calendar written as runs, such as ``12x1,16x3``."""
    return ",".join(f"{len(list(run))}x{months}" for months, run in groupby(calendar.lengths))


def _versions(highs: str) -> dict[str, str]:
    """Versions of what made the plan."""
    return {
        "jointstock": version("jointstock"),
        "python": platform.python_version(),
        "highs": highs,
        "polars": pl.__version__,
        "numpy": np.__version__,
    }
