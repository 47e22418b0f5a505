"""Outages drawn one at a time: the generator of :mod:`jointstock.simulation.philox` compiled."""

import math

import numpy as np

from jointstock.measure.arrays import Floats
from jointstock.simulation.compiled import compiled
from jointstock.simulation.philox import CENTRE, LOW, MIDDLE, MULTIPLIERS, ROUNDS, TAIL, WEYL, Words

_LOW, _HALF = np.uint64(LOW), np.uint64(32)
_FIRST, _SECOND = np.uint64(MULTIPLIERS[0]), np.uint64(MULTIPLIERS[1])
_STEP, _OTHER = np.uint64(WEYL[0]), np.uint64(WEYL[1])


@compiled
def lost_fast(
    seed: Words, scenarios: Words, begins: Words, lasts: Words, shape: Floats, months: int
) -> Floats:
    """Share of capacity that each outage takes in each month, shape (scenarios, outages, months).

    Args:
        seed: Seed of all draws, shape (1,).
        scenarios: Numbers of the scenarios.
        begins: Hash of the beginning of each outage.
        lasts: Hash of its length.
        shape: Chance of a beginning in a month, median months, spread of their logarithm and severity,
            shape (outages, 4).
        months: Months of the plan.
    """
    lost = np.zeros((len(scenarios), len(begins), months))
    four, one = np.zeros(4, dtype=np.uint64), np.zeros(4, dtype=np.uint64)
    for row in range(len(scenarios)):
        for outage in range(len(begins)):
            left = 0.0
            for month in range(months):
                if month % 4 == 0:
                    _words(seed[0], scenarios[row], np.uint64(month // 4), begins[outage], four)
                left = max(left - 1.0, 0.0)
                if (float(four[month % 4]) + 0.5) / 4294967296.0 < shape[outage, 0]:
                    _words(seed[0], scenarios[row], np.uint64(month), lasts[outage], one)
                    wide = float(one[0] >> np.uint64(6)) * 67108864.0 + float(one[1] >> np.uint64(6))
                    normal = _quantile((wide + 0.5) / 4503599627370496.0)
                    left = max(left, shape[outage, 1] * math.exp(shape[outage, 2] * normal))
                if left > 0.0:
                    lost[row, outage, month] = min(left, 1.0) * shape[outage, 3]
    return lost


@compiled
def _words(seed: np.uint64, scenario: np.uint64, month: np.uint64, name: np.uint64, into: Words) -> None:
    """Four words of 32 bits for an address."""
    first, second, third, fourth = scenario, month, name & _LOW, name >> _HALF
    key, other = seed & _LOW, seed >> _HALF
    for _ in range(ROUNDS):
        one, two = first * _FIRST, third * _SECOND
        first = (two >> _HALF) ^ second ^ key
        third = (one >> _HALF) ^ fourth ^ other
        second, fourth = two & _LOW, one & _LOW
        key, other = (key + _STEP) & _LOW, (other + _OTHER) & _LOW
    into[0], into[1], into[2], into[3] = first, second, third, fourth


@compiled
def _quantile(chance: float) -> float:
    """Quantile of the standard normal law (AS 241)."""
    off = chance - 0.5
    if abs(off) <= 0.425:
        return off * _ratio(CENTRE, 0.180625 - off * off)
    root = math.sqrt(-math.log(min(chance, 1.0 - chance)))
    outer = _ratio(MIDDLE, root - 1.6) if root <= 5.0 else _ratio(TAIL, root - 5.0)
    return math.copysign(outer, off)


@compiled
def _ratio(table: Floats, at: float) -> float:
    """Ratio of two polynomials."""
    above, below = 0.0, 0.0
    for row in range(len(table)):
        above, below = above * at + table[row, 0], below * at + table[row, 1]
    return above / below
