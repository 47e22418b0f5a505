"""A question is asked of a case or of a plan."""

import json
from pathlib import Path

import pytest

from jointstock import OptionError, Plan, make_plan, open_case, pareto, write
from jointstock.cli.subject import open_subject, read_frontier, read_made
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


def test_a_frontier_is_read_from_its_document(tmp_path: Path) -> None:
    """What is written as JSON is the frontier again."""
    found = pareto(open_case("tests/cases/A01"))
    path = tmp_path / "frontier.json"
    path.write_text(json.dumps(found.document()), "utf-8")
    assert read_frontier(path).document() == found.document()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (None, "There is no file"),
        ("money,area\n1,2\n", "is no JSON document; write one with 'jointstock pareto"),
        ("\udcff", "is no JSON document"),
        ('{"question": "gaps"}', "frontier.json': This is no frontier"),
    ],
)
def test_what_holds_no_frontier_is_refused(tmp_path: Path, text: str | None, words: str) -> None:
    """A file that is missing, no JSON or of another question is named, with the way to make one."""
    path = tmp_path / "frontier.json"
    if text is not None:
        path.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(OptionError, match=words):
        read_frontier(path)
