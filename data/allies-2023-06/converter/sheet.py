"""The tables of the case while they are filled, and the way they are written."""

from __future__ import annotations

import csv
import io
import itertools
import tomllib
from collections.abc import Mapping
from pathlib import Path

Cell = object
_DICTIONARY = Path(__file__).resolve().parents[3] / "src" / "jointstock" / "facts" / "dictionary.toml"
DIGITS = 10  # significant digits of a number in the files


def text(value: Cell) -> str:
    """A cell in its shortest exact form.

    Args:
        value: Text, number, flag or None.

    Returns:
        The text; "" for None.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return (
            f"{value:.{DIGITS}g}"
            if abs(value) < 1e-4
            else f"{float(f'{value:.{DIGITS}g}'):.10f}".rstrip("0").rstrip(".")
        )
    return str(value)


class Sheets:
    """Tables of the case, by name of the table."""

    def __init__(self) -> None:
        self._specs = tomllib.loads(_DICTIONARY.read_text(encoding="utf-8"))
        self._rows: dict[str, list[dict[str, Cell]]] = {name: [] for name in self._specs["tables"]}

    def add(self, table: str, /, **cells: Cell) -> None:
        """Add a row.

        Args:
            table: Name of the table.
            **cells: Its cells by column.

        Raises:
            KeyError: If the table or a column is not in the data dictionary.
        """
        unknown = set(cells) - set(self.columns(table))
        if unknown:
            raise KeyError(f"{table} has no column {sorted(unknown)}")
        self._rows[table].append(cells)

    def columns(self, table: str) -> list[str]:
        """Columns of a table in the order of the data dictionary."""
        spec = self._specs["tables"][table]
        common = self._specs["common"]["columns"] if spec.get("common", True) else []
        return [column["name"] for column in [*spec["columns"], *common]]

    def rows(self, table: str) -> list[Mapping[str, Cell]]:
        """Rows added to a table so far."""
        return list(self._rows[table])

    def names(self) -> list[str]:
        """Tables that have rows."""
        return [name for name, rows in self._rows.items() if rows]

    def render(self, table: str) -> str:
        """A table as the text of a CSV file, sorted by its key.

        Args:
            table: Name of the table.

        Returns:
            Header and rows; columns that no row fills are left out unless they belong to the key.

        Raises:
            ValueError: If two rows have the same key.
        """
        key = self._specs["tables"][table]["key"]
        rows = [{name: text(cell) for name, cell in row.items()} for row in self._rows[table]]
        filled = [name for name in self.columns(table) if name in key or any(row.get(name) for row in rows)]
        rows.sort(key=lambda row: [row.get(name, "") for name in key])
        keys = [tuple(row.get(name, "") for name in key) for row in rows]
        if len(set(keys)) < len(keys):
            twice = next(one for one, other in itertools.pairwise(keys) if one == other)
            raise ValueError(f"{table} has two rows {twice}")
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(filled)
        writer.writerows([row.get(name, "") for name in filled] for row in rows)
        return out.getvalue()
