"""Commands on cases."""

import json
from pathlib import Path

import pytest

from jointstock import list_bundled, open_case, write
from jointstock.cli.cases import describe
from jointstock.cli.main import run


def test_cases_lists_every_bundled_case(capsys: pytest.CaptureFixture[str]) -> None:
    """Each bundled case has a row with its size and what its rows rest on."""
    assert run(["cases", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["name"] for row in rows] == list(list_bundled())
    assert set(rows[0]) == {"name", "as_of", "nations", "items", "months", "basis"}
    assert run(["cases"]) == 0
    assert all(name in capsys.readouterr().out for name in ["nordic-mini"])


def test_the_basis_counts_every_row() -> None:
    """Rows of the small fictional case are synthetic but for what may happen to it; all are counted."""
    case = open_case("nordic-mini")
    found = describe(case)
    rows = sum(case.table(name).height for name in case.tables if "basis" in case.table(name).columns)
    happens = sum(case.table(name).height for name in ("outages", "outage_sites", "distributions"))
    assert found["basis"] == {"cited": 0, "derived": 0, "assumed": happens, "synthetic": rows - happens}
    assert found["months"] == 24


def test_new_copies_a_case_that_opens(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The folder that is written opens as the same case."""
    assert run(["new", str(tmp_path / "mine"), "--from", "nordic-mini"]) == 0
    assert open_case(tmp_path / "mine").digest == open_case("nordic-mini").digest
    assert "jointstock check" in capsys.readouterr().out


def test_new_starts_from_the_small_case(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without --from the copy is of the small fictional case, and the document names its files."""
    assert run(["new", str(tmp_path / "mine"), "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["case"] == "nordic-mini"
    assert {"case.toml", "items.csv", "datapackage.json"} <= set(document["files"])


def test_new_does_not_write_over_anything(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder that holds something is left alone."""
    (tmp_path / "kept.txt").write_text("kept")
    assert run(["new", str(tmp_path)]) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["kept.txt"]
    assert "exists already" in capsys.readouterr().err


def test_check_says_that_there_is_no_fault(capsys: pytest.CaptureFixture[str]) -> None:
    """A case without faults ends with 0 and prints its notes."""
    assert run(["check", "nordic-mini"]) == 0
    found = capsys.readouterr().out
    assert found.startswith("No faults in the case 'nordic-mini'.")


def test_check_prints_every_fault(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Three faults in three files are printed at once, with file and row, and the exit code is 2."""
    folder = spoiled(tmp_path)
    assert run(["check", str(folder)]) == 2
    text = capsys.readouterr().out
    assert text.startswith("3 faults in the case 'nordic-mini'.")
    assert all(place in text for place in ("holdings.csv, row 2", "items.csv, row 2", "lines.csv, row 2"))


def test_check_as_a_document(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The document has case, faults and notes with the pinned names."""
    assert run(["check", str(spoiled(tmp_path)), "--json"]) == 2
    document = json.loads(capsys.readouterr().out)
    assert set(document) == {"case", "faults", "notes"}
    names = {"code", "file", "row", "column", "value", "expected", "remedy", "source"}
    assert len(document["faults"]) == 3
    assert all(set(fault) == names for fault in document["faults"])
    assert run(["check", "nordic-mini", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["faults"] == []


def spoiled(tmp_path: Path) -> Path:
    """Write the small case with a word where a number belongs, in the first row of three tables."""
    folder = tmp_path / "case"
    write(open_case("nordic-mini"), folder)
    for table, column in (("holdings", "quantity"), ("items", "holding_cost"), ("lines", "capacity")):
        path = folder / f"{table}.csv"
        heading, first, *rest = path.read_text(encoding="utf-8").splitlines()
        names, cells = heading.split(","), first.split(",")
        if column not in names:
            names, cells = [*names, column], [*cells, ""]
            rest = [f"{row}," for row in rest]
        cells[names.index(column)] = "many"
        path.write_text("\n".join([",".join(names), ",".join(cells), *rest]) + "\n", encoding="utf-8")
    return folder
