"""The command on calendars."""

import json

import pytest

from jointstock.cli.main import run

A02 = "tests/cases/A02"


def test_losses_are_shown_beside_claims(capsys: pytest.CaptureFixture[str]) -> None:
    """The table has a row a calendar, the months first, and the words follow."""
    assert run(["calendars", A02, "--calendars", "2x1,1x3", "1x3"]) == 0
    told = capsys.readouterr().out
    assert "losses against" in told
    assert "by the month" in told
    assert "claims" in told


def test_the_document_has_the_rows(capsys: pytest.CaptureFixture[str]) -> None:
    """With --json one document: 5,400 by months, and 5,560 by quarters behind February."""
    assert run(["calendars", A02, "--calendars", "2x1,1x3", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["question"] == "calendars"
    assert [row["area"] for row in document["rows"]] == pytest.approx([5400, 5560])
    assert [row["loss"] for row in document["rows"]] == pytest.approx([0, 100 * 160 / 5400])


def test_months_can_be_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    """Without months the words say that losses are against the finest there is."""
    assert run(["calendars", A02, "--calendars", "1x3", "--without-months"]) == 0
    assert "no monthly plan here" in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (["--calendars", "12y1"], "12y1"),
        (["--calendars", "12y1", "--calendars", "x"], "calendar 'x'"),
        (["--calendars", "3x2", "--time-limit", "0"], "--time-limit 0"),
        (["--calendars", "3x2", "--end", "mete"], '"meet"'),
    ],
)
def test_what_cannot_be_read_is_refused(
    words: list[str], hint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A calendar or an option that cannot be read ends with 2, and says which."""
    assert run(["calendars", A02, *words]) == 2
    assert hint in " ".join(capsys.readouterr().err.replace("│", " ").split())


def test_too_large_for_all_is_no_plan(capsys: pytest.CaptureFixture[str]) -> None:
    """A limit that every program passes ends with 3."""
    assert run(["calendars", A02, "--calendars", "1x3", "--most-columns", "1"]) == 3
    assert "more than 1" in " ".join(capsys.readouterr().err.split())
