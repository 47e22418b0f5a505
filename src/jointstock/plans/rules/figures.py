"""Shortfalls, areas and the five levels, recomputed term by term from the tables of the plan."""

from __future__ import annotations

import math

import polars as pl

from jointstock.plans.rules.cover import counted
from jointstock.plans.rules.duties import unreplaced_terms
from jointstock.plans.rules.fleets import below_floors, in_transition, legacy_terms, requirements
from jointstock.plans.rules.ground import Ground, added, grid, total
from jointstock.plans.rules.needs import PAIR, counting, demands, first_class, floors, open_orders, targets
from jointstock.plans.rules.payments import unit_months
from jointstock.plans.rules.stocks import stock_cells
from jointstock.plans.rules.support import reimbursed_terms, reimburses
from jointstock.plans.rules.transfers import LANE, sendings

NEED = ["nation", "class"]


def unmet_by_class(ground: Ground) -> pl.DataFrame:
    """Operational use left unserved, in class units: columns nation, class, b, unmet.

    Use of an item counts for the first class, by its key, that the item covers in the nation.
    """
    rows = ground.tables["use"].filter((pl.col("item") == "") & (pl.col("kind") == "operational"))
    kinds = ground.once(demands).select("nation", "demand", "kind", "of").unique()
    rows = rows.drop("item").join(kinds, on=["nation", "demand", "kind"])
    classes = rows.filter(pl.col("of") == "class").select(
        "nation", pl.col("demand").alias("class"), "b", "unmet"
    )
    items = (
        rows.filter(pl.col("of") == "item").rename({"demand": "item"}).join(ground.once(first_class), on=PAIR)
    )
    converted = items.select("nation", "class", "b", unmet=pl.col("unmet") * pl.col("ratio"))
    return total(pl.concat([classes, converted]), [*NEED, "b"], "unmet")


def weights(ground: Ground) -> pl.DataFrame:
    """Weight of a unit of shortfall, and the scale in it: columns nation, class, scale, weight."""
    nations = ground.facts("nations").select("nation", of_nation=pl.col("weight").fill_null(1.0))
    classes = ground.facts("classes").select("class", "scale", of_class=pl.col("weight").fill_null(1.0))
    both = nations.join(classes, how="cross")
    return both.select(*NEED, "scale", weight=pl.col("of_nation") * pl.col("of_class") / pl.col("scale"))


def shortfalls(ground: Ground) -> pl.DataFrame:
    """Every nation and class with a target or unmet use, in every period.

    Returns:
        Columns nation, class, b, start, months, last, target, at_start (target at the start of the period),
        covered, shortfall, unmet (in the period), so_far (unmet up to its end), area, before (shortfall at
        the start of the period), scale, weight.
    """
    wanted, unmet, fleet = ground.once(targets), ground.once(unmet_by_class), ground.once(requirements)
    listed = ground.tables["shortfalls"]
    pairs = pl.concat([frame.select(NEED) for frame in (wanted, unmet, fleet, listed)]).unique().sort(NEED)
    rows = ground.once(counted).with_columns(covered=pl.col("quantity") * pl.col("known"))
    covered = total(rows, [*NEED, "b"], "covered")
    cells = added(grid(pairs, ground.periods), covered, [*NEED, "b"], "covered")
    first = covered.filter(pl.col("b") == -1).rename({"covered": "at_first"})
    cells = added(added(cells, first, NEED, "at_first"), unmet, [*NEED, "b"], "unmet")
    # Before the first row of a target there is none, and none is no shortfall.
    cells = _with_fleets(added(cells, wanted, [*NEED, "b"], "target"), fleet)
    earlier = pl.col("covered").shift(1).over(NEED).fill_null(pl.col("at_first"))
    cells = cells.with_columns(
        shortfall=(pl.col("target") - pl.col("covered")).clip(lower_bound=0),
        before=(pl.col("at_start") - earlier).clip(lower_bound=0),
    )
    months, so_far = pl.col("months"), pl.col("unmet").cum_sum().over(NEED)
    cells = cells.with_columns(so_far=so_far)
    at_start = pl.col("before") + pl.col("so_far") - pl.col("unmet")
    at_close = pl.col("shortfall") + pl.col("so_far")
    cells = cells.with_columns(area=(months - 1) / 2 * at_start + (months + 1) / 2 * at_close)
    return cells.join(ground.once(weights), on=NEED, how="left", maintain_order="left")


def _with_fleets(cells: pl.DataFrame, fleet: pl.DataFrame) -> pl.DataFrame:
    """Add what fleets require to the targets; before the first period they are the opening fleets."""
    first = fleet.filter(pl.col("b") == -1).rename({"need": "need_at_first"})
    both = added(added(cells, fleet, [*NEED, "b"], "need"), first, NEED, "need_at_first")
    at_start = pl.when(pl.col("b") == 0).then(pl.col("need_at_first")).otherwise(pl.col("need"))
    return both.with_columns(target=pl.col("target") + pl.col("need"), at_start=pl.col("target") + at_start)


def at_end(ground: Ground) -> pl.DataFrame:
    """Shortfall at the end of the last period, and use unmet so far: columns nation, class, end, weight."""
    last = ground.once(shortfalls).filter(pl.col("b") == ground.periods.count - 1)
    return last.select(*NEED, "weight", end=pl.col("shortfall") + pl.col("so_far"))


def commitment_terms(ground: Ground) -> pl.DataFrame:
    """Terms of level ``commitments``: columns nation, item, b, what, term (months)."""
    parts = (
        _below_floors,
        _late_orders,
        _late_pledges,
        _unmet_peacetime,
        below_floors,
        unreplaced_terms,
    )
    frames = [part(ground) for part in parts]
    columns = ["nation", "item", "b", "what", "term"]
    return pl.concat([frame.select(columns) for frame in frames])


def _below_floors(ground: Ground) -> pl.DataFrame:
    rows = ground.once(floors).filter(pl.col("floor") > 0)
    stock = ground.once(stock_cells).select(*PAIR, "b", "closing")
    cells = rows.join(stock, on=[*PAIR, "b"], how="left")
    deficit = (pl.col("floor") - pl.col("closing")).clip(lower_bound=0)
    return cells.with_columns(term=pl.col("months") * deficit / pl.col("floor"), what=pl.lit("floor"))


def _late_orders(ground: Ground) -> pl.DataFrame:
    rows = ground.once(open_orders).filter((pl.col("line") != "") & (pl.col("quantity") > 0))
    rows = rows.filter(pl.col("due_month").is_not_null()).select(
        "order", "item", "due_month", nation="recipient", ordered="quantity"
    )
    came = total(ground.tables["deliveries"], ["order", "b"], "quantity", "came")
    cells = added(grid(rows, ground.periods), came, ["order", "b"], "came")
    due = pl.when(pl.col("due_month") <= pl.col("last")).then(pl.col("ordered")).otherwise(0.0)
    late = (due - pl.col("came").cum_sum().over("order")).clip(lower_bound=0)
    return cells.with_columns(term=pl.col("months") * late / pl.col("ordered"), what=pl.lit("open order"))


def _late_pledges(ground: Ground) -> pl.DataFrame:
    rows = ground.facts("pledges").filter((pl.col("status") == "contracted") & (pl.col("quantity") > 0))
    rows = rows.with_columns(due_month=ground.periods.since_start("due"))
    promised = total(rows, LANE, "quantity", "promised")
    cells = grid(promised, ground.periods)
    due = cells.select(*LANE, "b", "last").join(rows.select(*LANE, "due_month", "quantity"), on=LANE)
    due = total(due.filter(pl.col("due_month") <= pl.col("last")), [*LANE, "b"], "quantity", "due")
    cells = added(added(cells, due, [*LANE, "b"], "due"), ground.once(sendings), [*LANE, "b"], "quantity")
    late = (pl.col("due") - pl.col("quantity").cum_sum().over(LANE)).clip(lower_bound=0)
    return cells.with_columns(
        term=pl.col("months") * late / pl.col("promised"), what=pl.lit("pledge"), nation=pl.col("donor")
    )


def _unmet_peacetime(ground: Ground) -> pl.DataFrame:
    meant = ground.once(demands).filter((pl.col("kind") == "peacetime") & (pl.col("planned") > 0))
    told = ground.tables["use"].filter(pl.col("item") == "").select("nation", "demand", "kind", "b", "unmet")
    cells = meant.join(told, on=["nation", "demand", "kind", "b"], how="left")
    # Where the plan has no row of a use, all of it is unmet.
    unmet = pl.col("unmet").fill_null(pl.col("planned"))
    term = pl.col("months") * unmet / pl.col("planned")
    return cells.with_columns(term=term, what=pl.lit("use"), item=pl.col("demand"))


def held_terms(ground: Ground) -> pl.Series:
    """Terms of level ``stock``: unit-months of each pair and period by the scale of the item's first class.

    The first class, by its key, is that among all that the item covers in any nation; without one the scale
    is 1.
    """
    scales = ground.facts("classes").select("class", "scale")
    first = (
        ground.once(counting)
        .filter(pl.col("counts"))
        .sort("class")
        .unique("item", keep="first")
        .select("item", "class")
    )
    cells = ground.once(unit_months).join(first.join(scales, on="class"), on="item", how="left")
    return cells.select(term=pl.col("unit_months") / pl.col("scale").fill_null(1.0))["term"]


def money_terms(ground: Ground) -> pl.DataFrame:
    """Payments of level ``money``: columns payer, kind, b, amount; open orders are no part of it."""
    rows = ground.tables["payments"].filter(pl.col("kind") != "open order")
    return rows.select("payer", "kind", "b", "amount")


def levels(ground: Ground) -> dict[str, tuple[float, float]]:
    """Value of every level and its largest term, summed without loss."""
    area = ground.once(shortfalls).select(term=pl.col("weight") * pl.col("area"))["term"]
    end = ground.once(at_end).select(term=pl.col("weight") * pl.col("end"))["term"]
    terms = {
        "commitments": ground.once(commitment_terms)["term"],
        "end": end,
        "shortfall": area,
        "money": money_terms(ground)["amount"],
        "stock": held_terms(ground),
    }
    if in_transition(ground.case):
        terms["transition"] = legacy_terms(ground)
    if reimburses(ground.case):
        terms["reimbursed"] = reimbursed_terms(ground)
    return {name: (exact_sum(values), largest(values)) for name, values in terms.items()}


def exact_sum(values: pl.Series) -> float:
    """Sum without loss of digits; null where a term is unknown becomes not a number."""
    return math.fsum(values.cast(pl.Float64).fill_null(math.nan).to_list())


def largest(values: pl.Series) -> float:
    """Largest term, without its sign; 0 where there is none."""
    top = values.abs().max() if len(values) else None
    return float(top) if isinstance(top, int | float) else 0.0
