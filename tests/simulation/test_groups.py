"""Scenarios side by side: no group, delay or place of drawing changes what a scenario gives."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import jointstock as js
from jointstock.analyses import chance as asking
from jointstock.simulation import compiled
from jointstock.simulation.from_plan import as_planned
from jointstock.simulation.kernel import by_month, replay_fast, replay_turned
from jointstock.simulation.network import Draws, Network, Outcome
from jointstock.simulation.outages import WIDE, Outages, limits, lost_fast
from jointstock.simulation.philox import name_hash
from jointstock.simulation.reference import replay, with_floors
from tests.simulation.made import anything, ints, one_line
from tests.simulation.test_kernel import mini

BY_SCENARIO = ("lost", "good", "late", "use")


def some(draws: Draws, which: slice) -> Draws:
    """The draws of some scenarios."""
    return draws._replace(**{name: getattr(draws, name)[which] for name in BY_SCENARIO})


def fires(chance: float, count: int = 1) -> Outages:
    """Outages that take three quarters of capacity for two months in the middle."""
    begins, lasts = (
        np.array([name_hash(what, str(place)) for place in range(count)], dtype=np.uint64)
        for what in ("outage begins", "outage lasts")
    )
    shape = np.tile([2.0, 0.5, 0.75], (count, 1))
    return Outages(np.array([7], dtype=np.uint64), begins, lasts, limits(np.full(count, chance)), shape)


def same(left: Outcome, right: Outcome) -> bool:
    """Whether two outcomes are the same to the bit."""
    return all(np.array_equal(one, other) for one, other in zip(left, right, strict=True))


def close(network: Network, draws: Draws) -> None:
    """The kernel gives what NumPy does, to 1e-8."""
    pairs = zip(replay_fast(network, draws, keep=True), replay(network, draws, keep=True), strict=True)
    for fast, slow in pairs:
        assert fast == pytest.approx(slow, rel=1e-8, abs=1e-8)


@pytest.mark.parametrize("count", [1, WIDE - 1, WIDE, WIDE + 1, 2 * WIDE + 3])
def test_a_group_that_is_not_full_gives_the_same_bits(count: int) -> None:
    """The first so many of 40 scenarios alone are those of all 40, where the last group is full or not."""
    draws = anything(mini("24x1"), 40, seed=11)
    whole = replay_fast(mini("24x1"), draws, keep=True)
    part = replay_fast(mini("24x1"), some(draws, slice(0, count)), keep=True)
    assert same(part, Outcome(*(array[:count] for array in whole)))


@pytest.mark.parametrize("place", [0, 3, WIDE - 1])
def test_a_scenario_has_the_same_bits_at_any_place_of_its_group(place: int) -> None:
    """One scenario, first, fourth or last in its group, beside others that are not alike."""
    draws = anything(mini("24x1"), 40, seed=12)
    alone = replay_fast(mini("24x1"), some(draws, slice(20, 21)), keep=True)
    beside = replay_fast(mini("24x1"), some(draws, slice(20 - place, 40)), keep=True)
    assert same(alone, Outcome(*(array[place : place + 1] for array in beside)))


@pytest.mark.parametrize("months", [1, 2, 3, 4, 5, 12])
@pytest.mark.parametrize("count", [1, WIDE, WIDE + 5])
def test_outages_drawn_in_the_kernel_are_those_drawn_before_it(months: int, count: int) -> None:
    """Horizons of whole quarters and not, groups full and not: equal to the bit."""
    network, known = one_line(use=4.0, months=months), fires(0.2)
    numbers = np.arange(1000, 1000 + count, dtype=np.uint64)
    draws = anything(network, count, seed=4)._replace(lost=lost_fast(known, numbers, months))
    before = replay_fast(network, draws, keep=True)
    none = draws._replace(lost=np.zeros((0, 1, months)))
    assert same(replay_turned(by_month(network), none, known, numbers, keep=True), before)


def test_two_outages_of_one_line_multiply_in_the_kernel_too() -> None:
    """Drawn in the kernel or before it, two outages leave the same of a line, and less than one of them."""
    network, numbers = one_line(months=12, target=1000.0), np.arange(200, dtype=np.uint64)
    planned = as_planned(network)
    draws = Draws(
        np.zeros((0, 2, 12)), ints(0, 2), ints(0, 1), *(np.repeat(part, 200, 0) for part in planned[3:])
    )
    both = replay_turned(by_month(network), draws, fires(0.2, 2), numbers)
    before = replay_fast(network, draws._replace(lost=lost_fast(fires(0.2, 2), numbers, 12)))
    assert same(both, before)
    one = replay_turned(by_month(network), draws._replace(struck=ints(0, 1)), fires(0.2, 2), numbers)
    assert both.shortfall[:, 0, -1].mean() > one.shortfall[:, 0, -1].mean()


@pytest.mark.parametrize("chance", [0.0, 1.0])
def test_an_outage_never_or_always_begins(chance: float) -> None:
    """With chance 0 nothing is lost in any month, with chance 1 something in every one."""
    lost = lost_fast(fires(chance), np.arange(50, dtype=np.uint64), 9)
    assert ((lost > 0) == bool(chance)).all()


@given(st.floats(0, 1), st.integers(-3, 3))
def test_the_limit_parts_words_as_the_chance_parts_numbers(chance: float, off: int) -> None:
    """A word w is below the limit where and only where (w + 0.5) / 2**32 is below the chance."""
    limit = int(limits(np.array([chance]))[0])
    word = min(max(limit + off, 0), 2**32 - 1)
    assert (word < limit) == ((word + 0.5) / 2.0**32 < chance)


@pytest.mark.parametrize("most", [0.0, 1.0, 3.0, 30.0, 1e6])
def test_delays_of_any_length_are_those_of_the_reference(most: float) -> None:
    """No delay, a short one, one of years, one beyond every horizon: the same as in NumPy."""
    draws = anything(mini("24x1"), 40, seed=2)
    close(mini("24x1"), draws._replace(late=most * np.random.default_rng(3).random(draws.late.shape)))


def test_a_long_delay_beside_it_changes_no_bit_of_a_short_one() -> None:
    """Delays that lie near each other go another way through the code than those far apart: the bits stay."""
    draws = anything(mini("24x1"), WIDE, seed=6)
    late = draws.late.copy()
    late[-1] = 17.25
    alone, beside = (replay_fast(mini("24x1"), draws._replace(late=part)) for part in (draws.late, late))
    assert np.array_equal(alone.shortfall[:-1], beside.shortfall[:-1])
    assert (beside.shortfall[-1] >= alone.shortfall[-1] - 1e-9).any()


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 12), st.integers(1, 9), st.floats(0, 9), st.integers(0, 99))
def test_a_lead_of_any_length_is_that_of_the_reference(lag: int, months: int, most: float, seed: int) -> None:
    """Leads of nothing, inside the horizon and beyond it, with any delay."""
    network = one_line(months=months, use=2.0)
    network = network._replace(industry=network.industry._replace(lag=ints(lag)))
    network = with_floors(network, as_planned(network))
    draws = anything(network, 5, seed)
    close(network, draws._replace(late=most * draws.late))


def test_no_outage_at_all() -> None:
    """A plan that nothing strikes is replayed as it stands, drawn in the kernel or not."""
    network, numbers = one_line(), np.zeros(1, dtype=np.uint64)
    planned = as_planned(network)._replace(lost=np.zeros((0, 0, 6)))
    found = replay_turned(by_month(network), planned, fires(0.5, 0), numbers)
    assert same(found, replay_fast(network, as_planned(network)))


@pytest.mark.parametrize("batch", [1, 17, 1000])
def test_the_batch_changes_no_chance(monkeypatch: pytest.MonkeyPatch, batch: int) -> None:
    """Batches of 1, of 17 and of all: the rows are equal to the bit."""
    plan = js.make_plan(js.open_case("nordic-mini"))
    usual = asking.chance(plan, scenarios=150)
    monkeypatch.setattr(asking, "BATCH", batch)
    other = asking.chance(plan, scenarios=150, workers=2)
    assert other.rows.equals(usual.rows)
    assert other.use.equals(usual.use)


def test_a_large_function_stays_itself_without_numba(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where numba is not installed, functions that are compiled apart are left alone too."""
    monkeypatch.setattr(compiled, "numba", None)
    assert compiled.compiled_apart(close) is close
