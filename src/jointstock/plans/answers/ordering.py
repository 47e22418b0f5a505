"""Tables of orders and of the deliveries matched to them."""

import numpy as np
import polars as pl

from jointstock.measure.arrays import Floats, Ints
from jointstock.model.index_sets.agreements import EDGE
from jointstock.model.index_sets.sets import Sets
from jointstock.plans.answers.solution import NOTHING, Solution


def orders(solution: Solution) -> pl.DataFrame:
    """Table ``orders`` without basis and rounding, with the edge of each row."""
    sets, ordering = solution.model.sets, solution.model.buying.ordering
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
    amounts = solution.flow(model.buying.delivered, len(sets.edges.labels))[:, :-1]
    matched = _first_in_first_out(placed, amounts)
    keys = ["buyer", "recipient", "contract", "line", "item"]
    new = placed.select("order", *keys, "edge")[matched[0].tolist()].with_columns(
        pl.Series("place", matched[1]), pl.Series("quantity", matched[2])
    )
    backlog = solution.flow(model.buying.open_orders.delivered, len(sets.backlog.quantity))[:, :-1]
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
