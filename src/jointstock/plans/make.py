"""Make a plan: check, build, solve level by level, read back."""

import math
import platform
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from importlib.metadata import version as package_version
from itertools import groupby
from typing import Any

import numpy as np
import polars as pl

from jointstock.errors import CaseError, OptionError, PlanError
from jointstock.facts.case import Case
from jointstock.facts.changes import Change
from jointstock.facts.checks import check
from jointstock.measure.arrays import Floats
from jointstock.measure.months import Calendar
from jointstock.model.build import Model, build, outside_arrivals
from jointstock.model.goals import Goal
from jointstock.model.sets import calendar_of, read_sets
from jointstock.plans import accounts, answers, figures
from jointstock.plans.folder import tables_digest
from jointstock.plans.plan import Plan
from jointstock.plans.rounding import whole_units
from jointstock.plans.schema import PLAN_TABLES
from jointstock.plans.summary import summarise
from jointstock.solver.highs import Solver, Watch, version
from jointstock.solver.outcome import Outcome, Progress
from jointstock.solver.program import Arrays, Program

SCHEMA = 1
_SLACK, _WIDER_SLACK = 1e-9, 1e-6
_TINY = 1e-6
_PRICED_LEVEL = "shortfall"
_LOST = ("infeasible", "imprecise")


@dataclass
class _Solve:
    """What the levels have given so far."""

    arrays: Arrays
    status: str = "optimal"
    reason: str = ""
    slack: float = _SLACK
    undecided: bool = False
    levels: list[dict[str, Any]] = field(default_factory=list)
    values: Floats | None = None
    prices: Floats | None = None
    solvers: list[str] = field(default_factory=list)


def make_plan(
    case: Case,
    *,
    calendar: str | None = None,
    end: str | None = None,
    time_limit: float | None = None,
    threads: int = 1,
    changes: Sequence[Change] = (),
    progress: Callable[[Progress], None] | None = None,
    cancel: Callable[[], bool] | None = None,
) -> Plan:
    """Make the joint plan of a case.

    Args:
        case: The case; it is checked first.
        calendar: Periods such as "12x1,16x3"; None for the case's own, else twelve single
            months and then quarters.
        end: "meet" to minimise the shortfall at the end before its area, "none" not to; None
            for the case's own.
        time_limit: Seconds for the solver; None for no limit.
        threads: Threads of the solver, the same for the whole process.
        changes: What-if changes that the case already carries, kept in ``run``.
        progress: Called with a sign of life at least every two seconds.
        cancel: Asked now and then whether to stop; the best plan so far is returned.

    Returns:
        The plan.

    Raises:
        CaseError: The case has faults.
        OptionError: The calendar or ``end`` cannot be read.
        PlanError: No feasible plan was found inside the limits.
    """
    started, clock = datetime.now(UTC), time.perf_counter()
    chosen_end = case.settings.end if end is None else end
    if chosen_end not in ("meet", "none"):
        raise OptionError(f"end '{chosen_end}' is not known; write meet or none.")
    faults = check(case)
    if faults:
        raise CaseError(case.settings.name, faults)
    seconds = {"check": time.perf_counter() - clock}
    clock = time.perf_counter()
    sets = read_sets(case, calendar_of(case, calendar))
    model = build(sets, currency=case.settings.currency, end=chosen_end)
    seconds["build"] = time.perf_counter() - clock
    clock = time.perf_counter()
    solved = _solve(model, Watch(time_limit, threads, progress, cancel))
    seconds["solve"] = time.perf_counter() - clock
    clock = time.perf_counter()
    run: dict[str, Any] = {
        "schema": SCHEMA,
        "case": case.settings.name,
        "digest": case.digest,
        "as_of": case.settings.as_of,
        "first_month": case.settings.first_month,
        "months": case.settings.months,
        "calendar": calendar_text(sets.calendar),
        "status": solved.status,
        "reason": solved.reason,
        "levels": solved.levels,
        "size": _size(model.program, len(solved.arrays.values)),
        "options": {
            "calendar": calendar,
            "end": chosen_end,
            "time_limit": time_limit,
            "threads": threads,
            "changes": [dict(change) for change in changes],
        },
        "versions": {
            "jointstock": package_version("jointstock"),
            "python": platform.python_version(),
            "highs": version(),
            "polars": pl.__version__,
            "numpy": np.__version__,
        },
        "solver": solved.solvers,
    }
    tables = _tables(case, model, solved, run)
    seconds["read_back"] = time.perf_counter() - clock
    run["plan_digest"] = tables_digest(tables)
    run["summary"] = summarise(case, run, tables)
    run["volatile"] = {"started": started.isoformat(timespec="seconds"), "seconds": seconds}
    return Plan(case, run, tables)


def calendar_text(calendar: Calendar) -> str:
    """A calendar written as runs, such as ``12x1,16x3``."""
    return ",".join(f"{len(list(run))}x{months}" for months, run in groupby(calendar.lengths))


def _solve(model: Model, watch: Watch) -> _Solve:
    """Solve every level; where there are yes-no decisions, hold them and solve again.

    The second time all levels are linear programs, so that no decision is a millionth of a yes;
    the bounds stay those that were proven with the decisions open. Such a bound holds under the
    limits of the levels before; where the held levels leave a little more room than the open ones
    did, and are better for it, their own optimum takes its place.
    """
    done = _all_levels(model, watch, None)
    if done.values is None or not done.undecided:
        return _with_values(done)
    integer = done.arrays.integer
    # Neither limit nor cancel strikes again, so that the plan found is not lost.
    unhurried = replace(watch, time_limit=None, cancel=None)
    held = _all_levels(model, unhurried, np.where(integer, np.round(done.values), np.nan))
    proven = {level["name"]: level["bound"] for level in done.levels}
    for level in held.levels:
        bound = proven.get(level["name"])
        level["bound"] = None if bound is None else min(bound, level["value"])
    held.solvers = done.solvers + held.solvers
    if done.status != "optimal":
        held.status, held.reason = done.status, done.reason
    return _with_values(held)


def _with_values(done: _Solve) -> _Solve:
    if done.values is None:
        way_out = " Give more time, or fewer months with --months." if done.status == "limit" else ""
        raise PlanError(f"No plan: {done.reason}.{way_out}")
    return done


def _all_levels(model: Model, watch: Watch, held: Floats | None) -> _Solve:
    """Solve every level, then clean the plan of crumbs; ``held`` fixes columns, NaN leaving one free."""
    solver = Solver(model.program, watch)
    done = _Solve(solver.arrays)
    if held is not None:
        solver.fix(held)
    elif solver.arrays.integer.any():
        # A level reached by branching is known to the solver's own tolerance only.
        done.slack, done.undecided = _WIDER_SLACK, True
    try:
        for goal in model.goals:
            if not _level(solver, goal, done, last=goal is model.goals[-1]):
                break
        if done.status == "optimal" and not done.undecided:
            _clean(solver, model, done)
    finally:
        solver.close()
    return done


def _level(solver: Solver, goal: Goal, done: _Solve, *, last: bool) -> bool:
    """Solve one level and hold it for the later ones; False where the solver stopped."""
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
            raise PlanError(f"No plan: {done.reason}.")
    bound = outcome.bound if math.isfinite(outcome.bound) else None
    slack = done.slack * max(1.0, abs(outcome.value)) + (0.0 if bound is None else outcome.gap)
    done.levels.append(
        {"name": goal.name, "unit": goal.unit, "value": outcome.value, "bound": bound, "tolerance": slack}
    )
    done.solvers.append(f"{goal.name}: {outcome.solver}")
    if outcome.prices is not None and goal.name == _PRICED_LEVEL:
        done.prices = outcome.prices
    if outcome.status == "optimal":
        solver.keep(goal.measure, outcome.value + slack)
    return outcome.status == "optimal"


def _limits(done: _Solve, slack: float) -> list[float]:
    """Limits of the levels so far, with another slack from here on."""
    for level in done.levels:
        level["tolerance"] += (slack - done.slack) * max(1.0, abs(level["value"]))
    done.slack = slack
    return [level["value"] + level["tolerance"] for level in done.levels]


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


def _clean(solver: Solver, model: Model, done: _Solve) -> None:
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


def _tables(case: Case, model: Model, solved: _Solve, run: dict[str, Any]) -> dict[str, pl.DataFrame]:
    """Every table of the plan; completes levels and basis of ``run``."""
    assert solved.values is not None
    sets = model.sets
    solution = answers.Solution(model, solved.values)
    placed = answers.orders(solution)
    placed = placed.with_columns(figures.order_basis(case, placed), whole_units(placed))
    delivered = answers.deliveries(solution, placed)
    expanded = answers.expansions(solution)
    paid = accounts.payments(solution, placed, delivered, expanded)
    short = answers.shortfalls(solution)
    basis = figures.shortfall_basis(case, sets)
    short = short.join(basis, on=["nation", "class"], how="left", maintain_order="left")
    weight = np.repeat(sets.requirements.weight, sets.calendar.periods)
    run["basis"] = figures.basis_shares(
        placed, short.with_columns((pl.col("area") * weight).alias("weighted"))
    )
    raw = {
        "periods": _periods(sets.calendar),
        "orders": placed,
        "deliveries": delivered,
        "production": answers.production(solution),
        "components": answers.components(solution),
        "expansions": expanded,
        "transfers": answers.transfers(solution),
        "stocks": answers.stocks(solution, outside_arrivals(sets)),
        "use": answers.use(solution),
        "cover": answers.cover(solution),
        "shortfalls": short,
        "payments": paid,
        "budgets": accounts.budgets(solution, paid),
        "costs": accounts.costs(paid),
        "prices": figures.prices(model.program, solved.prices),
        "kpis": figures.kpis(case, sets, short, paid),
    }
    _finish_levels(model, solved, raw)
    return {name: table.frame(raw[name]) for name, table in PLAN_TABLES.items()}


def _finish_levels(model: Model, solved: _Solve, raw: dict[str, pl.DataFrame]) -> None:
    """Give every level the value of the finished plan, and its gap."""
    assert solved.values is not None
    figures_of = {(row["kpi"]): float(row["value"]) for row in _whole(raw["kpis"])}
    known = {"end": figures_of["end_shortfall"], "shortfall": figures_of["area"]}
    known["money"] = float(raw["costs"].get_column("amount").sum())
    solved_names = {level["name"]: level for level in solved.levels}
    solved.levels.clear()
    for goal in model.goals:
        level = solved_names.get(goal.name, {"bound": None, "tolerance": None})
        value = known.get(goal.name, goal.measure.value(solved.values))
        gap = None if level["bound"] is None else max(0.0, value - level["bound"])
        solved.levels.append(
            {
                "name": goal.name,
                "unit": goal.unit,
                "value": value,
                "bound": level["bound"],
                "gap": gap,
                "tolerance": level["tolerance"],
            }
        )


def _whole(kpis: pl.DataFrame) -> list[dict[str, Any]]:
    """Key figures of the whole plan that are known."""
    whole = kpis.filter(pl.col("nation").is_null(), pl.col("class").is_null(), pl.col("value").is_not_null())
    return whole.to_dicts()


def _periods(calendar: Calendar) -> pl.DataFrame:
    labels = list(calendar.labels)
    return pl.DataFrame({"period": labels, "first_month": labels, "months": list(calendar.lengths)})


def _size(program: Program, nonzeros: int) -> dict[str, Any]:
    return {
        "columns": program.columns,
        "rows": program.rows,
        "nonzeros": nonzeros,
        "families": {
            "columns": {
                name: family.count for name, family in program.column_families.items() if family.count
            },
            "rows": {name: family.count for name, family in program.row_families.items() if family.count},
        },
    }
