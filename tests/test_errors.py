"""Faults, notes and errors."""

import pytest

from jointstock.errors import CaseError, Fault, JointstockError, Note, OptionError, PlanError

FAULT = Fault(
    code="unknown-key",
    file="orders.csv",
    row=14,
    column="item",
    value="155 mm HE",
    expected="a key of items.csv",
    remedy="Did you mean '155mm HE'?",
    source="S1",
)


def test_fault_says_place_value_expectation_and_remedy() -> None:
    """A fault reads as where, what was found, what was expected, and how to mend it."""
    assert str(FAULT) == (
        "orders.csv, row 14, column item: found '155 mm HE', expected a key of items.csv.\n"
        "Did you mean '155mm HE'?   (source: S1)"
    )


def test_fault_without_value_says_nothing() -> None:
    """An empty cell is told as nothing found."""
    fault = Fault("empty-cell", "items.csv", 2, "name", "", "a value", "Fill in the cell.")
    assert str(fault).startswith("items.csv, row 2, column name: found nothing, expected a value.")


def test_fault_of_a_whole_file_has_no_row() -> None:
    """A fault of a file names the file alone."""
    assert Fault("empty-file", "items.csv", None, "", "", "rows", "Delete it.").place == "items.csv"


def test_fault_of_a_setting_names_the_key() -> None:
    """A fault of case.toml names its key, which is no column."""
    assert (
        Fault("schema", "case.toml", None, "schema", "7", "schema 1", "Upgrade.").place == "case.toml, schema"
    )


def test_fault_without_source_says_none() -> None:
    """No source is named where the row names none."""
    fault = Fault("empty-cell", "items.csv", 2, "name", "", "a value", "Fill in the cell.")
    assert "source" not in str(fault)


def test_case_error_counts_and_numbers_its_faults() -> None:
    """The text of a case error counts the faults, names the case, and numbers each fault."""
    text = str(CaseError("nordic", [FAULT, FAULT]))
    assert text.startswith("2 faults in the case 'nordic'.\n\n1. orders.csv, row 14")
    assert "\n2. orders.csv, row 14" in text
    assert "\n   Did you mean '155mm HE'?" in text


def test_case_error_with_one_fault_is_singular() -> None:
    """One fault is not called faults."""
    assert str(CaseError("nordic", [FAULT])).startswith("1 fault in the case 'nordic'.")


def test_case_error_keeps_its_faults() -> None:
    """The faults of a case error can be asked for, in their order."""
    error = CaseError("nordic", iter([FAULT]))
    assert error.faults == (FAULT,)
    assert error.name == "nordic"


@pytest.mark.parametrize("kind", [CaseError, OptionError, PlanError])
def test_errors_share_one_root(kind: type[Exception]) -> None:
    """Everything raised on purpose can be caught as a JointstockError."""
    assert issubclass(kind, JointstockError)


def test_note_reads_as_file_and_text() -> None:
    """A note reads as its file and what it says."""
    assert (
        str(Note("unlimited-payer", "budgets.csv", "EE has no budget.")) == "budgets.csv: EE has no budget."
    )
