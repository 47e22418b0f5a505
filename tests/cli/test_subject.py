"""A question is asked of a case or of a plan."""

from pathlib import Path

import pytest

from jointstock import OptionError, Plan, make_plan, open_case, write
from jointstock.cli.subject import open_subject, read_made
from jointstock.facts.case import Case


def test_a_name_is_a_case() -> None:
    """A bundled name and a folder without a plan are cases."""
    assert isinstance(open_subject("nordic-mini"), Case)
    assert isinstance(open_subject("tests/cases/A01"), Case)


def test_a_folder_with_a_run_is_a_plan(tmp_path: Path) -> None:
    """A folder that a plan was written to is a plan."""
    write(make_plan(open_case("tests/cases/A01")), tmp_path / "plan")
    assert isinstance(open_subject(str(tmp_path / "plan")), Plan)


def test_neither_is_refused() -> None:
    """A name that is neither is refused."""
    with pytest.raises(OptionError, match="no folder and no bundled case 'nowhere'"):
        open_subject("nowhere")


def test_a_changed_plan_is_read_with_a_warning(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Tables that are not those the plan was made with are read, and the reader is told to verify them."""
    folder = write(make_plan(open_case("tests/cases/A01")), tmp_path / "plan")
    read_made(folder)
    assert capsys.readouterr().err == ""
    orders = folder / "orders.csv"
    orders.write_text(orders.read_text("utf-8").replace("2025-01", "2025-02", 1), "utf-8")
    read_made(folder)
    assert "are not those that the plan was made with" in capsys.readouterr().err.replace("\n", " ")
