import polars as pl
import pytest

from jointstock.plans.rules.instrument_terms import terms
from tests.plans.rules.agreeing import agreeing


@pytest.mark.parametrize(("month", "worth"), [("2024-02", 300.0), ("2023-06", 200.0)])
def test_caps_are_exchanged_at_the_first_month(month: str, worth: float) -> None:
    """100 dollars are 200 euros in January, where the horizon begins, and 300 in February."""
    plan = agreeing().with_fact("instruments", 0, "currency", "USD")
    plan = plan.with_fact("instruments", 0, "valid_from", month).with_fact(
        "instruments", 0, "cap_value", 100.0
    )
    rates = pl.DataFrame({"rate": ["USD", "USD"], "month": ["2023-01", "2024-02"], "value": [2.0, 3.0]})
    found = terms(plan.with_facts(rates=rates).ground()).filter(pl.col("instrument") == "G")
    assert found.select("cap", "envelope").rows() == [(worth, worth)]


@pytest.mark.parametrize(
    ("level", "least", "decides"),
    [("contract", 2, True), ("item", 2, True), ("contract", None, True), ("item", None, False)],
)
def test_contracts_are_decided_on_where_members_or_common_limits_count(
    level: str,
    least: int | None,
    decides: bool,  # noqa: FBT001
) -> None:
    """An instrument without least members and with limits for each way to order decides on no contract."""
    plan = (
        agreeing()
        .with_fact("instruments", 0, "level", level)
        .with_fact("instruments", 0, "min_members", least)
    )
    found = terms(plan.ground()).filter(pl.col("instrument") == "G")
    assert found["decides"].to_list() == [decides]
