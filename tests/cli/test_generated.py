"""The command that makes a synthetic case."""

import json
from pathlib import Path

import pytest

from jointstock import generate, open_case
from jointstock.cli.main import run


def test_generate_writes_a_case_that_opens(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The folder opens as the case of that size and seed, and the words say what is in it and what next."""
    assert run(["generate", "--size", "S", "--seed", "2", "--out", str(tmp_path / "s")]) == 0
    assert open_case(tmp_path / "s").digest == generate("S", seed=2).digest
    text = capsys.readouterr().out
    assert "generated-s-2" in text
    assert "24 periods (24x1, 24 months), 5 nations, 16 items" in text
    assert "jointstock plan" in text


@pytest.mark.parametrize("words", [["--parquet"], ["--form", "parquet"]])
def test_generate_writes_parquet(tmp_path: Path, words: list[str]) -> None:
    """Both ways to ask for Parquet write the same case in that form."""
    assert run(["generate", "--size", "S", "--out", str(tmp_path / "s"), *words, "--json"]) == 0
    assert (tmp_path / "s" / "lines.parquet").is_file()
    assert open_case(tmp_path / "s").digest == generate("S").digest


def test_generate_as_a_document(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The document has digest, rows by table and what a plan holds."""
    assert run(["generate", "--size", "S", "--out", str(tmp_path / "s"), "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    case = generate("S")
    assert document["digest"] == case.digest
    assert document["rows"]["lines"] == case.table("lines").height
    assert document["plan"]["periods"] == 24
    assert (document["case"], document["size"], document["seed"]) == ("generated-s-1", "S", 1)


def test_an_unknown_size_is_refused_with_the_choices(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 2, the sizes there are, and nothing written."""
    assert run(["generate", "--size", "XS", "--out", str(tmp_path / "s")]) == 2
    assert "one of S, M, L, XL" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_generate_writes_over_nothing_but_a_case(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder that holds something is left alone; --force replaces a case and no other folder."""
    (tmp_path / "kept.txt").write_text("kept", encoding="utf-8")
    words = ["generate", "--size", "S", "--out"]
    assert run([*words, str(tmp_path)]) == 2
    assert "exists already" in capsys.readouterr().err
    assert run([*words, str(tmp_path), "--force"]) == 2
    assert "not a case folder" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["kept.txt"]


def test_force_replaces_a_case(tmp_path: Path) -> None:
    """With --force the case that stood there gives way to the new one."""
    words = ["generate", "--size", "S", "--out", str(tmp_path / "s"), "--json"]
    assert run(words) == 0
    assert run([*words, "--seed", "2", "--force"]) == 0
    assert open_case(tmp_path / "s").digest == generate("S", seed=2).digest
    assert [path.name for path in tmp_path.iterdir()] == ["s"]


def test_a_place_that_cannot_be_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder below a file cannot be written, and the message says so."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert run(["generate", "--size", "S", "--out", str(tmp_path / "file" / "s")]) == 2
    assert "cannot be written" in capsys.readouterr().err
