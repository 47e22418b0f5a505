"""Reasons: why a target cannot be met, in limits that a planner knows by name.

Limits are taken in groups (the capacity to make an item, the budget of a payer, the ceiling of a
contract, what a nation releases, what all together are to get). The answer has three parts:

- how much stays short at least with all limits in force;
- a conflict set: limits that contradict the target together, and of which each is needed for that
  (a deletion filter over groups, begun with those that have a price; Chinneck 2008);
- ways out: for each limit of the set, the smallest share by which it would have to be raised alone, and
  what is to be raised together so that the sum of shares is least (the elastic minimum).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from jointstock.errors import OptionError, PlanError
from jointstock.measure.arrays import Flags, Ints
from jointstock.model.build import Model
from jointstock.model.choosing import with_limit
from jointstock.plans.level_solver import LevelSolver
from jointstock.plans.summary import amount
from jointstock.solver.outcome import Outcome, Watch
from jointstock.solver.program import ABSENT, Expression, Stated
from jointstock.solver.relief import Relieved

OpenRelieved = Callable[[Stated, Watch], LevelSolver]
_MET = 1e-6
_PRICED = 1e-9
_ROOM = 1e-6
_SHARE = 1e-9
_LEVELS = ("commitments", "end", "shortfall")
_WORDS = {
    "capacity": "the capacity to make {}",
    "ramp-up": "the ramp-up of {}",
    "ceiling": "the ceiling of contract {}",
    "budget": "the budget of {}",
    "authority": "the commitment authority of {}",
    "release": "what is released of {}",
    "level": "what all nations together are to get (level {})",
}
_MONEY = "case currency"
_OF_ITEMS, _OF_PAYERS = ("capacity", "ramp-up"), ("budget", "authority")
# Families of rows, the kind of limit they are, and the unit of its amount, in the order of the filter.
_FAMILIES = (
    ("capacity", "capacity", "starts a month"),
    ("ramp_limit", "ramp-up", "starts a month"),
    ("ceiling", "ceiling", "units"),
    ("ceiling_value", "ceiling", "currency of the contract"),
    ("budget", "budget", _MONEY),
    ("authority", "authority", _MONEY),
    ("releasable", "release", "units"),
    *((f"at_most_{level}", "level", "level") for level in _LEVELS),
)


@dataclass(frozen=True)
class Limit:
    """A group of limits with a name.

    Attributes:
        kind: capacity, ramp-up, budget, authority, ceiling, release or level.
        object: What it is of: an item, a payer, a contract, a nation and item, a level.
        rows: Rows of the program.
        amount: Sum of the limits, in ``unit``.
        unit: Unit of the amount.
    """

    kind: str
    object: str
    rows: Ints
    amount: float
    unit: str


@dataclass(frozen=True)
class WayOut:
    """A limit of the conflict set, and what raising it alone would take.

    Attributes:
        limit: The limit.
        share: Smallest share by which it is to be raised; None where no share is enough.
    """

    limit: Limit
    share: float | None


@dataclass(frozen=True)
class Reasons:
    """Why a target cannot be met.

    Attributes:
        short: Least sum of what is short at the ends of the periods in question, class units.
        alone: Whether it stays short even where nothing else counts; False where it is the
            levels, what all together are to get, that stand against it.
        ways: Limits of the conflict set, in the order of the groups; none where the target can be met or
            where no limit stands against it but time.
        together: Limits whose shares, raised together, have the least sum; none where no raising helps.
    """

    short: float
    alone: bool
    ways: tuple[WayOut, ...] = ()
    together: tuple[WayOut, ...] = ()


def reasons(
    build: Callable[[], Model],
    target: tuple[str, str, int],
    best: Sequence[tuple[str, float]],
    watch: Watch,
    open_solver: OpenRelieved,
) -> Reasons:
    """Why a target cannot be met from a period on.

    Args:
        build: Builds the model anew.
        target: Nation, class and the first period in which nothing is to be short.
        best: Best value of each level of a plan, in order.
        watch: Limits and signs of life.
        open_solver: How a solver of a program with relief is opened.

    Raises:
        OptionError: There is no such target.
        PlanError: The solver was stopped before the answer.
    """
    hard = _Question(build(), target, watch, open_solver)
    short = hard.least(hard.nothing_free())
    if short > _MET:
        return Reasons(short, alone=True, ways=hard.ways(), together=hard.together())
    shared = _Question(_with_levels(build(), best), target, watch, open_solver)
    short = shared.least(shared.nothing_free())
    if short <= _MET:
        return Reasons(short, alone=False)
    return Reasons(short, alone=False, ways=shared.ways(), together=shared.together())


def contradiction(build: Callable[[], Model], watch: Watch, open_solver: OpenRelieved) -> Reasons:
    """Limits that contradict each other, so that there is no plan at all.

    Args:
        build: Builds the model anew.
        watch: Limits and signs of life.
        open_solver: How a solver of a program with relief is opened.

    Returns:
        The conflict set and what is to be raised; nothing where it lies in none of the named limits.

    Raises:
        PlanError: The solver was stopped before the answer.
    """
    asked = _Question(build(), None, watch, open_solver)
    together = asked.together()
    return Reasons(0.0, alone=True, ways=asked.ways() if together else (), together=together)


def told(found: Reasons, currency: str) -> list[str]:
    """What stands against it and the ways out, in plain sentences.

    Args:
        found: Why the target cannot be met.
        currency: The currency of the case.
    """
    if not found.ways:
        return []
    sentences = [f"What stands against it, together: {'; '.join(map(_named, found.ways))}."]
    single = [way for way in found.ways if way.share is not None and way.limit.kind != "level"]
    if single:
        ways = "; or ".join(
            _raised(way, currency) for way in sorted(single, key=lambda way: way.share or 0.0)
        )
        sentences.append(f"Enough by itself: to raise {ways}.")
    else:
        sentences.append("To raise one of them is not enough.")
    if found.together:
        raised = ", and ".join(_raised(way, currency) for way in found.together)
        sentences.append(f"Cheapest together, by shares: to raise {raised}.")
    elif not single:
        sentences.append("No raising of limits is enough: time stands against it, too.")
    return sentences


def _named(way: WayOut) -> str:
    return _WORDS[way.limit.kind].format(way.limit.object)


def _raised(way: WayOut, currency: str) -> str:
    share = way.share or 0.0
    by = amount(share * way.limit.amount)
    size = f"{currency} {by}" if way.limit.unit == _MONEY else f"{by} {way.limit.unit}"
    return f"{_named(way)} by {100 * share:,.1f} % ({size})"


def _with_levels(model: Model, best: Sequence[tuple[str, float]]) -> Model:
    """The model with what all together are to get as rows."""
    known = {goal.name for goal in model.goals}
    for name, value in best:
        if name in _LEVELS and name in known:
            model = with_limit(model, name, value + _ROOM * max(1.0, abs(value)))
    return model


class _Question:
    """One model with its limits in groups, asked again and again."""

    def __init__(
        self, model: Model, target: tuple[str, str, int] | None, watch: Watch, open_solver: OpenRelieved
    ) -> None:
        self._watch, self._open = watch, open_solver
        self.limits = named_limits(model)
        self._relieved = Relieved(model.program, tuple(limit.rows for limit in self.limits))
        self._short = Expression.of() if target is None else _short_of(model, target)

    def nothing_free(self) -> Flags:
        return np.zeros(len(self.limits), dtype=np.bool_)

    def least(self, free: Flags) -> float:
        """Least shortfall with the chosen limits taken away; infinite where there is no plan at all."""
        outcome = self._solve(free, self._short, met=False)
        return outcome.value if outcome.status == "optimal" else np.inf

    def ways(self) -> tuple[WayOut, ...]:
        """Limits of a conflict set with what raising each alone takes."""
        if self.least(~self.nothing_free()) > _MET:
            return ()
        free = ~self._priced()
        for place in np.flatnonzero(~free):
            free[place] = True
            if self.least(free) <= _MET:
                free[place] = False
        return tuple(self._way(int(place)) for place in np.flatnonzero(~free))

    def together(self) -> tuple[WayOut, ...]:
        """Limits to be raised together at the least sum of shares; what all are to get stays."""
        free = np.array([limit.kind != "level" for limit in self.limits], dtype=np.bool_)
        outcome = self._solve(free, self._relief(free), met=True)
        if outcome.status != "optimal" or outcome.columns is None:
            return ()
        shares = outcome.columns[self._relieved.columns]
        return tuple(
            WayOut(self.limits[place], float(shares[place])) for place in np.flatnonzero(shares > _SHARE)
        )

    def _priced(self) -> Flags:
        """Limits that have a price in the least shortfall; the others do not stand against the target."""
        outcome = self._solve(self.nothing_free(), self._short, met=False)
        if outcome.status != "optimal":
            outcome = self._solve(~self.nothing_free(), self._relief(~self.nothing_free()), met=True)
        if outcome.prices is None:
            return ~self.nothing_free()
        prices = np.abs(outcome.prices)
        return np.array([bool((prices[limit.rows] > _PRICED).any()) for limit in self.limits], dtype=np.bool_)

    def _relief(self, chosen: Flags) -> Expression:
        return Expression.of((1.0, self._relieved.columns[chosen]))

    def _way(self, place: int) -> WayOut:
        free = self.nothing_free()
        free[place] = True
        outcome = self._solve(free, self._relief(free), met=True)
        return WayOut(self.limits[place], outcome.value if outcome.status == "optimal" else None)

    def _solve(self, free: Flags, measure: Expression, *, met: bool) -> Outcome:
        solver = self._open(self._relieved, self._watch)
        try:
            held = np.full(len(solver.arrays.lower), np.nan)
            held[self._relieved.columns[~free]] = 0.0
            if met:
                held[self._short.columns] = 0.0
            solver.fix(held)
            outcome = solver.minimise("reasons", measure)
        finally:
            solver.close()
        if outcome.status not in ("optimal", "infeasible"):
            raise PlanError(f"No answer: the search for reasons stopped ({outcome.status}).")
        return outcome


def _short_of(model: Model, target: tuple[str, str, int]) -> Expression:
    """What is short of a target at the ends of a period and of all later ones."""
    nation, wanted, period = target
    frame = model.sets.requirements.frame
    chosen = ((frame["nation"] == nation) & (frame["class"] == wanted)).to_numpy()
    columns = model.holding.shortfall.end[chosen, period:]
    if not (columns != ABSENT).any():
        raise OptionError(f"There is no target of {wanted} for {nation} to be met then.")
    return Expression.of((1.0, columns))


def named_limits(model: Model) -> tuple[Limit, ...]:
    """Limits of a model in groups, by kind and object.

    Args:
        model: The model, with levels held as rows where they are to count.
    """
    program, lines = model.program, model.sets.lines.frame
    item_of = dict(zip(lines.get_column("line"), lines.get_column("item"), strict=True))
    arrays = program.arrays()
    sizes = arrays.row_upper * arrays.row_unit
    groups: dict[tuple[str, str, str], list[int]] = {}
    for name, kind, unit in _FAMILIES:
        family = program.row_families.get(name)
        for row in [] if family is None else range(family.start, family.start + family.count):
            key = program.row_families[name].keys(row)[0]
            what = item_of[key] if kind in _OF_ITEMS else key.split("/")[0] if kind in _OF_PAYERS else key
            groups.setdefault((kind, what, unit), []).append(row)
    found = []
    for (kind, what, unit), rows in groups.items():
        amount = float(sizes[rows].sum()) / (model.sets.calendar.months if kind in _OF_ITEMS else 1)
        found.append(Limit(kind, what, np.array(rows, dtype=np.int64), amount, unit))
    return tuple(found)
