"""Outages drawn one at a time against those drawn by arrays."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jointstock.simulation import uncertainty
from jointstock.simulation.outages import limits, lost_fast
from tests.simulation.made import fires
from tests.simulation.test_uncertainty import FIRE, STRIKE, drawn, outages


def test_the_same_outages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Compiled and by NumPy the same outages begin, last and take as much, to 1e-12."""
    case = outages(FIRE, STRIKE, FIRE | {"outage": "flood", "months": 0.4, "months_90": 20.0})
    monkeypatch.setattr(uncertainty, "AVAILABLE", False)
    slow = drawn(case, range(200)).lost
    monkeypatch.setattr(uncertainty, "AVAILABLE", True)
    fast = drawn(case, range(200)).lost
    assert slow.any()
    assert np.abs(slow - fast).max() < 1e-12


def compiled_lost(monkeypatch: pytest.MonkeyPatch, *rows: dict[str, object], scenarios: range = range(400)):
    """Shares lost, drawn one at a time, shape (scenarios, outages, months)."""
    monkeypatch.setattr(uncertainty, "AVAILABLE", True)
    return drawn(outages(*rows), scenarios).lost


def test_beginnings_are_as_frequent_as_their_rate(monkeypatch: pytest.MonkeyPatch) -> None:
    """In the first month 1 - exp(-1.2/12) of the scenarios have begun: 9.52 %, to three standard errors."""
    lost = compiled_lost(monkeypatch, FIRE, scenarios=range(20_000))
    share, wanted = float((lost[:, 0, 0] > 0).mean()), 1 - np.exp(-0.1)
    assert abs(share - wanted) < 3 * np.sqrt(wanted * (1 - wanted) / 20_000)


def test_half_of_the_outages_last_longer_than_the_median(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of outages of 3.5 months in the middle that began in the first month, half act half of the fourth.

    A second beginning would make one longer, so that outages are rare here: 0.5 % a month.
    """
    rare = FIRE | {"rate": 0.06, "months": 3.5, "months_90": 9.0}
    lost = compiled_lost(monkeypatch, rare, scenarios=range(40_000))[:, 0]
    begun = lost[lost[:, 0] > 0]
    assert len(begun) > 120
    share = float((begun[:, 3] >= 0.5 * 0.5).mean())
    assert abs(share - 0.5) < 3.5 * 0.5 / np.sqrt(len(begun))


def test_an_outage_takes_its_severity_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a whole month out half of the capacity is lost, in the last part of a month less, never more."""
    lost = compiled_lost(monkeypatch, FIRE)
    assert lost.max() == 0.5
    assert lost.min() == 0
    assert ((lost > 0) & (lost < 0.5)).any()


def test_scenarios_do_not_know_the_batch_they_are_drawn_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """Scenarios 100 to 199 alone are those of 0 to 399 at the same place, to the bit."""
    every = compiled_lost(monkeypatch, FIRE, STRIKE)
    some = compiled_lost(monkeypatch, FIRE, STRIKE, scenarios=range(100, 200))
    assert (every[100:200] == some).all()


def test_another_outage_changes_nothing_of_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draws are those of a name: with a strike beside it the fire burns as before."""
    alone = compiled_lost(monkeypatch, FIRE)
    both = compiled_lost(monkeypatch, STRIKE, FIRE)
    place = next(number for number in (0, 1) if both[:, number].max() == 0.5)
    assert (both[:, place] == alone[:, 0]).all()


def test_outages_of_two_names_are_not_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two outages that are alike but for their names begin at different times."""
    lost = compiled_lost(monkeypatch, FIRE, FIRE | {"outage": "flood"})
    assert (lost[:, 0] != lost[:, 1]).any()
    together = float(((lost[:, 0] > 0) & (lost[:, 1] > 0)).mean())
    apart = float((lost[:, 0] > 0).mean()) * float((lost[:, 1] > 0).mean())
    assert abs(together - apart) < 0.05


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
