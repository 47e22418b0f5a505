"""Reading and writing case.toml."""

import dataclasses
from pathlib import Path

import pytest

from jointstock.files.settings_file import read_settings, write_settings
from tests.small_case import Draft, small


def read(folder: Path, text: str) -> tuple[object, list[tuple[str, str]]]:
    """Settings, and code and key of the faults, of a text."""
    path = folder / "case.toml"
    path.write_text(text, encoding="utf-8")
    found, faults = read_settings(path)
    return found, [(fault.code, fault.column) for fault in faults]


def valid(**changes: str | None) -> str:
    """The text of valid settings with some lines changed."""
    lines = {**Draft().settings, **changes}
    return "".join(f"{key} = {value}\n" for key, value in lines.items() if value is not None)


def test_settings_are_read(tmp_path: Path) -> None:
    """Every key of the file becomes a setting; keys left out have their defaults."""
    assert read(tmp_path, valid()) == (small().settings, [])


def test_all_keys(tmp_path: Path) -> None:
    """All keys can be written and read again."""
    full = dataclasses.replace(
        small().settings,
        name='Two "names" \\ Jõgeva',
        calendar="12x1",
        end="none",
        target_version="V1",
        discount_rate=0.03,
        deflator="steel",
    )
    write_settings(full, tmp_path / "case.toml")
    assert read_settings(tmp_path / "case.toml") == (full, ())


def test_empty_text_is_none(tmp_path: Path) -> None:
    """A key with empty text is as good as left out, and a required one is missing."""
    assert read(tmp_path, valid(calendar='""')) == (small().settings, [])
    assert read(tmp_path, valid(currency='""'))[1] == [("missing-setting", "currency")]


def test_days_without_quotation_marks(tmp_path: Path) -> None:
    """A day may be written as TOML writes days."""
    assert read(tmp_path, valid(as_of="2023-06-14")) == (small().settings, [])


def test_whole_number_as_rate(tmp_path: Path) -> None:
    """A rate may be a whole number."""
    found, faults = read(tmp_path, valid(discount_rate="0"))
    assert faults == []
    assert found == dataclasses.replace(small().settings, discount_rate=0.0)


def test_byte_order_mark(tmp_path: Path) -> None:
    """A byte order mark before the text plays no part."""
    assert read(tmp_path, "\ufeff" + valid()) == (small().settings, [])


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("months", '"12"'),
        ("months", "12.0"),
        ("months", "true"),
        ("name", "7"),
        ("price_year", '"2023"'),
        ("end", "0"),
    ],
)
def test_types(tmp_path: Path, key: str, value: str) -> None:
    """A value of another type is a fault of its key."""
    assert read(tmp_path, valid(**{key: value}))[1] == [("setting-type", key)]


def test_missing_file(tmp_path: Path) -> None:
    """Without the file, one fault says which keys to write."""
    found, faults = read_settings(tmp_path / "case.toml")
    assert [fault.code for fault in faults] == ["no-settings"]
    assert "first_month" in faults[0].remedy
    assert found.name == tmp_path.name


@pytest.mark.parametrize("content", [b"name = ", b"\xff\xfe", b"= 3", b"[[["])
def test_no_toml(tmp_path: Path, content: bytes) -> None:
    """Bytes that are no TOML are one fault."""
    path = tmp_path / "case.toml"
    path.write_bytes(content)
    assert [fault.code for fault in read_settings(path)[1]] == ["not-toml"]


def test_several_faults_at_once(tmp_path: Path) -> None:
    """An unknown key, a missing one and a wrong type are told together."""
    faults = read(tmp_path, valid(schema="2", price_year=None, colour='"red"', months='"x"'))[1]
    assert sorted(faults) == [
        ("missing-setting", "price_year"),
        ("schema", "schema"),
        ("setting-type", "months"),
        ("unknown-setting", "colour"),
    ]


def test_misspelt_key_is_not_missing(tmp_path: Path) -> None:
    """A required key that is misspelt is told once, with what was meant."""
    assert read(tmp_path, valid(currency=None, curency='"EUR"'))[1] == [("unknown-setting", "curency")]
