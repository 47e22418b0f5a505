import pytest

from jointstock.plans.rules.surges import surge_cells
from tests.plans.rules.agreeing import agreeing


def test_surge_capacity_can_be_called_from_the_trigger_and_notice_on() -> None:
    """One month after the trigger in February, three starts can be called."""
    assert surge_cells(agreeing().ground())["most"].to_list() == [0, 0, 3]


def test_nothing_can_be_called_without_a_trigger() -> None:
    """An agreement whose event does not come allows no start."""
    plan = agreeing().with_fact("surges", 0, "trigger", None)
    assert surge_cells(plan.ground())["most"].to_list() == [0, 0, 0]
    assert plan.broken() == {"V3"}


def test_retention_is_paid_from_its_first_month_on() -> None:
    """3 dollars in February and March, and one for the start."""
    assert surge_cells(agreeing().ground())["due"].to_list() == [0, 6, 8]


def test_a_share_is_retained_throughout() -> None:
    """Another share in one period is found."""
    assert "V3" in agreeing().with_cell("surges", 0, "retained", 0.5).broken()


def test_a_missing_period_of_a_surge_is_found() -> None:
    """What is retained is retained in each period."""
    assert "V3" in agreeing().without_row("surges", 0).broken()


def test_no_more_is_called_than_is_retained() -> None:
    """Of a fifth of 3 starts, none can be called whole."""
    plan = agreeing()
    for row in range(3):
        plan = plan.with_cell("surges", row, "retained", 0.2)
    assert "1 starts are called on U in 2024-03; it allows 0.6 then." in [
        finding.text for finding in plan.findings()
    ]


def test_called_starts_add_to_the_capacity_of_a_line() -> None:
    """Without the start that is called, 13 starts are above a capacity of 12."""
    texts = [row.text for row in agreeing().with_cell("surges", 2, "called", 0.0).findings()]
    assert "Line L starts 13 of shell in 2024-03; its capacity is 12." in texts


@pytest.mark.parametrize(("column", "value"), [("cost", 6.0), ("line", "M")])
def test_cost_and_line_of_a_surge_are_those_of_the_case(column: str, value: object) -> None:
    """Another cost or another line is found."""
    assert "V3" in agreeing().with_cell("surges", 2, column, value).broken()


def test_a_payment_for_a_surge_that_is_left_out_is_missed() -> None:
    """B pays 8 in March."""
    rows = agreeing().tables["payments"]
    place = rows["kind"].to_list().index("surge") + 1
    assert {"V9", "V17"} <= agreeing().without_row("payments", place).broken()
