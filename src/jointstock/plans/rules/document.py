"""V0 for ``run.json``: its parts are of their kind, agree with the case, and belong to the tables."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterator, Mapping
from typing import Any, TypeGuard

import polars as pl

from jointstock.facts.case import Case
from jointstock.plans.findings import Finding
from jointstock.plans.folder import tables_digest
from jointstock.plans.rules.ground import TOLERANCE, Check
from jointstock.plans.rules.time import Periods

RULE = "V0"
SCHEMA = 1
STATUSES = ("optimal", "limit", "cancelled")
LEVELS = ("commitments", "end", "shortfall", "transition", "money", "reimbursed", "stock")
OPTIONAL = frozenset({"transition", "reimbursed"})
# Parts that every plan has, and those that it has as well once it has a digest of its tables.
_PARTS = ("digest", "first_month", "months", "as_of", "levels")
_MORE_PARTS = ("schema", "case", "calendar", "status")
_LEVEL_PARTS = ("value", "bound", "gap", "tolerance")
_SAME = 1e-9
_ENDLESS = 1e300


def run_document(run: Mapping[str, Any]) -> Check:
    """Check that ``run.json`` has the parts that the verifier reads, and that they are of their kind."""
    wanted = _PARTS + (_MORE_PARTS if "plan_digest" in run else ())
    found = [_plain(f"run.{name}", f"run.json has no {name}.") for name in wanted if name not in run]
    levels = run.get("levels", [])
    if not isinstance(levels, list | tuple) or not all(isinstance(level, Mapping) for level in levels):
        found.append(_plain("run.levels", "The levels of run.json are no list of objects."))
    return Check(RULE, len(wanted) + 1, tuple(found))


def header(case: Case, run: Mapping[str, Any], tables: Mapping[str, pl.DataFrame]) -> Check:
    """Check schema, status and name of the case where the run has them, and the digest of the tables."""
    told: list[tuple[str, bool, str]] = []
    if "schema" in run:
        right = type(run["schema"]) is int and run["schema"] == SCHEMA
        told.append(("schema", right, f"The schema of run.json is {run['schema']}; it is {SCHEMA}."))
    if "status" in run:
        text = f"The status of run.json is '{run['status']}'; it is one of {', '.join(STATUSES)}."
        told.append(("status", run["status"] in STATUSES, text))
    if "case" in run:
        text = f"The plan names the case '{run['case']}'; the case is '{case.settings.name}'."
        told.append(("case", run["case"] == case.settings.name, text))
    if "plan_digest" in run:
        text = "The tables are not those that the plan was made with: their digest is another one."
        told.append(("plan_digest", run["plan_digest"] == tables_digest(tables), text))
    found = tuple(_plain(f"run.{name}", text) for name, right, text in told if not right)
    return Check(RULE, len(told), found)


def calendar(run: Mapping[str, Any], periods: Periods) -> Check:
    """Check that the calendar of the run, such as ``12x1,16x3``, is that of the periods."""
    if "calendar" not in run:
        return Check(RULE, 0)
    runs = ((len(list(same)), months) for months, same in itertools.groupby(periods.lengths))
    meant = ",".join(f"{count}x{months}" for count, months in runs)
    text = f"The calendar of run.json is '{run['calendar']}'; the periods are {meant}."
    right = run["calendar"] == meant
    return Check(RULE, 1, () if right else (_plain("run.calendar", text),))


def levels(run: Mapping[str, Any], called_for: Collection[str] = ()) -> Check:
    """Check the names of the levels and their order, and that value, bound and gap agree.

    Args:
        run: Content of ``run.json``.
        called_for: Which of the levels that not every plan has the case calls for.

    Returns:
        A finding for each level that is wrong.
    """
    told = [str(level.get("name")) for level in run["levels"]]
    options = run.get("options")
    end = options.get("end") if isinstance(options, Mapping) else None
    every = list(_with_aims([name for name in LEVELS if name in called_for or name not in OPTIONAL], run))
    without = [name for name in every if name != "end"]
    meant = {"meet": [every], "none": [without]}.get(str(end), [every, without])
    found = []
    if told not in meant:
        text = f"The levels of run.json are {', '.join(told) or 'none'}; they are {', '.join(meant[0])}."
        found.append(_plain("run.levels", text))
    for name, level in zip(told, run["levels"], strict=True):
        texts = _of_level(level, complete="plan_digest" in run)
        found += [_plain(f"run.levels/{name}", f"Level {name} of run.json: {text}") for text in texts]
    return Check(RULE, 1 + len(told), tuple(found))


def _with_aims(names: list[str], run: Mapping[str, Any]) -> Iterator[str]:
    """Name the levels together with those of what was asked for beyond them."""
    fairness = run.get("fairness")
    rounds = fairness.get("rounds") if isinstance(fairness, Mapping) else None
    count = len(rounds) if isinstance(rounds, list | tuple) else 0
    before = {
        "shortfall": [f"fair {number}" for number in range(1, count + 1)],
        "stock": ["stability"] if run.get("keep") else [],
    }
    for name in names:
        yield from before.get(name, [])
        yield name
        if name == "commitments" and run.get("hurry"):
            yield "deadline"


def _of_level(level: Mapping[str, Any], *, complete: bool) -> Iterator[str]:
    """Say what is wrong with one level."""
    for part in _LEVEL_PARTS:
        if part not in level:
            if complete or part == "value":
                yield f"it has no {part}."
        elif not (is_number(level[part]) or (level[part] is None and part != "value")):
            yield f"its {part} is no number."
    value, bound, gap = level.get("value"), level.get("bound"), level.get("gap")
    if not is_number(bound):
        if is_number(gap):
            yield f"it has the gap {gap}, but no bound."
        return
    if not is_number(value):
        return
    tolerance = level.get("tolerance")
    most = value + max(tolerance if is_number(tolerance) else 0.0, TOLERANCE * (1 + abs(value)))
    if bound > most:
        yield f"its bound {bound} is above its value {value}."
    if "gap" in level:
        meant = max(0.0, value - bound)
        if not is_number(gap) or abs(gap - meant) > _SAME * max(1.0, abs(value), abs(bound)):
            yield f"its gap is {gap}; value and bound make {meant}."


def is_number(value: object) -> TypeGuard[float]:
    """Whether something is a number that can be reckoned with."""
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < _ENDLESS


def _plain(name: str, text: str) -> Finding:
    return Finding(RULE, name, "", None, None, None, text)
