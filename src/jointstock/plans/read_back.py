"""Read a solved model back: every table of the plan, its levels and its size."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import polars as pl

from jointstock.facts.case import Case
from jointstock.measure.arrays import Floats
from jointstock.measure.months import Calendar
from jointstock.model.build import Model
from jointstock.model.choosing import FairGoal
from jointstock.model.goals import Goal
from jointstock.model.parts.keeping import outside_arrivals
from jointstock.plans import accounts, figures
from jointstock.plans.answers import agreements, fleets, holding, industry, lots, ordering, states, support
from jointstock.plans.answers.solution import Solution
from jointstock.plans.rounding import whole_units
from jointstock.plans.schema import PLAN_TABLES
from jointstock.plans.solved import Solved
from jointstock.solver.program import Program


def read_tables(case: Case, model: Model, solved: Solved, run: dict[str, Any]) -> dict[str, pl.DataFrame]:
    """Every table of the plan; completes levels and basis of ``run``.

    Args:
        case: The case.
        model: Its model.
        solved: What the levels have given.
        run: The document of the plan.
    """
    assert solved.values is not None
    sets = model.sets
    solution = Solution(model, solved.values)
    placed = ordering.orders(solution)
    placed = placed.with_columns(figures.order_basis(case, placed), whole_units(placed))
    delivered = ordering.deliveries(solution, placed)
    expanded = industry.expansions(solution)
    charged = agreements.charged(solution, placed)
    paid = accounts.payments(solution, placed, delivered, expanded, charged)
    outside = outside_arrivals(sets)
    by_lot = lots.aged(solution, outside)
    short = holding.shortfalls(solution)
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
        "production": industry.production(solution),
        "components": industry.components(solution),
        "expansions": expanded,
        "line_states": states.line_states(solution),
        "surges": states.surges(solution),
        "transfers": pl.concat([lots.transfers(solution), fleets.platform_transfers(solution)]),
        "stocks": holding.stocks(solution, outside, lots.expired(solution, by_lot)),
        "lots": lots.lots(solution, by_lot),
        "use": holding.use(solution),
        "cover": holding.cover(solution),
        "shortfalls": short,
        "payments": paid,
        "budgets": accounts.budgets(solution, paid),
        "costs": accounts.costs(paid),
        "authorities": accounts.authorities(solution, placed, expanded),
        "agreements": agreements.agreements(case, solution, placed, charged),
        "prices": figures.prices(model.program, solved.prices),
        "fleets": fleets.fleets(solution),
        "fleet_floors": fleets.fleet_floors(solution),
        "certifications": fleets.certifications(solution),
        "support": support.support(solution),
        "memberships": support.memberships(solution),
        "kpis": figures.kpis(case, sets, short, paid),
    }
    _finish_levels(model, solved, raw)
    return {name: table.frame(raw.get(name)) for name, table in PLAN_TABLES.items()}


def _finish_levels(model: Model, solved: Solved, raw: dict[str, pl.DataFrame]) -> None:
    """Give every level the value of the finished plan, and its gap."""
    assert solved.values is not None
    figures_of = {(row["kpi"]): float(row["value"]) for row in _whole(raw["kpis"])}
    known = {"end": figures_of["end_shortfall"], "shortfall": figures_of["area"]}
    known["money"] = float(raw["costs"].get_column("amount").to_numpy().sum())
    solved_names = {level["name"]: level for level in solved.levels}
    solved.levels.clear()
    for goal in model.goals:
        if isinstance(goal, FairGoal):
            losses = goal.values(_weighted_areas(model, raw["shortfalls"]))
            _finish_rounds(goal, losses, solved, solved_names)
        else:
            value = known.get(goal.name, goal.measure.value(solved.values))
            solved.levels.append(_finished(goal, value, solved_names.get(goal.name, {})))


def _finish_rounds(
    goal: FairGoal, losses: Floats, solved: Solved, solved_names: Mapping[str, Mapping[str, Any]]
) -> None:
    """Give every round of fairness the largest loss of the nations that no round before has found."""
    left = np.ones(len(losses), dtype=np.bool_)
    names = np.array(goal.losses.nations, dtype=object)
    for number, found in enumerate(solved.rounds):
        level = goal.round(number)
        solved.levels.append(_finished(level, float(losses[left].max()), solved_names[level.name]))
        left &= ~np.isin(names, found["nations"])


def _finished(goal: Goal, value: float, level: Mapping[str, Any]) -> dict[str, Any]:
    """A level of the finished plan; without bound and gap where it was not solved."""
    bound = level.get("bound")
    return {
        "name": goal.name,
        "unit": goal.unit,
        "value": value,
        "bound": bound,
        "gap": None if bound is None else max(0.0, value - bound),
        "tolerance": level.get("tolerance"),
    }


def _weighted_areas(model: Model, short: pl.DataFrame) -> Floats:
    """Weighted area of each requirement, shape (requirements,)."""
    area = short.get_column("area").to_numpy().reshape(-1, model.sets.calendar.periods)
    return np.asarray(area.sum(axis=1) * model.sets.requirements.weight, dtype=np.float64)


def _whole(kpis: pl.DataFrame) -> list[dict[str, Any]]:
    """Key figures of the whole plan that are known."""
    whole = kpis.filter(pl.col("nation").is_null(), pl.col("class").is_null(), pl.col("value").is_not_null())
    return whole.to_dicts()


def _periods(calendar: Calendar) -> pl.DataFrame:
    labels = list(calendar.labels)
    return pl.DataFrame({"period": labels, "first_month": labels, "months": list(calendar.lengths)})


def size_of(program: Program, nonzeros: int) -> dict[str, Any]:
    """Columns and rows of a program, in all and by family.

    Args:
        program: The program.
        nonzeros: Its nonzeros.
    """
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
