"""The page of a frontier."""

from pathlib import Path

import polars as pl
import pytest

from jointstock import OptionError, write
from jointstock.analyses.pareto import Pareto
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
    return Pareto("tiny", "2029-12-14", "d1", "EUR", points, exact, yes_no)


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
    one = found()
    single = Pareto(
        one.case, one.as_of, one.digest, one.currency, one.points.head(1), exact=True, yes_no=False
    )
    assert frontier.exhibit(single).finding == "EUR 100.0 million are enough; more money saves nothing."


def test_a_frontier_is_written_as_a_page(tmp_path: Path) -> None:
    """The page has its curve, its table and no script; another form is refused."""
    page = write(found(), tmp_path / "frontier.html").read_text("utf-8")
    assert page.count("<svg") == 1
    assert "<table>" in page
    assert "<script" not in page
    with pytest.raises(OptionError, match=r"as a page \(.html\)"):
        write(found(), tmp_path / "frontier")
