"""A question is asked of a case or of a plan."""

from pathlib import Path

import pytest

from jointstock import OptionError, Plan, make_plan, open_case, write
from jointstock.cli.subject import open_subject
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
