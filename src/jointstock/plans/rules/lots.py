"""Which units expire when: opening lots, and what arrives of items with a shelf life.

``c`` is the number of the period in which units expire; the number of periods stands for later, and for stock
whose life is not known.
"""

from __future__ import annotations

import polars as pl

from jointstock.plans.rules.ground import Ground, added, grid, total

LOT = ["nation", "item", "c"]
LOT_CELL = [*LOT, "b"]
TOLD = (
    "opening",
    "delivered",
    "received",
    "extended_in",
    "used",
    "sent",
    "extended_out",
    "expired",
    "closing",
)
_PAIR = ["nation", "item"]


def period_of(ground: Ground, month: pl.Expr) -> pl.Expr:
    """Number of the period that a month lies in, counted from the start of the horizon.

    Args:
        ground: Case and plan.
        month: Months; what lies before the horizon falls into the first period.

    Returns:
        The number; that of what is later where the month is unknown or lies behind the horizon.
    """
    horizon = ground.periods.horizon
    owners = pl.lit(pl.Series([*ground.periods.owners.tolist(), ground.periods.count], dtype=pl.Int64))
    return owners.gather(month.fill_null(horizon).clip(0, horizon))


def lives(ground: Ground) -> pl.DataFrame:
    """End items with a known shelf life: columns item, life (whole months, rounded down)."""
    known = ground.facts("items").filter((pl.col("kind") == "end") & pl.col("shelf_life").is_not_null())
    return known.select("item", life=pl.col("shelf_life").floor().cast(pl.Int64))


def first_lots(ground: Ground) -> pl.DataFrame:
    """Opening stock of end items by the period in which it expires: columns nation, item, c, quantity."""
    ends = ground.facts("items").filter(pl.col("kind") == "end")
    rows = ground.facts("holdings").join(ends, on="item", how="semi")
    rows = rows.with_columns(month=ground.periods.since_start("expiry"))
    return total(rows.with_columns(c=period_of(ground, pl.col("month"))), LOT, "quantity")


def by_expiry(ground: Ground, arrivals: pl.DataFrame) -> pl.DataFrame:
    """Spread what arrives in a period over the periods in which it expires.

    Args:
        ground: Case and plan.
        arrivals: Columns nation, item, b, quantity.

    Returns:
        Columns nation, item, c, b, quantity.
    """
    aged = arrivals.select(*_PAIR, "b", "quantity").join(ground.once(lives), on="item", how="left")
    shares = ground.periods.shares(aged["life"].drop_nulls().unique().to_list()).rename({"b": "c"})
    met = aged.join(shares, left_on=["life", "b"], right_on=["lag", "a"])
    met = met.with_columns(quantity=pl.col("quantity") * pl.col("share"))
    never = aged.filter(pl.col("life").is_null()).with_columns(c=pl.lit(ground.periods.count, pl.Int64))
    columns = [*LOT_CELL, "quantity"]
    return total(pl.concat([met.select(columns), never.select(columns)]), LOT_CELL, "quantity")


def delivered(ground: Ground) -> pl.DataFrame:
    """What the deliveries bring, by the period in which it expires: columns of :func:`by_expiry`."""
    ends = ground.facts("items").filter(pl.col("kind") == "end")
    came = ground.tables["deliveries"].join(ends, on="item", how="semi").rename({"recipient": "nation"})
    return by_expiry(ground, came)


def received(ground: Ground) -> pl.DataFrame:
    """What transfers bring, with the expiry it was sent with: columns nation, item, c, b, quantity."""
    got = ground.tables["transfers"].filter(pl.col("arrival") < ground.periods.count)
    return total(got.drop("b").rename({"recipient": "nation", "arrival": "b"}), LOT_CELL, "quantity")


def sent(ground: Ground) -> pl.DataFrame:
    """What is sent, by the period in which it expires: columns nation, item, c, b, quantity."""
    return total(ground.tables["transfers"].rename({"donor": "nation"}), LOT_CELL, "quantity")


def kept_by_lots(ground: Ground) -> pl.DataFrame:
    """Pairs that the plan keeps by lots, and pairs of which anything can expire: columns nation, item."""
    later = ground.periods.count
    flows = [ground.once(first_lots), *(ground.once(flow) for flow in (delivered, received, sent))]
    expiring = [flow.filter((pl.col("c") < later) & (pl.col("quantity") > 0)).select(_PAIR) for flow in flows]
    ends = ground.facts("items").filter(pl.col("kind") == "end")
    return (
        pl.concat([ground.tables["lots"].select(_PAIR), *expiring]).unique().join(ends, on="item", how="semi")
    )


def lot_cells(ground: Ground) -> pl.DataFrame:
    """Every lot of the pairs kept by lots, in every period.

    Returns:
        Columns nation, item, c, b, start, months, last; those of table ``lots`` (0 where the plan has no
        row); held (opening stock of the case), came, got and gone (what the other tables say is delivered,
        received and sent).
    """
    told = ground.tables["lots"].filter(pl.col("c").is_not_null())
    flows = {"came": delivered, "got": received, "gone": sent}
    named = [told, ground.once(first_lots), *(ground.once(flow) for flow in flows.values())]
    lots = pl.concat([frame.select(LOT) for frame in named]).unique()
    lots = lots.join(ground.once(kept_by_lots), on=_PAIR, how="semi").sort(LOT)
    held = ground.once(first_lots).rename({"quantity": "held"})
    cells = added(added(grid(lots, ground.periods), held, LOT, "held"), told, LOT_CELL, *TOLD)
    for name, flow in flows.items():
        cells = added(cells, ground.once(flow).rename({"quantity": name}), LOT_CELL, name)
    return cells
