"""Terms of instruments in the currency of the case."""

from __future__ import annotations

import polars as pl

from jointstock.plans.rules.ground import Ground
from jointstock.plans.rules.rates import own_currency, rates_in
from jointstock.plans.rules.share_limits import ON_CONTRACTS


def terms(ground: Ground) -> pl.DataFrame:
    """Instruments with their figures in the case's currency.

    Returns:
        Columns instrument, kind, payer, rate, cap_share, cap, envelope, flat, decides (whether a contract
        has to be eligible as a whole), min_members, member_share.
    """
    broad = ground.facts("instrument_limits").select("instrument", limited=pl.lit(value=True)).unique()
    first = ground.periods.since_start("valid_from").fill_null(0).clip(lower_bound=0)
    rows = ground.facts("instruments").with_columns(money=own_currency(ground), month=first)
    worth = rates_in(ground, rows).rename({"rate": "money", "value": "exchange"})
    rows = rows.join(worth, on=["money", "month"], how="left").join(broad, on="instrument", how="left")
    by_contract = (pl.col("level") == "contract") & pl.col("limited").fill_null(value=False)
    return rows.select(
        "instrument",
        "kind",
        "payer",
        "rate",
        "cap_share",
        "min_members",
        "member_share",
        cap=pl.col("cap_value") * pl.col("exchange"),
        envelope=pl.col("amount") * pl.col("exchange"),
        flat=pl.col("flat_rate").fill_null(value=False),
        decides=pl.col("kind").is_in(ON_CONTRACTS) & (pl.col("min_members").is_not_null() | by_contract),
    )
