"""Exchange rates, indices and contract prices in each period, in the currency of the case."""

from __future__ import annotations

import polars as pl

from jointstock.plans.rules.ground import Ground
from jointstock.plans.rules.tiers import tiers
from jointstock.plans.rules.time import in_force, over_periods, spans


def rate_spans(ground: Ground) -> pl.DataFrame:
    """Columns rate, value, begin, stop of every rate; the first value also holds before its month."""
    rates = ground.facts("rates").with_columns(since=ground.periods.since_start("month"))
    return spans(rates.select("rate", "since", "value"), ["rate"], "since", early=True)


def mean_rates(ground: Ground) -> pl.DataFrame:
    """Mean of every rate over the months of each period; after the horizon that of the last month.

    Returns:
        Columns rate, b, value; the currency of the case has the rate 1.
    """
    held = ground.once(rate_spans)
    weight = pl.col("share") / pl.col("months")
    inside = (
        over_periods(held, ground.periods).group_by("rate", "b").agg(value=(pl.col("value") * weight).sum())
    )
    last = in_force(held, ground.periods.horizon - 1)
    after = last.select("rate", pl.lit(ground.periods.count, dtype=pl.Int64).alias("b"), "value")
    numbers = pl.DataFrame({"b": range(ground.periods.count + 1)}, schema={"b": pl.Int64})
    own = numbers.select(pl.lit(ground.case.settings.currency).alias("rate"), "b", pl.lit(1.0).alias("value"))
    others = pl.concat([inside.select("rate", "b", "value"), after])
    return pl.concat([own, others.filter(pl.col("rate") != ground.case.settings.currency)])


def rates_in(ground: Ground, months: pl.DataFrame) -> pl.DataFrame:
    """Value of every rate in single months.

    Args:
        ground: Case and plan.
        months: Column month, counted from the start of the horizon.

    Returns:
        Columns rate, month, value; the currency of the case has the rate 1.
    """
    wanted = months.select("month").unique()
    met = in_force(ground.once(rate_spans).join(wanted, how="cross"), pl.col("month"))
    own = wanted.select(
        pl.lit(ground.case.settings.currency).alias("rate"), "month", pl.lit(1.0).alias("value")
    )
    others = met.select("rate", "month", "value").filter(pl.col("rate") != ground.case.settings.currency)
    return pl.concat([own, others])


def january(ground: Ground, years: pl.DataFrame) -> pl.DataFrame:
    """Value of every rate in the January of price years.

    Args:
        ground: Case and plan.
        years: Column price_year.

    Returns:
        Columns rate, price_year, base.
    """
    months = years.select("price_year").drop_nulls().unique()
    months = months.with_columns(month=pl.col("price_year") * 12 - ground.periods.first)
    met = rates_in(ground, months).join(months, on="month")
    return met.select("rate", "price_year", base="value")


def own_currency(ground: Ground, column: str = "currency") -> pl.Expr:
    """The currency of a row, that of the case where the cell is empty."""
    return pl.when(pl.col(column) == "").then(pl.lit(ground.case.settings.currency)).otherwise(pl.col(column))


def contract_factors(ground: Ground) -> pl.DataFrame:
    """What prices of every contract are multiplied by in every period, and after the horizon.

    Returns:
        Columns contract, b, factor: case currency per unit of the contract's money, with its index.
    """
    contracts = ground.facts("contracts").select(
        "contract", "index", "price_year", own_currency(ground).alias("currency")
    )
    rates = ground.once(mean_rates)
    money = contracts.join(rates.rename({"rate": "currency", "value": "exchange"}), on="currency", how="left")
    points = rates.rename({"rate": "index", "value": "points"})
    indexed = money.join(points, on=["index", "b"], how="left")
    base = january(ground, contracts).rename({"rate": "index"})
    indexed = indexed.join(base, on=["index", "price_year"], how="left")
    growth = pl.when(pl.col("index") == "").then(1.0).otherwise(pl.col("points") / pl.col("base"))
    return indexed.select("contract", "b", factor=growth * pl.col("exchange"))


def contract_prices(ground: Ground) -> pl.DataFrame:
    """Price of every item and tier under every contract in every period, and after the horizon.

    Returns:
        Columns contract, item, tier, b, price: case currency per unit.
    """
    priced = ground.once(tiers).join(ground.once(contract_factors), on="contract")
    return priced.select("contract", "item", "tier", "b", price=pl.col("price") * pl.col("factor"))


def fiscal_year(month: pl.Expr, start: pl.Expr) -> pl.Expr:
    """Name the fiscal year of a month: the calendar year in which it starts.

    Args:
        month: Month counted since the year 0.
        start: First month of the fiscal year, 1 to 12.

    Returns:
        The year.
    """
    return (month - (start - 1)) // 12
