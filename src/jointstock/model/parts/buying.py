"""Buying: orders, ceilings, the backlog and what they deliver."""

from dataclasses import dataclass

import numpy as np

from jointstock.measure.arrays import Flags
from jointstock.model.blocks.backlog import OpenOrders, add_backlog
from jointstock.model.blocks.contracts import add_ceilings
from jointstock.model.blocks.orders import Ordering, add_orders
from jointstock.model.flows import Flow
from jointstock.model.index_sets.sets import Sets
from jointstock.solver.program import Program


@dataclass(frozen=True)
class Buying:
    """Columns and flows of orders.

    Attributes:
        ordering: Columns of new orders.
        open_orders: Columns of orders placed before.
        delivered: Deliveries of new orders inside the horizon, by edge.
    """

    ordering: Ordering
    open_orders: OpenOrders
    delivered: Flow


def add_buying(program: Program, sets: Sets) -> Buying:
    """Orders, ceilings, the backlog and what they deliver.

    Args:
        program: Program to add to.
        sets: Index sets of a case.
    """
    lines, edges, periods = sets.lines, sets.edges, sets.calendar.labels
    sells = lines.own_account | (lines.own_stock > 0)
    ordering = add_orders(
        program,
        [edges.labels, periods],
        edges.may_order & (_can_deliver(sets) | edges.counts[:, None]),
        (edges.landing, edges.arrival),
        edges.queue,
        sells[edges.line],
        lines.unit[edges.line],
    )
    _ceilings(program, sets, Flow.of(ordering.ordered))
    backlog = sets.backlog
    open_orders = add_backlog(
        program,
        [backlog.labels, periods],
        backlog.quantity,
        backlog.owed,
        (lines.landing, backlog.line),
        lines.unit[backlog.line],
    )
    delivered = ordering.begun.landed(lines.landing, edges.line).plus(Flow.of(ordering.sold))
    return Buying(ordering, open_orders, delivered.inside(sets.calendar.periods))


def _can_deliver(sets: Sets) -> Flags:
    """Periods from whose orders anything is delivered inside the horizon, shape (edges, periods)."""
    finishes = sets.lines.landing[:, :, :-1].sum(axis=2) > 0
    holds = (sets.lines.own_account | (sets.lines.own_stock > 0))[:, None]
    lands = sets.edges.landing[:, :, :-1] > 0
    # By administration and line, of which there are far fewer pairs than edges.
    reached = np.einsum("pab,lb->pla", lands, finishes | holds)
    return np.asarray(reached[sets.edges.arrival, sets.edges.line], dtype=np.bool_)


def _ceilings(program: Program, sets: Sets, ordered: Flow) -> None:
    """Ceilings of contracts."""
    contracts, edges = sets.contracts, sets.edges
    add_ceilings(
        program,
        contracts.labels,
        ordered.grouped(edges.contract),
        edges.price[ordered.owner],
        contracts.ceiling,
        contracts.ceiling_value,
    )
