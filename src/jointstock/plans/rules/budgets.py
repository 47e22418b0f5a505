"""V1 for money, and V9: budgets by fiscal year, what is carried over, and what each year pays."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from jointstock.plans.rules.ground import Check, Claim, Ground, side_by_side, total
from jointstock.plans.rules.rates import fiscal_year, own_currency, rates_in

YEAR = ["payer", "year"]


def years(ground: Ground) -> pl.DataFrame:
    """Fiscal years inside the horizon of every payer with a budget.

    Returns:
        Columns payer, year, month (its first month in the horizon), share (of the year inside the horizon),
        last (whether it is the payer's last year).
    """
    starts = ground.facts("nations").select(pl.col("nation").alias("payer"), "fiscal_year_start")
    payers = ground.facts("budgets").select("payer").unique().join(starts, on="payer", how="left")
    months = pl.DataFrame({"month": range(ground.periods.horizon)}, schema={"month": pl.Int64})
    cells = payers.join(months, how="cross").with_columns(
        year=fiscal_year(pl.col("month") + ground.periods.first, pl.col("fiscal_year_start"))
    )
    found = cells.group_by(YEAR).agg(pl.col("month").min(), share=pl.len() / 12)
    return found.with_columns(last=pl.col("year") == pl.col("year").max().over("payer")).sort(YEAR)


def meant(ground: Ground) -> pl.DataFrame:
    """Budget of every payer and fiscal year: the columns of :func:`years`, meant, and most (carried out)."""
    rows = ground.facts("budgets").select(*YEAR, "amount", "carry_over", own_currency(ground).alias("rate"))
    found = ground.once(years).join(rows, on=YEAR, how="left")
    found = found.join(rates_in(ground, found), on=["rate", "month"], how="left")
    budget = pl.col("amount") * pl.col("value") * pl.col("share")
    # Where it is not known what may be carried over, nothing may.
    most = pl.when(pl.col("last")).then(0.0).otherwise(pl.col("carry_over").fill_null(0) * budget)
    return found.with_columns(meant=budget, most=most).sort(YEAR)


def paid(ground: Ground) -> pl.DataFrame:
    """What payers with a budget pay in each fiscal year, inside the horizon: columns payer, year, spent."""
    starts = ground.facts("nations").select(pl.col("nation").alias("payer"), "fiscal_year_start")
    payers = ground.facts("budgets").select("payer").unique().join(starts, on="payer", how="left")
    rows = (
        ground.tables["payments"]
        .join(payers, on="payer")
        .join(ground.periods.frame.select("b", "start"), on="b")
    )
    year = fiscal_year(pl.col("start") + ground.periods.first, pl.col("fiscal_year_start"))
    return total(rows.with_columns(year=year), YEAR, "amount", "spent")


def check_budgets(ground: Ground) -> Iterator[Check]:
    """V1 for the balance of every year; V9 for its budget, its payments and what is carried."""
    told = ground.tables["budgets"].drop("b", strict=False)
    name = tuple(YEAR)
    left = pl.col("paid") + pl.col("carried_out") + pl.col("lapsed")
    text = "{payer} has {lhs} in {year}, and pays, carries out and lets lapse {rhs}."
    terms = [pl.col(column) for column in ("budget", "carried_in", "paid", "carried_out", "lapsed")]
    yield ground.examine(
        Claim("V1", name, text, money=True), told, pl.col("budget") + pl.col("carried_in"), left, terms
    )
    cells = ground.once(meant)
    both = told.join(cells, on=YEAR, how="full", coalesce=True).sort(YEAR)
    text = "The budget of {payer} for {year} is {lhs} by the plan; by the case it is {rhs}."
    yield ground.examine(Claim("V9", name, text, money=True), both, pl.col("budget"), pl.col("meant"))
    rows = both.filter(pl.col("budget").is_not_null() & pl.col("meant").is_not_null())
    before = pl.col("carried_out").shift(1).over("payer").fill_null(0)
    text = "{payer} carries {lhs} into {year}; the year before carried out {rhs}."
    yield ground.examine(Claim("V9", name, text, money=True), rows, pl.col("carried_in"), before)
    text = "{payer} carries {lhs} out of {year}; {rhs} are allowed."
    yield ground.examine(
        Claim("V9", name, text, "<=", money=True),
        rows,
        pl.col("carried_out"),
        pl.col("most"),
        [pl.col("meant")],
    )
    spent = side_by_side(rows.select(*YEAR, "paid"), paid(ground), YEAR)
    text = "{payer} pays {lhs} in {year} by the table of budgets; its payments make {rhs}."
    yield ground.examine(Claim("V9", name, text, money=True), spent, pl.col("paid"), pl.col("spent"))
    yield from _affordable(ground, cells)


def _affordable(ground: Ground, cells: pl.DataFrame) -> Iterator[Check]:
    """Replay the years with all that may be carried: the payments themselves keep to the budgets."""
    rows = cells.join(paid(ground), on=YEAR, how="left").with_columns(pl.col("spent").fill_null(0)).sort(YEAR)
    limits: list[float] = []
    payer, carried = None, 0.0
    for row in rows.iter_rows(named=True):
        carried = carried if row["payer"] == payer else 0.0
        payer = row["payer"]
        have = (row["meant"] or 0.0) + carried
        limits.append(have)
        carried = max(0.0, min(row["most"] or 0.0, have - row["spent"]))
    replayed = rows.with_columns(pl.Series("have", limits, dtype=pl.Float64))
    text = "{payer} pays {lhs} in {year}; budget and what may be carried in are {rhs}."
    yield ground.examine(
        Claim("V9", tuple(YEAR), text, "<=", money=True), replayed, pl.col("spent"), pl.col("have")
    )
