"""Who is meant by a party: nations one by one, members of a group, or all of some roles; and which lines."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from jointstock.facts.case import Case

ANY = "*"
BUYER = "buyer"
GROUP = "group:"

STOCKLESS = ("fund", "agency")
"""Roles that hold no stock, but for those that keep a warehouse."""

BUYING = ("ally", "invitee")
"""Roles for which * stands among buyers and members."""


def nations_of(case: Case, rows: pl.DataFrame, *, every: Sequence[str] = BUYING) -> pl.DataFrame:
    """Tell which nations rows with a party speak of.

    Args:
        case: The case.
        rows: Rows with a column ``party``: a nation, ``group:NAME`` or ``*``.
        every: Roles for which ``*`` stands.

    Returns:
        The rows with a column ``nation`` behind theirs, one for each nation; none for a party that is not
        known.
    """
    nations = case.table("nations").drop_nulls("nation")
    single = nations.select(party="nation", nation="nation")
    groups = case.table("nation_groups").select(party=GROUP + pl.col("group"), nation="nation")
    all_of_them = nations.filter(pl.col("role").is_in(every)).select(party=pl.lit(ANY), nation="nation")
    names = pl.concat([single, groups.join(single, on="nation", how="semi"), all_of_them])
    return rows.join(names.unique(maintain_order=True), on="party", maintain_order="left_right")


def lines_of(case: Case) -> pl.DataFrame:
    """The lines that contracts can order from; contract, line, item.

    ``*`` stands for every line whose item the contract prices.
    """
    listed = case.table("contract_parties").filter(pl.col("role") == "line")
    lines = case.table("lines").drop_nulls(["line", "item"]).select("line", "item")
    named = listed.select("contract", line="party").join(lines, on="line", maintain_order="left_right")
    priced = case.table("contract_prices").select("contract", "item").drop_nulls().unique(maintain_order=True)
    every = (
        priced.join(listed.filter(pl.col("party") == ANY), on="contract", how="semi", maintain_order="left")
        .join(lines, on="item", maintain_order="left_right")
        .select("contract", "line", "item")
    )
    return pl.concat([named, every]).unique(maintain_order=True)


def recipients_of(case: Case) -> pl.DataFrame:
    """Who may receive under contracts: the parties named, else the buyers; contract, nation."""
    parties = case.table("contract_parties")
    listed = parties.filter(pl.col("role") == "recipient").select("contract", "party")
    buyers = nations_of(case, parties.filter(pl.col("role") == "buyer")).select("contract", "nation")
    elsewhere = listed.join(listed.filter(pl.col("party") == BUYER), on="contract", how="anti")
    named = listed.filter(pl.col("party") != BUYER).select("contract", nation="party")
    return pl.concat([named, buyers.join(elsewhere, on="contract", how="anti")]).unique(maintain_order=True)


def stockless(case: Case) -> pl.DataFrame:
    """Funds and agencies without a warehouse, which hold no stock; nation, role."""
    funds = case.table("nations").filter(pl.col("role").is_in(STOCKLESS)).select("nation", "role")
    return funds.join(case.table("warehouses").select(nation="warehouse"), on="nation", how="anti")
