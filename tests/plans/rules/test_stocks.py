import polars as pl

from jointstock.plans.rules.stocks import recipe_parts, stock_cells
from tests.plans.rules.giving import giving
from tests.plans.rules.ordering import ordering


def test_a_holding_that_the_plan_leaves_out_is_missed() -> None:
    """Stock of the case is in the plan, even where nothing moves it."""
    plan = giving()
    kept = plan.tables["stocks"].filter(pl.col("item") != "rocket")
    assert "V1" in plan.with_table("stocks", kept).broken()


def test_every_pair_has_a_row_in_every_period() -> None:
    """Where the plan has no row of a pair, there is nothing of it."""
    plan = giving()
    kept = plan.tables["stocks"].filter((pl.col("nation") != "B") | (pl.col("item") != "rocket"))
    cells = stock_cells(plan.with_table("stocks", kept).ground())
    assert cells.height == 9
    assert stock_cells(plan.ground()).height == 12


def test_a_stock_below_its_hard_floor_is_found() -> None:
    """A floor of 44 shells is not kept by 43 in the last period."""
    found = giving().with_fact("floors", 0, "quantity", 44.0).findings()
    assert any("below its floor of 44" in finding.text for finding in found if finding.period == "2024-03")


def test_a_component_of_another_hub_is_not_drawn() -> None:
    """Stock at a hub helps the lines of that hub alone."""
    assert "V1" in ordering().with_fact("component_stocks", 0, "hub", "west").broken()


def test_a_line_needs_what_its_recipe_says() -> None:
    """The recipe of all lines of an item holds for line L."""
    assert recipe_parts(ordering().ground()).select("line", "recipe", "component", "quantity").rows() == [
        ("L", "std", "fuze", 2.0)
    ]


def test_a_quantity_below_nothing_is_found_beside_small_ones_only() -> None:
    """A stock of minus one beside stocks of ten is negative; a crumb of a hundred million is not."""
    plan = ordering()
    assert "V2" in plan.with_cell("stocks", 0, "sent", -1.0).broken()
    assert "V2" not in plan.with_cell("stocks", 0, "sent", -1e-9).broken()
