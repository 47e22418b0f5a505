"""Reading Parquet files."""

import datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from jointstock.facts.conversion import to_schema
from jointstock.facts.dictionary import DICTIONARY
from jointstock.files import parquet_reading
from jointstock.files.parquet_reading import read_parquet_cells
from jointstock.files.reading import Cells

RATES = DICTIONARY.tables["rates"]
FRAME = pl.DataFrame(
    {"rate": ["USD"], "month": ["2023-01"], "value": [0.9], "basis": ["cited"], "known_on": ["2023-06-01"]}
)


def read(folder: Path, frame: pl.DataFrame) -> Cells:
    """The cells of rates written as Parquet."""
    path = folder / "rates.parquet"
    frame.write_parquet(path)
    return read_parquet_cells(path, RATES)


def test_cells_keep_their_types(tmp_path: Path) -> None:
    """Numbers stay numbers; nothing passes through text."""
    cells = read(tmp_path, FRAME)
    assert (cells.faults, cells.whole, cells.rows) == ((), True, None)
    assert cells.frame.schema["value"] == pl.Float64


def test_unknown_columns_are_told_and_not_read(tmp_path: Path) -> None:
    """A column that the table has not is a fault, and its cells are not read."""
    cells = read(tmp_path, FRAME.with_columns(colour=pl.lit("red")))
    assert [(fault.code, fault.column) for fault in cells.faults] == [("unknown-column", "colour")]
    assert "colour" not in cells.frame.columns


@pytest.mark.parametrize(
    "column",
    [
        {"value": pl.lit(1, dtype=pl.UInt8)},
        {"value": pl.lit("0.9")},
        {"month": pl.lit("2023-01").cast(pl.Categorical)},
        {"known_on": pl.lit(datetime.date(2023, 6, 1))},
        {"note": pl.lit(None)},
    ],
)
def test_columns_of_other_types(tmp_path: Path, column: dict[str, Any]) -> None:
    """Small integers, text, categories, dates and nulls are read as what the column holds."""
    cells = read(tmp_path, FRAME.with_columns(**column))
    frame, bad = to_schema(cells.frame, RATES)
    assert not bad
    assert frame.select("month", "known_on").row(0) == ("2023-01", "2023-06-01")


def test_file_without_rows(tmp_path: Path) -> None:
    """A table without rows is no fault."""
    assert read(tmp_path, FRAME.clear()).faults == ()


def test_a_bomb_is_refused_before_it_goes_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A small file that would unpack to more bytes than allowed is refused unread."""
    monkeypatch.setattr(parquet_reading, "MOST_BYTES", 100_000)
    path = tmp_path / "rates.parquet"
    pl.DataFrame({"note": [f"{number % 7}" * 900 for number in range(3000)]}).write_parquet(
        path, use_pyarrow=True, pyarrow_options={"use_dictionary": False}
    )
    assert path.stat().st_size < 100_000
    fault = read_parquet_cells(path, RATES).faults[0]
    assert fault.code == "too-large"
    assert "unpack to" in fault.value


def test_too_many_rows_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of more rows than allowed is refused by its own count, however small it is."""
    monkeypatch.setattr(parquet_reading, "MOST_ROWS", 1000)
    fault = read(tmp_path, pl.DataFrame({"rate": ["USD"] * 1001})).faults[0]
    assert (fault.code, fault.value) == ("too-large", "a footer that promises 1001 rows")


def test_too_many_cells_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file whose rows times columns are more than allowed is refused."""
    monkeypatch.setattr(parquet_reading, "MOST_CELLS", 1000)
    assert read(tmp_path, pl.DataFrame({"rate": ["USD"] * 500})).faults[0].code == "too-large"


def test_damaged_pages_are_refused(tmp_path: Path) -> None:
    """A page whose bytes are damaged is refused with a reason."""
    path = tmp_path / "rates.parquet"
    FRAME.write_parquet(path, compression="zstd")
    content = bytearray(path.read_bytes())
    place = content.index(b"\x28\xb5\x2f\xfd")
    content[place : place + 4] = b"\x00\x00\x00\x00"
    path.write_bytes(bytes(content))
    fault = read_parquet_cells(path, RATES).faults[0]
    assert fault.code == "unreadable"
    assert fault.value
