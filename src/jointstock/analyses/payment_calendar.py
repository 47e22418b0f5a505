"""Who pays what when, by fiscal year, in the currency of the payer's own accounts and in that of the case.

A fiscal year is named by the calendar year in which it starts; a period counts in the year of its first
month. Amounts are turned at the mean rate of their period, and behind the horizon at that of its last month.
Where the currency of a payer is not known, or the case has no rate for it, amounts stay in the currency of
the case, and the row says so.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from jointstock.facts.case import Case
from jointstock.measure.months import Calendar
from jointstock.model.index_sets.lookup import rate
from jointstock.plans.booking import calendar_of
from jointstock.plans.plan import Plan
from jointstock.plans.summary import money

AFTER = "after"
_YEAR = ["payer", "year"]
_SUMMED = ["payer", "year", "kind", "currency", "remark"]
_MOST = 3


@dataclass(frozen=True)
class PaymentCalendar:
    """The answer: payments by payer, fiscal year and kind.

    Attributes:
        plan: The plan.
        rows: payer, year (fiscal year; empty for what is due behind the horizon), period, kind, amount (case
            currency), currency, national (amount in that currency), rate (case currency per unit of it),
            remark (why the currency is that of the case: 'currency not known' or 'no rate for ...'; empty
            where it is the payer's own).
    """

    plan: Plan
    rows: pl.DataFrame

    def table(self) -> pl.DataFrame:
        """Return a row for every payer, year and kind: amount and national, with currency and remark."""
        summed = self.rows.group_by(_SUMMED).agg(pl.col("amount", "national").sum())
        columns = ("payer", "year", "kind", "amount", "currency", "national", "remark")
        return summed.select(columns).sort("payer", "year", "kind", nulls_last=True)

    def years(self) -> pl.DataFrame:
        """Return a row for every payer and fiscal year: what is paid, beside the budget where there is one.

        Returns:
            payer, year, paid, budget, carried_in, carried_out, lapsed (case currency; the last four empty
            without a budget), currency, national (what is paid, in that currency), remark.
        """
        paid = self.rows.group_by(*_YEAR, "currency", "remark").agg(
            pl.col("amount").sum().alias("paid"), pl.col("national").sum()
        )
        known = self.plan.budgets.select(*_YEAR, "budget", "carried_in", "carried_out", "lapsed")
        # A year of a budget in which nothing is paid has 0 paid: that is known.
        joined = paid.join(known, on=_YEAR, how="full", coalesce=True).with_columns(
            pl.col("paid", "national").fill_null(0.0),
            pl.col("currency").fill_null(self.plan.case.settings.currency),
        )
        columns = ("paid", "budget", "carried_in", "carried_out", "lapsed", "currency", "national", "remark")
        return joined.select(*_YEAR, *columns).sort(*_YEAR, nulls_last=True)

    def summary(self) -> str:
        """Return the answer in a few sentences."""
        currency = self.plan.case.settings.currency
        if not self.rows.height:
            return "Nobody pays anything."
        by_payer = self.rows.group_by("payer").agg(pl.col("amount").sum())
        most = (
            by_payer.filter(pl.col("amount") > 0)
            .sort("amount", "payer", descending=[True, False])
            .head(_MOST)
        )
        named = ", ".join(f"{payer} {money(value, currency)}" for payer, value in most.iter_rows())
        later = float(self.rows.filter(pl.col("year").is_null()).get_column("amount").sum())
        total = float(self.rows.get_column("amount").sum())
        paying = "1 payer pays" if by_payer.height == 1 else f"{by_payer.height} payers pay"
        words = [
            f"{paying} {money(total, currency)}, open orders included, {money(later, currency)} of it behind "
            f"the horizon; the most: {named}."
        ]
        kept = self.rows.filter(pl.col("remark").is_not_null()).select("payer", "remark").unique()
        words += [
            f"In {currency} for {', '.join(sorted(payers))}: {remark}."
            for (remark,), payers in (
                (key, rows.get_column("payer").to_list())
                for key, rows in kept.sort("remark").group_by("remark", maintain_order=True)
            )
        ]
        return " ".join(words)

    def document(self) -> dict[str, Any]:
        """Return the answer as plain data, with sums by fiscal year under `years`."""
        run = self.plan.run
        return {
            "question": "payment-calendar",
            "baseline": run["case"],
            "as_of": run["as_of"],
            "digest": run["digest"],
            "currency": self.plan.case.settings.currency,
            "rows": self.rows.to_dicts(),
            "years": self.years().to_dicts(),
            "summary": self.summary(),
            "basis": dict(run["basis"]["money"]),
        }


def payment_calendar(plan: Plan) -> PaymentCalendar:
    """Say when each payer pays what, by fiscal year and kind.

    Args:
        plan: The plan.
    """
    calendar = calendar_of(plan)
    paid = plan.payments.group_by("payer", "period", "kind").agg(pl.col("amount").sum())
    nations = plan.case.table("nations").select("fiscal_year_start", "currency", payer="nation")
    joined = paid.join(nations, on="payer", how="left").join(
        _rates(plan.case, calendar), on=["currency", "period"], how="left"
    )
    month = pl.col("period").str.to_date("%Y-%m", strict=False)
    number = month.dt.year().cast(pl.Int64) * 12 + month.dt.month().cast(pl.Int64) - 1
    own = plan.case.settings.currency
    no_rate = pl.concat_str(pl.lit("no rate for "), pl.col("currency"))
    rows = joined.with_columns(
        ((number - (pl.col("fiscal_year_start") - 1)) // 12).alias("year"),
        pl.when(pl.col("currency").is_null())
        .then(pl.lit("currency not known"))
        .when(pl.col("rate").is_null())
        .then(no_rate)
        .alias("remark"),
    ).with_columns(
        pl.when(pl.col("remark").is_null()).then("currency").otherwise(pl.lit(own)).alias("currency"),
        pl.col("rate").fill_null(1.0),
    )
    columns = ("payer", "year", "period", "kind", "amount", "currency", "national", "rate", "remark")
    rows = rows.with_columns((pl.col("amount") / pl.col("rate")).alias("national")).select(columns)
    return PaymentCalendar(plan, rows.sort("payer", "period", "kind"))


def _rates(case: Case, calendar: Calendar) -> pl.DataFrame:
    """Rates of the currencies of nations that have one: currency, period, rate (case currency per unit)."""
    known = {*case.table("rates").get_column("rate"), case.settings.currency}
    currencies = sorted(set(case.table("nations").get_column("currency").drop_nulls()) & known)
    labels = [*calendar.labels, AFTER]
    values = [rate(case, currency).in_periods(calendar) for currency in currencies]
    return pl.DataFrame(
        {
            "currency": np.repeat(np.array(currencies, dtype=object), len(labels)).tolist(),
            "period": labels * len(currencies),
            "rate": np.concatenate([np.zeros(0), *values]),
        },
        schema={"currency": pl.String, "period": pl.String, "rate": pl.Float64},
    )
