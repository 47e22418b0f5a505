import polars as pl
import pytest

from jointstock.plans.rules.payments import call_offs, due, on_backlog, on_delivery, on_transfers, unit_months
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


def test_an_open_order_is_paid_at_delivery_but_for_what_has_been_paid() -> None:
    """Four fifths of ten dollars fall due for each unit of one order, half of four euros of the other."""
    found = on_backlog(giving().ground()).sort("object", "b")
    assert found.select("object", "b", "amount").rows() == [
        ("oo1", 0, 10.0),
        ("oo2", 1, 16.0),
        ("oo2", 2, pytest.approx(36)),
    ]


def test_a_call_off_costs_its_fixed_cost_once() -> None:
    """Each period in which the buyer orders anything costs 7."""
    assert call_offs(ordering().ground()).sort("b").select("payer", "object", "b", "amount").rows() == [
        ("EE", "C", 0, 7.0),
        ("EE", "C", 1, 7.0),
        ("EE", "C", 4, 7.0),
    ]


def test_the_donor_pays_the_lane_when_it_sends() -> None:
    """Half a euro for each unit sent, whenever it arrives."""
    found = on_transfers(giving().ground()).sort("b")
    assert found.select("payer", "object", "b", "amount").rows() == [
        ("A", "shell/A/B", 0, 6.0),
        ("A", "shell/A/B", 1, 3.0),
        ("A", "shell/A/B", 2, 1.0),
    ]


def test_unit_months_of_two_months_weigh_start_and_end() -> None:
    """From 46 to 48 in two months: half of 46 and one and a half of 48."""
    assert unit_months(ordering().ground()).sort("b")["unit_months"].to_list() == [10, 10, 26, 46, 95]


def test_all_payments_of_the_plan_fall_due() -> None:
    """What falls due is the sum of all payments."""
    assert due(ordering().ground())["amount"].sum() == pytest.approx(289.7)


def test_only_named_payers_share_an_expansion() -> None:
    """For all payers stands every party with a budget, and nobody else."""
    plan = ordering()
    assert plan.with_facts(budgets=plan.case.table("budgets").clear()).broken() >= {"V8"}
    assert plan.with_fact("expansion_payers", 0, "payer", "DE").broken() == {"V8"}
