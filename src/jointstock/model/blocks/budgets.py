"""Budgets: what a payer pays in a fiscal year, and what it carries on; authorities the same.

For every payer n and fiscal year y::

    sum over periods of y of payments[n,b] + carried[n,y] <= amount[n,y] + carried[n,y-1]
    carried[n,y] <= carry_over[n,y] * amount[n,y]

==========  ==================================================  ========  ==================
symbol      meaning                                             kind      unit
==========  ==================================================  ========  ==================
payments    what falls due in the period                        flow      money of the case
carried     carried into the next year                          variable  money of the case
amount      the year's budget in the months inside the          fact      money of the case
            horizon, less what is owed anyway
carry_over  share that may be carried into the next year        fact      1
==========  ==================================================  ========  ==================

What is neither paid nor carried on lapses. For an authority, what is signed in the period takes
the place of payments. Rows: ``budget[payer/year]``, ``authority[payer/year]``. Their price is
what one unit of money more in that year would save.
"""

from collections.abc import Sequence

import numpy as np

from jointstock.measure.arrays import Floats, Ints
from jointstock.model.flows import Flow
from jointstock.solver.program import ABSENT, Program


def add_budgets(
    program: Program,
    labels: Sequence[str],
    payments: Flow,
    amount: Floats,
    carry: Floats,
    before: Ints,
    unit: float,
    name: str = "budget",
) -> Ints:
    """Limit the payments of each fiscal year.

    Args:
        program: The program that receives columns and rows.
        labels: Labels of budgets (payer and year).
        payments: What falls due; the owner of an entry is its budget.
        amount: Money of each budget less payments that no decision moves, shape (budgets,).
        carry: Most money carried on, shape (budgets,).
        before: Budget of the year before, -1 for none, shape (budgets,).
        unit: Natural step of money.
        name: Name of the rows; columns of others than budgets carry it, too.

    Returns:
        Columns ``carried``, shape (budgets,); absent in a payer's last year.
    """
    followed = np.zeros(len(amount), dtype=np.bool_)
    followed[before[before >= 0]] = True
    column = "carried" if name == "budget" else f"{name}_carried"
    carried = program.add_columns(column, [labels], upper=carry, unit=unit, where=followed)
    brought = np.where(before >= 0, carried[before], ABSENT)
    budgets = np.arange(len(amount))
    ones = np.ones(len(amount))
    program.add_sums(
        name,
        [labels],
        [
            (payments.owner, payments.column, payments.coefficient),
            (budgets, carried, ones),
            (budgets, brought, -ones),
        ],
        "<=",
        amount,
    )
    return carried
