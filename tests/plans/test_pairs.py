"""Two levels at once: what the weight decides, what it proves, and what happens where it does not decide."""

import numpy as np
import pytest

from jointstock.errors import PlanError
from jointstock.facts.case import Case
from jointstock.model.goals import Goal
from jointstock.plans import pairs
from jointstock.plans.certify import certify
from jointstock.plans.make import make_plan
from jointstock.plans.pairs import solve_pair, weighed
from jointstock.plans.verify import verify
from jointstock.solver.highs import Solver
from jointstock.solver.outcome import Watch
from jointstock.solver.program import Expression, Program
from tests.plans.tiny import tiny


@pytest.fixture
def every_program_is_large(monkeypatch):
    """Pairs are solved at once whatever the size."""
    monkeypatch.setattr(pairs, "PAIRED_FROM_NONZEROS", 0)


def two_foods():
    """Least 4 <= x + 2y and 6 <= 3x + y; first x is least (x = 0, y = 6 or more), then y (6)."""
    program = Program()
    x = program.add_columns("x", [["x", "y"]])
    place, column = np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1])
    program.add_sums(
        "least", [["a", "b"]], [(place, x[column], np.array([1.0, 2.0, 3.0, 1.0]))], ">=", np.array([4.0, 6])
    )
    first = Goal("first", "units", Expression.of((1.0, x[:1]), constant=3.0))
    return program, first, Goal("second", "units", Expression.of((1.0, x[1:]), constant=5.0))


def random_program(seed):
    """A bounded program of 12 columns and 8 rows, with two goals that pull apart."""
    random = np.random.default_rng(seed)
    program = Program()
    x = program.add_columns("x", [[str(n) for n in range(12)]], upper=10.0)
    rates = random.uniform(0.0, 2.0, (8, 12)) * (random.random((8, 12)) < 0.6)
    rates[:, 0] = 1.0
    place, column = np.divmod(np.arange(96), 12)
    axis = [str(n) for n in range(8)]
    program.add_sums("least", [axis], [(place, x[column], rates.ravel())], ">=", random.uniform(2, 9, 8))
    first = Goal("first", "units", Expression.of((np.round(random.uniform(0, 3, 12)), x)))
    return program, first, Goal("second", "units", Expression.of((random.uniform(-2, 3, 12), x)))


def one_by_one(program, first, second):
    """Values of the two goals, the first solved and held before the second."""
    solver = Solver(program, Watch())
    one = solver.minimise("first", first.measure)
    solver.keep(first.measure, one.value)
    two = solver.minimise("second", second.measure)
    solver.close()
    return one.value, two.value


def test_a_number_of_times_the_first_and_the_second_are_one_expression():
    """Coefficients and constants of the first are multiplied, those of the second stay."""
    first = Expression(np.array([0, 2]), np.array([1.0, 2.0]), 3.0)
    second = Expression(np.array([2]), np.array([5.0]), 7.0)
    both = weighed(first, second, 10.0)
    at = np.array([1.0, 0.0, 4.0])
    assert both.value(at) == 10 * first.value(at) + second.value(at) == 10 * 12 + 27


def test_the_first_goes_before_the_second():
    """Least is x, at nothing, and then y, which can be 6: x = 1.6 would let it be 1.2."""
    program, first, second = two_foods()
    solver = Solver(program, Watch())
    one, two, _ = solve_pair(solver, first, second)
    solver.close()
    assert (one.value, two.value) == (pytest.approx(3.0), pytest.approx(5.0 + 6.0))
    assert one.columns == pytest.approx([0.0, 6.0])
    assert one.solver.startswith("with second, simplex")


def test_prices_of_both_prove_the_second_behind_the_first():
    """Least x has no price of a row; y >= 6 - 3x gives the second row the price of one y."""
    program, first, second = two_foods()
    solver = Solver(program, Watch())
    _, two, _ = solve_pair(solver, first, second)
    solver.close()
    assert two.bound == pytest.approx(two.value)
    assert two.prices == pytest.approx([0.0, 1.0])
    assert two.level_prices == pytest.approx([0.0])


@pytest.mark.parametrize("seed", range(25))
def test_a_pair_has_the_values_of_its_levels_one_by_one(seed):
    """Where the weight decides, both values are those of the levels solved one after the other."""
    program, first, second = random_program(seed)
    solver = Solver(program, Watch())
    found = solve_pair(solver, first, second)
    solver.close()
    assert found is not None
    assert (found[0].value, found[1].value) == pytest.approx(one_by_one(program, first, second), abs=1e-6)


def test_a_pair_holds_for_later_levels_what_it_has_settled():
    """With both held and their face settled, a goal against them finds the same point again."""
    program, first, second = two_foods()
    solver = Solver(program, Watch())
    one, two, face = solve_pair(solver, first, second)
    solver.keep(first.measure, one.value)
    solver.keep(second.measure, two.value, face)
    against = Expression(first.measure.columns, -first.measure.coefficients)
    assert solver.minimise("third", against).columns == pytest.approx([0.0, 6.0])
    solver.close()


def test_a_weight_that_does_not_decide_gives_no_pair(monkeypatch):
    """With next to no weight the second goes first, the simplex moves, and there is no pair."""
    monkeypatch.setattr(pairs, "_WEIGHT", 1e-6)
    program, first, second = two_foods()
    solver = Solver(program, Watch())
    assert solve_pair(solver, first, second) is None
    solver.close()


def test_a_solver_that_is_stopped_gives_no_pair():
    """Asked to stop, there is nothing to be had of both."""
    program, first, second = two_foods()
    solver = Solver(program, Watch(cancel=lambda: True))
    assert solve_pair(solver, first, second) is None
    solver.close()


@pytest.mark.usefixtures("every_program_is_large")
@pytest.mark.parametrize("end", ["meet", "none"])
def test_a_plan_by_pairs_is_the_plan_by_levels(nordic: Case, end: str, monkeypatch) -> None:
    """Every level has the value that it has by itself, the plan keeps every rule, and the prices prove it."""
    by_pairs = make_plan(nordic, end=end)
    assert by_pairs.run["solver"][0].startswith("commitments: with ")
    assert not verify(nordic, by_pairs)
    # What is lost in rounding of the first is multiplied by what it is worth in the second.
    assert certify(by_pairs).worst <= 2e-4
    monkeypatch.setattr(pairs, "PAIRED_FROM_NONZEROS", 10**9)
    by_levels = make_plan(nordic, end=end)
    for pair, level in zip(by_pairs.run["levels"], by_levels.run["levels"], strict=True):
        assert pair["name"] == level["name"]
        assert pair["value"] == pytest.approx(level["value"], rel=2e-6, abs=1e-6)


@pytest.mark.usefixtures("every_program_is_large")
def test_levels_are_right_where_no_weight_decides(nordic: Case, monkeypatch) -> None:
    """Without any pair the levels are solved one by one, from the vertex that was found for both."""
    by_pairs = make_plan(nordic)
    monkeypatch.setattr(pairs, "_WEIGHT", 1e-6)
    by_levels = make_plan(nordic)
    assert not verify(nordic, by_levels)
    assert [level["value"] for level in by_levels.run["levels"]] == pytest.approx(
        [level["value"] for level in by_pairs.run["levels"]], rel=2e-6, abs=1e-6
    )


@pytest.mark.usefixtures("every_program_is_large")
def test_the_second_of_a_pair_needs_no_room_of_the_first() -> None:
    """The first is held at its value, the second with the usual room."""
    levels_of = {level["name"]: level for level in make_plan(tiny()).run["levels"]}
    assert levels_of["commitments"]["tolerance"] == 0.0
    assert levels_of["end"]["tolerance"] > 0


@pytest.mark.usefixtures("every_program_is_large")
@pytest.mark.parametrize("question", [2, 3, 4, 5])
def test_a_plan_by_pairs_that_is_cancelled_keeps_every_rule(nordic: Case, question: int) -> None:
    """Whatever was found until then is a plan, or there is none."""
    asked = iter(range(1, 1_000_000))
    try:
        plan = make_plan(nordic, cancel=lambda: next(asked) >= question)
    except PlanError as error:
        assert "cancelled in level commitments" in str(error)  # noqa: PT017  either outcome is right
        return
    assert plan.run["status"] in ("cancelled", "optimal")
    assert not verify(nordic, plan)


@pytest.mark.usefixtures("every_program_is_large")
def test_a_what_if_begins_from_pairs(nordic: Case) -> None:
    """A plan begun from one by pairs has the same values, and its first pair begins at the vertex."""
    first = make_plan(nordic)
    again = make_plan(nordic, start=first)
    assert "from the vertex of an earlier plan" in again.run["solver"][0]
    assert [level["value"] for level in again.run["levels"]] == pytest.approx(
        [level["value"] for level in first.run["levels"]], rel=2e-6
    )


@pytest.mark.usefixtures("every_program_is_large")
def test_levels_behind_a_pair_are_held_by_what_is_settled(nordic: Case, monkeypatch) -> None:
    """Rows of levels are let go for a solve and held again after it; no level comes out wider than 1e-6."""
    bound: list[bool] = []
    bind = Solver.bind

    def noting(solver: Solver, limits: list[float] | None) -> None:
        bound.append(limits is not None)
        bind(solver, limits)

    monkeypatch.setattr(Solver, "bind", noting)
    plan = make_plan(nordic)
    assert bound[:4] == [False, True, False, True]
    assert all(level["tolerance"] <= 1e-6 * max(1.0, abs(level["value"])) for level in plan.run["levels"])


@pytest.mark.usefixtures("every_program_is_large")
def test_a_level_that_comes_out_wider_is_held_by_its_row(nordic: Case, monkeypatch) -> None:
    """With nothing settled the levels before give way; their rows hold again, and the values are the same."""
    usual = make_plan(nordic)
    monkeypatch.setattr(Solver, "_stay_best", lambda *_: None)
    plan = make_plan(nordic)
    assert not verify(nordic, plan)
    assert [level["value"] for level in plan.run["levels"]] == pytest.approx(
        [level["value"] for level in usual.run["levels"]], rel=2e-6, abs=1e-6
    )
