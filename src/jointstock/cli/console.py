"""Where words go: results to stdout, everything else to stderr.

No text is read as markup: names in a case may hold brackets.
"""

import dataclasses
import json
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

from jointstock.errors import Fault, Note

WIDTH_OF_FILES = 160  # columns, where the output is no terminal


def results() -> Console:
    """Return the console for results; made anew, so that it follows a redirected stdout."""
    return _console(error=False)


def progress() -> Console:
    """Return the console for progress and errors."""
    return _console(error=True)


def say(text: str) -> None:
    """Print a result as it is."""
    results().print(text, soft_wrap=True)


def explain(text: str) -> None:
    """Print progress or an error as it is."""
    progress().print(text, soft_wrap=True)


def show_document(document: Mapping[str, Any] | Sequence[Any]) -> None:
    """Print one JSON document."""
    sys.stdout.write(json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False) + "\n")


def show_table(title: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print a table.

    Args:
        title: What it shows.
        columns: Headings.
        rows: Cells; numbers are set flush right with separators, None is left empty.
    """
    table = Table(title=title, title_justify="left", title_style="bold", header_style="bold")
    for number, heading in enumerate(columns):
        cells = [row[number] for row in rows if row[number] is not None]
        numeric = bool(cells) and all(isinstance(cell, int | float) for cell in cells)
        table.add_column(heading, justify="right" if numeric else "left", overflow="fold")
    for row in rows:
        table.add_row(*(_cell(value) for value in row))
    results().print(table)


def document_of(finding: Fault | Note) -> dict[str, Any]:
    """Return a fault or a note as plain data."""
    return dataclasses.asdict(finding)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    return f"{value:,.0f}" if abs(value - round(value)) < 0.05 or abs(value) >= 100 else f"{value:,.1f}"


def _console(*, error: bool) -> Console:
    stream = sys.stderr if error else sys.stdout
    width = None if stream.isatty() else WIDTH_OF_FILES
    return Console(file=stream, width=width, markup=False, highlight=False)
