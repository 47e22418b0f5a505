"""Prices by quantity: segments as stated, and learning curves cut into chords."""

from __future__ import annotations

import itertools
import math
from typing import NamedTuple

from tests.oracle.program import Row

CHORDS = 6


class Tier(NamedTuple):
    """One segment of a price by quantity."""

    start: float
    width: float | None
    price: float
    kind: str


def tiers(found: list[Row], ceiling: float | None) -> list[Tier]:
    """Segments of an item's price under a contract, the last without an end.

    Args:
        found: The rows of the item's price.
        ceiling: Ceiling of the contract in units; learning curves need one.
    """
    steps = sorted(found, key=lambda row: row["from_quantity"])
    kind = steps[0]["type"]
    if kind in ("crawford", "wright"):
        starts = chord_ends(ceiling)
        totals = [total(steps[0], n) for n in starts]
        prices = [(totals[j + 1] - totals[j]) / (starts[j + 1] - starts[j]) for j in range(len(starts) - 1)]
        starts, kind = starts[:-1], "incremental"
    else:
        starts = [row["from_quantity"] for row in steps]
        prices = [row["price"] for row in steps]
    widths = [after - start for start, after in itertools.pairwise(starts)]
    return [Tier(*entry, kind) for entry in zip(starts, [*widths, None], prices, strict=True)]


def chord_ends(ceiling: float) -> list[float]:
    """Quantities between which a curve is straight: six chords, or every unit of up to six."""
    if ceiling <= CHORDS:
        return [float(n) for n in range(math.ceil(ceiling) + 1)]
    marks = [math.floor(ceiling * j * j / CHORDS**2 + 0.5) for j in range(CHORDS + 1)]
    return [float(mark) for mark in dict.fromkeys(marks)]


def total(row: Row, units: float) -> float:
    """Cost of so many units behind those made before."""
    before = math.floor((row["made_before"] or 0.0) + 0.5)
    power = math.log2(row["slope"])

    def first(count: float) -> float:
        if row["type"] == "crawford":
            return sum(row["price"] * u**power for u in range(1, round(count) + 1))
        return row["price"] * count ** (1 + power) if count else 0.0

    return first(before + units) - first(before)
