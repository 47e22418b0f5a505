"""Charts: they draw what they are given and compute nothing.

Every chart takes a frame that a module of findings has made ready, and returns an SVG drawing that fits a
page, in colours that the colour-blind can tell apart. Ink and grid use the fixed colours below, which the
style sheet turns over in the dark.
"""

import xml.etree.ElementTree as ET
from collections.abc import Callable

import altair as alt
import polars as pl
import vl_convert

from jointstock.report.exhibits import Exhibit
from jointstock.report.giving import SOURCES
from jointstock.report.limits import NO_PART, OTHER_PART
from jointstock.report.palette import (
    BLUE,
    FILL,
    GAP,
    INK,
    KINDS,
    NEUTRAL,
    ON_DARK,
    ON_LIGHT,
    ORANGE,
    PALE,
    PARTS,
    SOFT,
    STYLE,
    YEARS,
    Chart,
)
from jointstock.report.shortage import BANDS
from jointstock.report.timelines import TIMELINES

_SVG = "http://www.w3.org/2000/svg"


def draw(exhibit: Exhibit) -> str:
    """The chart of an exhibit as an SVG element.

    Args:
        exhibit: Its data are drawn; its finding and reading become title and description.

    Returns:
        The element; empty where there is nothing to draw.
    """
    if not exhibit.chart or not exhibit.data.height:
        return ""
    spec = CHARTS[exhibit.chart](exhibit).to_dict()
    return _labelled(vl_convert.vegalite_to_svg(spec | {"config": STYLE}), exhibit)


def fill_map(exhibit: Exhibit) -> Chart:
    """Map of nation by class, at the start and at the end, coloured by band of fill."""
    data = exhibit.data
    classes = data.get_column("class").unique().sort().to_list()
    nations = data.get_column("nation").unique().sort().to_list()
    panels = []
    for place, at in enumerate(data.get_column("at").unique(maintain_order=True)):
        across = alt.X(
            "class:N",
            sort=classes,
            title=None,
            scale=alt.Scale(domain=classes),
            axis=alt.Axis(orient="top", labelAngle=-38, labelLimit=190),
        )
        down = alt.Y(
            "nation:N",
            sort=nations,
            title=None,
            scale=alt.Scale(domain=nations),
            axis=alt.Axis() if place == 0 else None,
        )
        colour = alt.Color(
            "band:N",
            sort=list(BANDS),
            legend=alt.Legend(
                title="Share of the target, in percent",
                titleLimit=400,
                orient="bottom",
                direction="horizontal",
            ),
            scale=alt.Scale(domain=list(BANDS), range=list(FILL)),
        )
        cells = alt.Chart(data.filter(pl.col("at") == at)).encode(across, down)
        ink = alt.condition("datum.deep", alt.value(ON_DARK), alt.value(ON_LIGHT))
        layers = cells.mark_rect(stroke=GAP).encode(colour) + cells.mark_text(fontSize=10).encode(
            text="percent:N", color=ink
        )
        panels.append(
            layers.properties(
                width=39 * len(classes),
                height=18 * len(nations),
                title=alt.TitleParams(str(at), anchor="start", fontSize=13),
            )
        )
    return alt.hconcat(*panels, spacing=14).resolve_scale(color="shared")


def closing_bars(exhibit: Exhibit) -> Chart:
    """Bars of targets by class, split by the year in which they are met."""
    data = exhibit.data
    phases = data.sort("rank").get_column("phase").unique(maintain_order=True).to_list()
    years = [phase for phase in phases if phase.startswith("met in")]
    tones = {"met from the start": NEUTRAL, "not met in the plan": ORANGE} | dict(
        zip(years, YEARS * 9, strict=False)
    )
    colour = alt.Color(
        "phase:N",
        title=None,
        sort=phases,
        scale=alt.Scale(domain=phases, range=[tones[phase] for phase in phases]),
    )
    base = alt.Chart(data).encode(alt.Y("label:N", title=None), order=alt.Order("rank:Q"))
    across = alt.X("targets:Q", title="targets", axis=alt.Axis(tickMinStep=1), stack="zero")
    middle = alt.X("targets:Q", stack="zero", bandPosition=0.5)
    ink = alt.condition("datum.deep", alt.value(ON_DARK), alt.value(ON_LIGHT))
    numbers = base.mark_text(fontSize=11).encode(middle, text="targets:Q", color=ink, detail="phase:N")
    return (base.mark_bar(stroke=GAP).encode(across, colour) + numbers).properties(
        width=640, height=alt.Step(22)
    )


def course_areas(exhibit: Exhibit) -> Chart:
    """Small areas, one a class: the share of targets that is short over time."""
    data = exhibit.data
    panels = []
    for label in data.get_column("label").unique().sort():
        rows = data.filter(pl.col("label") == label)
        across = alt.X(
            "date:T",
            title=None,
            axis=alt.Axis(format="%Y", tickCount="year", grid=False, labelAngle=0, labelOverlap=True),
        )
        down = alt.Y(
            "short_share:Q",
            title=None,
            scale=alt.Scale(domain=[0, 1]),
            axis=alt.Axis(format="%", values=[0, 0.5, 1]),
        )
        area = alt.Chart(rows).mark_area(
            interpolate="step-after", color=ORANGE, fillOpacity=0.75, line={"color": "#a3420a"}
        )
        title = alt.TitleParams(
            str(label),
            subtitle=str(rows.item(0, "words")),
            anchor="start",
            fontSize=12,
            subtitleFontSize=11,
            limit=300,
        )
        panels.append(area.encode(across, down).properties(width=275, height=80, title=title))
    return alt.concat(*panels, columns=3, spacing=22)


def limit_map(exhibit: Exhibit) -> Chart:
    """Map of chain by month, coloured by the part that limits."""
    data = exhibit.data
    parts = data.sort("rank").get_column("part").unique(maintain_order=True).to_list()
    tones = {NO_PART: PALE, OTHER_PART: NEUTRAL} | dict(
        zip([part for part in parts if part not in (NO_PART, OTHER_PART)], PARTS, strict=False)
    )
    legend = alt.Legend(title="Limited by", orient="bottom", columns=3, labelLimit=300)
    colour = alt.Color(
        "part:N",
        sort=parts,
        legend=legend,
        scale=alt.Scale(domain=parts, range=[tones[part] for part in parts]),
    )
    base = alt.Chart(data).mark_rect(stroke=GAP)
    return base.encode(_months(data), alt.Y("chain:N", sort=None, title=None), colour).properties(
        width=_wide(data), height=alt.Step(22)
    )


def rate_lines(exhibit: Exhibit) -> Chart:
    """Lines of what each part could supply, and of what is planned."""
    data = exhibit.data
    names = data.get_column("part").unique(maintain_order=True).to_list()
    tones = [*PARTS[: len(names) - 1], INK]
    legend = alt.Legend(
        title=None, orient="bottom", columns=3, labelLimit=300, symbolStrokeWidth=3, symbolSize=300
    )
    colour = alt.Color("part:N", sort=names, legend=legend, scale=alt.Scale(domain=names, range=tones))
    width = alt.StrokeWidth(
        "part:N", legend=None, scale=alt.Scale(domain=names, range=[*[2] * (len(names) - 1), 3.5])
    )
    across = alt.X(
        "date:T", title=None, axis=alt.Axis(format="%b %Y", labelAngle=0, grid=False, tickCount=10)
    )
    down = alt.Y("rounds:Q", title=exhibit.wording, axis=alt.Axis(format=",.0f"))
    lines = alt.Chart(data).mark_line(interpolate="step-after")
    return lines.encode(across, down, colour, width).properties(width=820, height=300)


def scarcity_map(exhibit: Exhibit) -> Chart:
    """Map of part by month: the share of what it allowed that is used, the scarcest framed."""
    data = exhibit.data
    shade = alt.Color(
        "tightness:Q", legend=None, scale=alt.Scale(domain=[0, 1], range=["#f4f7fa", "#0b4a82"])
    )
    cells = alt.Chart(data).encode(_months(data), alt.Y("part:N", sort=None, title=None))
    ink = alt.condition("datum.deep", alt.value(ON_DARK), alt.value(ON_LIGHT))
    framed = alt.Chart(data.filter(pl.col("scarcest"))).encode(
        _months(data), alt.Y("part:N", sort=None, title=None)
    )
    layers = (
        cells.mark_rect(stroke=GAP).encode(shade)
        + framed.mark_rect(filled=False, stroke="#e66101", strokeWidth=2.5)
        + cells.mark_text(fontSize=9).encode(text="percent:N", color=ink)
    )
    return layers.properties(width=_wide(data), height=alt.Step(20))


def value_bars(exhibit: Exhibit) -> Chart:
    """Bars of order value by item, split by year."""
    data = exhibit.data
    years = data.get_column("part").unique().sort().to_list()
    colour = alt.Color(
        "part:N",
        title="Year of order",
        sort=years,
        scale=alt.Scale(domain=years, range=list((YEARS * 9)[: len(years)])),
    )
    across = alt.X("amount:Q", title=exhibit.wording, axis=alt.Axis(format=",.3~f"))
    down = alt.Y("label:N", title=None, sort=alt.EncodingSortField("amount", op="sum", order="descending"))
    return (
        alt.Chart(data)
        .mark_bar(stroke=GAP)
        .encode(across, down, colour, order=alt.Order("part:N"))
        .properties(width=600, height=alt.Step(22))
    )


def building_bars(exhibit: Exhibit) -> Chart:
    """Bars in time: building and ramp-up of each purchase, with its cost."""
    data = exhibit.data
    rows = data.with_columns((pl.col("place").cast(pl.Int64)).alias("place"))
    down = alt.Y("place:O", title=None, axis=None)
    across = alt.X(
        "from:T", title=None, axis=alt.Axis(format="%Y", tickCount="year", orient="top", labelAngle=0)
    )
    phases = rows.get_column("phase").unique(maintain_order=True).to_list()
    legend = alt.Legend(title=None, orient="bottom")
    scale = alt.Scale(domain=phases, range=[BLUE, "#a5cde3"])
    colour = alt.Color("phase:N", sort=phases, legend=legend, scale=scale)
    base = alt.Chart(rows)
    bars = base.mark_bar(height=12).encode(across, down, colour, x2="to:T")
    last = alt.Chart(rows.group_by("place", maintain_order=True).last())
    costs = last.mark_text(align="left", dx=6, color=SOFT).encode(alt.X("to:T"), down, text="words:N")
    first = alt.Chart(rows.group_by("place", maintain_order=True).first())
    names = first.mark_text(align="right", color=INK, limit=420, x=-8).encode(down, text="name:N")
    note = alt.TitleParams(
        f"number: cost in {exhibit.wording}", anchor="end", fontSize=11, fontWeight="normal", color=SOFT
    )
    return (bars + costs + names).properties(width=480, height=alt.Step(20), title=note)


def need_bars(exhibit: Exhibit) -> Chart:
    """Bars of need by class, split by what serves it."""
    data = exhibit.data
    tones = ["#56789a", BLUE, "#8fb8de", ORANGE]
    colour = alt.Color(
        "part:N", title=None, sort=list(SOURCES), scale=alt.Scale(domain=list(SOURCES), range=tones)
    )
    across = alt.X("share:Q", title="share of the need", axis=alt.Axis(format="%"), stack="zero")
    base = alt.Chart(data).encode(alt.Y("label:N", title=None), order=alt.Order("rank:Q"))
    middle = alt.X("share:Q", stack="zero", bandPosition=0.5)
    ink = alt.condition("datum.deep", alt.value(ON_DARK), alt.value(ON_LIGHT))
    numbers = base.mark_text(fontSize=11).encode(middle, text="words:N", color=ink, detail="part:N")
    return (base.mark_bar(stroke=GAP).encode(across, colour) + numbers).properties(
        width=640, height=alt.Step(22)
    )


def giving_map(exhibit: Exhibit) -> Chart:
    """Map of donor by item with the quantity given."""
    data = exhibit.data
    shade = alt.Color("share:Q", legend=None, scale=alt.Scale(domain=[0, 1], range=["#e8f0f8", "#8fb8de"]))
    across = alt.X("item:N", title=None, axis=alt.Axis(orient="top", labelAngle=-35, labelLimit=240))
    cells = alt.Chart(data).encode(across, alt.Y("donor:N", title=None))
    layers = cells.mark_rect(stroke=GAP).encode(shade) + cells.mark_text(fontSize=10, color=ON_LIGHT).encode(
        text="words:N"
    )
    return layers.properties(width=alt.Step(64), height=alt.Step(18))


def payment_bars(exhibit: Exhibit) -> Chart:
    """Columns of payments by year, split by what they are for."""
    data = exhibit.data
    kinds = [kind for kind in KINDS if kind in data.get_column("kind")]
    colour = alt.Color(
        "kind:N", title=None, sort=kinds, scale=alt.Scale(domain=kinds, range=[KINDS[kind] for kind in kinds])
    )
    across = alt.X("year:N", title=None, sort=None, axis=alt.Axis(labelAngle=0))
    down = alt.Y("amount:Q", title=exhibit.wording, axis=alt.Axis(format=",.3~f"))
    return (
        alt.Chart(data)
        .mark_bar(stroke=GAP)
        .encode(across, down, colour, order=alt.Order("rank:Q"))
        .properties(width=640, height=240)
    )


def payer_bars(exhibit: Exhibit) -> Chart:
    """Bars of what each payer pays, with a tick for its budget."""
    data = exhibit.data
    order = data.get_column("label").to_list()
    base = alt.Chart(data).encode(alt.Y("label:N", title=None, sort=order))
    budget = base.mark_bar(color=PALE, height=14).encode(
        alt.X("budget:Q", title=exhibit.wording, axis=alt.Axis(format=",.3~f"))
    )
    paid = base.mark_bar(color=BLUE, height=8).encode(alt.X("paid:Q"))
    words = base.mark_text(align="left", dx=6, color=SOFT, fontSize=10).encode(alt.X("end:Q"), text="words:N")
    note = alt.TitleParams(
        "dark: paid; pale: budget", anchor="end", fontSize=11, fontWeight="normal", color=SOFT
    )
    return (budget + paid + words).properties(width=600, height=alt.Step(20), title=note)


def budget_map(exhibit: Exhibit) -> Chart:
    """Map of payer by fiscal year: the share of the year's money that is paid."""
    data = exhibit.data
    shade = alt.Color("share:Q", legend=None, scale=alt.Scale(domain=[0, 1], range=["#f4f7fa", "#0b4a82"]))
    across = alt.X("year:N", title=None, axis=alt.Axis(orient="top", labelAngle=0))
    cells = alt.Chart(data).encode(across, alt.Y("label:N", sort=None, title=None))
    ink = alt.condition("datum.deep", alt.value(ON_DARK), alt.value(ON_LIGHT))
    numbers = cells.mark_text(fontSize=10).encode(text="percent:N", color=ink)
    layers = cells.mark_rect(stroke=GAP).encode(shade) + numbers
    return layers.properties(width=alt.Step(64), height=alt.Step(18))


CHARTS: dict[str, Callable[[Exhibit], Chart]] = {
    "fill_map": fill_map,
    "closing_bars": closing_bars,
    "course_areas": course_areas,
    "limit_map": limit_map,
    "rate_lines": rate_lines,
    "scarcity_map": scarcity_map,
    "value_bars": value_bars,
    "building_bars": building_bars,
    "need_bars": need_bars,
    "giving_map": giving_map,
    "payment_bars": payment_bars,
    "payer_bars": payer_bars,
    "budget_map": budget_map,
    **TIMELINES,
}


def _months(data: pl.DataFrame) -> alt.X:
    order = data.get_column("short").unique(maintain_order=True).to_list()
    return alt.X("short:N", sort=order, title=None, axis=alt.Axis(labelAngle=-90, orient="top"))


def _wide(data: pl.DataFrame) -> int:
    return 26 * data.get_column("short").n_unique()


def _labelled(svg: str, exhibit: Exhibit) -> str:
    """Give the drawing a title, a description and names of its own, and let it shrink with the page."""
    ET.register_namespace("", _SVG)
    root = ET.fromstring(svg)
    for element in root.iter():
        for name, value in element.attrib.items():
            if name == "id":
                element.set(name, f"{exhibit.key}-{value}")
            elif "url(#" in value:
                element.set(name, value.replace("url(#", f"url(#{exhibit.key}-"))
    title, about = ET.Element(f"{{{_SVG}}}title"), ET.Element(f"{{{_SVG}}}desc")
    title.text, about.text = exhibit.finding, exhibit.reading or exhibit.sheet.about
    for element, name in ((title, "title"), (about, "desc")):
        element.set("id", f"{exhibit.key}-{name}")
    root.insert(0, about)
    root.insert(0, title)
    root.set("role", "img")
    root.set("aria-labelledby", f"{exhibit.key}-title {exhibit.key}-desc")
    return ET.tostring(root, encoding="unicode")
