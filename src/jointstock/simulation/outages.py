"""Outages drawn by compiled code, by the generator of :mod:`jointstock.simulation.philox`.

Scenarios are worked on in groups of :data:`WIDE`, the scenario last, so that the processor takes several at a
time. Each of them is computed as it would be alone: the group it is in changes no bit.
"""

import math
from typing import NamedTuple

import numpy as np

from jointstock.measure.arrays import Floats, Ints
from jointstock.simulation.compiled import compiled, compiled_apart
from jointstock.simulation.philox import CENTRE, LOW, MIDDLE, MULTIPLIERS, ROUNDS, TAIL, WEYL, Words

WIDE = 16
QUARTER = 4
_LOW, _HALF = np.uint64(LOW), np.uint64(32)
_FIRST, _SECOND = np.uint64(MULTIPLIERS[0]), np.uint64(MULTIPLIERS[1])
_STEP, _OTHER = np.uint64(WEYL[0]), np.uint64(WEYL[1])
_ONE, _TWO, _THREE, _SHIFT = np.uint64(1), np.uint64(2), np.uint64(3), np.uint64(6)


class Outages(NamedTuple):
    """Outages as they are drawn.

    Attributes:
        seed: Seed of all draws, shape (1,).
        begins, lasts: Hashes of each outage's beginning and length, shape (outages,).
        limit: An outage begins where a word of 32 bits is less, shape (outages,).
        shape: Median months, spread of their logarithm and severity, shape (outages, 3).
    """

    seed: Words
    begins: Words
    lasts: Words
    limit: Words
    shape: Floats


def limits(chance: Floats) -> Words:
    """How many of the 2**32 words w stand for a number (w + 0.5) / 2**32 below a chance."""
    scaled = chance * 2.0**32
    whole = np.floor(scaled)
    return np.asarray(whole + (whole + 0.5 < scaled)).astype(np.uint64)


def lost_fast(known: Outages, scenarios: Words, months: int) -> Floats:
    """Share of capacity that each outage takes in each month, shape (scenarios, outages, months).

    Args:
        known: The outages.
        scenarios: Numbers of the scenarios.
        months: Months of the plan.
    """
    lost = np.zeros((len(scenarios), len(known.begins), months))
    _fill(known, scenarios, lost)
    return lost


@compiled_apart
def _fill(known: Outages, scenarios: Words, lost: Floats) -> None:
    """Draw group by group."""
    outages, months = lost.shape[1], lost.shape[2]
    numbers = np.zeros(WIDE, dtype=np.uint64)
    flags = np.zeros(WIDE, dtype=np.uint64)
    left, four = np.zeros((outages, WIDE)), np.zeros((QUARTER, outages, WIDE))
    hit = np.zeros((QUARTER, outages), dtype=np.int64)
    for first in range(0, len(scenarios), WIDE):
        group(scenarios, first, numbers, left)
        for month in range(0, months, QUARTER):
            draw_quarter(known, numbers, month, left, four, hit, flags)
            for place in range(min(QUARTER, months - month)):
                for outage in range(outages):
                    if hit[place, outage]:
                        for side in range(min(WIDE, len(scenarios) - first)):
                            lost[first + side, outage, month + place] = four[place, outage, side]


@compiled_apart
def group(scenarios: Words, first: int, numbers: Words, left: Floats) -> None:
    """The numbers of a group, the last one repeated where fewer are left; no outage is under way."""
    for side in range(len(numbers)):
        numbers[side] = scenarios[min(first + side, len(scenarios) - 1)]
    for outage in range(len(left)):
        for side in range(left.shape[1]):
            left[outage, side] = 0.0


@compiled_apart
def draw_quarter(
    known: Outages, numbers: Words, month: int, left: Floats, lost: Floats, hit: Ints, flags: Words
) -> None:
    """Share of capacity lost in four months from one on.

    Args:
        known: The outages.
        numbers: Scenarios of the group.
        month: The first of the four, a multiple of four.
        left: Months that each outage still lasts, shape (outages, scenarios); carried on.
        lost: What is found, shape (4, outages, scenarios), where `hit` is not 0.
        hit: Whether any scenario loses anything, shape (4, outages).
        flags: Room, shape (scenarios,).
    """
    wide = len(numbers)
    for outage in range(len(known.begins)):
        any_begins = _beginnings(known, numbers, month, outage, flags)
        for place in range(QUARTER):
            begins = (any_begins >> np.uint64(place)) & _ONE
            if not begins and not (hit[place - 1, outage] if place else _under_way(left, outage)):
                hit[place, outage] = 0
                continue
            for side in range(wide):
                left[outage, side] = max(left[outage, side] - 1.0, 0.0)
            if begins:
                for side in range(wide):
                    if (flags[side] >> np.uint64(place)) & _ONE:
                        length = _length(known, numbers[side], np.uint64(month + place), outage)
                        left[outage, side] = max(left[outage, side], length)
            severity, found = known.shape[outage, 2], 0
            for side in range(wide):
                lost[place, outage, side] = min(left[outage, side], 1.0) * severity
                found |= int(left[outage, side] > 0.0)
            hit[place, outage] = found


@compiled
def _under_way(left: Floats, outage: int) -> bool:
    """Whether an outage lasts on in any scenario."""
    found = 0
    for side in range(left.shape[1]):
        found |= int(left[outage, side] > 0.0)
    return found > 0


@compiled
def _beginnings(known: Outages, numbers: Words, month: int, outage: int, flags: Words) -> np.uint64:
    """A bit for each of four months in which an outage begins, by scenario, and of all scenarios together."""
    seed, block, name, limit = (
        known.seed[0],
        np.uint64(month // QUARTER),
        known.begins[outage],
        known.limit[outage],
    )
    together = np.uint64(0)
    for side in range(len(numbers)):
        first, second, third, fourth = _words(seed, numbers[side], block, name)
        begun = np.uint64(first < limit) | (np.uint64(second < limit) << _ONE)
        begun |= (np.uint64(third < limit) << _TWO) | (np.uint64(fourth < limit) << _THREE)
        flags[side] = begun
        together |= begun
    return together


@compiled
def _length(known: Outages, scenario: np.uint64, month: np.uint64, outage: int) -> float:
    """Months that an outage lasts."""
    first, second, _, _ = _words(known.seed[0], scenario, month, known.lasts[outage])
    wide = float(first >> _SHIFT) * 67108864.0 + float(second >> _SHIFT)
    normal = _quantile((wide + 0.5) / 4503599627370496.0)
    return float(known.shape[outage, 0]) * math.exp(known.shape[outage, 1] * normal)


@compiled
def _words(
    seed: np.uint64, scenario: np.uint64, month: np.uint64, name: np.uint64
) -> tuple[np.uint64, np.uint64, np.uint64, np.uint64]:
    """Four words of 32 bits for an address."""
    first, second, third, fourth = scenario, month, name & _LOW, name >> _HALF
    key, other = seed & _LOW, seed >> _HALF
    for _ in range(ROUNDS):
        one, two = first * _FIRST, third * _SECOND
        first = (two >> _HALF) ^ second ^ key
        third = (one >> _HALF) ^ fourth ^ other
        second, fourth = two & _LOW, one & _LOW
        key, other = (key + _STEP) & _LOW, (other + _OTHER) & _LOW
    return first, second, third, fourth


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
