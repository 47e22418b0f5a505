"""Commands that read a plan."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from jointstock import make_plan, open_case, write
from jointstock.cli.main import run
from jointstock.plans.certificate import read_certificate, write_certificate

A01 = "tests/cases/A01"


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the plan of A01 once for these tests."""
    return write(make_plan(open_case(A01)), tmp_path_factory.mktemp("plans") / "plan")


def test_verify_ends_with_no_findings(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A plan as it was made has 0 findings, said in the last line, and exit code 0."""
    assert run(["verify", A01, str(plan)]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "0 findings"


def test_verify_finds_a_changed_cell(plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A closing stock that is not what flows make it is found, and the exit code is 1."""
    spoiled = tmp_path / "spoiled"
    spoiled.mkdir()
    for path in plan.rglob("*"):
        target = spoiled / path.relative_to(plan)
        if path.is_dir():
            target.mkdir()
        else:
            target.write_bytes(path.read_bytes())
    stocks = spoiled / "stocks.csv"
    heading, first, *rest = stocks.read_text(encoding="utf-8").splitlines()
    cells = first.split(",")
    cells[heading.split(",").index("closing")] = "123456"
    stocks.write_text("\n".join([heading, ",".join(cells), *rest]) + "\n", encoding="utf-8")
    assert run(["verify", A01, str(spoiled)]) == 1
    assert capsys.readouterr().out.splitlines()[-1].endswith("findings")
    assert run(["verify", A01, str(spoiled), "--json"]) == 1
    document = json.loads(capsys.readouterr().out)
    assert document["count"] == len(document["findings"]) > 0
    assert set(document["findings"][0]) == {"rule", "object", "period", "lhs", "rhs", "slack", "text"}


def test_verify_compares_the_case(plan: Path) -> None:
    """A plan checked against another case than its own has findings."""
    assert run(["verify", "tests/cases/A02", str(plan)]) == 1


def copied(plan: Path, folder: Path) -> Path:
    """A copy of a plan folder."""
    return Path(shutil.copytree(plan, folder))


def test_certify_proves_a_plan(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every level of a plan as it was made is proven, in words and as a document, with exit code 0."""
    assert run(["certify", str(plan)]) == 0
    assert "Level shortfall: 5400 weighted" in capsys.readouterr().out
    assert run(["certify", str(plan), "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert [level["level"] for level in document["levels"]][-2:] == ["money", "stock"]
    assert document["worst"] <= 1e-6


def test_certify_finds_a_gap(plan: Path, tmp_path: Path) -> None:
    """Without prices money is not proven: exit code 1, but 0 where the plan was not said to be optimal."""
    spoiled = copied(plan, tmp_path / "spoiled")
    found = read_certificate(spoiled)
    assert found is not None
    prices = [
        replace(level, rows=0 * level.rows, levels=0 * level.levels) if level.name == "money" else level
        for level in found.prices
    ]
    write_certificate(replace(found, prices=tuple(prices)), spoiled)
    assert run(["certify", str(spoiled)]) == 1
    made = json.loads((spoiled / "run.json").read_text("utf-8"))
    (spoiled / "run.json").write_text(json.dumps(made | {"status": "limit"}), "utf-8")
    assert run(["certify", str(spoiled)]) == 0


def test_certify_proves_a_plan_that_is_fair(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Rounds and who was found in them are told; without the prices of a round it is a finding."""
    fair = tmp_path / "fair"
    assert run(["plan", "tests/cases/A10b", "--out", str(fair), "--fairness", "leximin"]) == 0
    assert run(["certify", str(fair), "--within", "1e-6"]) == 0
    told = capsys.readouterr().out
    assert "Level fair 2: 0.2 share" in told
    assert "Found in level fair 1: N1, N2; no plan leaves them without less than 1.6 together" in told
    found = read_certificate(fair)
    assert found is not None
    bare = [
        replace(level, rows=0 * level.rows) if level.name == "fair 2" else level for level in found.prices
    ]
    write_certificate(replace(found, prices=tuple(bare)), fair)
    assert run(["certify", str(fair)]) == 1


def test_certify_finds_a_claim_that_is_not_proven(tmp_path: Path) -> None:
    """A month for which the prices show nothing is a finding; without prices it is said, and no finding."""
    soon = tmp_path / "soon"
    assert run(["time-to-target", A01, "--out", str(soon)]) == 0
    found = read_certificate(soon)
    assert found is not None
    assert run(["certify", str(soon)]) == 0
    bare = [replace(claim, rows=0 * claim.rows) for claim in found.claims]
    assert len(bare) == 1
    write_certificate(replace(found, claims=tuple(bare)), soon)
    assert run(["certify", str(soon)]) == 1
    write_certificate(replace(found, claims=()), soon)
    assert run(["certify", str(soon)]) == 0


def test_certify_needs_a_certificate(plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A plan folder without one ends with exit code 2 and words that say so."""
    bare = copied(plan, tmp_path / "bare")
    (bare / "certificate.npz").unlink()
    assert run(["certify", str(bare)]) == 2
    assert "no certificate" in capsys.readouterr().err


def test_report_writes_one_file(plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The report is one HTML file, and its size is told."""
    target = tmp_path / "plan.html"
    assert run(["report", str(plan), "--html", str(target), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["bytes"] == target.stat().st_size > 1000


def test_report_makes_the_folder_of_its_file(plan: Path, tmp_path: Path) -> None:
    """Folders above the file that are not there are made, and an ending in capitals is one too."""
    target = tmp_path / "new" / "plan.HTM"
    assert run(["report", str(plan), "--html", str(target)]) == 0
    assert target.is_file()


def test_report_shows_a_frontier(plan: Path, tmp_path: Path) -> None:
    """The frontier of the case inside the plan's folder is a section of the report."""
    curve, target = tmp_path / "frontier.json", tmp_path / "plan.html"
    assert run(["pareto", str(plan / "case"), "--out", str(curve)]) == 0
    assert run(["report", str(plan), "--html", str(target), "--frontier", str(curve)]) == 0
    assert '<section id="money"' in target.read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["tests/cases/A02"], "another case"),
        (["--calendar", "2x6"], "another calendar (2x6"),
        (["--end", "none"], "another end (none, the plan has meet)"),
    ],
)
def test_report_refuses_a_frontier_of_something_else(
    plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str], message: str
) -> None:
    """Another case, calendar or end ends with 2, a message that says which, and no page."""
    curve, target = tmp_path / "frontier.json", tmp_path / "plan.html"
    asked = words if words[0].startswith("tests") else [str(plan / "case"), *words]
    assert run(["pareto", *asked, "--out", str(curve)]) == 0
    capsys.readouterr()
    assert run(["report", str(plan), "--html", str(target), "--frontier", str(curve)]) == 2
    told = " ".join(capsys.readouterr().err.split())
    assert message in told
    assert "jointstock pareto PLAN/case --calendar" in told
    assert not target.exists()


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (".", "is a folder; name a file"),
        ("plan.pdf", ".html or .htm"),
        ("plan", ".html or .htm"),
        ("file/plan.html", "is no folder"),
    ],
)
def test_report_refuses_a_place_for_no_page(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], place: str, words: str
) -> None:
    """A folder, another ending or a place in a file is named before the plan is read."""
    (tmp_path / "file").touch()
    assert run(["report", str(tmp_path / "none"), "--html", str(tmp_path / place)]) == 2
    message = capsys.readouterr().err
    assert words in message
    assert str(tmp_path / place) in message
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_no_plan_is_a_faulty_input(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder that holds no plan ends with 2 and words that say so."""
    assert run(["verify", A01, str(tmp_path)]) == 2
    assert str(tmp_path) in capsys.readouterr().err
