import polars as pl
import pytest

from jointstock.plans.rules.orders import arrived, matured
from tests.plans.rules.giving import giving
from tests.plans.rules.ordering import ordering
from tests.plans.rules.worked import WorkedPlan


def later(queue: str | None) -> WorkedPlan:
    """The plan that orders, with its second order made and delivered one period later than it could be."""
    plan = ordering().with_fact("contracts", 0, "queue", queue == "yes")
    plan = plan.with_cell("deliveries", 1, "period", "2024-05")
    return plan.with_cell("production", 1, "period", "2024-04")


def test_ordered_units_arrive_when_the_administration_is_over() -> None:
    """Of 8 units ordered in May and June, 4 arrive inside the horizon a month later."""
    found = arrived(ordering().ground()).sort("b")
    assert found.select("b", "arrived").rows() == [(1, 16.0), (2, 20.0), (4, 4.0)]


def test_starts_are_finished_by_the_lead_profile() -> None:
    """Of 4 rockets started in March and April, 3 are finished by the end of April."""
    starts = pl.DataFrame({"line": ["Q"], "b": [2], "good": [4.0]})
    assert matured(giving().ground(), starts, ["line"], "good").rows() == [("Q", 2, 3.0)]


@pytest.mark.parametrize(("queue", "waits"), [("yes", True), (None, False)])
def test_only_orders_of_a_queue_may_wait(queue: str | None, waits: bool) -> None:  # noqa: FBT001
    """An order may be made later than it could be where the contract has a queue, and only there."""
    found = [finding for finding in later(queue).findings() if finding.rule == "V4"]
    assert bool(found) is not waits


def test_a_queue_delivers_nothing_before_its_time() -> None:
    """An order in a queue is not delivered a month too early, either."""
    plan = ordering().with_fact("contracts", 0, "queue", value=True)
    assert not plan.findings()
    early = plan.with_cell("deliveries", 0, "period", "2024-02").with_cell(
        "production", 0, "period", "2024-01"
    )
    assert any("allow" in finding.text for finding in early.findings() if finding.rule == "V4")


def test_deliveries_go_to_the_oldest_order_first() -> None:
    """Two orders of one edge are served in their order."""
    plan = ordering().with_cell("deliveries", 0, "order", "o2").with_cell("deliveries", 1, "order", "o1")
    texts = " ".join(finding.text for finding in plan.findings())
    assert "is not for order" in texts


def test_own_stock_serves_an_order_when_its_administration_is_over() -> None:
    """Sales from stock need no lead, and are not delivered before they are ordered."""
    assert "V4" in giving().with_fact("contracts", 0, "admin_months", 1).broken()


def test_an_open_order_is_not_finished_before_its_line_can() -> None:
    """With two months of lead, nothing of the backlog is delivered in February."""
    assert "V4" in giving().with_fact("line_leads", 0, "months", 2).broken()
