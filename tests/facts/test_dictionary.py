"""The data dictionary."""

import polars as pl
import pytest

from jointstock.facts.dictionary import DICTIONARY, Column, TableSpec, filled, read_dictionary

TABLES = list(DICTIONARY.tables.values())
COLUMNS = [(spec, column) for spec in TABLES for column in spec.columns]


def test_columns_are_read_in_order() -> None:
    """A table has its own columns first and the common ones behind them."""
    names = [column.name for column in DICTIONARY.tables["holdings"].columns]
    assert names[:3] == ["nation", "item", "lot"]
    assert names[-8:] == ["source", "basis", "known_on", "vintage", "low", "high", "reason", "note"]


def test_sources_carry_no_common_columns() -> None:
    """The table of sources is not itself sourced."""
    assert "basis" not in DICTIONARY.tables["sources"].by_name


def test_schema_follows_the_types() -> None:
    """Numbers are floats, integers integers, flags booleans, and everything else is text."""
    schema = DICTIONARY.tables["contracts"].schema
    assert schema["ceiling"] == pl.Float64
    assert schema["admin_months"] == pl.Int64
    assert schema["queue"] == pl.Boolean
    assert schema["valid_from"] == pl.String


@pytest.mark.parametrize(
    ("table", "columns"),
    [
        ("holdings", ("lot",)),
        ("compatibility", ("class", "platform")),
        ("usage", ("class", "item")),
        ("targets", ()),
    ],
)
def test_open_keys(table: str, columns: tuple[str, ...]) -> None:
    """Key columns that may be empty are named, so that their empty cells become text that joins."""
    assert DICTIONARY.tables[table].open_keys == columns


def test_empty_frame_has_the_schema() -> None:
    """A table without rows still has every column."""
    spec = DICTIONARY.tables["lines"]
    assert spec.empty_frame().schema == spec.schema
    assert spec.empty_frame().height == 0


@pytest.mark.parametrize("spec", TABLES, ids=lambda spec: spec.name)
def test_keys_and_figures_are_columns(spec: TableSpec) -> None:
    """What names a row, and what low and high speak of, are columns of the table."""
    assert set(spec.key) <= set(spec.by_name)
    assert not spec.figure or spec.by_name[spec.figure].type in ("number", "integer")
    assert len(spec.by_name) == len(spec.columns)


@pytest.mark.parametrize(("spec", "column"), COLUMNS, ids=[f"{s.name}.{c.name}" for s, c in COLUMNS])
def test_columns_are_well_formed(spec: TableSpec, column: Column) -> None:
    """Every column has a known type, a meaning of empty, a sentence, and refers to what exists."""
    assert column.type in ("id", "text", "number", "integer", "month", "day", "flag", "choice")
    assert column.empty in ("fault", "unknown", "none")
    assert column.about.endswith(".") or spec.name == "sources"
    assert bool(column.values) == (column.type == "choice")
    if column.refers:
        table, name = column.refers.split(".")
        assert DICTIONARY.tables[table].key == (name,) or table == "ramps"


def test_dictionary_is_read_from_text() -> None:
    """A dictionary is made from TOML, the common columns appended where a table does not refuse them."""
    text = """
        schema = 3
        [common]
        columns = [{name="note", type="text", empty="none", about="Words."}]
        [tables.things]
        about = "Things."
        key = ["thing"]
        absent = "none"
        columns = [{name="thing", type="choice", values=["a", "b"], empty="fault", about="It."}]
    """
    dictionary = read_dictionary(text)
    assert dictionary.schema == 3
    assert [column.name for column in dictionary.tables["things"].columns] == ["thing", "note"]
    assert dictionary.tables["things"].by_name["thing"].values == ("a", "b")


def test_empty_cells_stand_for_the_stated_default() -> None:
    """An empty weight counts 1 and an empty hub is the pool 'all', as the dictionary says."""
    rows = pl.DataFrame({"weight": [None, 2.0], "hub": [None, "north"]})
    assert rows.select(filled("classes", "weight")).to_series().to_list() == [1.0, 2.0]
    assert rows.select(filled("sites", "hub")).to_series().to_list() == ["all", "north"]
