"""The call-offs of a plan: what each buyer orders under each contract in each period, and at which limits."""

from dataclasses import dataclass
from typing import Any

import polars as pl

from jointstock.plans.booking import NEAR, agents_of, worst
from jointstock.plans.plan import Plan
from jointstock.plans.summary import money

_KEY = ["contract", "buyer", "period"]
_ROWS = (
    *("contract", "agent", "buyer", "period", "units", "units_rounded", "value", "fixed_cost"),
    *("call_off_min", "call_off_max", "binds", "basis"),
)


@dataclass(frozen=True)
class CallOffs:
    """The answer: a row for every call-off.

    Attributes:
        plan: The plan.
        rows: contract, agent, buyer, period, units, units_rounded (item units), value and fixed_cost (case
            currency), call_off_min, call_off_max (item units, empty where the contract has none), binds
            (minimum, maximum, both, or nothing: which of the two the units stand at), basis.
    """

    plan: Plan
    rows: pl.DataFrame

    def table(self) -> pl.DataFrame:
        """Return a row a call-off, the first period first."""
        return self.rows

    def summary(self) -> str:
        """Return the answer in a few sentences."""
        currency = self.plan.case.settings.currency
        if not self.rows.height:
            return "Nothing is called off."
        first = str(self.rows.get_column("period").min())
        now = self.rows.filter(pl.col("period") == first)
        fixed = float(self.rows.get_column("fixed_cost").sum())
        periods = self.rows.get_column("period").n_unique()
        words = [
            f"{_counted(self.rows.height, 'call-off')} in {_counted(periods, 'period')}; what is called off "
            f"in {first} is worth {money(float(now.get_column('value').sum()), currency)}."
        ]
        if fixed:
            words.append(f"Calling off costs {money(fixed, currency)} beside the orders.")
        bound = self.rows.filter(pl.col("binds").is_not_null()).height
        if bound:
            words.append(f"{_counted(bound, 'call-off')} at a limit of the contract.")
        return " ".join(words)

    def document(self) -> dict[str, Any]:
        """Return the answer as plain data, with the call-offs under `rows`."""
        run = self.plan.run
        return {
            "question": "call-offs",
            "baseline": run["case"],
            "as_of": run["as_of"],
            "digest": run["digest"],
            "currency": self.plan.case.settings.currency,
            "rows": self.rows.to_dicts(),
            "summary": self.summary(),
            "basis": dict(self.rows.group_by("basis").len().sort("basis").iter_rows()),
        }


def call_offs(plan: Plan) -> CallOffs:
    """List what is called off under each contract, by buyer and period.

    Args:
        plan: The plan.
    """
    called = plan.orders.group_by(_KEY).agg(
        pl.col("quantity").sum().alias("units"),
        pl.col("quantity_rounded").sum().alias("units_rounded"),
        pl.col("value").sum(),
        worst(),
    )
    fixed = (
        plan.payments.filter(pl.col("kind") == "fixed cost")
        .group_by(contract="object", buyer="payer", period="period")
        .agg(pl.col("amount").sum().alias("fixed_cost"))
    )
    limits = plan.case.table("contracts").select("contract", "call_off_min", "call_off_max")
    joined = called.join(fixed, on=_KEY, how="left").join(limits, on="contract", how="left")
    joined = joined.join(agents_of(plan), on="contract", how="left")
    # No payment of this kind: the contract has no fixed cost.
    known = joined.with_columns(pl.col("fixed_cost").fill_null(0.0), _binds().alias("binds"))
    return CallOffs(plan, known.select(_ROWS).sort("period", "contract", "buyer"))


def _binds() -> pl.Expr:
    """Which limits the units of a call-off stand at."""
    near = NEAR * pl.max_horizontal(pl.lit(1.0), pl.col("units"))
    least = (pl.col("units") <= pl.col("call_off_min") + near).fill_null(value=False)
    most = (pl.col("units") >= pl.col("call_off_max") - near).fill_null(value=False)
    one = pl.when(least).then(pl.lit("minimum")).when(most).then(pl.lit("maximum"))
    return pl.when(least & most).then(pl.lit("both")).otherwise(one)


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
