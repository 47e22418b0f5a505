import polars as pl

from jointstock.plans.rules.cover import counted, held
from tests.plans.rules.ageing import ageing
from tests.plans.rules.giving import giving


def test_stock_is_counted_once_over_all_classes() -> None:
    """45 shells cannot cover 41 of one class and 5 of another."""
    plan = giving().with_cell("cover", 2, "quantity", 41.0)
    found = [finding for finding in plan.findings() if finding.rule == "V12"]
    assert [(finding.object, finding.period) for finding in found] == [("A/shell", "2024-02")]


def test_the_opening_stock_is_counted_once_too() -> None:
    """60 shells cannot cover 61."""
    found = giving().with_cell("cover", 0, "quantity", 61.0).findings()
    assert ("V12", "opening") in {(finding.rule, finding.period) for finding in found}


def test_an_item_that_does_not_cover_a_class_has_no_ratio() -> None:
    """Rockets do not cover he, whatever the plan says."""
    plan = giving().with_cell("cover", 6, "class", "he")
    rows = counted(plan.ground()).filter(pl.col("known").is_null())
    assert rows.select("class", "item").rows() == [("he", "rocket")]


def test_stock_is_held_at_the_start_and_at_the_end_of_each_period() -> None:
    """The start of the first period stands beside the ends of all."""
    found = held(giving().ground()).filter((pl.col("nation") == "B") & (pl.col("item") == "shell")).sort("b")
    assert found.select("b", "stock").rows() == [(-1, 4.0), (0, 4.0), (1, 1.0), (2, 14.0)]


def test_use_that_the_plan_leaves_out_is_missed() -> None:
    """Planned use of the case is in the plan, served or not."""
    plan = giving()
    kept = plan.tables["use"].filter(pl.col("nation") != "B")
    assert "V12" in plan.with_table("use", kept).broken()


def test_the_stock_of_a_warehouse_counts_once_over_its_members() -> None:
    """A and B count 2 and 6 of 8 rockets; a third of A would be counted twice."""
    plan = ageing().with_cell("cover", 6, "quantity", 3.0)
    found = [finding for finding in plan.findings() if finding.rule == "V12"]
    assert [(finding.object, finding.period, finding.lhs) for finding in found] == [
        ("W/rocket", "2024-01", 9.0)
    ]


def test_only_members_count_the_stock_of_a_warehouse() -> None:
    """Without its membership, A counts rockets that it has no part in; nor does it count those of B."""
    plan = ageing()
    alone = plan.with_facts(warehouses=plan.case.table("warehouses").tail(1))
    assert any("no member of that warehouse" in finding.text for finding in alone.findings())
    assert "V12" in plan.with_cell("cover", 6, "holder", "B").broken()
