"""Tables of holders: stocks, use, cover and shortfalls."""

import numpy as np
import polars as pl

from jointstock.measure.arrays import Floats
from jointstock.model.flows import Flow
from jointstock.plans.answers.fleets import required
from jointstock.plans.answers.solution import Solution, before, grid, present


def stocks(solution: Solution, outside: Floats, expired: Floats) -> pl.DataFrame:
    """Table ``stocks``.

    Args:
        solution: The solution.
        outside: Units that arrive from outside the lines, shape (pairs, periods).
        expired: Units that expire, shape (pairs, periods).
    """
    model, sets = solution.model, solution.model.sets
    pairs, lanes, count = sets.pairs, sets.lanes, len(sets.pairs.labels)
    given = Flow.of(model.holding.given)
    closing = solution.of(model.holding.stock)
    delivered = model.buying.delivered.grouped(sets.edge_pair).plus(
        model.buying.open_orders.delivered.grouped(sets.backlog_pair)
    )
    floor = np.full(closing.shape, np.nan)
    floor[sets.floors.pair] = sets.floors.hard
    used = Flow.of(model.holding.used).grouped(sets.demands.server_pair)
    received = given.landed(lanes.landing, lanes.travel).grouped(lanes.recipient)
    table = grid(
        pairs.frame.select("nation", "item"),
        solution.periods,
        opening=before(closing, pairs.opening),
        delivered=solution.flow(delivered, count)[:, :-1] + outside,
        received=solution.flow(received, count)[:, :-1],
        sent=solution.flow(given.grouped(lanes.donor), count)[:, :-1],
        used=solution.flow(used, count)[:, :-1],
        expired=expired,
        closing=closing,
        floor=floor,
    )
    return table.with_columns(pl.col("floor").fill_nan(None))


def use(solution: Solution) -> pl.DataFrame:
    """Table ``use``: a row for each demand, and one for each item that serves it."""
    holding, demands = solution.model.holding, solution.model.sets.demands
    unmet, used = solution.of(holding.unmet), solution.of(holding.used)
    served = np.zeros(unmet.shape)
    np.add.at(served, demands.server_demand, used * demands.ratio[:, None])
    nothing = pl.lit(None, dtype=pl.Float64)
    whole = grid(demands.frame, solution.periods, planned=demands.wanted, used=served, unmet=unmet)
    whole = whole.filter(pl.col("planned") > 0).with_columns(pl.lit(None, dtype=pl.String).alias("item"))
    items = solution.model.sets.pairs.frame.get_column("item").gather(demands.server_pair)
    served_by = demands.frame[demands.server_demand.tolist()].with_columns(items.alias("item"))
    parts = present(served_by, solution.periods, used, "used").with_columns(
        nothing.alias("planned"), nothing.alias("unmet")
    )
    both = pl.concat([whole.select(sorted(whole.columns)), parts.select(sorted(whole.columns))])
    return both.sort("nation", "demand", "kind", "period", "item", nulls_last=False)


def cover(solution: Solution) -> pl.DataFrame:
    """Table ``cover``: stock that counts, before the first month and at the end of each period."""
    sets, holding = solution.model.sets, solution.model.holding
    needs, pairs = sets.requirements, sets.pairs
    amounts = np.column_stack([_opening_cover(solution), solution.of(holding.counted)])
    items = pairs.frame.get_column("item").gather(needs.cover_pair)
    keys = needs.frame[needs.cover_requirement.tolist()].with_columns(
        items.alias("item"),
        pl.Series("ratio", needs.ratio),
        pairs.frame.get_column("nation").gather(needs.cover_pair).alias("holder"),
    )
    return present(keys, ["opening", *solution.periods], amounts)


def shortfalls(solution: Solution) -> pl.DataFrame:
    """Table ``shortfalls``, without its basis."""
    sets, holding = solution.model.sets, solution.model.holding
    needs, demands, months = sets.requirements, sets.demands, sets.calendar.length
    count = len(needs.labels)
    covered = np.zeros((count, sets.calendar.periods))
    np.add.at(covered, needs.cover_requirement, solution.of(holding.counted) * needs.ratio[:, None])
    first = np.zeros(count)
    np.add.at(first, needs.cover_requirement, _opening_cover(solution) * needs.ratio)
    needed, at_opening = required(solution)
    target = needs.target + needed
    short = np.maximum(0.0, target - covered)
    before = np.column_stack([first, covered[:, :-1]])
    start_target = np.column_stack([needs.target[:, 0] + at_opening, target[:, 1:]])
    start = np.maximum(0.0, start_target - before)
    unmet = np.zeros((count, sets.calendar.periods))
    counts = demands.requirement >= 0
    missing = solution.of(holding.unmet) * demands.factor[:, None]
    np.add.at(unmet, demands.requirement[counts], missing[counts])
    left = np.cumsum(unmet, axis=1)
    area = (months - 1) / 2 * (start + left - unmet) + (months + 1) / 2 * (short + left)
    return grid(
        needs.frame,
        solution.periods,
        target=target,
        covered=covered,
        shortfall=short,
        unmet=unmet,
        area=area,
    )


def _opening_cover(solution: Solution) -> Floats:
    """Stock before the first month that counts, shape (covers,)."""
    needs, columns = solution.model.sets.requirements, solution.model.holding.counted_opening
    wholly = np.where(needs.counts_wholly(columns), solution.model.sets.pairs.opening[needs.cover_pair], 0.0)
    return wholly + solution.of(columns)
