import polars as pl
import pytest

from jointstock.plans.rules.duties import unreplaced, unreplaced_terms
from tests.plans.rules.ageing import ageing


def test_what_is_given_is_due_again_after_its_months() -> None:
    """6 given in January are due in February, 4 more in March; the 5 that were ordered come then."""
    rows = unreplaced(ageing().ground()).sort("b")
    assert rows.select("nation", "unreplaced").rows() == [("A", 0.0), ("A", 6.0), ("A", 5.0), ("A", 5.0)]


def test_open_orders_replace_nothing() -> None:
    """Were open orders counted, the shells of oo2 would replace 4 in March and April."""
    plan = ageing()
    kept = plan.tables["deliveries"].filter(pl.col("order") != "k1")
    rows = unreplaced(plan.with_table("deliveries", kept).ground()).sort("b")
    assert rows["unreplaced"].to_list() == [0.0, 6.0, 10.0, 10.0]


def test_a_promise_to_replace_counts_in_months() -> None:
    """Months times what is missing, by the 12 shells that A may give away."""
    terms = unreplaced_terms(ageing().ground()).sort("b")["term"].to_list()
    assert terms == pytest.approx([0, 0.5, 10 / 12, 5 / 12])


def test_without_a_duty_nothing_is_to_be_replaced() -> None:
    """A lane without months to replace binds nobody, and the level says so."""
    plan = ageing().with_fact("lanes", 0, "replace_months", None)
    assert unreplaced(plan.ground()).is_empty()
    assert [finding.object for finding in plan.findings()] == ["commitments"]
