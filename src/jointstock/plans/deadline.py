"""The earliest period from which targets can be met for good, by halving the periods in question.

Commitments go before: they are held at their best. A deadline can be kept where the least sum of
what is short from it on is nothing; who can keep it can keep every later one.
"""

from dataclasses import dataclass

import numpy as np

from jointstock.errors import ContradictionError, OptionError, PlanError
from jointstock.measure.arrays import Flags
from jointstock.model.build import Model
from jointstock.model.choosing import short_from
from jointstock.plans.aims import Hurry
from jointstock.plans.certificate import LevelPrices
from jointstock.plans.level_solver import LevelSolver, OpenSolver
from jointstock.solver.outcome import Outcome, Watch
from jointstock.solver.program import ABSENT, Expression

MET = 1e-6
_ROOM = 1e-9


@dataclass(frozen=True)
class Earliest:
    """The earliest period from which targets can be met for good.

    Attributes:
        period: Its number; None where they cannot be met at all.
        before: Prices that prove that they cannot be met a period earlier; None where there is no such
            period, or decisions were open.
    """

    period: int | None
    before: LevelPrices | None = None


def chosen_targets(model: Model, hurry: Hurry) -> Flags:
    """Which requirements a hurry speaks of, shape (requirements,).

    Args:
        model: The model.
        hurry: The nation and class that are chosen.

    Raises:
        OptionError: No target has this nation and class.
    """
    frame = model.sets.requirements.frame
    chosen = np.ones(frame.height, dtype=np.bool_)
    for column, value in (("nation", hurry.nation), ("class", hurry.class_)):
        if value is not None:
            chosen &= (frame.get_column(column) == value).to_numpy()
    if not (model.holding.shortfall.end[chosen] != ABSENT).any():
        named = " and ".join(value for value in (hurry.nation, hurry.class_) if value is not None)
        raise OptionError(f"There is no target to be met{f' for {named}' if named else ''}.")
    return chosen


def earliest(model: Model, chosen: Flags, watch: Watch, open_solver: OpenSolver) -> Earliest:
    """Find the first period from which all chosen targets can be met for good.

    Args:
        model: The model, its first level that of commitments.
        chosen: Which requirements, shape (requirements,).
        watch: Limits and signs of life.
        open_solver: How a solver of a program is opened.

    Raises:
        PlanError: The solver was stopped before the answer.
    """
    solver = open_solver(model.program, watch)
    last = model.sets.calendar.periods - 1
    try:
        first = model.goals[0]
        value = _least(solver, first.name, first.measure).value
        limit = value + _ROOM * max(1.0, value)
        solver.keep(first.measure, limit)

        def short(period: int) -> Outcome:
            return _least(solver, asked_of(model, period), short_from(model, chosen, period))

        if short(last).value > MET:
            return Earliest(None)
        low, high, before = 0, last, None
        while low < high:
            trial = (low + high) // 2
            outcome = short(trial)
            if outcome.value <= MET:
                high = trial
            else:
                low, before = trial + 1, outcome
        # The last of the trials that failed is the period before.
        return Earliest(high, None if before is None else _priced(asked_of(model, high - 1), before, limit))
    finally:
        solver.close()


def asked_of(model: Model, period: int) -> str:
    """Name of the question whether nothing need be short from a period on."""
    return f"met from {model.sets.calendar.labels[period]}"


def _priced(name: str, outcome: Outcome, limit: float) -> LevelPrices | None:
    if outcome.prices is None or outcome.level_prices is None:
        return None
    return LevelPrices(name, outcome.prices, outcome.level_prices, np.array([limit]))


def _least(solver: LevelSolver, name: str, measure: Expression) -> Outcome:
    outcome = solver.minimise(name, measure)
    if outcome.status == "infeasible" and name == "commitments":
        raise ContradictionError("No answer: the hard rules of the case contradict each other.")
    if outcome.status != "optimal":
        raise PlanError(f"No answer: the search for the earliest month stopped ({outcome.status}) at {name}.")
    return outcome
