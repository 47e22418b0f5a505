"""Rules of ``case.toml``: the day, the horizon, and the names it gives."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Iterator

import polars as pl

from jointstock.errors import Fault, OptionError
from jointstock.facts.case import Case
from jointstock.facts.rules.pointing import Rule, cell_text
from jointstock.facts.suggestions import did_you_mean
from jointstock.measure.months import month_number, month_text, parse_lengths

FILE = "case.toml"
_MOST_MONTHS = 1200
_YEARS = range(1900, 2201)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def day(case: Case) -> Iterator[Fault]:
    """The day of the case is not written YYYY-MM-DD, or is no day of the calendar."""
    written = case.settings.as_of
    if not _is_day(written):
        yield _fault("setting-value", "as_of", written, "a day, YYYY-MM-DD", "Write it such as 2023-06-14.")


def first_month(case: Case) -> Iterator[Fault]:
    """The first month is not written YYYY-MM, or lies before the day of the case."""
    written, as_of = case.settings.first_month, case.settings.as_of
    if not _is_month(written):
        yield _fault("setting-value", "first_month", written, "a month, YYYY-MM", "Write it such as 2023-07.")
    elif _is_day(as_of) and written < as_of[:7]:
        remedy = f"Planning can begin in {month_text(month_number(as_of[:7]) + 1)}."
        yield _fault("before-the-day", "first_month", written, f"a month not before {as_of}", remedy)


def horizon(case: Case) -> Iterator[Fault]:
    """The number of months is not one that can be planned."""
    months = case.settings.months
    if not 1 <= months <= _MOST_MONTHS:
        expected = f"a whole number from 1 to {_MOST_MONTHS}"
        yield _fault("setting-value", "months", str(months), expected, "Write the number of months to plan.")


def calendar(case: Case) -> Iterator[Fault]:
    """The calendar cannot be read."""
    written = case.settings.calendar
    if written is None:
        return
    try:
        parse_lengths(written, max(1, min(case.settings.months, _MOST_MONTHS)))
    except OptionError:
        remedy = "Write count x months, such as 12x1,16x3 for twelve single months and sixteen quarters."
        yield _fault("setting-value", "calendar", written, "runs of periods", remedy)


def money(case: Case) -> Iterator[Fault]:
    """The price year or the discount rate is not one."""
    year, rate = case.settings.price_year, case.settings.discount_rate
    if year not in _YEARS:
        expected = f"a year from {_YEARS[0]} to {_YEARS[-1]}"
        yield _fault("setting-value", "price_year", str(year), expected, "Write the year, such as 2023.")
    if rate is not None and not (math.isfinite(rate) and -1 < rate < 1):
        remedy = "Write a share a year, such as 0.03 for 3 %."
        yield _fault(
            "setting-value", "discount_rate", cell_text(rate), "a share above -1 and below 1", remedy
        )


def ending(case: Case) -> Iterator[Fault]:
    """The word for the end of the horizon is not known."""
    word = case.settings.end
    if word not in ("meet", "none"):
        remedy = did_you_mean(word, ("meet", "none"), "Write meet or none.")
        yield _fault("setting-value", "end", word, "meet or none", remedy)


def deflator(case: Case) -> Iterator[Fault]:
    """The deflator has no row in the rates."""
    name = case.settings.deflator
    known = case.table("rates").get_column("rate").drop_nulls().unique()
    if name is not None and name not in known:
        remedy = did_you_mean(name, known, "Add its rows, or leave the key out.")
        yield _fault("no-rate", "deflator", name, f"an index of {case.origin('rates').file}", remedy)


def target_version(case: Case) -> Iterator[Fault]:
    """The version of the targets to plan with is unknown, or not said although there are several."""
    wanted = case.settings.target_version
    known = case.table("target_versions").get_column("version").drop_nulls().to_list()
    used = case.table("targets").select(pl.col("version").drop_nulls().unique().sort()).to_series().to_list()
    file = case.origin("target_versions").file
    if wanted is None and len(used) > 1:
        found = ", ".join(used)
        expected = "one version named by target_version in case.toml"
        yield _fault(
            "target-version", "target_version", found, expected, f'Write target_version = "{used[-1]}".'
        )
    elif wanted is not None and wanted not in known:
        remedy = did_you_mean(wanted, known, "Add it there, or name another version.")
        yield _fault("target-version", "target_version", wanted, f"a version of {file}", remedy)


def _fault(code: str, key: str, value: str, expected: str, remedy: str) -> Fault:
    return Fault(code, FILE, None, key, value, expected, remedy)


def _is_month(text: str) -> bool:
    try:
        month_number(text)
    except OptionError:
        return False
    return True


def _is_day(text: str) -> bool:
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return _DAY.fullmatch(text) is not None


RULES = (
    *(Rule(find, ("settings",)) for find in (day, first_month, horizon, calendar, money, ending)),
    Rule(deflator, ("settings", "rates")),
    Rule(target_version, ("settings", "targets", "target_versions")),
)
