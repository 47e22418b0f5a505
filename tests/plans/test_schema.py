import dataclasses
import tomllib
from importlib.resources import files

import polars as pl
import pytest

from jointstock.plans.schema import PLAN_TABLES, PlanTable
from tests.plans.tiny import base_plan

TOLD = tomllib.loads(files("jointstock.plans").joinpath("tables.toml").read_text("utf-8"))["tables"]


def test_tables_stand_in_the_order_of_the_file() -> None:
    """Names, columns and words of the tables are those of tables.toml, in its order."""
    assert list(PLAN_TABLES) == list(TOLD)
    for name, table in PLAN_TABLES.items():
        assert (table.name, table.about) == (name, TOLD[name]["about"])
        assert [column.name for column in table.columns] == [row["name"] for row in TOLD[name]["columns"]]


@pytest.mark.parametrize(
    ("column", "kind"),
    [("quantity", pl.Float64), ("quantity_rounded", pl.Int64), ("order", pl.String), ("period", pl.String)],
)
def test_types_of_the_dictionary_become_types_of_polars(column: str, kind: type[pl.DataType]) -> None:
    """A number is Float64, an integer Int64, everything else a string."""
    assert PLAN_TABLES["orders"].schema[column] is kind


def test_a_column_without_unit_has_an_empty_unit() -> None:
    """Only columns that count something have a unit."""
    units = {column.name: column.unit for column in PLAN_TABLES["deliveries"].columns}
    assert (units["order"], units["quantity"]) == ("", "item units")


@pytest.mark.parametrize("table", PLAN_TABLES.values(), ids=list(PLAN_TABLES))
def test_a_table_without_rows_has_its_columns(table: PlanTable) -> None:
    """Without data, a frame has no row and all columns."""
    empty = table.frame()
    assert (empty.height, dict(empty.schema)) == (0, table.schema)


def test_rows_are_brought_to_the_columns_of_the_table() -> None:
    """Other columns go, order and types become those of the table."""
    raw = pl.DataFrame({"extra": [1], "amount": [3], "payer": ["A"], "term": ["orders"]})
    frame = PLAN_TABLES["costs"].frame(raw)
    assert dict(frame.schema) == PLAN_TABLES["costs"].schema
    assert frame.rows() == [("orders", "A", 3.0)]


def test_rows_that_lack_a_column_are_refused() -> None:
    """A frame without one of the columns is an error of polars."""
    with pytest.raises(pl.exceptions.ColumnNotFoundError, match="term"):
        PLAN_TABLES["costs"].frame(pl.DataFrame({"payer": ["A"], "amount": [1.0]}))


def test_every_table_of_a_plan_has_the_columns_of_its_table() -> None:
    """A plan has every table, with exactly its columns and types, in order."""
    plan = base_plan()
    assert list(plan.tables) == list(PLAN_TABLES)
    for name, table in PLAN_TABLES.items():
        assert list(plan.tables[name].schema.items()) == list(table.schema.items())


def test_a_table_does_not_change() -> None:
    """Tables and columns are frozen."""
    with pytest.raises(dataclasses.FrozenInstanceError):
        PLAN_TABLES["costs"].name = "other"  # type: ignore[misc]
