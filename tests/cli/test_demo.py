"""The demo: case, plan, check, report."""

import json
from pathlib import Path

import pytest

from jointstock.cli import demo as module
from jointstock.cli.main import run


def test_the_demo_goes_the_whole_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It leaves a plan and a report, and says at the end that the plan has no findings."""
    monkeypatch.setattr(module, "CASE", "tests/cases/A01")
    out = tmp_path / "demo"
    assert run(["demo", "--out", str(out)]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "0 findings"
    assert (out / "run.json").is_file()
    assert (out / "report.html").read_text(encoding="utf-8").lower().startswith("<!doctype html>")


def test_the_demo_can_be_run_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A second demo replaces the first, and tells as a document where things stand."""
    monkeypatch.setattr(module, "CASE", "tests/cases/A01")
    out = tmp_path / "demo"
    assert run(["demo", "--out", str(out)]) == 0
    capsys.readouterr()
    assert run(["demo", "--out", str(out), "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["findings"] == 0
    assert Path(document["report"]).is_file()


def test_the_demo_replaces_nothing_but_a_plan(tmp_path: Path) -> None:
    """A folder with other things in it is left alone."""
    (tmp_path / "kept.txt").write_text("kept")
    assert run(["demo", "--out", str(tmp_path)]) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["kept.txt"]


@pytest.mark.parametrize("place", ["", "file", "file/demo"])
def test_the_demo_looks_at_the_place_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], place: str
) -> None:
    """A place that cannot be used is refused before the case is opened."""
    monkeypatch.setattr(module, "CASE", "nowhere")
    (tmp_path / "file").touch()
    assert run(["demo", "--out", str(tmp_path / place)]) == 2
    message = capsys.readouterr().err
    assert str(tmp_path / place) in message
    assert "nowhere" not in message


def test_the_demo_tells_the_notes_of_the_case(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The notes stand on stderr, one line each, before the progress."""
    monkeypatch.setattr(module, "CASE", "nordic-mini")
    monkeypatch.setattr(module, "make_plan", lambda *_, **__: None)
    monkeypatch.setattr(module, "write_plan", interrupted)
    assert run(["demo", "--out", str(tmp_path / "demo")]) == 130
    assert capsys.readouterr().err.startswith("Note: holdings.csv: ")


def interrupted(*_: object, **__: object) -> None:
    """End the demo where the plan would be written."""
    raise KeyboardInterrupt
