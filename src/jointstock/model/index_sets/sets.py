"""Index sets: everything a program is built over, read once from a case."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from jointstock.facts.case import Case
from jointstock.facts.cover import covering
from jointstock.measure.arrays import Floats, Ints
from jointstock.measure.months import Calendar, make_calendar
from jointstock.model.index_sets.agreements import (
    Backlog,
    Contracts,
    Edges,
    Pipeline,
    read_contracts,
    read_edges,
    read_open_orders,
)
from jointstock.model.index_sets.certifying import Certifications, read_certifications
from jointstock.model.index_sets.dues import Dues, read_dues
from jointstock.model.index_sets.expiry import Shelves, read_shelves
from jointstock.model.index_sets.holders import (
    Demands,
    Floors,
    Lanes,
    Pairs,
    Requirements,
    lane_rows,
    read_demands,
    read_floors,
    read_lanes,
    read_pairs,
    read_pledges,
    read_requirements,
)
from jointstock.model.index_sets.industry import (
    Lines,
    Options,
    Pools,
    Recipes,
    read_lines,
    read_options,
    read_pools,
    read_recipes,
)
from jointstock.model.index_sets.lookup import first_number, floats, locate, rate
from jointstock.model.index_sets.operating import Operating, read_operating
from jointstock.model.index_sets.platforms import Platforms, read_platforms
from jointstock.model.index_sets.prices import Tiers, read_tiers
from jointstock.model.index_sets.purses import Purses, Shares, fiscal_year_starts, read_purses, read_shares
from jointstock.model.index_sets.schemes import Scheme, Sources, read_schemes


@dataclass(frozen=True)
class Sets:
    """Index sets of a case on a calendar.

    Attributes:
        calendar: The periods.
        lines, recipes, pools, options: Industry.
        contracts, edges, backlog, pipeline: Agreements.
        pairs, lanes, requirements, demands, floors: Holders.
        shelves: How long stock lasts.
        pledges: Contracted pledges; item, from, to, quantity, lane (-1 for none).
        pledged: Units due of them by the end of each period, shape (pledges, periods).
        purses, shares: Money. ``authorities``: what may be signed by year.
        tiers, dues: Terms of contracts: several prices, and costs beside orders.
        option_cost: Cost of whole options in each period, shape (options, periods + 1).
        pair_scale: Units of each pair's item that count as one, shape (pairs,).
        edge_pair, backlog_pair: Pair that receives, -1 for none, shape (edges,) and (orders,).
        platforms: Fleets and what depends on them.
        certifications: Certifications that may be bought.
        operating: How lines are run.
        schemes: Instruments that reimburse something.
    """

    calendar: Calendar
    lines: Lines
    recipes: Recipes
    pools: Pools
    options: Options
    contracts: Contracts
    edges: Edges
    backlog: Backlog
    pipeline: Pipeline
    pairs: Pairs
    lanes: Lanes
    requirements: Requirements
    demands: Demands
    floors: Floors
    shelves: Shelves
    pledges: pl.DataFrame
    pledged: Floats
    purses: Purses
    shares: Shares
    option_cost: Floats
    pair_scale: Floats
    edge_pair: Ints
    backlog_pair: Ints
    platforms: Platforms
    certifications: Certifications
    operating: Operating
    tiers: Tiers
    dues: Dues
    authorities: Purses
    schemes: tuple[Scheme, ...]


def calendar_of(case: Case, text: str | None) -> Calendar:
    """Calendar of a plan: the text asked for, else the case's own, else the default."""
    runs = text if text is not None else case.settings.calendar
    return make_calendar(first_number(case), case.settings.months, runs, fiscal_year_starts(case))


def read_sets(case: Case, calendar: Calendar, flat_rates: Mapping[str, float] | None = None) -> Sets:
    """Read every index set of a case.

    Args:
        case: A case without faults.
        calendar: The periods.
        flat_rates: Rates of instruments that reimburse every claim at one rate; None for their own.
    """
    lines = read_lines(case, calendar)
    recipes, pool_frame = read_recipes(case, lines)
    options = read_options(case, lines, calendar)
    contracts = read_contracts(case, calendar)
    edges = read_edges(case, contracts, lines, calendar)
    backlog, pipeline = read_open_orders(case, lines, calendar)
    cover, lanes_frame = covering(case), lane_rows(case)
    pairs = read_pairs(case, edges, backlog, pipeline, lanes_frame, cover)
    lanes = read_lanes(case, lanes_frame, pairs.frame, calendar)
    received = [part.frame.select(nation="recipient", item="item") for part in (edges, backlog, pipeline)]
    lane_ends = (lanes.donor, lanes.recipient)
    shelves = read_shelves(case, pairs.frame, pl.concat(received), lane_ends, calendar)
    requirements = read_requirements(case, pairs, cover, calendar)
    demands = read_demands(case, pairs, cover, requirements, calendar)
    pledges, pledged = read_pledges(case, lanes, calendar)
    purses = read_purses(case, calendar)
    pools = read_pools(case, lines, pool_frame)
    shares = read_shares(case, options, purses)
    platforms = read_platforms(case, edges, backlog, pipeline, pools, calendar)
    gifts = pl.concat([part.frame.select("item", "from", "to") for part in (lanes, platforms.lanes)])
    sources = Sources(contracts, edges, options, shares, gifts, purses, calendar)
    keys = ["nation", "item"]
    return Sets(
        calendar,
        lines,
        recipes,
        pools,
        options,
        contracts,
        edges,
        backlog,
        pipeline,
        pairs,
        lanes,
        requirements,
        demands,
        read_floors(case, pairs, demands, pipeline, shelves, calendar),
        shelves,
        pledges,
        pledged,
        purses,
        shares,
        _option_costs(case, options, calendar),
        _pair_scale(case, pairs, cover),
        locate(edges.frame.rename({"recipient": "nation"}), pairs.frame, keys),
        locate(backlog.frame.rename({"recipient": "nation"}), pairs.frame, keys),
        platforms,
        read_certifications(case, calendar),
        read_operating(case, lines, options, cover, calendar),
        read_tiers(case, contracts.frame, edges.frame),
        read_dues(case, contracts, purses, calendar),
        read_purses(case, calendar, "authorities"),
        read_schemes(case, sources, flat_rates or {}),
    )


def _option_costs(case: Case, options: Options, calendar: Calendar) -> Floats:
    """Cost of whole options in each period, exchanged, shape (options, periods + 1)."""
    exchange = [
        rate(case, currency).in_periods(calendar) for currency in options.frame.get_column("currency")
    ]
    return options.cost[:, None] * np.array(exchange).reshape(len(options.cost), calendar.periods + 1)


def _pair_scale(case: Case, pairs: Pairs, cover: pl.DataFrame) -> Floats:
    """Scale of the first class, by name, that each pair's item covers; 1 where there is none."""
    first = cover.sort("class").unique("item", keep="first", maintain_order=True).select("item", "class")
    scales = first.join(case.table("classes").select("class", "scale"), on="class", how="left")
    joined = pairs.frame.select("item").join(
        scales.select("item", "scale"), on="item", how="left", maintain_order="left"
    )
    return floats(joined.with_columns(pl.col("scale").fill_null(1.0)), "scale")
