"""The Frictionless descriptor."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from jointstock.facts.dictionary import DICTIONARY
from jointstock.files.descriptor import descriptor
from jointstock.files.folder import write_case
from tests.small_case import small

ALL = {name: list(spec.by_name) for name, spec in DICTIONARY.tables.items()}


def resource(name: str, form: str = "csv") -> dict[str, Any]:
    """The description of one table with all its columns."""
    found = descriptor(small(), ALL, form)["resources"]
    return next(entry for entry in found if entry["path"] == f"{name}.{form}")


def field(table: str, column: str) -> dict[str, Any]:
    """The description of one column."""
    return next(entry for entry in resource(table)["schema"]["fields"] if entry["name"] == column)


def test_every_table_is_described() -> None:
    """Each table has a resource with path, fields and a sentence."""
    entries = descriptor(small(), ALL, "csv")["resources"]
    assert [entry["path"] for entry in entries] == [f"{name}.csv" for name in DICTIONARY.tables]
    assert all(entry["description"] and entry["schema"]["fields"] for entry in entries)
    assert all(re.fullmatch(r"[a-z0-9._-]+", entry["name"]) for entry in entries)


def test_package_is_named() -> None:
    """The package has the name of the case as a word, and its day in words."""
    found = descriptor(small(), ALL, "csv")
    assert (found["profile"], found["name"], found["title"]) == ("tabular-data-package", "small", "small")
    assert "2023-06-14" in found["description"]


def test_fields_follow_the_dictionary() -> None:
    """Type, bounds, words and unit of a column are those of the dictionary."""
    assert field("line_leads", "share")["constraints"] == {"required": True, "minimum": 0, "maximum": 1}
    assert field("nations", "role")["constraints"]["enum"][0] == "ally"
    assert field("line_leads", "months")["type"] == "integer"
    assert field("lines", "own_account")["trueValues"] == ["yes"]
    assert field("lines", "capacity")["description"].endswith("Unit: starts a month.")


@pytest.mark.parametrize(
    ("table", "column", "fits", "fails"),
    [
        ("targets", "from", ["2023-07"], ["2023-13", "2023-07-01", "2023"]),
        ("targets", "known_on", ["2023", "2023-06", "2023-06-14"], ["2023-6", "14 June 2023", "2023-06-32"]),
    ],
)
def test_patterns(table: str, column: str, fits: list[str], fails: list[str]) -> None:
    """Months and days have patterns that fit what the reader takes."""
    pattern = field(table, column)["constraints"]["pattern"]
    assert all(re.fullmatch(pattern, text) for text in fits)
    assert not any(re.fullmatch(pattern, text) for text in fails)


def test_primary_keys() -> None:
    """A key is a primary key where none of its columns may be empty."""
    assert resource("targets")["schema"]["primaryKey"] == ["version", "nation", "class", "from"]
    assert "primaryKey" not in resource("holdings")["schema"]


def test_parquet_package() -> None:
    """A package of Parquet files is no package of CSV files."""
    assert descriptor(small(), ALL, "parquet")["profile"] == "data-package"
    assert "encoding" not in resource("lines", "parquet")


def test_descriptor_describes_what_was_written(tmp_path: Path) -> None:
    """The descriptor of a folder names its files, and their columns in the order of their headers."""
    write_case(small(), tmp_path / "case")
    found = json.loads((tmp_path / "case" / "datapackage.json").read_text(encoding="utf-8"))
    for entry in found["resources"]:
        header = (tmp_path / "case" / entry["path"]).read_text(encoding="utf-8").splitlines()[0]
        assert header.split(",") == [column["name"] for column in entry["schema"]["fields"]]
