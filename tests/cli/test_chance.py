"""The command on chances."""

import json
from pathlib import Path

import pytest

from jointstock.cli.main import run

A02 = "tests/cases/A02"


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A folder with the plan of a worked case."""
    out = tmp_path_factory.mktemp("chance") / "plan"
    assert run(["plan", A02, "--out", str(out)]) == 0
    return str(out)


def uncertain(folder: Path, *outages: str) -> str:
    """The worked case with outages, in a folder of its own."""
    for path in Path(A02).iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    common = "basis,known_on\n"
    rows = "".join(f"{row},synthetic,2024-12-01\n" for row in outages)
    (folder / "outages.csv").write_text(f"outage,rate,months,months_90,severity,{common}{rows}")
    sites = (folder / "sites.csv").read_text().splitlines()[1:]
    struck = "".join(f"fire,{site.split(',')[0]},synthetic,2024-12-01\n" for site in sites)
    (folder / "outage_sites.csv").write_text(f"outage,site,{common}{struck}")
    return str(folder)


def test_nothing_uncertain(planned: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Without rows in the tables the command says so, and ends with 0."""
    assert run(["chance", A02, planned]) == 0
    assert "Nothing in the case is uncertain" in capsys.readouterr().out


def test_chances_of_a_case(planned: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is uncertain is read from the case, the plan from its folder; words and document agree."""
    case = uncertain(tmp_path, "fire,0.5,2,4,1")
    words = ["chance", case, planned, "--scenarios", "40", "--workers", "2"]
    assert run(words) == 0
    told = capsys.readouterr().out
    assert "40 scenarios" in told
    assert "half-width" in told
    assert run([*words, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["question"] == "chance"
    assert all(0 <= row["chance"] <= 1 for row in found["rows"])


def test_faulty_case(planned: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A fault in the tables of what is uncertain is told with its cell, and ends with 2."""
    assert run(["chance", uncertain(tmp_path, "fire,0.5,4,2,1"), planned]) == 2
    assert "months_90" in capsys.readouterr().err


def test_month_outside_the_plan(planned: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A month outside the plan is refused."""
    assert run(["chance", A02, planned, "--by", "1999-01"]) == 2
    assert "outside the plan" in capsys.readouterr().err
