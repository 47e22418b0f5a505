"""How far the answer depends on figures that nobody has stated: a plan at each end of their ranges.

Figures that are assumed, or made by a rule, and have a low and a high are moved by groups: all figures of a
group to their low and the case planned anew, then all to their high, everything else as it is. The two ends
are no worst and best case, since the figures of a group need not move together; they say which assumptions
are worth a closer look.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Unpack

import polars as pl

from jointstock.errors import CaseError, OptionError, PlanError
from jointstock.facts.case import Case
from jointstock.facts.checks import check
from jointstock.plans.assumed import Group, Side, at, groups_of, touching
from jointstock.plans.make import Search, make_plan
from jointstock.plans.plan import Plan
from jointstock.plans.summary import amount, money

TOP = 8
MEASURES = ("shortfall", "end", "money")
SIDES: tuple[Side, Side] = ("low", "high")
_VALUES = [f"{measure}_{side}" for measure in MEASURES for side in SIDES]
_ROWS = {
    "group": pl.String,
    "figures": pl.Int64,
    **dict.fromkeys(_VALUES, pl.Float64),
    "width": pl.Float64,
    "width_money": pl.Float64,
    "remark": pl.String,
}
_LEFT = {"group": pl.String, "figures": pl.Int64, "why": pl.String}
_NOTHING = "no table of the plan names anything it speaks of"
_IMPOSSIBLE = "as the case has faults when all of its figures move together"
_STOPPED = "cancelled before it was planned"
_TOLD = 3
_NEAR = 1e-6


@dataclass(frozen=True)
class Ranges:
    """The answer: what the plan comes to at both ends of each group of figures.

    Attributes:
        plan: The plan of the case as it is.
        rows: A row a group: group, figures (number moved), shortfall_low, shortfall_high (weighted
            shortfall-months with all figures of the group at low, at high), end_low, end_high (weighted
            shortfall; empty where the end is no level), money_low, money_high (case currency), width and
            width_money (distance between the least and the largest of both ends and the plan as it is),
            remark (why an end is empty, or not the best).
        left: Groups that were not planned: group, figures, why.
        basis: Figures moved, by what they rest on.
    """

    plan: Plan
    rows: pl.DataFrame
    left: pl.DataFrame
    basis: dict[str, int]

    def table(self) -> pl.DataFrame:
        """Return a row a group, the widest first."""
        return self.rows

    def now(self) -> dict[str, float | None]:
        """Return shortfall, end and money of the plan of the case as it is."""
        return {measure: _level(self.plan, measure) for measure in MEASURES}

    def summary(self) -> str:
        """Return the answer in a few sentences."""
        run, currency, now = self.plan.run, self.plan.case.settings.currency, self.now()
        if not self.rows.height and not self.left.height:
            return (
                f"As of {run['as_of']}, no figure that is assumed or synthetic has a range: "
                "fill in low and high to see what it matters."
            )
        words = [
            f"As of {run['as_of']}, the weighted shortfall is {amount(now['shortfall'] or 0.0)}, for "
            f"{money(now['money'] or 0.0, currency)}."
        ]
        wide = pl.col("width") > _NEAR * max(1.0, now["shortfall"] or 0.0)
        for row in self.rows.filter(wide).head(_TOLD).iter_rows(named=True):
            ends = [row["shortfall_low"], row["shortfall_high"]]
            low, high = ("no plan" if end is None else amount(end) for end in ends)
            figures = "1 figure" if row["figures"] == 1 else f"{row['figures']:,} figures"
            words.append(f"{row['group']} ({figures}): {low} at low, {high} at high.")
        still = self.rows.filter(~wide).get_column("group").to_list()
        if still:
            words.append(f"The shortfall does not depend on {', '.join(still)}.")
        for (why,), part in self.left.group_by("why", maintain_order=True):
            words.append(f"Not planned, {why}: {', '.join(part.get_column('group'))}.")
        return " ".join(words)

    def document(self) -> dict[str, Any]:
        """Return the answer as plain data, with the plan as it is under `now`."""
        run = self.plan.run
        return {
            "question": "ranges",
            "baseline": run["case"],
            "as_of": run["as_of"],
            "digest": run["digest"],
            "currency": self.plan.case.settings.currency,
            "now": self.now(),
            "rows": self.rows.to_dicts(),
            "left": self.left.to_dicts(),
            "summary": self.summary(),
            "basis": self.basis,
        }


def ranges(
    case: Case,
    groups: Sequence[str] | None = None,
    *,
    top: int = TOP,
    calendar: str | None = None,
    end: str | None = None,
    **search: Unpack[Search],
) -> Ranges:
    """Plan a case at both ends of the ranges of its assumed and synthetic figures.

    Args:
        case: The case.
        groups: What is moved together: a table such as ``lines``, a table with the first parts of its key
            such as ``budgets.EE``, or ``source:KEY``. None for each table with something that the plan
            names, the ones with the widest ranges first, at most ``top`` of them.
        top: How many tables are planned where no groups are named; each takes two plans.
        calendar: Periods, as for a plan.
        end: "meet" or "none", as for a plan.
        **search: What each search may cost, and what it is watched with. When cancelled, the groups that
            have been planned are the answer.

    Raises:
        CaseError: The case has faults.
        OptionError: An option cannot be read, or a group names no figure with a range.
        PlanError: There is no plan of the case as it is.
    """
    if top < 1:
        raise OptionError(f"top {top} leaves nothing to plan; write 1 or more.")
    wanted = groups_of(case, groups)
    plan = make_plan(case, calendar=calendar, end=end, **search)
    chosen, left = (wanted, []) if groups is not None else _screened(plan, wanted, top)
    rows, basis = [], dict.fromkeys(("assumed", "synthetic"), 0)
    for group in chosen:
        row = None if _cancelled(search) else _moved(plan, group, calendar, end, search)
        if row is None:
            left.append((group.name, group.rows, _STOPPED))
            continue
        rows.append(row)
        for name, count in _bases(case, group).items():
            basis[name] += count
    found = pl.DataFrame(rows, schema=_ROWS).sort(
        "width", "width_money", "group", descending=[True, True, False], nulls_last=True
    )
    return Ranges(plan, found, pl.DataFrame(left, schema=_LEFT, orient="row"), basis)


def _screened(
    plan: Plan, groups: Sequence[Group], top: int
) -> tuple[list[Group], list[tuple[str, int, str]]]:
    """Groups that touch the plan, the widest first, at most ``top``; and the others, with the reason."""
    near = sorted(touching(plan, groups), key=lambda group: (-group.moved, group.name))
    names = {group.name for group in near}
    left = [(group.name, group.rows, _NOTHING) for group in groups if group.name not in names]
    words = f"since only the {top} with the widest ranges were asked for"
    chosen: list[Group] = []
    for group in near:
        if len(chosen) == top:
            left.append((group.name, group.rows, words))
        elif _possible(plan.case, group):
            chosen.append(group)
        else:
            left.append((group.name, group.rows, _IMPOSSIBLE))
    return chosen, left


def _possible(case: Case, group: Group) -> bool:
    """Whether the case has no fault with the figures of a group at one of their ends, and changes by it."""
    ends = (at(case, group, side) for side in SIDES)
    return any(changed is not case and not check(changed) for changed in ends)


def _moved(
    plan: Plan, group: Group, calendar: str | None, end: str | None, search: Search
) -> dict[str, Any] | None:
    """The row of a group; None where it was cancelled."""
    row: dict[str, Any] = {"group": group.name, "figures": group.rows}
    remarks = []
    for side in SIDES:
        changed, other, remark = at(plan.case, group, side), None, ""
        try:
            other = plan if changed is plan.case else make_plan(changed, calendar=calendar, end=end, **search)
        except CaseError as error:
            fault = error.faults[0]
            remark = f"not possible, {fault.file}: {fault.column} is to be {fault.expected}"
        except PlanError:
            remark = "no plan"
        if _cancelled(search):
            return None
        if other is not None and other.run["status"] == "limit":
            remark = "stopped at the time limit"
        if remark:
            remarks.append(f"{side}: {remark}")
        for measure in MEASURES:
            row[f"{measure}_{side}"] = None if other is None else _level(other, measure)
    row["width"] = _width(plan, row, "shortfall")
    row["width_money"] = _width(plan, row, "money")
    row["remark"] = "; ".join(remarks) or None
    return row


def _width(plan: Plan, row: dict[str, Any], measure: str) -> float | None:
    """Distance between the least and the largest known value; None where no end is known."""
    ends = [row[f"{measure}_{side}"] for side in SIDES if row[f"{measure}_{side}"] is not None]
    now = _level(plan, measure)
    return max([*ends, now]) - min([*ends, now]) if ends and now is not None else None


def _level(plan: Plan, name: str) -> float | None:
    values = [float(level["value"]) for level in plan.run["levels"] if level["name"] == name]
    return values[0] if values else None


def _cancelled(search: Search) -> bool:
    cancel = search.get("cancel")
    return cancel is not None and cancel()


def _bases(case: Case, group: Group) -> dict[str, int]:
    """Figures of a group by their basis."""
    parts = [case.table(name).filter(mask).select("basis") for name, mask in group.members.items()]
    return dict(pl.concat(parts).group_by("basis").len().sort("basis").iter_rows())
