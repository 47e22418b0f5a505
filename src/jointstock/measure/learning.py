"""Learning curves: what units cost that become cheaper with every doubling.

With first-unit price c, slope s and exponent k = log2(s), the first n units cost::

    crawford (unit theory):        total(n) = sum over u = 1..n of c * u^k
    wright (cumulative average):   total(n) = c * n^(1 + k)

The two differ by far; which of them a slope belongs to must be said. A plan buys along
chords of the curve: straight pieces between a few quantities at which they are exact.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from jointstock.measure.arrays import Floats, Ints

_CHORDS = 6
_AT_ONCE = 1 << 20


@dataclass(frozen=True)
class Curve:
    """A learning curve.

    Attributes:
        theory: "crawford" or "wright".
        first: Price of the first unit.
        slope: Factor on the price at every doubling.
        made_before: Units made before, a whole number.
    """

    theory: str
    first: float
    slope: float
    made_before: int = 0

    @property
    def exponent(self) -> float:
        """The power of the quantity that the price follows."""
        return float(np.log2(self.slope))

    def cost(self, begin: int, end: int) -> float:
        """Price of the units behind the first ``begin`` up to the first ``end``, of those not made before.

        Args:
            begin: Units before.
            end: Units up to and including the last, at least ``begin``.
        """
        low, high = self.made_before + begin, self.made_before + end
        if self.theory == "wright":
            return self._together(high) - self._together(low)
        total = 0.0
        for start in range(low, high, _AT_ONCE):
            units = np.arange(start + 1, min(start + _AT_ONCE, high) + 1, dtype=np.float64)
            total += float((units**self.exponent).sum())
        return self.first * total

    def _together(self, units: int) -> float:
        """Price of the first units by their average."""
        return self.first * float(units) ** (1 + self.exponent) if units else 0.0


def half_up(number: float) -> int:
    """The next whole number, upwards from a half."""
    return int(np.floor(number + 0.5))


def knots(ceiling: float) -> Ints:
    """Quantities between which a curve is replaced by chords, from 0 on; shape (chords + 1,).

    Up to six units every unit has a chord of its own; from there on six chords become longer
    as the curve becomes flatter.

    Args:
        ceiling: Most units.
    """
    if ceiling <= _CHORDS:
        return np.arange(int(np.ceil(ceiling)) + 1, dtype=np.int64)
    return np.array(
        sorted({half_up(ceiling * step**2 / _CHORDS**2) for step in range(_CHORDS + 1)}), dtype=np.int64
    )


def chords(curve: Curve, ceiling: float) -> tuple[Floats, Floats]:
    """The curve as prices that hold from a quantity on.

    Args:
        curve: The curve.
        ceiling: Most units.

    Returns:
        Quantities from which a price holds, and the prices, each of shape (chords,).
    """
    ends = knots(ceiling)
    prices = [curve.cost(int(begin), int(end)) / float(end - begin) for begin, end in pairwise(ends)]
    return ends[:-1].astype(np.float64), np.array(prices)
