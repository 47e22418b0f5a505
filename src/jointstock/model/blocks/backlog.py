"""Backlog: open orders that the lines of the case still have to make.

For every open order k with a line and period b::

    sum over b of begun[k,b] <= quantity[k]
    late[k,b] >= owed[k,b] - sum over a <= b of delivered[k,a]

=========  ===================================================  ========  ==========
symbol     meaning                                              kind      unit
=========  ===================================================  ========  ==========
begun      good units begun for the order in the period         variable  item units
delivered  what of them is finished in the period               flow      item units
late       due by the end of the period and not delivered       variable  item units
quantity   units still to come                                  fact      item units
owed       units due by the end of the period                   fact      item units
=========  ===================================================  ========  ==========

Rows: ``open_order[order]`` and ``open_order_late[order, period]``; the price of the
second is what it would save if one unit fewer were due by then.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from jointstock.measure.arrays import Floats, Ints
from jointstock.model.flows import Flow
from jointstock.solver.program import Program


@dataclass(frozen=True)
class OpenOrders:
    """Columns and flows of open orders with a line.

    Attributes:
        begun: Columns, shape (orders, periods).
        delivered: What is finished, by order.
        late: Columns, shape (orders, periods).
    """

    begun: Ints
    delivered: Flow
    late: Ints


def add_backlog(
    program: Program,
    axes: Sequence[Sequence[str]],
    quantity: Floats,
    owed: Floats,
    lead: tuple[Floats, Ints],
    unit: Floats,
) -> OpenOrders:
    """Let lines work off open orders and count what is late.

    Args:
        program: The program that receives columns and rows.
        axes: Labels of orders and periods.
        quantity: Units still to come, shape (orders,).
        owed: Units due by the end of each period, shape (orders, periods).
        lead: Landing shares of lines, shape (lines, periods, periods + 1), and
            the line of each order, shape (orders,).
        unit: Natural step of quantities, shape (orders,).

    Returns:
        Columns and flows of open orders.
    """
    periods = owed.shape[1]
    begun = program.add_columns("open_begun", axes, unit=unit[:, None])
    late = program.add_columns("open_late", axes, where=owed > 0, unit=unit[:, None])
    orders = np.repeat(np.arange(len(quantity)), periods)
    program.add_sums("open_order", axes[:1], [(orders, begun.ravel(), np.ones(begun.size))], "<=", quantity)
    delivered = Flow.of(begun).landed(*lead).inside(periods)
    program.add_sums(
        "open_order_late",
        axes,
        [Flow.of(late).entries(periods), delivered.to_date(periods).entries(periods)],
        ">=",
        owed,
    )
    return OpenOrders(begun, delivered, late)
