"""Tables of a plan: their columns, read once from ``tables.toml``."""

import tomllib
from dataclasses import dataclass
from importlib.resources import files

import polars as pl

_TYPES: dict[str, type[pl.DataType]] = {"number": pl.Float64, "integer": pl.Int64}


@dataclass(frozen=True)
class PlanColumn:
    """A column of a plan table: name, type as in the data dictionary, unit."""

    name: str
    type: str
    unit: str


@dataclass(frozen=True)
class PlanTable:
    """A table of a plan: what it says, and its columns in order."""

    name: str
    about: str
    columns: tuple[PlanColumn, ...]

    @property
    def schema(self) -> dict[str, type[pl.DataType]]:
        """Polars types of the columns: Float64, Int64 or String."""
        return {column.name: _TYPES.get(column.type, pl.String) for column in self.columns}

    def frame(self, data: pl.DataFrame | None = None) -> pl.DataFrame:
        """Rows with exactly the columns of the table, in order; without data an empty frame.

        What is true or false is written as yes or no.
        """
        if data is None:
            return pl.DataFrame(schema=self.schema)
        return data.select(
            pl.col(name).replace_strict({True: "yes", False: "no"}, return_dtype=pl.String)
            if data.schema.get(name) == pl.Boolean
            else pl.col(name).cast(kind)
            for name, kind in self.schema.items()
        )


def _read() -> dict[str, PlanTable]:
    raw = tomllib.loads(files("jointstock.plans").joinpath("tables.toml").read_text("utf-8"))
    return {
        name: PlanTable(
            name,
            table["about"],
            tuple(
                PlanColumn(column["name"], column["type"], column.get("unit", ""))
                for column in table["columns"]
            ),
        )
        for name, table in raw["tables"].items()
    }


PLAN_TABLES: dict[str, PlanTable] = _read()
