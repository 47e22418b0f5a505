"""Claims: what a plan with aims tells beyond the values of its levels, for prices to prove.

A hurry claims that no earlier period would do; fairness, that no plan leaves less short in all, and that none
of the nations found in a round could go without less. Each is a measure that no plan is to bring below a
number, among the plans that keep the levels before.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from jointstock.measure.arrays import Flags, Ints
from jointstock.model.build import Model
from jointstock.model.choosing import FairGoal, short_from
from jointstock.model.goals import Goal
from jointstock.plans.certificate import Certificate, LevelPrices
from jointstock.plans.deadline import MET, asked_of
from jointstock.plans.fair_rounds import asked_of as asked_in
from jointstock.solver.program import Expression

CLOSE = 0.005
LEAST = "least shortfall"
_WORD = "is not proven; it is the solver's word."


@dataclass(frozen=True)
class Claim:
    """A number that a measure is told not to fall below.

    Attributes:
        goal: Name, unit and measure.
        after: How many levels are held before.
        told: The number, in the unit.
        least: A number below which a gap counts as a share of this one.
        proven: Words around the bound that is proven.
        open: Words where it is not.
        prices: What proves it; None where there is nothing.
    """

    goal: Goal
    after: int
    told: float
    least: float
    proven: tuple[str, str]
    open: str
    prices: LevelPrices | None

    def words(self, bound: float | None, share: float | None) -> str:
        """What is proven of it, in a sentence.

        Args:
            bound: The lower bound that is proven; None where there are no prices.
            share: The gap between what is told and the bound, by what is told.
        """
        if bound is None or share is None or share > CLOSE:
            return self.open
        return f"{bound:.10g}".join(self.proven)


def not_earlier(
    model: Model, chosen: Flags, period: int, certificate: Certificate, *, met: bool
) -> list[Claim]:
    """Claim that targets cannot be met a period earlier than they are, or not at all.

    Args:
        model: The model with the level deadline.
        chosen: Which requirements, shape (requirements,).
        period: The period of the deadline.
        certificate: The certificate of the plan.
        met: Whether they can be met from the period on.

    Returns:
        The claim; nothing where they are met from the first period on.
    """
    trial = period - 1 if met else period
    if trial < 0:
        return []
    name = asked_of(model, trial)
    # Where they cannot be met at all, the level itself is the question.
    prices = named(certificate.claims, name) if met else named(certificate.prices, "deadline")
    label = model.sets.calendar.labels[trial]
    goal = Goal(name, "weighted shortfall, summed over periods", short_from(model, chosen, trial))
    proven = (f"No plan meets the targets of the deadline from {label} on: ", " or more is left short.")
    words = f"That no plan meets the targets of the deadline from {label} on {_WORD}"
    return [Claim(goal, 1, MET, MET, proven, words, prices)]


def not_less(levels: Sequence[Goal], after: int, told: float, certificate: Certificate) -> Claim:
    """Claim that no plan leaves less short in all, fair or not.

    Args:
        levels: Levels of the plan.
        after: How many of them stand before those of fairness.
        told: The least weighted shortfall that is told.
        certificate: The certificate of the plan.
    """
    shortfall = next(level for level in levels if level.name == "shortfall")
    proven = ("Fair or not, no plan leaves less short in all than ", f"; {told:.10g} is told.")
    words = f"That no plan leaves less short in all than {told:.10g} {_WORD}"
    prices = named(certificate.claims, LEAST)
    return Claim(replace(shortfall, name=LEAST), after, told, 1.0, proven, words, prices)


def none_gains(goal: FairGoal, number: int, found: Ints, after: int, certificate: Certificate) -> Claim:
    """Claim that nations found in a round could not go without less.

    Args:
        goal: The goal of fairness.
        number: Number of the round, from 0.
        found: The nations, shape (found,).
        after: How many levels there are up to that of the round.
        certificate: The certificate of the plan.
    """
    level = goal.round(number)
    measure = Expression.of((1.0, goal.losses.lost[found]))
    prices = named(certificate.claims, asked_in(level.name))
    if prices is None:
        prices = _alone(goal, number, level, certificate)
    told = measure.value(certificate.columns)
    names = ", ".join(goal.losses.nations[place] for place in found)
    them, together = ("them", " together") if len(found) > 1 else ("it", "")
    proven = (
        f"Found in level {level.name}: {names}; no plan leaves {them} without less than ",
        f"{together}, {told:.10g} here.",
    )
    words = f"That {names}, found in level {level.name}, could not do better {_WORD}"
    return Claim(Goal(asked_in(level.name), level.unit, measure), after, told, 1.0, proven, words, prices)


def named(prices: Sequence[LevelPrices], name: str) -> LevelPrices | None:
    """The prices of a name; None where there are none."""
    return next((level for level in prices if level.name == name), None)


def _alone(goal: FairGoal, number: int, level: Goal, certificate: Certificate) -> LevelPrices | None:
    """Prices of what one nation goes without: those of its round, but for the limits of the round itself.

    Where all others can gain, the worst is what this nation goes without, and the price of its limit is 1.
    """
    prices = named(certificate.prices, level.name)
    if prices is None or len(prices.rows) <= goal.losses.fair.max():
        return None
    rows = prices.rows.copy()
    rows[goal.losses.fair[number]] = 0.0
    reached = level.measure.value(certificate.columns)
    return LevelPrices(
        asked_in(level.name), rows, np.append(prices.levels, 0.0), np.append(prices.limits, reached)
    )
