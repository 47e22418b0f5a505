"""What a solver says of a program."""

import math

import numpy as np

from jointstock.solver.outcome import Outcome, Watch


def outcome(value, bound):
    """An outcome with a value and a bound."""
    return Outcome("limit", value, bound, np.zeros(1), None, 3, 0.1, "simplex")


def test_the_gap_is_the_distance_to_the_bound():
    """A value of 12 with a bound of 10 leaves a gap of 2."""
    assert outcome(12.0, 10.0).gap == 2


def test_a_gap_is_never_negative():
    """A bound that rounding puts above the value leaves no gap."""
    assert outcome(10.0, 10.0 + 1e-12).gap == 0


def test_without_a_bound_the_gap_is_infinite():
    """Where nothing is proven, nothing is known of the gap."""
    assert outcome(10.0, -math.inf).gap == math.inf


def test_a_solve_that_ends_well_needs_no_reason():
    """The reason is empty unless one is given."""
    assert outcome(1.0, 1.0).reason == ""


def test_a_watch_asks_for_nothing_by_itself():
    """Without more said there is no limit, and nobody is told of size or progress."""
    watch = Watch()
    assert (watch.time_limit, watch.threads) == (None, 1)
    assert watch.progress is watch.cancel is watch.stated is None
