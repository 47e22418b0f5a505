"""What-ifs as data: changes of cells and removed obstacles.

A change is a plain JSON object, so that a plan can keep the list it was made with and the verifier can apply
it again. There are two forms::

    {"table": "budgets", "key": ["EE", "2025"], "column": "amount", "op": "*=", "value": 1.1}
    {"without": "obstacle:export licence"}

``op`` is ``=``, ``*=`` or ``+=``. Parts of the key stand in the order of the data dictionary; ``*`` is any,
and parts left out behind the first are any. The table ``case`` holds the settings and has no key.
An empty value empties the cell.
"""

from __future__ import annotations

import dataclasses
import math
import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import polars as pl

from jointstock.errors import OptionError
from jointstock.facts.dictionary import DICTIONARY, Column, TableSpec
from jointstock.facts.requirement import filled_targets
from jointstock.facts.suggestions import did_you_mean

if TYPE_CHECKING:
    from jointstock.facts.case import Case

Change: TypeAlias = Mapping[str, Any]
"""A change as a JSON object: a cell rule or a removal."""

SETTINGS = "case"
"""Name under which a change reaches the settings."""

_PART = re.compile(r"""'([^']*)'|"([^"]*)"|([^.'"=]*?)(?=\.|\s*[*+]?=|$)""")
_OPERATOR = re.compile(r"\s*([*+]?=)\s*")
_OPERATORS = ("=", "*=", "+=")
_FORM = "TABLE.KEY.COLUMN=VALUE (or *= or +=), such as budgets.EE.2025.amount*=1.1"


def parse_change(text: str) -> Change:
    """Read a change from its short form.

    Args:
        text: Such as ``budgets.EE.2025.amount*=1.1``. Parts with dots stand in quotes.

    Returns:
        The change as ``{table, key, column, op, value}``.

    Raises:
        OptionError: The text has another form.
    """
    parts, position = _parts(text)
    operator = _OPERATOR.match(text, position)
    if operator is None or len(parts) < 2 or not parts[0] or not parts[-1]:
        raise OptionError(f"'{text}' is no change. Write {_FORM}.")
    value = _value(text[operator.end() :].strip())
    table, *key, column = parts
    return {"table": table, "key": key, "column": column, "op": operator.group(1), "value": value}


def parse_without(text: str) -> Change:
    """Read what is to be left out.

    Args:
        text: ``obstacle:NAME``.

    Returns:
        The change as ``{"without": text}``.

    Raises:
        OptionError: The text has another form.
    """
    kind, colon, name = text.partition(":")
    if kind != "obstacle" or not colon or not name.strip():
        raise OptionError(f"'{text}' cannot be left out. Write obstacle:NAME.")
    return {"without": f"obstacle:{name.strip()}"}


def read_change_file(path: str | Path) -> tuple[Change, ...]:
    """Read changes from a TOML file.

    The file holds any of ``set`` (a list of short forms), ``without`` (a list of ``obstacle:NAME``) and
    ``[[changes]]`` (tables with ``table``, ``key``, ``column``, ``op`` and ``value``).

    Args:
        path: The file.

    Returns:
        Its changes: those of ``set`` first, then ``changes``, then ``without``.

    Raises:
        OptionError: The file cannot be read or holds something else.
    """
    try:
        document = tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise OptionError(f"The change file '{path}' cannot be read: {error.strerror}.") from error
    except ValueError as error:
        raise OptionError(
            f"The change file '{path}' cannot be read as TOML: {error}. See 'jointstock plan --help'."
        ) from error
    unknown = sorted(set(document) - {"set", "without", "changes"})
    if unknown:
        raise OptionError(
            f"'{unknown[0]}' in '{path}' is not known. A change file holds set, changes and without."
        )
    written = [parse_change(text) for text in _texts(document, "set", path)]
    written += [_complete(entry) for entry in _tables(document, path)]
    written += [parse_without(text) for text in _texts(document, "without", path)]
    return tuple(written)


def apply_changes(case: Case, changes: Iterable[Change]) -> Case:
    """Return the case with all changes applied, in their order.

    Args:
        case: The case to start from; it stays as it is.
        changes: The changes.

    Returns:
        The changed case. It has not been checked.

    Raises:
        OptionError: A change names nothing that the case has, or does not fit the column.
    """
    for change in changes:
        if "without" in change:
            case = _left_out(case, str(change["without"]))
        elif change.get("table") == SETTINGS:
            case = _with_setting(case, _complete(change))
        else:
            case = _with_cells(case, _complete(change))
    return case


def _parts(text: str) -> tuple[list[str], int]:
    """Split the path before the operator at its dots; return the parts and where the path ends."""
    parts: list[str] = []
    position = 0
    while match := _PART.match(text, position):
        parts.append(next((group for group in match.groups() if group is not None), "").strip())
        position = match.end()
        if not text.startswith(".", position):
            break
        position += 1
    return parts, position


def _value(text: str) -> float | int | str | None:
    if len(text) >= 2 and text[0] == text[-1] and text[0] in "'\"":
        return text[1:-1]
    if not text:
        return None
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text


def _texts(document: Mapping[str, Any], name: str, path: str | Path) -> list[str]:
    found = document.get(name, [])
    if not isinstance(found, list) or not all(isinstance(entry, str) for entry in found):
        raise OptionError(f"'{name}' in '{path}' is a list of texts.")
    return found


def _tables(document: Mapping[str, Any], path: str | Path) -> list[dict[str, Any]]:
    found = document.get("changes", [])
    if not isinstance(found, list) or not all(isinstance(entry, dict) for entry in found):
        raise OptionError(f"'changes' in '{path}' is a list of tables: write [[changes]].")
    return found


def _complete(change: Change) -> Change:
    missing = sorted({"table", "column", "op", "value"} - set(change))
    if missing:
        raise OptionError(f"A change lacks '{missing[0]}'. It has table, key, column, op and value.")
    if change["op"] not in _OPERATORS:
        raise OptionError(f"The operator '{change['op']}' is not known. Write =, *= or +=.")
    return {"key": [], **change}


def _left_out(case: Case, text: str) -> Case:
    name = str(parse_without(text)["without"]).partition(":")[2]
    obstacles = case.table("obstacles")
    kept = obstacles.filter(pl.col("obstacle") != name)
    if kept.height == obstacles.height:
        known = obstacles["obstacle"].unique().to_list()
        raise OptionError(f"The case has no obstacle '{name}'. {did_you_mean(name, known, _listed(known))}")
    return case.replace(obstacles=kept)


def _with_setting(case: Case, change: Change) -> Case:
    name, known = str(change["column"]), [field.name for field in dataclasses.fields(case.settings)]
    if change["key"] or name not in known:
        asked = ".".join([*map(str, change["key"]), name])
        raise OptionError(f"The case has no setting '{asked}'. {did_you_mean(name, known, _listed(known))}")
    before = getattr(case.settings, name)
    after = _computed(before, str(change["op"]), change["value"], f"case.{name}")
    if isinstance(before, int):
        after = _whole(after, f"case.{name}")
    return case.replace(settings=dataclasses.replace(case.settings, **{name: after}))


def _computed(before: Any, op: str, value: Any, place: str) -> Any:
    if op == "=":
        return value
    if not isinstance(before, int | float) or not isinstance(value, int | float):
        raise OptionError(f"{place}{op}{value}: {op} needs a number on both sides; there is '{before}'.")
    return before * value if op == "*=" else before + value


def _whole(value: Any, place: str) -> int:
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = math.nan
    if not number.is_integer():
        raise OptionError(f"{place} is a whole number, not '{value}'.")
    return int(number)


def _with_cells(case: Case, change: Change) -> Case:
    spec, column = _place(change)
    frame = case.table(spec.name)
    hit = _matching(frame, spec, [str(part) for part in change["key"]])
    # A target that is computed changes as if it were stated, and is stated from then on.
    before = filled_targets(case) if spec.name == "targets" else frame
    changed = before.with_columns(_new_cells(before, column, change).alias(column.name))[column.name]
    after = frame.with_columns(pl.when(hit).then(changed).otherwise(pl.col(column.name)).alias(column.name))
    if change["op"] != "=" and not before.filter(hit)[column.name].drop_nulls().len():
        raise OptionError(
            f"{_shown(change)}: the cells are empty, and {change['op']} of an unknown number is unknown."
        )
    tables: dict[str, Any] = {spec.name: after}
    return case.replace(**tables)


def _place(change: Change) -> tuple[TableSpec, Column]:
    table, name = str(change["table"]), str(change["column"])
    if table not in DICTIONARY.tables:
        known = [*DICTIONARY.tables, SETTINGS]
        raise OptionError(
            f"{_shown(change)}: there is no table '{table}'. {did_you_mean(table, known, _listed(known))}"
        )
    spec = DICTIONARY.tables[table]
    if name not in spec.by_name:
        remedy = did_you_mean(name, spec.by_name, _listed(spec.by_name))
        raise OptionError(f"{_shown(change)}: {table} has no column '{name}'. {remedy}")
    if name in spec.key:
        raise OptionError(f"{_shown(change)}: '{name}' is part of the key of {table} and names the row.")
    if not change["key"]:
        raise OptionError(
            f"{_shown(change)} names no row: name the row, or * for every row, as in {table}.*.{name}."
        )
    if len(change["key"]) > len(spec.key):
        parts = "1 part" if len(spec.key) == 1 else f"{len(spec.key)} parts"
        raise OptionError(f"{_shown(change)}: the key of {table} has {parts}: {', '.join(spec.key)}.")
    return spec, spec.by_name[name]


def _matching(frame: pl.DataFrame, spec: TableSpec, key: list[str]) -> pl.Series:
    """Rows that the key names, as a mask; refuse the first part that names none."""
    hit = pl.Series("hit", [True]).new_from_index(0, frame.height)
    for name, part in zip(spec.key, key, strict=False):
        if part == "*":
            continue
        narrowed = hit & _equal(frame[name], part)
        if not narrowed.any():
            known = frame.filter(hit)[name].cast(pl.String).unique().sort().to_list()
            remedy = did_you_mean(part, known, _listed(known))
            raise OptionError(f"{spec.name} has no row with {name} '{part}'. {remedy}")
        hit = narrowed
    if not hit.any():
        raise OptionError(f"The table {spec.name} of the case has no rows to change.")
    return hit


def _equal(values: pl.Series, part: str) -> pl.Series:
    if values.dtype == pl.String:
        return values.fill_null("") == part
    try:
        number = float(part)
    except ValueError:
        return values.is_null() & values.is_not_null()
    return (values.cast(pl.Float64) == number).fill_null(value=False)


def _new_cells(frame: pl.DataFrame, column: Column, change: Change) -> pl.Expr:
    value = _fitting(column, change)
    if change["op"] == "=":
        return pl.lit(value, dtype=column.dtype)
    old = pl.col(column.name)
    new: pl.Expr = old * value if change["op"] == "*=" else old + value
    if column.type != "integer":
        return new
    written = frame.select(new.alias("new"))["new"].drop_nulls()
    if (written != written.round()).any():
        raise OptionError(f"{_shown(change)}: '{column.name}' holds whole numbers.")
    return new.round().cast(pl.Int64)


def _fitting(column: Column, change: Change) -> Any:
    """Return the value as the column holds it; refuse one that does not fit."""
    value = change["value"]
    if column.type in ("number", "integer"):
        return _fitting_number(column, change)
    if change["op"] != "=":
        raise OptionError(
            f"{_shown(change)}: {change['op']} needs numbers; '{column.name}' holds {column.type}."
        )
    if column.type == "flag" and value is not None:
        if value not in ("yes", "no", True, False):
            raise OptionError(f"{_shown(change)}: '{column.name}' is yes or no.")
        return value in ("yes", True)
    if column.values and value is not None and value not in column.values:
        remedy = did_you_mean(str(value), column.values, _listed(column.values))
        raise OptionError(f"{_shown(change)}: '{value}' is not possible. {remedy}")
    return None if value is None else str(value)


def _fitting_number(column: Column, change: Change) -> float | int | None:
    value = change["value"]
    if value is None and change["op"] == "=":
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise OptionError(f"{_shown(change)}: '{column.name}' needs a number, not '{value}'.")
    if column.type == "integer" and change["op"] == "=" and value != int(value):
        raise OptionError(f"{_shown(change)}: '{column.name}' holds whole numbers.")
    return int(value) if column.type == "integer" and change["op"] == "=" else value


def _shown(change: Change) -> str:
    path = ".".join(str(part) for part in (change["table"], *change["key"], change["column"]))
    return f"{path}{change['op']}{'' if change['value'] is None else change['value']}"


def _listed(known: Iterable[str]) -> str:
    shown = list(known)
    if not shown:
        return "There is none."
    more = " and more" if len(shown) > 8 else ""
    return f"There {'is' if len(shown) == 1 else 'are'} {', '.join(shown[:8])}{more}."
