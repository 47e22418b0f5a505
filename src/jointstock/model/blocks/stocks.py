"""Stock balance: what each nation holds at the end of each period.

For every pair p of nation and item and period b::

    stock[p,b] = stock[p,b-1] + delivered[p,b] + received[p,b] - sent[p,b] - used[p,b]
    stock[p,b] >= hard floor[p,b]

=========  ==================================================  ========  ==========
symbol     meaning                                             kind      unit
=========  ==================================================  ========  ==========
stock      held at the end of the period                       variable  item units
delivered  arrives from orders during the period               flow      item units
received   arrives from other nations during the period        flow      item units
sent       given to other nations during the period            flow      item units
used       used during the period                              flow      item units
opening    held before the first month                         fact      item units
=========  ==================================================  ========  ==========

The hard floor is min(floor, what the nation would hold without the plan); it is
a bound of the column. Rows: ``stock_balance[nation/item, period]``. Their price is what one
unit more, in that nation and period, would save.
"""

from collections.abc import Sequence

import numpy as np

from jointstock.measure.arrays import Floats, Ints
from jointstock.model.flows import Flow
from jointstock.solver.program import ABSENT, Program


def add_stocks(program: Program, axes: Sequence[Sequence[str]], hard_floor: Floats, unit: Floats) -> Ints:
    """Add the stock of each pair.

    Args:
        program: The program that receives the columns.
        axes: Labels of pairs and periods.
        hard_floor: Least stock, shape (pairs, periods).
        unit: Natural step of quantities, shape (pairs,).

    Returns:
        Columns ``stock``, shape (pairs, periods).
    """
    return program.add_columns("stock", axes, lower=hard_floor, unit=unit[:, None])


def add_stock_balance(
    program: Program,
    axes: Sequence[Sequence[str]],
    stock: Ints,
    arriving: Flow,
    leaving: Flow,
    opening: Floats,
    outside: Floats,
) -> Ints:
    """Tie each period's stock to the period before.

    Args:
        program: The program that receives the rows.
        axes: Labels of pairs and periods.
        stock: Columns of stock, shape (pairs, periods).
        arriving: Delivered and received, by pair.
        leaving: Sent and used, by pair.
        opening: Units before the first month, shape (pairs,).
        outside: Units that arrive from outside the lines, shape (pairs, periods).

    Returns:
        Rows ``stock_balance``, shape (pairs, periods).
    """
    periods = stock.shape[1]
    # The first period has no period before it: its opening stock is a fact, so
    # it moves to the right-hand side.
    right = outside.copy()
    right[:, 0] += opening
    return program.add_sums(
        "stock_balance",
        axes,
        [
            Flow.of(stock).entries(periods),
            Flow.of(stocks_before(stock)).entries(periods, -1.0),
            arriving.entries(periods, -1.0),
            leaving.entries(periods),
        ],
        "=",
        right,
    )


def stocks_before(stock: Ints) -> Ints:
    """Columns of the stock at the end of the period before; absent for the first."""
    before = np.full_like(stock, ABSENT)
    before[:, 1:] = stock[:, :-1]
    return before
