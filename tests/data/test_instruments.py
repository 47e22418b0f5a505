"""Instruments adopted after the day of the bundled case, and the script that adds them."""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path

import pytest

from jointstock.files.folder import read_case

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "data" / "instruments"
BUNDLED = ROOT / "src" / "jointstock" / "cases" / "allies-2023-06"


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _add(out: Path, *options: str) -> str:
    command = [sys.executable, str(FOLDER / "add.py"), str(BUNDLED), str(out), *options]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def test_every_row_was_known_after_the_day_of_the_case() -> None:
    """No row of the folder was known on 14 June 2023, so none of them belongs in the bundled case."""
    for path in FOLDER.glob("*.csv"):
        days = [row["known_on"] for row in _rows(path) if "known_on" in row]
        assert all(day > "2023-06-14" for day in days), path.name


def test_every_source_named_is_listed() -> None:
    """Each key in a source cell stands in the folder's table of sources."""
    listed = {row["source"] for row in _rows(FOLDER / "sources.csv")}
    for path in FOLDER.glob("*.csv"):
        for row in _rows(path):
            assert set(filter(None, row.get("source", "").split(";"))) <= listed, path.name


@pytest.mark.parametrize(
    ("day", "month", "months", "names"),
    [
        ("2023-07-31", "2023-08", "59", "asap-components, asap-production"),
        ("2023-12-31", "2024-01", "54", "asap-components, asap-production, edirpa, edirpa-ua"),
        (
            "2026-01-05",
            "2026-02",
            "40",
            "asap-components, asap-production, edip-industry, edip-joint, edirpa, edirpa-ua, safe",
        ),
    ],
)
def test_a_later_day_adds_what_was_known_by_then(
    tmp_path: Path, day: str, month: str, months: str, names: str
) -> None:
    """A copy on a later day has the instruments known by then, without faults and without the proposal."""
    out = tmp_path / "case"
    said = _add(out, "--as-of", day, "--first-month", month, "--months", months)
    assert said.strip() == f"added: {names}"
    case, faults = read_case(out)
    assert faults == ()
    assert case is not None
    assert "asap-proposal" not in set(case.instruments.frame["instrument"])


def test_one_instrument_can_be_added_alone(tmp_path: Path) -> None:
    """With a name only that instrument is added, with its payer, and the proposal stays."""
    out = tmp_path / "case"
    options = ("--as-of", "2023-12-31", "--first-month", "2024-01", "--months", "54", "--only", "edirpa")
    assert _add(out, *options).strip() == "added: edirpa"
    names = {row["instrument"] for row in _rows(out / "instruments.csv")}
    assert {"edirpa", "asap-proposal"} <= names
    assert "edirpa" in {row["nation"] for row in _rows(out / "nations.csv")}
