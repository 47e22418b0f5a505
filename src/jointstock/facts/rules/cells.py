"""Rules of single cells and of keys, as the dictionary states them for every column."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import polars as pl

from jointstock.errors import Fault
from jointstock.facts.case import Case
from jointstock.facts.dictionary import DICTIONARY, Column
from jointstock.facts.rules.pointing import ROW, Row, Rule, cell_text, numbered, point, suggestions

BEYOND_REASON = 1e12
PERCENT = 100
_MONTH = r"^\d{4}-(0[1-9]|1[0-2])$"
_DAY = r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$"
_RESERVED = r"^\*$|^group:|[\x00-\x1f\x7f]"
_WITH_PARTIES = ("contract_parties", "instrument_parties")
_TOLD_BY_TIERS = ("contract_prices",)
"""Tables whose rows of one key overlap in a way of their own."""

_NEEDED_TABLES = ("nations", "items")


def empty_cells(case: Case) -> Iterator[Fault]:
    """A cell is empty that must not be."""
    for name, column, found in _unfit(case, _is_required, _is_empty):
        yield from point(
            case,
            name,
            found,
            code="empty-cell",
            column=column.name,
            expected=f"a value: {_lowered(column.about)}",
            remedy="Fill in the cell.",
        )


def choices(case: Case) -> Iterator[Fault]:
    """A cell holds a word that is not one of its column's words."""
    for name, column, found in _unfit(case, lambda column: bool(column.values), _is_no_choice):
        listed = ", ".join(column.values)
        suggest = suggestions(found.get_column(column.name), column.values, f"Write one of {listed}.")
        yield from point(
            case,
            name,
            found,
            code="not-a-choice",
            column=column.name,
            expected=f"one of {listed}",
            remedy=_of_cell(column.name, suggest),
        )


def months(case: Case) -> Iterator[Fault]:
    """A cell of a month is not written YYYY-MM."""
    for name, column, found in _unfit(case, lambda column: column.type == "month", _is_no_month):
        yield from point(
            case,
            name,
            found,
            code="not-a-month",
            column=column.name,
            expected="a month, YYYY-MM",
            remedy=_of_cell(column.name, lambda cell: _date_remedy(cell, "2023-07")),
        )


def days(case: Case) -> Iterator[Fault]:
    """A cell of a day is not written YYYY-MM-DD, YYYY-MM or YYYY, or is no day of the calendar."""
    for name, column, found in _unfit(case, lambda column: column.type == "day", _is_no_day):
        yield from point(
            case,
            name,
            found,
            code="not-a-day",
            column=column.name,
            expected="a day, YYYY-MM-DD, YYYY-MM or YYYY",
            remedy=_of_cell(column.name, lambda cell: _date_remedy(cell, "2023-06-14")),
        )


def bounds(case: Case) -> Iterator[Fault]:
    """A number lies outside the bounds of its column."""
    for name, column, found in _unfit(case, lambda column: bool(_limits(column)), _is_outside):
        yield from point(
            case,
            name,
            found,
            code="out-of-bounds",
            column=column.name,
            expected=f"a number {_limits(column)}",
            remedy=lambda row, column=column: _meant(column, row[column.name]),  # type: ignore[misc]
        )


def _meant(column: Column, value: float) -> str:
    """What a number should say; a share above 1 may be meant in percent."""
    unit = f" Unit: {column.unit}." if column.unit not in ("", "1") else ""
    if column.max == 1 and 2 <= value <= PERCENT:
        return f"{column.about}{unit} {cell_text(value)} percent is written {cell_text(value / PERCENT)}."
    return f"{column.about}{unit}"


def beyond_reason(case: Case) -> Iterator[Fault]:
    """A number is so large that it cannot be meant."""
    for name, column, found in _unfit(case, _is_open_number, _is_beyond_reason):
        yield from point(
            case,
            name,
            found,
            code="beyond-reason",
            column=column.name,
            expected=f"a number below {BEYOND_REASON:.0e}",
            remedy=f"Look at the unit: {column.unit or 'none'}.",
        )


def reserved_keys(case: Case) -> Iterator[Fault]:
    """A key is a word that has a meaning of its own, or holds signs that cannot be seen."""
    for name, column, found in _unfit(case, _is_identity, _is_reserved):
        if column.name in DICTIONARY.tables[name].key and name not in _WITH_PARTIES:
            yield from point(
                case,
                name,
                found,
                code="reserved-key",
                column=column.name,
                expected="a key other than * or group:…, in signs that can be seen",
                remedy="Choose another key.",
            )


def duplicate_keys(case: Case) -> Iterator[Fault]:
    """Two rows of a table have the same key."""
    for name, spec in DICTIONARY.tables.items():
        frame, key = case.table(name), list(spec.key)
        if (
            name in _TOLD_BY_TIERS
            or frame.height < 2
            or not frame.select(pl.struct(key).is_duplicated().any()).item()
        ):
            continue
        named = numbered(case, name).drop_nulls(key)
        first = pl.col(ROW).first().over(key).alias("_first")
        found = named.with_columns(first).filter(pl.col(ROW) != pl.col("_first"))
        origin, whole_key = case.origin(name), tuple(spec.key)
        yield from point(
            case,
            name,
            found,
            code="duplicate-key",
            column=spec.key[0] if len(spec.key) == 1 else "",
            expected=f"one row for each {', '.join(spec.key)}",
            remedy=lambda row, origin=origin: (  # type: ignore[misc]
                f"Row {origin.row(row['_first'])} has the same key; delete or rename one."
            ),
            value=lambda row, key=whole_key: " / ".join(cell_text(row[part]) for part in key),
        )


def missing_tables(case: Case) -> Iterator[Fault]:
    """A table without which nothing can be said has no rows."""
    for name in _NEEDED_TABLES:
        if not case.table(name).height:
            about = DICTIONARY.tables[name].about
            file = case.origin(name).file
            yield Fault("missing-table", file, None, "", "", f"rows in {name}", f"Add the table: {about}")


def _unfit(
    case: Case, wanted: Callable[[Column], bool], unfit: Callable[[pl.Expr, Column], pl.Expr]
) -> Iterator[tuple[str, Column, pl.DataFrame]]:
    """Columns that hold cells that do not fit, with the rows of these cells.

    A table is looked at once for all its columns; rows are taken out only where something does not fit. Words
    repeat from row to row, so each different one is looked at once.
    """
    for name, spec in DICTIONARY.tables.items():
        columns = [column for column in spec.columns if wanted(column)]
        frame = case.table(name)
        if not columns or not frame.height:
            continue
        cells = [pl.col(c.name).unique() if c.dtype == pl.String else pl.col(c.name) for c in columns]
        flags = frame.select(
            unfit(cell, column).any().alias(column.name) for cell, column in zip(cells, columns, strict=True)
        )
        for column in columns:
            if flags.item(0, column.name):
                yield name, column, numbered(case, name).filter(unfit(pl.col(column.name), column))


def _is_required(column: Column) -> bool:
    return column.empty == "fault"


def _is_open_number(column: Column) -> bool:
    return column.type in ("number", "integer") and column.max is None


def _is_identity(column: Column) -> bool:
    return column.type == "id" and not column.refers


def _is_empty(cell: pl.Expr, _: Column) -> pl.Expr:
    return cell.is_null()


def _is_no_choice(cell: pl.Expr, column: Column) -> pl.Expr:
    return ~cell.is_in(column.values)


def _is_no_month(cell: pl.Expr, _: Column) -> pl.Expr:
    return ~cell.str.contains(_MONTH)


def _is_no_day(cell: pl.Expr, _: Column) -> pl.Expr:
    no_date = cell.str.to_date("%Y-%m-%d", strict=False).is_null()
    return ~cell.str.contains(_DAY) | ((cell.str.len_chars() == 10) & no_date)


def _is_outside(cell: pl.Expr, column: Column) -> pl.Expr:
    low = cell < column.min if column.min is not None else pl.lit(value=False)
    above = cell <= column.above if column.above is not None else pl.lit(value=False)
    high = cell > column.max if column.max is not None else pl.lit(value=False)
    return low | above | high


def _is_beyond_reason(cell: pl.Expr, _: Column) -> pl.Expr:
    return cell.cast(pl.Float64).abs() >= BEYOND_REASON


def _is_reserved(cell: pl.Expr, _: Column) -> pl.Expr:
    return cell.str.contains(_RESERVED)


def _limits(column: Column) -> str:
    parts = []
    if column.min is not None:
        parts.append(f"of at least {cell_text(column.min)}")
    if column.above is not None:
        parts.append(f"above {cell_text(column.above)}")
    if column.max is not None:
        parts.append(f"of at most {cell_text(column.max)}")
    return " and ".join(parts)


def _date_remedy(value: str, example: str) -> str:
    year, month = value[:4], value[5:7]
    if (
        len(example) == 7
        and len(value) > 7
        and value[:7].replace("-", "").isdigit()
        and "01" <= month <= "12"
    ):
        return f"Write {year}-{month}: a month has no day."
    return f"Write it in figures, year first, such as {example}."


def _of_cell(column: str, suggest: Callable[[str], str]) -> Callable[[Row], str]:
    return lambda row: suggest(row[column])


def _lowered(sentence: str) -> str:
    text = sentence.rstrip(".")
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


RULES = (
    *(Rule(find, ()) for find in (empty_cells, choices, months, days, bounds, beyond_reason)),
    Rule(reserved_keys, ()),
    Rule(duplicate_keys, ()),
    Rule(missing_tables, _NEEDED_TABLES),
)
