"""Sums by group whose last digit does not hang on how many threads add up."""

import numpy as np
import polars as pl

from jointstock.model.index_sets.lookup import locate


def totals(rows: pl.DataFrame, keys: list[str], amount: str) -> pl.DataFrame:
    """Add numbers up by group, row after row.

    A sum of fractions depends on its order in the last digit. Polars adds in as many parts as it has
    threads; here every group is added in the order of the rows, so that equal plans have equal bytes.

    Args:
        rows: Rows with the keys, none of them empty, and the amount.
        keys: Columns that name a group.
        amount: Column to add up.

    Returns:
        The keys and the amount, a row for each group, in the order of their first rows.
    """
    groups = rows.select(keys).unique(maintain_order=True)
    place = locate(rows, groups, keys)
    values = rows.get_column(amount).to_numpy().astype(np.float64)
    return groups.with_columns(
        pl.Series(amount, np.bincount(place, weights=values, minlength=len(groups)).astype(np.float64))
    )
