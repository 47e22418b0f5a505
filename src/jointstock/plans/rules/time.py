"""Months, periods and what shifts from one period into another, counted by the verifier itself."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterable, Sequence

import numpy as np
import polars as pl

MONTH = r"^\d{4}-(0[1-9]|1[0-2])$"
FAR = 10**6


def month_count(text: str) -> int:
    """Count the months of a text YYYY-MM since the year 0."""
    return int(text[:4]) * 12 + int(text[5:7]) - 1


def month_counts(column: str) -> pl.Expr:
    """Count the months of a column of texts YYYY-MM since the year 0; null where there is no month."""
    text = pl.when(pl.col(column).str.contains(MONTH)).then(pl.col(column))
    return text.str.slice(0, 4).cast(pl.Int64) * 12 + text.str.slice(5, 2).cast(pl.Int64) - 1


@dataclasses.dataclass(frozen=True, eq=False)
class Periods:
    """The periods of a plan.

    Args:
        first: Month in which the horizon starts, counted since the year 0.
        names: First month of each period, as the plan writes it.
        lengths: Months of each period.
    """

    first: int
    names: tuple[str, ...]
    lengths: tuple[int, ...]

    @property
    def count(self) -> int:
        """Number of periods; as the number of a period it stands for all time after the horizon."""
        return len(self.lengths)

    @property
    def horizon(self) -> int:
        """Months of all periods together."""
        return sum(self.lengths)

    @functools.cached_property
    def starts(self) -> tuple[int, ...]:
        """First month of each period, counted from the start of the horizon."""
        return tuple(sum(self.lengths[:index]) for index in range(self.count))

    @functools.cached_property
    def owners(self) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        """Period of each month of the horizon, shape (months,)."""
        return np.repeat(np.arange(self.count, dtype=np.int64), self.lengths)

    @functools.cached_property
    def frame(self) -> pl.DataFrame:
        """Columns b (number of the period), start, months, last (its last month)."""
        numbers = pl.DataFrame({"b": range(self.count), "start": self.starts, "months": self.lengths})
        return numbers.cast(pl.Int64).with_columns(last=pl.col("start") + pl.col("months") - 1)

    def name(self, number: int) -> str:
        """Write the number of a period as the plan does: its first month, ``opening`` or ``after``."""
        if number < 0:
            return "opening"
        return self.names[number] if number < self.count else "after"

    def since_start(self, column: str) -> pl.Expr:
        """Count the months of a column of texts YYYY-MM from the start of the horizon; null where empty."""
        return month_counts(column) - self.first

    def shares(self, lags: Iterable[int]) -> pl.DataFrame:
        """Spread what happens evenly in a period over the periods it falls into some months later.

        Args:
            lags: Months of delay, each 0 or more.

        Returns:
            Columns lag, a (period before), b (period after; the number of periods stands for after the
            horizon) and share; the shares of each lag and a sum to 1.
        """
        wanted = sorted(set(lags))
        frames = [self._shares(lag) for lag in wanted]
        return pl.concat([_NO_SHARES, *frames])

    def _shares(self, lag: int) -> pl.DataFrame:
        later = np.arange(self.horizon) + lag
        inside = later < self.horizon
        target = np.full(self.horizon, self.count)
        target[inside] = self.owners[later[inside]]
        pairs, months = np.unique(self.owners * (self.count + 1) + target, return_counts=True)
        before = pairs // (self.count + 1)
        share = months / np.asarray(self.lengths)[before]
        found = pl.DataFrame(
            {"a": before, "b": pairs % (self.count + 1), "share": share}, schema_overrides=_SHARES
        )
        return found.select(pl.lit(lag, dtype=pl.Int64).alias("lag"), "a", "b", "share")


_SHARES = {"a": pl.Int64, "b": pl.Int64, "share": pl.Float64}
_NO_SHARES = pl.DataFrame(schema={"lag": pl.Int64, **_SHARES})


def spans(frame: pl.DataFrame, keys: Sequence[str], since: str, *, early: bool = False) -> pl.DataFrame:
    """Add to each row of a step function how long it holds.

    Args:
        frame: Rows that hold from a month on until the next row of the same keys.
        keys: Columns that name the step function.
        since: Column with the month, counted from the start of the horizon.
        early: Whether the first row also holds before its month.

    Returns:
        The rows with begin and stop: each holds in the months from begin to before stop.
    """
    ordered = frame.sort(since)
    begin = pl.col(since)
    if early:
        begin = pl.when(pl.int_range(pl.len()).over(keys) == 0).then(-FAR).otherwise(begin)
    stop = pl.col(since).shift(-1).over(keys).fill_null(FAR)
    return ordered.with_columns(begin=begin, stop=stop)


def over_periods(frame: pl.DataFrame, periods: Periods) -> pl.DataFrame:
    """Meet spans with periods.

    Args:
        frame: Rows with begin and stop, as :func:`spans` gives them.
        periods: The periods of the plan.

    Returns:
        A row for each span and period that share a month, with b, months and share: the months they share.
    """
    met = frame.join(periods.frame, how="cross").with_columns(
        share=pl.min_horizontal("stop", pl.col("last") + 1) - pl.max_horizontal("begin", "start")
    )
    return met.filter(pl.col("share") > 0)


def in_force(frame: pl.DataFrame, month: pl.Expr | int) -> pl.DataFrame:
    """Keep the spans that hold in a month, counted from the start of the horizon."""
    asked = pl.lit(month) if isinstance(month, int) else month
    return frame.filter((pl.col("begin") <= asked) & (asked < pl.col("stop")))
