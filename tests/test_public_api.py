"""The public API: every name is there, and nothing is imported before it is asked for."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import jointstock

HEAVY = ("polars", "highspy", "altair", "numpy")


@pytest.mark.parametrize("name", jointstock.__all__)
def test_every_name_is_there(name: str) -> None:
    """Each public name can be had, and is part of what dir shows."""
    assert getattr(jointstock, name) is not None
    assert name in dir(jointstock)


def test_checkers_see_the_same_names() -> None:
    """The names imported for type checkers are those of the list, from the same homes."""
    tree = ast.parse(Path(str(jointstock.__file__)).read_text(encoding="utf-8"))
    imports = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and "jointstock" in str(node.module)
    ]
    homes = {
        alias.asname or alias.name: f"{node.module}:{alias.name}" for node in imports for alias in node.names
    }
    assert homes == jointstock._HOMES
    assert sorted(homes) == sorted(jointstock.__all__)


def test_an_unknown_name_is_refused() -> None:
    """A name that is not there is an AttributeError that lists those that are."""
    with pytest.raises(AttributeError, match=r"jointstock has no 'open_plans'.*make_plan"):
        _ = jointstock.open_plans


def test_importing_loads_nothing_heavy() -> None:
    """Importing the package and the command line loads neither tables nor solver nor charts."""
    code = f"import sys, jointstock.cli.main; print([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
