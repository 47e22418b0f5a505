import polars as pl

from jointstock.plans.rules.lines import balance
from tests.plans.rules.giving import giving


def test_sales_from_stock_are_what_is_delivered_beyond_what_is_finished_for_orders() -> None:
    """Line Q sells 5 rockets in February; in March and April it delivers what it finishes."""
    found = balance(giving().ground()).filter(pl.col("line") == "Q").sort("b")
    assert found["sold"].to_list() == [0, 5, 0]
    assert found["finished_ahead"].to_list() == [1, 1, 0]


def test_a_producer_sells_no_more_than_it_has() -> None:
    """With 2 rockets in stock instead of 3, 5 cannot be sold in February."""
    plan = giving().with_fact("lines", 1, "own_stock", 2.0)
    assert plan.broken() == {"V16"}


def test_a_line_that_may_not_make_ahead_makes_to_order() -> None:
    """Starts that nobody ordered break a rule where the line may not make ahead."""
    plan = giving().with_fact("lines", 1, "own_account", None)
    assert plan.broken() == {"V16"}


def test_a_line_makes_no_more_for_orders_than_is_ordered() -> None:
    """Units made beyond all orders, and not on own account, break rule V4."""
    plan = giving().with_cell("production", 3, "own_account", 0.0)
    assert "V4" in plan.broken()
