"""Read back: from the columns of a solution to tables in domain words."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from jointstock.measure.arrays import Floats, Ints
from jointstock.model.agreements import EDGE
from jointstock.model.build import Model
from jointstock.model.flows import Flow
from jointstock.model.sets import Sets

NOTHING = 1e-9


@dataclass(frozen=True)
class Solution:
    """A model with the values of its columns.

    Attributes:
        model: The model.
        values: Values in natural units, shape (columns,).
    """

    model: Model
    values: Floats

    @property
    def periods(self) -> list[str]:
        """Labels of the periods."""
        return list(self.model.sets.calendar.labels)

    def of(self, columns: Ints) -> Floats:
        """Values of an array of columns, 0 where a column is absent."""
        return np.where(columns < 0, 0.0, self.values[np.maximum(columns, 0)])

    def flow(self, flow: Flow, owners: int) -> Floats:
        """Values of a flow, shape (owners, periods + 1)."""
        return flow.values(self.values, owners, self.model.sets.calendar.periods)


def grid(keys: pl.DataFrame, periods: list[str], **values: Floats) -> pl.DataFrame:
    """A row for every key and period.

    Args:
        keys: Key columns, shape (keys,).
        periods: Labels of the periods.
        **values: Columns of values, each of shape (keys, periods).
    """
    count = len(periods)
    repeated = keys.select(pl.all().repeat_by(count).explode()) if len(keys) else keys.clear()
    labels = pl.Series("period", periods * len(keys), dtype=pl.String)
    return repeated.with_columns(labels, *(pl.Series(name, array.ravel()) for name, array in values.items()))


def present(keys: pl.DataFrame, periods: list[str], amounts: Floats, name: str = "quantity") -> pl.DataFrame:
    """A row for every key and period with an amount; the amounts have shape (keys, periods)."""
    owner, period = np.nonzero(amounts > NOTHING)
    return keys[owner.tolist()].with_columns(
        pl.Series("period", [periods[place] for place in period], dtype=pl.String),
        pl.Series(name, amounts[owner, period]),
    )


def production(solution: Solution) -> pl.DataFrame:
    """Table ``production``."""
    model, sets = solution.model, solution.model.sets
    lines, recipes, count = sets.lines, sets.recipes, sets.calendar.periods
    starts = solution.of(model.industry.making.starts)
    added = lines.capacity[:, None] * sets.calendar.total(lines.open_months.astype(np.float64))
    bought = solution.of(model.industry.bought)
    expanded = np.einsum("oa,oab->ob", bought, sets.options.months) * sets.options.capacity[:, None]
    np.add.at(added, sets.options.line, expanded)
    own = solution.of(model.industry.making.own)
    items = lines.frame.get_column("item").gather(recipes.line)
    keys = recipes.frame.select("line", items, "recipe")
    return grid(
        keys,
        solution.periods,
        starts=starts,
        good=starts * lines.good[recipes.line][:, None],
        capacity=added[recipes.line].reshape(len(keys), count),
        own_account=own[recipes.line].reshape(len(keys), count),
    )


def components(solution: Solution) -> pl.DataFrame:
    """Table ``components``."""
    industry, pools = solution.model.industry, solution.model.sets.pools
    closing = solution.of(industry.pool)
    count = len(pools.opening)
    return grid(
        pools.frame,
        solution.periods,
        opening=_before(closing, pools.opening),
        made=solution.flow(industry.component_made, count)[:, :-1],
        used=solution.flow(industry.component_used, count)[:, :-1],
        closing=closing,
    )


def expansions(solution: Solution) -> pl.DataFrame:
    """Table ``expansions``: a row for each option, period of purchase and payer."""
    sets, industry = solution.model.sets, solution.model.industry
    bought, paid = solution.of(industry.bought), solution.of(industry.paid)
    option, payers = sets.shares.option, np.array(sets.purses.payers, dtype=object)
    frame = sets.options.frame.select("option", "line")
    cost = sets.option_cost[:, :-1] * bought
    share, period = np.nonzero((paid > NOTHING) | ((cost <= NOTHING) & (bought > NOTHING))[option])
    which = option[share]
    rows: pl.DataFrame = frame[which.tolist()]
    return rows.with_columns(
        pl.Series("period", [solution.periods[place] for place in period], dtype=pl.String),
        pl.Series("amount", bought[which, period]),
        pl.Series("cost", cost[which, period]),
        pl.Series("payer", payers[sets.shares.payer[share]].tolist(), dtype=pl.String),
        pl.Series("paid", paid[share, period]),
    )


def transfers(solution: Solution) -> pl.DataFrame:
    """Table ``transfers``: what is sent, spread over the periods in which it is received."""
    sets, given = solution.model.sets, solution.of(solution.model.holding.given)
    lane, sent = np.nonzero(given > NOTHING)
    amounts = given[lane, sent][:, None] * sets.lanes.landing[sets.lanes.travel[lane], sent]
    row, received = np.nonzero(amounts > NOTHING)
    lane, sent = lane[row], sent[row]
    labels = [*solution.periods, "after"]
    keys = sets.lanes.frame.select(pl.col("from").alias("donor"), pl.col("to").alias("recipient"), "item")
    return keys[lane.tolist()].with_columns(
        pl.Series("period_sent", [labels[place] for place in sent], dtype=pl.String),
        pl.Series("period_received", [labels[place] for place in received], dtype=pl.String),
        pl.Series("quantity", amounts[row, received]),
    )


def stocks(solution: Solution, outside: Floats) -> pl.DataFrame:
    """Table ``stocks``.

    Args:
        solution: The solution.
        outside: Units that arrive from outside the lines, shape (pairs, periods).
    """
    model, sets = solution.model, solution.model.sets
    pairs, lanes, count = sets.pairs, sets.lanes, len(sets.pairs.labels)
    given = Flow.of(model.holding.given)
    closing = solution.of(model.holding.stock)
    delivered = model.delivered.grouped(sets.edge_pair).plus(
        model.open_orders.delivered.grouped(sets.backlog_pair)
    )
    floor = np.full(closing.shape, np.nan)
    floor[sets.floors.pair] = sets.floors.hard
    used = Flow.of(model.holding.used).grouped(sets.demands.server_pair)
    received = given.landed(lanes.landing, lanes.travel).grouped(lanes.recipient)
    table = grid(
        pairs.frame.select("nation", "item"),
        solution.periods,
        opening=_before(closing, pairs.opening),
        delivered=solution.flow(delivered, count)[:, :-1] + outside,
        received=solution.flow(received, count)[:, :-1],
        sent=solution.flow(given.grouped(lanes.donor), count)[:, :-1],
        used=solution.flow(used, count)[:, :-1],
        expired=np.zeros(closing.shape),
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
        items.alias("item"), pl.Series("ratio", needs.ratio)
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
    short = np.maximum(0.0, needs.target - covered)
    before = np.column_stack([first, covered[:, :-1]])
    start = np.maximum(0.0, needs.target - before)
    unmet = np.zeros((count, sets.calendar.periods))
    counts = demands.requirement >= 0
    missing = solution.of(holding.unmet) * demands.factor[:, None]
    np.add.at(unmet, demands.requirement[counts], missing[counts])
    left = np.cumsum(unmet, axis=1)
    area = (months - 1) / 2 * (start + left - unmet) + (months + 1) / 2 * (short + left)
    return grid(
        needs.frame,
        solution.periods,
        target=needs.target,
        covered=covered,
        shortfall=short,
        unmet=unmet,
        area=area,
    )


def _opening_cover(solution: Solution) -> Floats:
    """Stock before the first month that counts, shape (covers,)."""
    needs, columns = solution.model.sets.requirements, solution.model.holding.counted_opening
    wholly = solution.model.sets.pairs.opening[needs.cover_pair]
    return np.where(columns < 0, wholly, solution.of(columns))


def orders(solution: Solution) -> pl.DataFrame:
    """Table ``orders`` without basis and rounding, with the edge of each row."""
    sets, ordering = solution.model.sets, solution.model.ordering
    edges = sets.edges
    amounts = solution.of(ordering.ordered)
    edge, period = np.nonzero(amounts > NOTHING)
    price = (edges.price[:, None] * sets.contracts.factor[edges.contract])[edge, period]
    quantity = amounts[edge, period]
    return edges.frame.select(EDGE)[edge.tolist()].with_columns(
        pl.Series("order", _order_keys(sets, len(edge)), dtype=pl.String),
        pl.Series("period", [solution.periods[place] for place in period], dtype=pl.String),
        pl.Series("quantity", quantity),
        pl.Series("price", price),
        pl.Series("value", quantity * price),
        pl.Series("edge", edge),
        pl.Series("place", period),
    )


def _order_keys(sets: Sets, count: int) -> list[str]:
    """Keys of new orders, such as O00001; with more letters where an open order has one of them."""
    taken = {*sets.backlog.frame.get_column("order"), *sets.pipeline.frame.get_column("order")}
    letters = "O"
    while True:
        keys = [f"{letters}{number:05d}" for number in range(1, count + 1)]
        if taken.isdisjoint(keys):
            return keys
        letters += "O"


def deliveries(solution: Solution, placed: pl.DataFrame) -> pl.DataFrame:
    """Table ``deliveries`` with order, edge and place of each row.

    Args:
        solution: The solution.
        placed: The table of :func:`orders`.
    """
    model, sets = solution.model, solution.model.sets
    amounts = solution.flow(model.delivered, len(sets.edges.labels))[:, :-1]
    matched = _first_in_first_out(placed, amounts)
    keys = ["buyer", "recipient", "contract", "line", "item"]
    new = placed.select("order", *keys, "edge")[matched[0].tolist()].with_columns(
        pl.Series("place", matched[1]), pl.Series("quantity", matched[2])
    )
    backlog = solution.flow(model.open_orders.delivered, len(sets.backlog.quantity))[:, :-1]
    order, place = np.nonzero(backlog > NOTHING)
    old = sets.backlog.frame.select("order", *keys)[order.tolist()].with_columns(
        pl.lit(-1, dtype=pl.Int64).alias("edge"),
        pl.Series("place", place),
        pl.Series("quantity", backlog[order, place]),
    )
    arrives = (sets.pipeline.arrival < sets.calendar.periods) & (sets.pipeline.quantity > 0)
    outside = sets.pipeline.frame.select("order", *keys).with_columns(
        pl.lit(-1, dtype=pl.Int64).alias("edge"),
        pl.Series("place", sets.pipeline.arrival),
        pl.Series("quantity", sets.pipeline.quantity),
    )
    outside = outside.filter(pl.Series(arrives))
    every = pl.concat([part.select(new.columns) for part in (new, old, outside)])
    labels = pl.Series(
        "period", [solution.periods[place] for place in every.get_column("place")], dtype=pl.String
    )
    return every.with_columns(labels)


def _first_in_first_out(placed: pl.DataFrame, amounts: Floats) -> tuple[Ints, Ints, Floats]:
    """Match deliveries to the orders of their edge, the first first.

    Orders and deliveries of an edge are laid end to end; where a piece of both overlaps, that
    much of the order is delivered. Overlaps that only rounding makes are left out, and the
    others scaled so that each delivery keeps its quantity.

    Returns:
        Row of the order, period of the delivery, quantity; each of shape (matches,).
    """
    periods = amounts.shape[1]
    edge, begun = (placed.get_column(name).to_numpy().astype(np.int64) for name in ("edge", "place"))
    ordered = np.zeros(amounts.shape)
    ordered[edge, begun] = placed.get_column("quantity").to_numpy()
    where, period = np.nonzero(amounts > NOTHING)
    delivered = amounts[where, period]
    ends = np.cumsum(ordered, axis=1)[edge, begun]
    stops = np.cumsum(np.where(amounts > NOTHING, amounts, 0.0), axis=1)[where, period]
    every_edge, every_end = np.concatenate([edge, where]), np.concatenate([ends, stops])
    is_order = np.arange(len(every_end)) < len(ends)
    sequence = np.lexsort((every_end, every_edge))
    every_edge, every_end, is_order = every_edge[sequence], every_end[sequence], is_order[sequence]
    begins = np.where(
        np.append(True, every_edge[1:] != every_edge[:-1])[: len(every_end)],
        0.0,
        np.append(0.0, every_end[:-1])[: len(every_end)],
    )
    order: Ints = np.cumsum(is_order) - is_order
    delivery: Ints = np.cumsum(~is_order) - ~is_order
    length = every_end - begins
    inside = (order < len(ends)) & (delivery < len(stops)) & (length > NOTHING * np.maximum(1.0, every_end))
    order, delivery, length, every_edge = order[inside], delivery[inside], length[inside], every_edge[inside]
    both = (edge[order] == every_edge) & (where[delivery] == every_edge)
    order, delivery, length = order[both], delivery[both], length[both]
    matched = np.bincount(delivery, weights=length, minlength=len(stops))
    exact = length * delivered[delivery] / matched[delivery]
    unique, place = np.unique(order * periods + period[delivery], return_inverse=True)
    summed = np.bincount(place, weights=exact, minlength=len(unique)).astype(np.float64)
    return unique // periods, unique % periods, summed


def _before(closing: Floats, opening: Floats) -> Floats:
    return np.concatenate([opening[:, None], closing[:, :-1]], axis=1)
