"""The table of contents of the mathematics: every part, in order."""

from dataclasses import dataclass

import numpy as np

from jointstock.measure.arrays import Ints
from jointstock.model.costs import Expense, unit_months
from jointstock.model.goals import (
    Goal,
    Unmet,
    commitments,
    end_shortfall,
    in_order,
    legacy_months,
    money,
    reimbursed,
    shortfall_area,
    stock_held,
)
from jointstock.model.index_sets.sets import Sets
from jointstock.model.parts.agreeing import Agreeing, add_agreeing
from jointstock.model.parts.authorities import add_authorities
from jointstock.model.parts.buying import Buying, add_buying
from jointstock.model.parts.keeping import Holding, add_keeping
from jointstock.model.parts.making import Industry, add_making
from jointstock.model.parts.paying import add_paying, cost_terms
from jointstock.model.parts.reimbursing import Decisions, Support, add_reimbursing
from jointstock.model.parts.serving import (
    Serving,
    add_service_columns,
    add_serving,
    drawn_by_fleets,
    required_by_fleets,
)
from jointstock.solver.program import Program


@dataclass(frozen=True)
class Model:
    """A program with what its columns mean.

    Attributes:
        program: The linear program.
        sets: What it is built over.
        buying: Columns of orders; ``agreeing``: those of the terms of contracts.
        industry, holding, serving: Columns of industry, of holders and of fleets.
        support: What instruments pay back.
        expenses: Cost terms.
        carried: Columns of money carried on, shape (budgets,).
        goals: What is minimised, in order.
    """

    program: Program
    sets: Sets
    buying: Buying
    industry: Industry
    holding: Holding
    serving: Serving
    agreeing: Agreeing
    support: tuple[Support, ...]
    expenses: tuple[Expense, ...]
    carried: Ints
    goals: tuple[Goal, ...]


def build(sets: Sets, *, currency: str, end: str) -> Model:
    """State the whole plan as a linear program.

    Args:
        sets: Index sets of a case.
        currency: Currency of the case, the unit of money.
        end: "meet" to minimise the shortfall at the end before its area, "none" not to.
    """
    program = Program()
    buying = add_buying(program, sets)
    service = add_service_columns(program, sets)
    industry = add_making(program, sets, buying, drawn_by_fleets(sets, service))
    holding = add_keeping(program, sets, buying, required_by_fleets(sets, service))
    serving = add_serving(program, sets, buying, service)
    agreeing = add_agreeing(program, sets, buying)
    expenses = cost_terms(sets, buying, agreeing, industry, holding, serving)
    decisions = Decisions(buying, agreeing, industry, holding, serving)
    support, moved = add_reimbursing(program, sets, decisions)
    expenses = (*expenses, moved)
    carried = add_paying(program, sets, expenses)
    add_authorities(program, sets, buying, industry)
    months, weight = sets.calendar.length, sets.requirements.weight
    demands = sets.demands
    unmet = Unmet(holding.unmet, demands.requirement, demands.factor)
    peace = (~demands.operational)[:, None]
    broken = [
        *holding.broken,
        (buying.open_orders.late, sets.backlog.quantity[:, None]),
        (np.where(peace, holding.unmet, -1), demands.wanted),
        (serving.deficit, sets.platforms.floors.floor),
    ]
    goals = (
        commitments(broken, months),
        end_shortfall(holding.shortfall, unmet, weight),
        shortfall_area(holding.shortfall, unmet, weight, months),
        *_transition(sets, serving),
        money(expenses, currency),
        *_reimbursed(support, currency),
        stock_held(unit_months(holding.stock, months), sets.pairs.opening, sets.pair_scale, months),
    )
    ordered = in_order(goals, end=end)
    return Model(
        program, sets, buying, industry, holding, serving, agreeing, support, expenses, carried, ordered
    )


def _reimbursed(support: tuple[Support, ...], currency: str) -> tuple[Goal, ...]:
    """What instruments pay as a goal, where any of them chooses how much."""
    paid = [one.reimbursed for one in support if not one.scheme.flat]
    return (reimbursed(paid, currency),) if paid else ()


def _transition(sets: Sets, serving: Serving) -> tuple[Goal, ...]:
    """The legacy fleet as a goal, where the plan may retire any of it."""
    fleets = sets.platforms.fleets
    if not (fleets.legacy[:, None] & (fleets.retire_max > 0)).any():
        return ()
    platforms = serving.service.platforms[fleets.legacy]
    return (legacy_months(platforms, fleets.opening[fleets.legacy], sets.calendar.length),)
