"""Commands on fairness, burden, money and time."""

import json
from pathlib import Path

import pytest

from jointstock import open_plan
from jointstock.cli.main import run
from jointstock.cli.options import Goals
from jointstock.cli.planning import aims_of
from jointstock.errors import OptionError

A10, A11, A02, B01 = (f"tests/cases/{name}" for name in ("A10", "A11", "A02", "B01"))


def document(words: list[str], capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    """What a command prints with --json."""
    assert run([*words, "--json"]) == 0
    found: dict[str, object] = json.loads(capsys.readouterr().out)
    return found


def test_fairness_in_words_and_as_a_document(capsys: pytest.CaptureFixture[str]) -> None:
    """A row a nation with its outcome under each rule; the document has the same."""
    assert run(["fairness", A10]) == 0
    out = capsys.readouterr().out
    row = next(line for line in out.splitlines() if "N3" in line)
    assert row.count("75.0%") == 2
    found = document(["fairness", A10, "--of", "amount", "--within", "0"], capsys)
    assert found["of"] == "amount"


def test_a_fair_plan_is_written(tmp_path: Path) -> None:
    """The options of plan stand in its run."""
    out = tmp_path / "plan"
    words = ["--fairness", "leximin", "--fair-of", "shortfall", "--fair-within", "0.5"]
    assert run(["plan", A10, "--out", str(out), *words]) == 0
    told = open_plan(out).run["options"]["fairness"]
    assert told == {"rule": "leximin", "of": "shortfall", "within": 0.5}


def test_a_plan_that_is_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A plan made again near the first is the same, and passes its check."""
    first, again = tmp_path / "first", tmp_path / "again"
    assert run(["plan", A02, "--out", str(first)]) == 0
    words = ["--keep", str(first), "--signed-until", "2025-03"]
    assert run(["plan", A02, "--out", str(again), *words]) == 0
    before, after = (open_plan(folder).orders for folder in (first, again))
    assert after["period"].to_list() == before["period"].to_list()
    assert after["quantity"].to_list() == pytest.approx(before["quantity"].to_list())
    capsys.readouterr()
    assert run(["verify", A02, str(again)]) == 0


def test_notes_on_what_is_not_kept_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What the case does not have any more is a note on stderr."""
    first, other = tmp_path / "first", tmp_path / "other"
    assert run(["plan", A02, "--out", str(first)]) == 0
    assert run(["plan", A11, "--out", str(other), "--keep", str(first)]) == 0
    assert "Note:" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("goals", "words"),
    [
        (Goals(fair_within=0.1), "--fairness"),
        (Goals(fair_of="amount"), "--fairness"),
        (Goals(signed_until="2025-01"), "--keep"),
        (Goals(keep=Path("nowhere")), "nowhere"),
    ],
)
def test_options_that_need_another_are_refused(goals: Goals, words: str) -> None:
    """The option that is missing is named."""
    with pytest.raises(OptionError, match=words):
        aims_of(goals)


@pytest.mark.parametrize("suffix", ["csv", "json"])
def test_a_frontier_is_written_by_its_suffix(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], suffix: str
) -> None:
    """A table or a document, with the corners of A02 up to its budget."""
    out = tmp_path / f"frontier.{suffix}"
    found = document(["pareto", A02, "--out", str(out)], capsys)
    assert len(found["points"]) == 4  # type: ignore[arg-type]
    text = out.read_text("utf-8")
    if suffix == "csv":
        assert text.startswith("money,area,end,slope_left,slope_right\n")
        assert len(text.splitlines()) == 5
    else:
        assert json.loads(text) == found


def test_a_frontier_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without --json the points are a table, and the summary follows."""
    assert run(["pareto", A02, "--out", str(tmp_path / "f.csv"), "--points", "3"]) == 0
    out = capsys.readouterr().out
    assert "slope_right" in out
    assert "further corners" in out


@pytest.mark.parametrize("name", ["frontier.png", ""])
def test_a_frontier_has_no_other_form(tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    """Another ending, or a folder, ends with 2 before anything is sought."""
    assert run(["pareto", A02, "--out", str(tmp_path / name)]) == 2
    assert ".json, .csv or .html" in capsys.readouterr().err


def test_time_to_target_writes_its_plan(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The plan that is soonest stands in a folder and passes its check."""
    out = tmp_path / "soon"
    found = document(["time-to-target", B01, "--nation", "N", "--class", "G", "--out", str(out)], capsys)
    assert found["months"] == 12
    assert run(["verify", B01, str(out)]) == 0
    assert run(["time-to-target", A02, "--months", "2"]) == 0
    assert "never" in capsys.readouterr().out


def test_burden_of_a_plan(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The only payer pays all; its gross domestic product is unknown and left empty."""
    out = tmp_path / "plan"
    assert run(["plan", A02, "--out", str(out)]) == 0
    capsys.readouterr()
    assert run(["burden", str(out)]) == 0
    assert "100.0%" in capsys.readouterr().out
    found = document(["burden", str(out)], capsys)
    assert {row["key"]: row["ratio"] for row in found["rows"]}["gdp"] is None  # type: ignore[attr-defined]


def test_a_frontier_may_be_a_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A name with .html is a page with the curve and its table."""
    out = tmp_path / "frontier.html"
    assert run(["pareto", A02, "--out", str(out), "--points", "3"]) == 0
    assert "<svg" in out.read_text("utf-8")
    assert "Points of the frontier" in out.read_text("utf-8")
