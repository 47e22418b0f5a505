"""Budgets: what a payer pays in a fiscal year, and what it carries on.

For every payer n and fiscal year y::

    sum over periods of y of payments[n,b] + carried[n,y] <= amount[n,y] + carried[n,y-1]
    carried[n,y] <= carry_over[n,y] * amount[n,y]

========  ====================================================  ========  ==================
symbol    meaning                                               kind      unit
========  ====================================================  ========  ==================
payments  what falls due in the period                          flow      money of the case
carried   carried into the next year                            variable  money of the case
amount    the year's budget in the months inside the horizon    fact      money of the case
========  ====================================================  ========  ==================

What is neither paid nor carried on lapses. Rows: ``budget[payer/year]``. Their price is what
one unit of money more in that year would save.
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
    paid_anyway: Floats,
    amount: Floats,
    carry: Floats,
    before: Ints,
    unit: float,
) -> Ints:
    """Limit the payments of each fiscal year.

    Args:
        program: The program that receives columns and rows.
        labels: Labels of budgets (payer and year).
        payments: What falls due; the owner of an entry is its budget.
        paid_anyway: Payments that no decision moves, shape (budgets,).
        amount: Money of each budget, shape (budgets,).
        carry: Most money carried on, shape (budgets,).
        before: Budget of the year before, -1 for none, shape (budgets,).
        unit: Natural step of money.

    Returns:
        Columns ``carried``, shape (budgets,); absent in a payer's last year.
    """
    followed = np.zeros(len(amount), dtype=np.bool_)
    followed[before[before >= 0]] = True
    carried = program.add_columns("carried", [labels], upper=carry, unit=unit, where=followed)
    brought = np.where(before >= 0, carried[before], ABSENT)
    budgets = np.arange(len(amount))
    ones = np.ones(len(amount))
    program.add_sums(
        "budget",
        [labels],
        [
            (payments.owner, payments.column, payments.coefficient),
            (budgets, carried, ones),
            (budgets, brought, -ones),
        ],
        "<=",
        amount - paid_anyway,
    )
    return carried
