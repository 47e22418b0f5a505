"""What changes from one version of the targets to another.

Two versions are compared as a plan would take them: by nation and class, in every month of the horizon. A
month before the first row of a target has none, which counts as 0; an unknown quantity leaves the change
unknown.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import polars as pl

from jointstock.facts.answer import Answer, answered
from jointstock.facts.asof import last_day
from jointstock.facts.case import Case
from jointstock.facts.requirement import basis_of, filled_targets, rank_of_basis, refuse_unknown_version
from jointstock.measure.arrays import Floats
from jointstock.measure.months import Calendar, month_number
from jointstock.model.index_sets.lookup import by_month, locate

_NEED = ["nation", "class"]
_MOST_CLASSES = 6


def diff_targets(case: Case, old: str, new: str) -> Answer:
    """Compare two versions of the targets.

    Args:
        case: The case.
        old: Version that is compared with.
        new: Version that is compared.

    Returns:
        A row for each nation and class that has a target in either version: old and new (class units in force
        in the last month of the horizon, 0 where there is none), change (new less old), share (change by old;
        empty where old is 0), month (the first in which they differ; empty where they never do), basis.

    Raises:
        OptionError: The case has no such version.
    """
    for version in (old, new):
        refuse_unknown_version(case, version)
    rows = _rows(case, old, new)
    words = [*_decided(case, old, new), *_changes(case, rows)]
    return answered(case, f"diff-targets {old} {new}", rows, words)


def _rows(case: Case, old: str, new: str) -> pl.DataFrame:
    """Nations and classes with what is in force at the end, and the month from which it differs."""
    targets = filled_targets(case).filter(pl.col("version").is_in([old, new]))
    needs = targets.group_by(_NEED).agg(basis_of(rank_of_basis().max()).alias("basis")).sort(_NEED)
    calendar = Calendar(month_number(case.settings.first_month), (1,) * case.settings.months)
    before, after = (
        _in_force(targets.filter(pl.col("version") == version), needs, calendar) for version in (old, new)
    )
    differs = (before != after) & ~(np.isnan(before) & np.isnan(after))
    first = [calendar.labels[row.argmax()] if row.any() else None for row in differs]
    rows = needs.with_columns(
        old=pl.Series(before[:, -1]).fill_nan(None),
        new=pl.Series(after[:, -1]).fill_nan(None),
        month=pl.Series(first, dtype=pl.String),
    )
    change = pl.col("new") - pl.col("old")
    share = pl.when(pl.col("old") > 0).then(change / pl.col("old"))
    return rows.select(*_NEED, "old", "new", change.alias("change"), share.alias("share"), "month", "basis")


def _in_force(rows: pl.DataFrame, needs: pl.DataFrame, calendar: Calendar) -> Floats:
    """Units in force in each month, NaN where unknown, shape (needs, months)."""
    return by_month(rows, locate(rows, needs, _NEED), "from", "quantity", needs.height, calendar)


def _decided(case: Case, old: str, new: str) -> list[str]:
    """When and by whom the two versions were decided, and whether one replaces the other."""
    late = (last_day("decided_on") > case.settings.as_of).alias("_late")
    versions = {row["version"]: row for row in case.table("target_versions").with_columns(late).to_dicts()}
    words = [f"{_one(versions[old])}; {_one(versions[new])}."]
    chain = [new]
    while (before := versions[chain[-1]]["replaces"]) in versions and before not in chain:
        chain.append(before)
    if old not in chain:
        words.append(f"{new} does not say that it replaces {old}.")
    elif old != new:
        through = ", ".join(chain[1 : chain.index(old)])
        words.append(f"{new} replaces {old}{f' through {through}' if through else ''}.")
    return words


def _one(version: Mapping[str, Any]) -> str:
    late, day, forum = version["_late"], version["decided_on"], version["forum"]
    when = "has no day" if day is None else f"{'is expected on' if late else 'was decided on'} {day}"
    by = "" if forum is None else f" {'from' if late else 'by'} {forum}"
    return f"{version['version']} {when}{by}"


def _changes(case: Case, rows: pl.DataFrame) -> list[str]:
    """What changes, in sentences."""
    last = case.settings.months
    kinds = {
        "rise": (pl.col("change") > 0) & (pl.col("old") > 0),
        "fall": (pl.col("change") < 0) & (pl.col("new") > 0),
        "new": (pl.col("change") > 0) & (pl.col("old") == 0),
        "dropped": (pl.col("change") < 0) & (pl.col("new") == 0),
        "the same": pl.col("change") == 0,
        "unknown": pl.col("change").is_null(),
    }
    counts = {name: rows.filter(fits).height for name, fits in kinds.items()}
    listed = ", ".join(f"{count} {name}" for name, count in counts.items() if count)
    words = [f"Targets in the last of {last} months: {rows.height}" + (f" ({listed})." if listed else ".")]
    differing = rows.filter(pl.col("month").is_not_null())
    if differing.is_empty():
        return [*words, "The two never differ."]
    words.append(f"They differ from {differing.get_column('month').sort().item(0)} on.")
    way = differing.filter(pl.col("change") == 0).height
    if way:
        words.append(f"Different on the way only: {way}.")
    return [*words, *_by_class(rows)]


def _by_class(rows: pl.DataFrame) -> list[str]:
    """Totals of the classes that change most, and the nation and class that change most."""
    known = rows.filter(pl.col("change").is_not_null())
    totals = known.group_by("class").agg(pl.col("old", "new").sum()).filter(pl.col("old") != pl.col("new"))
    if totals.is_empty():
        return []
    relative = (pl.col("new") / pl.col("old") - 1).abs()
    listed = totals.sort(relative, "class", descending=[True, False]).head(_MOST_CLASSES)
    parts = [f"{name} {_step(old, new)}" for name, old, new in listed.iter_rows()]
    more = totals.height - listed.height
    parts += [f"other classes that change: {more}"] if more else []
    words = [f"In total: {'; '.join(parts)}."]
    shared = known.filter(pl.col("share").abs() > 0)
    if shared.height:
        row = shared.sort(pl.col("share").abs(), descending=True, maintain_order=True).row(0, named=True)
        words.append(
            f"The largest change is {row['class']} in {row['nation']}: {_step(row['old'], row['new'])}."
        )
    return words


def _step(old: float, new: float) -> str:
    share = f" ({new / old - 1:+.0%})" if old > 0 else ""
    return f"{old:,.0f} to {new:,.0f}{share}"
