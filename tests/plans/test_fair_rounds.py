"""Rounds of fairness."""

import dataclasses

import numpy as np
import pytest

from jointstock.model.choosing import with_fairness
from jointstock.model.goals import Goal
from jointstock.plans.fair_rounds import asked_of, solve_rounds
from jointstock.solver.highs import Solver
from jointstock.solver.outcome import Watch
from tests.cases.make_goal_cases import pools
from tests.model.whole import model_of
from tests.plans.pooled import pooled


def found(wanted, stocks, of="fill", *, every=True, spoil=None, note=None):
    """Losses of each round, the nations found in it, and whether all rounds were solved."""
    model = with_fairness(model_of(*pooled(wanted, stocks)), of, every=every, most=None)
    goal = next(goal for goal in model.goals if goal.name == "fair")
    solver = Solver(model.program, Watch())
    losses = []

    def solve(level: Goal) -> float | None:
        outcome = solver.minimise(level.name, level.measure)
        solver.keep(level.measure, outcome.value + 1e-9)
        losses.append(outcome.value)
        return outcome.value

    if spoil is not None:
        solver.minimise = spoil(solver.minimise)  # type: ignore[method-assign]
    try:
        rounds, whole = solve_rounds(solver, goal, model.program.columns, solve, note)
    finally:
        solver.close()
    return losses, [each["nations"] for each in rounds], whole


def test_one_round_finds_all_that_share_alike():
    """Whoever draws on one pool is found together."""
    losses, nations, whole = found({"N1": 2, "N2": 4, "N3": 10}, {"D": (12, "N1 N2 N3")})
    assert losses == pytest.approx([0.25])
    assert nations == [["N1", "N2", "N3"]]
    assert whole


def test_each_round_finds_who_cannot_do_better():
    """Four pools of 1, 2, 3 and 10 units for needs of 10: four rounds, the worst off first."""
    stocks = {f"D{place}": (units, f"N{place}") for place, units in enumerate((3, 1, 10, 2))}
    losses, nations, _ = found({f"N{place}": 10 for place in range(4)}, stocks)
    assert losses == pytest.approx([0.9, 0.8, 0.7, 0.0], abs=1e-9)
    assert nations == [["N1"], ["N3"], ["N0"], ["N2"]]


def test_a_nation_with_two_pools_helps_the_one_that_has_one():
    """N2 can do without the first pool: N1 gets all 4 of it, N2 its 4 of the second; both have 0.4."""
    losses, nations, _ = found({"N1": 10, "N2": 10}, {"D1": (4, "N1 N2"), "D2": (4, "N2")})
    assert losses == pytest.approx([0.6])
    assert nations == [["N1", "N2"]]


def test_of_nations_found_together_the_outcome_that_shows_it_is_noted():
    """N1 and N2 share a pool and are found together; N3, found alone, needs no more than its round."""
    noted = {}
    found({"N1": 10, "N2": 10, "N3": 10}, {"D1": (4, "N1 N2"), "D2": (8, "N3")}, note=noted.__setitem__)
    assert list(noted) == [asked_of("fair 1")] == ["fair 1, who can gain"]
    assert noted["fair 1, who can gain"].value == pytest.approx(1.6)


def test_max_min_has_one_round_and_finds_nobody():
    """Only the worst off counts; nobody is held for the sake of a next round."""
    losses, nations, whole = found({"N1": 10, "N2": 10}, {"D1": (2, "N1"), "D2": (5, "N2")}, every=False)
    assert losses == pytest.approx([0.8])
    assert (nations, whole) == ([[]], True)


def test_random_pools_are_shared_as_water_fills():
    """Equal amounts up to each need: the level at which the pool is used up, found by bisection here."""
    for seed in range(5):
        draw = np.random.default_rng(seed)
        needs = {f"N{place}": int(draw.integers(1, 30)) for place in range(4)}
        pool = int(draw.integers(1, sum(needs.values())))
        losses, nations, _ = found(needs, {"D": (pool, " ".join(needs))}, "amount")
        wanted, low, high = np.array(list(needs.values()), float), 0.0, 30.0
        for _ in range(60):
            level = (low + high) / 2
            low, high = (level, high) if np.minimum(wanted, level).sum() < pool else (low, level)
        top = wanted.max()
        amounts = sorted({round(float(value), 6) for value in np.minimum(wanted, high)})
        assert [top - loss for loss in losses] == pytest.approx(amounts, abs=1e-5)
        assert sorted(name for names in nations for name in names) == sorted(needs)


def test_a_solver_that_stops_between_rounds_leaves_what_was_found():
    """Where it cannot be said who could gain, the rounds end and say that they are not whole."""

    def stopping(minimise):
        def answer(level, objective, *, last=False):
            outcome = minimise(level, objective, last=last)
            return dataclasses.replace(outcome, status="limit") if "who can gain" in level else outcome

        return answer

    stocks = {"D1": (2, "N1"), "D2": (5, "N2")}
    losses, nations, whole = found({"N1": 10, "N2": 10}, stocks, spoil=stopping)
    assert losses == pytest.approx([0.8])
    assert (nations, whole) == ([], False)


def test_the_tables_of_pools_name_every_lane():
    """A pool has a lane to each nation that it reaches, and to no other."""
    lanes = pools({"N1": 1, "N2": 1}, {"D": (1, "N2")})["lanes"][1:]
    assert lanes == ["U,D,N2,0,0"]
