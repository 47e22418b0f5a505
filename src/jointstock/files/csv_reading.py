"""Read a CSV file as cells of text, and say what is wrong with its form.

The bytes are looked at as one array: where the records end, and how many cells each has. A file in good
form is then handed to polars whole; of a file in bad form, the records in good form are.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from jointstock.errors import Fault
from jointstock.facts.dictionary import TableSpec
from jointstock.files.reading import MOST_BYTES, MOST_ROWS, Cells, column_faults, unread

_QUOTE, _COMMA, _LINE_FEED, _RETURN = (ord(character) for character in '",\n\r')
_SAVE_AS = "Save it as 'CSV UTF-8 (comma delimited)', numbers with a decimal point."

Flags = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]


def read_csv_cells(path: Path, spec: TableSpec) -> Cells:
    """Read the cells of a CSV file.

    Args:
        path: The file.
        spec: The table it should hold.

    Returns:
        The cells as text, and the faults of the file's form. Rows that cannot be used are left out.
    """
    if path.stat().st_size > MOST_BYTES:
        size = f"{path.stat().st_size} bytes"
        return unread(
            Fault("too-large", path.name, None, "", size, f"at most {MOST_BYTES} bytes", "Split the case.")
        )
    data = path.read_bytes().removeprefix(b"\xef\xbb\xbf")
    refused = _encoding_fault(path.name, data)
    if refused is None:
        header = _header(data)
        refused = _separator_fault(path.name, header)
    if refused is not None:
        return unread(refused)
    names = [name.strip() for name in header]
    faults = column_faults(path.name, names, spec)
    if len(set(names)) < len(names):
        return unread(*faults)
    return _records(path.name, data, names, faults)


def _encoding_fault(file: str, data: bytes) -> Fault | None:
    if not data.strip():
        return Fault(
            "empty-file", file, None, "", "", "a header and rows", "Delete the file if there are no rows."
        )
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in data:
        return Fault("utf-16", file, None, "", "text in UTF-16", "text in UTF-8", _SAVE_AS)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        found = data[error.start : error.start + 1].decode("latin-1")
        return Fault("not-utf-8", file, row, "", found, "text in UTF-8", _SAVE_AS)
    return None


def _header(data: bytes) -> list[str]:
    lines = io.StringIO(data[:1_000_000].decode("utf-8", errors="ignore"), newline="")
    return next(csv.reader(lines), [])


def _separator_fault(file: str, header: list[str]) -> Fault | None:
    joined = ",".join(header)
    for sign, word in ((";", "semicolons"), ("\t", "tabs")):
        if joined.count(sign) > len(header) - 1:
            return Fault(
                "separator", file, 1, "", f"columns parted by {word}", "columns parted by commas", _SAVE_AS
            )
    return None


def _records(file: str, data: bytes, names: list[str], faults: tuple[Fault, ...]) -> Cells:
    """Find the records, leave out those in bad form, and read the others."""
    array = np.frombuffer(data, dtype=np.uint8)
    inside = (
        np.bitwise_xor.accumulate(array == _QUOTE) if _QUOTE in data else np.zeros(array.size, dtype=np.bool_)
    )
    ends = np.flatnonzero((array == _LINE_FEED) & ~inside)
    if not ends.size or ends[-1] != array.size - 1:
        ends = np.append(ends, array.size)
    stray = _stray_quote(file, array, inside, ends)
    if stray is not None:
        return unread(*faults, stray)
    starts = np.concatenate([[0], ends[:-1] + 1])
    commas = np.flatnonzero((array == _COMMA) & ~inside)
    cells = np.searchsorted(commas, ends) - np.searchsorted(commas, starts) + 1
    blank = (ends == starts) | ((ends == starts + 1) & (array[np.minimum(starts, array.size - 1)] == _RETURN))
    if len(names) == 1:
        blank &= cells > 1  # A blank line of a file with one column is an empty cell.
    last = int(np.flatnonzero(~blank)[-1])
    ends, starts, cells, blank = ends[: last + 1], starts[: last + 1], cells[: last + 1], blank[: last + 1]
    if ends.size - 1 > MOST_ROWS:
        return unread(
            Fault(
                "too-large", file, None, "", f"{ends.size - 1} rows", f"at most {MOST_ROWS} rows", "Split it."
            )
        )
    ragged = ~blank & (cells != len(names))
    more = [*_blank_faults(file, np.flatnonzero(blank) + 1), *_ragged_faults(file, ragged, cells, len(names))]
    wrong = ragged | blank
    if wrong.any():
        kept = np.flatnonzero(~wrong[1:]) + 1
        data = b"\n".join([data[: ends[0]], *(data[starts[i] : ends[i]] for i in kept)])
        return _parsed(file, data, names, (*faults, *more), kept + 1)
    return _parsed(file, data[: ends[-1]], names, faults, None)


def _stray_quote(file: str, array: npt.NDArray[np.uint8], inside: Flags, ends: Ints) -> Fault | None:
    """A quotation mark in the middle of a cell, or one that is never closed."""
    quotes = np.flatnonzero(array == _QUOTE)
    if not quotes.size:
        return None
    before = np.where(quotes > 0, array[quotes - 1], _LINE_FEED)
    after = np.where(quotes < array.size - 1, array[np.minimum(quotes + 1, array.size - 1)], _LINE_FEED)
    opening = inside[quotes]
    fits_opening = np.isin(before, [_COMMA, _LINE_FEED, _QUOTE])
    fits_closing = np.isin(after, [_COMMA, _LINE_FEED, _RETURN, _QUOTE])
    wrong = quotes[np.where(opening, ~fits_opening, ~fits_closing)]
    if not wrong.size and inside[-1]:
        wrong = quotes[-1:]
    if not wrong.size:
        return None
    row = int(np.searchsorted(ends, wrong[0])) + 1
    remedy = 'Close the quotation mark, or write it twice ("") inside a quoted cell.'
    return Fault("stray-quote", file, row, "", '"', "quotation marks only around whole cells", remedy)


def _blank_faults(file: str, rows: npt.NDArray[np.intp]) -> list[Fault]:
    return [
        Fault("blank-row", file, int(row), "", "", "a row with values", "Delete the empty row.")
        for row in rows
    ]


def _ragged_faults(file: str, ragged: Flags, cells: npt.NDArray[np.intp], width: int) -> list[Fault]:
    expected = f"{width} cells as in the header"
    remedy = "Put a text that holds a comma in quotation marks; write numbers without separators."
    return [
        Fault("ragged-row", file, int(index) + 1, "", f"{cells[index]} cells", expected, remedy)
        for index in np.flatnonzero(ragged)
    ]


def _parsed(file: str, data: bytes, names: list[str], faults: tuple[Fault, ...], rows: Ints | None) -> Cells:
    try:
        frame = pl.read_csv(
            data, has_header=False, skip_lines=1, new_columns=names, infer_schema=False, null_values=""
        )
    except pl.exceptions.NoDataError:
        frame = pl.DataFrame(schema={name: pl.String() for name in names})
    except pl.exceptions.PolarsError as error:
        reason = str(error).split("\n", 1)[0]
        return unread(*faults, Fault("unreadable", file, None, "", reason, "a CSV file", _SAVE_AS))
    return _without_empty_rows(file, frame, faults, rows)


def _without_empty_rows(
    file: str, frame: pl.DataFrame, faults: tuple[Fault, ...], rows: Ints | None
) -> Cells:
    """Leave out rows of commas alone; those behind the last filled row are no fault."""
    numbers = None if rows is None else pl.Series("row", rows)
    whole = rows is None
    filled = frame.select(
        pl.any_horizontal(pl.all().str.strip_chars() != "").fill_null(value=False)
    ).to_series()
    if filled.all():
        return Cells(frame, numbers, faults, whole)
    length = int(filled.arg_true()[-1]) + 1 if filled.any() else 0
    numbers = numbers if numbers is not None else pl.int_range(2, frame.height + 2, eager=True)
    frame, numbers, filled = frame.head(length), numbers.head(length), filled.head(length)
    more = _blank_faults(file, numbers.filter(~filled).to_numpy())
    return Cells(frame.filter(filled), numbers.filter(filled), (*faults, *more), whole and not more)
