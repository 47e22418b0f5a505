import polars as pl
import pytest

from jointstock.plans.rules.edges import edges, orders
from tests.plans.rules.giving import giving
from tests.plans.rules.ordering import ordering
from tests.plans.rules.worked import WorkedPlan


def rules(plan: WorkedPlan) -> set[str]:
    return plan.broken()


def test_delays_add_to_the_months_of_administration() -> None:
    """An order that an obstacle delays by a month reaches its line a month later."""
    found = edges(ordering().ground())
    assert found.select("admin", "delay", "queue", "sells").row(0) == (1, 1, False, False)


def test_orders_know_the_months_of_their_period() -> None:
    """Start and last month of an order are those of its period."""
    found = orders(ordering().ground()).filter(pl.col("order") == "o3")
    assert found.select("start", "last").row(0) == (4, 5)


@pytest.mark.parametrize(("column", "month"), [("valid_from", "2024-02"), ("valid_to", "2024-05")])
def test_all_months_of_an_order_lie_inside_the_validity(column: str, month: str) -> None:
    """A contract from February on excludes January, one until May excludes the period of May and June."""
    assert rules(ordering().with_fact("contracts", 0, column, month)) == {"V7"}


def test_a_licence_forbids_every_period_that_contains_a_forbidden_month() -> None:
    """A licence missing until March excludes orders in February and in the period of March and April."""
    plan = giving().with_fact("obstacles", 1, "until", "2024-03")
    found = [finding for finding in plan.findings() if finding.rule == "V7"]
    assert {finding.period for finding in found} == {"2024-02", "2024-03"}


def test_other_obstacles_that_forbid_orders_break_the_rule_of_obstacles() -> None:
    """A preference that forbids an order is an obstacle and no licence."""
    plan = giving().with_fact("obstacles", 1, "until", "2024-02")
    assert rules(plan.with_fact("obstacles", 1, "kind", "national preference")) == {"V18"}


def test_an_obstacle_for_another_recipient_does_not_bind() -> None:
    """An obstacle binds where it names the buyer or the recipient, and only there."""
    plan = giving().with_fact("obstacles", 1, "until", None)
    assert {finding.object for finding in plan.with_fact("obstacles", 1, "to", "B").findings()} == {
        "export/A/A/B/K/Q/rocket"
    }
