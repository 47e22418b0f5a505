"""The frontier as an answer."""

import dataclasses
import functools
import json
from typing import Any

import polars as pl
import pytest

from jointstock.analyses.pareto import Pareto, Place, from_document, pareto, place
from jointstock.errors import CaseError, OptionError
from jointstock.plans.plan import Plan
from tests.plans.test_frontier import FAST
from tests.plans.tiny import planned, tiny


@functools.cache
def found() -> Pareto:
    """Three corners: 150 euros and an area of 6, 165 and 4.5, 180 and 3.5."""
    return pareto(tiny(FAST))


def test_points_are_a_table() -> None:
    """Money, area, end and the slopes beside each corner."""
    assert found().table().columns == ["money", "area", "end", "slope_left", "slope_right"]
    assert found().table()["area"].to_list() == pytest.approx([6, 4.5, 3.5])


def test_the_document_has_the_points() -> None:
    """As pinned: points with money, area, end, slope_left and slope_right, null where there is none."""
    document = found().document()
    assert (document["question"], document["baseline"], document["exact"]) == ("pareto", "tiny", True)
    assert document["points"][0] == {
        "money": pytest.approx(150),
        "area": pytest.approx(6),
        "end": pytest.approx(0),
        "slope_left": None,
        "slope_right": pytest.approx(-0.1),
    }


def test_the_summary_says_how_far_the_points_go() -> None:
    """Corners, a part of them, a grid of yes-no decisions, or a single point."""
    assert "Between its 3 corners the frontier is straight." in found().summary()
    part = dataclasses.replace(found(), exact=False)
    assert "further corners" in part.summary()
    assert "grid" in dataclasses.replace(part, yes_no=True).summary()
    single = dataclasses.replace(found(), points=found().points.head(1))
    assert single.summary().endswith("More money saves nothing.")


def test_a_case_with_faults_has_no_frontier() -> None:
    """Faults are told as for a plan."""
    text = "[lines]\nline, site, item, capacity, rate_now, yield\nL, S, shell, -1, 0, 2\n"
    with pytest.raises(CaseError):
        pareto(tiny(text))


def test_the_document_says_which_plans_it_belongs_to() -> None:
    """Digest, calendar and end stand in it, as asked for and else as the case has them."""
    document = found().document()
    assert (document["digest"], document["calendar"]) == (tiny(FAST).digest, "6x1")
    assert (document["end"], document["yes_no"]) == ("meet", False)
    other = pareto(tiny(FAST), calendar="2x3", end="none")
    assert (other.calendar, other.end) == ("2x3", "none")


def test_a_document_is_read_as_it_was_written() -> None:
    """What is written as JSON and read again is the same frontier."""
    again = from_document(json.loads(json.dumps(found().document())))
    assert again.points.equals(found().points)
    assert again.document() == found().document()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"question": "gaps"}, "no frontier"),
        ({"calendar": None}, "does not state calendar; make it again"),
        ({"digest": None, "end": 3, "exact": "yes"}, "does not state digest, end, exact"),
        ({"points": None}, "without money or area"),
        ({"points": []}, "without money or area"),
        ({"points": [{"money": "much"}]}, "cannot be read"),
        ({"points": [{"money": 5.0, "area": None}]}, "without money or area"),
    ],
)
def test_what_is_no_frontier_is_refused(changes: dict[str, Any], words: str) -> None:
    """Another document, one that lacks what is checked, and points that cannot be read are named."""
    with pytest.raises(OptionError, match=words):
        from_document({**found().document(), **changes})
    with pytest.raises(OptionError, match="no frontier"):
        from_document([1, 2])


def at(money: float, area: float, **changes: Any) -> Place:
    """Where a plan of this money and area stands beside three corners: (150, 6), (165, 4.5), (180, 3.5)."""
    plan = planned(tiny(FAST))
    levels = [{"name": "money", "value": money}, {"name": "shortfall", "value": area}]
    return place(dataclasses.replace(found(), **changes), Plan(plan.case, {**plan.run, "levels": levels}, {}))


def test_a_plan_of_the_least_shortfall_is_the_last_point() -> None:
    """The plan costs 180 for an area of 3.5: neither money nor shortfall is to spare."""
    placed = place(found(), planned(tiny(FAST)))
    assert (placed.money, placed.area, placed.end) == (pytest.approx(180), pytest.approx(3.5), 0)
    assert (placed.spared, placed.saved) == (0, 0)


@pytest.mark.parametrize(
    ("money", "area", "spared", "saved"),
    [
        (165, 5.25, 7.5, 0.75),
        (172.5, 4, 0, 0),
        (200, 3.5, 20, 0),
        (150, 7, 0, 1),
        (165, 4, -7.5, -0.5),
        (140, 3, None, None),
    ],
)
def test_a_plan_is_measured_against_the_straight_pieces(
    money: float, area: float, spared: float | None, saved: float | None
) -> None:
    """Between two corners both are read off the line; outside of them, off the corner or not at all."""
    placed = at(money, area)
    assert placed.spared == (None if spared is None else pytest.approx(spared))
    assert placed.saved == (None if saved is None else pytest.approx(saved))


def test_between_points_that_are_no_corners_nothing_is_told() -> None:
    """A grid says what it has points for, and no more."""
    assert (at(172.5, 5.25, exact=False).spared, at(172.5, 5.25, exact=False).saved) == (None, None)
    assert at(190, 4.5, exact=False).spared == pytest.approx(25)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"digest": "0" * 64}, r"another case \(0{24}, the plan has [0-9a-f]{24}\)"),
        ({"calendar": "2x3"}, r"another calendar \(2x3, the plan has 6x1\)"),
        ({"calendar": "2x3", "end": "none"}, "another calendar .* and another end .none, the plan has meet"),
    ],
)
def test_a_frontier_of_something_else_is_refused(changes: dict[str, Any], words: str) -> None:
    """What differs is named on both sides, with the command that makes the right one."""
    with pytest.raises(OptionError, match=words) as error:
        at(180, 3.5, **changes)
    assert "jointstock pareto PLAN/case --calendar 6x1 --end meet --out" in str(error.value)


def test_points_are_sorted_when_read() -> None:
    """The least money comes first, however they stand in the document."""
    document = found().document()
    turned = from_document({**document, "points": document["points"][::-1]})
    assert turned.points.get_column("money").equals(found().points.get_column("money"))
    assert turned.points.schema == pl.Schema(found().points.schema)
