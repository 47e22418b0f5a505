"""Point at rows: from the rows that break a rule to faults that name file, row, column and value."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import polars as pl

from jointstock.errors import Fault
from jointstock.facts.case import Case
from jointstock.facts.suggestions import did_you_mean

ROW = "_row"
"""Name of the column that numbers the rows of a table from 0."""

MOST_LISTED = 1000
"""Most faults that one rule lists for one column; the last one says how many there are beyond."""

_MOST_NAMED = 10

Row = Mapping[str, Any]
Words = str | Callable[[Row], str]


@dataclasses.dataclass(frozen=True)
class Rule:
    """A data rule.

    Args:
        find: The function that finds what breaks the rule.
        reads: Tables that it compares, ``settings`` among them. Where rows of one are missing because they
            could not be read, the rule is not asked.
    """

    find: Callable[[Case], Iterable[Fault]]
    reads: tuple[str, ...]


def numbered(case: Case, table: str) -> pl.DataFrame:
    """A table with its rows numbered from 0 in the column :data:`ROW`."""
    return case.table(table).with_row_index(ROW)


def point(
    case: Case,
    table: str,
    found: pl.DataFrame,
    *,
    code: str,
    column: str,
    expected: Words,
    remedy: Words,
    value: Words | None = None,
) -> list[Fault]:
    """Make a fault of each row that was found.

    Args:
        case: The case.
        table: Table the rows belong to.
        found: The rows that break a rule, numbered in the column :data:`ROW`; they may carry further columns.
        code: Code of the faults.
        column: Column that is at fault; empty for the whole row.
        expected: What should stand there, as a phrase, or a function of the row that says it.
        remedy: How to mend it, as a sentence, or a function of the row that says it.
        value: What to show as found, or a function of the row; the cell of the column where left out.

    Returns:
        The faults in the order of the file, at most :data:`MOST_LISTED` and one that counts the others.
    """
    if not found.height:
        return []
    origin = case.origin(table)
    faults = []
    for row in found.sort(ROW).head(MOST_LISTED).iter_rows(named=True):
        shown = cell_text(row.get(column)) if value is None else said(value, row)
        source = "" if table == "sources" else cell_text(row.get("source"))
        place = origin.row(row[ROW])
        faults.append(
            Fault(code, origin.file, place, column, shown, said(expected, row), said(remedy, row), source)
        )
    return faults + beyond(faults, found.height)


def beyond(faults: list[Fault], count: int) -> list[Fault]:
    """A fault that counts those which are not listed.

    Args:
        faults: The faults listed.
        count: How many there are.

    Returns:
        Nothing, or one fault of the whole file.
    """
    if count <= len(faults):
        return []
    remedy = f"Mend them like the {len(faults)} listed above."
    return [dataclasses.replace(faults[-1], row=None, value=f"{count} such rows", remedy=remedy, source="")]


def listed(names: Iterable[object]) -> str:
    """Names with commas between; of many, the first and how many more there are."""
    words = [cell_text(name) for name in names]
    shown = ", ".join(words[:_MOST_NAMED])
    return shown if len(words) <= _MOST_NAMED else f"{shown} and {len(words) - _MOST_NAMED} more"


def said(words: Words, row: Row) -> str:
    """Words that are fixed, or said of a row."""
    return words if isinstance(words, str) else words(row)


def cell_text(cell: object) -> str:
    """A cell as a planner would write it."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return str(cell)


def suggestions(words: Iterable[str | None], known: Iterable[str], otherwise: str) -> Callable[[str], str]:
    """Prepare a "did you mean" for each of some words.

    Args:
        words: Words that are not known.
        known: Words that are.
        otherwise: What to say where none is near.

    Returns:
        A function from one of the words to a sentence.
    """
    choices = sorted(set(known))
    # Comparing thousands of unknown words with all known ones would take minutes.
    asked = list(dict.fromkeys(word for word in words if word))[:50]
    remedies = {word: did_you_mean(word, choices, otherwise) for word in asked}
    return lambda word: remedies.get(word, otherwise)
