"""Goals: what is minimised, in which order; a solve each.

1. ``commitments``: months of broken promises, sum over periods of m * (deficit / floor)
   + m * (late / ordered) + m * (unmet / use) for peacetime use.
2. ``end``: weighted shortfall at the end, with all operational use left unmet until then.
3. ``shortfall``: weighted area under the shortfall and under the operational use left
   unmet to date, (m-1)/2 at the start and (m+1)/2 at the end of each period.
   ``transition``, where a legacy fleet may retire: legacy platform-months in service.
4. ``money``: every cost term but what was ordered before the plan.
   ``reimbursed``, where instruments reimburse: what they pay, negative, so that no eligible
   claim stays unpaid for nothing.
5. ``stock``: unit-months held, each item in units of its first class's scale, against free
   storage.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from jointstock.measure.arrays import Floats, Ints
from jointstock.model.blocks.targets import Shortfall
from jointstock.model.costs import DECIDED_BEFORE, Expense
from jointstock.model.flows import Flow
from jointstock.solver.program import Expression


@dataclass(frozen=True)
class Goal:
    """One level.

    Attributes:
        name: Name of the level.
        unit: Unit of its value.
        measure: What is minimised.
    """

    name: str
    unit: str
    measure: Expression


@dataclass(frozen=True)
class Unmet:
    """Unmet operational use, where it counts as shortfall.

    Attributes:
        columns: Columns of unmet use, shape (demands, periods).
        requirement: Requirement of each demand, -1 for none, shape (demands,).
        factor: Class units per unit of the demand, shape (demands,).
    """

    columns: Ints
    requirement: Ints
    factor: Floats

    def weighted(self, weight: Floats) -> Floats:
        """Weighted shortfall per unit unmet, 0 where it does not count, shape (demands, 1)."""
        return np.where(self.requirement >= 0, self.factor * weight[self.requirement], 0.0)[:, None]


def commitments(broken: Sequence[tuple[Ints, Floats]], months: Floats) -> Goal:
    """Months of broken promises.

    Args:
        broken: What is broken and what was promised, each of shape (promises, periods).
        months: Months of each period, shape (periods,).
    """
    terms = [(months / np.where(promised > 0, promised, np.inf), columns) for columns, promised in broken]
    return Goal("commitments", "months", Expression.of(*terms))


def end_shortfall(shortfall: Shortfall, unmet: Unmet, weight: Floats) -> Goal:
    """Weighted shortfall at the end of the last period."""
    terms = [
        (weight, shortfall.end[:, -1]),
        (unmet.weighted(weight), unmet.columns),
    ]
    return Goal("end", "weighted shortfall", Expression.of(*terms))


def shortfall_area(shortfall: Shortfall, unmet: Unmet, weight: Floats, months: Floats) -> Goal:
    """Weighted area under the shortfall.

    What is left unmet in a period counts (m+1)/2 in it and m in every later one.
    """
    lasting = (months + 1) / 2 + np.cumsum(months[::-1])[::-1] - months
    terms = [
        (weight[:, None] * (months - 1) / 2, shortfall.start),
        (weight[:, None] * (months + 1) / 2, shortfall.end),
        (unmet.weighted(weight) * lasting, unmet.columns),
    ]
    return Goal("shortfall", "weighted shortfall-months", Expression.of(*terms))


def legacy_months(platforms: Ints, opening: Floats, months: Floats) -> Goal:
    """Platform-months of legacy fleets in service: (m-1)/2 of the start and (m+1)/2 of the end.

    Args:
        platforms: Columns of legacy platforms in service, shape (legacy fleets, periods).
        opening: Platforms in service at the start, shape (legacy fleets,).
        months: Months of each period, shape (periods,).
    """
    weight = (months + 1) / 2 + np.append((months[1:] - 1) / 2, 0.0)
    constant = float(opening.sum() * (months[0] - 1) / 2)
    return Goal("transition", "platform-months", Expression.of((weight, platforms), constant=constant))


def money(expenses: Sequence[Expense], currency: str) -> Goal:
    """All cost terms that the plan decides."""
    decided = [expense for expense in expenses if expense.term != DECIDED_BEFORE]
    parts = [
        Expression(expense.due.column, expense.due.coefficient, float(expense.anyway.sum()))
        for expense in decided
    ]
    return Goal("money", currency, parts[0].plus(*parts[1:]))


def reimbursed(paid: Sequence[Ints], currency: str) -> Goal:
    """What instruments pay back, as a negative number: it changes no other level's money.

    Args:
        paid: Columns of what each instrument reimburses.
        currency: Currency of the case.
    """
    return Goal("reimbursed", currency, Expression.of(*[(-1.0, columns) for columns in paid]))


def stock_held(held: Flow, opening: Floats, scale: Floats, months: Floats) -> Goal:
    """Unit-months held, each item in units of its scale.

    Args:
        held: Unit-months, by pair.
        opening: Units before the first month, shape (pairs,).
        scale: Units that count as one, shape (pairs,).
        months: Months of each period, shape (periods,).
    """
    constant = float((opening / scale).sum() * (months[0] - 1) / 2)
    measure = Expression(held.column, held.coefficient / scale[held.owner], constant)
    return Goal("stock", "scaled unit-months", measure)


def in_order(goals: Sequence[Goal], *, end: str) -> tuple[Goal, ...]:
    """Goals in their order, without the end where it is not asked for."""
    return tuple(goal for goal in goals if not (goal.name == "end" and end == "none"))
