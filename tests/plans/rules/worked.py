"""Cases and plans written as text, and how a single cell of them is changed."""

from __future__ import annotations

import dataclasses
import io
import re
from typing import Any

import polars as pl

from jointstock.facts.case import Case, Settings
from jointstock.plans.rules.ground import Ground
from jointstock.plans.rules.shape import described, numbered, read_periods
from jointstock.plans.verify import Findings, verify


@dataclasses.dataclass(frozen=True)
class WorkedPlan:
    """A plan worked out by hand, with what the verifier reads of a plan."""

    case: Case
    run: dict[str, Any]
    tables: dict[str, pl.DataFrame]

    def with_cell(self, table: str, row: int, column: str, value: Any) -> WorkedPlan:
        """The plan with another value in one cell."""
        frame = self.tables[table]
        cells = frame[column].to_list()
        cells[row] = value
        series = pl.Series(column, cells, dtype=frame[column].dtype, strict=False)
        return self.with_table(table, frame.with_columns(series))

    def without_row(self, table: str, row: int) -> WorkedPlan:
        """The plan without one row."""
        frame = self.tables[table].with_row_index("row")
        return self.with_table(table, frame.filter(pl.col("row") != row).drop("row"))

    def with_table(self, table: str, frame: pl.DataFrame) -> WorkedPlan:
        """The plan with another table."""
        return dataclasses.replace(self, tables={**self.tables, table: frame})

    def with_run(self, **parts: Any) -> WorkedPlan:
        """The plan with other parts of ``run.json``."""
        return dataclasses.replace(self, run={**self.run, **parts})

    def with_fact(self, table: str, row: int, column: str, value: Any) -> WorkedPlan:
        """The plan for a case with another value in one cell."""
        cells = self.case.table(table)[column].to_list()
        cells[row] = value
        frame = self.case.table(table)
        return self.with_facts(
            **{table: frame.with_columns(pl.Series(column, cells, dtype=frame[column].dtype))}
        )

    def with_facts(self, **tables: pl.DataFrame) -> WorkedPlan:
        """The plan for another case, with its digest."""
        case = self.case.replace(**tables)
        return dataclasses.replace(self, case=case, run={**self.run, "digest": case.digest})

    def findings(self) -> Findings:
        """What the verifier finds."""
        return verify(self.case, self)

    def ground(self) -> Ground:
        """What the rules stand on."""
        periods, _ = read_periods(self.tables["periods"])
        assert periods is not None
        return Ground(self.case, self.run, periods, numbered(self.tables, periods))

    def broken(self) -> set[str]:
        """The rules that the verifier finds broken."""
        return {finding.rule for finding in self.findings()}


def read_blocks(text: str) -> dict[str, pl.DataFrame]:
    """Read blocks of CSV, each behind its name in brackets; blanks around cells do not count."""
    parts = re.split(r"^\[(\w+)\]$", text, flags=re.MULTILINE)[1:]
    frames = {}
    for name, block in zip(parts[::2], parts[1::2], strict=True):
        lines = [re.sub(r"\s*,\s*", ",", line.strip()) for line in block.strip().splitlines() if line.strip()]
        frames[name] = pl.read_csv(io.StringIO("\n".join(lines)), infer_schema=False)
    return frames


def worked_plan(settings: Settings, case_text: str, plan_text: str, levels: dict[str, float]) -> WorkedPlan:
    """Put a case and its plan together."""
    case = Case(settings, {}).replace(**read_blocks(case_text))
    given = read_blocks(plan_text)
    tables = {}
    for name, columns in described().items():
        kinds = {"number": pl.Float64, "integer": pl.Int64}
        schema = {column: kinds.get(kind, pl.String) for column, kind in columns}
        frame = given.get(name)
        if frame is None:
            tables[name] = pl.DataFrame(schema=schema)
            continue
        absent = [pl.lit(None, pl.String).alias(column) for column in schema if column not in frame.columns]
        tables[name] = frame.with_columns(absent).select(
            pl.col(key).cast(kind) for key, kind in schema.items()
        )
        if name == "orders":
            tables[name] = tables[name].with_columns(pl.col("tier").fill_null(0.0))
        if "holder" in schema:
            tables[name] = tables[name].with_columns(pl.col("holder").fill_null(pl.col("nation")))
        if "basis" in schema:
            tables[name] = tables[name].with_columns(basis=pl.lit("synthetic"))
    run = {
        "schema": 1,
        "digest": case.digest,
        "as_of": settings.as_of,
        "first_month": settings.first_month,
        "months": settings.months,
        "levels": [{"name": name, "value": value, "tolerance": 1e-9} for name, value in levels.items()],
        "options": {"changes": []},
    }
    return WorkedPlan(case, run, tables)
