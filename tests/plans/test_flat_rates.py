"""Flat rates, with made searches in place of plans."""

from collections.abc import Callable, Mapping
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from jointstock.model.flows import Flow
from jointstock.plans.flat_rates import ROUNDS, settle


def scheme(name: str, highest: float, envelope: float, rate: float, *, flat: bool = True) -> Any:
    """An instrument with one claim, whose payments are the only column."""
    return SimpleNamespace(
        name=name, flat=flat, rate=rate, highest=highest, amount=envelope, claim_object=np.zeros(1, int)
    )


def search_for(
    claims: Callable[[float], float], envelope: float, highest: float = 1.0, *, flat: bool = True
) -> tuple[Callable[[Mapping[str, float]], Any], list[float]]:
    """A search in which claims follow from the rate, and the rates that it was asked for."""
    asked: list[float] = []

    def search(rates: Mapping[str, float]) -> tuple[float, Any, Any]:
        rate = rates.get("I", highest)
        asked.append(rate)
        claimed = Flow.of(np.array([[0]]))
        support = SimpleNamespace(scheme=scheme("I", highest, envelope, rate, flat=flat), claimed=claimed)
        periods = SimpleNamespace(calendar=SimpleNamespace(periods=1))
        return rate, SimpleNamespace(support=(support,), sets=periods), np.array([claims(rate)])

    return search, asked


def test_without_a_flat_rate_one_round_is_enough() -> None:
    """Nothing is recorded."""
    search, asked = search_for(lambda _: 100.0, 1.0, flat=False)
    assert settle(search) == (1.0, [])
    assert len(asked) == 1


def test_an_envelope_that_is_wide_enough_pays_the_highest_rate() -> None:
    """Claims of 100 at 0.4 on 40: the first round stays."""
    search, asked = search_for(lambda _: 100.0, 40.0, highest=0.4)
    _, (record,) = settle(search)
    assert record == {"instrument": "I", "rate": 0.4, "claims": 100.0, "envelope": 40.0, "rounds": 1}
    assert asked == [0.4]


def test_claims_that_stay_are_settled_in_the_second_round() -> None:
    """Claims of 100 on 30: the rate is just below 0.3, so that the envelope is not overdrawn."""
    search, _ = search_for(lambda _: 100.0, 30.0)
    _, (record,) = settle(search)
    assert record["rounds"] == 2
    assert record["rate"] == pytest.approx(0.3, abs=1e-4)
    assert record["rate"] * 100 <= 30


@pytest.mark.parametrize("envelope", [6.0, 30.0, 60.0, 100.0, 200.0])
def test_claims_that_grow_with_the_rate_are_settled(envelope: float) -> None:
    """Claims of 240 / (5 - 4 rate): rate = 5 E / (240 + 4 E), also where rounds alone would swing."""
    search, asked = search_for(lambda rate: 240 / (5 - 4 * rate), envelope)
    rate, (record,) = settle(search)
    assert rate == record["rate"] == asked[-1]
    assert rate == pytest.approx(5 * envelope / (240 + 4 * envelope), abs=2e-4)
    assert rate * record["claims"] <= envelope * (1 + 1e-9)
    assert record["rounds"] < ROUNDS


def test_claims_that_jump_end_with_a_rate_that_fits() -> None:
    """Above a rate of 0.5 claims are 1000, below it 10: on 100 no rate repeats, and the last one fits."""
    search, asked = search_for(lambda rate: 1000.0 if rate > 0.5 else 10.0, 100.0)
    rate, (record,) = settle(search)
    assert record["rounds"] == len(asked) == ROUNDS
    assert 0.1 * (1 - 1e-4) <= rate <= 0.5
    assert rate * record["claims"] <= 100


def test_no_claims_leave_the_highest_rate() -> None:
    """Where nothing is claimed the envelope allows any rate."""
    search, asked = search_for(lambda _: 0.0, 100.0)
    assert settle(search)[1][0]["rate"] == 1.0
    assert len(asked) == 1


def test_claims_that_vanish_below_a_rate_are_looked_for_in_between() -> None:
    """Claims of 1000 from a rate of 0.6 on, else none: rates halve what is open, and the last one fits."""
    search, asked = search_for(lambda rate: 1000.0 if rate >= 0.6 else 0.0, 100.0)
    rate, (record,) = settle(search)
    assert asked[2] == pytest.approx((asked[1] + 1.0) / 2)
    assert record["claims"] == 0
    assert rate < 0.6
