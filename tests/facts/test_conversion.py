"""From written cells to typed columns."""

import datetime

import polars as pl
import pytest

from jointstock.facts.conversion import LONGEST_CELL, MOST_LISTED, to_schema
from jointstock.facts.dictionary import DICTIONARY

LINES = DICTIONARY.tables["lines"]
LEADS = DICTIONARY.tables["line_leads"]
HOLDINGS = DICTIONARY.tables["holdings"]
TARGETS = DICTIONARY.tables["targets"]


def numbers(*cells: object) -> list[float | None]:
    """The cells as capacities of lines."""
    frame, bad = to_schema(pl.DataFrame({"capacity": list(cells)}), LINES)
    assert not bad
    return frame.get_column("capacity").to_list()


def complaint(cell: str, column: str = "capacity") -> tuple[str, str]:
    """Code and remedy for a bad cell."""
    frame, bad = to_schema(pl.DataFrame({column: [cell]}), LEADS if column == "months" else LINES)
    assert frame.get_column(column).to_list() == [None]
    assert len(bad) == 1
    return bad[0].code, bad[0].remedy


def test_text_becomes_numbers() -> None:
    """Numbers are read from text in plain and in scientific writing, blanks around them left out."""
    assert numbers("1", " 2.5 ", "1e3", "-0", ".5", "") == [1.0, 2.5, 1000.0, 0.0, 0.5, None]


def test_numbers_stay_numbers() -> None:
    """Numbers of any type become floats, and null stays null."""
    assert numbers(1, 2, None) == [1.0, 2.0, None]
    assert numbers(1.5, None) == [1.5, None]


def test_schema_is_complete() -> None:
    """Columns that are not there become empty, in the order of the dictionary."""
    frame, _ = to_schema(pl.DataFrame({"item": ["shell"], "nation": ["EE"]}), HOLDINGS)
    assert frame.schema == HOLDINGS.schema
    assert frame.row(0, named=True)["quantity"] is None


def test_unknown_columns_are_left_out() -> None:
    """Columns that the dictionary does not know are not in the table."""
    frame, bad = to_schema(pl.DataFrame({"colour": ["red"]}), HOLDINGS)
    assert "colour" not in frame.columns
    assert not bad


def test_open_keys_are_filled_with_empty_text() -> None:
    """An empty cell of a key column that may be empty is empty text, so that keys join."""
    frame, _ = to_schema(pl.DataFrame({"nation": ["EE", "LV"], "lot": [" ", None]}), HOLDINGS)
    assert frame.get_column("lot").to_list() == ["", ""]


def test_text_is_stripped() -> None:
    """Blanks around text do not count, and text of blanks is empty."""
    frame, _ = to_schema(pl.DataFrame({"nation": [" EE ", "\t"]}), HOLDINGS)
    assert frame.get_column("nation").to_list() == ["EE", None]


def test_flags() -> None:
    """Yes and no become true and false, and empty stays empty."""
    frame, bad = to_schema(pl.DataFrame({"own_account": ["yes", "no", ""]}), LINES)
    assert frame.get_column("own_account").to_list() == [True, False, None]
    assert not bad


def test_booleans_are_flags() -> None:
    """Columns of booleans are flags as well."""
    frame, bad = to_schema(pl.DataFrame({"own_account": [True, None]}), LINES)
    assert frame.get_column("own_account").to_list() == [True, None]
    assert not bad


@pytest.mark.parametrize("cells", [["2", "3.0", ""], [2.0, 3.0, None], [2, 3, None]])
def test_whole_numbers(cells: list[object]) -> None:
    """Whole numbers are read from text, floats and integers; 3.0 is one."""
    frame, bad = to_schema(pl.DataFrame({"months": cells}, strict=False), LEADS)
    assert frame.get_column("months").to_list() == [2, 3, None]
    assert not bad


def test_dates_become_text() -> None:
    """A column of dates or times is read as days."""
    day, time = datetime.date(2023, 6, 1), datetime.datetime(2023, 6, 1, 12)
    for cell in (day, time):
        frame, bad = to_schema(pl.DataFrame({"known_on": [cell]}), TARGETS)
        assert frame.get_column("known_on").to_list() == ["2023-06-01"]
        assert not bad


@pytest.mark.parametrize(
    ("cell", "code", "remedy"),
    [
        ("forty", "not-a-number", "Write the number in digits"),
        ("1,5", "not-a-number", "Write 1.5 with a decimal point."),
        ("1,500", "not-a-number", "Write 1500 without separators."),
        ("1 500 000", "not-a-number", "Write 1500000 without separators."),
        ("unknown", "not-a-number", "Leave the cell empty"),
        ("40 t", "mixed-unit", "'t' does not belong here"),
        ("50%", "mixed-unit", "'%' does not belong here"),
        ("nan", "not-finite", "finite"),
        ("1e400", "not-finite", "finite"),
    ],
)
def test_complaints_about_numbers(cell: str, code: str, remedy: str) -> None:
    """A cell that is no number is told apart by what is wrong, and the remedy says how to write it."""
    found = complaint(cell)
    assert found[0] == code
    assert remedy in found[1]


@pytest.mark.parametrize(
    ("cell", "code"), [("2.5", "not-whole"), ("9" * 30, "not-a-number"), ("two", "not-a-number")]
)
def test_complaints_about_whole_numbers(cell: str, code: str) -> None:
    """A fraction, a number beyond all months, and a word are no whole numbers."""
    assert complaint(cell, "months")[0] == code


def test_complaint_names_the_row_and_the_unit() -> None:
    """A bad cell is placed by its index, and the expectation names the unit."""
    _, bad = to_schema(pl.DataFrame({"capacity": ["1", "x", "2"]}), LINES)
    assert bad[0].index == 1
    assert bad[0].expected == "a number (starts a month)"


def test_long_cells_are_refused() -> None:
    """A cell beyond reason is not kept, and shown only in part."""
    frame, bad = to_schema(pl.DataFrame({"note": ["x" * (LONGEST_CELL + 1), "short"]}), LINES)
    assert frame.get_column("note").to_list() == [None, "short"]
    assert (bad[0].code, len(bad[0].value)) == ("cell-too-long", 80)


def test_nested_columns_are_refused() -> None:
    """A column of lists is one fault, and the rest of the table is read."""
    frame, bad = to_schema(pl.DataFrame({"line": ["L1", "L2"], "capacity": [[1], [2]]}), LINES)
    assert frame.get_column("line").to_list() == ["L1", "L2"]
    assert [(cell.code, cell.index, cell.column) for cell in bad] == [("column-type", None, "capacity")]


def test_many_bad_cells_are_counted() -> None:
    """Beyond a thousand bad cells of a column, the others are counted in one."""
    _, bad = to_schema(pl.DataFrame({"capacity": ["x"] * (MOST_LISTED + 7)}), LINES)
    assert len(bad) == MOST_LISTED + 1
    assert (bad[-1].index, bad[-1].value) == (None, f"{MOST_LISTED + 7} such cells")


def test_table_without_known_columns_is_empty() -> None:
    """A frame without any column of the table gives no rows."""
    assert to_schema(pl.DataFrame(), LINES)[0].height == 0
