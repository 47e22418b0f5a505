"""What a Parquet file promises."""

import contextlib
import io
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from jointstock.files.parquet_promises import Promise, read_promise
from jointstock.files.thrift import MalformedError
from tests.test_faulty_inputs import promising

FRAME = pl.DataFrame({"a": [1, 2, 3], "b": ["x", "y", None]})


def promise(folder: Path, content: bytes, most_rows: int = 1_000_000) -> Promise:
    """The promise of a file of these bytes."""
    path = folder / "file.parquet"
    path.write_bytes(content)
    return read_promise(path, most_rows=most_rows)


def written(frame: pl.DataFrame, **options: Any) -> bytes:
    """A frame as Parquet."""
    out = io.BytesIO()
    frame.write_parquet(out, **options)
    return out.getvalue()


@pytest.mark.parametrize("compression", ["zstd", "snappy", "gzip", "lz4", "uncompressed"])
def test_rows_and_size(tmp_path: Path, compression: str) -> None:
    """A file keeps its promise, however it is packed."""
    frame = pl.DataFrame({"a": range(5000), "b": ["word"] * 5000})
    found = promise(tmp_path, written(frame, compression=compression))
    assert found.rows == 5000
    assert found.size > 5000


def test_several_row_groups(tmp_path: Path) -> None:
    """Rows are counted over all groups of rows."""
    frame = pl.DataFrame({"a": range(5000)})
    assert promise(tmp_path, written(frame, row_group_size=512)).rows == 5000


@pytest.mark.parametrize("version", ["1.0", "2.0"])
def test_other_writers(tmp_path: Path, version: Any) -> None:
    """Files of another library keep their promises, in both forms of pages."""
    out = io.BytesIO()
    table = pa.table({"a": list(range(3000)), "b": ["x", None, "z"] * 1000})
    pq.write_table(table, out, data_page_version=version, data_page_size=512)
    assert promise(tmp_path, out.getvalue()).rows == 3000


def test_file_without_rows(tmp_path: Path) -> None:
    """A file may hold no rows."""
    assert promise(tmp_path, written(FRAME.clear())).rows == 0


def test_rows_beyond_the_limit_are_not_looked_for(tmp_path: Path) -> None:
    """Where more rows are promised than are allowed, no page is looked at."""
    content = promising(1_000_000_000)(written(FRAME))
    assert promise(tmp_path, content) == Promise(1_000_000_000, 0)


def test_footer_that_promises_more_than_its_groups(tmp_path: Path) -> None:
    """A footer that promises more rows than its groups hold is refused."""
    with pytest.raises(MalformedError, match="promises 999 rows, and row groups of 3"):
        promise(tmp_path, promising(999)(written(FRAME)))


def test_footer_and_groups_that_promise_more_than_pages(tmp_path: Path) -> None:
    """Where footer and groups agree on more rows than the pages hold, the pages are counted."""
    content = bytearray(written(FRAME.select("a")))
    start = len(content) - 8 - int.from_bytes(content[-8:-4], "little")
    places = [
        place
        for place in range(start, len(content) - 8)
        if content[place] == 6 and content[place - 1] == 0x16
    ]
    for place in places:
        content[place] = 8
    with pytest.raises(MalformedError):
        promise(tmp_path, bytes(content))


@pytest.mark.parametrize("length", [0, 3, 11, 30, 200])
def test_file_cut_off(tmp_path: Path, length: int) -> None:
    """A file that is cut off is refused."""
    with pytest.raises(MalformedError, match="cut off"):
        promise(tmp_path, written(FRAME)[:length])


def test_footer_longer_than_the_file(tmp_path: Path) -> None:
    """A footer cannot be longer than its file."""
    with pytest.raises(MalformedError, match="longer than the file"):
        promise(tmp_path, b"PAR1" + (1000).to_bytes(4, "little") + b"PAR1")


def test_every_byte_of_the_footer(tmp_path: Path) -> None:
    """Whatever byte of a small file is changed, its promise is read or refused, and nothing else happens."""
    content = written(FRAME.select("a"), compression="uncompressed")
    for place in range(len(content)):
        for value in (0, 0x7F, 0xFF):
            changed = content[:place] + bytes([value]) + content[place + 1 :]
            with contextlib.suppress(MalformedError):
                assert promise(tmp_path, changed).rows >= 0
