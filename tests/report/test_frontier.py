"""The page of a frontier."""

from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from jointstock import OptionError, write
from jointstock.analyses.pareto import Pareto, Place
from jointstock.report import frontier


def found(*, exact: bool = True, yes_no: bool = False) -> Pareto:
    """Two corners: 100 million leave 40 short, 150 million leave 10."""
    points = pl.DataFrame(
        {
            "money": [100e6, 150e6],
            "area": [40.0, 10.0],
            "end": [0.0, 0.0],
            "slope_left": [None, -0.6e-6],
            "slope_right": [-0.6e-6, None],
        }
    )
    return Pareto("tiny", "2029-12-14", "d1", "EUR", points, exact, yes_no, "2x1,1x2", "meet")


def test_the_curve_stands_on_its_table() -> None:
    """Fifty million more save three quarters; a million saves 0.6."""
    exhibit = frontier.exhibit(found())
    assert exhibit.finding == (
        "From the least money (EUR 100.0 million), EUR 50.0 million more save 75 % of the "
        "shortfall over time."
    )
    texts = [[text for text, _ in row.cells] for row in exhibit.sheet.rows]
    assert texts == [["100.0", "40", "0", "–", "0.6"], ["150.0", "10", "0", "0.6", "–"]]
    assert exhibit.data.get_column("money").to_list() == [100.0, 150.0]


def test_points_of_yes_no_decisions_are_not_joined() -> None:
    """Where there are jumps, no line is drawn between the points, and the page says why."""
    exhibit = frontier.exhibit(found(exact=False, yes_no=True))
    assert not exhibit.data.get_column("joined").any()
    assert "jumps" in exhibit.reading


def test_one_point_says_that_more_money_saves_nothing() -> None:
    """A frontier of one point has no trade-off."""
    single = replace(found(), points=found().points.head(1))
    assert frontier.exhibit(single).finding == "EUR 100.0 million are enough; more money saves nothing."


def test_a_frontier_is_written_as_a_page(tmp_path: Path) -> None:
    """The page has its curve, its table and no script; another form is refused."""
    page = write(found(), tmp_path / "frontier.html").read_text("utf-8")
    assert page.count("<svg") == 1
    assert "<table>" in page
    assert "<script" not in page
    with pytest.raises(OptionError, match=r"as a page \(.html\)"):
        write(found(), tmp_path / "frontier")


def placed(spared: float | None, saved: float | None, **changes: object) -> Place:
    """A plan of 160 million and an area of 20, with what it could do without."""
    least = (None if spared is None else 160e6 - spared, None if saved is None else 20.0 - saved)
    return Place(replace(found(), **changes), 160e6, 20.0, 0.5, *least)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("spared", "saved", "finding"),
    [
        (0.0, 0.0, "is on the frontier: its shortfall cannot be had for less than EUR 160.0 million."),
        (
            10e6,
            5.0,
            "is off the frontier: the same shortfall could be had for EUR 10.0 million less, and the same "
            "money could leave 25 % less short.",
        ),
        (10e6, 0.0, "is off the frontier: the same shortfall could be had for EUR 10.0 million less."),
        (None, 5.0, "is off the frontier: the same money could leave 25 % less short."),
        (None, -5.0, "is below the frontier: 20 shortfall-months for EUR 160.0 million."),
        (
            None,
            None,
            "costs EUR 160.0 million; the points of the frontier do not tell whether less would do.",
        ),
    ],
)
def test_the_finding_says_where_the_plan_stands(
    spared: float | None, saved: float | None, finding: str
) -> None:
    """On the curve, off it with what it could do without, below it, or where the points do not tell."""
    assert frontier.beside(placed(spared, saved)).finding == f"This plan {finding}"


def test_the_point_of_the_plan_stands_in_table_and_chart() -> None:
    """The last row is the plan, without slopes; the chart marks it and names the ends of the curve."""
    exhibit = frontier.beside(placed(10e6, 5.0))
    texts = [[text for text, _ in row.cells] for row in exhibit.sheet.rows]
    assert texts == [
        ["least money", "100.0", "40", "0", "–", "0.6"],
        ["least shortfall", "150.0", "10", "0", "0.6", "–"],
        ["this plan", "160.0", "20", "0.5", "–", "–"],
    ]
    assert exhibit.data.select("money", "area", "what", "at").rows() == [
        (100.0, 40.0, "point", "first"),
        (150.0, 10.0, "point", "last"),
        (160.0, 20.0, "this plan", None),
    ]
    assert exhibit.reading.startswith(
        "From the least money (EUR 100.0 million), EUR 50.0 million more save 75 %"
    )
    assert "The diamond is this plan." in exhibit.reading


def test_the_reading_says_why_a_plan_can_be_below() -> None:
    """Where the plan betters the curve, what it may have given up for that is said."""
    assert "keeps commitments or the end less well" in frontier.beside(placed(None, -5.0)).reading


def test_a_single_point_is_a_table_alone() -> None:
    """Where more money saves nothing there is no curve to draw; both rows are shown at sight."""
    exhibit = frontier.beside(placed(0.0, 0.0, points=found().points.tail(1)))
    assert (exhibit.chart, exhibit.sheet.shown) == ("", 2)
    assert [row.cells[0][0] for row in exhibit.sheet.rows] == ["least shortfall", "this plan"]
    assert "diamond" not in exhibit.reading
