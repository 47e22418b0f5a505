"""The frontier as an answer."""

import dataclasses
import functools

import pytest

from jointstock.analyses.pareto import Pareto, pareto
from jointstock.errors import CaseError
from tests.plans.test_frontier import FAST
from tests.plans.tiny import tiny


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
