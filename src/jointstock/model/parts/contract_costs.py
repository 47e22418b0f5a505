"""What contracts cost beside their orders, each term once."""

import numpy as np

from jointstock.model.costs import Expense, plain_costs
from jointstock.model.flows import Flow
from jointstock.model.index_sets.lookup import spread
from jointstock.model.index_sets.sets import Sets
from jointstock.model.parts.agreeing import Agreeing


def contract_costs(sets: Sets, due: Flow, agreeing: Agreeing) -> tuple[Expense, ...]:
    """Fixed costs, agent fees, fees of contracts in force, and what is paid for units not taken.

    Args:
        sets: Index sets of a case.
        due: What falls due for orders, by edge.
        agreeing: Columns of the terms of contracts.
    """
    purses, dues, edges, calling = sets.purses, sets.dues, sets.edges, agreeing.calling
    payers, periods = len(purses.payers), sets.calendar.periods
    every = np.ones((len(dues.share), periods + 1))
    charges = agreeing.charges
    agent = sets.contracts.agent_fee[edges.contract]
    served = due.of_owners(np.flatnonzero(agent > 0))
    return (
        plain_costs(
            "fixed costs",
            Flow.of(calling.columns),
            np.pad(calling.cost, ((0, 0), (0, 1))),
            purses.find(calling.frame.get_column("buyer")),
            payers,
        ),
        plain_costs(
            "agent fees",
            served,
            spread(agent, periods + 1),
            purses.find(edges.frame.get_column("payer")),
            payers,
        ),
        plain_costs("contract fees", Flow.of(charges.fee_paid), every, dues.payer, payers),
        plain_costs("untaken", Flow.of(charges.untaken_paid), every, dues.payer, payers),
    )
