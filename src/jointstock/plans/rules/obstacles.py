"""What obstacles forbid and delay, matched to edges, lines and lanes by the verifier itself."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from jointstock.plans.rules.ground import Ground
from jointstock.plans.rules.time import FAR

EVER = FAR
"""Last month of what has no end."""


def acting(ground: Ground, touches: str) -> pl.DataFrame:
    """Obstacles that touch orders, transfers or production.

    Args:
        ground: Case and plan.
        touches: ``orders``, ``transfers`` or ``production``.

    Returns:
        Columns obstacle, kind, effect, on_item, on_line, on_contract, on_from, on_to, delay (months added)
        and until (last month forbidden, counted from the start of the horizon; -1 for a delay).
    """
    rows = ground.facts("obstacles").filter(pl.col("touches") == touches)
    forbids = pl.col("effect") == "forbids"
    until = ground.periods.since_start("until").fill_null(EVER)
    return rows.select(
        "obstacle",
        "kind",
        "effect",
        *(pl.col(name).alias(f"on_{name}") for name in ("item", "line", "contract", "from", "to")),
        delay=pl.when(forbids).then(0).otherwise(pl.col("months")),
        until=pl.when(forbids).then(until).otherwise(-1),
    )


def fits(name: str, *values: str) -> pl.Expr:
    """Whether an obstacle that names something, or ``*``, fits one of the columns."""
    named = pl.col(f"on_{name}")
    return pl.any_horizontal(named == "*", *(named == pl.col(value) for value in values))


def matched(ground: Ground, touches: str, things: pl.DataFrame, match: pl.Expr) -> pl.DataFrame:
    """Pair things with the obstacles that fit them.

    Args:
        ground: Case and plan.
        touches: ``orders``, ``transfers`` or ``production``.
        things: What is touched.
        match: Whether an obstacle fits a thing.

    Returns:
        The columns of both, a row for each pair that fits.
    """
    return things.lazy().join(acting(ground, touches).lazy(), how="cross").filter(match).collect()


def effects(things: pl.DataFrame, pairs: pl.DataFrame, keys: Sequence[str]) -> pl.DataFrame:
    """Add to each thing the months that obstacles add and the last month that they forbid.

    Args:
        things: What is touched.
        pairs: Things with obstacles, as :func:`matched` gives them.
        keys: Columns that name a thing.

    Returns:
        The things with delay (0 where nothing delays) and until (-1 where nothing forbids).
    """
    found = pairs.group_by(list(keys)).agg(pl.col("delay").sum(), pl.col("until").max())
    joined = things.join(found, on=list(keys), how="left", maintain_order="left")
    return joined.with_columns(pl.col("delay").fill_null(0), pl.col("until").fill_null(-1))


def lines(ground: Ground) -> pl.DataFrame:
    """Production lines with their place and what obstacles do to them.

    Returns:
        The columns of the case's lines, and site_nation, hub, kind (of the item), sells (from own account),
        delay and until (last closed month, -1 where none is).
    """
    sites = ground.facts("sites").select(
        "site",
        pl.col("nation").alias("site_nation"),
        hub=pl.when(pl.col("hub") == "").then(pl.lit("all")).otherwise(pl.col("hub")),
    )
    kinds = ground.facts("items").select("item", "kind")
    makes = pl.col("own_account").fill_null(value=False)
    things = ground.facts("lines").join(sites, on="site", how="left").join(kinds, on="item", how="left")
    things = things.with_columns(sells=makes | (pl.col("own_stock").fill_null(0) > 0), makes_ahead=makes)
    pairs = ground.once(line_obstacles)
    return effects(things, pairs, ["line"])


def line_obstacles(ground: Ground) -> pl.DataFrame:
    """Lines with the obstacles that fit them."""
    sites = ground.facts("sites").select("site", pl.col("nation").alias("site_nation"))
    things = ground.facts("lines").select("line", "item", "site").join(sites, on="site", how="left")
    match = fits("item", "item") & fits("line", "line") & fits("from", "site_nation")
    return matched(ground, "production", things, match)


def leads(ground: Ground) -> pl.DataFrame:
    """Lead profile of every line with its delays: columns line, lag, part."""
    profile = ground.facts("line_leads").join(ground.once(lines).select("line", "delay"), on="line")
    return profile.select("line", lag=pl.col("months") + pl.col("delay"), part=pl.col("share"))
