"""The command why-not."""

import json
from pathlib import Path

import pytest

import jointstock as js
from jointstock.cli.main import run

D01 = Path(__file__).parents[1] / "cases" / "D01"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A plan of the worked case as a folder."""
    return js.write(js.make_plan(js.open_case(D01)), tmp_path_factory.mktemp("plans") / "d01")


def test_it_prints_limits_and_ways_out(folder, capsys):
    """The answer on stdout names the conflict set and what to raise together."""
    assert run(["why-not", str(folder), "--nation", "N", "--class", "G"]) == 0
    text = capsys.readouterr().out
    assert "Limits that stand against it" in text
    assert "Cheapest together" in text


def test_as_json_it_is_one_document(folder, capsys):
    """With --json stdout is the document alone."""
    assert run(["why-not", str(folder), "--nation", "N", "--class", "G", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["question"] == "why-not"


def test_an_unknown_target_ends_with_2(folder, capsys):
    """A nation that has no such target is an error in the options."""
    assert run(["why-not", str(folder), "--nation", "X", "--class", "G"]) == 2
    assert "no target" in capsys.readouterr().err
