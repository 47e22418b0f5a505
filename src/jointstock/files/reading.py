"""What every reader of a table file shares: what it hands back, and the limits it keeps."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

import polars as pl

from jointstock.errors import Fault
from jointstock.facts.dictionary import TableSpec
from jointstock.facts.suggestions import did_you_mean, nearest

MOST_BYTES = 2 * 2**30
MOST_ROWS = 10_000_000
MOST_CELLS = 200_000_000


@dataclasses.dataclass(frozen=True)
class Cells:
    """The cells of a table file as they were written.

    Args:
        frame: The cells by the columns of the file. Without columns where the file could not be read.
        rows: Row in the file of each row of the frame; None where they follow each other from row 2.
        faults: What is wrong with the file so far.
        whole: Whether every row of the file is in the frame.
    """

    frame: pl.DataFrame
    rows: pl.Series | None
    faults: tuple[Fault, ...]
    whole: bool


def unread(*faults: Fault) -> Cells:
    """A file of which nothing could be read."""
    return Cells(pl.DataFrame(), None, faults, whole=False)


def column_faults(file: str, names: Iterable[str], spec: TableSpec) -> tuple[Fault, ...]:
    """Compare the columns of a file with those of its table.

    Args:
        file: Name of the file.
        names: Columns of the file, as the header names them.
        spec: The table.

    Returns:
        A fault for each column that is unknown, named twice, or missing although a value is required.
    """
    faults, seen = [], set[str]()
    names = list(names)
    for name in names:
        if name in seen:
            faults.append(
                Fault("column-twice", file, 1, name, name, "each column once", "Delete one of the two.")
            )
        elif name not in spec.by_name:
            free = [known for known in spec.by_name if known not in names]
            listing = f"Its columns are {', '.join(spec.by_name)}."
            remedy = did_you_mean(name, free, listing) if name else "Name the column, or delete it."
            faults.append(Fault("unknown-column", file, 1, name, name, f"a column of {spec.name}", remedy))
        seen.add(name)
    misspelt = {nearest(name, spec.by_name) for name in seen if name not in spec.by_name}
    for column in spec.columns:
        # A required column that is only misspelt is reported once, by its misspelling.
        if column.empty == "fault" and column.name not in seen and column.name not in misspelt:
            remedy = f"Add the column {column.name}: {column.about}"
            faults.append(
                Fault("missing-column", file, 1, column.name, "", f"a column {column.name}", remedy)
            )
    return tuple(faults)
