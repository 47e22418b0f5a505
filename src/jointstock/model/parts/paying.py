"""Paying: every cost term, and the budgets over them."""

import numpy as np

from jointstock.measure.arrays import Ints
from jointstock.model.blocks.budgets import add_budgets
from jointstock.model.costs import (
    DECIDED_BEFORE,
    MONEY_UNIT,
    Expense,
    Terms,
    due_by_edge,
    holding_costs,
    order_costs,
    plain_costs,
)
from jointstock.model.flows import Flow
from jointstock.model.index_sets.sets import Sets
from jointstock.model.parts.agreeing import Agreeing
from jointstock.model.parts.buying import Buying
from jointstock.model.parts.contract_costs import contract_costs
from jointstock.model.parts.keeping import Holding
from jointstock.model.parts.making import Industry
from jointstock.model.parts.running_costs import running_costs
from jointstock.model.parts.serving import Serving
from jointstock.solver.program import Program


def cost_terms(
    sets: Sets, buying: Buying, agreeing: Agreeing, industry: Industry, holding: Holding, serving: Serving
) -> tuple[Expense, ...]:
    """Every cost term.

    Args:
        sets: Index sets of a case.
        buying: Columns of orders.
        agreeing: Columns of the terms of contracts.
        industry: Columns of industry.
        holding: Columns of holders.
        serving: Columns of fleets.
    """
    edges, pairs, purses = sets.edges, sets.pairs, sets.purses
    payers, periods = len(purses.payers), sets.calendar.periods
    due = order_payments(sets, buying)
    every = np.ones((len(sets.shares.option), periods + 1))
    owed = np.zeros((payers, periods + 1))
    pipeline_payer = purses.find(sets.pipeline.frame.get_column("payer"))
    np.add.at(owed, (pipeline_payer, sets.pipeline.arrival), sets.pipeline.payment)
    backlog_payer = purses.find(sets.backlog.frame.get_column("payer"))
    backlog = plain_costs(
        DECIDED_BEFORE, buying.open_orders.delivered, sets.backlog.price, backlog_payer, payers
    )
    holder = purses.find(pairs.frame.get_column("nation"))
    return (
        order_costs(due, purses.find(edges.frame.get_column("payer")), payers, periods),
        plain_costs("expansions", Flow.of(industry.paid), every, sets.shares.payer, payers),
        *running_costs(sets, industry.states),
        _transfer_costs(sets, holding, serving),
        _certification_costs(sets, holding),
        holding_costs(holding.stock, sets.calendar.length, pairs.opening, pairs.holding_cost, holder, payers),
        plain_costs(
            "life extensions",
            Flow.of(holding.ageing.extended),
            np.repeat(sets.shelves.extension_cost[:, None], periods + 1, axis=1),
            holder,
            payers,
        ),
        Expense(DECIDED_BEFORE, backlog.due, owed),
        *contract_costs(sets, due, agreeing),
    )


def order_payments(sets: Sets, buying: Buying) -> Flow:
    """What falls due for orders, by edge."""
    contracts, edges = sets.contracts, sets.edges
    terms = Terms(
        edges.price,
        edges.contract,
        contracts.factor,
        contracts.at_order,
        contracts.at_delivery,
        contracts.delivery_share,
    )
    return due_by_edge(terms, Flow.of(buying.ordering.ordered), buying.delivered)


def _transfer_costs(sets: Sets, holding: Holding, serving: Serving) -> Expense:
    """What moving stock and platforms costs donors."""
    payers, periods = len(sets.purses.payers), sets.calendar.periods
    due = Flow.none()
    for lanes, given in ((sets.lanes, holding.given), (sets.platforms.lanes, serving.given)):
        cost = np.repeat(lanes.cost[:, None], periods + 1, axis=1)
        donor = sets.purses.find(lanes.frame.get_column("from"))
        due = due.plus(Flow.of(given).times(cost).grouped(donor))
    return Expense("transfers", due, np.zeros((payers, periods + 1)))


def _certification_costs(sets: Sets, holding: Holding) -> Expense:
    """What certifications cost the nations that buy them."""
    bought, purses = sets.certifications, sets.purses
    cost = np.repeat(bought.cost[:, None], sets.calendar.periods + 1, axis=1)
    nation = purses.find(bought.frame.get_column("nation"))
    return plain_costs("certifications", Flow.of(holding.certified), cost, nation, len(purses.payers))


def add_paying(program: Program, sets: Sets, expenses: tuple[Expense, ...]) -> Ints:
    """Budgets over all cost terms.

    Args:
        program: Program to add to.
        sets: Index sets of a case.
        expenses: Cost terms.

    Returns:
        Columns of money carried on, shape (budgets,).
    """
    purses, periods = sets.purses, sets.calendar.periods
    due = Flow.none().plus(*(expense.due for expense in expenses)).inside(periods)
    budget = purses.budget_of[due.owner, due.period]
    anyway = np.zeros(len(purses.amount) + 1)
    total = np.sum([expense.anyway for expense in expenses], axis=0)
    np.add.at(anyway, purses.budget_of[:, :-1], total[:, :-1])
    kept = budget >= 0
    return add_budgets(
        program,
        purses.labels,
        Flow(budget[kept], due.period[kept], due.column[kept], due.coefficient[kept]),
        purses.amount - anyway[:-1],
        purses.carry,
        purses.before,
        MONEY_UNIT,
    )
