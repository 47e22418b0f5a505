"""Shares that belong together and must make a whole."""

from __future__ import annotations

import polars as pl

from jointstock.errors import Fault
from jointstock.facts.case import Case
from jointstock.facts.rules.pointing import ROW, cell_text, numbered, point

TOLERANCE = 1e-6


def shares_sum(case: Case, table: str, group: str, *, what: str) -> list[Fault]:
    """Find groups of rows whose shares do not sum to 1.

    Groups with an empty share are left to the rule of empty cells.

    Args:
        case: The case.
        table: Table with a column ``share``.
        group: Column that groups the rows.
        what: What the shares are of, in the plural.

    Returns:
        A fault at the first row of each group.
    """
    sums = (
        numbered(case, table)
        .drop_nulls(group)
        .group_by(group, maintain_order=True)
        .agg(
            pl.col(ROW).min(),
            pl.col("share").sum().alias("_sum"),
            pl.col("share").is_null().any().alias("_unknown"),
            pl.col("source").first(),
        )
        .filter(~pl.col("_unknown") & ((pl.col("_sum") - 1).abs() > TOLERANCE))
    )
    return point(
        case,
        table,
        sums,
        code="shares-sum",
        column="share",
        expected=lambda row: f"shares of the {what} of '{row[group]}' that sum to 1",
        remedy="Correct the shares, or add the row that is missing.",
        value=lambda row: f"a sum of {cell_text(round(row['_sum'], 9))}",
    )
