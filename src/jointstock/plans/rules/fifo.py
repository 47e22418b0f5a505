"""Stock issued first in, first out, by what expires first: the most that any order of issue leaves."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import polars as pl

from jointstock.plans.rules.ground import Ground
from jointstock.plans.rules.lots import LOT, first_lots, lives

Floats: TypeAlias = np.ndarray[tuple[int, ...], np.dtype[np.float64]]


def replay(opening: Floats, arrivals: Floats, use: Floats, *, waits: bool = False) -> tuple[Floats, Floats]:
    """Issue stock period by period from what expires first.

    Args:
        opening: Opening stock by the period in which it expires, the last column later; shape
            (pairs, periods + 1), item units.
        arrivals: What arrives in each period, by the period in which it expires; shape
            (pairs, periods, periods + 1), item units.
        use: What is to be issued in each period; shape (pairs, periods), item units.
        waits: Whether what cannot be issued is to be issued later.

    Returns:
        Stock at the end of each period, and what could not be issued by then; each of shape
        (pairs, periods).
    """
    stock = opening.copy()
    held, missing = np.zeros_like(use), np.zeros_like(use)
    for period in range(use.shape[1]):
        stock += arrivals[:, period]
        # In its period nothing of a lot is used any more, and what arrives too late is gone at once.
        stock[:, : period + 1] = 0.0
        asked = use[:, period] + (missing[:, period - 1] if waits and period else 0.0)
        sooner = np.cumsum(stock, axis=1) - stock
        issued = np.clip(asked[:, None] - sooner, 0.0, stock)
        stock -= issued
        held[:, period] = stock.sum(axis=1)
        missing[:, period] = asked - issued.sum(axis=1)
    return held, missing


def arrivals_by_month(ground: Ground, pairs: pl.DataFrame, rows: pl.DataFrame) -> Floats:
    """Lay out arrivals by pair, period and period of expiry, counting month by month.

    Args:
        ground: Case and plan.
        pairs: Columns nation, item, place.
        rows: Columns nation, item, b, quantity; item units.

    Returns:
        Units, shape (pairs, periods, periods + 1).
    """
    periods = ground.periods
    found = np.zeros((pairs.height, periods.count, periods.count + 1))
    met = rows.join(pairs, on=["nation", "item"]).join(ground.once(lives), on="item", how="left")
    life = met["life"].fill_null(periods.horizon).to_numpy()
    place, number = met["place"].to_numpy(), met["b"].to_numpy()
    units = met["quantity"].to_numpy() / np.asarray(periods.lengths)[number]
    for month in range(periods.horizon):
        here = number == periods.owners[month]
        ends = month + life[here]
        inside = ends < periods.horizon
        expires = np.full(len(ends), periods.count)
        expires[inside] = periods.owners[ends[inside]]
        np.add.at(found, (place[here], number[here], expires), units[here])
    return found


def first_stock(ground: Ground, pairs: pl.DataFrame) -> Floats:
    """Lay out the opening stock by pair and period of expiry: shape (pairs, periods + 1), item units."""
    found = np.zeros((pairs.height, ground.periods.count + 1))
    met = ground.once(first_lots).select(*LOT, "quantity").join(pairs, on=["nation", "item"])
    np.add.at(found, (met["place"].to_numpy(), met["c"].to_numpy()), met["quantity"].to_numpy())
    return found


def by_period(ground: Ground, pairs: pl.DataFrame, rows: pl.DataFrame, value: str) -> Floats:
    """Lay out sums by pair and period: shape (pairs, periods)."""
    found = np.zeros((pairs.height, ground.periods.count))
    met = rows.join(pairs, on=["nation", "item"])
    np.add.at(found, (met["place"].to_numpy(), met["b"].to_numpy()), met[value].to_numpy())
    return found


def rows_of(pairs: pl.DataFrame, name: str, values: Floats) -> pl.DataFrame:
    """Turn an array by pair and period into rows: columns nation, item, b and the value."""
    count = values.shape[1]
    place = np.repeat(pairs["place"].to_numpy(), count)
    cells = pl.DataFrame({"place": place, "b": np.tile(np.arange(count), len(pairs)), name: values.ravel()})
    typed = cells.cast({"place": pairs.schema["place"], "b": pl.Int64})
    return typed.join(pairs, on="place").select("nation", "item", "b", name)
