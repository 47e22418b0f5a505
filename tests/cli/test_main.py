"""The command line as a whole: help, exit codes, errors as words and as documents."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from jointstock.cli import main
from jointstock.cli.main import COMMANDS, build_app, fail, run
from jointstock.errors import CaseError, Fault, OptionError, PlanError

PINNED = [
    "demo",
    "cases",
    "new",
    "generate",
    "check",
    "gaps",
    "requirement",
    "diff-targets",
    "plan",
    "fairness",
    "pareto",
    "time-to-target",
    "burden",
    "chance",
    "commitment",
    "why-not",
    "ranges",
    "calendars",
    "book",
    "verify",
    "certify",
    "report",
]
FAULT = Fault(
    "unknown-key", "orders.csv", 14, "item", "155 mm HE", "an item of items.csv", "Did you mean '155mm HE'?"
)


def test_every_pinned_command_is_there() -> None:
    """The commands are those that the interfaces pin."""
    assert [name for name, *_ in COMMANDS] == PINNED


@pytest.mark.parametrize("name", PINNED)
def test_every_command_explains_itself(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The help of each command has an example, and names --json."""
    assert run([name, "--help"]) == 0
    text = capsys.readouterr().out
    assert "xample" in text
    assert f"jointstock {name}" in text
    assert "--json" in text


def test_help_imports_no_command(capsys: pytest.CaptureFixture[str]) -> None:
    """The help of the whole is made without importing any module of a command."""
    modules = {path.partition(":")[0] for _, path, *_ in COMMANDS}
    code = (
        "import sys; from jointstock.cli.main import run; "
        f"run(['--help']); sys.exit(bool({modules!r} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode == 0
    assert b"jointstock demo" in done.stdout


def test_the_list_of_commands_agrees_with_their_docstrings() -> None:
    """The one line in the list begins like the docstring of the command."""
    for name, _, _, about in COMMANDS:
        function, *_ = build_app([name]).parse_known_args([name, *REQUIRED.get(name, [])])
        first = str(function.__doc__).split("\n")[0]
        assert first.split()[:3] == about.rstrip(".").split()[:3], name


REQUIRED = {
    "new": ["d"],
    "why-not": ["d", "--nation", "n", "--class", "c"],
    "generate": ["--size", "S", "--out", "d"],
    "chance": ["c", "d"],
    "check": ["c"],
    "gaps": ["c"],
    "requirement": ["c"],
    "diff-targets": ["c", "old", "new"],
    "plan": ["c", "--out", "d"],
    "fairness": ["c"],
    "pareto": ["c", "--out", "f.csv"],
    "time-to-target": ["c"],
    "burden": ["d"],
    "commitment": [f"--{name}=1" for name in ("cost", "margin", "firm", "uncertain", "probability")],
    "ranges": ["c"],
    "calendars": ["c"],
    "book": ["d"],
    "verify": ["c", "d"],
    "certify": ["d"],
    "report": ["d", "--html", "f"],
}


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (["chek", "nordic-mini"], '"check"'),
        (["check", "nordic-mini", "--jsn"], "--json"),
        (["plan", "nordic-mini", "--out", "x", "--end", "mete"], '"meet"'),
        (["plan", "nordic-mini", "--out", "x", "--threads", "two"], "int"),
        (["plan", "nordic-mini"], "--out"),
        (["check", "nordic-mimi"], "nordic-mini"),
        (["gaps", "nordic-mini", "--nation", "XX"], "XN"),
    ],
)
def test_a_wrong_word_is_refused_with_a_hint(
    words: list[str], hint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A wrong command, option, value or name ends with 2, an empty stdout and the nearest right one."""
    assert run(words) == 2
    found = capsys.readouterr()
    assert found.out == ""
    assert hint in " ".join(found.err.replace("│", " ").split())


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (CaseError("x", [FAULT]), 2),
        (OptionError("no"), 2),
        (FileNotFoundError("no"), 2),
        (PlanError("none"), 3),
        (MemoryError(), 3),
    ],
)
def test_each_error_has_its_exit_code(
    error: Exception, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """Faulty input ends with 2, no plan with 3; the words go to stderr."""
    assert fail(error, as_json=False) == code
    found = capsys.readouterr()
    assert found.out == ""
    assert found.err.strip()


def test_an_error_is_a_document_with_json(capsys: pytest.CaptureFixture[str]) -> None:
    """With --json stdout holds one document with the error and its faults."""
    assert fail(CaseError("x", [FAULT]), as_json=True) == 2
    document = json.loads(capsys.readouterr().out)
    assert document["error"].startswith("1 fault in the case 'x'.")
    assert document["faults"][0]["row"] == 14


def test_a_wrong_option_is_a_document_with_json(capsys: pytest.CaptureFixture[str]) -> None:
    """A wrong option too leaves one document on stdout when --json is asked for."""
    assert run(["check", "nordic-mini", "--json", "--jso"]) == 2
    assert "--jso" in json.loads(capsys.readouterr().out)["error"]


def test_cancelling_ends_with_130(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C while a command runs ends with 130 and no traceback."""

    def interrupted(words: object) -> object:
        raise KeyboardInterrupt

    monkeypatch.setattr(main, "build_app", interrupted)
    assert run(["cases"]) == 130


def test_a_closed_pipe_is_no_error() -> None:
    """A reader that has gone ends the command quietly."""
    code = "from jointstock.cli.main import run; import sys; sys.exit(run(['--help']))"
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run([sys.executable, "-c", code], stdout=writer, stderr=subprocess.PIPE, check=False)
    os.close(writer)
    assert b"Traceback" not in done.stderr


def test_faults_are_printed_all_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A command on a faulty case prints every fault to stderr, writes nothing and ends with 2."""
    (tmp_path / "case").mkdir()
    (tmp_path / "case" / "case.toml").write_text('schema = 1\nname = "x"\nmonths = "many"\n')
    assert run(["plan", str(tmp_path / "case"), "--out", str(tmp_path / "out")]) == 2
    found = capsys.readouterr()
    assert found.out == ""
    assert "faults in the case" in found.err
    assert not (tmp_path / "out").exists()
