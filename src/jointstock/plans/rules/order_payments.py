"""What falls due for orders: at the order and on delivery, at the price of the period."""

from __future__ import annotations

import polars as pl

from jointstock.plans.rules.edges import orders
from jointstock.plans.rules.ground import Ground, total
from jointstock.plans.rules.orders import delivered
from jointstock.plans.rules.rates import contract_prices

PAYMENT = ["payer", "object", "kind", "b"]
_PLACED = ("order", "payer", "contract", "item", "tier")


def _profile(ground: Ground, event: str) -> pl.DataFrame:
    rows = ground.facts("contract_payments").filter(pl.col("event") == event)
    return rows.select("contract", "months_after", part="share")


def _spread(ground: Ground, events: pl.DataFrame, event: str) -> pl.DataFrame:
    """Spread what is ordered or delivered in a period over the periods in which its shares fall due."""
    profile = _profile(ground, event)
    shares = ground.periods.shares(profile["months_after"].unique().to_list())
    met = events.rename({"b": "a"}).join(profile, on="contract")
    met = met.join(shares, left_on=["months_after", "a"], right_on=["lag", "a"])
    due = pl.col("quantity") * pl.col("part") * pl.col("share")
    return met.with_columns(due=due, of=due)


def _priced(ground: Ground, due: pl.DataFrame, kind: str) -> pl.DataFrame:
    met = due.join(ground.once(contract_prices), on=["contract", "item", "tier", "b"], how="left")
    sums = {"amount": pl.col("due") * pl.col("price"), "size": (pl.col("of") * pl.col("price")).abs()}
    paid = met.with_columns(**sums, kind=pl.lit(kind)).rename({"order": "object"})
    return paid.group_by(PAYMENT).agg(pl.col("amount", "size").sum())


def on_order(ground: Ground) -> pl.DataFrame:
    """Shares that fall due at order, at the price of the period they fall due in."""
    placed = ground.once(orders).select(*_PLACED, "quantity", "b")
    return _priced(ground, _spread(ground, placed, "order"), "order")


def on_delivery(ground: Ground) -> pl.DataFrame:
    """Shares that fall due at delivery; those of what is not delivered in the horizon fall due after it."""
    placed = ground.once(orders).select(*_PLACED, ordered="quantity")
    came = ground.once(delivered).select("order", "b", "quantity").join(placed, on="order")
    spread = _spread(ground, came, "delivery")
    spread = spread.select(*_PLACED, "b", "due", "of")
    sums = total(came, ["order"], "quantity", "came")
    rest = placed.join(sums, on="order", how="left").with_columns(pl.col("came").fill_null(0))
    parts = total(_profile(ground, "delivery"), ["contract"], "part")
    later = rest.join(parts, on="contract").select(
        *_PLACED,
        pl.lit(ground.periods.count, dtype=pl.Int64).alias("b"),
        due=(pl.col("ordered") - pl.col("came")) * pl.col("part"),
        # What is left of an order is a difference: the order itself sets the scale of the row.
        of=pl.col("ordered") * pl.col("part"),
    )
    return _priced(ground, pl.concat([spread, later]), "delivery")
