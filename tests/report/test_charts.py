"""Charts draw what they are given."""

import xml.etree.ElementTree as ET

import polars as pl
import pytest

from jointstock.report import limits, shortage
from jointstock.report.charts import CHARTS, draw
from jointstock.report.exhibits import Column, Exhibit, Sheet
from jointstock.report.names import names_of
from tests.report import test_scarcity, test_shortage
from tests.report.tiny import tiny_plan

SVG = "{http://www.w3.org/2000/svg}"
SHEET = Sheet("About it", (Column("label", "Label"),), pl.DataFrame({"label": ["a"]}))


def bars(**changes: object) -> Exhibit:
    """An exhibit with bars of order value."""
    data = pl.DataFrame({"label": ["<script>x</script>"], "part": ["2030"], "amount": [1.5]})
    given = {
        "key": "bars",
        "finding": "Much & more",
        "chart": "value_bars",
        "data": data,
        "reading": "In <b>",
    }
    return Exhibit(sheet=SHEET, **{**given, **changes})  # type: ignore[arg-type]


def test_a_drawing_has_title_description_and_role() -> None:
    """The finding is the title and the reading the description; both are named by the drawing."""
    root = ET.fromstring(draw(bars()))
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "bars-title bars-desc"
    title, about = root[0], root[1]
    assert (title.tag, title.get("id"), title.text) == (f"{SVG}title", "bars-title", "Much & more")
    assert (about.tag, about.get("id"), about.text) == (f"{SVG}desc", "bars-desc", "In <b>")


def test_hostile_names_stay_text() -> None:
    """A name that looks like markup is drawn as text; the drawing holds no script element."""
    drawn = draw(bars())
    assert "<script" not in drawn
    assert "&lt;script&gt;" in drawn


def test_names_inside_a_drawing_are_its_own() -> None:
    """Every id begins with the key of the exhibit, so that drawings on one page do not mix."""
    root = ET.fromstring(draw(bars(key="other")))
    names = [element.get("id") for element in root.iter() if element.get("id")]
    assert names
    assert all(str(name).startswith("other-") for name in names)


def test_drawing_again_gives_the_same_bytes() -> None:
    """The same exhibit is drawn the same."""
    assert draw(bars()) == draw(bars())


@pytest.mark.parametrize("changes", [{"chart": ""}, {"data": pl.DataFrame()}])
def test_nothing_to_draw_draws_nothing(changes: dict[str, object]) -> None:
    """Without a chart or without data there is no drawing."""
    assert draw(bars(**changes)) == ""


def test_without_a_reading_the_table_describes_the_drawing() -> None:
    """The description falls back to what the table lists."""
    assert ET.fromstring(draw(bars(reading="")))[1].text == "About it"


def test_the_map_prints_the_percent_of_each_cell() -> None:
    """What the finding computed stands in the drawing."""
    plan = tiny_plan(
        test_shortage.CASE,
        shortfalls=test_shortage.short("XA", "C", 100, [40, 100, 100]),
        cover=[
            {"nation": "XA", "class": "C", "item": "R", "period": "opening", "quantity": 37.0, "ratio": 1.0}
        ],
    )
    texts = [
        text.text
        for text in ET.fromstring(draw(shortage.where(plan, names_of(plan.case)))).iter(f"{SVG}text")
    ]
    assert {"37", "100", "Aland", "Cannon rounds", "At the start", "At the end"} <= set(texts)


def test_maps_of_parts_name_every_part_and_month() -> None:
    """Each part is a row, each period a column."""
    plan = test_scarcity.plan_of([50, 20, 40])
    for exhibit in limits.exhibits(plan, names_of(plan.case)):
        texts = {text.text for text in ET.fromstring(draw(exhibit)).iter(f"{SVG}text")}
        assert {"Jan 2030", "Feb 2030", "Apr 2030", "Charge"} <= texts


def test_every_chart_is_documented() -> None:
    """Each chart says what it draws."""
    assert all(chart.__doc__ for chart in CHARTS.values())
