"""How soon targets can be met for good, and the plan that meets them then.

The earliest month is found by halving the periods in question: a deadline can be kept where nothing need be
short from it on. Only commitments go before. A plan of the least shortfall may take longer: it prefers many
units early to the last one.
"""

from dataclasses import dataclass
from typing import Any, Unpack

import polars as pl

from jointstock.facts.case import Case
from jointstock.plans.aims import Hurry
from jointstock.plans.make import Search, make_plan
from jointstock.plans.plan import Plan
from jointstock.plans.summary import amount

NEVER = "never"
_NEED = ["nation", "class"]


@dataclass(frozen=True)
class TimeToTarget:
    """The answer: the earliest month, and what the plan that reaches it does for each target.

    Attributes:
        months: Months from the start after which all chosen targets are met for good; None for never.
        rows: nation, class, time_to_target (months, or `never`), remaining (short at the end, class
            units), basis.
        plan: The plan that reaches it; where none does, one that leaves the least at the end.
    """

    months: int | None
    rows: pl.DataFrame
    plan: Plan

    def table(self) -> pl.DataFrame:
        """Return the rows."""
        return self.rows

    def summary(self) -> str:
        """Return the answer in a few sentences."""
        case = self.plan.case.settings
        found = self.plan.run["hurry"]
        chosen = " of ".join(part for part in (found["class"], found["nation"]) if part is not None)
        told = f"the target{'s' if not (found['class'] and found['nation']) else ''}"
        told = f"{told} of {chosen}" if chosen else "all targets"
        area = amount(self.plan.level("shortfall"))
        if self.months is not None:
            return (
                f"As of {case.as_of}, {told} can be met for good after {self.months} of {case.months} "
                f"months. The plan that does so has a weighted shortfall of {area} on the way."
            )
        left = self.rows.filter(pl.col("remaining") > 0)
        names = "; ".join(
            f"{row['class']} of {row['nation']}: {amount(row['remaining'])}"
            for row in left.sort("remaining", descending=True).head(5).iter_rows(named=True)
        )
        return (
            f"As of {case.as_of}, no plan meets {told} for good within {case.months} months. At the end at "
            f"least this is short, in the plan that leaves the least by weight: {names}."
        )

    def document(self) -> dict[str, Any]:
        """Return the answer as plain data, `months` being null for never."""
        run = self.plan.run
        return {
            "question": "time-to-target",
            "baseline": run["case"],
            "as_of": run["as_of"],
            "digest": run["digest"],
            "nation": run["hurry"]["nation"],
            "class": run["hurry"]["class"],
            "months": self.months,
            "rows": self.rows.to_dicts(),
            "summary": self.summary(),
            "basis": dict(self.rows.group_by("basis").len().sort("basis").iter_rows()),
        }


def time_to_target(
    case: Case,
    nation: str | None = None,
    class_: str | None = None,
    *,
    calendar: str | None = None,
    end: str | None = None,
    **search: Unpack[Search],
) -> TimeToTarget:
    """Find the earliest month from which targets can be met for good, and the plan that does so.

    Args:
        case: The case.
        nation: Only targets of this nation.
        class_: Only targets of this class.
        calendar: Periods, as for a plan; the answer is the end of one.
        end: "meet" or "none", as for a plan.
        **search: What the search may cost, and what it is watched with.

    Raises:
        CaseError: The case has faults.
        OptionError: No target has this nation and class, or an option cannot be read.
        PlanError: There is no plan, or the search was stopped.
    """
    plan = make_plan(case, calendar=calendar, end=end, hurry=Hurry(nation, class_), **search)
    chosen = pl.lit(value=True)
    for column, value in (("nation", nation), ("class", class_)):
        chosen &= pl.lit(value=True) if value is None else pl.col(column) == value
    figures = plan.kpis.filter(chosen, pl.col("nation").is_not_null(), pl.col("class").is_not_null())
    times = figures.filter(pl.col("kpi") == "time_to_target").select(*_NEED, time_to_target="value")
    ends = figures.filter(pl.col("kpi") == "end_shortfall")
    ends = ends.select(*_NEED, remaining=pl.col("value").cast(pl.Float64))
    bases = plan.shortfalls.group_by(_NEED).agg(pl.col("basis").first(), wanted=pl.col("target").max() > 0)
    rows = times.join(ends, on=_NEED).join(bases, on=_NEED).filter("wanted").drop("wanted").sort(_NEED)
    return TimeToTarget(_latest(rows), rows, plan)


def _latest(rows: pl.DataFrame) -> int | None:
    """The month after which the last target is met; None where one is never."""
    times = rows.get_column("time_to_target").to_list()
    return None if NEVER in times else max((int(time) for time in times), default=0)
