"""What the agency's tables share: agents of contracts, the periods of a plan, the worst basis of rows."""

import polars as pl

from jointstock.measure.months import Calendar, month_number
from jointstock.plans.plan import Plan

BASES = ("cited", "derived", "assumed", "synthetic")
NEAR = 1e-6


def agents_of(plan: Plan) -> pl.DataFrame:
    """Agents of contracts, joined by ';': contract, agent. Contracts without an agent have no row."""
    parties = plan.case.table("contract_parties").filter(pl.col("role") == "agent")
    return parties.group_by("contract").agg(pl.col("party").sort().str.join(";").alias("agent"))


def worst(column: str = "basis") -> pl.Expr:
    """The worst basis of a group of rows; empty where no row has one."""
    ranks = {name: place for place, name in enumerate(BASES)}
    rank = pl.col(column).replace_strict(ranks, default=None, return_dtype=pl.Int64).max()
    return rank.replace_strict(dict(enumerate(BASES)), default=None, return_dtype=pl.String).alias(column)


def calendar_of(plan: Plan) -> Calendar:
    """The periods of a plan as a calendar."""
    periods = plan.tables["periods"]
    first = month_number(str(periods.item(0, "first_month")))
    return Calendar(first, tuple(int(months) for months in periods.get_column("months")))
