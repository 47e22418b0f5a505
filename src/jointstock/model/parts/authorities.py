"""Authorities: the value of orders and expansions that a payer may sign in a fiscal year.

For every payer n and fiscal year y::

    sum over periods of y of signed[n,b] + authority_carried[n,y]
        <= authority[n,y] + authority_carried[n,y-1]
    signed[n,b] = sum over edges of n of price[e] * factor[e,b] * ordered[e,b]
        + sum over expansions of paid[n,b]

The rows are those of budgets, under the name ``authority``.
"""

from jointstock.measure.arrays import Ints
from jointstock.model.blocks.budgets import add_budgets
from jointstock.model.costs import MONEY_UNIT
from jointstock.model.flows import Flow
from jointstock.model.index_sets.sets import Sets
from jointstock.model.parts.buying import Buying
from jointstock.model.parts.making import Industry
from jointstock.solver.program import Program


def add_authorities(program: Program, sets: Sets, buying: Buying, industry: Industry) -> Ints:
    """Limit what each payer signs in each fiscal year.

    Args:
        program: Program to add to.
        sets: Index sets of a case.
        buying: Columns of orders.
        industry: Columns of industry.

    Returns:
        Columns of authority carried on, shape (authorities,).
    """
    authorities, signed = sets.authorities, Flow.none()
    if len(authorities.amount):
        signed = _signed(sets, buying, industry)
    year = authorities.budget_of[signed.owner, signed.period]
    kept = year >= 0
    return add_budgets(
        program,
        authorities.labels,
        Flow(year[kept], signed.period[kept], signed.column[kept], signed.coefficient[kept]),
        authorities.amount,
        authorities.carry,
        authorities.before,
        MONEY_UNIT,
        "authority",
    )


def _signed(sets: Sets, buying: Buying, industry: Industry) -> Flow:
    """Value of orders and expansions, by payer."""
    edges, contracts = sets.edges, sets.contracts
    value = edges.price[:, None] * contracts.factor[edges.contract]
    payer = sets.purses.find(edges.frame.get_column("payer"))
    orders = Flow.of(buying.ordering.ordered).times(value).grouped(payer)
    return orders.plus(Flow.of(industry.paid).grouped(sets.shares.payer))
