"""V8 for contracts that an instrument supports as a whole: least members, and limits of all its orders."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from jointstock.plans.rules.ground import NOTHING, Check, Claim, Ground, total
from jointstock.plans.rules.instrument_terms import terms
from jointstock.plans.rules.instruments import members
from jointstock.plans.rules.share_limits import edge_shares, supported_orders
from jointstock.plans.rules.tiers import tiers

AGREED = ["instrument", "contract"]


def ordered_shares(ground: Ground) -> pl.DataFrame:
    """What each member orders under a contract that is eligible only as a whole.

    Returns:
        Columns instrument, contract, member, units, all_units, counting (whether its share is enough).
    """
    wanted = ground.once(terms).filter("decides").select("instrument", "member_share")
    placed = ground.once(supported_orders).join(wanted, on="instrument")
    own = total(placed.rename({"buyer": "member"}), [*AGREED, "member"], "quantity", "units")
    own = own.join(total(placed, AGREED, "quantity", "all_units"), on=AGREED).join(wanted, on="instrument")
    own = own.join(ground.once(members), on=["instrument", "member"], how="semi")
    least = pl.col("member_share").fill_null(0.0) * pl.col("all_units")
    enough = pl.col("units") >= least - NOTHING * (1 + pl.col("all_units"))
    return own.with_columns(counting=enough & (pl.col("all_units") > NOTHING)).drop("member_share")


def limit_sums(ground: Ground) -> pl.DataFrame:
    """Limits of whole contracts: columns instrument, contract, numerator, over (what is too much), worth."""
    limits = ground.facts("instrument_limits").select("instrument", "numerator", "limit")
    wanted = ground.facts("instruments").filter(pl.col("level") == "contract").select("instrument")
    prices = ground.once(tiers).select("contract", "item", "tier", "price")
    rows = ground.once(supported_orders).join(wanted, on="instrument").join(limits, on="instrument")
    rows = rows.join(ground.once(edge_shares), on=["edge", "numerator"])
    rows = rows.join(prices, on=["contract", "item", "tier"], how="left")
    worth = pl.col("price") * pl.col("quantity")
    return rows.group_by(*AGREED, "numerator").agg(
        over=((pl.col("share") - pl.col("limit")) * worth).sum(), worth=worth.sum()
    )


def check_memberships(ground: Ground) -> Iterator[Check]:
    """V8: contracts called eligible have their members and keep their limits."""
    told = ground.tables["memberships"]
    held = ground.once(ordered_shares).select(*AGREED, "member", "units", "all_units", "counting")
    rows = told.join(held, on=[*AGREED, "member"], how="left", maintain_order="left")
    text = "{member} counts as a member for {contract} under {instrument}; it orders {units} of {all_units}."
    wrong = (pl.col("counts") == "yes") & ~pl.col("counting").fill_null(value=False)
    yield ground.refuse(Claim("V8", (*AGREED, "member"), text), rows, wrong)
    both = told.group_by(AGREED).agg(
        open=(pl.col("eligible") == "yes").any(), closed=(pl.col("eligible") != "yes").any()
    )
    text = "The plan calls {contract} both eligible and not under {instrument}."
    yield ground.refuse(Claim("V8", tuple(AGREED), text), both, pl.col("open") & pl.col("closed"))
    named = rows.filter((pl.col("counts") == "yes") & pl.col("counting"))
    counting = named.group_by(AGREED).agg(members=pl.len().cast(pl.Float64))
    called = both.filter("open").join(ground.once(terms), on="instrument")
    called = called.join(counting, on=AGREED, how="left")
    text = "{lhs} members order their share under {contract}; {instrument} wants {rhs}."
    wanted = called.filter(pl.col("min_members").is_not_null())
    least = pl.col("min_members").cast(pl.Float64)
    claim = Claim("V8", tuple(AGREED), text, ">=")
    yield ground.examine(claim, wanted, pl.col("members").fill_null(0.0), least)
    sums = ground.once(limit_sums).join(both.filter("open"), on=AGREED)
    text = "Orders under {contract} are {lhs} above the limit {numerator} of {instrument}."
    claim = Claim("V8", (*AGREED, "numerator"), text, "<=")
    yield ground.examine(claim, sums, pl.col("over"), pl.lit(0.0), [pl.col("worth")])
