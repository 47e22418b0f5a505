"""The command that makes a plan."""

import json
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from jointstock import OptionError, Plan, PlanError, make_plan, open_case, open_plan
from jointstock.cli import planning
from jointstock.cli.main import run
from jointstock.cli.options import Horizon, Limits, WhatIf
from jointstock.cli.planning import changes_of, months_asked, refuse_limits
from jointstock.facts.changes import read_change_file
from jointstock.plans import make

A01 = "tests/cases/A01"


def test_a_plan_is_written_and_summed_up(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The folder holds the plan, stdout its summary, stderr the progress and where the plan stands."""
    assert run(["plan", A01, "--out", str(tmp_path / "plan")]) == 0
    found = capsys.readouterr()
    assert found.out.strip() == (tmp_path / "plan" / "summary.txt").read_text(encoding="utf-8").strip()
    assert found.err.strip().endswith(f"The plan stands in {tmp_path / 'plan'}.")
    assert (tmp_path / "plan" / "run.json").is_file()


def test_a_plan_as_a_document(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With --json stdout is the run of the plan, and nothing else."""
    assert run(["plan", A01, "--out", str(tmp_path / "plan"), "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["status"] == "optimal"
    assert [level["name"] for level in document["levels"]][-3:] == ["shortfall", "money", "stock"]


@pytest.mark.parametrize("form", [[], ["--json"]], ids=["words", "document"])
def test_the_size_is_told_before_the_first_level(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], form: list[str]
) -> None:
    """On stderr, once, ahead of every sign of life; stdout has none of it."""
    assert run(["plan", A01, "--out", str(tmp_path / "plan"), *form]) == 0
    found = capsys.readouterr()
    lines = [line for line in found.err.splitlines() if not line.startswith("Note:")]
    size = open_plan(tmp_path / "plan").run["size"]
    assert lines[0].startswith(f"The program has {size['columns']:,} columns, {size['rows']:,} rows and ")
    assert "level commitments" in lines[1]
    assert found.err.count("The program has") == 1
    assert "The program has" not in found.out


def test_a_case_too_large_ends_with_3_and_the_ways_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is written, and the words name columns, memory, and what needs less."""
    monkeypatch.setattr(make, "free_memory", lambda: 1_000_000)
    assert run(["plan", A01, "--out", str(tmp_path / "plan")]) == 3
    told = capsys.readouterr().err
    assert "This plan would have about" in told
    assert "--months, or a coarser --calendar" in told
    assert list(tmp_path.iterdir()) == []


def test_a_what_if_is_kept_with_the_plan(tmp_path: Path) -> None:
    """Changes and the months asked for stand in the run of the plan, and change it."""
    words = [
        "plan",
        A01,
        "--out",
        str(tmp_path / "plan"),
        "--set",
        "targets.*.*.*.*.quantity*=2",
        "--months",
        "6",
    ]
    assert run(words) == 0
    changes = json.loads((tmp_path / "plan" / "run.json").read_text(encoding="utf-8"))["options"]["changes"]
    assert [change["column"] for change in changes] == ["quantity", "months"]
    assert len(open_plan(tmp_path / "plan").periods) == 6


def test_what_stands_there_is_not_lost(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder that holds something is refused before any time is spent; --force replaces a plan only."""
    out = tmp_path / "plan"
    assert run(["plan", A01, "--out", str(out)]) == 0
    assert run(["plan", A01, "--out", str(out)]) == 2
    assert "--force" in capsys.readouterr().err
    assert run(["plan", A01, "--out", str(out), "--force"]) == 0
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "kept.txt").write_text("kept")
    assert run(["plan", A01, "--out", str(tmp_path / "other"), "--force"]) == 2
    assert (tmp_path / "other" / "kept.txt").read_text() == "kept"


def unsolved(case: Any, **options: Any) -> Plan:
    """Stand for the solver where it must not be reached."""
    raise AssertionError


@pytest.mark.parametrize("place", ["file", "file/plan", "link", "."])
def test_a_place_for_no_plan_is_refused_before_solving(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], place: str
) -> None:
    """A file, a place in a file, a link and the folder itself end with 2, named, and nothing is solved."""
    (tmp_path / "file").touch()
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(planning, "make_plan", unsolved)
    for words in ([], ["--force"]):
        assert run(["plan", "nordic-mini", "--out", place, *words]) == 2
        message = capsys.readouterr().err
        assert f"'{place}'" in message
        assert "Errno" not in message
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "link"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["--time-limit", "0"], "more than 0"),
        (["--time-limit=-1"], "more than 0"),
        (["--time-limit", "nan"], "more than 0"),
        (["--threads", "0"], "1 to 64"),
        (["--threads", "65"], "1 to 64"),
        (["--months", "0"], "1 or more"),
        (["--change", "none.toml"], "No such file"),
        (["--set", "lines.capacity=3"], "name the row, or * for every row"),
    ],
)
def test_an_option_that_is_not_possible_is_refused(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: list[str],
    expected: str,
) -> None:
    """Limits, months, a file or a change that cannot be end with 2 and what is expected, unsolved."""
    monkeypatch.setattr(planning, "make_plan", unsolved)
    assert run(["plan", "nordic-mini", "--out", str(tmp_path / "plan"), *words]) == 2
    assert expected in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_possible_limits_pass() -> None:
    """No limit, a short time and the fewest and most threads are possible."""
    for limits in (Limits(), Limits(time_limit=0.1), Limits(threads=1), Limits(threads=64)):
        refuse_limits(limits)


def test_the_notes_of_the_case_come_first(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is worth knowing stands on stderr before the plan is made, and not with --json."""
    words = ["plan", "nordic-mini", "--months", "2", "--out", str(tmp_path / "plan")]
    assert run(words) == 0
    assert capsys.readouterr().err.startswith("Note: holdings.csv: ")
    assert run([*words, "--force", "--json"]) == 0
    assert "Note:" not in capsys.readouterr().err


def test_the_help_shows_a_file_of_changes_that_can_be_read(tmp_path: Path) -> None:
    """The lines of the example are TOML and hold all three kinds of change."""
    example = str(planning.plan.__doc__).partition("act in this order:")[2]
    (tmp_path / "a.toml").write_text(example, encoding="utf-8")
    assert len(read_change_file(tmp_path / "a.toml")) == 5


@pytest.mark.parametrize(
    ("horizon", "months"),
    [
        (Horizon(), None),
        (Horizon(months=7), 7),
        (Horizon(until="2025-01"), 1),
        (Horizon(until="2026-06"), 18),
    ],
)
def test_months_are_counted_to_the_last(horizon: Horizon, months: int | None) -> None:
    """--until names the last month planned; the first is 2025-01."""
    assert months_asked(horizon, "2025-01") == months


@pytest.mark.parametrize(
    ("horizon", "words"),
    [
        (Horizon(months=7, until="2025-07"), "one of them"),
        (Horizon(until="2024-12"), "lies before the first month"),
        (Horizon(until="July"), "YYYY-MM"),
        (Horizon(months=0), "1 or more"),
    ],
)
def test_a_horizon_that_is_none_is_refused(horizon: Horizon, words: str) -> None:
    """Two horizons, an empty one or a month in words are refused."""
    with pytest.raises(OptionError, match=words):
        months_asked(horizon, "2025-01")


def test_changes_act_in_a_fixed_order(tmp_path: Path) -> None:
    """Files come first, then --set, then --without, then the months."""
    (tmp_path / "a.toml").write_text('set = ["nations.A.weight=2"]\n')
    asked = WhatIf(change=(tmp_path / "a.toml",), set=("nations.A.weight=3",), without=("obstacle:licence",))
    changes = changes_of(Horizon(months=12), asked, open_case("tests/cases/K01"))
    assert [change.get("value", change.get("without")) for change in changes] == [
        2,
        3,
        "obstacle:licence",
        12,
    ]


def test_a_change_that_spoils_the_case_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A changed case is checked again; its faults are named, and nothing is written."""
    assert run(["plan", A01, "--out", str(tmp_path / "plan"), "--set", "lines.*.capacity=-1"]) == 2
    assert "lines.csv" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_ctrl_c_keeps_the_best_plan(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A plan in hand when Ctrl-C comes is written with its status, and the exit code is 130."""

    def interrupted(case: Any, *, cancel: Callable[[], bool], **options: Any) -> Plan:
        os.kill(os.getpid(), signal.SIGINT)
        assert cancel()
        made = make_plan(case)
        return Plan(made.case, {**made.run, "status": "cancelled"}, made.tables)

    monkeypatch.setattr(planning, "make_plan", interrupted)
    assert run(["plan", A01, "--out", str(tmp_path / "plan")]) == 130
    assert json.loads((tmp_path / "plan" / "run.json").read_text(encoding="utf-8"))["status"] == "cancelled"
    assert "the best plan so far is kept, if there is one" in capsys.readouterr().err


def test_ctrl_c_without_a_plan_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a plan in hand nothing is written, and the exit code is 130."""

    def interrupted(case: Any, **options: Any) -> Plan:
        os.kill(os.getpid(), signal.SIGINT)
        raise PlanError("cancelled")

    monkeypatch.setattr(planning, "make_plan", interrupted)
    assert run(["plan", A01, "--out", str(tmp_path / "plan")]) == 130
    assert list(tmp_path.iterdir()) == []


def test_no_plan_ends_with_3(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is no plan the exit code is 3, and nothing is written."""

    def hopeless(case: Any, **options: Any) -> Plan:
        raise PlanError("The time limit came before any plan.")

    monkeypatch.setattr(planning, "make_plan", hopeless)
    assert run(["plan", A01, "--out", str(tmp_path / "plan")]) == 3
    assert list(tmp_path.iterdir()) == []


def test_a_what_if_begins_from_an_earlier_plan(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With --start-from the levels are those of a plan from nothing; run.json names the plan."""
    first, more = tmp_path / "first", tmp_path / "more"
    assert run(["plan", A01, "--out", str(first)]) == 0
    assert run(["plan", A01, "--out", str(more), "--start-from", str(first)]) == 0
    one, two = (open_plan(folder).run for folder in (first, more))
    assert two["options"]["start"] == one["plan_digest"]
    assert [level["value"] for level in two["levels"]] == pytest.approx(
        [level["value"] for level in one["levels"]]
    )
    capsys.readouterr()
    assert run(["plan", A01, "--out", str(tmp_path / "third"), "--start-from", str(tmp_path / "no")]) == 2
    assert "is not a plan folder" in capsys.readouterr().err
    assert not (tmp_path / "third").exists()
