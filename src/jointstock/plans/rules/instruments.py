"""V8 for instruments: their terms, who is a member, and what may be claimed."""

from __future__ import annotations

import polars as pl

from jointstock.plans.rules import charges
from jointstock.plans.rules.ground import Ground, total
from jointstock.plans.rules.order_payments import on_delivery, on_order
from jointstock.plans.rules.parties import spelt_out
from jointstock.plans.rules.payments import call_offs, on_expansions
from jointstock.plans.rules.rates import mean_rates, own_currency
from jointstock.plans.rules.share_limits import parties, supported, supported_orders
from jointstock.plans.rules.time import FAR
from jointstock.plans.rules.transfers import sendings

CLAIM = ["instrument", "object", "member", "b"]


def members(ground: Ground) -> pl.DataFrame:
    """Who may join each instrument: columns instrument, member."""
    found = spelt_out(ground, parties(ground, "member"))
    return found.select("instrument", member="nation").unique()


def windows(ground: Ground) -> pl.DataFrame:
    """Periods all of whose months lie in the window of an instrument: columns instrument, kind, b."""
    rows = ground.facts("instruments").select(
        "instrument",
        "kind",
        opens=ground.periods.since_start("valid_from").fill_null(-FAR),
        closes=ground.periods.since_start("valid_to").fill_null(FAR),
    )
    met = rows.join(ground.periods.frame, how="cross")
    inside = (pl.col("start") >= pl.col("opens")) & (pl.col("last") <= pl.col("closes"))
    return met.filter(inside).select("instrument", "kind", "b")


def claims(ground: Ground) -> pl.DataFrame:
    """Payments that an instrument may support, whatever a contract has to do beside.

    Returns:
        Columns instrument, object, member, b, claim.
    """
    parts = (_goods(ground), _extra_costs(ground), _investments(ground), _gifts(ground))
    columns = [pl.col("kind", "instrument", "object", "member", "b"), pl.col("claim").cast(pl.Float64)]
    rows = pl.concat([part.select(columns) for part in parts])
    rows = rows.join(ground.once(windows), on=["instrument", "kind", "b"], how="semi")
    rows = rows.join(ground.once(members), on=["instrument", "member"], how="semi")
    return total(rows, CLAIM, "claim").filter(pl.col("claim").abs() > 0)


def _goods(ground: Ground) -> pl.DataFrame:
    """Order and delivery payments for orders on eligible edges."""
    placed = ground.once(supported_orders).select("instrument", "contract", object="order")
    paid = pl.concat([ground.once(on_order), ground.once(on_delivery)]).join(placed, on="object")
    return paid.select(
        "instrument", "b", pl.lit("goods").alias("kind"), object="contract", member="payer", claim="amount"
    )


def _extra_costs(ground: Ground) -> pl.DataFrame:
    """Fixed costs and agent fees under supported contracts."""
    columns = ["payer", "object", "b", "amount"]
    paid = pl.concat([ground.once(part).select(columns) for part in (call_offs, charges.agent_fees)])
    met = paid.join(supported(ground, "contract", paid, "object"), on="object")
    return met.with_columns(kind=pl.lit("extra cost"), member="payer", claim="amount")


def _investments(ground: Ground) -> pl.DataFrame:
    """Payments for supported options."""
    paid = ground.once(on_expansions)
    met = paid.drop("kind").join(supported(ground, "option", paid, "object"), on="object")
    return met.with_columns(kind=pl.lit("investment"), member="payer", claim="amount")


def _gifts(ground: Ground) -> pl.DataFrame:
    """Value of what is given from stock to the recipients of an instrument."""
    given = ground.once(sendings)
    to = spelt_out(ground, parties(ground, "recipient"), ("recipient",))
    values = ground.facts("instrument_values").join(
        ground.facts("instruments").select("instrument", rate=own_currency(ground)), on="instrument"
    )
    met = given.join(supported(ground, "item", given, "item"), on="item")
    met = met.join(to.select("instrument", recipient="nation").unique(), on=["instrument", "recipient"])
    met = met.join(values.select("instrument", "item", "rate", worth="value"), on=["instrument", "item"])
    met = met.join(ground.once(mean_rates), on=["rate", "b"], how="left")
    return met.with_columns(
        kind=pl.lit("transfer"),
        object=pl.concat_str("donor", "item", separator="/"),
        member="donor",
        claim=pl.col("quantity") * pl.col("worth") * pl.col("value"),
    )
