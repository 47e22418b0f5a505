"""Instruments spelled out: their parties by name, and the shares that their limits speak of."""

import numpy as np
import polars as pl

from jointstock.facts.case import Case
from jointstock.measure.arrays import Floats

_ALL, _GROUP, _NOT = "*", "group:", "not "
_ROLES = ("member", "contract", "option", "item", "recipient")


def spelled(case: Case, instrument: str) -> dict[str, pl.Series]:
    """Parties of an instrument by role, groups and ``*`` spelled out.

    Args:
        case: The case.
        instrument: Key of the instrument.

    Returns:
        Names by role: member, contract, option, item, recipient; sorted.
    """
    rows = case.table("instrument_parties").filter(pl.col("instrument") == instrument)
    nations = case.table("nations")
    every = {
        "member": nations.filter(pl.col("role").is_in(["ally", "invitee"])).get_column("nation"),
        "contract": case.table("contracts").get_column("contract"),
        "option": case.table("expansions").get_column("option"),
        "item": case.table("items").get_column("item"),
        "recipient": nations.filter(pl.col("role") == "recipient").get_column("nation"),
    }
    found = {}
    for role in _ROLES:
        named = rows.filter(pl.col("role") == role).get_column("party").to_list()
        names: set[str] = set()
        for party in named:
            if party == _ALL:
                names.update(every[role])
            elif party.startswith(_GROUP):
                names.update(members_of(case, party.removeprefix(_GROUP)))
            else:
                names.add(party)
        found[role] = pl.Series(role, sorted(names), dtype=pl.String)
    return found


def members_of(case: Case, group: str) -> list[str]:
    """Nations of a group, sorted."""
    rows = case.table("nation_groups").filter(pl.col("group") == group)
    return sorted(rows.get_column("nation").to_list())


def limit_shares(case: Case, instrument: str, edges: pl.DataFrame) -> tuple[Floats, Floats]:
    """What share of each way to order every limit of an instrument counts, and the limits.

    Args:
        case: The case.
        instrument: Key of the instrument.
        edges: line, recipient; shape (edges,).

    Returns:
        Shares, shape (limits, edges), and limits, shape (limits,). A line without a row in
        line_origins counts wholly as outside the group.
    """
    rows = case.table("instrument_limits").filter(pl.col("instrument") == instrument).sort("numerator")
    shares = np.zeros((len(rows), len(edges)))
    for place, numerator in enumerate(rows.get_column("numerator")):
        rest = numerator.startswith(_NOT)
        share = _share(case, numerator.removeprefix(_NOT), edges)
        shares[place] = 1.0 - share if rest else share
    return shares, rows.get_column("limit").to_numpy().astype(np.float64)


def _share(case: Case, numerator: str, edges: pl.DataFrame) -> Floats:
    word, _, name = numerator.partition(":")
    if word == "outside":
        origins = case.table("line_origins").filter(pl.col("group") == name).select("line", "share")
        joined = edges.select("line").join(origins, on="line", how="left", maintain_order="left")
        return 1.0 - joined.get_column("share").fill_null(0.0).to_numpy().astype(np.float64)
    if word == "recipient":
        names = members_of(case, name.removeprefix(_GROUP)) if name.startswith(_GROUP) else [name]
        return edges.get_column("recipient").is_in(names).to_numpy().astype(np.float64)
    sizes = case.table("lines").select("line", "site").join(case.table("sites"), on="site", how="left")
    joined = edges.select("line").join(
        sizes.select("line", "size"), on="line", how="left", maintain_order="left"
    )
    return (joined.get_column("size") == name).fill_null(value=False).to_numpy().astype(np.float64)
