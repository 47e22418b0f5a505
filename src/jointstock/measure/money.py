"""Rates that hold from a month on, price years and present value.

A price quoted in the money of a year follows an index until it is paid, and
is then exchanged into the case's currency::

    nominal(t) = price * index(t) / index(January of the price year) * exchange(t)
"""

from dataclasses import dataclass

import numpy as np

from jointstock.measure.arrays import Floats, Ints
from jointstock.measure.months import Calendar


@dataclass(frozen=True)
class Steps:
    """A value that holds from a month on, until the next.

    Attributes:
        months: Numbers of the months in which a value begins, rising, shape (steps,).
        values: The values, shape (steps,).
    """

    months: Ints
    values: Floats

    def at(self, months: Ints, before: float | None = None) -> Floats:
        """Values in force in the given months.

        Args:
            months: Numbers of months, any shape.
            before: Value before the first step; None: the first step's value.
        """
        place = np.searchsorted(self.months, months, side="right") - 1
        first = self.values[0] if before is None else before
        return np.asarray(np.where(place < 0, first, self.values[np.maximum(place, 0)]), dtype=np.float64)

    def in_periods(self, calendar: Calendar) -> Floats:
        """Mean in each period, and the last month's value behind the horizon, shape (periods + 1,)."""
        monthly = self.at(calendar.first + np.arange(calendar.months))
        return np.append(calendar.mean(monthly), monthly[-1])


ONE = Steps(np.zeros(1, dtype=np.int64), np.ones(1))


def price_factors(calendar: Calendar, index: Steps | None, price_year: int | None, exchange: Steps) -> Floats:
    """Factor from a quoted price to money paid in each period.

    Index and exchange of a period are their means over its months.

    Args:
        calendar: The periods.
        index: The index that the price follows; None for a firm price.
        price_year: Year whose January is the base of the index.
        exchange: Case currency per unit of the price's currency.

    Returns:
        Factors, shape (periods + 1,); the last is for payments behind the horizon.
    """
    factors = exchange.in_periods(calendar)
    if index is None:
        return factors
    base = calendar.first if price_year is None else price_year * 12
    return factors * index.in_periods(calendar) / float(index.at(np.array([base]))[0])


def present_value_factors(calendar: Calendar, rate: float) -> Floats:
    """Discount factors of the periods at a yearly rate, shape (periods + 1,)."""
    monthly = (1 + rate) ** (-np.arange(calendar.months + 1) / 12)
    return np.append(calendar.mean(monthly[:-1]), monthly[-1])
