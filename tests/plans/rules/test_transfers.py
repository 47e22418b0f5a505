import polars as pl
import pytest

from jointstock.plans.rules.transfers import lanes
from tests.plans.rules.ageing import ageing
from tests.plans.rules.giving import giving


def test_the_lane_with_fewer_wildcards_counts() -> None:
    """The lane from A goes before the lane from all; the obstacle adds a month to its one month."""
    assert lanes(giving().ground()).select("months", "cost", "delay", "until").rows() == [(2, 0.5, 1, -1)]


@pytest.mark.parametrize(
    ("item", "giver", "to", "months"), [("shell", "*", "*", 5), ("*", "*", "B", 1), ("shell", "*", "B", 5)]
)
def test_an_item_goes_before_a_donor_before_a_recipient(item: str, giver: str, to: str, months: int) -> None:
    """Of lanes with as many wildcards, the one with the item counts, then the one with the donor."""
    plan = giving()
    rows = plan.case.table("lanes")
    more = rows.head(1).with_columns(
        pl.lit(item).alias("item"), pl.lit(giver).alias("from"), pl.lit(to).alias("to")
    )
    more = more.with_columns(months=pl.lit(5, pl.Int64))
    found = lanes(plan.with_facts(lanes=pl.concat([rows, more])).ground())
    assert found["months"].to_list() == [months + 1]


def test_no_lane_is_no_transfer() -> None:
    """What is given without a lane breaks rule V13."""
    plan = giving()
    assert "V13" in plan.with_facts(lanes=plan.case.table("lanes").clear()).broken()


@pytest.mark.parametrize("role", ["fund", "third"])
def test_a_fund_and_a_party_outside_the_wildcard_receive_nothing(role: str) -> None:
    """The wildcard stands for Allies, invitees, partners, associates and recipients."""
    assert "V13" in giving().with_fact("nations", 1, "role", role).broken()


def test_a_donor_gives_no_more_than_it_may_release() -> None:
    """With 15 units to be released, 20 are too many."""
    plan = giving().with_fact("holdings", 0, "releasable", 15.0)
    assert plan.broken() == {"V13"}


def test_what_is_sent_was_in_stock_before_the_period() -> None:
    """A donor that holds 11 at the start cannot send 12 in January."""
    plan = giving().with_fact("holdings", 0, "quantity", 1.0)
    assert any("it held 11 before" in finding.text for finding in plan.findings())


def test_a_forbidden_transfer_is_found() -> None:
    """A consent that is missing for all items until February forbids January and February."""
    plan = giving().with_fact("obstacles", 2, "item", "*").with_fact("obstacles", 2, "until", "2024-02")
    found = plan.findings()
    assert {finding.rule for finding in found} == {"V18"}
    assert {finding.period for finding in found} == {"2024-01", "2024-02"}


def test_a_warehouse_may_receive_what_a_fund_may_not() -> None:
    """An agency without a warehouse holds no stock, one with members does."""
    plan = ageing().with_fact("nations", 1, "role", "agency")
    text = "a fund or an agency without warehouse holds no stock"
    assert any(text in finding.text for finding in plan.findings())
    row = plan.case.table("warehouses").head(1).with_columns(warehouse=pl.lit("B"))
    held = plan.with_facts(warehouses=pl.concat([plan.case.table("warehouses"), row]))
    assert not any(text in finding.text for finding in held.findings())


def test_what_expires_in_one_period_arrives_by_itself() -> None:
    """Units of one expiry arrive in the shares of the way, whatever those of another do."""
    found = ageing().with_cell("transfers", 1, "expires", "later").findings()
    assert "V13" not in {finding.rule for finding in found}
    plan = ageing().with_cell("transfers", 1, "period_received", "2024-05")
    assert "V13" in plan.broken()
