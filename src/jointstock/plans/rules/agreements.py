"""V10 for agreements: call-offs, least orders, contracts in force, take-or-pay, fees, and who pays them."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from jointstock.plans.rules.ground import NOTHING, Check, Claim, Ground, grid, side_by_side, total
from jointstock.plans.rules.parties import fee_payers
from jointstock.plans.rules.rates import contract_factors, mean_rates, own_currency
from jointstock.plans.rules.tiers import PRICED, tiers

FEE, UNTAKEN = "contract fee", "untaken"
DUES = (FEE, UNTAKEN)
DUE = ["object", "kind", "b"]


def agreed(ground: Ground) -> pl.DataFrame:
    """What is ordered under every contract, whether it is in force, and what is not taken.

    Returns:
        The columns of the case's contracts, and ordered, in_force, untaken, listed (whether the plan has to
        have a row of it).
    """
    sums = total(ground.tables["orders"], ["contract"], "quantity", "ordered")
    several = ground.once(tiers).group_by(PRICED).len().filter(pl.col("len") > 1)
    tiered = several.select("contract", tiered=pl.lit(value=True)).unique()
    rows = ground.facts("contracts").join(sums, on="contract", how="left")
    rows = rows.join(tiered, on="contract", how="left")
    rows = rows.with_columns(pl.col("ordered").fill_null(0.0))
    rows = rows.with_columns(in_force=pl.col("signed").fill_null(value=False) | (pl.col("ordered") > NOTHING))
    terms = ("minimum_order", "take_or_pay", "capacity_fee", "option_fee")
    missing = (pl.col("take_or_pay") - pl.col("ordered")).clip(lower_bound=0).fill_null(0.0)
    return rows.with_columns(
        untaken=pl.when(pl.col("in_force")).then(missing).otherwise(0.0),
        listed=pl.any_horizontal(pl.col(terms).is_not_null(), pl.col("tiered").fill_null(value=False)),
    )


def dues(ground: Ground) -> pl.DataFrame:
    """What contracts in force cost beside orders: columns object (contract), kind, b, amount."""
    horizon = ground.periods.horizon
    rows = (
        ground.once(agreed)
        .filter(pl.col("in_force"))
        .with_columns(
            opens=ground.periods.since_start("valid_from").fill_null(0).clip(lower_bound=0),
            closes=ground.periods.since_start("valid_to")
            .fill_null(horizon - 1)
            .clip(upper_bound=horizon - 1),
            rate=own_currency(ground),
        )
    )
    first = ground.facts("contract_prices").sort("from_quantity").unique("contract", keep="first")
    rows = rows.join(first.select("contract", first_price="price"), on="contract", how="left")
    inside = pl.min_horizontal("last", "closes") - pl.max_horizontal("start", "opens") + 1
    cells = grid(rows, ground.periods).with_columns(inside=inside).filter(pl.col("inside") > 0)
    cells = cells.join(ground.once(mean_rates), on=["rate", "b"], how="left")
    cells = cells.join(ground.once(contract_factors), on=["contract", "b"], how="left")
    at_first = pl.col("b") == pl.col("b").min().over("contract")
    at_last = pl.col("b") == pl.col("b").max().over("contract")
    once = pl.when(at_first).then(pl.col("option_fee").fill_null(0)).otherwise(0.0)
    fee = (pl.col("capacity_fee").fill_null(0) * pl.col("inside") + once) * pl.col("value")
    missed = pl.col("untaken") * pl.col("take_share") * pl.col("first_price") * pl.col("factor")
    owed = pl.when(at_last & (pl.col("untaken") > 0)).then(missed).otherwise(0.0)
    parts = [
        cells.select("b", object="contract", kind=pl.lit(kind), amount=amount)
        for kind, amount in ((FEE, fee), (UNTAKEN, owed))
    ]
    return pl.concat(parts).filter((pl.col("amount") != 0).fill_null(value=True))


def check_agreements(ground: Ground) -> Iterator[Check]:
    """V10: call-offs and sums of orders keep to their contract, and what it costs is paid by its payers."""
    yield from _call_offs(ground)
    yield from _told(ground)
    text = "{lhs} units are ordered under {contract} in all; if anything is ordered, it is at least {rhs}."
    bound = ground.once(agreed).filter(pl.col("minimum_order").is_not_null() & (pl.col("ordered") > NOTHING))
    least = pl.col("minimum_order")
    yield ground.examine(Claim("V10", ("contract",), text, ">="), bound, pl.col("ordered"), least)
    paid = ground.tables["payments"].filter(pl.col("kind").is_in(DUES))
    owed = total(ground.once(dues), DUE, "amount", "due")
    both = side_by_side(total(paid, DUE, "amount", "paid"), owed, DUE)
    text = "{lhs} are paid for {object} ({kind}) in {period}; {rhs} fall due."
    claim = Claim("V10", ("kind", "object"), text, money=True)
    yield ground.examine(claim, both, pl.col("paid"), pl.col("due"))
    may = ground.once(fee_payers).select("payer", object="contract", may=pl.lit(value=True))
    shared = paid.join(may, on=["payer", "object"], how="left", maintain_order="left")
    text = "{payer} pays {amount} for {object} ({kind}) in {period}; it is none of its payers."
    yield ground.refuse(
        Claim("V8", ("payer", "object"), text), shared, pl.col("may").is_null(), pl.col("amount")
    )


def _call_offs(ground: Ground) -> Iterator[Check]:
    """What a buyer orders in a period under a contract is nothing, or inside the bounds of a call-off."""
    bounds = ground.facts("contracts").select("contract", "call_off_min", "call_off_max")
    rows = total(ground.tables["orders"], ["contract", "buyer", "b"], "quantity").join(bounds, on="contract")
    rows = rows.filter(pl.col("quantity") > NOTHING)
    name = ("contract", "buyer")
    text = "{buyer} orders {lhs} under {contract} in {period}; a call-off has at least {rhs}."
    least = rows.filter(pl.col("call_off_min").is_not_null())
    yield ground.examine(Claim("V10", name, text, ">="), least, pl.col("quantity"), pl.col("call_off_min"))
    text = "{buyer} orders {lhs} under {contract} in {period}; a call-off has at most {rhs}."
    most = rows.filter(pl.col("call_off_max").is_not_null())
    yield ground.examine(Claim("V10", name, text, "<="), most, pl.col("quantity"), pl.col("call_off_max"))


def _told(ground: Ground) -> Iterator[Check]:
    """Table ``agreements`` says what orders and the case make of each contract."""
    sums = (
        ground.once(dues)
        .group_by("object")
        .agg(
            meant_fees=pl.col("amount").filter(pl.col("kind") == FEE).sum(),
            meant_cost=pl.col("amount").filter(pl.col("kind") == UNTAKEN).sum(),
        )
    )
    columns = ("contract", "listed", pl.col("in_force").alias("binds"))
    meant = ground.once(agreed).select(
        *columns, pl.col("ordered").alias("meant_ordered"), pl.col("untaken").alias("meant_untaken")
    )
    meant = meant.join(sums, left_on="contract", right_on="object", how="left")
    meant = meant.with_columns(pl.col("meant_fees", "meant_cost").fill_null(0.0))
    both = meant.join(ground.tables["agreements"], on="contract", how="left")
    text = "The plan has no row of the agreement {contract}."
    wanted = both.filter(pl.col("listed"))
    yield ground.refuse(Claim("V10", ("contract",), text), wanted, pl.col("ordered").is_null())
    rows = both.filter(pl.col("ordered").is_not_null())
    text = "By the plan, {contract} is in force: {in_force}; by its orders: {binds}."
    yield ground.refuse(
        Claim("V10", ("contract",), text), rows, (pl.col("in_force") == "yes") != pl.col("binds")
    )
    for name, told, money in (
        ("ordered", "ordered", False),
        ("untaken", "untaken", False),
        ("cost", "untaken_cost", True),
        ("fees", "fees", True),
    ):
        text = f"By the plan, {told} of {{contract}} is {{lhs}}; it is {{rhs}}."
        claim = Claim("V10", ("contract",), text, money=money)
        terms = [pl.col("meant_ordered")] if not money else []
        yield ground.examine(claim, rows, pl.col(told), pl.col(f"meant_{name}"), terms)
