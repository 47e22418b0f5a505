"""What of an earlier plan stands: its orders and expansions in the periods of a new plan.

An order of a period is even over its months; the part in months before the new first month is
past, the part in months up to ``signed_until`` is signed, and the rest is kept where that costs
nothing that counts more.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl

from jointstock.errors import OptionError
from jointstock.facts.case import Case
from jointstock.measure.arrays import Ints
from jointstock.measure.months import Calendar, month_number
from jointstock.model.build import Model
from jointstock.model.choosing import Kept
from jointstock.model.index_sets.agreements import EDGE
from jointstock.model.index_sets.lookup import joined_labels, locate, month_numbers
from jointstock.plans.aims import Keep
from jointstock.plans.plan import Plan
from jointstock.plans.schema import PLAN_TABLES
from jointstock.solver.program import ABSENT

_NOTHING = 1e-9
_DUST = 1e-6
_SHOWN = 5


@dataclass(frozen=True)
class Standing:
    """What of an earlier plan stands.

    Attributes:
        table: Rows of table ``kept``: decisions of the earlier plan that the new one could take again.
        notes: What does not fit any more, in words.
    """

    table: pl.DataFrame
    notes: tuple[str, ...]


def standing(case: Case, model: Model, keep: Keep) -> Standing:
    """Lay the decisions of an earlier plan over the periods of a model.

    Args:
        case: The case that is planned anew.
        model: Its model.
        keep: The earlier plan.

    Raises:
        OptionError: An order that is signed cannot be placed any more.
    """
    sets = model.sets
    placed = _laid(keep, keep.plan.orders, ["order", *EDGE], "quantity", model)
    built = _laid(
        keep, keep.plan.expansions.unique(["option", "period"]), ["option", "line"], "amount", model
    )
    parts = []
    notes = [*_not_open(case, keep.plan, placed), *_built_before(built)]
    for rows, keys, frame, columns, what in (
        (placed, EDGE, sets.edges.frame, model.buying.ordering.ordered, "order"),
        (built, ["option"], sets.options.frame, model.industry.bought, "expansion"),
    ):
        ahead = rows.filter(pl.col("b") >= 0).group_by([*keys, "b"])
        summed = ahead.agg(pl.col("quantity", "signed").sum()).sort(pl.all())
        place = locate(summed, frame, keys)
        column, there = np.full(len(place), ABSENT, dtype=np.int64), place >= 0
        column[there] = columns[place[there], summed.get_column("b").to_numpy()[there]]
        notes += _not_placeable(summed.filter(pl.Series(column == ABSENT)), keys, what, model)
        kept = summed.filter(pl.Series(column != ABSENT))
        parts.append(kept)
    labels = dict(enumerate(sets.calendar.labels))
    table = pl.concat(parts, how="diagonal").with_columns(
        pl.col("b").replace_strict(labels, return_dtype=pl.String).alias("period")
    )
    return Standing(PLAN_TABLES["kept"].frame(table), tuple(notes))


def decisions(table: pl.DataFrame, model: Model) -> tuple[Kept, Kept]:
    """Read what table ``kept`` holds as decisions of a model: its orders, and its expansions.

    Args:
        table: The table, as made or read from its folder.
        model: The model of the case that was planned anew.

    Raises:
        OptionError: A row is none of a decision of the model, or stands twice.
    """
    is_order, sets = pl.col("option").fill_null("") == "", model.sets
    ordered, bought = model.buying.ordering.ordered, model.industry.bought
    return (
        _decisions(table.filter(is_order), EDGE, sets.edges.frame, ordered, sets.calendar),
        _decisions(table.filter(~is_order), ["option"], sets.options.frame, bought, sets.calendar),
    )


def _decisions(
    rows: pl.DataFrame, keys: list[str], frame: pl.DataFrame, columns: Ints, calendar: Calendar
) -> Kept:
    numbers = pl.DataFrame({"period": calendar.labels, "b": range(calendar.periods)})
    place, period = locate(rows, frame, keys), locate(rows, numbers, ["period"])
    column, there = np.full(len(place), ABSENT, dtype=np.int64), (place >= 0) & (period >= 0)
    column[there] = columns[place[there], period[there]]
    figures = rows.select("quantity", "signed").cast(pl.Float64).fill_null(np.nan).to_numpy()
    if not ((column != ABSENT).all() and np.isfinite(figures).all() and len(set(column)) == len(column)):
        raise OptionError("Table kept of the plan has rows that are no decisions of it; make the plan again.")
    named = rows.select(keys).with_columns(pl.col(pl.Float64).cast(pl.String))
    names = joined_labels(named, keys) if len(rows) else []
    labels = (f"{name}/{label}" for name, label in zip(names, rows.get_column("period"), strict=True))
    return Kept(tuple(labels), column, figures[:, 0].copy(), figures[:, 1].copy())


def _laid(keep: Keep, frame: pl.DataFrame, keys: list[str], quantity: str, model: Model) -> pl.DataFrame:
    """Decisions month by month, in the periods of the model.

    Returns:
        The keys, b (-1 for a month before the first, none behind the last), quantity and signed.
    """
    calendar = model.sets.calendar
    lengths = keep.plan.periods.select("period", "months")
    rows = frame.select(*keys, "period", pl.col(quantity).alias("quantity")).join(lengths, on="period")
    months = rows.with_columns(
        pl.Series("start", month_numbers(rows.get_column("period"))),
        pl.int_ranges(0, pl.col("months")).alias("step"),
    )
    months = months.explode("step").with_columns(month=pl.col("start") + pl.col("step") - calendar.first)
    months = months.filter(pl.col("month") < calendar.months)
    signed = -1 if keep.signed_until is None else month_number(keep.signed_until) - calendar.first
    owners = np.append(calendar.period_of_month, -1)
    month = months.get_column("month").to_numpy().astype(np.int64)
    share = pl.col("quantity") / pl.col("months")
    return months.with_columns(
        pl.Series("b", owners[np.where(month >= 0, month, -1)]),
        quantity=share,
        signed=pl.when(pl.col("month") <= signed).then(share).otherwise(0.0),
    ).select(*keys, "b", "quantity", "signed", pl.col("period").alias("placed"))


def _not_placeable(rows: pl.DataFrame, keys: list[str], what: str, model: Model) -> list[str]:
    """Say what cannot be decided again; what is signed must be.

    Raises:
        OptionError: Something signed is among them.
    """
    if rows.is_empty():
        return []
    periods = model.sets.calendar.labels

    def told(chosen: pl.DataFrame) -> str:
        names = [
            f"{'/'.join(str(row[key]) for key in keys if key != 'tier')} in {periods[row['b']]}"
            for row in chosen.head(_SHOWN).iter_rows(named=True)
        ]
        more = f" and {chosen.height - _SHOWN} more" if chosen.height > _SHOWN else ""
        return f"{', '.join(names)}{more}"

    signed = rows.filter(pl.col("signed") > _NOTHING)
    if signed.height:
        raise OptionError(
            f"Signed in the plan that is kept, but not possible in this case: {what} {told(signed)}. The "
            "contract has closed, an obstacle forbids it, or the case does not have it any more; change the "
            "case or name an earlier month up to which orders are signed."
        )
    return [f"Not possible any more, so not kept: {what} {told(rows)}."]


def _not_open(case: Case, plan: Plan, placed: pl.DataFrame) -> list[str]:
    """Say which orders of months past are neither delivered nor open orders of the case."""
    past = placed.filter(pl.col("b") < 0).group_by("order").agg(pl.col("quantity").sum())
    first = case.settings.first_month
    arrived = plan.deliveries.filter(pl.col("period") < first)
    came = arrived.group_by("order").agg(came=pl.col("quantity").sum())
    owed = past.join(came, on="order", how="left").filter(
        pl.col("quantity") - pl.col("came").fill_null(0.0) > _DUST * pl.col("quantity")
    )
    lost = owed.join(case.table("orders").select("order"), on="order", how="anti").sort("order")
    if lost.is_empty():
        return []
    names = ", ".join(lost.get_column("order").head(_SHOWN))
    return [
        f"Placed before {first} by the plan that is kept, but no open order of the case (by key): {names}"
        f"{f' and {lost.height - _SHOWN} more' if lost.height > _SHOWN else ''}. What was really ordered "
        "belongs into the table orders."
    ]


def _built_before(built: pl.DataFrame) -> list[str]:
    past = built.filter(pl.col("b") < 0).get_column("option").unique().sort().to_list()
    if not past:
        return []
    return [
        f"Bought before the first month by the plan that is kept: {', '.join(past[:_SHOWN])}. What was "
        "really built belongs into the capacity of its line."
    ]
