"""Reading CSV files."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jointstock.facts.dictionary import DICTIONARY
from jointstock.files.csv_reading import read_csv_cells
from jointstock.files.reading import Cells

SOURCES = DICTIONARY.tables["sources"]
HEADER = "source,publisher,title\n"


def read(folder: Path, content: str | bytes) -> Cells:
    """The cells of a file of sources."""
    path = folder / "sources.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_csv_cells(path, SOURCES)


def rows(folder: Path, content: str | bytes) -> list[tuple[object, ...]]:
    """The rows of a file of sources in good form."""
    cells = read(folder, content)
    assert cells.faults == ()
    assert cells.whole
    return cells.frame.rows()


@pytest.mark.parametrize(
    "content",
    [
        HEADER + "S1,Press,Story\nS2,,\n",
        HEADER + "S1,Press,Story\nS2,,",
        (HEADER + "S1,Press,Story\nS2,,\n").replace("\n", "\r\n"),
        "\ufeff" + HEADER + "S1,Press,Story\nS2,,\n",
        HEADER + "S1,Press,Story\nS2,,\n\n\r\n\n",
        HEADER + "S1,Press,Story\nS2,,\n,,\n,,\n",
        HEADER + '"S1","Press","Story"\nS2,"",\n',
        " source , publisher,title\nS1,Press,Story\nS2,,\n",
    ],
)
def test_forms_that_are_the_same(tmp_path: Path, content: str) -> None:
    """Line ends, a byte order mark, quotation marks and empty rows at the end change nothing."""
    found = [tuple(cell or None for cell in row) for row in rows(tmp_path, content)]
    assert found == [("S1", "Press", "Story"), ("S2", None, None)]


def test_quoted_cells(tmp_path: Path) -> None:
    """A quoted cell may hold commas, quotation marks, semicolons and line ends."""
    content = HEADER + 'S1,"Press, daily; ""The Day""","two\nlines"\n'
    assert rows(tmp_path, content) == [("S1", 'Press, daily; "The Day"', "two\nlines")]


def test_every_cell_is_text(tmp_path: Path) -> None:
    """Nothing is guessed: codes keep their zeros."""
    assert rows(tmp_path, HEADER + "007,1e5,true\n") == [("007", "1e5", "true")]


def test_header_alone_is_an_empty_table(tmp_path: Path) -> None:
    """A file with a header and no rows is a table without rows."""
    assert rows(tmp_path, HEADER) == []
    assert rows(tmp_path, HEADER.rstrip()) == []


def test_wrong_rows_are_left_out_and_the_others_read(tmp_path: Path) -> None:
    """A row with too many cells is a fault; the rows around it are read, and keep their numbers."""
    cells = read(tmp_path, HEADER + "S1,a,b\nS2,a,b,c\n\nS3,a,b\nS4,a\n")
    assert cells.frame.get_column("source").to_list() == ["S1", "S3"]
    assert cells.rows is not None
    assert cells.rows.to_list() == [2, 5]
    assert not cells.whole
    assert sorted((fault.row, fault.code) for fault in cells.faults) == [
        (3, "ragged-row"),
        (4, "blank-row"),
        (6, "ragged-row"),
    ]


def test_rows_of_commas_between_rows(tmp_path: Path) -> None:
    """A row of commas between rows is a fault at its place; the rows behind keep their numbers."""
    cells = read(tmp_path, HEADER + "S1,a,b\n,,\nS2,a,b\n,,\n")
    assert [(fault.code, fault.row) for fault in cells.faults] == [("blank-row", 3)]
    assert cells.rows is not None
    assert cells.rows.to_list() == [2, 4]


def test_rows_are_counted_by_records(tmp_path: Path) -> None:
    """A quoted line end does not begin a row."""
    cells = read(tmp_path, HEADER + 'S1,a,"two\nlines"\nS2,a\n')
    assert [(fault.code, fault.row) for fault in cells.faults] == [("ragged-row", 3)]


@pytest.mark.parametrize("content", [b"", b"\n\n", b" \t\n", b"\xef\xbb\xbf"])
def test_empty_files(tmp_path: Path, content: bytes) -> None:
    """A file without a header is empty."""
    assert [fault.code for fault in read(tmp_path, content).faults] == ["empty-file"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_wide_encodings(tmp_path: Path, encoding: str) -> None:
    """A file in UTF-16 or wider is one fault that says how to save it."""
    faults = read(tmp_path, (HEADER + "S1,a,b\n").encode(encoding)).faults
    assert [fault.code for fault in faults] == ["utf-16"]
    assert "CSV UTF-8" in faults[0].remedy


def test_other_encodings_name_the_row(tmp_path: Path) -> None:
    """The first byte that is no UTF-8 is told with its row."""
    faults = read(tmp_path, (HEADER + "S1,a,b\nS2,Müller,b\n").encode("latin-1")).faults
    assert [(fault.code, fault.row, fault.value) for fault in faults] == [("not-utf-8", 3, "ü")]


@pytest.mark.parametrize(("sign", "word"), [(";", "semicolons"), ("\t", "tabs")])
def test_other_separators(tmp_path: Path, sign: str, word: str) -> None:
    """Columns parted by other signs are one fault that says how to save the file, whatever the rows hold."""
    content = (HEADER + "S1,a,b\n").replace(",", sign) + "S2;1,5;2,5\n"
    faults = read(tmp_path, content).faults
    assert [(fault.code, fault.value) for fault in faults] == [("separator", f"columns parted by {word}")]
    assert "decimal point" in faults[0].remedy


@pytest.mark.parametrize(
    ("row", "wrong"),
    [('S2,"open,b', 3), ('S2,o"pen,b', 3), ('S2,"o"pen",b', 3), ('S2,"closed" ,b', 3), ('S2,"a""b",c', None)],
)
def test_stray_quotes(tmp_path: Path, row: str, wrong: int | None) -> None:
    """A quotation mark that neither begins nor ends a cell is told with its row."""
    faults = read(tmp_path, HEADER + "S1,a,b\n" + row + "\nS3,a,b\n").faults
    assert [fault.row for fault in faults] == ([] if wrong is None else [wrong])


def test_one_column(tmp_path: Path) -> None:
    """A file of one column is read; an empty line in it is an empty cell."""
    cells = read(tmp_path, "source\nS1\nS2\n")
    assert cells.frame.rows() == [("S1",), ("S2",)]


def test_two_columns_of_one_name_are_not_read(tmp_path: Path) -> None:
    """Where two columns have one name, no row can be read."""
    cells = read(tmp_path, "source,title,title\nS1,a,b\n")
    assert (cells.frame.height, cells.whole) == (0, False)
    assert [fault.code for fault in cells.faults] == ["column-twice"]


@given(st.binary(max_size=200))
@settings(max_examples=150)
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    """Whatever bytes a file holds, it is read or refused with faults, and nothing else happens."""
    cells = read(tmp_path_factory.getbasetemp(), content)
    assert cells.faults or cells.frame.width


@given(st.text(st.sampled_from('S,"\n\r; é'), max_size=40))
@settings(max_examples=150)
def test_any_text_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, content: str) -> None:
    """Whatever follows the header, each record is a row or a fault."""
    cells = read(tmp_path_factory.getbasetemp(), HEADER + content)
    assert cells.frame.width == 3 or cells.faults
    assert cells.rows is None or cells.rows.len() == cells.frame.height
