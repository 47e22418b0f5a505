import polars as pl

from tests.plans.rules.giving import giving
from tests.plans.rules.ordering import ordering


def test_costs_name_each_term_once() -> None:
    """A cost moved to another term breaks rule V17."""
    assert "V17" in ordering().with_cell("costs", 1, "term", "orders").broken()


def test_costs_are_compared_to_half_a_cent() -> None:
    """A cost may be off by less than half a cent, and by no more."""
    assert not ordering().with_cell("costs", 0, "amount", 220.004).findings()
    assert "V17" in ordering().with_cell("costs", 0, "amount", 220.02).broken()


def test_a_need_that_the_plan_leaves_out_is_missed() -> None:
    """Targets of the case are in the table of shortfalls."""
    plan = giving()
    kept = plan.tables["shortfalls"].filter(pl.col("nation") != "B")
    assert "V15" in plan.with_table("shortfalls", kept).broken()


def test_an_unknown_level_is_found() -> None:
    """A level that nobody knows cannot be recomputed."""
    plan = ordering()
    levels = [*plan.run["levels"], {"name": "beauty", "value": 1.0}]
    assert plan.with_run(levels=levels).broken() == {"V0", "V15"}
