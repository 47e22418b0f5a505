"""From cells as they were written to columns of the dictionary's types.

Whole columns are converted at once; only the cells that cannot be converted are looked at one by one, to
say what is wrong with each.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from typing import TypeAlias

import numpy as np
import polars as pl

from jointstock.errors import Fault
from jointstock.facts.dictionary import Column, TableSpec

LONGEST_CELL = 10_000
MOST_LISTED = 1000
"""Most bad cells of a column that are listed; one more says how many there are."""

_PLAIN = (pl.Boolean, pl.String, pl.Date, pl.Datetime, pl.Categorical, pl.Enum, pl.Null)
_EXACT_BELOW = 2.0**53
_FLAGS = {"yes": True, "no": False}
_NO_NUMBER = {"nan", "inf", "+inf", "-inf", "infinity", "+infinity", "-infinity"}
_WORDS_FOR_UNKNOWN = {"n/a", "na", "n.a.", "unknown", "?", "-", "–", "none", "null", "nil", "tbd", "tbc"}


Complain: TypeAlias = Callable[[str, Column], tuple[str, str, str]]


@dataclasses.dataclass(frozen=True)
class BadCell:
    """A cell that cannot be converted.

    Args:
        code: Code of the fault.
        index: Index of the row in the frame, from 0. None for the whole column.
        column: Name of the column.
        value: What stands in the cell.
        expected: What should stand there, as a phrase.
        remedy: How to mend it, as a sentence.
    """

    code: str
    index: int | None
    column: str
    value: str
    expected: str
    remedy: str

    def fault(self, file: str, row: int | None, source: str = "") -> Fault:
        """Tell the bad cell as a fault.

        Args:
            file: Name of the file.
            row: Row in the file.
            source: What the row names as its source.

        Returns:
            The fault.
        """
        return Fault(self.code, file, row, self.column, self.value, self.expected, self.remedy, source)


def to_schema(frame: pl.DataFrame, spec: TableSpec) -> tuple[pl.DataFrame, tuple[BadCell, ...]]:
    """Convert a frame of cells to the schema of a table.

    Columns that the table does not have are left out, columns that the frame does not have become empty.
    Cells are stripped of blanks; an empty cell becomes null, in an open key column "". A bad cell becomes
    null.

    Args:
        frame: The cells, as text or as any type that holds what the column needs.
        spec: The table.

    Returns:
        The frame with the schema of the table, its rows in the same order, and the cells that could not be
        converted.
    """
    plain, bad = _plain_cells(frame, spec)
    present = [column for column in spec.columns if column.name in plain.columns]
    if not present:
        return spec.empty_frame(), ()
    converted = plain.select(_converted(column, plain.schema[column.name]) for column in present)
    more_nulls = np.greater(converted.null_count().row(0), plain.null_count().row(0))
    for column, flawed in zip(present, more_nulls, strict=True):
        if flawed:
            cells = plain.get_column(column.name)
            mask = converted.get_column(column.name).is_null() & cells.is_not_null()
            bad.extend(_listed(mask, cells.cast(pl.String), column, _complaint))
    empty = {column.name: pl.lit(None, dtype=column.dtype) for column in spec.columns}
    missing = {name: cell for name, cell in empty.items() if name not in plain.columns}
    filled = converted.with_columns(**missing).select(list(spec.by_name))
    return filled.with_columns(pl.col(spec.open_keys).fill_null("")), tuple(bad)


def _plain_cells(frame: pl.DataFrame, spec: TableSpec) -> tuple[pl.DataFrame, list[BadCell]]:
    """Known columns of one value a cell: numbers as they are, all else as stripped text, null where empty."""
    known = frame.select(name for name in frame.columns if name in spec.by_name)
    bad, cells = [], list[pl.Expr]()
    for name, dtype in known.schema.items():
        if not (dtype.is_numeric() or dtype in _PLAIN):
            remedy = "Write one number, word or date in each cell."
            bad.append(BadCell("column-type", None, name, str(dtype), "one value in each cell", remedy))
            cells.append(pl.repeat(None, pl.len(), dtype=pl.String).alias(name))
        else:
            cells.append(_as_text(pl.col(name), dtype, spec.by_name[name]))
    text = known.select(cells)
    words = [name for name, dtype in text.schema.items() if dtype == pl.String]
    longest = text.select(pl.col(words).str.len_bytes().max())
    for name in words:
        if (longest.item(0, name) or 0) > LONGEST_CELL:
            too_long = text.get_column(name).str.len_bytes() > LONGEST_CELL
            bad.extend(_listed(too_long, text.get_column(name), spec.by_name[name], _too_long))
            text = text.with_columns(pl.when(~too_long).then(pl.col(name)).alias(name))
    stripped = pl.col(words).str.strip_chars()
    return text.with_columns(pl.when(stripped != "").then(stripped)), bad


def _as_text(cell: pl.Expr, dtype: pl.DataType, column: Column) -> pl.Expr:
    """A cell as text, but a number as it is where the column holds numbers."""
    if dtype == pl.String or (dtype.is_numeric() and column.type in ("number", "integer")):
        return cell
    if dtype == pl.Boolean:
        return cell.replace_strict({True: "yes", False: "no"}, return_dtype=pl.String)
    if dtype == pl.Datetime:
        cell = cell.cast(pl.Date)
    return cell.cast(pl.String)


def _converted(column: Column, dtype: pl.DataType) -> pl.Expr:
    """A cell in its column's type, null where it does not fit."""
    cell = pl.col(column.name)
    if column.type == "number":
        number = cell.cast(pl.Float64, strict=False)
        return pl.when(number.is_finite()).then(number).alias(column.name)
    if column.type == "integer" and not dtype.is_integer():
        # 3.0 is a whole number: workbooks know no other.
        number = cell.cast(pl.Float64, strict=False)
        integral = (number == number.round(0)) & (number.abs() < _EXACT_BELOW)
        rounded = pl.when(integral).then(number).cast(pl.Int64)
        return rounded if dtype.is_float() else pl.coalesce(cell.cast(pl.Int64, strict=False), rounded)
    if column.type == "integer":
        return cell.cast(pl.Int64, strict=False)
    if column.type == "flag":
        return cell.replace_strict(_FLAGS, default=None, return_dtype=pl.Boolean)
    return cell


def _listed(mask: pl.Series, text: pl.Series, column: Column, say: Complain) -> list[BadCell]:
    """Describe the cells of a mask: the first ones each, and how many there are beyond."""
    places = mask.fill_null(value=False).arg_true()
    cells = []
    for index in places.head(MOST_LISTED).to_list():
        code, expected, remedy = say(text[index], column)
        cells.append(BadCell(code, index, column.name, text[index][:80], expected, remedy))
    if places.len() > MOST_LISTED:
        remedy = f"Mend them like the {MOST_LISTED} listed above."
        cells.append(
            dataclasses.replace(cells[-1], index=None, value=f"{places.len()} such cells", remedy=remedy)
        )
    return cells


def _too_long(value: str, column: Column) -> tuple[str, str, str]:
    expected = f"at most {LONGEST_CELL} bytes of text"
    return "cell-too-long", expected, f"Shorten it: {len(value.encode())} bytes stand in {column.name}."


def _complaint(value: str, column: Column) -> tuple[str, str, str]:
    """Say what is wrong with a cell: code, expectation and remedy."""
    if column.type == "flag":
        return "not-a-flag", "yes, no or nothing", "Write yes or no."
    kind = "a whole number" if column.type == "integer" else "a number"
    expected = f"{kind}{f' ({column.unit})' if column.unit else ''}"
    lower = value.casefold()
    if lower in _NO_NUMBER or re.fullmatch(r"[+-]?[\d.]+e\+?\d+", lower):
        return "not-finite", expected, "Write a finite number, or leave the cell empty if it is not known."
    if lower in _WORDS_FOR_UNKNOWN:
        return "not-a-number", expected, "Leave the cell empty if the value is not known."
    if column.type == "integer" and re.fullmatch(r"[+-]?\d+\.\d+", value):
        return "not-whole", expected, "Write a whole number."
    if re.fullmatch(r"[+-]?\d+,\d+", value) and not re.fullmatch(r"[+-]?\d{1,3},\d{3}", value):
        return "not-a-number", expected, f"Write {value.replace(',', '.')} with a decimal point."
    if re.fullmatch(r"[+-]?\d{1,3}([ ,'’\u00a0\u202f]\d{3})+(\.\d+)?", value):
        return "not-a-number", expected, f"Write {re.sub(r'[^0-9.+-]', '', value)} without separators."
    unit = re.fullmatch(r"([+-]?\d+(?:\.\d+)?)\s*([^\d\s].*)", value)
    if unit:
        return (
            "mixed-unit",
            expected,
            f"Write the number alone, in the column's unit; '{unit[2]}' does not belong here.",
        )
    return "not-a-number", expected, "Write the number in digits, or leave the cell empty if it is not known."
