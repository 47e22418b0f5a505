"""Who takes part in contracts and instruments: nations named, members of groups, and all for ``*``."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from jointstock.plans.rules.ground import Ground
from jointstock.plans.rules.time import FAR

ALLIED = ("ally", "invitee")


def spelt_out(ground: Ground, rows: pl.DataFrame, everyone: Sequence[str] = ALLIED) -> pl.DataFrame:
    """Replace groups and ``*`` by the nations they stand for.

    Args:
        ground: Case and plan.
        rows: Rows with a column party: a nation, ``group:NAME`` or ``*``.
        everyone: Roles of the nations for which ``*`` stands.

    Returns:
        The rows with nation beside party, one for each nation.
    """
    nations = ground.facts("nations")
    groups = ground.facts("nation_groups").select(party=pl.lit("group:") + pl.col("group"), nation="nation")
    everybody = nations.filter(pl.col("role").is_in(everyone)).select(party=pl.lit("*"), nation="nation")
    named = nations.select(party="nation", nation="nation")
    return rows.join(pl.concat([named, groups, everybody]).unique(), on="party")


def buyers(ground: Ground) -> pl.DataFrame:
    """Who may order under each contract, and from when on.

    Returns:
        Columns contract, buyer, since: the first month, counted from the start of the horizon; the earliest
        of several rows counts.
    """
    rows = ground.facts("contract_parties").filter(pl.col("role") == "buyer")
    rows = rows.select("contract", "party", since=ground.periods.since_start("from").fill_null(-FAR))
    found = spelt_out(ground, rows).group_by("contract", pl.col("nation").alias("buyer"))
    return found.agg(pl.col("since").min())


def fee_payers(ground: Ground) -> pl.DataFrame:
    """Who may pay the fees of a contract: columns contract, payer; its payers, else its buyers."""
    rows = ground.facts("contract_parties").filter(pl.col("role") == "payer").select("contract", "party")
    asked = ground.once(buyers).select("contract", payer="buyer")
    as_buyer = asked.join(rows.filter(pl.col("party") == "buyer"), on="contract", how="semi")
    alone = asked.join(rows, on="contract", how="anti")
    named = rows.filter(pl.col("party") != "buyer").rename({"party": "payer"})
    return pl.concat([named, as_buyer, alone]).unique()


def contract_lines(ground: Ground) -> pl.DataFrame:
    """Columns contract, line, item: the lines named, or for ``*`` every line of an item with a price."""
    rows = ground.facts("contract_parties").filter(pl.col("role") == "line").select("contract", line="party")
    made = ground.facts("lines").select("line", "item")
    priced = ground.facts("contract_prices").select("contract", "item").unique().join(made, on="item")
    named = priced.join(rows, on=["contract", "line"], how="semi")
    every = priced.join(rows.filter(pl.col("line") == "*"), on="contract", how="semi")
    return pl.concat([named, every]).unique()
