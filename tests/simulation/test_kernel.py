"""The compiled replay against the reference."""

import dataclasses
import functools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import jointstock as js
from jointstock.analyses import chance as asking
from jointstock.analyses.chance import chance
from jointstock.files.folder import open_case
from jointstock.model.index_sets.sets import read_sets
from jointstock.plans.booking import calendar_of
from jointstock.plans.make import make_plan
from jointstock.simulation.from_plan import as_planned, read_network
from jointstock.simulation.kernel import by_month, replay_fast, replay_turned
from jointstock.simulation.network import Draws, Network, Outcome
from jointstock.simulation.outages import WIDE, lost_fast
from jointstock.simulation.reference import replay, with_floors
from tests.simulation.made import anything, fires, ints, one_line, struck

BY_SCENARIO = ("lost", "good", "late", "use")


@functools.cache
def mini(calendar: str) -> Network:
    """The plan of the small bundled case."""
    plan = make_plan(open_case("nordic-mini"), calendar=calendar)
    return read_network(plan, read_sets(plan.case, calendar_of(plan)))


@pytest.mark.parametrize("calendar", ["24x1", "8x3"])
def test_kernel_is_the_reference_on_a_plan(calendar: str) -> None:
    """Two hundred scenarios of a plan with components, transfers and use agree to 1e-8."""
    draws = anything(mini(calendar), 200, seed=5)
    for fast, slow in zip(
        replay_fast(mini(calendar), draws, keep=True), replay(mini(calendar), draws, keep=True), strict=True
    ):
        assert fast == pytest.approx(slow, rel=1e-8, abs=1e-8)


@settings(max_examples=40, deadline=None)
@given(st.floats(5, 20), st.floats(0, 12), st.floats(1, 15), st.integers(1, 8), st.integers(0, 1000))
def test_kernel_is_the_reference_on_any_line(
    capacity: float, use: float, starts: float, months: int, seed: int
) -> None:
    """A line of any size, use and horizon gives the same in both."""
    network = one_line(capacity=capacity, use=use, starts=starts, months=months)
    draws = anything(network, 4, seed)
    for fast, slow in zip(
        replay_fast(network, draws, keep=True), replay(network, draws, keep=True), strict=True
    ):
        assert fast == pytest.approx(slow, rel=1e-8, abs=1e-8)


def test_batches_give_the_same_bits() -> None:
    """A scenario does not depend on those beside it."""
    draws = anything(mini("24x1"), 20, seed=3)
    whole = replay_fast(mini("24x1"), draws).shortfall
    part = draws._replace(**{name: getattr(draws, name)[7:9] for name in ("lost", "good", "late", "use")})
    assert np.array_equal(replay_fast(mini("24x1"), part).shortfall, whole[7:9])


def compiled_chances(plan, **options):
    """Chances by the compiled kernel, as every user with the extra asks them."""
    return chance(plan, **{"scenarios": 600, **options})


def test_the_kernel_gives_the_same_bits_on_any_number_of_threads():
    """One thread, two and five: rows and unmet use of the small bundled case are equal to the bit."""
    plan = js.make_plan(js.open_case("nordic-mini"))
    one = compiled_chances(plan)
    for workers in (2, 5):
        other = compiled_chances(plan, workers=workers)
        assert other.rows.equals(one.rows)
        assert other.use.equals(one.use)


def test_the_kernel_and_numpy_tell_the_same_chances(monkeypatch):
    """In the same scenarios the same targets are met; shortfalls are the same to rounding."""
    plan = js.make_plan(js.open_case("nordic-mini"))
    fast = compiled_chances(plan, scenarios=300)
    monkeypatch.setattr(asking, "AVAILABLE", False)
    slow = compiled_chances(plan, scenarios=300)
    assert fast.rows.get_column("chance").equals(slow.rows.get_column("chance"))
    for column in ("shortfall", "half_width", "plan_shortfall"):
        apart = (fast.rows.get_column(column) - slow.rows.get_column(column)).abs().max()
        assert apart < 1e-8 * max(1.0, slow.rows.get_column(column).max())


def test_the_order_of_rows_changes_no_scenario():
    """Every table of case and plan turned round: draws go by names, so that chances are the same."""
    plan = js.make_plan(js.open_case("nordic-mini"))
    case = plan.case.replace(**{name: frame.reverse() for name, frame in plan.case.tables.items()})
    tables = {name: frame.reverse() if name != "periods" else frame for name, frame in plan.tables.items()}
    turned = compiled_chances(dataclasses.replace(plan, case=case, tables=tables)).rows
    rows = compiled_chances(plan).rows
    assert turned.get_column("chance").equals(rows.get_column("chance"))
    assert np.allclose(turned.get_column("shortfall"), rows.get_column("shortfall"), rtol=1e-9, atol=1e-9)


def some(draws: Draws, which: slice) -> Draws:
    """The draws of some scenarios."""
    return draws._replace(**{name: getattr(draws, name)[which] for name in BY_SCENARIO})


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


def stock_by_hand(network: Network, draws: Draws, first: int = 0) -> list[float]:
    """Stock that the kernel finds at the end of each month, of one holder and item."""
    return [float(value) for value in replay_fast(network, draws, keep=True).stock[0, first]]


def giving(travel: int, *, opening: float = 20.0, months: int = 6) -> Network:
    """The line of ten a month, whose first stock sends twelve a month to a second, over some months."""
    network = one_line(months=months, use=0.0)
    old, monthly = network.holding, np.ones((2, months))
    holding = old._replace(
        opening=np.array([opening, 0.0]),
        outside=0 * monthly,
        expiring=0 * monthly,
        sent_floor=0 * monthly,
        used_floor=0 * monthly,
        donor=ints(0),
        taker=ints(1),
        travel=ints(travel),
        sent=np.cumsum(np.full((1, months), 12.0), axis=1),
    )
    network = network._replace(holding=holding)
    return with_floors(network, as_planned(network))


@pytest.mark.parametrize(
    ("lost", "capacity", "expected"),
    [
        ((0, 0, 0, 0, 0, 0), 10, [5, 15, 25, 35, 45, 55]),
        ((0, 1, 1, 0, 0, 0), 10, [5, 15, 15, 15, 25, 35]),
        ((0, 0.5, 0, 0, 0, 0), 12, [5, 15, 21, 33, 45, 55]),
        ((1, 1, 1, 1, 1, 1), 12, [5, 5, 5, 5, 5, 5]),
    ],
)
def test_outages_by_hand(lost: tuple[float, ...], capacity: float, expected: list[float]) -> None:
    """The kernel loses what an outage stops, and catches up as far as capacity allows."""
    network = one_line(capacity=capacity)
    found = stock_by_hand(network, struck(network, np.array(lost, dtype=float)))
    assert found == pytest.approx(expected)


@pytest.mark.parametrize(
    ("late", "expected"),
    [
        (0.0, [5, 15, 25, 35, 45, 55]),
        (0.5, [5, 10, 20, 30, 40, 50]),
        (1.0, [5, 5, 15, 25, 35, 45]),
        (2.25, [5, 5, 5, 12.5, 22.5, 32.5]),
        (4.5, [5, 5, 5, 5, 5, 10]),
        (400.0, [5, 5, 5, 5, 5, 5]),
    ],
)
def test_delays_by_hand(late: float, expected: list[float]) -> None:
    """Whole months of delay move arrivals, a part of one moves a part; none is seen beyond the horizon."""
    draws = as_planned(one_line())._replace(late=np.array([[late]]))
    assert stock_by_hand(one_line(), draws) == pytest.approx(expected)


@pytest.mark.parametrize(("good", "last"), [(0.0, 5), (0.8, 45), (1.0, 55), (1.5, 55)])
def test_yields_by_hand(good: float, last: float) -> None:
    """Fewer good units arrive where the yield falls, and no more than all where it rises."""
    draws = as_planned(one_line())._replace(good=np.array([[good]]))
    assert stock_by_hand(one_line(), draws)[-1] == pytest.approx(last)


def test_use_by_hand() -> None:
    """Twice the use takes twice as much of what is there; the three that are not there stay unmet."""
    network = one_line(use=4.0)
    draws = as_planned(network)._replace(use=np.array([[2.0]]))
    assert stock_by_hand(network, draws) == [0, 2, 4, 6, 8, 10]
    assert replay_fast(network, draws).unmet[0, 0] == pytest.approx(3)


@pytest.mark.parametrize(
    ("travel", "arrived"),
    [
        (0, [12, 24, 36, 48, 60, 70]),
        (1, [0, 12, 24, 36, 48, 60]),
        (4, [0, 0, 0, 0, 12, 24]),
        (9, [0, 0, 0, 0, 0, 0]),
    ],
)
def test_transfers_by_hand(travel: int, arrived: list[float]) -> None:
    """What the first stock has, twelve a month and in the last month ten, arrives after the travel."""
    network = giving(travel)
    bare = network._replace(holding=network.holding._replace(sent_floor=0 * network.holding.sent_floor))
    found = stock_by_hand(bare, as_planned(bare), 1)
    assert found == pytest.approx(arrived)
    close(bare, as_planned(bare))


@pytest.mark.parametrize("travel", [0, 2, 9])
def test_a_unit_is_held_under_way_or_beyond_the_horizon(travel: int) -> None:
    """In every scenario both stocks together gain no more than is made, and all of it where none travels."""
    network = giving(travel)
    draws = anything(network, 30, seed=8)
    close(network, draws)
    held = replay_fast(network, draws, keep=True).stock.sum(axis=1)
    alone = one_line()
    kept = replay_fast(alone, draws, keep=True).stock.sum(axis=1) + 15.0
    assert (held <= kept + 1e-9).all()
    if not travel:
        assert held == pytest.approx(kept)


def test_the_plan_is_not_changed_by_its_replay() -> None:
    """Arrays of plan and draws hold after a replay what they held before it."""
    network, draws = mini("24x1"), anything(mini("24x1"), 20, seed=9)
    parts = (*network, draws)
    before = [array.copy() for part in parts for array in part]
    replay_fast(network, draws)
    after = [array for part in parts for array in part]
    assert all(np.array_equal(left, right) for left, right in zip(before, after, strict=True))
