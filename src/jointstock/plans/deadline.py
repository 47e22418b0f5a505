"""The earliest period from which targets can be met for good, by halving the periods in question.

Commitments go before: they are held at their best. A deadline can be kept where the least sum of
what is short from it on is nothing; who can keep it can keep every later one.
"""

import numpy as np

from jointstock.errors import ContradictionError, OptionError, PlanError
from jointstock.measure.arrays import Flags
from jointstock.model.build import Model
from jointstock.model.choosing import short_from
from jointstock.plans.aims import Hurry
from jointstock.plans.levels import LevelSolver, OpenSolver
from jointstock.solver.outcome import Watch
from jointstock.solver.program import ABSENT, Expression

_MET = 1e-6
_ROOM = 1e-9


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


def earliest(model: Model, chosen: Flags, watch: Watch, open_solver: OpenSolver) -> int | None:
    """The first period from which all chosen targets can be met for good; None where there is none.

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
        value = _least(solver, first.name, first.measure)
        solver.keep(first.measure, value + _ROOM * max(1.0, value))
        if not _can_meet(solver, model, chosen, last):
            return None
        low, high = 0, last
        while low < high:
            trial = (low + high) // 2
            if _can_meet(solver, model, chosen, trial):
                high = trial
            else:
                low = trial + 1
        return high
    finally:
        solver.close()


def _can_meet(solver: LevelSolver, model: Model, chosen: Flags, period: int) -> bool:
    """Whether nothing need be short at the ends of a period and of all later ones."""
    label = model.sets.calendar.labels[period]
    return _least(solver, f"met from {label}", short_from(model, chosen, period)) <= _MET


def _least(solver: LevelSolver, name: str, measure: Expression) -> float:
    outcome = solver.minimise(name, measure)
    if outcome.status == "infeasible" and name == "commitments":
        raise ContradictionError("No answer: the hard rules of the case contradict each other.")
    if outcome.status != "optimal":
        raise PlanError(f"No answer: the search for the earliest month stopped ({outcome.status}) at {name}.")
    return outcome.value
