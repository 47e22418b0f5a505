"""What a nation's platforms require of a class: rate times days for each in service."""

import polars as pl

from jointstock.facts.case import Case


def fleet_needs(case: Case) -> pl.DataFrame:
    """Class units that each platform in service adds to its nation's target.

    A nation's own row goes before the row for all.

    Returns:
        nation, class, item (the platform), factor (class units per platform); sorted.
    """
    keys = ["nation", "item"]
    fleets = case.table("fleets").select("nation", pl.col("platform").alias("item"))
    rows = case.table("fleet_needs").rename({"platform": "item"})
    own = fleets.join(rows.filter(pl.col("nation") != "*"), on=keys)
    shared = fleets.join(rows.filter(pl.col("nation") == "*").drop("nation"), on="item")
    shared = shared.join(own, on=["nation", "item", "class"], how="anti")
    every = pl.concat([own.select(shared.columns), shared])
    factor = (pl.col("rate") * pl.col("days")).alias("factor")
    return every.select("nation", "class", "item", factor).sort("nation", "class", "item")
