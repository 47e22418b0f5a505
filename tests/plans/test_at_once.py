"""Yes-no decisions made at once: what is a yes, what is proven, and what happens where it leads nowhere."""

import dataclasses

import numpy as np
import pytest

from jointstock.errors import PlanError
from jointstock.facts.case import Case
from jointstock.plans import at_once, ladder, levels
from jointstock.plans.at_once import close_enough, decide, is_decided_at_once
from jointstock.plans.make import make_plan
from jointstock.plans.plan import Plan
from jointstock.plans.verify import verify
from jointstock.shapes.shape import TINY, make_case
from jointstock.solver.program import Program


@pytest.fixture
def every_program_is_large(monkeypatch):
    """Decisions are made at once whatever the size, and no level is branched where that leads nowhere."""
    monkeypatch.setattr(at_once, "BRANCHED_TO_NONZEROS", 0)


@pytest.fixture(scope="module")
def tiers() -> Case:
    """A generated case with price tiers, minimum orders and call-offs that cost money."""
    return make_case(dataclasses.replace(TINY, tiered=1, call_offs=2))


def orders(*, options=False):
    """Orders of 4 to 10 a call: 4 yes <= order <= 10 yes; of options at most one may be yes."""
    program = Program()
    axis = ["0", "1", "2"]
    order = program.add_columns("order", [axis], upper=10.0)
    yes = program.add_columns("yes", [axis], upper=1.0, integer=True)
    program.add_rows("least", [axis], [(4.0, yes), (-1.0, order)], "<=", 0.0)
    program.add_rows("most", [axis], [(1.0, order), (-10.0, yes)], "<=", 0.0)
    if options:
        program.add_sums("one", [["one"]], [(np.zeros(3, int), yes, np.ones(3))], "<=", 1.0)
    return program.arrays()


def decided(arrays, ordered, shares):
    """What is decided at a point, of the decisions alone."""
    made = decide(arrays, np.array([*ordered, *shares], dtype=float))
    assert np.isnan(made[: len(ordered)]).all()
    return made[len(ordered) :].tolist()


def values(plan: Plan) -> list[float]:
    """Value of every level."""
    return [level["value"] for level in plan.run["levels"]]


def test_a_decision_is_yes_where_its_least_quantity_is_kept():
    """5 of at least 4 is a yes, 3 is a no, nothing is a no."""
    assert decided(orders(), [5, 3, 0], [0.5, 0.3, 0.0]) == [1.0, 0.0, 0.0]


def test_a_whole_yes_stays_a_yes():
    """An order of exactly the least quantity, already whole, is kept."""
    assert decided(orders(), [4, 10, 4], [1.0, 1.0, 0.4]) == [1.0, 1.0, 1.0]


def test_of_options_the_one_with_the_largest_share_is_yes():
    """At most one may be yes: 6 goes before 4, and 3 is too little whatever its share."""
    assert decided(orders(options=True), [4, 6, 0], [0.4, 0.6, 0.0]) == [0.0, 1.0, 0.0]
    assert decided(orders(options=True), [4, 3, 0], [0.4, 0.6, 0.0]) == [1.0, 0.0, 0.0]


def test_nothing_is_decided_without_decisions():
    """A program without yes-no columns has none to make, and none is made at once."""
    program = Program()
    program.add_columns("x", [["a"]])
    arrays = program.arrays()
    assert np.isnan(decide(arrays, np.ones(1))).all()
    assert not is_decided_at_once(arrays)


def test_only_large_programs_are_decided_at_once(monkeypatch):
    """The size from which a level is not branched is the size from which decisions are made at once."""
    arrays = orders()
    assert not is_decided_at_once(arrays)
    monkeypatch.setattr(at_once, "BRANCHED_TO_NONZEROS", len(arrays.values) - 1)
    assert is_decided_at_once(arrays)


def test_shares_are_allowed_in_a_copy_alone():
    """The program with shares has no whole columns, the one that it was made of still has."""
    program = Program()
    program.add_columns("yes", [["a", "b"]], upper=1.0, integer=True)
    shared = dataclasses.replace(program, shares=True)
    assert not shared.arrays().integer.any()
    assert program.arrays().integer.all()
    assert shared.columns == program.columns == 2


@pytest.mark.parametrize(
    ("gaps", "enough"),
    [([0.0, 1.9], True), ([2.1, 0.0], False), ([0.0, 2.1], False), ([0.0, None], True), ([0, 0, 99], True)],
)
def test_the_first_levels_are_to_be_near_their_bounds(gaps, enough):
    """Of 100, two per cent may be lost in commitments and at the end; levels behind do not count."""
    found = [{"value": 100.0, "bound": None if gap is None else 100.0 - gap} for gap in gaps]
    assert close_enough(found) is enough


@pytest.mark.usefixtures("every_program_is_large")
def test_a_plan_decided_at_once_keeps_every_rule(costly: Case) -> None:
    """All decisions are whole, and every level says that shares came first."""
    plan = make_plan(costly)
    assert not verify(costly, plan)
    assert any("decisions as shares" in text for text in plan.run["solver"])
    assert plan.run["status"] == "optimal"


@pytest.mark.parametrize("name", ["costly", "tiers"])
def test_bounds_stand_below_the_optimum_and_values_above_it(name: str, request, monkeypatch) -> None:
    """The first level is compared with its proven optimum; each later bound is below the plan's own value."""
    case = request.getfixturevalue(name)
    proven = make_plan(case)
    monkeypatch.setattr(at_once, "BRANCHED_TO_NONZEROS", 0)
    monkeypatch.setattr(at_once, "GOOD", np.inf)
    plan = make_plan(case)
    assert not verify(case, plan)
    best, found = proven.run["levels"][0], plan.run["levels"][0]
    assert found["bound"] <= best["value"] + 1e-6 <= found["value"] + 2e-6
    for level in plan.run["levels"]:
        assert level["bound"] is None or level["bound"] <= level["value"]
    # Where both plans hold the levels before alike, a level's bound is below the other's value too.
    for mine, other in zip(plan.run["levels"], proven.run["levels"], strict=True):
        assert mine["bound"] is None or mine["bound"] <= other["value"] * (1 + 1e-6) + 1e-6
        if mine["value"] < other["value"] - 1e-6 or mine["value"] > other["value"] + 1e-6:
            break


@pytest.mark.usefixtures("every_program_is_large")
def test_decisions_that_lead_nowhere_are_left_to_the_ladder(costly: Case, monkeypatch) -> None:
    """Where decisions contradict the hard rules, each level climbs the ladder as it would have."""
    monkeypatch.setattr(levels, "_all_levels", refusing_held(levels._all_levels))
    asked: list[str] = []
    monkeypatch.setattr(levels, "climb", noting(ladder.climb, asked))
    plan = make_plan(costly)
    assert asked[0] == "commitments"
    assert not verify(costly, plan)


@pytest.mark.usefixtures("every_program_is_large")
def test_decisions_that_cost_too_much_are_left_to_the_ladder(costly: Case, monkeypatch) -> None:
    """A plan far above the bounds of its first levels is not taken."""
    monkeypatch.setattr(levels, "close_enough", lambda _: False)
    asked: list[str] = []
    monkeypatch.setattr(levels, "climb", noting(ladder.climb, asked))
    monkeypatch.setattr(levels, "is_decided_at_once", lambda _: True)
    make_plan(costly)
    assert asked[0] == "commitments"


@pytest.mark.usefixtures("every_program_is_large")
@pytest.mark.parametrize("question", [1, 2, 4, 6, 8])
def test_a_plan_cancelled_on_the_way_keeps_every_rule(costly: Case, question: int) -> None:
    """Decisions are made from what was found until then; before anything was found there is no plan."""
    asked = iter(range(1, 1_000_000))
    try:
        plan = make_plan(costly, cancel=lambda: next(asked) >= question)
    except PlanError as error:
        assert "cancelled in level commitments" in str(error)  # noqa: PT017  either outcome is right
        return
    assert plan.run["status"] in ("cancelled", "optimal")
    assert not verify(costly, plan)


@pytest.mark.usefixtures("every_program_is_large")
def test_a_what_if_begins_where_shares_ended(costly: Case) -> None:
    """Another vertex may decide otherwise: what is short is the same, and money nearly so."""
    first = make_plan(costly)
    again = make_plan(costly, start=first)
    assert values(again)[:3] == pytest.approx(values(first)[:3], rel=2e-6, abs=1e-6)
    assert values(again)[3] == pytest.approx(values(first)[3], rel=1e-3)
    assert not verify(costly, again)


def refusing_held(solve):
    """All levels, but for a first time with decisions held: they contradict each other."""
    refused = []

    def solved(solver, model, held):
        if held is not None and not refused:
            refused.append(True)
            solver.close()
            raise PlanError("no")
        return solve(solver, model, held)

    return solved


def noting(climb, asked):
    """The climb of a level, with its name noted."""

    def climbed(solver, goal, known):
        asked.append(goal.name)
        return climb(solver, goal, known)

    return climbed
