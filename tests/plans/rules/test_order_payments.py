import polars as pl
import pytest

from jointstock.plans.rules.order_payments import on_delivery, on_order
from tests.plans.rules.agreeing import agreeing
from tests.plans.rules.giving import giving
from tests.plans.rules.ordering import ordering


def test_delivery_shares_fall_due_after_delivery() -> None:
    """Of 8 units, one is paid in time, one a month after the horizon, 6 are not delivered before its end."""
    found = on_delivery(ordering().ground()).filter(pl.col("object") == "o3").sort("b")
    assert found.select("b", "amount").rows() == [(4, 3.0), (5, 21.0)]


def test_what_is_due_after_the_horizon_is_at_the_price_after_it() -> None:
    """Rockets that are paid at delivery cost 44 each where they come after the horizon."""
    plan = giving().with_fact("contract_payments", 0, "event", "delivery")
    found = on_delivery(plan.ground()).filter(pl.col("object") == "k2").sort("b")
    assert found.select("b", "amount").rows() == [(2, pytest.approx(99)), (3, pytest.approx(44))]


def test_every_order_is_paid_at_the_price_of_its_tier() -> None:
    """Ten shells at 5 and two at 4 in February."""
    found = on_order(agreeing().ground()).filter(pl.col("b") == 1, pl.col("payer") == "A").sort("object")
    assert found.select("object", "amount").rows() == [("k2", 50.0), ("k3", 8.0)]
