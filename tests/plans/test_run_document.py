"""The document of a plan before its tables are read."""

import json
from typing import Any

import pytest

from jointstock.facts.case import Case
from jointstock.measure.months import Calendar
from jointstock.plans.aims import Leximin
from jointstock.plans.make import make_plan
from jointstock.plans.run_document import calendar_text
from tests.plans.tiny import base_plan, tiny

PARTS = ["matrix", "bounds", "sides", "costs"]


def extents(told: dict[str, Any]) -> list[dict[str, Any]]:
    """All ranges that are told."""
    found = [told[name] for name in PARTS[:3]] + list(told["costs"].values())
    return [one for one in found if one is not None]


@pytest.mark.parametrize(
    ("lengths", "text"), [((1,), "1x1"), ((1, 1, 3, 3, 1), "2x1,2x3,1x1"), ((12,), "1x12")]
)
def test_a_calendar_is_written_as_runs(lengths: tuple[int, ...], text: str) -> None:
    """Equal lengths that follow each other are one run."""
    assert calendar_text(Calendar(0, lengths)) == text


def test_the_run_keeps_the_ranges_of_coefficients() -> None:
    """Matrix, bounds, sides, and the costs of each level, in the order of the levels."""
    run = base_plan().run
    assert list(run["coefficients"]) == PARTS
    assert list(run["coefficients"]["costs"]) == [level["name"] for level in run["levels"]]
    assert json.loads(json.dumps(run["coefficients"], allow_nan=False)) == run["coefficients"]


def test_the_smallest_is_never_above_the_largest(nordic: Case) -> None:
    """Sizes are above nothing, and each stands at a place of a family of the program."""
    run = make_plan(nordic).run
    families = run["size"]["families"]
    told = extents(run["coefficients"])
    assert len(told) == 3 + len(run["levels"])
    for extent in told:
        assert 0 < extent["least"] <= extent["most"]
        for place in (extent["least_at"], extent["most_at"]):
            assert place
            for kind, label in place.items():
                assert label.split("[")[0] in families[f"{kind}s"]


def test_costs_are_told_in_the_units_of_the_solver() -> None:
    """The shortfall of the tiny case costs the same in each of six equal months: one size, next to 1.

    The level that counts the last month alone has one cost, and so one size too.
    """
    costs = base_plan().run["coefficients"]["costs"]
    for level in ("end", "shortfall"):
        assert costs[level]["least"] == pytest.approx(costs[level]["most"])
        assert 0.5 <= costs[level]["most"] <= 2
    assert costs["end"]["least_at"] == {"column": "short[A/he,2024-06]"}


def test_a_row_has_its_largest_coefficient_next_to_one() -> None:
    """Rows are scaled by a power of two, so that the largest of the matrix lies below 1.5."""
    matrix = base_plan().run["coefficients"]["matrix"]
    assert 2**-0.5 <= matrix["most"] <= 2**0.5


def test_a_level_of_fairness_costs_its_worst_loss_alone() -> None:
    """Each round minimises one column; the first stands for all."""
    run = make_plan(tiny(), fairness=Leximin("fill", None)).run
    costs = run["coefficients"]["costs"]
    (fair,) = [name for name in costs if name not in base_plan().run["coefficients"]["costs"]]
    assert (costs[fair]["least"], costs[fair]["most"]) == (1, 1)


def test_ranges_are_the_same_each_time(nordic: Case) -> None:
    """They depend on the case and the options alone."""
    assert make_plan(nordic).run["coefficients"] == make_plan(nordic).run["coefficients"]
