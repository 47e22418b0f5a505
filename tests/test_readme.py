"""The README: its two set-up commands, and every command line in it."""

import re
import shlex
from pathlib import Path

import pytest

from jointstock import open_case
from jointstock.cli.main import COMMANDS, build_app
from jointstock.cli.planning import prepare

TEXT = Path("README.md").read_text(encoding="utf-8")


def command(name: str) -> str:
    """Return the one line behind the marker of a name."""
    found = re.search(rf"<!-- command: {name} -->\n```sh\n(.*?)\n```", TEXT, flags=re.DOTALL)
    assert found is not None
    assert "\n" not in found[1]
    return found[1]


def lines() -> list[str]:
    """Return every line of a shell block that begins with the command's name."""
    blocks = re.findall(r"```sh\n(.*?)```", TEXT, flags=re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if line.startswith("jointstock ")]


def test_two_commands_do_the_set_up() -> None:
    """There are two marked commands, and each makes its environment and installs with plain pip."""
    assert re.findall(r"<!-- command: (\w+) -->", TEXT) == ["demo", "test"]
    for name in ("demo", "test"):
        assert command(name).startswith("python3 -m venv .venv && .venv/bin/pip install ")
    assert command("demo").endswith("jointstock demo")
    assert ".[test]" in command("test")
    assert "python -m pytest" in command("test")


@pytest.mark.parametrize("line", lines())
def test_every_command_line_parses(line: str) -> None:
    """Each command line in the README names a command and options that exist."""
    words = shlex.split(line, comments=True)[1:]
    app = build_app(words)
    function, _, unused, _ = app.parse_known_args(words)
    assert words[0] in {name for name, *_ in COMMANDS}
    assert not unused
    assert callable(function)


WHAT_IFS = [line for line in lines() if " plan " in line]


@pytest.mark.parametrize("line", WHAT_IFS)
def test_every_what_if_fits_the_small_case(line: str) -> None:
    """Each change in the README can be made to `nordic-mini`, which its reader has copied by then."""
    words = shlex.split(line, comments=True)[1:]
    _, bound, _, _ = build_app(words).parse_known_args(words)
    bound.apply_defaults()
    asked, changes = prepare(open_case("nordic-mini"), bound.arguments["horizon"], bound.arguments["what_if"])
    assert len(changes) == any(word in line for word in ("--set", "--without", "--until"))
    assert asked.settings.months == (18 if "--until" in line else 24)


def test_python_lines_name_what_there_is() -> None:
    """What the Python example takes from the package is part of the public API."""
    block = re.search(r"```python\n(.*?)```", TEXT, flags=re.DOTALL)
    assert block is not None
    package = __import__("jointstock")
    names = set(re.findall(r"\bjs\.(\w+)", block[1]))
    assert names <= set(package.__all__)
    assert {"open_case", "gaps", "make_plan", "verify", "write"} <= names
