"""What a solver says of a program."""

import math

import numpy as np
import pytest

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


def test_time_is_shared_out_of_what_is_left(monkeypatch):
    """Of 100 seconds 40 are gone: 30 are the half of what is left, and never is it less than the least."""
    now = iter([40.0, 60.0, 500.0, 500.0])
    monkeypatch.setattr("jointstock.solver.outcome.time.perf_counter", lambda: next(now))
    watch = Watch(time_limit=100.0)
    assert watch.rest(0.0, part=0.5).time_limit == pytest.approx(30.0)
    assert watch.rest(0.0).time_limit == pytest.approx(40.0)
    assert watch.rest(0.0, least=1.0).time_limit == 1.0
    assert watch.rest(0.0).time_limit == 1e-3


def test_without_a_limit_there_is_no_time_to_share():
    """The watch stays as it is."""
    watch = Watch()
    assert watch.rest(0.0, part=0.5) is watch
