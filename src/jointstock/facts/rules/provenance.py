"""Rules of provenance: what a figure rests on, and since when it could be known."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from jointstock.errors import Fault
from jointstock.facts.asof import last_day
from jointstock.facts.case import Case
from jointstock.facts.dictionary import DICTIONARY, TableSpec
from jointstock.facts.rules.pointing import Rule, numbered, point, suggestions

_OUTCOMES = (
    "holdings",
    "component_stocks",
    "lines",
    "contracts",
    "contract_parties",
    "contract_prices",
    "contract_payments",
    "surges",
    "fleets",
    "orders",
    "pledges",
)
"""Tables of outputs, deliveries, holdings and contracts: nothing printed later may speak in them."""


def cited_without_source(case: Case) -> Iterator[Fault]:
    """A row says that it is cited, and names no source."""
    for spec in _resting_on(case, "cited"):
        found = numbered(case, spec.name).filter((pl.col("basis") == "cited") & pl.col("source").is_null())
        yield from point(
            case,
            spec.name,
            found,
            code="no-source",
            column="source",
            expected="a key of sources.csv, since the basis is cited",
            remedy="Name the source, or set the basis to assumed and say the reason.",
        )


def unknown_sources(case: Case) -> Iterator[Fault]:
    """A row names a source that is not in the table of sources."""
    known = case.table("sources").get_column("source").drop_nulls()
    for spec in _filled(case, "source"):
        frame = numbered(case, spec.name)
        # Sources repeat from row to row: each different cell is taken apart once.
        cells = frame.select(pl.col("source").drop_nulls().unique()).with_columns(
            pl.col("source").str.split(";").alias("_part")
        )
        parts = cells.explode("_part").with_columns(pl.col("_part").str.strip_chars())
        unknown = parts.filter((pl.col("_part") != "") & ~pl.col("_part").is_in(known.implode()))
        if not unknown.height:
            continue
        found = frame.join(unknown, on="source", maintain_order="left")
        suggest = suggestions(
            unknown.get_column("_part"), known, "Add it to sources.csv, or correct the name."
        )
        yield from point(
            case,
            spec.name,
            found,
            code="unknown-source",
            column="source",
            expected=f"keys of {case.origin('sources').file}, joined by ';'",
            remedy=lambda row, suggest=suggest: suggest(row["_part"]),  # type: ignore[misc]
            value=lambda row: row["_part"],
        )


def assumed_without_reason(case: Case) -> Iterator[Fault]:
    """A row is assumed, and does not say why so."""
    for spec in _resting_on(case, "assumed"):
        found = numbered(case, spec.name).filter((pl.col("basis") == "assumed") & pl.col("reason").is_null())
        yield from point(
            case,
            spec.name,
            found,
            code="no-reason",
            column="reason",
            expected="a reason, since the basis is assumed",
            remedy="Say why the value was set so.",
        )


def assumed_without_range(case: Case) -> Iterator[Fault]:
    """A figure is assumed, and has no low or high."""
    for spec in _resting_on(case, "assumed"):
        if spec.figure:
            assumed = (pl.col("basis") == "assumed") & pl.col(spec.figure).is_not_null()
            for column in ("low", "high"):
                yield from point(
                    case,
                    spec.name,
                    numbered(case, spec.name).filter(assumed & pl.col(column).is_null()),
                    code="no-range",
                    column=column,
                    expected=f"the {column}est plausible {spec.figure}, since the basis is assumed",
                    remedy="Fill in low and high.",
                )


def ranges_in_order(case: Case) -> Iterator[Fault]:
    """The low of a figure is above its high."""
    for spec in _filled(case, "low", "high"):
        frame = numbered(case, spec.name)
        crossed = pl.col("low") > pl.col("high")
        yield from point(
            case,
            spec.name,
            frame.filter(crossed),
            code="range-crossed",
            column="low",
            expected="a low that is not above the high",
            remedy="Exchange the two, or correct one.",
        )


def known_too_late(case: Case) -> Iterator[Fault]:
    """A row could be known only after the day of the case."""
    day = case.settings.as_of
    for spec in _sourced(case):
        found = numbered(case, spec.name).filter(last_day("known_on") > day)
        yield from point(
            case,
            spec.name,
            found,
            code="known-too-late",
            column="known_on",
            expected=f"a day up to the day of the case, {day}; a month or a year counts to its end",
            remedy=f"Leave the row out, state the exact day, or open the case with as_of={day}.",
        )


def later_vintages(case: Case) -> Iterator[Fault]:
    """A row printed later speaks of an output, a holding or a contract, or not of a whole year."""
    for spec in _filled(case, "vintage"):
        later = numbered(case, spec.name).filter(pl.col("vintage") == "later")
        if spec.name in _OUTCOMES:
            yield from point(
                case,
                spec.name,
                later,
                code="later-outcome",
                column="vintage",
                expected="original, since outputs, holdings and contracts rest on what was known by the day",
                remedy="Use a figure of the time, or set the basis to assumed and say the reason.",
            )
        else:
            yield from point(
                case,
                spec.name,
                later.filter(~pl.col("known_on").str.contains(r"^\d{4}(-12-31)?$")),
                code="later-not-at-year-end",
                column="known_on",
                expected="31 December of the year that is described, since the vintage is later",
                remedy="Write the end of the year the figure describes.",
            )


def _sourced(case: Case) -> Iterator[TableSpec]:
    """Tables that have rows and carry the common columns."""
    for name, spec in DICTIONARY.tables.items():
        if "basis" in spec.by_name and case.table(name).height:
            yield spec


def _resting_on(case: Case, basis: str) -> Iterator[TableSpec]:
    """Tables that hold a row of this basis."""
    return (spec for spec in _sourced(case) if (case.table(spec.name).get_column("basis") == basis).any())


def _filled(case: Case, *columns: str) -> Iterator[TableSpec]:
    """Tables in which one of these common columns is filled somewhere."""
    for spec in _sourced(case):
        frame = case.table(spec.name)
        if any(frame.get_column(column).null_count() < frame.height for column in columns):
            yield spec


RULES = (
    Rule(cited_without_source, ()),
    Rule(unknown_sources, ("sources",)),
    Rule(assumed_without_reason, ()),
    Rule(assumed_without_range, ()),
    Rule(ranges_in_order, ()),
    Rule(known_too_late, ("settings",)),
    Rule(later_vintages, ()),
)
