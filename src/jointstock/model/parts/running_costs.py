"""What running lines costs whoever pays for it: shift modes, start-ups, surge capacity."""

import numpy as np

from jointstock.model.costs import Expense, plain_costs
from jointstock.model.flows import Flow
from jointstock.model.index_sets.sets import Sets
from jointstock.model.parts.making import States


def running_costs(sets: Sets, states: States) -> tuple[Expense, ...]:
    """Cost terms of shift modes, start-ups and surges; what producers bear is no part of them.

    Args:
        sets: Index sets of a case.
        states: Columns of how lines are run.
    """
    modes, runs, surges = sets.operating.modes, sets.operating.running, sets.operating.surges
    purses, count = sets.purses, len(sets.purses.payers)
    held = np.where(surges.retention[:, :-1] > 0, states.retained[:, None], -1)
    payer = purses.find(surges.frame.get_column("payer"))
    retained = plain_costs("surges", Flow.of(held), surges.retention, payer, count)
    called = plain_costs("surges", Flow.of(states.surged), surges.call_cost, payer, count)
    return (
        plain_costs(
            "shift modes",
            Flow.of(states.mode),
            modes.cost,
            purses.find(modes.frame.get_column("payer")),
            count,
        ),
        plain_costs("start-ups", Flow.of(states.started), runs.cost, purses.find(runs.payer), count),
        Expense("surges", retained.due.plus(called.due), retained.anyway),
    )
