import polars as pl
import pytest

from jointstock.plans.rules.needs import (
    arrivals_from_outside,
    covers,
    demands,
    floors,
    opening,
    planned_use,
    targets,
)
from tests.plans.rules.giving import giving


def test_the_row_of_a_nation_goes_before_the_row_of_all() -> None:
    """A row of one nation that forbids outweighs a row of all that allows."""
    plan = giving()
    rows = plan.case.table("compatibility")
    ban = rows.head(1).with_columns(nation=pl.lit("B"), state=pl.lit("data_needed"))
    found = covers(plan.with_facts(compatibility=pl.concat([rows, ban])).ground())
    assert found.filter(pl.col("class") == "he")["nation"].to_list() == ["A"]


def test_only_cover_without_a_platform_counts() -> None:
    """A row that names a platform is no cover."""
    plan = giving().with_fact("compatibility", 0, "platform", "rocket")
    assert "he" not in covers(plan.ground())["class"].to_list()


def test_an_empty_ratio_is_one() -> None:
    """The ratio of a row without one is 1."""
    found = covers(giving().ground()).filter(pl.col("nation") == "A").sort("class", "item")
    assert found.select("class", "item", "ratio").rows() == [
        ("area", "rocket", 1.0),
        ("area", "shell", 2.0),
        ("he", "shell", 1.0),
    ]


def test_lots_are_summed_and_unknown_releasable_units_are_none() -> None:
    """A holds 60 shells in two lots; of the second nothing is known to be releasable."""
    found = opening(giving().ground()).filter((pl.col("nation") == "A") & (pl.col("item") == "shell"))
    assert found.select("opening", "releasable").row(0) == (60.0, 20.0)


def test_use_is_the_sum_over_the_months_of_a_period() -> None:
    """Two shells a month are four in two months; use that starts in February is none in January."""
    found = demands(giving().ground()).sort("nation", "b")
    assert found.select("demand", "b", "planned").rows() == [
        ("shell", 0, 2.0),
        ("shell", 1, 2.0),
        ("shell", 2, 4.0),
        ("he", 1, 3.0),
        ("he", 2, 6.0),
    ]


def test_use_of_a_class_counts_wholly_for_every_item_that_covers_it() -> None:
    """Three of class he a month are three shells of B."""
    found = planned_use(giving().ground()).filter(pl.col("nation") == "B").sort("b")
    assert found.select("item", "b", "planned").rows() == [("shell", 1, 3.0), ("shell", 2, 6.0)]


def test_what_was_due_before_the_horizon_arrives_in_its_first_period() -> None:
    """An open order due in the year before arrives in January."""
    assert arrivals_from_outside(giving().ground()).rows() == [("oo1", "A", "shell", 0, 5.0)]


def test_a_floor_binds_up_to_what_is_held_without_the_plan() -> None:
    """A rocket floor of 10 binds at the 5 rockets held; a waived floor does not bind."""
    found = floors(giving().ground()).sort("nation", "item", "b")
    assert found.filter(pl.col("item") == "rocket")["hard"].to_list() == [5, 5, 5]
    assert found["nation"].unique().to_list() == ["A"]


def test_a_floor_in_days_is_that_many_days_of_planned_use() -> None:
    """60.875 days of 2 shells a month are 4 shells, whatever the length of the period."""
    plan = giving().with_fact("floors", 0, "quantity", None).with_fact("floors", 0, "days", 60.875)
    found = floors(plan.ground()).filter(pl.col("item") == "shell").sort("b")
    assert found["floor"].to_list() == pytest.approx([4, 4, 4])


def test_a_target_without_a_quantity_is_computed() -> None:
    """The verifier too takes a target from its efforts: 5 weapons, 3 a day, 4 days."""
    computed = giving().with_fact("targets", 2, "quantity", None)
    computed = computed.with_fact("targets", 2, "method", "level of effort")
    need = {"version": "v2", "nation": "A", "class": "area", "platform": ""}
    zeros = dict.fromkeys(("loss", "training", "test", "pipeline"), 0.0)
    effort = need | {"weapons": 5.0, "rate": 3.0, "days": 4.0} | zeros
    found = targets(computed.with_facts(efforts=pl.DataFrame([effort])).ground())
    assert found.filter(pl.col("class") == "area")["target"].to_list() == [60, 60]


def test_a_target_is_that_of_the_last_month_of_a_period() -> None:
    """A target from April on holds in the period of March and April; rows of other versions do not count."""
    plan = giving().with_fact("targets", 2, "from", "2024-04")
    found = targets(plan.ground()).sort("nation", "class", "b")
    assert found.filter(pl.col("class") == "area").select("b", "target").rows() == [(2, 20.0)]
    assert found.filter((pl.col("nation") == "A") & (pl.col("class") == "he"))["target"].to_list() == [40] * 3
