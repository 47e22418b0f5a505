"""What a coarse calendar loses: each calendar's plan replayed by the month, beside the monthly plan.

A plan by quarters is smaller, and claims an area under the shortfall that its months need not have. Here each
plan is replayed by the month (docs/explanation/calendars.md), so that all are measured alike.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Unpack

import polars as pl

from jointstock.errors import CaseError, OptionError, PlanError
from jointstock.facts.case import Case
from jointstock.facts.checks import check
from jointstock.measure.months import Calendar
from jointstock.model.build import build
from jointstock.model.index_sets.sets import calendar_of, read_sets
from jointstock.plans.make import Search, make_plan
from jointstock.plans.run_document import calendar_text
from jointstock.plans.summary import amount
from jointstock.simulation.months import replay_months

CANDIDATES = ("12x1,1x3", "12x1,4x3,1x6", "6x1,1x3", "1x3")
MOST_COLUMNS = 250_000
_NOTHING = 1e-9
_ROWS = {
    "calendar": pl.String,
    "periods": pl.Int64,
    "columns": pl.Int64,
    "seconds": pl.Float64,
    "claimed": pl.Float64,
    "area": pl.Float64,
    "loss": pl.Float64,
    "remark": pl.String,
}
_LEFT = {"calendar": pl.String, "periods": pl.Int64, "why": pl.String}


@dataclass(frozen=True)
class Calendars:
    """The answer: what each calendar costs and loses.

    Attributes:
        case: The case.
        rows: A row a calendar, the finest first: calendar, periods, columns (of the program), seconds (for
            the whole plan), claimed (level ``shortfall`` of the plan), area (the same of its replay by the
            month; both weighted shortfall-months), loss (area above that of the calendar measured against,
            in per cent; empty where that one has none but this one has), remark (why a plan is not the best).
        against: Calendar that losses are measured against.
        left: Calendars without a plan: calendar, periods, why.
    """

    case: Case
    rows: pl.DataFrame
    against: str
    left: pl.DataFrame

    def table(self) -> pl.DataFrame:
        """Return a row a calendar, the finest first."""
        return self.rows

    def summary(self) -> str:
        """Return the answer in a few sentences."""
        finest = self.rows.row(0, named=True)
        words = [
            f"As of {self.case.settings.as_of}, the plan on {self.against} has an area of "
            f"{amount(finest['area'])} weighted shortfall-months by the month."
        ]
        if finest["periods"] < self.case.settings.months:
            words.append("There is no monthly plan here: losses are against this one, the finest there is.")
        words += [_told(row) for row in self.rows.iter_rows(named=True) if row["calendar"] != self.against]
        words += [f"{text} has no plan: {why}." for text, _, why in self.left.iter_rows()]
        if (self.rows.get_column("loss") < -100 * _NOTHING).any():
            words.append(
                "A loss below 0 is no gain: that plan put something else first, broke a promise or kept "
                "stock past its life inside a period, or the other was not solved to its end."
            )
        return " ".join(words)

    def document(self) -> dict[str, Any]:
        """Return the answer as plain data."""
        return {
            "question": "calendars",
            "baseline": self.case.settings.name,
            "as_of": self.case.settings.as_of,
            "digest": self.case.digest,
            "against": self.against,
            "rows": self.rows.to_dicts(),
            "left": self.left.to_dicts(),
            "summary": self.summary(),
        }


def calendars(
    case: Case,
    texts: Sequence[str] | None = None,
    *,
    end: str | None = None,
    with_months: bool = True,
    most_columns: int = MOST_COLUMNS,
    **search: Unpack[Search],
) -> Calendars:
    """Plan a case on several calendars, and find what each loses against months.

    Args:
        case: The case; it is checked first.
        texts: Calendars such as "12x1,4x3"; None for the case's own, the default, and a few coarser ones.
        end: "meet" or "none", as for a plan.
        with_months: Whether the monthly plan is made, too.
        most_columns: Calendars whose program has more columns are left out.
        **search: What each plan may cost; see :class:`jointstock.plans.make.Search`.

    Raises:
        CaseError: The case has faults.
        OptionError: Calendars cannot be read (all are named), there is none, or ``end`` is not known.
        PlanError: There is no plan on any of the calendars.
    """
    faults = check(case)
    if faults:
        raise CaseError(case.settings.name, faults)
    rows: list[dict[str, Any]] = []
    left: list[tuple[str, int, str]] = []
    for calendar in _chosen(case, texts, with_months=with_months):
        if _cancelled(search):
            left.append((calendar_text(calendar), calendar.periods, "cancelled before it was planned"))
            continue
        try:
            rows.append(_measured(case, calendar, end, most_columns, search))
        except PlanError as error:
            left.append((calendar_text(calendar), calendar.periods, str(error).rstrip(".")))
    if not rows:
        told = "; ".join(f"{text}: {why}" for text, _, why in left)
        raise PlanError(f"There is no plan on any of the calendars. {told}.")
    for row in rows:
        row["loss"] = _loss(row["area"], rows[0]["area"])
    found, without = pl.DataFrame(rows, schema=_ROWS), pl.DataFrame(left, schema=_LEFT, orient="row")
    return Calendars(case, found, rows[0]["calendar"], without)


def _chosen(case: Case, texts: Sequence[str] | None, *, with_months: bool) -> list[Calendar]:
    """Calendars to plan on, each once, the finest first."""
    months = f"{case.settings.months}x1"
    asked = [None, *CANDIDATES] if texts is None else list(texts)
    found, faults = {}, []
    for text in [*([months] if with_months else []), *asked]:
        try:
            calendar = calendar_of(case, text)
        except OptionError as error:
            faults.append(str(error))
        else:
            found[calendar.lengths] = calendar
    if faults:
        raise OptionError(" ".join(faults))
    if not with_months:
        found = {lengths: each for lengths, each in found.items() if max(lengths) > 1}
    if not found:
        raise OptionError("There is no calendar to plan on; name one such as 12x1,4x3.")
    return sorted(found.values(), key=lambda each: (-each.periods, each.lengths))


def _measured(case: Case, calendar: Calendar, end: str | None, most: int, search: Search) -> dict[str, Any]:
    """The row of a calendar, its loss apart."""
    text = calendar_text(calendar)
    program = build(read_sets(case, calendar), currency=case.settings.currency, end="none").program
    if program.columns > most:
        raise PlanError(f"its program has {program.columns:,} columns, more than {most:,}")
    clock = time.perf_counter()
    plan = make_plan(case, calendar=text, end=end, **search)
    return {
        "calendar": text,
        "periods": calendar.periods,
        "columns": plan.run["size"]["columns"],
        "seconds": time.perf_counter() - clock,
        "claimed": plan.level("shortfall"),
        "area": float(replay_months(plan).area.sum()),
        "remark": None if plan.run["status"] == "optimal" else plan.run["reason"],
    }


def _loss(area: float, least: float) -> float | None:
    """How far an area is above another, in per cent; None where the other is nothing and it is not."""
    if abs(area - least) <= _NOTHING * max(1.0, least):
        return 0.0
    return 100 * (area / least - 1) if least > _NOTHING else None


def _told(row: dict[str, Any]) -> str:
    """A sentence on a calendar."""
    claim = f"{row['calendar']} claims {amount(row['claimed'])} and comes to {amount(row['area'])}"
    lost = "where nothing need be short" if row["loss"] is None else f"{row['loss']:+.2f} %"
    late = f"; {row['remark']}" if row["remark"] else ""
    return f"{claim} ({lost}), with {row['columns']:,} columns in {row['seconds']:.1f} s{late}."


def _cancelled(search: Search) -> bool:
    cancel = search.get("cancel")
    return cancel is not None and cancel()
