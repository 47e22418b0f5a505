"""Tables of industry of a generated case: items, sites, lines, leads, recipes, expansions."""

import numpy as np
import polars as pl

from jointstock.measure.arrays import Ints
from jointstock.shapes.world import World, month, names, pick, summed

Tables = dict[str, pl.DataFrame]
_RAMPED_SHARE = 0.3
_OWN_SHARE = 0.1
_SPREAD_SHARE = 0.15
_RAMP = [0.25, 0.5, 0.75, 1.0]


def industry_tables(world: World) -> Tables:
    """Every table of industry.

    Args:
        world: Names and quantities of the case.
    """
    return {
        "items": _items(world),
        "sites": _sites(world),
        "lines": _lines(world),
        "line_leads": _line_leads(world),
        "recipes": _recipes(world),
        "component_stocks": _component_stocks(world),
        **_expansions(world),
    }


def _items(world: World) -> pl.DataFrame:
    kinds = ["end"] * len(world.ends) + ["component"] * len(world.parts)
    storing = np.concatenate([world.storing, np.full(len(world.parts), np.nan)])
    return pl.DataFrame(
        {"item": world.items, "name": world.titles.ends + world.titles.parts, "kind": kinds}
    ).with_columns(unit=pl.lit("pieces"), holding_cost=pl.Series(storing).fill_nan(None))


def _sites(world: World) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "site": world.sites,
            "firm": world.titles.firms,
            "nation": pick(world.nations, world.site_nation),
        }
    )


def _lines(world: World) -> pl.DataFrame:
    count = len(world.lines)
    ramped = world.random.random(count) < _RAMPED_SHARE
    own = (world.random.random(count) < _OWN_SHARE) & (world.line_item < len(world.ends))
    own[0] = True
    frame = pl.DataFrame(
        {
            "line": world.lines,
            "site": pick(world.sites, world.line_site),
            "item": pick(world.items, world.line_item),
            "capacity": world.capacity,
            "rate_now": np.round(world.capacity * world.random.uniform(0.5, 0.9, count)),
            "yield": world.good,
            "ramped": ramped,
            "own": own,
        }
    )
    return frame.with_columns(
        ramp_growth=pl.when("ramped").then(0.02),
        ramp_step=pl.when("ramped").then((pl.col("capacity") * 0.05).round(2)),
        own_account=pl.when("own").then(pl.lit("yes")),
        own_stock=pl.when("own").then(pl.col("capacity")),
    ).drop("ramped", "own")


def _line_leads(world: World) -> pl.DataFrame:
    """Lead profiles: end items one to nine months in one or three parts, components a month or two."""
    ends = world.line_item < len(world.ends)
    middle = np.where(ends, world.random.integers(2, 9, len(ends)), world.random.integers(1, 3, len(ends)))
    spread = ends & (world.random.random(len(ends)) < _SPREAD_SHARE)
    rows = pl.DataFrame({"line": world.lines, "middle": middle, "spread": spread})
    single = rows.filter(~pl.col("spread")).select("line", months="middle", share=pl.lit(1.0))
    parts = [
        rows.filter("spread").select("line", months=pl.col("middle") + step, share=pl.lit(share))
        for step, share in ((-1, 0.25), (0, 0.5), (1, 0.25))
    ]
    return pl.concat([single, *parts]).sort("line", "months")


def _recipes(world: World) -> pl.DataFrame:
    made, used, quantity = world.needs
    return pl.DataFrame(
        {"item": pick(world.items, made), "component": pick(world.items, used), "quantity": quantity}
    ).with_columns(line=pl.lit("*"), recipe=pl.lit("usual"))


def _component_stocks(world: World) -> pl.DataFrame:
    output = summed(world.line_item, world.capacity, len(world.items))
    return pl.DataFrame({"item": world.parts, "quantity": np.round(output[len(world.ends) :])}).with_columns(
        hub=pl.lit("all")
    )


def _expansions(world: World) -> Tables:
    """Options for some of the lines, fewer of many, paid by the nation of the site and one other."""
    line = np.sort(
        world.random.choice(len(world.lines), max(1, round(1.6 * len(world.lines) ** 0.5)), replace=False)
    )
    count = len(line)
    options = names("option", count)
    build = world.random.integers(9, 25, count)
    cost = np.round(10 ** world.random.uniform(6.0, 8.0, count), -4)
    frame = pl.DataFrame(
        {
            "option": options,
            "line": pick(world.lines, line),
            "capacity": np.maximum(1.0, np.round(world.capacity[line] * 0.6)),
            "cost": cost,
            "build_months": np.minimum(build, world.counts.months // 3),
        }
    ).with_columns(ramp=pl.lit("quarterly"), earliest=pl.lit(month(1)))
    ramps = pl.DataFrame({"month": range(len(_RAMP)), "share": _RAMP}).with_columns(ramp=pl.lit("quarterly"))
    return {"expansions": frame, "ramps": ramps, "expansion_payers": _payers(world, options, line)}


def _payers(world: World, options: list[str], line: Ints) -> pl.DataFrame:
    host = world.site_nation[world.line_site[line]]
    allies = world.counts.nations - 1
    other = (host + 1 + world.random.integers(0, allies, len(line))) % allies
    both = [
        pl.DataFrame({"option": options, "payer": pick(world.nations, nation)}) for nation in (host, other)
    ]
    return pl.concat(both).unique().sort("option", "payer")
