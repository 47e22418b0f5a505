import polars as pl
import pytest

from jointstock.plans.rules.lots import by_expiry, delivered, first_lots, kept_by_lots, lot_cells, received
from tests.plans.rules.ageing import ageing
from tests.plans.rules.giving import giving


def by_lot(frame: pl.DataFrame, nation: str) -> list[tuple[int, float]]:
    rows = frame.filter((pl.col("nation") == nation) & (pl.col("item") == "shell")).sort("c")
    return [(c, quantity) for c, quantity in rows.select("c", "quantity").iter_rows()]


def test_a_lot_expires_in_the_period_that_contains_its_month() -> None:
    """Lots of February, April and of unknown life expire in the second and third period, and later."""
    assert by_lot(first_lots(ageing().ground()), "A") == [(1, 10.0), (2, 20.0), (4, 5.0)]


@pytest.mark.parametrize(
    ("month", "number"), [("2023-10", 0), ("2024-01", 0), ("2024-05", 3), ("2024-06", 4)]
)
def test_a_lot_outside_the_horizon_expires_at_once_or_later(month: str, number: int) -> None:
    """What expired before the first month expires in the first period; what expires after the last, later."""
    plan = ageing().with_fact("holdings", 4, "expiry", month)
    assert by_lot(first_lots(plan.ground()), "C") == [(number, 4.0)]


def test_what_arrives_evenly_expires_evenly() -> None:
    """Nine shells of March and April that keep two months expire in May and after it, half each."""
    rows = delivered(ageing().ground()).filter(pl.col("b") == 2)
    assert by_lot(rows, "A") == [(3, 4.5), (4, 4.5)]


def test_a_shelf_life_counts_in_whole_months() -> None:
    """Two months and a half are two months."""
    plan = ageing().with_fact("items", 0, "shelf_life", 2.5)
    assert by_lot(delivered(plan.ground()).filter(pl.col("b") == 0), "A") == [(2, 6.0)]


def test_an_item_without_shelf_life_keeps() -> None:
    """What is delivered of an item without a shelf life expires later."""
    came = pl.DataFrame({"nation": ["A"], "item": ["rocket"], "b": [0], "quantity": [3.0]})
    assert by_expiry(ageing().ground(), came)["c"].to_list() == [4]


def test_what_travels_keeps_its_expiry() -> None:
    """B receives shells of the lot they were sent from."""
    assert by_lot(received(ageing().ground()).filter(pl.col("b") == 1), "B") == [(2, 6.0)]


def test_only_what_can_expire_is_kept_by_lots() -> None:
    """Rockets keep for ever and have no lots; neither has anything in a case without shelf lives."""
    kept = kept_by_lots(ageing().ground()).sort("nation")
    assert kept.select("nation", "item").rows() == [("A", "shell"), ("B", "shell"), ("C", "shell")]
    assert kept_by_lots(giving().ground()).is_empty()


def test_a_pair_that_can_expire_has_lots_even_where_the_plan_has_none() -> None:
    """Without its lots in the plan, the opening lot of C is still there."""
    plan = ageing()
    bare = plan.with_table("lots", plan.tables["lots"].filter(pl.col("nation") != "C"))
    cells = lot_cells(bare.ground()).filter(pl.col("nation") == "C")
    assert cells.select("c", "b", "held", "opening").row(0) == (2, 0, 4.0, 0.0)
    assert "V5" in bare.broken()
