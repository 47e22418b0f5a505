"""The frontier between money and shortfall: its curve and its table, alone or with the point of a plan."""

from pathlib import Path

import polars as pl

from jointstock.analyses.pareto import Pareto, Place
from jointstock.report.charts import draw
from jointstock.report.exhibits import Column, Exhibit, Sheet
from jointstock.report.pages import environment, put
from jointstock.report.words import amount, money, money_unit, share

POINT = "point"
_PLAN = "this plan"


def write_frontier(found: Pareto, path: str | Path) -> Path:
    """Write the page of a frontier; it is written beside its place and then renamed.

    Args:
        found: The frontier.
        path: Where the page goes.

    Returns:
        The page.
    """
    return put(render(found), path)


def render(found: Pareto) -> str:
    """The page of a frontier as HTML text that needs nothing from elsewhere.

    Args:
        found: The frontier.
    """
    shown = exhibit(found)
    page = environment().get_template("frontier.html")
    return page.render(found=found, exhibit=shown, chart=draw(shown), summary=found.summary())


def exhibit(found: Pareto) -> Exhibit:
    """The curve and the points it stands on.

    Args:
        found: The frontier.
    """
    rows = found.points.with_columns(
        (1e6 * -pl.col("slope_right")).alias("saves"), (1e6 * -pl.col("slope_left")).alias("saved")
    )
    sheet = Sheet("Points of the frontier", _columns(found.currency), rows)
    divisor, unit = money_unit(found.points.get_column("money"), found.currency)
    drawn = _drawn(found, divisor)
    return Exhibit("pareto", _finding(found), sheet, "frontier_curve", drawn, _reading(found), unit)


def beside(placed: Place) -> Exhibit:
    """The curve with the point of a plan.

    Args:
        placed: The plan beside the frontier of its case.
    """
    found, alone = placed.found, exhibit(placed.found)
    point = pl.DataFrame({"money": [placed.money], "area": [placed.area], "end": [placed.end]})
    what = ["least money", *[POINT] * (found.points.height - 2), "least shortfall"][-found.points.height :]
    rows = alone.sheet.frame.with_columns(pl.Series("what", what, dtype=pl.String))
    own = point.with_columns(pl.lit(_PLAN).alias("what"))
    columns = (Column("what", "Point"), *alone.sheet.columns)
    every = pl.concat([rows, own], how="diagonal_relaxed")
    alike = found.points.height == 1
    sheet = Sheet("Points of the frontier, and this plan", columns, every, shown=every.height if alike else 0)
    both = pl.concat([found.points.get_column("money"), point.get_column("money")])
    divisor, unit = money_unit(both, found.currency)
    marked = own.select(pl.col("money") / divisor, "area", pl.col("what").alias("words"), "what")
    drawn = pl.concat([_drawn(found, divisor), marked], how="diagonal_relaxed")
    chart = "" if alike else alone.chart
    reading = f"{alone.finding} {alone.reading}{' The diamond is this plan.' if chart else ''} {_why(placed)}"
    return Exhibit("frontier", _place_finding(placed), sheet, chart, drawn, reading, unit)


def _why(placed: Place) -> str:
    """What can take a plan off the frontier."""
    if _below(placed):
        return (
            "A plan can be below the curve where it keeps commitments or the end less well, or where yes-no "
            "decisions leave a gap."
        )
    return "What a plan puts before money, such as fairness or the transition of fleets, can take it off."


def _below(placed: Place) -> bool:
    """Whether the plan has less short, or costs less, than the frontier says it could."""
    return any(value is not None and value < 0 for value in (placed.spared, placed.saved))


def _columns(currency: str) -> tuple[Column, ...]:
    return (
        Column("money", "Money", "money", f"{currency} million"),
        Column("area", "Shortfall over time", "number", "weighted shortfall-months"),
        Column("end", "Short at the end", "number", "weighted"),
        Column("saved", "The last million saved", "number", "shortfall-months, at this slope"),
        Column("saves", "A million more would save", "number", "shortfall-months, at this slope"),
    )


def _drawn(found: Pareto, divisor: float) -> pl.DataFrame:
    """Points of the chart: money in its unit, area, joined, words, what each is, and which end it is at."""
    rows = range(found.points.height)
    words = [money(value, found.currency) for value in found.points.get_column("money")]
    ends = ["last" if place == rows[-1] else "first" if place == 0 else "" for place in rows]
    return found.points.select(
        pl.col("money") / divisor,
        "area",
        pl.lit(found.exact).alias("joined"),
        pl.Series("words", words, dtype=pl.String),
        pl.lit(POINT).alias("what"),
        pl.Series("at", ends, dtype=pl.String),
    )


def _place_finding(placed: Place) -> str:
    """Where the plan stands, in one sentence."""
    spared, saved, currency = placed.spared, placed.saved, placed.found.currency
    cost = money(placed.money, currency)
    if _below(placed):
        return f"This plan is below the frontier: {amount(placed.area)} shortfall-months for {cost}."
    if spared == 0:
        return f"This plan is on the frontier: its shortfall cannot be had for less than {cost}."
    less = [
        f"the same shortfall could be had for {money(spared, currency)} less" if spared else "",
        f"the same money could leave {share(saved / placed.area)} less short" if saved else "",
    ]
    told = ", and ".join(text for text in less if text)
    if not told:
        return f"This plan costs {cost}; the points of the frontier do not tell whether less would do."
    return f"This plan is off the frontier: {told}."


def _finding(found: Pareto) -> str:
    first, last = found.points.row(0, named=True), found.points.row(-1, named=True)
    more = money(last["money"] - first["money"], found.currency)
    if found.points.height == 1 or first["area"] <= 0:
        return f"{money(first['money'], found.currency)} are enough; more money saves nothing."
    saved = share((first["area"] - last["area"]) / first["area"])
    return (
        f"From the least money ({money(first['money'], found.currency)}), {more} more save {saved} of the "
        "shortfall over time."
    )


def _reading(found: Pareto) -> str:
    between = (
        "The points are its corners, and it is straight between them."
        if found.exact
        else "Yes-no decisions make jumps: the points are a grid; between them nothing is known."
        if found.yes_no
        else "The points are part of it; further corners lie between them."
    )
    return (
        "Each point is the least shortfall over time for its money, with commitments kept and the end met as "
        f"well as if money had no limit. {between} Slopes hold near the point, on one side. Neither axis "
        "begins at 0."
    )
