"""Why a target is not met: the limits that stand against it, and what raising each alone would take.

Asked of a plan. First every other target is left aside: what stays short even then is beyond the limits of
industry, money, contracts and time. Where it could be met so, what all together get (the levels of the plan)
is among the limits: then meeting this target would take from others.
"""

from typing import Unpack

import polars as pl

from jointstock.errors import OptionError
from jointstock.facts.answer import Answer, answered
from jointstock.measure.months import month_number, month_text
from jointstock.plans.make import Search, reasons_for
from jointstock.plans.plan import Plan
from jointstock.plans.reasons import Reasons, told
from jointstock.plans.summary import amount

_ROWS = {
    "kind": pl.String,
    "object": pl.String,
    "raise_by": pl.Float64,
    "amount": pl.Float64,
    "unit": pl.String,
    "basis": pl.String,
}
_ONLY_TIME = (
    "No limit of industry, money, contracts or release stands against it, but time, licences, floors of "
    "stock, or the want of an order that may be placed."
)

_DUST = 1e-6


def why_not(
    plan: Plan, nation: str, class_: str, *, by: str | None = None, **search: Unpack[Search]
) -> Answer:
    """Say why a target of a nation is not met in a plan.

    Args:
        plan: The plan.
        nation: The nation.
        class_: The requirement class.
        by: Month (YYYY-MM) from which nothing is to be short; None for the end of the horizon.
        **search: What the search may cost, and what it is watched with.

    Returns:
        The limits of a conflict set: kind, object, raise_by (smallest share by which raising it alone is
        enough; empty where no share is), amount (that share in units), unit, basis.

    Raises:
        OptionError: There is no such target, or the month lies outside the horizon.
        PlanError: The search was stopped.
    """
    period, label = _period(plan, by)
    best = [(level["name"], level["value"]) for level in plan.run["levels"]]
    found = reasons_for(
        plan.case,
        (nation, class_, period),
        best,
        calendar=plan.run["calendar"],
        end=plan.run["options"]["end"],
        flat_rates={row["instrument"]: row["rate"] for row in plan.run.get("instruments", [])},
        **search,
    )
    # What all together are to get is never raised: to take from others is no way out.
    shares = [None if way.limit.kind == "level" else way.share for way in found.ways]
    rows = [
        (
            way.limit.kind,
            way.limit.object,
            share,
            None if share is None else share * way.limit.amount,
            way.limit.unit,
            "derived",
        )
        for way, share in zip(found.ways, shares, strict=True)
    ]
    frame = pl.DataFrame(rows, schema=_ROWS, orient="row")
    return answered(plan.case, "why-not", frame, _words(plan, found, (nation, class_, period), label))


def _period(plan: Plan, by: str | None) -> tuple[int, str]:
    """Number and first month of the period that contains a month; the last one for None."""
    periods = plan.tables["periods"]
    labels, months = periods["first_month"].to_list(), periods["months"].to_list()
    if by is None:
        return len(labels) - 1, "the end of the horizon"
    wanted = month_number(by)
    for place, (label, length) in enumerate(zip(labels, months, strict=True)):
        if month_number(label) <= wanted < month_number(label) + length:
            return place, by
    last = month_text(month_number(labels[-1]) + months[-1] - 1)
    raise OptionError(f"The month {by} lies outside the plan, {labels[0]} to {last}.")


def _is_met(plan: Plan, target: tuple[str, str, int]) -> bool:
    """Whether nothing is short of the target in the plan, at the ends of a period and of all later ones."""
    nation, class_, period = target
    later = plan.tables["periods"]["first_month"].to_list()[period:]
    short = plan.tables["shortfalls"].filter(
        pl.col("nation") == nation, pl.col("class") == class_, pl.col("period").is_in(later)
    )
    return not (short["shortfall"] > _DUST).any()


def _words(plan: Plan, found: Reasons, asked: tuple[str, str, int], by: str) -> list[str]:
    nation, class_, _ = asked
    target, left = f"The target of {class_} for {nation}", amount(found.short)
    if not found.alone and not found.ways:
        if _is_met(plan, asked):
            return [f"{target} is met in the plan from {by} on: nothing of it is short then."]
        return [f"{target} can be met from {by} on, and nobody need get less for it."]
    if found.alone:
        head = f"{target} cannot be met from {by} on, even if nothing else counted: {left} stay short."
    else:
        head = f"{target} can be met from {by} on only at the cost of others: else {left} stay short."
    return [head, *(told(found, plan.case.settings.currency) or [_ONLY_TIME])]
