"""Sheets as printed rows."""

import polars as pl

from jointstock.report.exhibits import Column, Sheet

COLUMNS = (
    Column("who", "Who"),
    Column("units", "Units", "number"),
    Column("value", "Value", "money", "EUR million"),
    Column("part", "Part", "share"),
    Column("month", "Month", "month"),
    Column("times", "Times", "ratio"),
)
FRAME = pl.DataFrame(
    {
        "who": ["A", "B"],
        "units": [1234.4, None],
        "value": [2_500_000.0, 0.0],
        "part": [0.25, None],
        "month": ["2030-03", "after"],
        "times": [2.5, None],
        "basis": ["cited", "assumed"],
    }
)


def test_cells_are_written_by_their_kind() -> None:
    """Numbers get separators, money is in millions, shares in percent, months in words, unknown is a dash."""
    rows = Sheet("about", COLUMNS, FRAME).rows
    assert [text for text, _ in rows[0].cells] == ["A", "1,234", "2.5", "25 %", "Mar 2030", "2.50"]
    assert [text for text, _ in rows[1].cells] == ["B", "–", "0.0", "–", "after", "–"]


def test_rows_carry_the_mark_of_their_basis() -> None:
    """A row that rests on an assumed figure carries a dagger; the sheet knows its worst basis."""
    sheet = Sheet("about", COLUMNS, FRAME)
    assert [row.mark for row in sheet.rows] == ["", "†"]
    assert sheet.worst == "assumed"


def test_a_sheet_marks_all_rows_where_they_have_no_basis_of_their_own() -> None:
    """Without a column of bases, the basis of the sheet marks every row."""
    sheet = Sheet("about", COLUMNS[:1], FRAME.drop("basis"), "synthetic")
    assert [row.mark for row in sheet.rows] == ["‡", "‡"]


def test_an_empty_sheet_has_no_rows() -> None:
    """A sheet without rows prints none and has no worst basis."""
    sheet = Sheet("about", COLUMNS, FRAME.clear(), "assumed")
    assert sheet.rows == []
    assert sheet.worst is None


def test_numbers_stand_to_the_right() -> None:
    """Numbers, money and shares stand to the right; words and months do not."""
    assert [column.is_number for column in COLUMNS] == [False, True, True, True, False, True]


def test_small_sums_keep_two_figures() -> None:
    """EUR 50 are 0.00005 million, not nothing; what rounding leaves is."""
    sheet = Sheet("about", (Column("a", "A", "money"),), pl.DataFrame({"a": [50.0, -1234.0, 0.001, 75e3]}))
    assert [row.cells[0][0] for row in sheet.rows] == ["0.00005", "-0.0012", "0.0", "0.1"]
