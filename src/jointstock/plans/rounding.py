"""Whole units for the order list: largest remainder per contract, item and year."""

import numpy as np
import polars as pl


def whole_units(placed: pl.DataFrame) -> pl.Series:
    """Quantities in whole units whose sums stay next to the plan's.

    Within each contract, item and calendar year the quantities are rounded down and the
    units that are then missing from the rounded sum go to the largest remainders; ties go
    to the first order.

    Args:
        placed: Orders with contract, item, period and quantity.

    Returns:
        Whole quantities, shape (orders,).
    """
    numbered = placed.select(
        "contract", "item", pl.col("period").str.head(4).alias("year"), "quantity"
    ).with_row_index("row")
    down = numbered.with_columns(pl.col("quantity").add(1e-9).floor().alias("whole"))
    down = down.with_columns((pl.col("quantity") - pl.col("whole")).alias("rest"))
    group = ["contract", "item", "year"]
    missing = (pl.col("quantity").sum().round(0) - pl.col("whole").sum()).over(group)
    rank = pl.col("rest").rank("ordinal", descending=True).over(group)
    rounded = down.with_columns(missing.alias("missing"), rank.alias("rank")).select(
        "row", (pl.col("whole") + (pl.col("rank") <= pl.col("missing")).cast(pl.Float64)).alias("rounded")
    )
    whole = rounded.sort("row").get_column("rounded").to_numpy()
    return pl.Series("quantity_rounded", np.maximum(whole, 0).astype(np.int64))
