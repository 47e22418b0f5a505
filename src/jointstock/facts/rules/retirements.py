"""Rules of leaving service: decided retirements and expected losses never exceed what there is."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import polars as pl

from jointstock.errors import Fault
from jointstock.facts.case import Case
from jointstock.facts.rules.money import month_numbers
from jointstock.facts.rules.parties import ANY, recipients_of
from jointstock.facts.rules.pointing import Rule, cell_text, numbered, point
from jointstock.measure.arrays import Floats
from jointstock.measure.months import month_number, month_text

_FLEET = ["nation", "platform"]
_ROUNDING = 1e-9


def beyond_the_fleet(case: Case) -> Iterator[Fault]:
    """More platforms retire or are lost than are held and on order.

    Losses count only where nothing else can join the fleet: no lane leads there, and no contract prices the
    platform for the nation. Orders count from the first month in which they can be in service.
    """
    fleets = numbered(case, "fleets").drop_nulls([*_FLEET, "holding", "training_months"])
    shares = pl.all_horizontal(pl.col("loss_rate", "repairable").fill_null(0.0).is_between(0, 1))
    fleets = fleets.filter(shares)  # a share out of bounds is told by itself
    if not fleets.height:
        return
    fleets = fleets.unique(_FLEET, keep="first", maintain_order=True).with_row_index("_fleet")
    first, months = month_number(case.settings.first_month), case.settings.months
    retired = _retired(case, fleets)
    held = _held(
        fleets, _monthly(retired, fleets, months), _arriving(case, fleets, first, months), _open(case)
    )
    rows, at = np.nonzero(held < -_ROUNDING * np.maximum(1.0, fleets["holding"].to_numpy())[:, None])
    fleet, place = np.unique(rows, return_index=True)
    short = pl.DataFrame({"_fleet": fleet.astype(np.uint32), "_at": at[place].astype(np.int64)})
    short = short.with_columns(_short=pl.Series(-held[fleet, at[place]]))
    leaving = short.join(retired, left_on=["_fleet", "_at"], right_on=["_fleet", "_offset"])
    yield from point(
        case,
        "retirements",
        leaving,
        code="retirement-beyond-fleet",
        column="quantity",
        expected=lambda row: (
            f"at most {cell_text(round(max(row['quantity'] - row['_short'], 0.0), 6))}: no more of "
            f"'{row['platform']}' are left to '{row['nation']}' in {row['month']} of those held and on order"
        ),
        remedy="Correct the retirements, the holding in fleets, or the open orders.",
    )
    lost = fleets.join(short, on="_fleet").join(leaving, on="_fleet", how="anti")
    yield from point(
        case,
        "fleets",
        lost,
        code="losses-beyond-fleet",
        column="losses",
        expected=lambda row: (
            f"losses that the fleet can bear: in {month_text(first + row['_at'])} none is left of those held "
            "and on order, and nothing else can join"
        ),
        remedy="Correct the losses or the retirements, or add a lane or a contract that brings platforms.",
    )


def _retired(case: Case, fleets: pl.DataFrame) -> pl.DataFrame:
    """Decided retirements inside the horizon, with the fleet and the month counted from 0."""
    offset = month_numbers("month") - month_number(case.settings.first_month)
    rows = numbered(case, "retirements").with_columns(_offset=offset).drop_nulls(["_offset", "quantity"])
    inside = rows.filter(pl.col("_offset").is_between(0, case.settings.months - 1))
    return inside.join(fleets.select("_fleet", *_FLEET), on=_FLEET, maintain_order="left")


def _monthly(retired: pl.DataFrame, fleets: pl.DataFrame, months: int) -> Floats:
    """Platforms that retire, shape (fleets, months)."""
    leaving = np.zeros((fleets.height, months))
    np.add.at(
        leaving,
        (retired["_fleet"].to_numpy(), retired["_offset"].to_numpy()),
        retired["quantity"].to_numpy(),
    )
    return leaving


def _arriving(case: Case, fleets: pl.DataFrame, first: int, months: int) -> Floats:
    """Platforms of open orders by the first month in which they can be in service, shape (fleets, months)."""
    due = pl.when(pl.col("line").is_null()).then(month_numbers("due")).otherwise(first)
    ready = pl.max_horizontal(due, pl.lit(first)) + pl.col("training_months")
    orders = (
        case.table("orders")
        .with_columns(nation=pl.coalesce("recipient", "buyer"), platform="item")
        .select(*_FLEET, "line", "due", _count="quantity")
        .join(fleets.select("_fleet", *_FLEET, "training_months", "certified_from"), on=_FLEET)
        .filter(pl.col("due").is_not_null())
        .with_columns(_at=pl.max_horizontal(ready, month_numbers("certified_from")) - first)
        .drop_nulls(["_at", "_count"])
        .filter(pl.col("_at") < months)
    )
    joining = np.zeros((fleets.height, months))
    np.add.at(joining, (orders["_fleet"].to_numpy(), orders["_at"].to_numpy()), orders["_count"].to_numpy())
    return joining


def _open(case: Case) -> pl.DataFrame:
    """Fleets that a lane or a contract may add to; nation (or ``*``) and platform."""
    lanes = case.table("lanes").select(nation="to", platform="item")
    prices = case.table("contract_prices").select("contract", platform="item")
    return pl.concat([lanes, recipients_of(case).join(prices, on="contract").select(_FLEET)]).unique()


def _held(fleets: pl.DataFrame, leaving: Floats, joining: Floats, adding: pl.DataFrame) -> Floats:
    """Platforms in service at the end of each month at most, shape (fleets, months)."""
    every = adding.filter(pl.col("nation") == ANY).select("platform", _every=pl.lit(value=True))
    one = adding.select(*_FLEET, _one=pl.lit(value=True))
    marked = fleets.join(every, on="platform", how="left", maintain_order="left").join(
        one, on=_FLEET, how="left", maintain_order="left"
    )
    closed = marked["_every"].is_null() & marked["_one"].is_null()
    repaired = pl.when(pl.col("repair").is_not_null()).then(pl.col("repairable")).fill_null(0.0)
    kept = fleets.select((1 - repaired) * pl.lit(closed).cast(pl.Float64)).to_series().to_numpy()
    rate = fleets.get_column("loss_rate").fill_null(0.0).clip(0, 1).to_numpy() * kept
    fixed = fleets.get_column("losses").fill_null(0.0).to_numpy() * kept
    held = np.zeros_like(leaving)
    now = fleets.get_column("holding").to_numpy().astype(np.float64)
    for month in range(leaving.shape[1]):
        now = now - np.maximum(now, 0.0) * rate - fixed + joining[:, month] - leaving[:, month]
        held[:, month] = now
    return held


_READS = (
    "settings",
    "fleets",
    "retirements",
    "orders",
    "lanes",
    "contract_parties",
    "contract_prices",
    "nations",
)

RULES = (Rule(beyond_the_fleet, _READS),)
