"""A case as it was known on an earlier day."""

from pathlib import Path

import polars as pl
import pytest

from jointstock.errors import CaseError, OptionError
from jointstock.facts.asof import known_by, last_day
from jointstock.files.folder import open_case
from tests.small_case import Draft, small, with_cells


def test_later_rows_are_left_out() -> None:
    """Rows known after the day are left out, and the day becomes that of the case."""
    case = known_by(with_cells(small(), "budgets", 1, known_on="2023-06-10"), "2023-06-05")
    assert len(case.budgets) == 3
    assert case.settings.as_of == "2023-06-05"


def test_rows_known_on_the_day_stay() -> None:
    """What was known on the day itself is known."""
    assert len(known_by(small(), "2023-06-01").budgets) == 4
    assert len(known_by(small(), "2023-05-31").budgets) == 0


@pytest.mark.parametrize(
    ("written", "last"), [("2023", "2023-12-31"), ("2023-02", "2023-02-31"), ("2023-02-03", "2023-02-03")]
)
def test_a_month_or_a_year_counts_to_its_end(written: str, last: str) -> None:
    """What is known in a month or a year counts as known at its end, so that nothing is known too early."""
    assert pl.DataFrame({"known_on": [written]}).select(last_day("known_on")).item() == last


def test_rows_without_a_day_stay() -> None:
    """A row that does not say its day is not dropped in silence: the checks will name it."""
    assert len(known_by(with_cells(small(), "budgets", 1, known_on=None), "2023-06-05").budgets) == 4


def test_sources_are_kept() -> None:
    """Sources have no day of knowledge, and all stay."""
    assert len(known_by(small(), "2000-01-01").sources) == 2


@pytest.mark.parametrize("day", ["2023-06", "14 June 2023", "2023-13-01", ""])
def test_day_must_be_a_day(day: str) -> None:
    """Only a full day is a day."""
    with pytest.raises(OptionError, match="is not a day"):
        known_by(small(), day)


def test_open_case_as_of(tmp_path: Path) -> None:
    """A folder with later rows opens as of an earlier day, without them."""
    draft = Draft().set("obstacles", 2, "known_on", "2023-06-12")
    case = open_case(draft.write(tmp_path / "case"), as_of="2023-06-11")
    assert case.obstacles.frame.get_column("obstacle").to_list() == ["repair"]


def test_faults_keep_their_rows_in_the_file(tmp_path: Path) -> None:
    """After later rows are left out, a fault still names the row that it has in the file."""
    draft = Draft().set("budgets", 2, "known_on", "2023-06-12").set("budgets", 4, "amount", "-1")
    draft.set("budgets", 3, "payer", "LT").set("budgets", 5, "note", "kept")
    with pytest.raises(CaseError) as caught:
        open_case(draft.write(tmp_path / "case"), as_of="2023-06-11")
    places = {(fault.code, fault.row) for fault in caught.value.faults}
    assert places == {("unknown-key", 3), ("out-of-bounds", 4)}


def test_open_case_as_of_a_later_day(tmp_path: Path) -> None:
    """Opened as of a later day, rows known by then are no longer too late."""
    draft = Draft().set("obstacles", 2, "known_on", "2023-06-20")
    folder = draft.write(tmp_path / "case")
    with pytest.raises(CaseError):
        open_case(folder)
    assert open_case(folder, as_of="2023-06-20").settings.as_of == "2023-06-20"
