import polars as pl
import pytest

from jointstock.plans.rules.key_figures import key_figures
from tests.plans.rules.ageing import ageing
from tests.plans.rules.giving import giving
from tests.plans.rules.ordering import ordering
from tests.plans.rules.transition import transition
from tests.plans.rules.worked import WorkedPlan


def times(plan: WorkedPlan) -> dict[tuple[str, str], str]:
    found = key_figures(plan.ground()).filter(pl.col("kpi") == "time_to_target")
    return {
        (nation, item): text for nation, item, text in found.select("nation", "class", "soon").iter_rows()
    }


def test_a_target_that_is_covered_from_the_start_takes_no_time() -> None:
    """A covers he from the opening stock on; area and the need of B are never covered."""
    assert times(giving()) == {("A", "he"): "0", ("A", "area"): "never", ("B", "he"): "never"}


@pytest.mark.parametrize(
    ("target", "month"), [(48.0, "6"), (46.0, "4"), (26.0, "3"), (10.0, "0"), (48.1, "never")]
)
def test_time_to_target_is_the_last_month_of_the_first_period_covered_for_good(
    target: float, month: str
) -> None:
    """10, 10, 26, 46 and 48 shells are held at the ends of months 1, 2, 3, 4 and 6."""
    assert times(ordering().with_fact("targets", 0, "quantity", target)) == {("EE", "he"): month}


def test_the_opening_stock_is_counted_wholly_for_the_time_to_target() -> None:
    """Cover of the opening does not matter; with 39 shells held for 40, the first period is needed."""
    assert times(giving().with_cell("cover", 0, "quantity", 39.0))["A", "he"] == "0"
    plan = giving().with_fact("holdings", 0, "quantity", 29.0)
    assert times(plan)["A", "he"] == "1"


def test_a_target_that_is_lost_again_is_never_covered() -> None:
    """What is short in the last period is not covered for good."""
    assert times(giving().with_cell("cover", 3, "quantity", 39.0))["A", "he"] == "never"


def test_a_key_figure_nobody_knows_is_found() -> None:
    """A figure that is not among the key figures breaks rule V15."""
    assert "V15" in ordering().with_cell("kpis", 0, "kpi", "surface").broken()


def test_a_key_figure_that_is_left_out_is_missed() -> None:
    """Every key figure of a need is there."""
    assert ordering().without_row("kpis", 4).broken() == {"V15"}


def test_real_and_present_value_need_a_deflator_and_a_rate() -> None:
    """Without a deflator and a discount rate, the two figures are empty; with them they are numbers."""
    names = ["money_real", "money_present_value"]
    without = key_figures(ordering().ground()).filter(pl.col("kpi").is_in(names))
    assert without["meant"].to_list() == [None, None]
    found = key_figures(giving().ground()).filter(pl.col("kpi").is_in(names)).sort("kpi")
    assert found["meant"].to_list() == pytest.approx([247.83592382679532, 6 + 246 / 1.1])


def test_the_opening_stock_of_a_warehouse_counts_for_its_members() -> None:
    """B covers area from the start with the rockets of the warehouse, and not without them."""
    plan = ageing()
    assert times(plan)["B", "area"] == "0"
    less = plan.with_fact("holdings", 5, "quantity", 3.0)
    assert times(less)["B", "area"] == "1"


def test_the_opening_fleet_sets_the_target_at_the_opening() -> None:
    """D has 100 shells for the 50 that ten tanks ask for at the start; 40 are too few for the opening."""
    assert times(transition())["D", "he"] == "0"
    assert times(transition().with_fact("holdings", 1, "quantity", 40.0))["D", "he"] == "1"
