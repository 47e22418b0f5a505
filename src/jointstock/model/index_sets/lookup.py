"""From rows of tables to positions in arrays."""

import numpy as np
import polars as pl

from jointstock.facts.case import Case
from jointstock.measure.arrays import Floats, Ints
from jointstock.measure.money import ONE, Steps
from jointstock.measure.months import Calendar, month_number

HERE = "_here"


def locate(rows: pl.DataFrame, keys: pl.DataFrame, on: list[str]) -> Ints:
    """Position in ``keys`` of each row, by the columns ``on``; -1 where there is none.

    Args:
        rows: Rows to look up, shape (rows,).
        keys: Rows with distinct values in ``on``.
        on: Columns of both.
    """
    places = keys.select(on).with_row_index(HERE).with_columns(pl.col(HERE).cast(pl.Int64))
    joined = rows.select(on).join(places, on=on, how="left", maintain_order="left")
    return joined.get_column(HERE).fill_null(-1).to_numpy().astype(np.int64)


def floats(frame: pl.DataFrame, column: str) -> Floats:
    """A number column as an array; an empty cell is NaN, which is unknown and never 0."""
    return frame.get_column(column).cast(pl.Float64).fill_null(np.nan).to_numpy().astype(np.float64)


def month_numbers(column: pl.Series) -> Ints:
    """Numbers of months written YYYY-MM, shape (rows,)."""
    parts = column.str.split_exact("-", 1)
    years = parts.struct.field("field_0").cast(pl.Int64) * 12
    return (years + parts.struct.field("field_1").cast(pl.Int64) - 1).to_numpy().astype(np.int64)


def by_month(rows: pl.DataFrame, key: Ints, month: str, value: str, count: int, calendar: Calendar) -> Floats:
    """Values that hold from a month on, spread over the months of a plan.

    Args:
        rows: Rows with the columns ``month`` and ``value``.
        key: Which series each row belongs to, shape (rows,).
        month: Column of the month from which a value holds.
        value: Column of the value.
        count: Number of series.
        calendar: The periods.

    Returns:
        The value in force in each month, 0 before the first, shape (count, months).
    """
    spread = np.zeros((count, calendar.months))
    if not len(rows) or not calendar.months:
        return spread
    starts = month_numbers(rows.get_column(month)) - calendar.first
    values = floats(rows, value)
    order = np.lexsort((starts, key))
    key, starts, values = key[order], starts[order], values[order]
    last = np.append(key[1:] != key[:-1], True)
    ends = np.where(last, calendar.months, np.append(starts[1:], 0))
    begins, ends = np.clip(starts, 0, calendar.months), np.clip(ends, 0, calendar.months)
    runs = ends - begins
    row = np.repeat(np.arange(len(runs)), runs)
    month_of = np.arange(len(row)) - np.repeat(np.cumsum(runs) - runs, runs) + begins[row]
    spread[key[row], month_of] = values[row]
    return spread


def rate(case: Case, name: str | None) -> Steps:
    """The exchange rate or index of a name; 1 for the case's own currency.

    Args:
        case: The case.
        name: Currency or index; None for the case's currency.
    """
    if name is None or name == case.settings.currency:
        return ONE
    rows = case.table("rates").filter(pl.col("rate") == name).sort("month")
    return Steps(month_numbers(rows.get_column("month")), floats(rows, "value"))


def first_number(case: Case) -> int:
    """Number of the first month of a case."""
    return month_number(case.settings.first_month)


def joined_labels(frame: pl.DataFrame, columns: list[str]) -> list[str]:
    """Labels such as ``EE/155mm_round`` from several columns."""
    return frame.select(pl.concat_str(columns, separator="/")).to_series().to_list()


def spread(values: Floats, periods: int) -> Floats:
    """One value per row repeated over periods, shape (rows, periods)."""
    return np.repeat(values[:, None], periods, axis=1)
