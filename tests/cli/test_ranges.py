"""Ranges on the command line."""

import json
from pathlib import Path

import pytest

from jointstock import write
from jointstock.cli import ranges as command
from jointstock.cli.main import run
from tests.analyses.test_ranges import SPREAD, a01, found


@pytest.fixture
def folder(tmp_path: Path) -> str:
    """The case folder of A01 with two ranges."""
    return str(write(a01(**SPREAD), tmp_path / "case"))


def test_ranges_in_words(folder: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A row a group with both ends, and what they mean."""
    assert run(["ranges", folder, "--top", "1"]) == 0
    out = capsys.readouterr().out
    assert "8,325" in next(line for line in out.splitlines() if line.startswith("│ lines"))
    assert "Not planned" in out


def test_ranges_as_a_document(folder: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Groups that are named are planned, and no other."""
    assert run(["ranges", folder, "--group", "lines.L", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert [row["group"] for row in document["rows"]] == ["lines.L"]


@pytest.mark.parametrize(
    ("name", "begin"), [("r.csv", "group,figures,"), ("r.json", "{"), ("r.html", "<!doctype html>")]
)
def test_ranges_are_written_by_suffix(tmp_path: Path, name: str, begin: str) -> None:
    """A table, a document or a page with a chart."""
    command.write_ranges(found(), tmp_path / name)
    assert (tmp_path / name).read_text("utf-8").startswith(begin)


@pytest.mark.parametrize("name", ["r.png", ""])
def test_ranges_have_no_other_form(tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    """Another ending, or a folder, ends with 2 before anything is planned."""
    assert run(["ranges", "tests/cases/A01", "--out", str(tmp_path / name)]) == 2
    assert ".csv, .json or .html" in capsys.readouterr().err


def test_a_case_without_ranges_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    """No table, but what to fill in."""
    assert run(["ranges", "tests/cases/A01"]) == 0
    assert "has a range" in capsys.readouterr().out
