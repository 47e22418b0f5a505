"""Hold what a Parquet file promises against what it holds, before anything is read from it.

The footer says how many rows there are, and each page how large it becomes. A reader believes both and
reserves the memory. So both are read here first, without reserving any.
"""

from __future__ import annotations

import dataclasses
from pathlib import Path

from jointstock.files.thrift import MalformedError, Value, read_struct

_MAGIC = b"PAR1"
_TAIL = 8
_DATA_PAGES = {0: 5, 3: 8}
"""Kinds of page that hold values: the number of the field that counts them."""


@dataclasses.dataclass(frozen=True)
class Promise:
    """What a Parquet file promises.

    Args:
        rows: Number of rows.
        size: Bytes of all its pages when unpacked.
    """

    rows: int
    size: int


def read_promise(path: Path, *, most_rows: int) -> Promise:
    """Read what a file promises, and check that its pages keep it.

    Args:
        path: The file.
        most_rows: Pages are not looked at where the footer promises more rows than these.

    Returns:
        The promise; the size is 0 where the pages were not looked at.

    Raises:
        MalformedError: If the file is no Parquet file, or its pages do not hold what its footer promises.
    """
    data = path.read_bytes()
    if len(data) < len(_MAGIC) + _TAIL or data[:4] != _MAGIC or data[-4:] != _MAGIC:
        raise MalformedError("no Parquet file, or one that is cut off")
    length = int.from_bytes(data[-8:-4], "little")
    start = len(data) - _TAIL - length
    if start < len(_MAGIC):
        raise MalformedError("a footer longer than the file")
    footer, _ = read_struct(data, start)
    rows = _integer(footer, 3)
    if rows < 0:
        raise MalformedError(f"a footer that promises {rows} rows")
    if rows > most_rows:
        return Promise(rows, 0)
    groups = _structs(footer, 4)
    held = sum(_integer(group, 3) for group in groups)
    if held != rows:
        raise MalformedError(f"a footer that promises {rows} rows, and row groups of {held}")
    chunks = [(chunk, _integer(group, 3)) for group in groups for chunk in _structs(group, 1)]
    return Promise(rows, sum(_chunk_size(data[:start], chunk, count) for chunk, count in chunks))


def _chunk_size(data: bytes, chunk: dict[int, Value], rows: int) -> int:
    """Walk the pages of a column chunk: bytes when unpacked, if they hold a value a row."""
    about = chunk.get(3)
    if not isinstance(about, dict) or chunk.get(1):
        raise MalformedError("a column that lies in another file")
    place = _integer(about, 9)
    if isinstance(dictionary := about.get(11), int) and 0 < dictionary < place:
        place = dictionary
    end = place + _integer(about, 7)
    if not len(_MAGIC) <= place <= end <= len(data):
        raise MalformedError("a column that lies outside the file")
    values = size = 0
    while place < end:
        page, place = read_struct(data, place)
        unpacked, packed = _integer(page, 2), _integer(page, 3)
        if unpacked < 0 or packed < 0:
            raise MalformedError("a page of negative size")
        place += packed
        size += unpacked
        field = _DATA_PAGES.get(_integer(page, 1))
        if field is not None:
            counts = page.get(field)
            values += _integer(counts, 1) if isinstance(counts, dict) else 0
    if place != end or values != rows or _integer(about, 5) != rows:
        raise MalformedError(f"a footer that promises {rows} rows, and pages of {values} values")
    return size


def _integer(fields: dict[int, Value], number: int) -> int:
    value = fields.get(number)
    if not isinstance(value, int):
        raise MalformedError(f"a structure without its field {number}")
    return value


def _structs(fields: dict[int, Value], number: int) -> list[dict[int, Value]]:
    values = fields.get(number)
    found = [value for value in values if isinstance(value, dict)] if isinstance(values, list) else []
    if not isinstance(values, list) or len(found) < len(values):
        raise MalformedError(f"a structure without its field {number}")
    return found
