import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jointstock.plans.rounding import whole_units

ROWS = st.lists(
    st.tuples(
        st.sampled_from(["K", "M"]),
        st.sampled_from(["shell", "rocket"]),
        st.sampled_from(["2024-03", "2024-12", "2025-01"]),
        st.floats(0.001, 1e6) | st.integers(1, 50).map(lambda half: half / 2),
    ),
    max_size=12,
)


def placed(*rows: tuple[str, str, str, float]) -> pl.DataFrame:
    """Orders by contract, item, period and quantity."""
    return pl.DataFrame(rows, schema=["contract", "item", "period", "quantity"], orient="row").cast(
        {"contract": pl.String, "item": pl.String, "period": pl.String, "quantity": pl.Float64}
    )


def rounded(*quantities: float) -> list[int]:
    """Whole units of orders of one contract, item and year."""
    return whole_units(placed(*(("K", "shell", "2024-03", quantity) for quantity in quantities))).to_list()


@pytest.mark.parametrize(
    ("quantities", "whole"),
    [
        ([10.4, 10.4, 10.4], [11, 10, 10]),
        ([1.2, 2.7, 3.1], [1, 3, 3]),
        ([0.3, 0.3, 0.3], [1, 0, 0]),
        ([0.2, 0.2], [0, 0]),
        ([7.0], [7]),
        ([2.9999999999], [3]),
    ],
    ids=["31.2", "7", "0.9", "0.4", "whole", "next to whole"],
)
def test_missing_units_go_to_the_largest_remainders(quantities: list[float], whole: list[int]) -> None:
    """The sum is rounded; units that are missing go to the largest remainders, the first of equals."""
    assert rounded(*quantities) == whole


def test_contracts_items_and_years_are_rounded_apart() -> None:
    """0.6 each of two contracts, items or calendar years are a whole unit each."""
    rows = [("K", "shell", "2024-03", 0.6), ("M", "shell", "2024-03", 0.6), ("K", "rocket", "2024-03", 0.6)]
    assert whole_units(placed(*rows, ("K", "shell", "2025-01", 0.6))).to_list() == [1, 1, 1, 1]
    assert whole_units(placed(rows[0], ("K", "shell", "2024-12", 0.6))).to_list() == [1, 0]


def test_no_orders_give_no_whole_units() -> None:
    """A plan without orders has an empty column of whole numbers."""
    empty = whole_units(placed())
    assert (empty.len(), empty.dtype, empty.name) == (0, pl.Int64, "quantity_rounded")


@given(ROWS)
def test_sums_stay_next_to_the_plan_and_no_order_moves_by_a_unit(
    rows: list[tuple[str, str, str, float]],
) -> None:
    """Each sum is within half a unit of the plan's, each order within one, and none is negative."""
    frame = placed(*rows).with_columns(whole_units(placed(*rows)), year=pl.col("period").str.head(4))
    assert frame.filter((pl.col("quantity_rounded") - pl.col("quantity")).abs() > 1 + 1e-9).is_empty()
    assert frame.filter(pl.col("quantity_rounded") < 0).is_empty()
    sums = frame.group_by("contract", "item", "year").agg(pl.col("quantity", "quantity_rounded").sum())
    assert sums.filter((pl.col("quantity_rounded") - pl.col("quantity")).abs() > 0.5 + 1e-6).is_empty()
