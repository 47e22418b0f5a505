"""A case as it was known on an earlier day."""

from __future__ import annotations

import dataclasses
import re

import polars as pl

from jointstock.errors import OptionError
from jointstock.facts.case import Case, Origin

_DAY = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")


def last_day(column: str) -> pl.Expr:
    """The last day that a day, month or year of a column can mean, as text that sorts by time.

    What is known in a month or a year counts as known at its end, so that nothing is known too early.

    Args:
        column: Name of a column of type day.

    Returns:
        YYYY-MM-DD; the day of a month is always 31.
    """
    day = pl.col(column)
    length = day.str.len_chars()
    return pl.when(length == 4).then(day + "-12-31").when(length == 7).then(day + "-31").otherwise(day)


def known_by(case: Case, day: str) -> Case:
    """Leave out what was known only after a day, and take the day as that of the case.

    Args:
        case: The case.
        day: YYYY-MM-DD.

    Returns:
        The case as of the day. Rows that say no day stay.

    Raises:
        OptionError: If ``day`` is not a day.
    """
    if not _DAY.fullmatch(day):
        raise OptionError(f"'{day}' is not a day. Write it as YYYY-MM-DD.")
    tables, origins = dict(case.tables), dict(case.origins)
    for name, frame in case.tables.items():
        if "known_on" not in frame.columns:
            continue
        known = frame.select((last_day("known_on") <= day).fill_null(value=True)).to_series()
        if not known.all():
            origin = case.origin(name)
            rows = origin.rows if origin.rows is not None else pl.int_range(2, frame.height + 2, eager=True)
            tables[name] = frame.filter(known)
            origins[name] = Origin(origin.file, rows.filter(known))
    return Case(dataclasses.replace(case.settings, as_of=day), tables, origins)
