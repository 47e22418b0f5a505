"""Charts of agreements, instruments, fleets and trade-offs: they draw what they are given, too."""

from collections.abc import Callable

import altair as alt
import polars as pl

from jointstock.report.exhibits import Exhibit
from jointstock.report.palette import (
    BLUE,
    GAP,
    INK,
    NEUTRAL,
    ON_DARK,
    ON_LIGHT,
    ORANGE,
    PALE,
    PARTS,
    SOFT,
    Chart,
)

FLOOR, HELD = "floor", "in service"
LEGACY, OTHER = "of Soviet standard", "of other standards"
FATES = ("used", "given on", "renewed", "expires")
RESTS = "at rest"


def ceiling_bars(exhibit: Exhibit) -> Chart:
    """Bars of what is ordered under each contract, as a share of its ceiling."""
    base = alt.Chart(exhibit.data).encode(alt.Y("label:N", title=None, sort=None))
    whole = alt.Scale(domain=[0, 1], clamp=True)
    room = base.mark_bar(color=PALE, height=14).encode(
        alt.X("whole:Q", title="share of the ceiling", axis=alt.Axis(format="%"), scale=whole)
    )
    used = base.mark_bar(color=BLUE, height=8).encode(alt.X("share:Q"))
    words = base.mark_text(align="left", dx=6, color=SOFT, fontSize=10).encode(
        alt.X("whole:Q"), text="words:N"
    )
    return (room + used + words).properties(width=480, height=alt.Step(20))


def support_bars(exhibit: Exhibit) -> Chart:
    """Bars of what each member gets back, split by instrument."""
    data = exhibit.data
    parts = data.get_column("part").unique().sort().to_list()
    colour = alt.Color(
        "part:N",
        title=None,
        sort=parts,
        legend=alt.Legend(orient="bottom", columns=2, labelLimit=400),
        scale=alt.Scale(domain=parts, range=list((PARTS * 9)[: len(parts)])),
    )
    across = alt.X("amount:Q", title=exhibit.wording, axis=alt.Axis(format=",.3~f"))
    down = alt.Y("label:N", title=None, sort=alt.EncodingSortField("amount", op="sum", order="descending"))
    bars = alt.Chart(data).mark_bar(stroke=GAP).encode(across, down, colour, order=alt.Order("part:N"))
    return bars.properties(width=600, height=alt.Step(22))


def mode_map(exhibit: Exhibit) -> Chart:
    """Map of line by period, coloured by shift mode, or by whether the line runs."""
    data = exhibit.data
    modes = data.get_column("mode").unique().sort().to_list()
    tones = {RESTS: PALE} | dict(zip([mode for mode in modes if mode != RESTS], PARTS * 9, strict=False))
    colour = alt.Color(
        "mode:N",
        title=None,
        sort=modes,
        legend=alt.Legend(orient="bottom"),
        scale=alt.Scale(domain=modes, range=[tones[mode] for mode in modes]),
    )
    order = data.get_column("short").unique(maintain_order=True).to_list()
    across = alt.X("short:N", sort=order, title=None, axis=alt.Axis(labelAngle=-90, orient="top"))
    cells = alt.Chart(data).mark_rect(stroke=GAP)
    return cells.encode(across, alt.Y("label:N", sort=None, title=None), colour).properties(
        width=26 * len(order), height=alt.Step(22)
    )


def floor_lines(exhibit: Exhibit) -> Chart:
    """Small lines, one a fleet: weighted platforms in service against the operational floor."""
    order = [HELD, FLOOR]
    colour = alt.Color(
        "part:N",
        title=None,
        sort=order,
        legend=alt.Legend(orient="bottom", symbolStrokeWidth=3),
        scale=alt.Scale(domain=order, range=[BLUE, ORANGE]),
    )
    dash = alt.StrokeDash("part:N", legend=None, scale=alt.Scale(domain=order, range=[[1, 0], [5, 3]]))
    down = alt.Y("value:Q", title=None, scale=alt.Scale(domainMin=0), axis=alt.Axis(tickCount=4))

    def panel(rows: pl.DataFrame) -> Chart:
        lines = alt.Chart(rows).mark_line(interpolate="step-after", strokeWidth=2.5)
        return lines.encode(_years(), down, colour, dash)

    return _panels(exhibit.data, panel)


def fleet_areas(exhibit: Exhibit) -> Chart:
    """Small areas, one a nation: platforms in service, legacy and other."""
    order = [LEGACY, OTHER]
    colour = alt.Color(
        "part:N",
        title=None,
        sort=order,
        legend=alt.Legend(orient="bottom"),
        scale=alt.Scale(domain=order, range=[NEUTRAL, BLUE]),
    )
    down = alt.Y("value:Q", title=None, stack="zero", axis=alt.Axis(tickCount=4))

    def panel(rows: pl.DataFrame) -> Chart:
        areas = alt.Chart(rows).mark_area(interpolate="step-after")
        return areas.encode(_years(), down, colour, order=alt.Order("rank:Q"))

    return _panels(exhibit.data, panel)


def fate_bars(exhibit: Exhibit) -> Chart:
    """Bars of what becomes of stock that would expire inside the plan."""
    colour = alt.Color(
        "part:N",
        title=None,
        sort=list(FATES),
        scale=alt.Scale(domain=list(FATES), range=[BLUE, "#009e73", "#8fb8de", ORANGE]),
    )
    across = alt.X(
        "share:Q",
        title="share of what leaves the stock before its end",
        axis=alt.Axis(format="%"),
        stack="zero",
    )
    base = alt.Chart(exhibit.data).encode(alt.Y("label:N", title=None), order=alt.Order("rank:Q"))
    middle = alt.X("share:Q", stack="zero", bandPosition=0.5)
    ink = alt.condition("datum.deep", alt.value(ON_DARK), alt.value(ON_LIGHT))
    numbers = base.mark_text(fontSize=11).encode(middle, text="words:N", color=ink, detail="part:N")
    return (base.mark_bar(stroke=GAP).encode(across, colour) + numbers).properties(
        width=560, height=alt.Step(22)
    )


def frontier_curve(exhibit: Exhibit) -> Chart:
    """Curve of the least shortfall for each sum of money; points alone where it is not straight between."""
    data, near, down = exhibit.data, alt.Scale(zero=False, padding=24), "weighted shortfall-months"
    base = alt.Chart(data).encode(
        alt.X(
            "money:Q",
            title=exhibit.wording,
            scale=near,
            axis=alt.Axis(format=",.6~f", tickCount=6, labelFlush=False),
        ),
        alt.Y("area:Q", title=down, scale=near, axis=alt.Axis(format=",.6~f", titlePadding=16)),
    )
    line = base.transform_filter("datum.joined").mark_line(color=BLUE, strokeWidth=2)
    points = base.transform_filter("datum.what == 'point'").mark_point(
        filled=True, size=70, color=BLUE, opacity=1
    )
    plan = base.transform_filter("datum.what != 'point'")
    diamond = plan.mark_point(filled=True, shape="diamond", size=190, color=ORANGE, opacity=1)
    # The curve falls ever more slowly: above it to the right and below it to the left there is room.
    name = plan.mark_text(align="left", dx=9, dy=-9, color=INK, fontWeight="bold")
    first = base.transform_filter("datum.at == 'first'").mark_text(align="left", dx=8, dy=-8, color=INK)
    last = base.transform_filter("datum.at == 'last'").mark_text(align="right", dx=6, dy=17, color=INK)
    layers = [line, points, diamond, *(each.encode(text="words:N") for each in (name, first, last))]
    return alt.layer(*layers).properties(width=640, height=320)


def part_bars(exhibit: Exhibit) -> Chart:
    """Bars of a part inside a whole, or beside another measure, in percent: thin over wide."""
    return _thin_over_wide(exhibit, "%")


def amount_bars(exhibit: Exhibit) -> Chart:
    """Bars of a part inside a whole, in numbers: thin over wide."""
    return _thin_over_wide(exhibit, ",.3~f")


def _thin_over_wide(exhibit: Exhibit, form: str) -> Chart:
    base = alt.Chart(exhibit.data).encode(alt.Y("label:N", title=None, sort=None))
    across = alt.X("wide:Q", title=exhibit.wording, axis=alt.Axis(format=form, labelFlush=False))
    wide = base.mark_bar(color=PALE, height=14).encode(across)
    thin = base.mark_bar(color=BLUE, height=8).encode(alt.X("thin:Q"))
    words = base.mark_text(align="left", dx=6, color=SOFT, fontSize=10).encode(alt.X("end:Q"), text="words:N")
    return (wide + thin + words).properties(width=560, height=alt.Step(19))


def _years() -> alt.X:
    axis = alt.Axis(format="%b %Y", tickCount=4, grid=False, labelAngle=0, labelOverlap=True)
    return alt.X("date:T", title=None, axis=axis)


def _panels(data: pl.DataFrame, panel: Callable[[pl.DataFrame], Chart]) -> Chart:
    """Small charts side by side, one for each label, with its words below the label."""
    charts = []
    for label in data.get_column("label").unique(maintain_order=True):
        rows = data.filter(pl.col("label") == label)
        title = alt.TitleParams(
            str(label),
            subtitle=str(rows.item(0, "words")),
            anchor="start",
            fontSize=12,
            subtitleFontSize=11,
            limit=300,
        )
        charts.append(panel(rows).properties(width=275, height=110, title=title))
    return alt.concat(*charts, columns=3, spacing=22)


TIMELINES: dict[str, Callable[[Exhibit], Chart]] = {
    "ceiling_bars": ceiling_bars,
    "support_bars": support_bars,
    "mode_map": mode_map,
    "floor_lines": floor_lines,
    "fleet_areas": fleet_areas,
    "fate_bars": fate_bars,
    "frontier_curve": frontier_curve,
    "part_bars": part_bars,
    "amount_bars": amount_bars,
}
