"""V3 for surge capacity: what is retained, what may be called, and what both cost."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from jointstock.plans.rules.ground import Check, Claim, Ground, added, grid, total
from jointstock.plans.rules.obstacles import lines
from jointstock.plans.rules.rates import mean_rates, own_currency
from jointstock.plans.rules.time import FAR

SURGE = ["surge", "b"]


def called(ground: Ground) -> pl.DataFrame:
    """Starts called on surge capacity: columns line, b, called."""
    return total(ground.tables["surges"], ["line", "b"], "called")


def surge_cells(ground: Ground) -> pl.DataFrame:
    """Every agreement on surge capacity in every period, with what the plan says of it.

    Returns:
        Columns surge, payer, of_line, b, retained, called, told_cost (0 where the plan has no row), share
        (largest retained of the agreement), most (starts that may be called), due (what it costs).
    """
    closed = ground.once(lines).select("line", "until")
    facts = (
        ground.facts("surges")
        .join(closed, on="line", how="left")
        .with_columns(
            rate=own_currency(ground),
            since=ground.periods.since_start("valid_from").fill_null(-FAR),
            ready=ground.periods.since_start("trigger") + pl.col("notice_months"),
        )
    )
    told = ground.tables["surges"].rename({"cost": "told_cost"})
    cells = added(grid(facts, ground.periods), told, SURGE, "retained", "called", "told_cost")
    cells = cells.join(ground.once(mean_rates), on=["rate", "b"], how="left", maintain_order="left")
    end, start = pl.col("last") + 1, pl.max_horizontal("start", "since")
    kept = (end - start).clip(lower_bound=0)
    usable = (end - pl.max_horizontal(start, "ready", pl.col("until") + 1)).clip(lower_bound=0)
    usable = pl.when(pl.col("ready").is_null()).then(0).otherwise(usable)
    share = pl.col("retained").max().over("surge")
    cost = pl.col("retention") * share * kept + pl.col("call_cost") * pl.col("called")
    return cells.select(
        *SURGE,
        "payer",
        "retained",
        "called",
        "told_cost",
        of_line="line",
        share=share,
        most=pl.col("capacity") * share * usable,
        due=cost * pl.col("value"),
    ).sort(SURGE)


def check_surges(ground: Ground) -> Iterator[Check]:
    """V3: one share of each agreement is retained throughout, and no more called than it allows."""
    cells = ground.once(surge_cells)
    name = ("surge",)
    text = "{lhs} of the surge capacity {surge} is retained in {period}; in other periods it is {rhs}."
    yield ground.examine(Claim("V3", name, text), cells, pl.col("retained"), pl.col("share"))
    text = "{lhs} of the surge capacity {surge} is retained; there is one."
    yield ground.examine(Claim("V3", name, text, "<="), cells, pl.col("retained"), pl.lit(1.0))
    text = "{lhs} starts are called on {surge} in {period}; it allows {rhs} then."
    yield ground.examine(Claim("V3", name, text, "<="), cells, pl.col("called"), pl.col("most"))
    text = "Surge capacity {surge} costs {lhs} in {period} by the plan; it is {rhs}."
    yield ground.examine(Claim("V3", name, text, money=True), cells, pl.col("told_cost"), pl.col("due"))
    told = ground.tables["surges"].join(
        ground.facts("surges").select("surge", of_line="line"), on="surge", how="left"
    )
    text = "The surge capacity {surge} is called for line {line} in {period}; it belongs to line {of_line}."
    yield ground.refuse(Claim("V3", name, text), told, pl.col("line") != pl.col("of_line"))
