"""Orders, backlog, ceilings and call-offs in linopy."""

from dataclasses import dataclass

import numpy as np
from linopy import LinearExpression, Variable

from benchmarks.rival.grid import PERIOD, Grid, Lags
from jointstock.measure.arrays import Flags, Floats, Ints
from jointstock.model.index_sets.sets import Sets


@dataclass(frozen=True)
class Orders:
    """Variables and flows of orders, all over periods.

    Attributes:
        ordered: By edge.
        begun: Good units begun, by edge.
        sold: Sold from own stock, by edge.
        delivered: By edge.
        open_begun: Good units begun, by open order.
        open_delivered: By open order.
    """

    ordered: LinearExpression
    begun: LinearExpression
    sold: LinearExpression
    delivered: LinearExpression
    open_begun: LinearExpression
    open_delivered: LinearExpression


def add_orders(grid: Grid, sets: Sets, leads: Lags) -> Orders:
    """Orders by edge and what they deliver, open orders, ceilings.

    Args:
        grid: The model.
        sets: Index sets.
        leads: Lags of lines.
    """
    edges, lines = sets.edges, sets.lines
    sells = (lines.own_account | (lines.own_stock > 0))[edges.line]
    may_order = orders_open(sets)
    rests = (edges.queue | sells)[:, None]
    lands = (edges.landing[:, :, :-1] > 0).astype(np.float64)[edges.arrival]
    reached = np.logical_or.accumulate(np.einsum("ea,eab->eb", may_order.astype(float), lands) > 0, axis=1)
    over = ("edge", PERIOD)
    ordered = grid.flow(grid.columns("ordered", *over, where=may_order))
    begun = grid.flow(grid.columns("begun", *over, where=reached & rests))
    sold = grid.flow(grid.columns("sold", *over, where=reached & sells[:, None]))
    waiting = grid.flow(grid.columns("waiting", *over, where=reached & edges.queue[:, None]))
    arrived = grid.landed(ordered, "edge", Lags.of(edges.landing), edges.arrival)
    queue = waiting - grid.before(waiting) - arrived + begun + sold
    grid.rows("order_queue", queue, "=", 0.0, *over, where=reached & rests)
    _add_ceilings(grid, sets, ordered)
    all_begun = grid.only(arrived, ~rests[:, 0], "edge") + begun
    delivered = grid.landed(all_begun, "edge", leads, edges.line) + sold
    return Orders(ordered, all_begun, sold, delivered, *_add_backlog(grid, sets, leads))


def orders_open(sets: Sets) -> Flags:
    """Periods with an order that is allowed and delivers inside the horizon, shape (edges, periods)."""
    lines, edges = sets.lines, sets.edges
    finishes = lines.landing[:, :, :-1].sum(axis=2) > 0
    ends = (finishes | (lines.own_account | (lines.own_stock > 0))[:, None])[edges.line]
    lands = (edges.landing[:, :, :-1] > 0)[edges.arrival]
    return np.asarray(edges.may_order & (lands & ends[:, None, :]).any(axis=2), dtype=np.bool_)


def add_call_offs(grid: Grid, orders: Orders, group: Ints, used: Flags, most: Floats) -> Variable:
    """Make a yes-no decision of each call-off that costs something.

    Args:
        grid: The model.
        orders: Orders by edge.
        group: Caller of each edge, -1 for none, shape (edges,).
        used: Periods in which a caller may order, shape (callers, periods).
        most: More than could be ordered, shape (callers,).
    """
    over = ("caller", PERIOD)
    called = grid.columns("called", *over, where=used, binary=True)
    left = grid.grouped(orders.ordered, "edge", "caller", group) - grid.flow(called, most, "caller")
    grid.rows("call_off", left, "<=", 0.0, *over, where=used)
    return called


def _add_ceilings(grid: Grid, sets: Sets, ordered: LinearExpression) -> None:
    contracts, edges = sets.contracts, sets.edges
    whole = ordered.sum(PERIOD)
    worth = whole * grid.array(edges.price, "edge")
    for name, flow, limit in (
        ("ceiling", whole, contracts.ceiling),
        ("ceiling_value", worth, contracts.ceiling_value),
    ):
        left = grid.grouped(flow, "edge", "contract", edges.contract)
        grid.rows(name, left, "<=", np.nan_to_num(limit), "contract", where=~np.isnan(limit))


def _add_backlog(grid: Grid, sets: Sets, leads: Lags) -> tuple[LinearExpression, LinearExpression]:
    backlog, over = sets.backlog, ("order", PERIOD)
    begun = grid.flow(grid.columns("open_begun", *over))
    late = grid.flow(grid.columns("open_late", *over, where=backlog.owed > 0))
    grid.rows("open_order", begun.sum(PERIOD), "<=", backlog.quantity, "order")
    delivered = grid.landed(begun, "order", leads, backlog.line)
    arrives = np.any(leads.share > 0, axis=2)[backlog.line]
    asked = (backlog.owed > 0) | np.logical_or.accumulate(arrives, axis=1)
    left = late + delivered.cumsum(PERIOD)
    grid.rows("open_order_late", left, ">=", backlog.owed, *over, where=asked)
    return begun, delivered
