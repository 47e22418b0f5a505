"""V1 for money, and V9: budgets by fiscal year, what is carried over, and what each year pays."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import polars as pl

from jointstock.plans.rules.ground import Check, Claim, Ground, side_by_side, total
from jointstock.plans.rules.rates import fiscal_year, own_currency, rates_in

YEAR = ["payer", "year"]


@dataclasses.dataclass(frozen=True)
class Purse:
    """What a payer may spend by fiscal year.

    Args:
        table: Table of the case and of the plan.
        amount: Column of the plan with what a year allows.
        spent: Column of the plan with what is spent of it.
        noun: Its name in sentences.
        verb: What payers do with it, in sentences.
    """

    table: str
    amount: str
    spent: str
    noun: str
    verb: str


BUDGET = Purse(table="budgets", amount="budget", spent="paid", noun="budget", verb="pays")


def _payers(ground: Ground, purse: Purse) -> pl.DataFrame:
    starts = ground.facts("nations").select(pl.col("nation").alias("payer"), "fiscal_year_start")
    return ground.facts(purse.table).select("payer").unique().join(starts, on="payer", how="left")


def years(ground: Ground, purse: Purse = BUDGET) -> pl.DataFrame:
    """Fiscal years inside the horizon of every payer with a budget.

    Returns:
        Columns payer, year, month (its first month in the horizon), share (of the year inside the horizon),
        last (whether it is the payer's last year).
    """
    months = pl.DataFrame({"month": range(ground.periods.horizon)}, schema={"month": pl.Int64})
    cells = (
        _payers(ground, purse)
        .join(months, how="cross")
        .with_columns(year=fiscal_year(pl.col("month") + ground.periods.first, pl.col("fiscal_year_start")))
    )
    found = cells.group_by(YEAR).agg(pl.col("month").min(), share=pl.len() / 12)
    return found.with_columns(last=pl.col("year") == pl.col("year").max().over("payer")).sort(YEAR)


def meant(ground: Ground, purse: Purse = BUDGET) -> pl.DataFrame:
    """Budget of every payer and fiscal year: the columns of :func:`years`, meant, and most (carried out)."""
    rows = ground.facts(purse.table).select(*YEAR, "amount", "carry_over", own_currency(ground).alias("rate"))
    found = years(ground, purse).join(rows, on=YEAR, how="left")
    found = found.join(rates_in(ground, found), on=["rate", "month"], how="left")
    budget = pl.col("amount") * pl.col("value") * pl.col("share")
    # Where it is not known what may be carried over, nothing may.
    most = pl.when(pl.col("last")).then(0.0).otherwise(pl.col("carry_over").fill_null(0) * budget)
    return found.with_columns(meant=budget, most=most).sort(YEAR)


def of_year(ground: Ground, purse: Purse, rows: pl.DataFrame) -> pl.DataFrame:
    """Add the fiscal year to rows of payers with a purse, inside the horizon.

    Args:
        ground: Case and plan.
        purse: What the payers spend from.
        rows: Columns payer and b.

    Returns:
        The rows of these payers with year, that of the first month of the period.
    """
    starts = ground.periods.frame.select("b", "start")
    met = rows.join(_payers(ground, purse), on="payer").join(starts, on="b")
    year = fiscal_year(pl.col("start") + ground.periods.first, pl.col("fiscal_year_start"))
    return met.with_columns(year=year)


def paid(ground: Ground) -> pl.DataFrame:
    """What payers with a budget pay in each fiscal year, inside the horizon: columns payer, year, spent."""
    return total(of_year(ground, BUDGET, ground.tables["payments"]), YEAR, "amount", "spent")


def check_budgets(ground: Ground) -> Iterator[Check]:
    """V1 for the balance of every year; V9 for its budget, its payments and what is carried."""
    yield from check_purse(ground, BUDGET, ground.once(paid))


def check_purse(ground: Ground, purse: Purse, spent: pl.DataFrame) -> Iterator[Check]:
    """Check the table of a purse: its balance, its amounts, what is carried and what is spent.

    Args:
        ground: Case and plan.
        purse: What payers spend from.
        spent: Columns payer, year, spent: what the other tables say.

    Returns:
        Checks of V1 and V9.
    """
    told = ground.tables[purse.table].drop("b", strict=False)
    name, noun, verb = tuple(YEAR), purse.noun, purse.verb
    left = pl.col(purse.spent) + pl.col("carried_out") + pl.col("lapsed")
    text = f"{{payer}} has {{lhs}} of {noun} in {{year}}, and {verb}, carries out and lets lapse {{rhs}}."
    terms = [pl.col(column) for column in (purse.amount, "carried_in", purse.spent, "carried_out", "lapsed")]
    have = pl.col(purse.amount) + pl.col("carried_in")
    yield ground.examine(Claim("V1", name, text, money=True), told, have, left, terms)
    cells = meant(ground, purse)
    both = told.join(cells, on=YEAR, how="full", coalesce=True).sort(YEAR)
    text = f"The {noun} of {{payer}} for {{year}} is {{lhs}} by the plan; by the case it is {{rhs}}."
    yield ground.examine(Claim("V9", name, text, money=True), both, pl.col(purse.amount), pl.col("meant"))
    rows = both.filter(pl.col(purse.amount).is_not_null() & pl.col("meant").is_not_null())
    before = pl.col("carried_out").shift(1).over("payer").fill_null(0)
    text = f"{{payer}} carries {noun} of {{lhs}} into {{year}}; the year before carried out {{rhs}}."
    yield ground.examine(Claim("V9", name, text, money=True), rows, pl.col("carried_in"), before)
    text = f"{{payer}} carries {noun} of {{lhs}} out of {{year}}; {{rhs}} are allowed."
    carried, size = Claim("V9", name, text, "<=", money=True), [pl.col("meant")]
    yield ground.examine(carried, rows, pl.col("carried_out"), pl.col("most"), size)
    sums = side_by_side(rows.select(*YEAR, told=purse.spent), spent, YEAR)
    text = f"{{payer}} {verb} {{lhs}} in {{year}} by the table {purse.table}; the others make {{rhs}}."
    yield ground.examine(Claim("V9", name, text, money=True), sums, pl.col("told"), pl.col("spent"))
    yield _affordable(ground, purse, cells, spent)


def _affordable(ground: Ground, purse: Purse, cells: pl.DataFrame, spent: pl.DataFrame) -> Check:
    """Replay the years with all that may be carried: what is spent keeps to the amounts itself."""
    rows = cells.join(spent, on=YEAR, how="left").with_columns(pl.col("spent").fill_null(0)).sort(YEAR)
    limits: list[float] = []
    payer, carried = None, 0.0
    for row in rows.iter_rows(named=True):
        carried = carried if row["payer"] == payer else 0.0
        payer = row["payer"]
        have = (row["meant"] or 0.0) + carried
        limits.append(have)
        carried = max(0.0, min(row["most"] or 0.0, have - row["spent"]))
    replayed = rows.with_columns(pl.Series("have", limits, dtype=pl.Float64))
    text = f"{{payer}} {purse.verb} {{lhs}} in {{year}}; {purse.noun} and what may be carried in are {{rhs}}."
    claim = Claim("V9", tuple(YEAR), text, "<=", money=True)
    return ground.examine(claim, replayed, pl.col("spent"), pl.col("have"))
