"""Words, tables and documents on the right stream."""

import json

import pytest

from jointstock.cli.console import document_of, explain, say, show_document, show_table
from jointstock.errors import Note


def test_results_go_to_stdout_and_explanations_to_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    """What is asked for goes to stdout; everything else to stderr."""
    say("result")
    explain("progress")
    found = capsys.readouterr()
    assert (found.out, found.err) == ("result\n", "progress\n")


def test_brackets_are_text(capsys: pytest.CaptureFixture[str]) -> None:
    """A name in square brackets is printed as it stands, in words and in tables."""
    say("the item [bold]")
    show_table("T", ["item"], [["[red]x"]])
    found = capsys.readouterr().out
    assert "the item [bold]" in found
    assert "[red]x" in found


def test_long_lines_are_not_broken(capsys: pytest.CaptureFixture[str]) -> None:
    """A long sentence stays on its line, so that a pipe can search it."""
    say("word " * 100)
    assert capsys.readouterr().out.count("\n") == 1


def test_numbers_have_separators_and_unknown_stays_empty(capsys: pytest.CaptureFixture[str]) -> None:
    """Thousands are set apart, small fractions keep a digit, and what is unknown is left empty."""
    show_table("T", ["a", "b", "c"], [[12345.0, 1.26, None]])
    row = capsys.readouterr().out.splitlines()[-2]
    assert [cell.strip() for cell in row.strip("│").split("│")] == ["12,345", "1.3", ""]


def test_a_document_is_json_with_its_letters(capsys: pytest.CaptureFixture[str]) -> None:
    """A document is one JSON text in which letters stay readable."""
    show_document({"name": "Šiauliai", "value": None})
    text = capsys.readouterr().out
    assert "Šiauliai" in text
    assert json.loads(text) == {"name": "Šiauliai", "value": None}


def test_a_document_refuses_what_json_has_not() -> None:
    """A number that JSON does not have is a mistake of ours and not written."""
    with pytest.raises(ValueError, match="not JSON compliant"):
        show_document({"value": float("nan")})


def test_a_note_is_plain_data() -> None:
    """A note becomes a dictionary of its fields."""
    assert document_of(Note("code", "a.csv", "text")) == {"code": "code", "file": "a.csv", "text": "text"}
