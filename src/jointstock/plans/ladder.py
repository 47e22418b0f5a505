"""The ladder of yes-no decisions: relaxation, dive, restricted branching, branching.

A small program is branched until its optimum is proven, or patience ends with a point in hand. A large
one climbs as far as its time allows:

1. the relaxation, in which decisions may be shares, proves a bound;
2. the decisions of the relaxation rounded at once, a dive, and the decisions of the level before give points
   that keep every rule: the dive rounds the decisions nearest to yes or no, solves again, and takes back what
   cannot be;
3. branching on those decisions alone in which the relaxation and the best point differ;
4. branching on all of them.

It stops as soon as value and bound are close. A point is only ever taken with all its decisions whole.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

import numpy as np

from jointstock.measure.arrays import Flags, Floats, Ints
from jointstock.model.goals import Goal
from jointstock.solver.outcome import Outcome
from jointstock.solver.program import Arrays, Expression

PROVEN_TO_NONZEROS, PROVEN_SECONDS = 60_000, 60.0
BRANCHED_TO_NONZEROS = 150_000
CLOSE = 1e-4
RESTRICTED_SECONDS, WHOLE_SECONDS = 20.0, 60.0
SHARE_OF_TIME = 0.25
DIVE_PATIENCE, NEAR_SHARE = 3.0, 0.25
_WHOLE = 1e-6
_LEAST_PATIENCE = 1.0
_STOPPED = ("limit", "cancelled", "memory")


class DecisionSolver(Protocol):
    """A program whose yes-no decisions can be held; see ``jointstock.solver.highs.Solver``."""

    @property
    def arrays(self) -> Arrays:
        """The program as it was handed over."""

    @property
    def seconds_left(self) -> float:
        """Seconds until the time limit strikes."""

    def minimise(
        self,
        level: str,
        objective: Expression,
        *,
        last: bool = False,
        near: bool = False,
        seconds: float = np.inf,
        gap: float = 0.0,
    ) -> Outcome:
        """Minimise an expression under all rows kept so far."""

    def branch_on(self, columns: Flags) -> None:
        """Demand of these columns alone that they be whole."""

    def hold(self, columns: Floats) -> None:
        """Hold yes-no columns at values, NaN leaving one free."""

    def mark(self) -> Any:
        """Where the simplex stands."""

    def go_back(self, mark: Any) -> None:
        """Go on from where the simplex stood."""

    def suggest(self, columns: Floats | None) -> None:
        """Begin branching from a point."""

    def report(self, value: float, bound: float) -> None:
        """Show these as the best value and bound of the level."""


def climb(solver: DecisionSolver, goal: Goal, known: Floats | None) -> Outcome:
    """Minimise one level with its yes-no decisions open, as far as size and time allow.

    Args:
        solver: The program, under the limits of the levels before.
        goal: The level.
        known: A point that keeps every rule and every level before, None where there is none yet.

    Returns:
        The best point with whole decisions, the bound that is proven, and how far the ladder went.
    """
    arrays = solver.arrays
    if len(arrays.values) <= PROVEN_TO_NONZEROS:
        return _proven(solver, goal, known)
    try:
        return _Climb(solver, goal, known).outcome()
    finally:
        solver.report(np.nan, -np.inf)
        solver.branch_on(arrays.integer)
        solver.hold(np.full(len(arrays.lower), np.nan))


def _proven(solver: DecisionSolver, goal: Goal, known: Floats | None) -> Outcome:
    """Branch on all decisions; where that takes too long, the best point goes on with its bound."""
    whole = solver.arrays.integer
    found = _branched(solver, goal, known, whole, seconds=PROVEN_SECONDS)
    if found.status != "limit" or solver.seconds_left <= 0:
        return found
    if found.columns is None:
        return _branched(solver, goal, known, whole)
    return replace(found, status="optimal", solver=f"{found.solver}, for {PROVEN_SECONDS:.0f} s")


def _branched(
    solver: DecisionSolver,
    goal: Goal,
    known: Floats | None,
    columns: Flags,
    *,
    seconds: float = np.inf,
    gap: float = 0.0,
) -> Outcome:
    """Branch on some of the decisions, beginning from a known point."""
    solver.branch_on(columns)
    solver.suggest(known)
    return solver.minimise(goal.name, goal.measure, seconds=seconds, gap=gap)


@dataclass
class _Climb:
    """One level on its way up the ladder.

    No single point is worth more time than the relaxation took: ``patience`` seconds.
    """

    solver: DecisionSolver
    goal: Goal
    known: Floats | None
    bound: float = -np.inf
    patience: float = np.inf
    best: Outcome | None = None
    stopped: Outcome | None = None
    rungs: list[str] = field(default_factory=list)

    def outcome(self) -> Outcome:
        """Climb until value and bound are close, or time or rungs run out."""
        self.solver.report(np.nan, -np.inf)
        self._relax()
        relaxed = self._minimise(near=False)
        self.rungs.append(f"relaxation by {relaxed.solver}")
        if self.known is not None and (relaxed.columns is not None or self.stopped):
            self.best = replace(relaxed, value=self.goal.measure.value(self.known), columns=self.known)
        if relaxed.columns is None or relaxed.status != "optimal":
            return self._found(relaxed)
        self.bound = relaxed.value
        self.patience = max(_LEAST_PATIENCE, relaxed.seconds)
        self.solver.report(np.nan if self.best is None else self.best.value, self.bound)
        self._note("rounding", self._point(_likely(self.solver.arrays, relaxed.columns)))
        if not self._close() and self.stopped is None:
            self._relax()
            self._note("dive", self._dive(relaxed))
        if self.best is not None and self.best.columns is self.known and self.stopped is None:
            assert self.known is not None
            self._note("decisions of the level before", self._point(_rounded(self.solver.arrays, self.known)))
        self._branch(relaxed)
        return self._found(relaxed)

    def _minimise(self, *, near: bool, share: float = 1.0) -> Outcome:
        """Solve with the decisions as they are held, and note whether the solver was stopped."""
        seconds = share * self.patience if near else np.inf
        found = self.solver.minimise(self.goal.name, self.goal.measure, near=near, seconds=seconds)
        if found.status in _STOPPED and (found.status != "limit" or self.solver.seconds_left <= 0):
            self.stopped = found
        return found

    def _found(self, relaxed: Outcome) -> Outcome:
        """The best point, with the bound that is proven; without a point, why there is none."""
        ending = relaxed if self.stopped is None else self.stopped
        climbed = "; ".join(self.rungs)
        if self.best is None:
            return replace(ending, columns=None, prices=None, level_prices=None, solver=climbed)
        return replace(
            self.best,
            status="optimal" if self.stopped is None else self.stopped.status,
            bound=min(self.bound, self.best.value),
            prices=None,
            level_prices=None,
            solver=climbed,
            reason=ending.reason,
        )

    def _relax(self) -> None:
        """Let every decision be a share."""
        nothing = np.zeros(len(self.solver.arrays.lower))
        self.solver.branch_on(nothing.astype(np.bool_))
        self.solver.hold(np.full(len(nothing), np.nan))

    def _point(self, decisions: Floats) -> Outcome | None:
        """The best point with the given decisions, None where there is none.

        The simplex sees soon that there is none; where there is one and it is far, a large program
        is solved anew.
        """
        self.solver.hold(decisions)
        found = self._minimise(near=True, share=NEAR_SHARE)
        if found.status == "limit" and self.stopped is None:
            found = self._minimise(near=False)
        return found if found.columns is not None and found.status == "optimal" else None

    def _note(self, rung: str, found: Outcome | None) -> None:
        """Keep a point if it is the best so far."""
        if found is None:
            self.rungs.append(f"{rung}: nothing")
            return
        if self.best is None or found.value < self.best.value:
            self.best = found
        self.rungs.append(f"{rung}: {self._gap():.2%}")
        self.solver.report(self.best.value, self.bound)

    def _gap(self) -> float:
        """Distance of value and bound, as a share of the value."""
        if self.best is None:
            return np.inf
        return (self.best.value - self.bound) / max(1.0, abs(self.best.value))

    def _close(self) -> bool:
        return self._gap() <= CLOSE

    def _dive(self, relaxed: Outcome) -> Outcome | None:
        """Decide step by step, nearest to yes or no first; turn back where nothing goes on."""
        arrays = self.solver.arrays
        whole, choices = np.flatnonzero(arrays.integer), choices_of(arrays)
        assert relaxed.columns is not None
        path = [_Place(np.full(len(arrays.lower), np.nan), relaxed.columns, self.solver.mark())]
        until = time.perf_counter() + DIVE_PATIENCE * self.patience
        while time.perf_counter() < until:
            place = path[-1]
            step = _Step.at(place.held, place.point, whole, choices)
            if step is None:
                self.solver.go_back(place.mark)
                return self._point(_rounded(arrays, place.point))
            if not self._go_on(path, step.trials()) and not self._turn_back(path, step):
                return None
        return self._point(_likely(arrays, path[-1].point)) if len(path) > 1 else None

    def _go_on(self, path: "list[_Place]", trials: Iterator[Floats]) -> bool:
        """Put the first of some trials that has a point on the path; False where none has."""
        for trial in trials:
            self.solver.go_back(path[-1].mark)
            self.solver.hold(trial)
            found = self._minimise(near=True)
            if self.stopped is not None:
                return False
            if found.columns is not None and found.status == "optimal":
                path.append(_Place(trial, found.columns, self.solver.mark()))
                return True
        return False

    def _turn_back(self, path: "list[_Place]", stuck: "_Step") -> bool:
        """Go back half of the path, and again, until the choice that was stuck can be made there first."""
        while self.stopped is None and len(path) > 1:
            del path[max(1, len(path) // 2) :]
            if self._go_on(path, stuck.opposites(path[-1].held)):
                return True
        return False

    def _branch(self, relaxed: Outcome) -> None:
        """Branch on the decisions in doubt, then on all, where size and time allow it."""
        arrays = self.solver.arrays
        assert relaxed.columns is not None
        for rung, most in (("restricted", RESTRICTED_SECONDS), ("whole", WHOLE_SECONDS)):
            point = None if self.best is None else self.best.columns
            seconds = np.inf if point is None else self._seconds(most)
            if self._close() or seconds <= 0 or self.stopped is not None:
                return
            held = np.full(len(arrays.lower), np.nan)
            if rung == "restricted":
                if point is None:
                    continue
                same = arrays.integer & (np.abs(relaxed.columns - point) <= _WHOLE)
                held[same] = np.round(point[same])
            self.solver.hold(held)
            found = _branched(
                self.solver, self.goal, point, arrays.integer, seconds=seconds, gap=self._near()
            )
            out_of_time = found.status == "limit" and self.solver.seconds_left <= 0
            other = found.status in ("cancelled", "memory") or (found.columns is None and point is None)
            if out_of_time or other:
                self.stopped = found
            if rung == "whole":
                self.bound = max(self.bound, found.bound)
            self._note(f"{rung} branching", found if found.columns is not None else None)

    def _near(self) -> float:
        """Distance of value and bound at which branching may stop."""
        return CLOSE * max(1.0, abs(self.bound))

    def _seconds(self, most: float) -> float:
        """Seconds for a rung; nothing where the program is too large for what is left."""
        left = self.solver.seconds_left
        if len(self.solver.arrays.values) > BRANCHED_TO_NONZEROS:
            share = left * SHARE_OF_TIME
            return share if np.isfinite(share) and share >= most else 0.0
        return most if np.isinf(left) else left * SHARE_OF_TIME


@dataclass(frozen=True)
class _Place:
    """A place on the way down: decisions made, NaN for the others, the point there, and its basis."""

    held: Floats
    point: Floats
    mark: Any


@dataclass(frozen=True)
class _Step:
    """A step of the dive, over the choices that are still open: options and single decisions.

    Attributes:
        held: Decisions made so far, NaN for the others, shape (columns,).
        columns: Open columns of each open choice, nearest to yes first; the choices nearest to yes
            or no go first.
        shared: How many columns of each choice have a share.
        yes: Which choices are tried as yes first, shape (choices,). A decision that stands alone
            has a share of what it allows at most, however small: no would forbid all of it.
    """

    held: Floats
    columns: list[Ints]
    shared: list[int]
    yes: Flags

    @staticmethod
    def at(held: Floats, point: Floats, whole: Ints, choices: Ints) -> "_Step | None":
        """What is to be decided at a point; None where nothing is.

        Args:
            held: Decisions made so far, NaN for the others, shape (columns,).
            point: The point, shape (columns,).
            whole: Columns of decisions, shape (decisions,).
            choices: Choice that each belongs to, shape (decisions,).
        """
        shares = point[whole]
        made = held.copy()
        made[whole[np.isnan(held[whole]) & (shares >= 1 - _WHOLE)]] = 1.0
        fractions = np.isnan(made[whole]) & (np.abs(shares - np.round(shares)) > _WHOLE)
        if not fractions.any():
            return None
        total, alone = np.bincount(choices, weights=shares), np.bincount(choices) == 1
        open_now = np.unique(choices[fractions])
        order = open_now[
            np.argsort(np.minimum(total[open_now], np.abs(1.0 - total[open_now])), kind="stable")
        ]
        members = [np.flatnonzero((choices == choice) & np.isnan(made[whole])) for choice in order]
        sorted_members = [group[np.argsort(-shares[group], kind="stable")] for group in members]
        shared = [int((shares[group] > _WHOLE).sum()) for group in members]
        return _Step(
            made, [whole[group] for group in sorted_members], shared, alone[order] | (total[order] >= 1 / 2)
        )

    def trials(self) -> Iterator[Floats]:
        """What to try: half of the open choices, a quarter, ..., the nearest alone, then its other ways."""
        count = int(np.ceil(len(self.columns) / 2))
        while count:
            trial = self.held.copy()
            for place in range(count):
                self._make(trial, place, 0 if self.yes[place] else None)
            yield trial
            count //= 2
        yield from self._ways(self.held, 1 if self.yes[0] else 0)
        if self.yes[0]:
            self._make(trial := self.held.copy(), 0, None)
            yield trial

    def opposites(self, held: Floats) -> Iterator[Floats]:
        """The nearest choice made first, in any of its ways, where these decisions are held."""
        yield from self._ways(held, 0)
        self._make(trial := held.copy(), 0, None)
        yield trial

    def _ways(self, held: Floats, first: int) -> Iterator[Floats]:
        """The nearest choice as yes in each of its columns that have a share, then in later ones."""
        columns = self.columns[0]
        later = np.flatnonzero(columns > columns[0])
        later = later[np.argsort(columns[later])]
        chosen = (
            [*range(first, self.shared[0]), *later[[len(later) // 4, len(later) // 2]]] if len(later) else []
        )
        for way in chosen or range(first, self.shared[0]):
            self._make(trial := held.copy(), 0, int(way))
            yield trial

    def _make(self, trial: Floats, place: int, way: int | None) -> None:
        """Make a choice: one of its columns is yes, or none is."""
        trial[self.columns[place]] = 0.0
        if way is not None:
            trial[self.columns[place][way]] = 1.0


def choices_of(arrays: Arrays) -> Ints:
    """Choice that each decision belongs to: rows that let at most one of several decisions be yes.

    Returns:
        Number of the choice of each yes-no column, shape (yes-no columns,).
    """
    rows = np.repeat(np.arange(len(arrays.row_lower)), np.diff(arrays.starts))
    plain = arrays.integer[arrays.index] & (arrays.values * arrays.row_unit[rows] == 1.0)
    alike = np.bincount(rows, weights=~plain, minlength=len(arrays.row_lower)) == 0
    alike &= (arrays.row_upper * arrays.row_unit == 1.0) & np.isinf(arrays.row_lower)
    choice = len(arrays.row_lower) + np.arange(len(arrays.lower))
    entries = alike[rows]
    choice[arrays.index[entries]] = rows[entries]
    return np.unique(choice[arrays.integer], return_inverse=True)[1].astype(np.int64)


def _rounded(arrays: Arrays, point: Floats) -> Floats:
    """Decisions of a point, whole; NaN for every other column."""
    return np.where(arrays.integer, np.round(point), np.nan)


def _likely(arrays: Arrays, point: Floats) -> Floats:
    """The choices of a point as the dive tries them first, all at once; NaN for every other column."""
    step = _Step.at(np.full(len(point), np.nan), point, np.flatnonzero(arrays.integer), choices_of(arrays))
    decided = _rounded(arrays, point)
    for columns, yes in () if step is None else zip(step.columns, step.yes, strict=True):
        decided[columns] = 0.0
        decided[columns[0]] = float(yes)
    return decided
