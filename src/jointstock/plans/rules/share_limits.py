"""V8 for the share limits of instruments: what they support, and which ways to order keep the limits."""

from __future__ import annotations

import polars as pl

from jointstock.plans.rules.edges import TIERED, edges, orders
from jointstock.plans.rules.ground import TOLERANCE, Ground
from jointstock.plans.rules.parties import spelt_out

ON_CONTRACTS = ("goods", "extra cost")
OUTSIDE, RECIPIENT, MAKER, NOT = "outside:", "recipient:", "maker:", "not "


def parties(ground: Ground, role: str) -> pl.DataFrame:
    """What an instrument supports in a role: columns instrument, party (a key or ``*``)."""
    rows = ground.facts("instrument_parties").filter(pl.col("role") == role)
    return rows.select("instrument", "party")


def supported(ground: Ground, role: str, keys: pl.DataFrame, key: str) -> pl.DataFrame:
    """Pair instruments with what they support in a role.

    Args:
        ground: Case and plan.
        role: ``contract``, ``option`` or ``item``.
        keys: Rows with the key.
        key: Column with keys of the role.

    Returns:
        Columns instrument and the key.
    """
    rows = parties(ground, role)
    named = keys.select(key).unique().join(rows, left_on=key, right_on="party")
    every = keys.select(key).unique().join(rows.filter(pl.col("party") == "*"), how="cross")
    return pl.concat([frame.select("instrument", key) for frame in (named, every)]).unique()


def supported_edges(ground: Ground) -> pl.DataFrame:
    """Ways to order under contracts that an instrument supports, and whether each is eligible by itself.

    Returns:
        Columns instrument, the keys of the edge, edge, ok.
    """
    things = ground.once(edges).select("edge", *TIERED)
    named = ground.facts("instruments").filter(pl.col("kind").is_in(ON_CONTRACTS))
    pairs = things.join(supported(ground, "contract", things, "contract"), on="contract")
    pairs = pairs.join(named.select("instrument", "level"), on="instrument")
    shares = ground.once(edge_shares)
    limits = ground.facts("instrument_limits").select("instrument", "numerator", "limit")
    over = pairs.join(limits, on="instrument").join(shares, on=["edge", "numerator"])
    over = over.filter((pl.col("level") != "contract") & (pl.col("share") > pl.col("limit") + TOLERANCE))
    over = over.select("instrument", "edge", over=pl.lit(value=True)).unique()
    met = pairs.join(over, on=["instrument", "edge"], how="left")
    return met.with_columns(ok=pl.col("over").is_null()).drop("over", "level")


def edge_shares(ground: Ground) -> pl.DataFrame:
    """Share of every numerator of a limit in each edge: columns edge, numerator, share."""
    sites = (
        ground.facts("lines")
        .select("line", "site")
        .join(ground.facts("sites").select("site", "size"), on="site", how="left")
    )
    things = ground.once(edges).select("edge", "line", "recipient").join(sites, on="line", how="left")
    numerators = ground.facts("instrument_limits")["numerator"].unique().sort().to_list()
    frames = [_share(ground, things, str(numerator)) for numerator in numerators]
    empty = pl.DataFrame(schema={"edge": pl.Int64, "numerator": pl.String, "share": pl.Float64})
    return pl.concat([empty, *frames])


def _share(ground: Ground, things: pl.DataFrame, numerator: str) -> pl.DataFrame:
    """Share of one numerator in each edge; what does not say where it originates is from outside."""
    what = numerator.removeprefix(NOT)
    if what.startswith(OUTSIDE):
        origins = ground.facts("line_origins").filter(pl.col("group") == what.removeprefix(OUTSIDE))
        rows = things.join(origins.select("line", inside="share"), on="line", how="left")
        share = 1 - pl.col("inside").fill_null(0.0)
    elif what.startswith(RECIPIENT):
        asked = pl.DataFrame({"party": [what.removeprefix(RECIPIENT)]}, schema={"party": pl.String})
        named = spelt_out(ground, asked)["nation"].to_list()
        rows, share = things, pl.col("recipient").is_in(named).cast(pl.Float64)
    else:
        rows, share = things, (pl.col("size") == what.removeprefix(MAKER)).cast(pl.Float64)
    if numerator.startswith(NOT):
        share = 1 - share
    return rows.select("edge", pl.lit(numerator).alias("numerator"), share.alias("share"))


def supported_orders(ground: Ground) -> pl.DataFrame:
    """Orders on eligible edges: columns instrument, order, edge, contract, buyer, b, quantity, value."""
    ok = ground.once(supported_edges).filter("ok").select("instrument", "edge")
    placed = ground.once(orders).select(
        "order", "edge", "contract", "item", "tier", "payer", "buyer", "b", "quantity", "value"
    )
    return placed.join(ok, on="edge")
