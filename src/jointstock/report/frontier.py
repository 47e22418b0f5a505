"""The frontier between money and shortfall as a page of its own: its curve and its table."""

from pathlib import Path

import polars as pl

from jointstock.analyses.pareto import Pareto
from jointstock.report.charts import draw
from jointstock.report.document import environment, put
from jointstock.report.exhibits import Column, Exhibit, Sheet
from jointstock.report.words import money, money_unit, share


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
    columns = (
        Column("money", "Money", "money", f"{found.currency} million"),
        Column("area", "Shortfall over time", "number", "weighted shortfall-months"),
        Column("end", "Short at the end", "number", "weighted"),
        Column("saved", "The last million saved", "number", "shortfall-months, at this slope"),
        Column("saves", "A million more would save", "number", "shortfall-months, at this slope"),
    )
    divisor, unit = money_unit(found.points.get_column("money"), found.currency)
    ends = (0, found.points.height - 1)
    words = [
        money(value, found.currency) if place in ends else ""
        for place, value in enumerate(found.points.get_column("money"))
    ]
    drawn = found.points.with_columns(
        pl.col("money") / divisor,
        pl.lit(found.exact).alias("joined"),
        pl.Series("words", words, dtype=pl.String),
    )
    return Exhibit(
        "pareto",
        _finding(found),
        Sheet("Points of the frontier", columns, rows),
        "frontier_curve",
        drawn,
        _reading(found),
        unit,
    )


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
        f"well as if money had no limit. {between} Slopes hold near the point, on one side."
    )
