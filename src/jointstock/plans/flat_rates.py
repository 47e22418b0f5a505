"""Flat rates: one rate for all claims on an envelope, found by planning again until it repeats.

The claims depend on the plan and the plan on the rate, so that rate = min(highest rate, envelope / claims)
is a fixed point. It is looked for by planning with the rate that the round before allowed, and between a rate
that fits and one that overdraws the envelope by the straight line through both. A rate that would overdraw
the envelope is not kept where another one fitted.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from jointstock.measure.arrays import Floats
from jointstock.model.build import Model

ROUNDS = 6
_REPEATS = 1e-4
# A round aims this much below the fixed point, so that it ends under the envelope.
_BELOW = 2e-5
_FITS = 1e-9

Records = list[dict[str, Any]]
T = TypeVar("T")


@dataclass
class _Sought:
    """What the rounds have told of a flat rate.

    Attributes:
        fits: Largest rate that stayed inside the envelope, and the one that the envelope allowed for
            its claims; None where none did.
        over: The same of the smallest rate that overdrew it.
    """

    fits: tuple[float, float] | None = None
    over: tuple[float, float] | None = None

    def note(self, rate: float, allowed: float, *, fitted: bool) -> None:
        """Learn from a round; what contradicts it is forgotten."""
        if fitted:
            self.fits = (rate, allowed)
            self.over = self.over if self.over and self.over[0] > rate else None
        else:
            self.over = (rate, allowed)
            self.fits = self.fits if self.fits and self.fits[0] < rate else None

    def next_rate(self, highest: float, *, last: bool) -> float:
        """The rate to try next; in the last round one that fitted, where there is one."""
        if self.fits and (last or not self.over):
            return self.fits[0] if last else _under(min(highest, self.fits[1]), highest)
        assert self.over is not None
        if not self.fits:
            return _under(min(highest, self.over[1]), highest)
        (low, above), (high, below) = self.fits, self.over
        if math.isinf(above):
            return (low + high) / 2
        room, lack = above - low, high - below
        steep = (above - below) / (high - low)
        return (low + (high - low) * room / (room + lack)) * (1 - _BELOW / (1 + abs(steep)))


def _under(rate: float, highest: float) -> float:
    """A little less than a rate, but for the highest."""
    return rate if rate == highest else rate * (1 - _BELOW)


def settle(search: Callable[[Mapping[str, float]], tuple[T, Model, Floats]]) -> tuple[T, Records]:
    """Plan until every flat rate repeats.

    Args:
        search: Plans with given rates by instrument; gives what it found, the model and the values.

    Returns:
        What the last round found, and for each flat-rate instrument its rate, claims, envelope
        and rounds; nothing where there is none.
    """
    rates: dict[str, float] = {}
    sought: dict[str, _Sought] = {}
    for number in range(1, ROUNDS + 1):
        found, model, values = search(rates)
        records, settled = _records(model, values, number, sought)
        if settled:
            break
        last = number + 1 == ROUNDS
        highest = {support.scheme.name: support.scheme.highest for support in model.support}
        rates = {name: one.next_rate(highest[name], last=last) for name, one in sought.items()}
    return found, records


def _records(model: Model, values: Floats, number: int, sought: dict[str, _Sought]) -> tuple[Records, bool]:
    """Rates and claims of a round, and whether all of them stay; notes what they tell."""
    records: Records = []
    settled = True
    for support in model.support:
        scheme = support.scheme
        if not scheme.flat:
            continue
        owners, periods = len(scheme.claim_object), model.sets.calendar.periods
        claims = float(support.claimed.values(values, owners, periods).sum())
        share = scheme.amount / claims if claims > 0 else math.inf
        fits = scheme.rate * claims <= scheme.amount * (1 + _FITS)
        settled &= fits and abs(min(scheme.highest, share) - scheme.rate) <= _REPEATS
        sought.setdefault(scheme.name, _Sought()).note(scheme.rate, share, fitted=fits)
        records.append(
            {
                "instrument": scheme.name,
                "rate": scheme.rate,
                "claims": claims,
                "envelope": scheme.amount,
                "rounds": number,
            }
        )
    return records, settled
