import polars as pl
import pytest

from tests.plans.tiny import base_plan, listed, planned, tiny, total

LINE = "[lines]\nline, site, item, capacity, rate_now, yield, "


def test_a_line_without_states_has_no_rows() -> None:
    """Where nothing is decided on how lines run, both tables are empty."""
    assert base_plan().line_states.is_empty()
    assert base_plan().surges.is_empty()


def test_modes_are_listed_and_charged_to_whoever_pays() -> None:
    """Of 5 starts a month for 2 paid by A and 10 for 9 borne by the producer, the plan takes the 10."""
    modes = "[line_modes]\nline, mode, hours, cost, payer\nL, half, 5, 2, A\nL, whole, 10, 9,"
    plan = planned(tiny(LINE + "hours_per_start\nL, S, shell, 10, 0, 1, 1\n" + modes))
    assert listed(plan.line_states.head(3), "line", "mode", "cost") == [("L", "whole", 9.0)] * 3
    assert plan.line_states["running"].to_list() == [None] * 6
    assert total(plan, "payments", "amount") == pytest.approx(150)


def test_a_payer_pays_for_the_mode_of_every_month() -> None:
    """With 9 paid for the whole hours and nothing for half of them: three months of 9."""
    modes = "[line_modes]\nline, mode, hours, cost, payer\nL, half, 5, 0, A\nL, whole, 10, 9, A"
    plan = planned(tiny(LINE + "hours_per_start\nL, S, shell, 10, 0, 1, 1\n" + modes))
    shifts = plan.payments.filter(pl.col("kind") == "shift mode")
    months = ("2024-01", "2024-02", "2024-03")
    assert listed(shifts, "payer", "object", "period", "amount") == [("A", "L", month, 9) for month in months]


def test_running_and_start_ups_are_listed_where_they_are_decided() -> None:
    """L starts up once and stands still when nothing is missing any more."""
    plan = planned(
        tiny(LINE + "minimum_rate, start_up_cost, start_up_payer\nL, S, shell, 10, 0, 1, 6, 20, A")
    )
    states = listed(plan.line_states, "period", "running", "started", "cost")
    assert states[:4] == [
        ("2024-01", "yes", "yes", 20),
        ("2024-02", "yes", "no", 0),
        ("2024-03", "yes", "no", 0),
        ("2024-04", "no", "no", 0),
    ]
    assert plan.line_states["mode"].to_list() == [None] * 6
    start_ups = plan.payments.filter(pl.col("kind") == "start-up")
    assert listed(start_ups, "payer", "object", "period", "amount") == [("A", "L", "2024-01", 20)]


def test_a_start_up_that_the_producer_bears_is_shown_and_not_paid() -> None:
    """Its cost stands in the states alone."""
    plan = planned(tiny(LINE + "minimum_rate, start_up_cost\nL, S, shell, 10, 0, 1, 6, 20"))
    assert plan.line_states["cost"].sum() == 20
    assert "start-up" not in plan.payments["kind"].to_list()


def test_surge_capacity_is_listed_with_what_it_costs() -> None:
    """10 more a month from February on bring 30 a month earlier: 20 in February.

    Held ready for six months at 1, and 10 called at 3 in February: 6 + 30.
    """
    surge = (
        "[surges]\nsurge, line, capacity, retention, call_cost, payer, trigger, notice_months\n"
        "R, L, 10, 1, 3, A, 2024-02, 0"
    )
    plan = planned(tiny(surge))
    assert listed(plan.surges.head(3), "surge", "line", "period", "retained", "called", "cost") == [
        ("R", "L", "2024-01", 1, 0, 1),
        ("R", "L", "2024-02", 1, 10, 31),
        ("R", "L", "2024-03", 1, 0, 1),
    ]
    assert plan.payments.filter(pl.col("kind") == "surge")["amount"].sum() == pytest.approx(36)
