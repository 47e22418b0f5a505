"""The frontier between money and shortfall: what each further sum of money saves.

Commitments and the end are held at their best, as if money had no limit; what is left is the
shortfall on the way against money. In a linear program the frontier is convex and made of straight
pieces: between two of its points the sum of both, weighted so that the two weigh the same, is
minimised. Where that gives nothing better, the line between them is the frontier; else there is a
corner between them, and both halves are asked. The piece that could hide most is asked first.

With yes-no decisions the frontier has jumps and no such corners; then the least shortfall is found
for sums of money at even distances, and the least money for that shortfall, so that no point is
there that another one betters.
"""

import heapq
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from jointstock.errors import ContradictionError, OptionError, PlanError
from jointstock.measure.arrays import Floats
from jointstock.model.build import Model
from jointstock.model.choosing import end_measure, with_limit
from jointstock.model.goals import Goal
from jointstock.plans.level_solver import LevelSolver, OpenSolver
from jointstock.solver.outcome import Outcome, Watch
from jointstock.solver.program import Expression

GRID = 11
MOST_CORNERS = 200
_ROOM, _WIDER_ROOM = 1e-9, 1e-6
_SAME = 1e-7
_HELD = ("commitments", "end")


@dataclass(frozen=True)
class Point:
    """A point of the frontier.

    Attributes:
        money: Value of level money.
        area: Value of level shortfall.
        end: Weighted shortfall at the end.
        slope_left, slope_right: Change of the area per unit of money, for a little less and a little
            more money; None where there is no such point, or where the frontier has jumps.
    """

    money: float
    area: float
    end: float
    slope_left: float | None = None
    slope_right: float | None = None


@dataclass(frozen=True)
class Frontier:
    """Points by money, the least first.

    Attributes:
        points: The points.
        exact: Whether the frontier is straight between them, so that they tell all of it.
        yes_no: Whether there are yes-no decisions.
    """

    points: tuple[Point, ...]
    exact: bool
    yes_no: bool


def frontier(
    build: Callable[[], Model], points: int | None, watch: Watch, open_solver: OpenSolver
) -> Frontier:
    """The frontier of a model.

    Args:
        build: Builds the model anew.
        points: How many points, at even distances of money; None for the corners where the model has
            only linear rows, and for 11 points where it has yes-no decisions.
        watch: Limits and signs of life.
        open_solver: How a solver of a program is opened.

    Raises:
        OptionError: Fewer than 2 points are asked for.
        PlanError: The solver was stopped before the answer.
    """
    if points is not None and points < 2:
        raise OptionError(f"A frontier of {points} points says nothing; ask for 2 or more.")
    model = build()
    search = _Search(model, watch, open_solver)
    ends = [search.best("money", "shortfall"), search.best("shortfall", "money")]
    if search.yes_no and _apart(*ends):
        sums = np.linspace(ends[0].money, ends[1].money, points or GRID)[1:-1]
        between = [
            _Search(with_limit(build(), "money", _a_little_above(most)), watch, open_solver).best(
                "shortfall", "money"
            )
            for most in sums
        ]
        return Frontier(tuple(_efficient([ends[0], *between, ends[1]])), exact=False, yes_no=True)
    if search.yes_no:
        return Frontier((ends[1],), exact=False, yes_no=True)
    corners, exact = search.corners(ends)
    corners = _with_slopes(corners)
    if points is None:
        return Frontier(tuple(corners), exact, yes_no=False)
    return Frontier(tuple(_at(corners, points)), exact=False, yes_no=False)


class _Search:
    """Solves of one model under its first levels."""

    def __init__(self, model: Model, watch: Watch, open_solver: OpenSolver) -> None:
        self._model, self._watch, self._open = model, watch, open_solver
        self._goals = {goal.name: goal for goal in model.goals}
        self.yes_no = False

    def best(self, first: str, second: str) -> Point:
        """The best point of two levels, one after the other; yes-no decisions held and solved again."""
        outcome = self._in_turn(first, second, None)
        if self.yes_no:
            assert outcome.columns is not None
            integer = self._model.program.arrays().integer
            decided = np.where(integer, np.round(outcome.columns), np.nan)
            outcome = self._in_turn(first, second, decided)
        return self._point(outcome)

    def _in_turn(self, first: str, second: str, decided: Floats | None) -> Outcome:
        solver = self._begun(decided)
        try:
            goal = self._goals[first]
            outcome = _minimum(solver, first, goal.measure)
            self._keep(solver, goal, outcome, decided)
            better = solver.minimise(second, self._goals[second].measure)
            # Branching can lose the point that it found before.
            lost = self.yes_no and better.status in ("infeasible", "imprecise")
            return outcome if lost else _optimal(second, better)
        finally:
            solver.close()

    def corners(self, ends: Sequence[Point]) -> tuple[list[Point], bool]:
        """All corners between the ends of the frontier, and whether there are no more."""
        solver = self._begun()
        found = {ends[0].money: ends[0], ends[1].money: ends[1]}
        queue = [(0.0, ends[0].money, ends[1].money)] if _apart(*ends) else []
        try:
            while queue and len(found) < MOST_CORNERS:
                _, low, high = heapq.heappop(queue)
                left, right = found[low], found[high]
                corner = self._between(solver, left, right)
                if corner is None:
                    continue
                found[corner.money] = corner
                for one, other in ((left, corner), (corner, right)):
                    if _apart(one, other):
                        hidden = (one.area - other.area) * (other.money - one.money)
                        heapq.heappush(queue, (-hidden, one.money, other.money))
        finally:
            solver.close()
        return _efficient([found[money] for money in sorted(found)]), not queue

    def _between(self, solver: LevelSolver, left: Point, right: Point) -> Point | None:
        """A point below the line between two points; None where there is none."""
        price = (left.area - right.area) / (right.money - left.money)
        money, area = self._goals["money"].measure, self._goals["shortfall"].measure
        priced = Expression(money.columns, money.coefficients * price, money.constant * price)
        point = self._point(_minimum(solver, "corner", area.plus(priced)))
        line = left.area + price * left.money
        saved = line - (point.area + price * point.money)
        return point if saved > _SAME * max(1.0, abs(left.area - right.area)) else None

    def _begun(self, decided: Floats | None = None) -> LevelSolver:
        """A solver in which the first levels are held at their best."""
        solver = self._open(self._model.program, self._watch)
        try:
            self.yes_no = bool(solver.arrays.integer.any())
            if decided is not None:
                solver.fix(decided)
            for goal in (self._goals[name] for name in _HELD if name in self._goals):
                self._keep(solver, goal, _minimum(solver, goal.name, goal.measure), decided)
        except PlanError:
            solver.close()
            raise
        return solver

    def _keep(self, solver: LevelSolver, goal: Goal, outcome: Outcome, decided: Floats | None) -> None:
        room = _WIDER_ROOM if self.yes_no and decided is None else _ROOM
        solver.keep(goal.measure, outcome.value + room * max(1.0, abs(outcome.value)) + outcome.gap)

    def _point(self, outcome: Outcome) -> Point:
        assert outcome.columns is not None
        money, area = (self._goals[name].measure.value(outcome.columns) for name in ("money", "shortfall"))
        return Point(money, area, end_measure(self._model).value(outcome.columns))


def _minimum(solver: LevelSolver, name: str, measure: Expression) -> Outcome:
    return _optimal(name, solver.minimise(name, measure))


def _optimal(name: str, outcome: Outcome) -> Outcome:
    if outcome.status == "infeasible" and name == "commitments":
        raise ContradictionError("No frontier: the hard rules of the case contradict each other.")
    if outcome.status != "optimal":
        raise PlanError(f"No frontier: the search stopped ({outcome.status}) at {name}.")
    return outcome


def _a_little_above(money: float) -> float:
    return float(money) + _SAME * max(1.0, abs(float(money)))


def _apart(left: Point, right: Point) -> bool:
    """Whether two points differ in both by more than rounding."""
    more = right.money - left.money > _SAME * max(1.0, abs(right.money))
    return more and left.area - right.area > _SAME * max(1.0, abs(left.area))


def _efficient(points: Sequence[Point]) -> list[Point]:
    """Points by money, without those that another one betters."""
    kept: list[Point] = []
    for point in sorted(points, key=lambda each: (each.money, each.area)):
        if not kept or _apart(kept[-1], point):
            kept.append(point)
    return kept


def _with_slopes(corners: Sequence[Point]) -> list[Point]:
    """Corners with the slopes beside them; points on a straight line are left out."""
    kept: list[Point] = []
    for corner in corners:
        while len(kept) > 1 and _slope(kept[-2], kept[-1]) >= _slope(kept[-1], corner) * (1 + _SAME):
            kept.pop()
        kept.append(corner)
    slopes = [None, *(_slope(one, other) for one, other in pairwise(kept)), None]
    return [
        Point(point.money, point.area, point.end, slopes[place], slopes[place + 1])
        for place, point in enumerate(kept)
    ]


def _slope(left: Point, right: Point) -> float:
    return (right.area - left.area) / (right.money - left.money)


def _at(corners: Sequence[Point], count: int) -> Iterator[Point]:
    """Points of a frontier of straight pieces at even distances of money."""
    if len(corners) == 1:
        yield corners[0]
        return
    moneys = [corner.money for corner in corners]
    for money in np.linspace(moneys[0], moneys[-1], count).tolist():
        place = int(np.searchsorted(moneys, money, side="right")) - 1
        low = corners[min(place, len(corners) - 2)]
        if place == len(corners) - 1 or money == low.money:
            yield corners[place]
            continue
        slope = low.slope_right
        assert slope is not None
        yield Point(money, low.area + slope * (money - low.money), low.end, slope, slope)
