"""Costs: every term of money, once, by name.

===============  ================================================================  ==============
term             falls due                                                         paid by
===============  ================================================================  ==============
orders           price * index * exchange * share, after order and after delivery  payer of edge
fixed costs      fixed cost of the contract, in each period with a call-off        buyer
agent fees       share of every payment for orders, with it                        payer of edge
contract fees    fees of a contract in force, in its periods                       its payers
untaken          units to be taken that nobody orders, in its last period          its payers
expansions       share of the option's cost, when it is bought                     payer
shift modes      cost of the mode a line is in, in each period                     payer of mode
start-ups        cost of starting a line up                                        payer of line
surges           retention in each period, and each start called                   payer of surge
transfers        lane's cost per unit, when it is sent                             donor
holding          holding cost per unit-month                                       holder
life extensions  cost per unit, in the period before it would expire               holder
open orders      what is still to pay, on delivery                                 payer of order
===============  ================================================================  ==============

A term is a flow: payer and period in which it falls due, as columns. Budgets add the flows up
by fiscal year, the level ``money`` adds up all of them but open orders, whose value was decided
before the plan began. What is ordered and not delivered inside the horizon falls due behind it.
"""

from dataclasses import dataclass

import numpy as np

from jointstock.measure.arrays import Floats, Ints
from jointstock.model.blocks.stocks import stocks_before
from jointstock.model.flows import Flow

DECIDED_BEFORE = "open orders"
MONEY_UNIT = 2.0**20


@dataclass(frozen=True)
class Expense:
    """One term of money.

    Attributes:
        term: Name of the term.
        due: Money of the case by payer and period, as columns.
        anyway: Money that no decision moves, shape (payers, periods + 1).
    """

    term: str
    due: Flow
    anyway: Floats


@dataclass(frozen=True)
class Terms:
    """Payment terms of edges.

    Attributes:
        price: Price in the contract's currency, shape (edges,).
        contract: Contract of each edge, shape (edges,).
        factor: From price to money of the case, shape (contracts, periods + 1).
        at_order, at_delivery: Shares of the price by period, shape (contracts,
            periods, periods + 1).
        delivery_share: Share that falls due from delivery on, shape (contracts,).
    """

    price: Floats
    contract: Ints
    factor: Floats
    at_order: Floats
    at_delivery: Floats
    delivery_share: Floats


def due_by_edge(terms: Terms, ordered: Flow, delivered: Flow) -> Flow:
    """What falls due for orders, after the order and after delivery, by edge.

    Args:
        terms: Payment terms of edges.
        ordered: What is ordered, by edge.
        delivered: What is delivered inside the horizon, by edge.
    """
    periods = terms.factor.shape[1] - 1
    price = terms.price[:, None] * terms.factor[terms.contract]
    rest = terms.delivery_share[terms.contract][:, None] * price
    due = ordered.landed(terms.at_order, terms.contract).times(price)
    return due.plus(
        delivered.landed(terms.at_delivery, terms.contract).times(price),
        ordered.at(periods).times(rest),
        delivered.at(periods).times(-rest),
    )


def order_costs(due: Flow, payer: Ints, payers: int, periods: int) -> Expense:
    """What payers pay for orders.

    Args:
        due: What falls due, by edge.
        payer: Payer of each edge, shape (edges,).
        payers: Number of payers.
        periods: Number of periods.
    """
    return Expense("orders", due.grouped(payer), np.zeros((payers, periods + 1)))


def unit_months(columns: Ints, months: Floats) -> Flow:
    """Unit-months of stock in each period: (m-1)/2 of the start and (m+1)/2 of the end.

    Args:
        columns: Stock, shape (owners, periods).
        months: Months of each period, shape (periods,).
    """
    return Flow.of(columns, (months + 1) / 2).plus(Flow.of(stocks_before(columns), (months - 1) / 2))


def holding_costs(
    stock: Ints, months: Floats, opening: Floats, cost: Floats, holder: Ints, payers: int
) -> Expense:
    """What storing stock costs its holder.

    Args:
        stock: Columns, shape (pairs, periods).
        months: Months of each period, shape (periods,).
        opening: Units before the first month, shape (pairs,).
        cost: Money per unit-month, shape (pairs,).
        holder: Payer of each pair, shape (pairs,).
        payers: Number of payers.
    """
    costly = np.where((cost > 0)[:, None], stock, -1)
    rate = np.repeat(cost[:, None], len(months) + 1, axis=1)
    anyway = np.zeros((payers, len(months) + 1))
    np.add.at(anyway[:, 0], holder, opening * cost * (months[0] - 1) / 2)
    return Expense("holding", unit_months(costly, months).times(rate).grouped(holder), anyway)


def plain_costs(term: str, flow: Flow, factor: Floats, payer: Ints, payers: int) -> Expense:
    """A term that falls due in the period of a decision.

    Args:
        term: Name of the term.
        flow: The decision, by owner.
        factor: Money per unit, shape (owners, periods + 1).
        payer: Payer of each owner, shape (owners,).
        payers: Number of payers.
    """
    return Expense(term, flow.times(factor).grouped(payer), np.zeros((payers, factor.shape[1])))
