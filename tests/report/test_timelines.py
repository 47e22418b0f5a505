"""Charts of agreements, instruments, fleets and trade-offs."""

import xml.etree.ElementTree as ET

import pytest

from jointstock.report.charts import CHARTS, draw
from jointstock.report.document import sections
from jointstock.report.timelines import TIMELINES
from tests.report import test_burden, test_fairness, test_frontier
from tests.report.worked import worked

TEXT = "{http://www.w3.org/2000/svg}text"


def texts(case: str, key: str) -> set[str]:
    """Texts in the chart of an exhibit of a worked case."""
    (exhibit,) = [
        exhibit for part in sections(worked(case)) for exhibit in part.exhibits if exhibit.key == key
    ]
    return {element.text or "" for element in ET.fromstring(draw(exhibit)).iter(TEXT)}


@pytest.mark.parametrize(
    ("case", "key", "words"),
    [
        ("A16", "agreements", {"K", "100 of 100 units"}),
        ("T03", "instruments", {"Nation A", "Joint purchase"}),
        ("minimum-rate", "line-modes", {"Jan 2025", "at rest", "runs"}),
        ("T01", "fleet-floors", {"Recipient: guns", "never below the floor", "in service", "floor"}),
        ("T01", "in-service", {"Recipient", "100 → 80 in service; 100 → 20 of Soviet standard"}),
        ("S02", "expiry", {"Nation: Unit", "100 %", "renewed"}),
    ],
)
def test_what_the_finding_computed_stands_in_the_drawing(case: str, key: str, words: set[str]) -> None:
    """Labels and words of the frame are drawn."""
    assert words <= texts(case, key)


def test_a_frontier_is_drawn_with_its_ends() -> None:
    """The money at both ends stands at its point."""
    root = ET.fromstring(draw(test_frontier.frontier.exhibit(test_frontier.found())))
    assert {"EUR 100.0 million", "EUR 150.0 million"} <= {element.text for element in root.iter(TEXT)}


def test_the_point_of_a_plan_is_marked() -> None:
    """Beside the ends of the curve the plan is named."""
    drawn = draw(test_frontier.frontier.beside(test_frontier.placed(10e6, 5.0)))
    words = {element.text for element in ET.fromstring(drawn).iter(TEXT)}
    assert {"this plan", "EUR 100.0 million", "EUR 150.0 million"} <= words


def test_bars_over_bars_carry_their_words() -> None:
    """Shares paid over shares by a key, each with its ratio; the axis says which bar is which."""
    drawn = draw(test_burden.shown()["burden-gdp"])
    words = {element.text for element in ET.fromstring(drawn).iter(TEXT)}
    assert {"Borland", "2.67 ×", "0.44 ×"} <= words
    assert "thin bar: share of what they pay; wide bar: share of their gross domestic product" in words


def test_bars_of_amounts_are_counted_in_numbers() -> None:
    """What nations get over what they want, not in percent."""
    _, nations = test_fairness.shown(test_fairness.changed(of="amount"))
    words = {element.text or "" for element in ET.fromstring(draw(nations)).iter(TEXT)}
    assert "6, round 1" in words
    assert not any(word.endswith("%") for word in words)


def test_they_are_among_all_charts() -> None:
    """Every one can be named by an exhibit, and says what it draws."""
    assert set(TIMELINES) <= set(CHARTS)
    assert all(chart.__doc__ for chart in TIMELINES.values())
