"""The Frictionless descriptor of a case folder, made from the data dictionary."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jointstock.facts.case import Case
from jointstock.facts.dictionary import DICTIONARY, Column

FILE = "datapackage.json"
_TYPES = {"number": "number", "integer": "integer", "flag": "boolean"}
_MONTH = r"[0-9]{4}-(0[1-9]|1[0-2])"
_DAY = r"[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?"


def descriptor(case: Case, columns: Mapping[str, list[str]], form: str) -> dict[str, Any]:
    """Describe the tables of a case folder as a Frictionless Data Package.

    Args:
        case: The case.
        columns: Columns of each file, by name of table.
        form: ``csv`` or ``parquet``.

    Returns:
        The descriptor, ready to be written as JSON.
    """
    settings = case.settings
    resources = [_resource(name, names, form) for name, names in columns.items()]
    return {
        "profile": "tabular-data-package" if form == "csv" else "data-package",
        "name": "".join(c if c.isalnum() and c.isascii() else "-" for c in settings.name.lower()) or "case",
        "title": settings.name,
        "description": f"As of {settings.as_of}; {settings.months} months from {settings.first_month}.",
        "resources": resources,
    }


def _resource(name: str, columns: list[str], form: str) -> dict[str, Any]:
    spec = DICTIONARY.tables[name]
    entry: dict[str, Any] = {
        "name": name.replace("_", "-"),
        "path": f"{name}.{form}",
        "description": spec.about,
        "format": form,
        "schema": {"fields": [_field(spec.by_name[column]) for column in columns], "missingValues": [""]},
    }
    if form == "csv":
        entry |= {"profile": "tabular-data-resource", "mediatype": "text/csv", "encoding": "utf-8"}
    # A Frictionless primary key must not be empty, and some key columns may be.
    if all(column in columns for column in spec.key) and not spec.open_keys:
        entry["schema"]["primaryKey"] = list(spec.key)
    return entry


def _field(column: Column) -> dict[str, Any]:
    about = f"{column.about} Unit: {column.unit}." if column.unit else column.about
    entry: dict[str, Any] = {
        "name": column.name,
        "type": _TYPES.get(column.type, "string"),
        "description": about,
    }
    if column.type == "flag":
        entry |= {"trueValues": ["yes"], "falseValues": ["no"]}
    constraints: dict[str, Any] = {}
    if column.empty == "fault":
        constraints["required"] = True
    if column.values:
        constraints["enum"] = list(column.values)
    if column.type in ("month", "day"):
        constraints["pattern"] = _MONTH if column.type == "month" else _DAY
    if column.min is not None:
        constraints["minimum"] = column.min
    if column.max is not None:
        constraints["maximum"] = column.max
    if constraints:
        entry["constraints"] = constraints
    return entry
