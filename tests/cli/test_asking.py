"""The command that shows gaps."""

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
