"""What HiGHS answers, how it is watched, and what is never taken for an answer."""

import math
from types import SimpleNamespace

import highspy
import numpy as np
import pytest

from jointstock.errors import PlanError
from jointstock.solver import handover, highs
from jointstock.solver.basis import Basis
from jointstock.solver.highs import Solver
from jointstock.solver.outcome import Watch
from jointstock.solver.program import Expression, Program

UNWATCHED = Watch()
ANSWERS = {"kOptimal", "kModelEmpty", "kTimeLimit", "kIterationLimit", "kSolutionLimit", "kInterrupt"}
ANSWERS |= {"kHighsInterrupt", "kInfeasible", "kUnboundedOrInfeasible", "kUnbounded", "kMemoryLimit"}
ANSWERS |= {"kUnknown"}


def blend(unit=1.0, least=(4.0, 6.0)):
    """Two foods, two nutrients: 4 <= x + 2y, 6 <= 3x + y; cost 3x + 4y is least, 9.6, at x = 1.6, y = 1.2."""
    program = Program()
    x = program.add_columns("x", [["x", "y"]], unit=unit)
    place, column = np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1])
    rates = np.array([1.0, 2.0, 3.0, 1.0])
    program.add_sums("least", [["a", "b"]], [(place, x[column], rates)], ">=", np.array(least))
    return program, Expression.of((np.array([3.0, 4.0]), x)), x


def heavy(size=120, seed=3):
    """A dense covering program that takes a while."""
    random = np.random.default_rng(seed)
    program = Program()
    labels = [str(n) for n in range(size)]
    x = program.add_columns("x", [labels])
    rates = random.random((size, size)) ** 4 + 0.001
    place = np.repeat(np.arange(size), size)
    program.add_sums(
        "least", [labels], [(place, np.tile(x, size), rates.ravel())], ">=", 1 + random.random(size)
    )
    return program, Expression.of((1 + random.random(size), x)), x


def answer(program, goal, watch=UNWATCHED):
    """The outcome of one solve."""
    solver = Solver(program, watch)
    try:
        return solver.minimise("goal", goal)
    finally:
        solver.close()


def knapsack(weights=(5.0, 4.0, 3.0), room=10.0):
    """Three packets worth 10, 40 and 30 a piece, of which whole ones fit a room."""
    program = Program()
    taken = program.add_columns("taken", [["a", "b", "c"]], upper=1.0, integer=True)
    program.add_sums("room", [["room"]], [(np.zeros(3, int), taken, np.array(weights))], "<=", room)
    return program, Expression.of((np.array([-10.0, -40.0, -30.0]), taken)), taken


def test_a_small_program_is_solved_to_its_optimum():
    """The dual simplex finds value, bound and point, and says why it was chosen."""
    program, goal, _ = blend()
    outcome = answer(program, goal)
    assert (outcome.status, outcome.value, outcome.bound) == (
        "optimal",
        pytest.approx(9.6),
        pytest.approx(9.6),
    )
    assert outcome.columns == pytest.approx([1.6, 1.2])
    assert outcome.solver.startswith("simplex (dual): 4 nonzeros")


def test_units_change_nothing():
    """Values, prices and optimum are in natural units whatever the solver sees."""
    plain, scaled = (answer(*blend(unit)[:2]) for unit in (1.0, np.array([1024.0, 0.25])))
    assert scaled.value == pytest.approx(plain.value)
    assert scaled.columns == pytest.approx(plain.columns)
    assert scaled.prices == pytest.approx(plain.prices)


def test_a_constant_belongs_to_value_and_bound():
    """What no column moves is part of the objective."""
    program, goal, _ = blend()
    outcome = answer(program, goal.plus(Expression.of(constant=100.0)))
    assert (outcome.value, outcome.bound) == (pytest.approx(109.6), pytest.approx(109.6))


def test_prices_are_the_change_per_unit_of_the_right_hand_side():
    """Moving each side a little moves the optimum by its price, with the sign."""
    step = 1e-4
    program, goal, _ = blend()
    prices = answer(program, goal).prices
    for row in range(2):
        least = np.array([4.0, 6.0])
        least[row] += step
        moved, cost, _ = blend(least=tuple(least))
        assert (answer(moved, cost).value - 9.6) / step == pytest.approx(prices[row], rel=1e-4)
    assert (prices > 0).all()


def test_the_price_of_room_is_negative():
    """One unit more of a limit that binds makes the least cost less."""
    program = Program()
    x = program.add_columns("x", [["x"]])
    program.add_rows("room", [["room"]], [(2.0, x)], "<=", 10.0)
    outcome = answer(program, Expression.of((-3.0, x)))
    assert outcome.prices == pytest.approx([-1.5])


def test_levels_keep_the_ones_before():
    """A second expression is minimised among the best points of the first."""
    program, goal, x = blend()
    extra = program.add_columns("extra", [["z"]], upper=5.0)
    program.add_rows("tie", [["tie"]], [(1.0, extra), (1.0, x[:1])], ">=", 4.0)
    solver = Solver(program, Watch())
    first = solver.minimise("first", goal)
    solver.keep(goal, first.value)
    second = solver.minimise("second", Expression.of((1.0, extra)))
    solver.close()
    assert first.value == pytest.approx(9.6)
    assert second.value == pytest.approx(2.4)
    assert goal.value(second.columns) == pytest.approx(9.6)
    assert second.solver == "simplex (primal): from the basis before"


def test_a_level_may_give_way_by_its_slack():
    """With a limit above the best value, later levels use the room that is left."""
    program = Program()
    x = program.add_columns("x", [["x", "y"]], upper=10.0)
    program.add_rows("same", [["same"]], [(1.0, x[:1])], ">=", 2.0)
    solver = Solver(program, Watch())
    solver.minimise("first", Expression.of((1.0, x)))
    solver.keep(Expression.of((1.0, x)), 5.0)
    # The columns that every best point leaves at their bound stay there; loosened, they may move.
    assert solver.minimise("second", Expression.of((-1.0, x[1:]))).value == 0
    solver.loosen([5.0])
    assert solver.minimise("second", Expression.of((-1.0, x[1:]))).value == pytest.approx(-3)
    solver.close()


def test_a_limit_that_cannot_be_held_can_be_loosened():
    """A level held too tightly leaves no point; with a wider limit there is one again."""
    program, goal, x = blend()
    solver = Solver(program, Watch())
    first = solver.minimise("first", goal)
    solver.keep(goal, first.value - 1.0)
    assert solver.minimise("second", Expression.of((1.0, x))).status == "infeasible"
    solver.loosen([first.value + 0.5])
    assert solver.minimise("second", Expression.of((1.0, x))).status == "optimal"
    solver.close()


def test_fixed_columns_stay():
    """A column held at a value, in natural units, no longer moves; the others do."""
    program, goal, _ = blend(unit=8.0)
    solver = Solver(program, Watch())
    solver.minimise("first", goal)
    solver.fix(np.array([2.0, np.nan]))
    outcome = solver.minimise("again", goal)
    solver.close()
    assert outcome.columns == pytest.approx([2.0, 1.0])
    assert outcome.value == pytest.approx(10)


def test_whole_columns_are_whole():
    """Of three packets the two that fit whole are taken; there are no prices."""
    program, goal, _ = knapsack()
    outcome = answer(program, goal)
    assert outcome.columns == pytest.approx([0, 1, 1])
    assert (outcome.value, outcome.prices) == (pytest.approx(-70), None)
    assert outcome.bound <= outcome.value + 1e-6
    assert outcome.solver == "mip: yes-no decisions"


def test_fixed_decisions_leave_a_linear_program():
    """With every yes-no decision fixed there are prices again."""
    program, goal, taken = knapsack()
    spare = program.add_columns("spare", [["d"]], upper=4.0)
    program.add_rows("rest", [["room"]], [(1.0, spare), (2.0, taken[1:2])], "<=", 3.0)
    goal = goal.plus(Expression.of((-1.0, spare)))
    solver = Solver(program, Watch())
    first = solver.minimise("first", goal)
    solver.fix(np.append(np.round(first.columns[:3]), np.nan))
    outcome = solver.minimise("fixed", goal)
    solver.close()
    assert outcome.value == pytest.approx(first.value)
    assert outcome.prices == pytest.approx([0, -1])


def test_decisions_held_from_the_start_stay_through_all_levels():
    """What is held by hand is not moved by levels that would have it otherwise, nor by loosening them."""
    program, goal, taken = knapsack()
    solver = Solver(program, Watch())
    solver.fix(np.array([1.0, 0.0, 0.0]))
    first = solver.minimise("first", goal)
    solver.keep(goal, first.value)
    second = solver.minimise("second", Expression.of((1.0, taken)))
    solver.loosen([0.0])
    third = solver.minimise("third", goal)
    solver.close()
    assert first.value == third.value == pytest.approx(-10)
    for outcome in (first, second, third):
        assert outcome.columns == pytest.approx([1, 0, 0])
    assert first.prices is not None


def test_levels_of_yes_no_decisions_keep_the_ones_before():
    """Held within its gap, a first level of an integer program is not given up in the second."""
    program, goal, taken = knapsack(weights=(5.0, 5.0, 5.0))
    goal = Expression.of((np.array([-30.0, -30.0, -10.0]), taken))
    solver = Solver(program, Watch())
    first = solver.minimise("first", goal)
    solver.keep(goal, first.value + 1e-9)
    second = solver.minimise("second", Expression.of((np.array([1.0, 1.0, 0.0]), taken)))
    solver.close()
    assert second.value == pytest.approx(2)


def test_a_contradiction_is_infeasible():
    """Rows that cannot all hold give no point, and no value."""
    program = Program()
    x = program.add_columns("x", [["x", "y"]], upper=1.0)
    program.add_sums("least", [["a"]], [(np.zeros(2, int), x, np.array([1.0, 1.0]))], ">=", 3.0)
    outcome = answer(program, Expression.of((1.0, x)))
    assert (outcome.status, outcome.columns, outcome.prices) == ("infeasible", None, None)
    assert math.isnan(outcome.value)


def test_a_quantity_without_limit_is_unbounded():
    """A goal that can be improved without end is no plan."""
    program = Program()
    x = program.add_columns("x", [["x", "y"]])
    program.add_sums("least", [["a"]], [(np.zeros(2, int), x, np.array([1.0, -1.0]))], "<=", 3.0)
    assert answer(program, Expression.of((-1.0, x))).status in ("unbounded", "infeasible")


def test_programs_without_rows_or_columns_are_solved():
    """Bounds alone decide where there is no row, and nothing decides where there is nothing."""
    program = Program()
    x = program.add_columns("x", [["x", "y"]], lower=1.0, upper=4.0)
    assert answer(program, Expression.of((np.array([1.0, -1.0]), x))).value == pytest.approx(-3)
    empty = answer(Program(), Expression.of(constant=2.0))
    assert (empty.status, empty.value) == ("optimal", 2.0)


def test_an_objective_of_nothing_is_met():
    """A level that no column moves is solved, kept and passed on."""
    program, goal, _ = blend()
    solver = Solver(program, Watch())
    assert solver.minimise("nothing", Expression.of()).value == 0
    solver.keep(Expression.of(), 0.0)
    assert solver.minimise("goal", goal).value == pytest.approx(9.6)
    solver.close()


def test_only_known_states_are_answers():
    """The list of states holds those that say what ended the solve, and not one more."""
    assert {status.name for status in handover.STATUSES} == ANSWERS
    assert highspy.HighsModelStatus.kNotset not in handover.STATUSES


def test_an_unknown_state_is_never_an_answer(monkeypatch):
    """A state that is not on the list ends the run, even where values lie about."""
    monkeypatch.delitem(handover.STATUSES, highspy.HighsModelStatus.kOptimal)
    program, goal, _ = blend()
    with pytest.raises(PlanError, match="kOptimal, which is no answer"):
        answer(program, goal)


class Blurred:
    """HiGHS that says "optimal" of a point outside its tolerances."""

    def __init__(self, inner):
        self.inner = inner

    def __getattr__(self, name):
        return getattr(self.inner, name)

    def getInfo(self):  # noqa: D102, N802
        info = self.inner.getInfo()
        names = ("simplex_iteration_count", "ipm_iteration_count", "basis_validity")
        told = {name: getattr(info, name) for name in names}
        outside = highspy.SolutionStatus.kSolutionStatusInfeasible
        return SimpleNamespace(**told, primal_solution_status=outside)


def test_optimal_outside_the_tolerances_is_no_optimum():
    """A point that breaks a row by more than the tolerance is not taken, whatever its status says."""
    program, goal, _ = blend()
    solver = Solver(program, Watch())
    solver._highs = Blurred(solver._highs)
    outcome = solver.minimise("goal", goal)
    solver.close()
    assert (outcome.status, outcome.columns) == ("imprecise", None)


def test_the_time_limit_holds():
    """With no time left the solver stops at once and says so."""
    program, goal, _ = heavy()
    outcome = answer(program, goal, Watch(time_limit=0.0))
    assert outcome.status == "limit"
    assert outcome.bound == -math.inf


def test_the_time_limit_is_for_all_levels_together():
    """Time that one level takes is missing in the next."""
    program, goal, x = heavy()
    solver = Solver(program, Watch(time_limit=30.0))
    assert solver.minimise("first", goal).status == "optimal"
    solver._began -= 30.0
    assert solver.minimise("second", Expression.of((-1.0, x))).status == "limit"
    solver.close()


def test_a_run_can_be_cancelled(monkeypatch):
    """Asked to, the solver does not begin, or stops in the midst of its work."""
    monkeypatch.setattr(highs, "BEAT_SECONDS", 0.02)
    program, goal, _ = heavy(size=400)
    asked = iter([False, True])
    outcome = answer(program, goal, Watch(cancel=lambda: next(asked, True)))
    assert outcome.status == "cancelled"
    outcome = answer(program, goal, Watch(cancel=lambda: True))
    assert (outcome.status, outcome.columns, outcome.iterations) == ("cancelled", None, 0)


def test_signs_of_life_name_the_level_and_count():
    """Progress comes at once, with the level's name and the seconds since the start."""
    program, goal, _ = heavy()
    signs = []
    solver = Solver(program, Watch(progress=signs.append))
    outcome = solver.minimise("first", goal)
    solver.minimise("second", goal)
    solver.close()
    assert signs[0].level == "first"
    assert signs[-1].level == "second"
    assert outcome.iterations > 0
    assert all(sign.seconds >= 0 for sign in signs)


def test_the_threads_of_the_process_may_change():
    """Another number of threads gives the same right answer, and never zeros."""
    program, goal, _ = heavy(size=40)
    values = [answer(program, goal, Watch(threads=threads)).value for threads in (1, 2, 1, 2, 1)]
    assert values == pytest.approx([values[0]] * 5)
    assert values[0] > 0


def test_large_programs_go_to_the_interior_point(monkeypatch):
    """Above the measured size IPX with crossover answers, with the same optimum and a vertex."""
    program, goal, x = heavy(size=40)
    simplex = answer(program, goal)
    monkeypatch.setattr(highs, "INTERIOR_FROM_NONZEROS", 100)
    solver = Solver(program, Watch())
    first = solver.minimise("first", goal)
    solver.keep(goal, first.value + 1e-9)
    second = solver.minimise("second", Expression.of((1.0, x)), last=True)
    solver.close()
    assert first.solver == "ipx with crossover: 1600 nonzeros, above 100"
    assert first.value == pytest.approx(simplex.value)
    assert first.prices == pytest.approx(simplex.prices, abs=1e-6)
    assert goal.value(second.columns) == pytest.approx(first.value)
    assert second.solver.startswith("simplex (primal)")


def test_the_solver_counts_and_names_itself():
    """Nonzeros, time and version can be told."""
    program, _, _ = blend()
    solver = Solver(program, Watch())
    assert solver.nonzeros == len(solver.arrays.values) == 4
    assert solver.seconds >= 0
    solver.close()
    assert handover.version().startswith("1.")


def test_decisions_may_be_shares_for_a_while():
    """The relaxation proves a bound; demanded whole again, the decisions are whole."""
    program, goal, _ = knapsack()
    solver = Solver(program, UNWATCHED)
    solver.branch_on(np.zeros(3, bool))
    relaxed = solver.minimise("relaxed", goal)
    solver.branch_on(np.ones(3, bool))
    whole = solver.minimise("whole", goal)
    solver.close()
    assert (relaxed.value, whole.value) == (pytest.approx(-76), pytest.approx(-70))
    assert relaxed.prices is not None
    assert whole.prices is None


def test_held_decisions_are_free_again_in_the_next_call():
    """Each call holds what it names, and nothing else."""
    program, goal, _ = knapsack()
    solver = Solver(program, UNWATCHED)
    solver.hold(np.array([1.0, np.nan, np.nan]))
    one = solver.minimise("one", goal)
    solver.hold(np.array([np.nan, 0.0, np.nan]))
    other = solver.minimise("other", goal)
    solver.close()
    assert one.columns == pytest.approx([1, 1, 0])
    assert other.columns == pytest.approx([1, 0, 1])


def test_where_only_bounds_change_the_solver_goes_on_from_its_basis():
    """The dual simplex goes on, also from a point that the bounds do not allow, and finds the same."""
    program, goal, _ = knapsack()
    solver = Solver(program, UNWATCHED)
    solver.branch_on(np.zeros(3, bool))
    solver.minimise("relaxed", goal)
    solver.hold(np.array([1.0, 1.0, 1.0]))
    nothing = solver.minimise("too much", goal, near=True)
    solver.hold(np.array([1.0, np.nan, 0.0]))
    found = solver.minimise("near", goal, near=True)
    solver.close()
    assert (nothing.status, nothing.columns) == ("infeasible", None)
    assert found.value == pytest.approx(-50)
    assert found.solver == "simplex (dual): from the basis before"


def test_branching_begins_from_a_point_that_is_suggested():
    """Without any time to branch, the point suggested is the answer."""
    program, goal, _ = knapsack()
    solver = Solver(program, UNWATCHED)
    solver.suggest(np.array([1.0, 1.0, 0.0]))
    outcome = solver.minimise("goal", goal, gap=1000.0)
    solver.close()
    assert outcome.columns is not None
    assert outcome.value <= -50


def test_branching_may_stop_at_a_gap():
    """A gap that is wide enough ends the search with a bound below the value."""
    program, goal, _ = knapsack()
    solver = Solver(program, UNWATCHED)
    outcome = solver.minimise("goal", goal, gap=100.0)
    solver.close()
    assert outcome.bound <= -70 <= outcome.value


def test_a_solve_has_its_own_seconds():
    """A limit of one solve strikes there and leaves the time of the others."""
    program, goal, _ = knapsack()
    solver = Solver(program, Watch(time_limit=1000.0))
    solver.branch_on(np.zeros(3, bool))
    stopped = solver.minimise("stopped", goal, seconds=0.0)
    done = solver.minimise("done", goal)
    left = solver.seconds_left
    solver.close()
    assert (stopped.status, done.status) == ("limit", "optimal")
    assert 0 < left < 1000


def test_without_a_time_limit_there_is_time_without_end():
    """Nothing strikes where no limit was given."""
    solver = Solver(knapsack()[0], UNWATCHED)
    assert solver.seconds_left == np.inf
    solver.close()


def ended(program, goal, begin=None):
    """The outcome of one level, and the bases after it."""
    solver = Solver(program, UNWATCHED, begin)
    try:
        return solver.minimise("goal", goal), solver.bases
    finally:
        solver.close()


def test_from_its_own_vertex_a_program_needs_no_step():
    """The second time the simplex stands at the end before it begins, and the basis is kept as it is."""
    program, goal, _ = heavy()
    cold, bases = ended(program, goal)
    warm, again = ended(program, goal, bases)
    assert cold.iterations > 0
    assert (warm.iterations, warm.status) == (0, "optimal")
    assert warm.value == pytest.approx(cold.value)
    assert "from the vertex of an earlier plan" in warm.solver
    assert again["goal"] is bases["goal"]


def test_a_vertex_of_another_right_hand_side_is_a_few_steps_away():
    """More of some nutrients: from the vertex before, in fewer steps than from nothing, at the same value."""
    _, bases = ended(*heavy()[:2])
    program, goal, _ = heavy()
    lower, upper = program._sides[0]
    program._sides[0] = (lower * np.where(np.arange(len(lower)) % 3 == 0, 1.2, 1.0), upper)
    cold, warm = ended(program, goal)[0], ended(program, goal, bases)[0]
    assert warm.value == pytest.approx(cold.value)
    assert 0 < warm.iterations < cold.iterations


def test_a_basis_that_cannot_be_is_mended():
    """All columns and rows basic is no basis; HiGHS completes it, and the optimum is the same."""
    program, goal, _ = blend()
    for side in (0, 1, 2):
        sides = np.full(2, side, dtype=np.int8)
        wrong = Basis(sides, sides, np.zeros(0, dtype=np.int8))
        assert ended(program, goal, {"goal": wrong})[0].value == pytest.approx(9.6)


def test_a_basis_of_another_size_is_left():
    """One column too many: the beginning is refused, and the level is solved from nothing."""
    program, goal, _ = blend()
    _, bases = ended(program, goal)
    basis = bases["goal"]
    longer = Basis(np.append(basis.columns, np.int8(0)), basis.rows, basis.levels)
    outcome, _ = ended(program, goal, {"goal": longer})
    assert outcome.value == pytest.approx(9.6)
    assert "earlier" not in outcome.solver


def test_a_vertex_too_far_away_is_left_after_so_many_steps(monkeypatch):
    """At the limit of steps the level is solved as from nothing, and no limit is left for later ones."""
    monkeypatch.setattr(highs, "_FAR", 1)
    monkeypatch.setattr(highs, "_FAR_PART", 10**9)
    program, goal, _ = heavy()
    nothing, _ = ended(program, goal)
    size = len(program.arrays().lower)
    slack = np.full(size, 1, dtype=np.int8)
    far = {"goal": Basis(np.zeros(size, dtype=np.int8), slack, np.zeros(0, dtype=np.int8))}
    outcome, _ = ended(program, goal, far)
    assert outcome.value == pytest.approx(nothing.value)
    assert outcome.solver.endswith("the plan before was too far away")


def test_rows_of_levels_may_be_let_go_and_held_again():
    """Without its row only what is settled holds a level: nothing where it was kept without settling."""
    program, goal, x = blend()
    solver = Solver(program, Watch())
    best = solver.minimise("goal", goal).value
    solver.keep(goal, best, settle=False)
    other = Expression.of((1.0, x[:1]))
    held = solver.minimise("other", other).value
    solver.bind(None)
    assert solver.minimise("other", other).value < held - 1e-6
    solver.bind([best + 1.0])
    between = solver.minimise("other", other).value
    assert between < held
    solver.bind([best])
    assert solver.minimise("other", other).value == pytest.approx(held)
    solver.close()


def test_what_does_not_stand_at_its_side_is_not_settled():
    """A price of a column between its bounds is a crumb of rounding: the column stays free."""
    program, goal, x = blend()
    solver = Solver(program, Watch())
    solver.minimise("goal", goal)
    (duals, values), rows = solver.face()
    assert (values > 0.5).all()
    crumbs = ((duals + 1e-8, values), rows)
    solver.keep(goal, 100.0, crumbs)
    solver.bind([100.0])
    found = solver.minimise("other", Expression.of((-1.0, x[:1])))
    assert found.columns[0] > 0.0
    solver.close()


def test_the_face_of_a_solve_tells_prices_and_values():
    """Columns between their bounds have no reduced cost, rows at their sides have prices.

    Cost 3x + 4y, rows x + 2y >= 4 and 3x + y >= 6: prices p + 3q = 3 and 2p + q = 4, so p = 1.8, q = 0.4.
    """
    program, goal, _ = blend()
    solver = Solver(program, Watch())
    outcome = solver.minimise("goal", goal)
    (duals, values), (prices, sums) = solver.face()
    assert duals == pytest.approx([0.0, 0.0])
    assert values * solver.arrays.column_unit == pytest.approx([1.6, 1.2])
    assert outcome.prices == pytest.approx([1.8, 0.4])
    assert sums * solver.arrays.row_unit == pytest.approx([4.0, 6.0])
    assert (prices > 0).all()
    solver.close()
