"""Duty to replace: what is given along a lane with a duty is to be delivered to its donor again."""

from __future__ import annotations

import polars as pl

from jointstock.plans.rules.ground import Ground, added, grid, total
from jointstock.plans.rules.needs import PAIR, end_items, opening
from jointstock.plans.rules.transfers import LANE, lanes, sendings

CELL = [*PAIR, "b"]


def unreplaced(ground: Ground) -> pl.DataFrame:
    """What donors should have had replaced by the end of each period, and have not.

    Returns:
        Columns nation (the donor), item, b, months, releasable, unreplaced: item units.
    """
    bound = (
        ground.once(lanes).filter(pl.col("duty").is_not_null()).join(end_items(ground), on="item", how="semi")
    )
    given = ground.once(sendings).join(bound.select(*LANE, "duty"), on=LANE).rename({"donor": "nation"})
    shares = ground.periods.shares(bound["duty"].unique().to_list()).rename({"b": "due"})
    met = given.join(shares, left_on=["duty", "b"], right_on=["lag", "a"])
    met = met.filter(pl.col("due") < ground.periods.count)
    owed = met.select(*PAIR, b="due", owed=pl.col("quantity") * pl.col("share"))
    # Open orders would come without the plan and replace nothing.
    placed = ground.tables["deliveries"].join(ground.tables["orders"].select("order"), on="order", how="semi")
    came = total(placed.rename({"recipient": "nation"}), CELL, "quantity", "came")
    pairs = given.select(PAIR).unique().join(ground.once(opening), on=PAIR, how="left")
    cells = grid(pairs.select(*PAIR, "releasable").sort(PAIR), ground.periods)
    cells = added(added(cells, total(owed, CELL, "owed"), CELL, "owed"), came, CELL, "came")
    left = pl.col("owed").cum_sum().over(PAIR) - pl.col("came").cum_sum().over(PAIR)
    return cells.select(*CELL, "months", "releasable", unreplaced=left.clip(lower_bound=0))


def unreplaced_terms(ground: Ground) -> pl.DataFrame:
    """Terms of level ``commitments`` for duties to replace: columns nation, item, b, what, term."""
    cells = ground.once(unreplaced).filter(pl.col("releasable") > 0)
    term = pl.col("months") * pl.col("unreplaced") / pl.col("releasable")
    return cells.with_columns(term=term, what=pl.lit("duty to replace"))
