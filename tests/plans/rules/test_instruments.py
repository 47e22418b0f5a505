import polars as pl
import pytest

from jointstock.plans.rules.instruments import claims, members, windows
from tests.plans.rules.agreeing import agreeing
from tests.plans.rules.supporting import extra_costs, gifts, limited


def test_members_are_spelt_out() -> None:
    """Every Ally may join instrument G; the fund is no Ally."""
    found = members(agreeing().ground()).filter(pl.col("instrument") == "G")
    assert sorted(found["member"]) == ["A", "B"]


def test_payments_of_periods_wholly_inside_the_window_are_eligible() -> None:
    """The window of G begins in February, that of I is open."""
    found = windows(agreeing().ground()).sort("instrument", "b")
    assert found.select("instrument", "b").rows() == [("G", 1), ("G", 2), ("I", 0), ("I", 1), ("I", 2)]


def test_goods_claim_what_members_pay_for_orders() -> None:
    """Orders of January lie before the window."""
    found = claims(agreeing().ground()).filter(pl.col("instrument") == "G").sort("member", "b")
    assert found.select("object", "member", "b", "claim").rows() == [
        ("K", "A", 1, 58.0),
        ("K", "A", 2, 52.0),
        ("K", "B", 1, 20.0),
        ("K", "B", 2, 24.0),
    ]


def test_goods_of_ways_that_break_a_limit_are_not_claimed() -> None:
    """What M makes is too much from outside, so that B claims nothing."""
    found = claims(limited("outside:EU", 0.4).ground()).filter(pl.col("instrument") == "G")
    assert set(found["member"]) == {"A"}


def test_investments_claim_what_members_pay_for_options() -> None:
    """A pays 12 for W; nobody pays for J."""
    found = claims(agreeing().ground()).filter(pl.col("instrument") == "I")
    assert found.select("object", "member", "b", "claim").rows() == [("W", "A", 0, 12.0)]


def test_extra_costs_claim_fees_of_agents_and_fixed_costs() -> None:
    """B pays its agent 2 and 2.4, and 7 for each call-off where there is a fixed cost."""
    plan = extra_costs()
    assert claims(plan.ground()).sort("b")["claim"].to_list() == pytest.approx([2.0, 2.4])
    dearer = plan.with_fact("contracts", 0, "fixed_cost", 7.0)
    assert claims(dearer.ground()).sort("b")["claim"].to_list() == pytest.approx([9.0, 9.4])


def test_gifts_claim_the_value_of_what_is_sent() -> None:
    """6 shells in February and 2 in March and April, at ten dollars of 1 and on average of 1.5."""
    found = claims(gifts().ground()).sort("b")
    assert found.select("object", "member", "b", "claim").rows() == [
        ("A/shell", "A", 1, 60.0),
        ("A/shell", "A", 2, pytest.approx(30.0)),
    ]


def test_gifts_of_items_without_a_value_claim_nothing() -> None:
    """Rockets have a value, shells have none."""
    plan = gifts().with_fact("instrument_values", 0, "item", "rocket")
    assert claims(plan.ground()).is_empty()
