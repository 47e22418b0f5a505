"""The agency's view on the command line."""

import csv
import json
from pathlib import Path

import pytest

from jointstock import open_plan, write
from jointstock.cli.book import FILES
from jointstock.cli.main import run
from tests.analyses.test_order_book import framework


@pytest.fixture
def folder(tmp_path: Path) -> str:
    """The folder of a plan with an agency."""
    return str(write(framework(), tmp_path / "plan"))


def test_the_book_in_words(folder: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Contracts with what they have reached, and payers with their years."""
    assert run(["book", folder]) == 0
    out = capsys.readouterr().out
    row = next(line for line in out.splitlines() if line.startswith("│ K"))
    assert [cell.strip() for cell in row.strip("│").split("│")] == [
        *("K", "Z", "3", "30", "75", "50.0%", "50.0%", "yes", "no")
    ]
    assert "K leaves 20 units untaken." in out


def test_three_files_are_written(folder: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Order book, call-offs and payments as CSV; their sums are those of the plan, and they are replaced."""
    out = tmp_path / "deep" / "book"
    for _ in range(2):
        assert run(["book", folder, "--out", str(out)]) == 0
    assert sorted(path.name for path in out.iterdir()) == sorted(FILES)
    plan = open_plan(folder)
    expected = (plan.orders["value"].sum(), plan.orders["value"].sum(), plan.payments["amount"].sum())
    for name, column, total in zip(FILES, ("value", "value", "amount"), expected, strict=True):
        with (out / name).open(newline="", encoding="utf-8") as file:
            assert sum(float(row[column]) for row in csv.DictReader(file)) == pytest.approx(total, abs=0.005)
    assert "payment-calendar.csv" in capsys.readouterr().err


def test_the_book_as_a_document(folder: str, capsys: pytest.CaptureFixture[str]) -> None:
    """One document with the three answers."""
    assert run(["book", folder, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert list(found) == ["order_book", "call_offs", "payment_calendar"]
    assert len(found["order_book"]["rows"]) == 3


def test_a_file_is_no_folder(folder: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where a file stands nothing is written."""
    (tmp_path / "file").write_text("mine")
    assert run(["book", folder, "--out", str(tmp_path / "file")]) == 2
    assert "is a file" in capsys.readouterr().err
    assert (tmp_path / "file").read_text() == "mine"
