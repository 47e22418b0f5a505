"""What forbids and what delays, matched to edges, lanes and lines.

An obstacle acts where each of its filled columns fits; ``*`` fits everything::

    closed[row, month] = 1 if some forbidding obstacle fits the row and month <= until
    added[row]         = sum of the months of the delaying obstacles that fit

An order edge is met at its line's nation (``from``) and at its buyer or its
recipient (``to``).
"""

import numpy as np
import polars as pl

from jointstock.measure.arrays import Flags, Ints
from jointstock.measure.months import Calendar, month_number


def closed_months(
    rows: pl.DataFrame, obstacles: pl.DataFrame, meets: dict[str, list[str]], calendar: Calendar
) -> Flags:
    """Months in which a forbidding obstacle stops a row.

    Args:
        rows: Edges, lanes or lines.
        obstacles: Obstacles that touch them.
        meets: Columns of ``rows`` that each column of an obstacle is held against.
        calendar: The periods.

    Returns:
        Closed months, shape (rows, months).
    """
    closed = np.zeros((len(rows), calendar.months), dtype=np.bool_)
    for obstacle in obstacles.filter(pl.col("effect") == "forbids").iter_rows(named=True):
        until = obstacle["until"]
        last = calendar.months if until is None else month_number(until) - calendar.first + 1
        closed[_fits(rows, obstacle, meets), : max(0, last)] = True
    return closed


def added_months(rows: pl.DataFrame, obstacles: pl.DataFrame, meets: dict[str, list[str]]) -> Ints:
    """Months that delaying obstacles add to each row, shape (rows,)."""
    added = np.zeros(len(rows), dtype=np.int64)
    for obstacle in obstacles.filter(pl.col("effect") == "delays").iter_rows(named=True):
        added += _fits(rows, obstacle, meets) * int(obstacle["months"])
    return added


def _fits(rows: pl.DataFrame, obstacle: dict[str, object], meets: dict[str, list[str]]) -> Flags:
    fits = np.ones(len(rows), dtype=np.bool_)
    for column, held_against in meets.items():
        if obstacle[column] != "*":
            any_fits = pl.any_horizontal([pl.col(name) == obstacle[column] for name in held_against])
            fits &= rows.select(any_fits).to_series().to_numpy()
    return fits
