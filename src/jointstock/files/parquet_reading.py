"""Read a Parquet file as cells, refusing one that promises more than it can hold."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from jointstock.errors import Fault
from jointstock.facts.dictionary import TableSpec
from jointstock.files.parquet_promises import read_promise
from jointstock.files.reading import MOST_BYTES, MOST_CELLS, MOST_ROWS, Cells, column_faults, unread
from jointstock.files.thrift import MalformedError

_REMEDY = "Write the file again, or hand in the table as CSV."


def read_parquet_cells(path: Path, spec: TableSpec) -> Cells:
    """Read the cells of a Parquet file.

    Rows are counted as in a CSV file: the first one is row 2.

    Args:
        path: The file.
        spec: The table it should hold.

    Returns:
        The cells, and the faults of the file's form. Columns that the table does not have are not read.
    """
    file, size = path.name, path.stat().st_size
    if not size:
        remedy = "Delete the file if there are no rows."
        return unread(Fault("empty-file", file, None, "", "", "a Parquet file", remedy))
    if size > MOST_BYTES:
        return unread(_too_large(file, f"{size} bytes", f"at most {MOST_BYTES} bytes"))
    try:
        promise = read_promise(path, most_rows=MOST_ROWS)
        if promise.rows > MOST_ROWS:
            found = f"a footer that promises {promise.rows} rows"
            return unread(_too_large(file, found, f"at most {MOST_ROWS} rows"))
        if promise.size > MOST_BYTES or promise.rows * len(spec.columns) > MOST_CELLS:
            found = f"{promise.rows} rows that unpack to {promise.size} bytes"
            return unread(_too_large(file, found, f"at most {MOST_BYTES} bytes and {MOST_CELLS} cells"))
        named = list(pl.read_parquet_schema(path))
        names = [name for name in named if name in spec.by_name]
        frame = pl.read_parquet(path, columns=names, glob=False, hive_partitioning=False)
    except (MalformedError, pl.exceptions.PolarsError, OSError) as error:
        return unread(_unreadable(file, str(error).split("\n", 1)[0]))
    except pl.exceptions.PanicException:
        return unread(_unreadable(file, "damaged pages"))
    return Cells(frame, None, column_faults(file, named, spec), whole=True)


def _too_large(file: str, found: str, most: str) -> Fault:
    return Fault("too-large", file, None, "", found, most, _REMEDY)


def _unreadable(file: str, reason: str) -> Fault:
    return Fault("unreadable", file, None, "", reason, "a Parquet file", _REMEDY)
