import polars as pl
import pytest

from tests.plans.rules.ageing import ageing
from tests.plans.rules.worked import WorkedPlan


def changed(plan: WorkedPlan, table: str, row: int, **cells: object) -> WorkedPlan:
    for column, value in cells.items():
        plan = plan.with_cell(table, row, column, value)
    return plan


def texts(plan: WorkedPlan, rule: str = "V5") -> str:
    return " ".join(finding.text for finding in plan.findings() if finding.rule == rule)


def test_a_plan_that_rotates_its_lots_is_sound() -> None:
    """Lots that are used, given, extended and expire as the case says break no rule."""
    findings = ageing().findings()
    assert not findings, findings.summary()
    assert findings.checked["V5"] > 0


@pytest.mark.parametrize(
    "column",
    ["opening", "delivered", "received", "extended_in", "used", "sent", "extended_out", "expired", "closing"],
)
@pytest.mark.parametrize("row", [5, 13])
def test_every_figure_of_a_lot_is_checked(column: str, row: int) -> None:
    """Any figure of any lot that is changed breaks rule V5."""
    value = ageing().tables["lots"][column][row]
    assert "V5" in ageing().with_cell("lots", row, column, value + 0.5).broken()


def test_a_lot_that_is_left_out_is_missed() -> None:
    """A lot whose row is left out leaves a gap in its stock."""
    assert "V5" in ageing().without_row("lots", 8).broken()


def test_expired_stock_is_not_used() -> None:
    """C cannot use in March what expires then, even where stock, lots and use agree."""
    plan = changed(ageing(), "lots", 16, used=2.0, expired=0.0)
    plan = changed(plan, "stocks", 14, used=2.0, expired=0.0)
    assert "they expired in 2024-03" in texts(plan)
    assert "2 more than had not expired" in texts(plan)


def test_expired_stock_is_not_held() -> None:
    """C cannot hold in March what expires then; an issue first in, first out leaves nothing."""
    plan = changed(ageing(), "lots", 16, expired=0.0, closing=2.0)
    plan = changed(plan, "stocks", 14, expired=0.0, closing=2.0)
    assert "are still held in 2024-03" in texts(plan)
    assert "issued first in, first out, 0 are left" in texts(plan)


def test_nothing_expires_before_its_time() -> None:
    """A unit that keeps until March cannot expire in February."""
    plan = changed(ageing(), "lots", 15, expired=1.0, closing=1.0)
    plan = changed(plan, "stocks", 13, expired=1.0, closing=1.0)
    assert "they keep until 2024-03" in texts(plan)


def test_stock_does_not_grow_younger_when_it_is_given() -> None:
    """Shells sent from the lot of March cannot arrive as shells that keep for longer."""
    plan = ageing().with_cell("transfers", 0, "expires", "later")
    assert "that expire in 2024-03, 6 are sent in 2024-01 by the plan; it is 0" in texts(plan)
    young = changed(plan, "lots", 12, expires="later")
    assert "V5" in young.broken()


def test_a_period_that_nobody_knows_is_no_expiry() -> None:
    """The period of expiry is one of the plan, or later; it is empty only in transfers."""
    assert "V0" in ageing().with_cell("lots", 0, "expires", "2024-04").broken()
    assert "V0" in ageing().with_cell("lots", 0, "expires", None).broken()
    assert "V0" in ageing().with_cell("transfers", 0, "expires", "soon").broken()


def test_what_was_not_in_a_lot_before_the_period_is_not_sent() -> None:
    """A lot is sent from what it held before the period, not from what arrives in it."""
    plan = ageing().with_fact("holdings", 1, "quantity", 2.0)
    assert "sends 6 of shell that expire in 2024-03 in 2024-01; it held 20 before" not in texts(plan)
    less = changed(plan, "lots", 2, opening=2.0)
    assert "A sends 6 of shell that expire in 2024-03 in 2024-01; it held 2 before." in texts(less)


def test_without_lots_nothing_expires() -> None:
    """Stock of an item that keeps does not vanish as expired."""
    plan = changed(ageing(), "stocks", 19, expired=1.0, closing=7.0)
    assert "1 of rocket of W expire in 2024-05 by the table of stocks; its lots make 0." in texts(plan)


def test_a_lot_without_stock_is_found() -> None:
    """Lots of a pair that holds nothing of the item are no stock."""
    plan = ageing()
    row = (
        plan.tables["lots"].tail(1).with_columns(nation=pl.lit("W"), opening=pl.lit(0.0), expired=pl.lit(0.0))
    )
    row = row.with_columns(item=pl.lit("shell"), closing=pl.lit(1.0))
    assert "V5" in plan.with_table("lots", pl.concat([plan.tables["lots"], row])).broken()


def test_a_case_whose_stock_expires_must_show_lots() -> None:
    """Where stock can expire, the rule is in force and has rows to check."""
    plan = ageing()
    bare = plan.with_table("lots", plan.tables["lots"].clear())
    assert "V5" in bare.broken()
