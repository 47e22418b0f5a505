"""Choosing: what is asked of a plan beyond the usual levels, stated on top of a model.

Each function adds to the program and gives the model with its levels anew: ``deadline``
before ``end``, ``fair`` before ``shortfall``, ``stability`` before ``stock``.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from jointstock.measure.arrays import Flags, Floats, Ints
from jointstock.model.blocks.fairness import Losses, add_losses
from jointstock.model.blocks.limits import add_limit
from jointstock.model.blocks.stability import add_stability
from jointstock.model.build import Model
from jointstock.model.goals import Goal, Unmet, end_shortfall
from jointstock.model.index_sets.lookup import locate
from jointstock.model.index_sets.sets import Sets
from jointstock.solver.program import ABSENT, Expression

Outcome = Literal["fill", "shortfall", "amount"]
_UNITS: dict[Outcome, str] = {
    "fill": "share of the requirement not covered",
    "shortfall": "weighted shortfall-months",
    "amount": "weighted shortfall-months covered less than the most that is wanted",
}
_ROOM = 1e-9


@dataclass(frozen=True)
class FairGoal(Goal):
    """Levels that make the worst off nation better off, round by round.

    Attributes:
        losses: Columns of what nations go without.
        every: Whether rounds go on until every nation is found.
        nation: Nation of each requirement, -1 for one that takes no part, shape (requirements,).
        divisor, constant: A loss is constant + weighted area / divisor, shape (nations,).
    """

    losses: Losses
    every: bool
    nation: Ints
    divisor: Floats
    constant: Floats

    def values(self, area: Floats) -> Floats:
        """Loss of each nation, shape (nations,).

        Args:
            area: Weighted shortfall-months of each requirement, shape (requirements,).
        """
        counts = self.nation >= 0
        short = np.bincount(self.nation[counts], area[counts], len(self.divisor))
        return np.asarray(self.constant + short / self.divisor, dtype=np.float64)

    def round(self, number: int) -> Goal:
        """The level of a round, counted from 0."""
        measure = Expression.of((1.0, self.losses.worst[number : number + 1]))
        return Goal(f"{self.name} {number + 1}", self.unit, measure)


@dataclass(frozen=True)
class Kept:
    """Decisions of an earlier plan, in the periods of this one.

    Attributes:
        labels: Names, shape (decisions,).
        column: Column of each decision in this plan, shape (decisions,).
        quantity: What the earlier plan decided, shape (decisions,).
        signed: What of it stays, shape (decisions,).
    """

    labels: tuple[str, ...]
    column: Ints
    quantity: Floats
    signed: Floats


def wanted_months(sets: Sets, covered: Floats | float = 0.0) -> Floats:
    """Weighted shortfall-months of each requirement if no more covered it, shape (requirements,).

    Targets as stated, what the fleets held at the start require, and all operational use.

    Args:
        sets: Index sets of a case.
        covered: Class units that cover each requirement all the time, shape (requirements,).
    """
    needs, months, demands = sets.requirements, sets.calendar.length, sets.demands
    fleets, extra = sets.platforms, np.zeros(len(needs.labels))
    place = locate(fleets.needs.frame, needs.frame, ["nation", "class"])
    np.add.at(extra, place, fleets.needs.factor * fleets.fleets.opening[fleets.needs.fleet])
    short = needs.target + extra[:, None] - np.broadcast_to(covered, extra.shape)[:, None]
    total = np.maximum(short, 0.0) @ months
    used = demands.factor * (demands.wanted @ lasting(months))
    counts = demands.requirement >= 0
    np.add.at(total, demands.requirement[counts], used[counts])
    return np.asarray(total * needs.weight, dtype=np.float64)


def lasting(months: Floats) -> Floats:
    """Months for which what is left unmet in a period counts, shape (periods,)."""
    return np.asarray((months + 1) / 2 + np.cumsum(months[::-1])[::-1] - months, dtype=np.float64)


def with_fairness(model: Model, of: Outcome, *, every: bool, most: float | None) -> Model:
    """The model with fairness between nations before the level shortfall.

    Args:
        model: The model; its program is added to.
        of: What is made fair.
        every: Whether every nation is to be found, and not the worst off alone.
        most: Weighted shortfall-months that are not to be passed; None for no limit.
    """
    sets = model.sets
    nations, by_nation, place = _taking_part(sets)
    divisor = by_nation if of == "fill" else np.ones(len(nations))
    constant = by_nation.max(initial=0.0) - by_nation if of == "amount" else np.zeros(len(nations))
    nation, column, share = _areas(model, place)
    # Where fleets grow, so may what their nation is short of.
    bound = np.inf if len(sets.platforms.needs.fleet) else constant + by_nation / divisor
    losses = add_losses(
        model.program,
        nations,
        (nation, column, share / divisor[nation]),
        constant,
        np.broadcast_to(np.asarray(bound), by_nation.shape),
        len(nations) if every else min(1, len(nations)),
    )
    if most is not None:
        measure = next(goal.measure for goal in model.goals if goal.name == "shortfall")
        add_limit(model.program, "shortfall", measure, most + _ROOM * max(1.0, most))
    worst = Expression.of((1.0, losses.worst[:1]))
    goal = FairGoal("fair", _UNITS[of], worst, losses, every, place, divisor, constant)
    return replace(model, goals=_before(model.goals, "shortfall", goal) if len(nations) else model.goals)


def _taking_part(sets: Sets) -> tuple[list[str], Floats, Ints]:
    """Nations that want anything, what they want, and the nation of each requirement (-1 for none)."""
    names = sets.requirements.frame.get_column("nation").to_numpy().astype(str)
    every, of = np.unique(names, return_inverse=True)
    wanted = np.zeros(len(every))
    np.add.at(wanted, of, wanted_months(sets))
    number = np.where(wanted > 0, np.cumsum(wanted > 0) - 1, -1)
    return every[wanted > 0].tolist(), wanted[wanted > 0], number[of]


def _areas(model: Model, place: Ints) -> tuple[Ints, Ints, Floats]:
    """Weighted area of each nation as triplets (nation, column, coefficient)."""
    sets, short = model.sets, model.holding.shortfall
    months, weight, demands = sets.calendar.length, sets.requirements.weight, sets.demands
    parts = [
        (place, short.start, weight[:, None] * (months - 1) / 2),
        (place, short.end, weight[:, None] * (months + 1) / 2),
    ]
    counts = demands.requirement >= 0
    owner = np.where(counts, place[demands.requirement], -1)
    factor = np.where(counts, demands.factor * weight[demands.requirement], 0.0)
    parts.append((owner, model.holding.unmet, factor[:, None] * lasting(months)))
    found = []
    for of, columns, coefficient in parts:
        kept = (columns != ABSENT) & (of >= 0)[:, None] & (coefficient != 0)
        rows, _ = np.nonzero(kept)
        found.append((of[rows], columns[kept], np.broadcast_to(coefficient, columns.shape)[kept]))
    nation, column, share = (np.concatenate([part[place] for part in found]) for place in range(3))
    return nation, column, share


def short_from(model: Model, chosen: Flags, period: int) -> Expression:
    """Weighted shortfall of requirements at the ends of a period and of all later ones.

    Args:
        model: The model.
        chosen: Which requirements, shape (requirements,).
        period: The first period that counts.
    """
    weight = model.sets.requirements.weight
    return Expression.of((weight[chosen, None], model.holding.shortfall.end[chosen, period:]))


def end_measure(model: Model) -> Expression:
    """Weighted shortfall at the end, also where it is no level."""
    demands, weight = model.sets.demands, model.sets.requirements.weight
    unmet = Unmet(model.holding.unmet, demands.requirement, demands.factor)
    return end_shortfall(model.holding.shortfall, unmet, weight).measure


def with_deadline(model: Model, chosen: Flags, period: int) -> Model:
    """The model with the shortfall of requirements from a period on as a level, before all but commitments.

    Args:
        model: The model.
        chosen: Which requirements, shape (requirements,).
        period: The first period that counts.
    """
    goal = Goal("deadline", "weighted shortfall, summed over periods", short_from(model, chosen, period))
    return replace(model, goals=(model.goals[0], goal, *model.goals[1:]))


def with_stability(model: Model, orders: Kept, options: Kept, currency: str) -> Model:
    """The model with the money value of what deviates from an earlier plan as a level, before stock.

    Args:
        model: The model; its program is added to.
        orders: What the earlier plan ordered.
        options: What it built.
        currency: Currency of the case.
    """
    sets, program = model.sets, model.program
    edges, periods = sets.edges, sets.calendar.periods
    worth = (edges.price[:, None] * sets.contracts.factor[edges.contract])[:, :periods]
    parts = [
        (orders, model.buying.ordering.ordered, worth),
        (options, model.industry.bought, sets.option_cost[:, :periods]),
    ]
    column = np.concatenate([part.column for part, _, _ in parts])
    value = np.zeros(program.columns)
    for _, columns, worths in parts:
        there = columns != ABSENT
        value[columns[there]] = worths[there]
    quantity = np.concatenate([part.quantity for part, _, _ in parts])
    unit = np.exp2(np.round(np.log2(np.maximum(quantity, 1e-3))))
    dropped = add_stability(
        program,
        [*orders.labels, *options.labels],
        column,
        quantity,
        np.concatenate([part.signed for part, _, _ in parts]),
        unit,
    )
    measure = Expression.of(
        *((worths, columns) for _, columns, worths in parts),
        (2.0 * value[column], dropped),
        constant=-float(value[column] @ quantity),
    )
    return replace(model, goals=_before(model.goals, "stock", Goal("stability", currency, measure)))


def with_limit(model: Model, level: str, most: float) -> Model:
    """The model with a level held at or below a number.

    Args:
        model: The model; its program is added to.
        level: Name of the level.
        most: Its largest value.
    """
    measure = next(goal.measure for goal in model.goals if goal.name == level)
    add_limit(model.program, level, measure, most)
    return model


def _before(goals: Sequence[Goal], name: str, goal: Goal) -> tuple[Goal, ...]:
    """Levels with another one before that of a name."""
    place = [known.name for known in goals].index(name)
    return (*goals[:place], goal, *goals[place:])
