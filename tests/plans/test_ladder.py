"""The ladder of yes-no decisions: bound, dive, branching, and what is kept when it is stopped."""

import dataclasses

import numpy as np
import pytest

from jointstock.model.goals import Goal
from jointstock.plans import ladder
from jointstock.plans.ladder import climb
from jointstock.solver.highs import Solver
from jointstock.solver.outcome import Watch
from jointstock.solver.program import Expression, Program

WORTH = np.array([10.0, 40.0, 30.0, 50.0, 35.0, 25.0])
WEIGHT = np.array([5.0, 4.0, 6.0, 3.0, 7.0, 4.0])


@pytest.fixture
def large(monkeypatch):
    """Every program counts as large, and none as small enough for branching."""
    monkeypatch.setattr(ladder, "PROVEN_TO_NONZEROS", 0)
    monkeypatch.setattr(ladder, "BRANCHED_TO_NONZEROS", 0)


@pytest.fixture
def medium(monkeypatch):
    """Every program climbs, and every one may be branched."""
    monkeypatch.setattr(ladder, "PROVEN_TO_NONZEROS", 0)


def packing(room=10.0):
    """Six packets of which whole ones fit a room; the best for 10 are the second and the fourth, 90."""
    program = Program()
    taken = program.add_columns("taken", [list("abcdef")], upper=1.0, integer=True)
    program.add_sums("room", [["room"]], [(np.zeros(6, int), taken, WEIGHT)], "<=", room)
    return program, Goal("worth", "money", Expression.of((-WORTH, taken))), taken


def climbed(program, goal, known=None, watch=None):
    """The outcome of one climb, and the solver after it."""
    solver = Solver(program, watch or Watch())
    return climb(solver, goal, known), solver


def whole(outcome, program):
    """Whether all decisions of an outcome are whole."""
    decisions = outcome.columns[program.arrays().integer]
    return bool((np.abs(decisions - np.round(decisions)) <= 1e-6).all())


def test_a_small_program_is_branched_until_its_optimum_is_proven():
    """Nothing is left between value and bound."""
    program, goal, _ = packing()
    outcome, _ = climbed(program, goal)
    assert (outcome.value, outcome.bound) == (pytest.approx(-90), pytest.approx(-90))
    assert outcome.solver.startswith("mip")


class Slow:
    """A solver whose branching ends at a limit of its own until it is given all the time there is."""

    def __init__(self, solver, left, columns):
        """Take a solver; seconds left; whether a point is there when the patience ends."""
        self._solver, self._left, self._has, self.asked = solver, left, columns, []

    def __getattr__(self, name):
        """All else is the solver's."""
        return getattr(self._solver, name)

    @property
    def seconds_left(self):
        """Seconds left of all."""
        return self._left

    def minimise(self, *arguments, seconds=np.inf, **options):
        """Note the patience; until it is endless end at the limit, 5 short of proven."""
        self.asked.append(seconds)
        found = self._solver.minimise(*arguments, **options)
        if np.isinf(seconds):
            return found
        columns = found.columns if self._has else None
        return dataclasses.replace(found, status="limit", bound=found.bound - 5, columns=columns)


@pytest.mark.parametrize(
    ("left", "point", "status", "asked"),
    [(np.inf, True, "optimal", [60]), (np.inf, False, "optimal", [60, np.inf]), (0.0, True, "limit", [60])],
    ids=["goes on with the point", "no point yet", "the limit of the whole search"],
)
def test_patience_with_a_small_program_ends_with_a_point(left, point, status, asked):
    """After 60 seconds a point goes on with its bound, without one branching does; a limit stays one."""
    program, goal, _ = packing()
    solver = Slow(Solver(program, Watch()), left, point)
    outcome = climb(solver, goal, None)
    assert (outcome.status, solver.asked) == (status, asked)
    assert outcome.value - outcome.bound == pytest.approx(5 if len(asked) == 1 else 0)


def test_a_large_program_gets_a_whole_point_and_a_bound(large):
    """The relaxation is worth 108.75: 50, 40 and three quarters of the packet worth 25 for 4."""
    program, goal, _ = packing()
    outcome, _ = climbed(program, goal)
    assert outcome.status == "optimal"
    assert outcome.bound == pytest.approx(-(90 + 25 * 3 / 4))
    assert whole(outcome, program)
    assert outcome.bound <= outcome.value <= -75
    assert outcome.prices is None
    assert "dive" in outcome.solver


def test_branching_closes_what_the_dive_leaves(medium):
    """Restricted and whole branching find and prove the best packets."""
    program, goal, _ = packing(room=12.0)
    outcome, _ = climbed(program, goal)
    assert (outcome.value, outcome.bound) == (pytest.approx(-115), pytest.approx(-115, rel=1e-4))
    assert whole(outcome, program)


def test_a_climb_that_is_close_stops(medium):
    """With room for everything the relaxation is whole: no rung after the dive is needed."""
    program, goal, _ = packing(room=100.0)
    outcome, _ = climbed(program, goal)
    assert outcome.value == outcome.bound == pytest.approx(-190)
    assert "branching" not in outcome.solver


def test_a_point_known_before_is_never_given_up_for_a_worse_one(large, monkeypatch):
    """Where the dive finds nothing, the decisions of the level before stand."""
    monkeypatch.setattr(ladder, "DIVE_PATIENCE", -1.0)
    program, goal, _ = packing()
    known = np.array([0.0, 0.0, 0.0, 1.0, 1.0, 0.0])
    outcome, _ = climbed(program, goal, known)
    assert outcome.value == pytest.approx(-85)
    assert outcome.columns == pytest.approx(known)
    assert "dive: nothing" in outcome.solver


def test_after_a_climb_all_decisions_are_open_again(large):
    """What is solved next with the same solver is branched on all decisions."""
    program, goal, _ = packing()
    _, solver = climbed(program, goal)
    outcome = solver.minimise("again", goal.measure)
    assert outcome.value == pytest.approx(-90)
    assert outcome.solver.startswith("mip")


def test_where_one_of_several_is_no_the_dive_drops_them_all(large):
    """An option may be bought in one of three months; three quarters can be paid, so it is left out.

    Rounding its share up breaks the purse; rounding one month down alone would only move the share.
    """
    program = Program()
    bought = program.add_columns("bought", [["option"], list("abc")], upper=1.0, integer=True)
    program.add_rows("once", [["option"]], [(1.0, bought[:, month]) for month in range(3)], "<=", 1.0)
    program.add_sums(
        "purse", [["purse"]], [(np.zeros(3, int), bought.ravel(), np.full(3, 100.0))], "<=", 75.0
    )
    goal = Goal("worth", "money", Expression.of((np.array([[-9.0, -8.0, -7.0]]), bought)))
    outcome, _ = climbed(program, goal)
    assert outcome.value == 0
    assert outcome.columns.tolist() == [0, 0, 0]


def test_a_dive_takes_back_what_cannot_be(large):
    """Half of a decision is needed and a whole one is too much for a limit: it must be no, another yes."""
    program = Program()
    chosen = program.add_columns("chosen", [list("ab")], upper=1.0, integer=True)
    program.add_sums("need", [["need"]], [(np.zeros(2, int), chosen, np.array([10.0, 6.0]))], ">=", 6.0)
    program.add_sums("limit", [["limit"]], [(np.zeros(1, int), chosen[:1], np.ones(1))], "<=", 0.8)
    goal = Goal("cost", "money", Expression.of((np.array([1.0, 5.0]), chosen)))
    outcome, _ = climbed(program, goal)
    assert outcome.columns.tolist() == [0, 1]
    assert (outcome.value, outcome.bound) == (5, pytest.approx(0.6))


def test_without_any_whole_point_the_climb_branches(large, monkeypatch):
    """Where neither dive nor an earlier level gives a point, branching on all decisions does."""
    monkeypatch.setattr(ladder, "DIVE_PATIENCE", -1.0)
    program, goal, _ = packing()
    outcome, _ = climbed(program, goal)
    assert (outcome.status, outcome.value) == ("optimal", pytest.approx(-90))


def test_a_contradiction_is_said_to_be_one(large):
    """Hard rules that no decision can keep leave no point and no bound."""
    program, goal, taken = packing()
    program.add_sums("much", [["much"]], [(np.zeros(6, int), taken, WEIGHT)], ">=", 11.0)
    outcome, _ = climbed(program, goal)
    assert (outcome.status, outcome.columns) == ("infeasible", None)


def test_a_contradiction_of_whole_decisions_alone_is_found_by_branching(large):
    """Two of three sevenths can be had in shares and not in whole decisions."""
    program = Program()
    chosen = program.add_columns("chosen", [list("abc")], upper=1.0, integer=True)
    program.add_sums("sum", [["sum"]], [(np.zeros(3, int), chosen, np.full(3, 3.0))], "=", 7.0)
    outcome, _ = climbed(program, Goal("cost", "money", Expression.of((1.0, chosen))))
    assert (outcome.status, outcome.columns) == ("infeasible", None)


def test_a_climb_without_time_keeps_the_point_known_before(large):
    """The limit strikes: the decisions of the level before are the best there is, and nothing is proven."""
    program, goal, _ = packing()
    known = np.array([0.0, 0.0, 0.0, 1.0, 1.0, 0.0])
    outcome, _ = climbed(program, goal, known, Watch(time_limit=0.0))
    assert (outcome.status, outcome.value, outcome.bound) == ("limit", -85, -np.inf)
    assert outcome.columns.tolist() == known.tolist()


def test_a_climb_without_time_and_without_a_point_has_none(large):
    """The limit strikes before anything is known."""
    program, goal, _ = packing()
    outcome, _ = climbed(program, goal, None, Watch(time_limit=0.0))
    assert (outcome.status, outcome.columns) == ("limit", None)


def test_a_climb_can_be_cancelled_on_its_way(large):
    """What was found until then is kept, with the bound of the relaxation."""
    asked = iter(range(100))
    watch = Watch(cancel=lambda: next(asked) >= 2)
    program, goal, _ = packing()
    known = np.array([0.0, 0.0, 0.0, 1.0, 1.0, 0.0])
    outcome, _ = climbed(program, goal, known, watch)
    assert outcome.status == "cancelled"
    assert outcome.value <= -85
    assert outcome.bound == pytest.approx(-108.75)


def test_signs_of_life_show_the_best_point_and_the_bound_of_the_level(large):
    """On the way down a dive the sign shows what is proven, not the point on the way."""
    signs = []
    program, goal, _ = packing()
    known = np.array([0.0, 0.0, 0.0, 1.0, 1.0, 0.0])
    climbed(program, goal, known, Watch(progress=signs.append))
    shown = [
        (sign.value, sign.bound) for sign in signs if np.isfinite(sign.bound) and np.isfinite(sign.value)
    ]
    assert (pytest.approx(-85), pytest.approx(-108.75)) in shown
    assert all(value >= bound for value, bound in shown)


def test_bounds_and_points_agree_with_branching_on_many_programs(large):
    """On 40 programs of chance the bound is never above the optimum and the value never below it."""
    random = np.random.default_rng(7)
    for _ in range(40):
        size = int(random.integers(3, 9))
        program = Program()
        labels = [str(place) for place in range(size)]
        taken = program.add_columns("taken", [labels], upper=1.0, integer=True)
        filled = program.add_columns("filled", [labels], upper=3.0)
        program.add_rows("open", [labels], [(1.0, filled), (-3.0, taken)], "<=", 0.0)
        cost = random.uniform(1, 5, size)
        program.add_sums("purse", [["p"]], [(np.zeros(size, int), taken, cost)], "<=", cost.sum() / 2)
        program.add_sums("need", [["n"]], [(np.zeros(size, int), filled, np.ones(size))], ">=", 1.0)
        goal = Goal("worth", "money", Expression.of((-random.uniform(1, 4, size), filled), (1.5, taken)))
        found, solver = climbed(program, goal)
        best = solver.minimise("best", goal.measure)
        assert found.status == best.status == "optimal"
        assert whole(found, program)
        assert found.bound <= best.value + 1e-6
        assert found.value >= best.value - 1e-6
        assert dataclasses.replace(found).value == pytest.approx(goal.measure.value(found.columns))
