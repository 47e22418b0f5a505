"""Call-offs, payments and budgets in linopy."""

from dataclasses import dataclass

import numpy as np
from linopy import LinearExpression, Variable

from benchmarks.rival.grid import PERIOD, Grid, Lags
from benchmarks.rival.holders import Held
from benchmarks.rival.orders import Orders, add_call_offs
from jointstock.measure.arrays import Flags, Floats, Ints
from jointstock.model.index_sets.sets import Sets


@dataclass(frozen=True)
class Callers:
    """Contract and buyer of call-offs that cost something.

    Attributes:
        contract: Contract of each, shape (callers,).
        buyer: Buyer of each, shape (callers,).
        of_edge: Caller of each edge, -1 for none, shape (edges,).
    """

    contract: Ints
    buyer: Ints
    of_edge: Ints

    @staticmethod
    def of(sets: Sets) -> "Callers":
        """Callers of the contracts with a fixed cost."""
        edges, payers = sets.edges, len(sets.purses.payers)
        buyer = sets.purses.find(edges.frame.get_column("buyer"))
        costly = np.flatnonzero((sets.contracts.fixed_cost.max(axis=1, initial=0.0) > 0)[edges.contract])
        keys, group = np.unique(edges.contract[costly] * payers + buyer[costly], return_inverse=True)
        of_edge = np.full(len(edges.line), -1, dtype=np.int64)
        of_edge[costly] = group
        return Callers(keys // payers, keys % payers, of_edge)


def add_money(
    grid: Grid, sets: Sets, orders: Orders, held: Held, expansions: Variable, may_order: Flags
) -> None:
    """State call-offs and what payers pay in each fiscal year.

    Args:
        grid: The model.
        sets: Index sets.
        orders: Orders and deliveries.
        held: Stock and transfers.
        expansions: Payments for expansions.
        may_order: Where orders exist, shape (edges, periods).
    """
    callers = Callers.of(sets)
    names = [f"{sets.contracts.labels[c]}/{sets.purses.payers[b]}" for c, b in _pairs(callers)]
    grid.add_axis("caller", names)
    used = np.zeros((len(names), sets.calendar.periods), dtype=np.bool_)
    costly = callers.of_edge >= 0
    np.logical_or.at(used, callers.of_edge[costly], may_order[costly])
    called = add_call_offs(grid, orders, callers.of_edge, used, _most_ordered(sets, callers))
    _add_budgets(grid, sets, _payments(grid, sets, orders, held, expansions, called, callers))


def _pairs(callers: Callers) -> list[tuple[int, int]]:
    return list(zip(callers.contract.tolist(), callers.buyer.tolist(), strict=True))


def _most_ordered(sets: Sets, callers: Callers) -> Floats:
    """More than each caller could order, shape (callers,)."""
    lines = sets.lines
    most = lines.capacity.copy()
    np.add.at(most, sets.options.line, sets.options.capacity)
    output = most * lines.good * sets.calendar.months + lines.own_stock
    costly = callers.of_edge >= 0
    total = np.zeros(len(callers.contract))
    np.add.at(total, callers.of_edge[costly], output[sets.edges.line[costly]])
    ceiling = sets.contracts.ceiling[callers.contract]
    return np.where(np.isnan(ceiling), total, np.minimum(total, ceiling))


def _payments(
    grid: Grid,
    sets: Sets,
    orders: Orders,
    held: Held,
    expansions: Variable,
    called: Variable,
    callers: Callers,
) -> list[LinearExpression]:
    """What falls due inside the horizon, each term by payer and period."""
    contracts, edges, purses = sets.contracts, sets.edges, sets.purses
    find, frame = purses.find, edges.frame
    price = grid.array(edges.price[:, None] * contracts.factor[edges.contract][:, :-1], "edge", PERIOD)
    at_order = grid.landed(orders.ordered, "edge", Lags.of(contracts.at_order), edges.contract)
    at_delivery = grid.landed(orders.delivered, "edge", Lags.of(contracts.at_delivery), edges.contract)
    lane_cost = held.given * grid.array(sets.lanes.cost, "lane")
    backlog = orders.open_delivered * grid.array(sets.backlog.price[:, :-1], "order", PERIOD)
    fixed = grid.flow(called, contracts.fixed_cost[callers.contract], "caller", PERIOD)
    return [
        grid.grouped((at_order + at_delivery) * price, "edge", "payer", find(frame.get_column("payer"))),
        grid.grouped(grid.flow(expansions), "share", "payer", sets.shares.payer),
        grid.grouped(lane_cost, "lane", "payer", find(sets.lanes.frame.get_column("from"))),
        grid.grouped(
            _storing(grid, sets, held), "pair", "payer", find(sets.pairs.frame.get_column("nation"))
        ),
        grid.grouped(backlog, "order", "payer", find(sets.backlog.frame.get_column("payer"))),
        grid.grouped(fixed, "caller", "payer", callers.buyer),
    ]


def _storing(grid: Grid, sets: Sets, held: Held) -> LinearExpression:
    months, cost = sets.calendar.length, grid.array(sets.pairs.holding_cost, "pair")
    end = held.stock * grid.array((months + 1) / 2, PERIOD)
    start = grid.before(held.stock) * grid.array((months - 1) / 2, PERIOD)
    return (end + start) * cost


def _add_budgets(grid: Grid, sets: Sets, terms: list[LinearExpression]) -> None:
    """Sum payments over the periods of each payer's fiscal years."""
    purses = sets.purses
    due = sum(terms[1:], terms[0])
    followed = np.zeros(len(purses.amount), dtype=np.bool_)
    followed[purses.before[purses.before >= 0]] = True
    carried = grid.flow(grid.columns("carried", "budget", where=followed, upper=purses.carry))
    labels = np.array([*purses.labels, "none"], dtype=object)
    group = grid.array(labels[purses.budget_of[:, :-1]], "payer", PERIOD).rename("budget")
    paid = due.groupby(group).sum().reindex({"budget": grid.axes["budget"]}).fillna(0)
    brought = grid.picked(carried, "budget", "budget", np.maximum(purses.before, 0))
    brought = grid.only(brought, purses.before >= 0, "budget")
    right = purses.amount - _paid_anyway(sets)
    grid.rows("budget", paid + carried - brought, "<=", right, "budget")


def _paid_anyway(sets: Sets) -> Floats:
    """Payments that no decision moves, shape (budgets,)."""
    purses, pairs, pipeline = sets.purses, sets.pairs, sets.pipeline
    due = np.zeros((len(purses.payers), sets.calendar.periods + 1))
    payer = purses.find(pipeline.frame.get_column("payer"))
    np.add.at(due, (payer, pipeline.arrival), pipeline.payment)
    holder = purses.find(pairs.frame.get_column("nation"))
    stored = pairs.opening * pairs.holding_cost * (sets.calendar.length[0] - 1) / 2
    np.add.at(due[:, 0], holder, stored)
    paid = np.zeros(len(purses.amount) + 1)
    np.add.at(paid, purses.budget_of[:, :-1], due[:, :-1])
    return paid[:-1]
