"""What the levels have given: a fresh start, and nothing shared between two of them."""

from jointstock.plans.solved import SLACK, Solved
from jointstock.solver.program import Program


def test_nothing_has_been_given_at_first():
    """No level, no point, no prices, and the usual room."""
    done = Solved(Program().arrays())
    assert (done.status, done.reason, done.slack) == ("optimal", "", SLACK)
    assert done.values is None
    assert done.prices is None
    assert [done.levels, done.goals, done.solvers, done.rounds, done.certificate, done.claims] == [[]] * 6
    assert [done.undecided, done.short_of_memory] == [False, False]


def test_two_solves_share_nothing():
    """What is noted of one is not noted of another."""
    one, other = (Solved(Program().arrays()) for _ in range(2))
    one.levels.append({"name": "money"})
    one.solvers.append("simplex")
    assert not other.levels
    assert not other.solvers
