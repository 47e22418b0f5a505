"""What readers of table files share."""

from jointstock.errors import Fault
from jointstock.facts.dictionary import DICTIONARY
from jointstock.files.reading import column_faults, unread

RATES = DICTIONARY.tables["rates"]
NAMES = ["rate", "month", "value", "basis", "known_on"]


def told(*names: str) -> list[tuple[str, str]]:
    """Code and column of what is said about the columns."""
    return [(fault.code, fault.column) for fault in column_faults("rates.csv", names, RATES)]


def test_required_columns_are_enough() -> None:
    """Columns that may be empty may be left out."""
    assert told("rate", "month", "basis", "known_on") == []


def test_order_of_columns_is_free() -> None:
    """Columns may stand in any order."""
    assert told(*reversed(NAMES)) == []


def test_missing_columns_are_named() -> None:
    """Each column that must be filled is missed by name, with what it holds."""
    faults = column_faults("rates.csv", ["rate", "value"], RATES)
    assert [fault.column for fault in faults] == ["month", "basis", "known_on"]
    assert faults[0].remedy.startswith("Add the column month: Month from which")


def test_misspelt_column_is_told_once() -> None:
    """A required column that is misspelt is unknown, and not missing as well."""
    assert told("rate", "mnth", "basis", "known_on") == [("unknown-column", "mnth")]


def test_unknown_column_suggests_a_free_one() -> None:
    """What is suggested is a column that the file does not have yet."""
    fault = column_faults("rates.csv", [*NAMES, "noted"], RATES)[0]
    assert fault.remedy == "Did you mean 'note'?"
    listed = column_faults("rates.csv", [*NAMES, "zzz"], RATES)[0]
    assert listed.remedy.startswith("Its columns are rate, month, value, source")


def test_column_without_name() -> None:
    """A column without a name is to be named or deleted."""
    assert told(*NAMES, "") == [("unknown-column", "")]


def test_column_twice() -> None:
    """The second of two columns of one name is at fault."""
    assert told(*NAMES, "value") == [("column-twice", "value")]


def test_unread_file_has_no_rows() -> None:
    """A file of which nothing could be read gives an empty frame and its faults."""
    fault = Fault("empty-file", "rates.csv", None, "", "", "rows", "Delete it.")
    cells = unread(fault)
    assert (cells.frame.height, cells.faults, cells.whole) == (0, (fault,), False)
