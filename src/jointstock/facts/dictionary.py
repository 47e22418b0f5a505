"""The data dictionary: every table and column of a case.

``dictionary.toml`` beside this module is the one place where a column is described. The reader, the checks,
the descriptor, the reference page and the error messages are made from what this module reads out of it.
"""

from __future__ import annotations

import dataclasses
import functools
import tomllib
from collections.abc import Mapping
from importlib import resources
from typing import Any

import polars as pl

DTYPES: Mapping[str, pl.DataType] = {"number": pl.Float64(), "integer": pl.Int64(), "flag": pl.Boolean()}


@dataclasses.dataclass(frozen=True)
class Column:
    """A column of a table of a case.

    Args:
        name: Name of the column.
        type: ``id``, ``text``, ``number``, ``integer``, ``month``, ``day``, ``flag`` or ``choice``.
        about: What the column holds, in a sentence.
        empty: What an empty cell means: ``fault``, ``unknown`` or ``none``.
        unit: Unit of a number; empty where there is none.
        refers: ``table.column`` whose values it may hold; empty where it refers to nothing.
        wildcard: Whether ``*`` is allowed beside the values it refers to.
        values: The values a choice allows.
        default: What stands for an empty cell, where something does.
        min: Smallest number allowed.
        max: Largest number allowed.
        above: Number that must be exceeded.
    """

    name: str
    type: str
    about: str
    empty: str
    unit: str = ""
    refers: str = ""
    wildcard: bool = False
    values: tuple[str, ...] = ()
    default: float | str | None = None
    min: float | None = None
    max: float | None = None
    above: float | None = None

    @property
    def dtype(self) -> pl.DataType:
        """Polars type: Float64, Int64, Boolean, or String for all others."""
        return DTYPES.get(self.type, pl.String())


@dataclasses.dataclass(frozen=True)
class TableSpec:
    """A table of a case.

    Args:
        name: Name of the table and of its file.
        about: What its rows are, in a sentence.
        key: Columns that name a row.
        figure: Column that ``low``, ``high`` and ``basis`` speak of; empty where there is none.
        absent: What it means that a row is not there: ``none``, ``not allowed``, ``unlimited`` or ``fault``.
        columns: All columns in their order, the common ones last.
    """

    name: str
    about: str
    key: tuple[str, ...]
    figure: str
    absent: str
    columns: tuple[Column, ...]

    @functools.cached_property
    def by_name(self) -> Mapping[str, Column]:
        """The columns by their names."""
        return {column.name: column for column in self.columns}

    @functools.cached_property
    def schema(self) -> pl.Schema:
        """Polars schema of the table, columns in the order of the dictionary."""
        return pl.Schema({column.name: column.dtype for column in self.columns})

    @functools.cached_property
    def open_keys(self) -> tuple[str, ...]:
        """Key columns that may be empty; their empty cells are held as "" so that keys join."""
        return tuple(name for name in self.key if self.by_name[name].empty == "none")

    def empty_frame(self) -> pl.DataFrame:
        """A frame without rows, with the schema of the table."""
        return self._empty.clone()

    @functools.cached_property
    def _empty(self) -> pl.DataFrame:
        return pl.DataFrame(schema=self.schema)


@dataclasses.dataclass(frozen=True)
class Dictionary:
    """All tables of a case.

    Args:
        schema: Number of the schema that case folders name.
        tables: The tables by name, in the order of the dictionary.
    """

    schema: int
    tables: Mapping[str, TableSpec]


def read_dictionary(text: str) -> Dictionary:
    """Read a dictionary from its TOML text.

    Args:
        text: Content of ``dictionary.toml``.

    Returns:
        The dictionary, with the common columns behind those of every table that carries them.
    """
    document = tomllib.loads(text)
    common = tuple(_column(entry) for entry in document["common"]["columns"])
    tables = {name: _table(name, entry, common) for name, entry in document["tables"].items()}
    return Dictionary(schema=document["schema"], tables=tables)


def _column(entry: dict[str, Any]) -> Column:
    return Column(**{**entry, "values": tuple(entry.get("values", ()))})


def _table(name: str, entry: dict[str, Any], common: tuple[Column, ...]) -> TableSpec:
    own = tuple(_column(column) for column in entry["columns"])
    return TableSpec(
        name=name,
        about=entry["about"],
        key=tuple(entry["key"]),
        figure=entry.get("figure", ""),
        absent=entry["absent"],
        columns=own + (common if entry.get("common", True) else ()),
    )


DICTIONARY = read_dictionary(
    resources.files("jointstock.facts").joinpath("dictionary.toml").read_text(encoding="utf-8")
)


def filled(table: str, column: str) -> pl.Expr:
    """A column whose empty cells stand for the default that the dictionary states.

    Args:
        table: Name of the table.
        column: Name of a column with a default.
    """
    return pl.col(column).fill_null(DICTIONARY.tables[table].by_name[column].default)
