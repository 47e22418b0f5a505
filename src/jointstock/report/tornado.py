"""The tornado of an answer on ranges: a bar a group from its low to its high, the widest on top."""

from html import escape
from pathlib import Path

import altair as alt
import polars as pl
import vl_convert

from jointstock.analyses.ranges import Ranges
from jointstock.plans.summary import amount
from jointstock.report.palette import BLUE, INK, ORANGE, STYLE, Chart

_SIDES = {"low": BLUE, "high": ORANGE}
_HEADINGS = ("Figures moved", "Number", "Shortfall at low", "at high", "Money at low", "at high", "Remark")
_COLUMNS = ("group", "figures", "shortfall_low", "shortfall_high", "money_low", "money_high", "remark")


def tornado(found: Ranges) -> Chart:
    """The chart: level shortfall at both ends of each group, from that of the plan as it is.

    Args:
        found: The answer.

    Returns:
        An Altair chart.
    """
    now = found.now()["shortfall"]
    bars = pl.concat(
        [
            found.rows.select("group", pl.lit(side).alias("side"), pl.col(f"shortfall_{side}").alias("value"))
            for side in _SIDES
        ]
    ).drop_nulls("value")
    bars = bars.with_columns(pl.lit(now).alias("now"))
    across = alt.X("now:Q", title="Weighted shortfall-months", scale=alt.Scale(zero=False))
    colour = alt.Color(
        "side:N",
        sort=list(_SIDES),
        scale=alt.Scale(domain=list(_SIDES), range=list(_SIDES.values())),
        legend=alt.Legend(title="All figures of the group at", orient="bottom", direction="horizontal"),
    )
    order = found.rows.get_column("group").to_list()
    # The two sides stand in one row, one above the other, so that bars on the same side both show.
    chart = alt.Chart(bars).encode(
        alt.Y("group:N", sort=order, title=None), alt.YOffset("side:N", sort=list(_SIDES))
    )
    body = chart.mark_bar().encode(across, alt.X2("value"), colour)
    line = alt.Chart(bars.head(1)).mark_rule(color=INK).encode(x="now:Q")
    return (body + line).properties(width=560, height=alt.Step(14))


def write_tornado(found: Ranges, path: Path) -> Path:
    """Write the chart and its table as one page that needs nothing from elsewhere.

    Args:
        found: The answer.
        path: Where the page goes.

    Returns:
        The page.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(page(found), "utf-8")
    return path


def page(found: Ranges) -> str:
    """The page as HTML text.

    Args:
        found: The answer.
    """
    run = found.plan.run
    title = f"Ranges of {run['case']}, as of {run['as_of']}"
    drawing = ""
    if found.rows.get_column("width").count():
        drawing = vl_convert.vegalite_to_svg(tornado(found).to_dict() | {"config": STYLE})
    heads = "".join(f"<th>{escape(heading)}</th>" for heading in _HEADINGS)
    rows = "".join(_row(cells) for cells in found.rows.select(_COLUMNS).iter_rows())
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f"<title>{escape(title)}</title><style>{_LOOK}</style></head><body>"
        f"<h1>{escape(title)}</h1><p>{escape(found.summary())}</p>"
        f'<figure role="img" aria-label="{escape(title)}">{drawing}</figure>'
        f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></body></html>\n"
    )


_LOOK = (
    "body{font:15px/1.5 Arial,Helvetica,sans-serif;color:#1f2933;max-width:60rem;margin:2rem auto}"
    "table{border-collapse:collapse}td,th{padding:.2rem .7rem;border-bottom:1px solid #d9dee3}"
    "td,th{text-align:left}figure{margin:1rem 0}svg{max-width:100%}"
)


def _row(cells: tuple[object, ...]) -> str:
    texts = (amount(cell) if isinstance(cell, int | float) else str(cell or "") for cell in cells)
    return "<tr>" + "".join(f"<td>{escape(text)}</td>" for text in texts) + "</tr>"
