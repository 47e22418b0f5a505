import polars as pl
import pytest

from jointstock.plans.rules.fleets import (
    below_floors,
    draws,
    in_transition,
    legacy_terms,
    operational_floors,
    requirements,
)
from tests.plans.rules.ageing import ageing
from tests.plans.rules.transition import transition


def test_entries_draw_crews_and_repairs_draw_places() -> None:
    """3 and 1 tanks enter with a crew from the pool of all; one old tank is repaired in the east."""
    rows = draws(transition().ground()).sort("component", "b")
    assert rows.rows() == [("bay", "east", 0, 1.0), ("crew", "all", 1, 3.0), ("crew", "all", 2, 1.0)]


def test_each_platform_adds_to_the_target_at_the_start_and_at_the_end_of_periods() -> None:
    """A tank adds 10 to U, by its own row, and 5 to D, by the row of all."""
    rows = requirements(transition().ground()).sort("nation", "b")
    assert rows.rows() == [
        ("D", "he", -1, 50.0),
        ("D", "he", 0, 30.0),
        ("D", "he", 1, 30.0),
        ("D", "he", 2, 30.0),
        ("U", "he", -1, 0.0),
        ("U", "he", 0, 0.0),
        ("U", "he", 1, 30.0),
        ("U", "he", 2, 40.0),
    ]


def test_an_unknown_rate_makes_an_unknown_requirement() -> None:
    """A rate that nobody knows is not taken for nothing."""
    rows = requirements(transition().with_fact("fleet_needs", 1, "rate", None).ground())
    assert rows.filter(pl.col("nation") == "U")["need"].null_count() == 4


def test_floors_weigh_the_platforms_of_a_family() -> None:
    """An old tank counts half of a tank."""
    rows = operational_floors(transition().ground()).sort("b")
    assert rows["held"].to_list() == pytest.approx([9, 9.6, 8.346])
    assert below_floors(transition().ground()).sort("b")["term"].to_list() == pytest.approx(
        [0.1, 0.04, 0.3308]
    )


def test_a_floor_holds_from_its_month_on() -> None:
    """A floor from April on is that of the last period alone."""
    plan = transition().with_fact("fleet_floors", 0, "from", "2024-04")
    assert operational_floors(plan.ground())["b"].to_list() == [2]


def test_legacy_months_are_those_of_soviet_platforms() -> None:
    """Old tanks count by platform-months, tanks do not."""
    assert sum(legacy_terms(transition().ground())) == pytest.approx(50.838)


@pytest.mark.parametrize(
    ("table", "row", "column", "value"), [("fleets", 0, "retire_max", None), ("items", 1, "standard", "NATO")]
)
def test_without_a_legacy_fleet_that_may_retire_there_is_no_transition(
    table: str, row: int, column: str, value: object
) -> None:
    """The level is one of cases with a Soviet platform that the plan may retire."""
    assert in_transition(transition().case)
    assert not in_transition(transition().with_fact(table, row, column, value).case)
    assert not in_transition(ageing().case)
