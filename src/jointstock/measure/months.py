"""Months, calendars of unequal periods, and what lands where.

A month is a number: ``year * 12 + month - 1``. A calendar cuts the months of
a plan into periods, runs of whole months; a month by itself is a period of
length 1, so that there is one model for every calendar.

Activity of a period is even over its months. The share of what happens in
period a that has effect ``lag`` months later in period b is the number of
months u of a with ``u + lag`` in b, divided by the months of a. Nothing is
rounded, and what falls behind the last period is kept in a last column.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from jointstock.errors import OptionError
from jointstock.measure.arrays import Flags, Floats, Ints

_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")
_RUN = re.compile(r"\s*([0-9]+)\s*x\s*([0-9]+)\s*")
SINGLE_MONTHS = 12
QUARTER = 3


def month_number(text: str) -> int:
    """Number of a month written YYYY-MM.

    Raises:
        OptionError: The text is not a month.
    """
    found = _MONTH.fullmatch(text)
    if found is None:
        raise OptionError(f"'{text}' is not a month; write it as YYYY-MM, such as 2023-07.")
    return int(found[1]) * 12 + int(found[2]) - 1


def month_text(number: int) -> str:
    """A month's number written YYYY-MM."""
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


@dataclass(frozen=True)
class Calendar:
    """Periods of a plan.

    Attributes:
        first: Number of the first month.
        lengths: Months of each period, shape (periods,).
    """

    first: int
    lengths: tuple[int, ...]

    @property
    def periods(self) -> int:
        """Number of periods."""
        return len(self.lengths)

    @property
    def months(self) -> int:
        """Number of months."""
        return sum(self.lengths)

    @property
    def starts(self) -> Ints:
        """First month of each period, counted from 0, shape (periods,)."""
        return np.concatenate([[0], np.cumsum(self.lengths)[:-1]]).astype(np.int64)

    @property
    def ends(self) -> Ints:
        """Month behind each period, counted from 0, shape (periods,)."""
        return np.cumsum(self.lengths).astype(np.int64)

    @property
    def length(self) -> Floats:
        """Months of each period, shape (periods,)."""
        return np.array(self.lengths, dtype=np.float64)

    @property
    def labels(self) -> tuple[str, ...]:
        """First month of each period, YYYY-MM."""
        return tuple(month_text(self.first + int(start)) for start in self.starts)

    @property
    def period_of_month(self) -> Ints:
        """Period of each month, shape (months,)."""
        return np.repeat(np.arange(self.periods), self.lengths).astype(np.int64)

    def landing(self, lag: int) -> Floats:
        """Share of each period that lands ``lag`` months later in each period.

        Args:
            lag: Whole months, at least 0.

        Returns:
            Shares, shape (periods, periods + 1); the last column is what
            lands behind the horizon. Every row sums to 1.
        """
        return self.landing_profile({lag: 1.0})

    def landing_profile(self, profile: dict[int, float]) -> Floats:
        """Landing shares of a profile of lags.

        Args:
            profile: Share of each lag in months; sums to 1.

        Returns:
            Shares, shape (periods, periods + 1).
        """
        of_month = np.append(self.period_of_month, self.periods)
        months = np.arange(self.months)
        shares = np.zeros((self.periods, self.periods + 1))
        for lag, share in profile.items():
            target = of_month[np.minimum(months + lag, self.months)]
            np.add.at(shares, (of_month[:-1], target), share)
        return shares / self.length[:, None]

    def ramped(self, build_months: int, ramp: Floats, open_months: Flags) -> Floats:
        """Full-rate months that capacity bought in one period gives in another.

        Args:
            build_months: Months from purchase to the first capacity.
            ramp: Share of the full rate in each month after building, shape
                (ramp months,); the last share lasts.
            open_months: Months in which the line runs, shape (months,).

        Returns:
            Months of full capacity in period b for one option bought in
            period a, shape (periods, periods).
        """
        age = np.arange(self.months)[None, :] - np.arange(self.months)[:, None] - build_months
        rate = np.where(age < 0, 0.0, ramp[np.clip(age, 0, len(ramp) - 1)]) * open_months[None, :]
        by_period = np.add.reduceat(np.add.reduceat(rate, self.starts, axis=1), self.starts, axis=0)
        return np.asarray(by_period / self.length[:, None], dtype=np.float64)

    def mean(self, monthly: Floats) -> Floats:
        """Mean over the months of each period; ``monthly`` has shape (..., months)."""
        return self.total(monthly) / self.length

    def total(self, monthly: Floats) -> Floats:
        """Sum over the months of each period; ``monthly`` has shape (..., months)."""
        return np.asarray(np.add.reduceat(monthly, self.starts, axis=-1), dtype=np.float64)

    def last(self, monthly: Floats) -> Floats:
        """Value in the last month of each period; ``monthly`` has shape (..., months)."""
        return monthly[..., self.ends - 1]

    def whole(self, monthly: Flags) -> Flags:
        """Periods all of whose months are set; ``monthly`` has shape (..., months)."""
        return np.asarray(np.logical_and.reduceat(monthly, self.starts, axis=-1), dtype=np.bool_)


def default_lengths(first: int, months: int) -> list[int]:
    """Twelve single months, then quarters ending March, June, September, December."""
    lengths = [1] * min(SINGLE_MONTHS, months)
    left = months - len(lengths)
    stub = -(first + len(lengths)) % QUARTER
    if stub and left:
        lengths.append(min(stub, left))
        left -= lengths[-1]
    while left > 0:
        lengths.append(min(QUARTER, left))
        left -= lengths[-1]
    return lengths


def parse_lengths(text: str, months: int) -> list[int]:
    """Lengths of a calendar written as ``12x1,16x3``.

    Runs are cut at the horizon; where they end before it, their last length
    goes on, so that the months of the horizon are filled exactly.

    Args:
        text: Runs of count x months, joined by commas.
        months: Months of the horizon.

    Raises:
        OptionError: A run cannot be read, or has no month.
    """
    lengths: list[int] = []
    for run in text.split(","):
        found = _RUN.fullmatch(run)
        if found is None or int(found[1]) == 0 or int(found[2]) == 0:
            raise OptionError(
                f"calendar '{text}': '{run.strip()}' is not a run of periods; write count x months, "
                "such as 12x1,16x3 for twelve single months and sixteen quarters."
            )
        # A run longer than the horizon is cut there; no list is made longer than that.
        lengths += [int(found[2])] * min(int(found[1]), months)
    while sum(lengths) < months:
        lengths.append(lengths[-1])
    return _cut_at(lengths, [months], months)


def make_calendar(first: int, months: int, text: str | None, year_starts: Iterable[int]) -> Calendar:
    """Calendar of a plan, cut at the starts of fiscal years.

    Args:
        first: Number of the first month.
        months: Months of the horizon.
        text: Runs as in :func:`parse_lengths`; None for the default.
        year_starts: Calendar months (1-12) in which a payer's fiscal year begins.

    Raises:
        OptionError: The text cannot be read.
    """
    lengths = default_lengths(first, months) if text is None else parse_lengths(text, months)
    starts = set(year_starts)
    cuts = [month for month in range(1, months) if (first + month) % 12 + 1 in starts]
    return Calendar(first, tuple(_cut_at(lengths, cuts, months)))


def _cut_at(lengths: list[int], cuts: list[int], months: int) -> list[int]:
    """Cut periods at the given months and end at the horizon."""
    edges = np.cumsum(lengths).tolist()
    kept = sorted({edge for edge in edges + cuts if 0 < edge < months} | {months})
    return [int(step) for step in np.diff([0, *kept])]
