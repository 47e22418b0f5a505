import polars as pl
import pytest

from jointstock.plans.rules.figures import (
    commitment_terms,
    exact_sum,
    held_terms,
    levels,
    shortfalls,
    unmet_by_class,
)
from tests.plans.rules.giving import giving
from tests.plans.rules.ordering import ordering


def test_the_area_of_two_months_weighs_start_and_end() -> None:
    """From 54 short to 52 short in two months: half of 54 and one and a half of 52."""
    assert shortfalls(ordering().ground()).sort("b")["area"].to_list() == [90, 90, 74, 54, 105]


def test_use_left_unserved_counts_until_the_end() -> None:
    """Use unmet in February stands in February, and in both months of the last period."""
    plan = giving().with_cell("use", 3, "unmet", 2.0)
    found = shortfalls(plan.ground()).filter(pl.col("nation") == "B").sort("b")
    assert found["so_far"].to_list() == [0, 2, 3]
    assert found["area"].to_list() == pytest.approx([16, 19 + 2, 0.5 * (19 + 2) + 1.5 * (6 + 3)])


def test_unmet_use_of_an_item_counts_for_its_first_class() -> None:
    """A shell of A counts for area, the first class by name, with its ratio of 2."""
    plan = giving()
    usage = plan.case.table("usage").with_columns(kind=pl.lit("operational"))
    plan = plan.with_facts(usage=usage).with_table(
        "use", plan.tables["use"].with_columns(kind=pl.lit("operational"))
    )
    found = unmet_by_class(plan.ground()).filter(pl.col("nation") == "A").filter(pl.col("unmet") > 0)
    assert found.rows() == [("A", "area", 2, 2.0)]


def test_commitments_are_counted_in_months() -> None:
    """Floors, late open orders, late pledges and unmet peacetime use make the months worked out by hand."""
    found = commitment_terms(giving().ground()).group_by("what").agg(pl.col("term").sum()).sort("what")
    assert dict(found.rows()) == pytest.approx({"floor": 1.4, "open order": 1.0, "pledge": 0.2, "use": 0.5})


def test_stock_is_counted_by_the_scale_of_the_first_class() -> None:
    """Shells and rockets are counted by the scale of area, in every nation."""
    assert exact_sum(held_terms(giving().ground())) == pytest.approx(249 / 5)


@pytest.mark.parametrize("plan", [ordering(), giving()], ids=["ordering", "giving"])
def test_levels_are_those_worked_out_by_hand(plan: object) -> None:
    """All five levels come out as in the run."""
    found = levels(plan.ground())  # type: ignore[attr-defined]
    meant = {level["name"]: level["value"] for level in plan.run["levels"]}  # type: ignore[attr-defined]
    assert {name: value for name, (value, _) in found.items()} == pytest.approx(meant)


def test_a_sum_with_an_unknown_term_is_no_number() -> None:
    """Unknown is not zero: the sum is not a number."""
    assert exact_sum(pl.Series([0.1] * 10)) == 1.0
    assert exact_sum(pl.Series([1.0, None])) != exact_sum(pl.Series([1.0, None]))
