"""Index sets of expiry: how long stock lasts, and what of it is kept by lots.

Periods of expiry are numbered like periods; the number behind the last one means later, that is
behind the horizon or never::

    expires[a, c] = share(a, c, whole months of shelf life)

A pair is kept by lots where something that expires inside the horizon can be in it: it has a lot
of known expiry, or takes deliveries of an item that does not last the horizon, or a lane brings
it from such a pair.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl

from jointstock.facts.case import Case
from jointstock.measure.arrays import Flags, Floats, Ints
from jointstock.measure.months import Calendar
from jointstock.model.index_sets.lookup import floats, locate, month_numbers

_PAIR = ["nation", "item"]
LATER = "later"


@dataclass(frozen=True)
class Shelves:
    """How long the stock of each pair lasts.

    Attributes:
        kept: Pairs kept by lots, shape (pairs,).
        opening: Units before the first month by period of expiry, shape (pairs, periods + 1).
        life: Profile in ``landing`` of each pair, shape (pairs,).
        landing: Share of what arrives in a period by period of expiry, shape (profiles,
            periods, periods + 1).
        extended_to: Period of expiry to which a unit moves that would expire in a period, -1
            where none may, shape (pairs, periods).
        extension_cost: Money of the case per unit extended, shape (pairs,).
        extension_most: Most units extended in each period, infinite without a limit, shape
            (pairs, periods).
    """

    kept: Flags
    opening: Floats
    life: Ints
    landing: Floats
    extended_to: Ints
    extension_cost: Floats
    extension_most: Floats

    def by_expiry(self, arrivals: Floats, chosen: Ints) -> Floats:
        """What arrives at some pairs, by period of expiry.

        Args:
            arrivals: Units, shape (pairs, periods).
            chosen: The pairs, shape (chosen,).

        Returns:
            Units, shape (chosen, periods, periods + 1).
        """
        return np.asarray(arrivals[chosen, :, None] * self.landing[self.life[chosen]], dtype=np.float64)


def read_shelves(
    case: Case, pairs: pl.DataFrame, delivered: pl.DataFrame, lanes: tuple[Ints, Ints], calendar: Calendar
) -> Shelves:
    """How long stock lasts, and what may be done about it.

    Args:
        case: The case.
        pairs: nation, item; shape (pairs,).
        delivered: nation, item of whoever receives orders and open orders.
        lanes: Donor and recipient pair of each lane.
        calendar: The periods.
    """
    months = shelf_months(case, pairs, calendar)
    lags, life = np.unique(months, return_inverse=True)
    shape = (len(lags), calendar.periods, calendar.periods + 1)
    opening = opening_by_expiry(case, pairs, calendar)
    receives = np.zeros(len(pairs), dtype=np.bool_)
    place = locate(delivered, pairs, _PAIR)
    receives[place[place >= 0]] = True
    kept = opening[:, :-1].any(axis=1) | (receives & (months < calendar.months))
    before = np.zeros_like(kept)
    while (kept != before).any():
        before = kept.copy()
        np.logical_or.at(kept, lanes[1], before[lanes[0]])
    return Shelves(
        kept,
        opening,
        life.astype(np.int64),
        np.array([calendar.landing(int(lag)) for lag in lags]).reshape(shape),
        *_extensions(case, pairs, calendar),
    )


def shelf_months(case: Case, pairs: pl.DataFrame, calendar: Calendar) -> Ints:
    """Whole months that each pair's item lasts; those of the horizon where it outlasts it, shape (pairs,)."""
    items = case.table("items").select("item", "shelf_life")
    lives = floats(
        pairs.select("item").join(items, on="item", how="left", maintain_order="left"), "shelf_life"
    )
    return np.minimum(np.floor(np.nan_to_num(lives, nan=np.inf)), calendar.months).astype(np.int64)


def opening_by_expiry(case: Case, pairs: pl.DataFrame, calendar: Calendar) -> Floats:
    """Units before the first month by period of expiry, shape (pairs, periods + 1).

    What should have expired before the first month does so in the first period.
    """
    holdings = case.table("holdings").sort("nation", "item", "lot")
    holdings = holdings.filter(pl.Series(locate(holdings, pairs, _PAIR) >= 0, dtype=pl.Boolean))
    known = holdings.get_column("expiry").is_not_null().to_numpy()
    month = np.full(len(holdings), calendar.months)
    month[known] = month_numbers(holdings.get_column("expiry").drop_nulls()) - calendar.first
    period = np.append(calendar.period_of_month, calendar.periods)[np.clip(month, 0, calendar.months)]
    opening = np.zeros((len(pairs), calendar.periods + 1))
    np.add.at(opening, (locate(holdings, pairs, _PAIR), period), floats(holdings, "quantity"))
    return opening


def _extensions(case: Case, pairs: pl.DataFrame, calendar: Calendar) -> tuple[Ints, Floats, Floats]:
    """Where life extension moves stock, what it costs and how much of it there may be."""
    rows = case.table("life_extensions").select("item", "nation", "months", "cost", "capacity")
    own = locate(pairs, rows, _PAIR)
    shared = rows.with_row_index("row").filter(pl.col("nation") == "*")
    for_all = locate(pairs, shared, ["item"])
    numbers = shared.get_column("row").to_numpy().astype(np.int64)
    row = np.where(own >= 0, own, np.append(numbers, -1)[for_all])
    found = row >= 0
    cost, most = np.zeros(len(pairs)), np.full((len(pairs), calendar.periods), np.inf)
    cost[found] = floats(rows, "cost")[row[found]]
    limit = floats(rows, "capacity")[row[found]]
    most[found] = np.where(np.isnan(limit), np.inf, limit)[:, None] * calendar.length
    added = np.zeros(len(pairs), dtype=np.int64)
    added[found] = floats(rows, "months")[row[found]].astype(np.int64)
    until = np.minimum(calendar.starts + added[:, None], calendar.months)
    period = np.append(calendar.period_of_month, calendar.periods)[until]
    # Nothing can be done before period 0, and a step inside the same period is none.
    useful = found[:, None] & (np.arange(calendar.periods) > 0) & (period > np.arange(calendar.periods))
    return np.where(useful, period, -1), cost, most


def draw_oldest(lots: Floats, wanted: Floats) -> Floats:
    """What is left of lots when something is drawn, from the lot that expires first.

    Args:
        lots: Units by period of expiry, shape (pairs, lots).
        wanted: Units drawn; what is not there is not drawn, shape (pairs,).
    """
    left = np.maximum(np.cumsum(lots, axis=1) - wanted[:, None], 0.0)
    return np.asarray(np.diff(left, axis=1, prepend=0.0), dtype=np.float64)


def left_over(opening: Floats, arrivals: Floats, wanted: Floats) -> Floats:
    """Stock at the end of each period when use is drawn from the lot that expires first.

    Use that finds nothing waits for what arrives later.

    Args:
        opening: Units before the first month by period of expiry, shape (pairs, periods + 1).
        arrivals: Units by period and period of expiry, shape (pairs, periods, periods + 1).
        wanted: Use of each period, shape (pairs, periods).

    Returns:
        Units, shape (pairs, periods).
    """
    left, lots, owed = np.zeros(wanted.shape), opening.copy(), np.zeros(len(wanted))
    for period in range(wanted.shape[1]):
        lots += arrivals[:, period]
        lots[:, : period + 1] = 0.0
        there, owed = lots.sum(axis=1), owed + wanted[:, period]
        lots = draw_oldest(lots, owed)
        left[:, period] = lots.sum(axis=1)
        owed -= there - left[:, period]
    return left
