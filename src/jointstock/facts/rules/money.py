"""Rules of money: currencies, budgets, and what open orders already take from them."""

from __future__ import annotations

import functools
from collections.abc import Iterator

import numpy as np
import polars as pl

from jointstock.errors import Fault
from jointstock.facts.case import Case
from jointstock.facts.rules.pointing import ROW, Rule, numbered, point, suggestions
from jointstock.measure.arrays import Floats, Ints
from jointstock.measure.money import ONE, Steps
from jointstock.measure.months import month_number

_PRICED: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("lines", ("unit_cost", "start_up_cost")),
    ("line_modes", ("cost",)),
    ("expansions", ("cost",)),
    ("contracts", ()),
    ("budgets", ("amount",)),
    ("authorities", ("amount",)),
    ("surges", ("retention", "call_cost")),
    ("instruments", ()),
    ("orders", ("price",)),
    ("pledges", ("value",)),
)
"""Tables with a currency, and the amounts that are in it; none where all of the row is."""

_YEARLY = (
    ("budgets", "budget-year-missing", "money"),
    ("authorities", "authority-year-missing", "authority"),
)
_ROUNDING = 1e-9


def month_numbers(column: str) -> pl.Expr:
    """Numbers of the months in a column written YYYY-MM; null where it is not a month."""
    year = pl.col(column).str.slice(0, 4).cast(pl.Int64, strict=False)
    month = pl.col(column).str.slice(5, 2).cast(pl.Int64, strict=False)
    return year * 12 + month - 1


def fiscal_years(case: Case) -> pl.DataFrame:
    """The fiscal years of every nation that lie wholly or partly inside the horizon.

    Args:
        case: A case with faultless settings.

    Returns:
        Columns ``payer``, ``year``, ``month`` (number of its first month in the horizon) and ``months``
        (how many of its months lie there), in order of time.
    """
    first = month_number(case.settings.first_month)
    months = pl.DataFrame({"month": np.arange(first, first + case.settings.months)})
    payers = case.table("nations").drop_nulls(["nation", "fiscal_year_start"])
    year = pl.col("month") // 12 - (pl.col("month") % 12 + 1 < pl.col("fiscal_year_start")).cast(pl.Int64)
    return (
        payers.select("fiscal_year_start", payer="nation")
        .join(months, how="cross")
        .group_by("payer", year.alias("year"), maintain_order=True)
        .agg(pl.col("month").min(), pl.len().alias("months"))
    )


def currencies(case: Case) -> Iterator[Fault]:
    """An amount is in a currency of which no exchange rate is given."""
    own = case.settings.currency
    known = case.table("rates").get_column("rate").drop_nulls().unique()
    for table, amounts in _PRICED:
        currency = pl.col("currency")
        foreign = currency.is_not_null() & (currency != own) & ~currency.is_in(known.implode())
        filled = pl.any_horizontal(pl.col(amounts).is_not_null()) if amounts else pl.lit(value=True)
        found = numbered(case, table).filter(foreign & filled)
        suggest = suggestions(found.get_column("currency"), [*known, own], "Add its rows to rates.csv.")
        yield from point(
            case,
            table,
            found,
            code="no-rate",
            column="currency",
            expected=f"{own}, or a currency with rows in rates.csv",
            remedy=lambda row, suggest=suggest: suggest(row["currency"]),  # type: ignore[misc]
        )


def own_currency(case: Case) -> Iterator[Fault]:
    """The currency of the case has an exchange rate into itself that is not 1."""
    own = case.settings.currency
    yield from point(
        case,
        "rates",
        numbered(case, "rates").filter((pl.col("rate") == own) & (pl.col("value") != 1)),
        code="rate-of-own-currency",
        column="value",
        expected=f"no rate other than 1 for {own}, the currency of the case",
        remedy="Delete the row, or correct the currency of the case.",
    )


def yearly_rows(case: Case, *, table: str, code: str, what: str) -> Iterator[Fault]:
    """A payer has budgets or authorities, but none for a fiscal year inside the horizon."""
    rows = numbered(case, table).drop_nulls(["payer", "year"])
    first_rows = rows.group_by("payer", maintain_order=True).agg(pl.col(ROW).min(), pl.col("source").first())
    missing = fiscal_years(case).join(first_rows, on="payer").join(rows, on=["payer", "year"], how="anti")
    yield from point(
        case,
        table,
        missing,
        code=code,
        column="year",
        expected=lambda row: (
            f"a row for the fiscal year {row['year']} of '{row['payer']}', which the horizon reaches"
        ),
        remedy=f"Add the year: 0 if no {what} is planned, or an estimate marked as assumed.",
        value="",
    )


def open_orders_within_budget(case: Case) -> Iterator[Fault]:
    """What arrives from outside and falls due in a fiscal year costs more than the payer has for it."""
    due = _due_from_outside(case)
    if not due.height:
        return
    years = fiscal_years(case).join(due.select("payer").unique(), on="payer", how="semi")
    budgets = numbered(case, "budgets").drop_nulls(["payer", "year", "amount"])
    factor = _exchange(case, budgets.join(years, on=["payer", "year"], maintain_order="left"))
    held = factor.with_columns(budget=pl.col("amount") * pl.col("_fx") * pl.col("months") / 12)
    paid = (
        due.join(years.select("payer", "year", start="month", inside="months"), on="payer")
        .filter(pl.col("month").is_between(pl.col("start"), pl.col("start") + pl.col("inside") - 1))
        .group_by("payer", "year")
        .agg(pl.col("cost").sum())
    )
    table = held.join(paid, on=["payer", "year"], how="left").sort("payer", "year")
    yield from point(
        case,
        "budgets",
        _overdrawn(table),
        code="open-orders-exceed-budget",
        column="amount",
        expected=lambda row: (
            f"at least {row['_cost']:,.0f} {case.settings.currency}, which open orders without a line "
            f"cost '{row['payer']}' in {row['year']}"
        ),
        remedy="Raise the budget, or correct due, price, paid_share or payer of these orders.",
    )


def _due_from_outside(case: Case) -> pl.DataFrame:
    """Payments of open orders without a line: payer, month and cost in the currency of the case."""
    first = month_number(case.settings.first_month)
    orders = (
        case.table("orders")
        .filter(pl.col("line").is_null())
        .select(
            pl.coalesce("payer", "buyer").alias("payer"),
            pl.max_horizontal(month_numbers("due"), pl.lit(first)).alias("month"),
            pl.when(pl.col("due").is_not_null())
            .then((1 - pl.col("paid_share")) * pl.col("price"))
            .alias("price"),
            "quantity",
            "currency",
        )
        .drop_nulls(["payer", "month", "price", "quantity"])
    )
    priced = _exchange(case, orders)
    return priced.select("payer", "month", cost=pl.col("price") * pl.col("quantity") * pl.col("_fx"))


def _exchange(case: Case, frame: pl.DataFrame) -> pl.DataFrame:
    """Add the exchange rate of each row's currency and month as ``_fx``."""
    rates = case.table("rates").drop_nulls(["rate", "month", "value"])
    rates = rates.with_columns(month_numbers("month").alias("number")).drop_nulls("number").sort("number")
    parts = []
    for (currency,), rows in frame.group_by("currency"):
        steps = rates.filter(pl.col("rate") == pl.lit(currency, pl.String))
        known = currency is not None and currency != case.settings.currency and steps.height
        rate = Steps(_ints(steps, "number"), _floats(steps, "value")) if known else ONE
        parts.append(rows.with_columns(pl.Series("_fx", rate.at(_ints(rows, "month")))))
    return pl.concat(parts) if parts else frame.with_columns(_fx=pl.lit(1.0))


def _ints(frame: pl.DataFrame, column: str) -> Ints:
    return frame.get_column(column).to_numpy().astype(np.int64)


def _floats(frame: pl.DataFrame, column: str) -> Floats:
    return frame.get_column(column).to_numpy().astype(np.float64)


def _overdrawn(table: pl.DataFrame) -> pl.DataFrame:
    """Years in which the cost exceeds the budget and the most that can be carried in."""
    rows = []
    payer, carried = "", 0.0
    for row in table.iter_rows(named=True):
        if row["payer"] != payer:
            payer, carried = row["payer"], 0.0
        cost = row["cost"] or 0.0
        left = row["budget"] + carried - cost
        if left < -_ROUNDING * max(1.0, cost):
            rows.append({**row, "_cost": cost})
        carried = min(max(left, 0.0), (row["carry_over"] or 0.0) * row["budget"])
    schema = pl.Schema({**table.schema, "_cost": pl.Float64()})
    return pl.DataFrame(rows, schema=schema)


RULES = (
    Rule(currencies, ("settings", "rates")),
    Rule(own_currency, ("settings", "rates")),
    *(
        Rule(
            functools.partial(yearly_rows, table=table, code=code, what=what), ("settings", table, "nations")
        )
        for table, code, what in _YEARLY
    ),
    Rule(open_orders_within_budget, ("settings", "budgets", "nations", "orders", "rates")),
)
