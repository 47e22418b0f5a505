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
from jointstock.simulation.from_plan import read_network
from jointstock.simulation.kernel import replay_fast
from jointstock.simulation.network import Network
from jointstock.simulation.reference import replay
from tests.simulation.made import anything, one_line


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
