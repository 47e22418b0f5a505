"""What falls due beside orders: fees, lines, surges, life extensions, certifications, reimbursements."""

from __future__ import annotations

import polars as pl

from jointstock.plans.rules.ground import NOTHING, Ground, total
from jointstock.plans.rules.line_states import state_costs
from jointstock.plans.rules.order_payments import PAYMENT, on_delivery, on_order
from jointstock.plans.rules.surges import surge_cells

AGENT_FEE = "agent fee"


def agent_fees(ground: Ground) -> pl.DataFrame:
    """Fees on all payments for orders: columns payer, object (the contract), kind, b, amount, size."""
    fees = ground.facts("contracts").filter(pl.col("agent_fee").is_not_null()).select("contract", "agent_fee")
    contracts = ground.tables["orders"].select(object="order", contract="contract").join(fees, on="contract")
    paid = pl.concat([ground.once(on_order), ground.once(on_delivery)]).join(contracts, on="object")
    rows = paid.with_columns(pl.col("amount", "size") * pl.col("agent_fee"), kind=pl.lit(AGENT_FEE))
    summed = rows.drop("object").rename({"contract": "object"}).group_by(PAYMENT)
    return summed.agg(pl.col("amount", "size").sum())


def on_lines(ground: Ground) -> pl.DataFrame:
    """Shift modes and start-ups that somebody but the producer pays: object is the line."""
    rows = ground.once(state_costs)
    modes = rows.select("line", "b", payer="mode_payer", amount="mode_cost", kind=pl.lit("shift mode"))
    starts = rows.select("line", "b", payer="start_up_payer", amount="start_cost", kind=pl.lit("start-up"))
    paid = pl.concat([modes, starts]).filter((pl.col("payer") != "") & (pl.col("amount") != 0))
    return total(paid.rename({"line": "object"}), PAYMENT, "amount")


def on_surges(ground: Ground) -> pl.DataFrame:
    """Retention and calls of surge capacity: object is the surge."""
    rows = ground.once(surge_cells).with_columns(kind=pl.lit("surge")).rename({"surge": "object"})
    return total(rows, PAYMENT, "due", "amount")


def on_extensions(ground: Ground) -> pl.DataFrame:
    """Life extensions, paid by the holder: object is nation/item."""
    rows = ground.facts("life_extensions").select("item", "nation", "cost")
    lots = ground.tables["lots"].filter(pl.col("extended_out").abs() > NOTHING)
    own = lots.join(rows, on=["item", "nation"])
    for_all = rows.filter(pl.col("nation") == "*").drop("nation")
    others = lots.join(rows, on=["item", "nation"], how="anti").join(for_all, on="item")
    pair = pl.concat_str("nation", "item", separator="/")
    paid = pl.concat([own.select(*lots.columns, "cost"), others.select(*lots.columns, "cost")]).with_columns(
        object=pair, kind=pl.lit("life extension"), amount=pl.col("extended_out") * pl.col("cost")
    )
    return total(paid.rename({"nation": "payer"}), PAYMENT, "amount")


def on_certifications(ground: Ground) -> pl.DataFrame:
    """Certifications, paid by the nation when bought: object is nation/item/class."""
    rows = ground.facts("compatibility").filter(pl.col("platform") == "")
    rows = rows.select("nation", "item", "class", "cost_to_certify")
    bought = ground.tables["certifications"].join(rows, on=["nation", "item", "class"], how="left")
    name = pl.concat_str("nation", "item", "class", separator="/")
    paid = bought.with_columns(object=name, kind=pl.lit("certification"), amount=pl.col("cost_to_certify"))
    return total(paid.rename({"nation": "payer"}), PAYMENT, "amount")


def reimbursements(ground: Ground) -> pl.DataFrame:
    """What instruments pay and members receive, with opposite signs: object is instrument/object."""
    payers = ground.facts("instruments").select("instrument", "payer")
    name = pl.concat_str("instrument", "object", separator="/")
    rows = ground.tables["support"].join(payers, on="instrument", how="left").with_columns(object=name)
    given = rows.select("payer", "object", "b", amount="reimbursed")
    got = rows.select("object", "b", payer="member", amount=-pl.col("reimbursed"))
    both = pl.concat([given, got.select(given.columns)]).filter(pl.col("amount") != 0)
    size = pl.col("amount").abs()
    return (
        both.with_columns(kind=pl.lit("reimbursement"), size=size)
        .group_by(PAYMENT)
        .agg(pl.col("amount", "size").sum())
    )
