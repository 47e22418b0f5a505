"""Commands that answer a question."""

import json

import pytest

from jointstock import open_case
from jointstock.cli.main import run

CASE = "tests/cases/A13"


def test_gaps_as_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    """Each requirement has a row with its largest shortfall, and the summary follows."""
    assert run(["gaps", CASE]) == 0
    text = capsys.readouterr().out
    row = next(line for line in text.splitlines() if "soviet152" in line)
    assert [cell.strip() for cell in row.strip("│").split("│")] == [
        "N",
        "soviet152",
        "20",
        "120",
        "2025-01",
        "never",
    ]
    assert "The deepest gap is soviet152 in N: 20 of 120 are missing" in text


def test_gaps_as_a_document(capsys: pytest.CaptureFixture[str]) -> None:
    """The document has the as-of day and the rows of the class asked for."""
    assert run(["gaps", CASE, "--nation", "N", "--class", "soviet152", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["as_of"] == "2024-12-31"
    assert {row["class"] for row in document["rows"]} == {"soviet152"}
    assert set(document["rows"][0]) == {
        "nation",
        "class",
        "month",
        "target",
        "covered",
        "shortfall",
        "closes",
    }


def test_a_nation_and_a_class_show_every_month(capsys: pytest.CaptureFixture[str]) -> None:
    """With both named, the table has a row for each month of the case."""
    months = open_case(CASE).settings.months
    assert run(["gaps", CASE, "--nation", "N", "--class", "soviet152"]) == 0
    assert sum("never" in line for line in capsys.readouterr().out.splitlines()) == months


def test_requirement_as_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    """Each target has a row with what it is computed from, and the summary follows (worked case I01)."""
    assert run(["requirement", "tests/cases/I01"]) == 0
    text = capsys.readouterr().out
    assert next(line for line in text.splitlines() if " C1 " in line).count("2,263,230") == 5
    assert "targets: 3 (3 from a level of effort)." in text


def test_requirement_as_a_document(capsys: pytest.CaptureFixture[str]) -> None:
    """The document has the pinned names and the rows of the version asked for."""
    assert run(["requirement", "tests/cases/I01", "--version", "one", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert list(document) == ["question", "baseline", "as_of", "digest", "rows", "summary", "basis"]
    assert (document["question"], document["baseline"]) == ("requirement --version one", "I01")
    assert [row["quantity"] for row in document["rows"]] == [2_263_230, 861_000, 792_300]
    assert document["basis"] == {"synthetic": 3}


def test_diff_targets_as_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    """Each nation and class has a row with the change in per cent, and the summary says who decided."""
    assert run(["diff-targets", "allies-2023-06", "v1", "v2"]) == 0
    text = capsys.readouterr().out
    assert "50%" in next(line for line in text.splitlines() if " atgm " in line and " US " in line)
    assert "v2 is expected on 2023-06-16" in text
    assert "v2 replaces v1." in text


def test_diff_targets_as_a_document(capsys: pytest.CaptureFixture[str]) -> None:
    """The document names the question and has a row for each nation and class."""
    assert run(["diff-targets", "tests/cases/I01", "one", "one", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["question"] == "diff-targets one one"
    assert list(document["rows"][0]) == ["nation", "class", "old", "new", "change", "share", "month", "basis"]
    assert len(document["rows"]) == 3


def test_a_version_that_is_not_there_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """A wrong version ends with 2 and names the right ones."""
    assert run(["diff-targets", "tests/cases/I01", "one", "tow"]) == 2
    assert "no version 'tow' of the targets" in capsys.readouterr().err
