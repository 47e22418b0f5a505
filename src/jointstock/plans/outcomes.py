"""Outcomes: what each nation wants over the horizon, and what of it a plan leaves it without."""

import polars as pl

from jointstock.facts.cover import covering, first_class
from jointstock.model.choosing import wanted_months
from jointstock.model.index_sets.sets import calendar_of, read_sets
from jointstock.plans.plan import Plan


def outcomes(plan: Plan) -> pl.DataFrame:
    """What each nation wants, gets and goes without, weighted as in level shortfall.

    Args:
        plan: The plan.

    Returns:
        nation; wanted, short and covered, in weighted shortfall-months; fill, the share covered. By name;
        only nations that want anything.
    """
    sets = read_sets(plan.case, calendar_of(plan.case, str(plan.run["calendar"])))
    frame = sets.requirements.frame.with_columns(wanted=pl.Series(wanted_months(sets), dtype=pl.Float64))
    area = plan.kpis.filter(pl.col("kpi") == "area", pl.col("nation").is_not_null())
    area = area.select("nation", "class", short=pl.col("value").cast(pl.Float64))
    joined = frame.join(area, on=["nation", "class"], how="left", maintain_order="left")
    by_nation = joined.group_by("nation").agg(pl.col("wanted", "short").sum()).sort("nation")
    covered = pl.col("wanted") - pl.col("short")
    return by_nation.filter(pl.col("wanted") > 0).with_columns(
        covered=covered, fill=covered / pl.col("wanted")
    )


def stood_still(plan: Plan) -> pl.DataFrame:
    """What each nation would go without if the stock of the start were kept for ever, and nothing used.

    Cover of the start is that of the rows ``opening`` of the plan; where a nation has none, each of its
    items counts wholly for the first class, by name, that it covers.

    Args:
        plan: The plan.

    Returns:
        nation; kept, in weighted shortfall-months. By name; only nations with a requirement.
    """
    sets = read_sets(plan.case, calendar_of(plan.case, str(plan.run["calendar"])))
    needs = sets.requirements
    held = _opening_cover(plan).rename({"covered": "held"})
    frame = needs.frame.join(held, on=["nation", "class"], how="left", maintain_order="left")
    # Where nothing covers a class there is no cover, and none is 0.
    cover = frame.get_column("held").fill_null(0.0).to_numpy()
    area = wanted_months(sets, cover)
    by_nation = needs.frame.with_columns(kept=pl.Series(area, dtype=pl.Float64)).group_by("nation")
    return by_nation.agg(pl.col("kept").sum()).sort("nation")


def _opening_cover(plan: Plan) -> pl.DataFrame:
    """Class units that the opening stock covers; nation, class, covered."""
    units = pl.col("quantity") * pl.col("ratio")
    told = plan.cover.filter(pl.col("period") == "opening")
    rows = told.select("nation", "class", covered=units)
    first = plan.stocks.filter(pl.col("period") == plan.stocks.get_column("period").min())
    stock = first.join(told.select("nation").unique(), on="nation", how="anti")
    alone = stock.select("nation", "item", quantity="opening").join(
        first_class(covering(plan.case)), on=["nation", "item"]
    )
    both = pl.concat([rows, alone.select("nation", "class", covered=units)])
    return both.group_by("nation", "class").agg(pl.col("covered").sum())
