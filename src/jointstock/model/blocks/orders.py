"""Orders: what is ordered, when it reaches the line, and what may be started for it.

For every edge e (payer, buyer, recipient, contract, line, item) and period b::

    arrived[e,b] = sum over a of share(a, b, administration of e) * ordered[e,a]
    waiting[e,b] = waiting[e,b-1] + arrived[e,b] - begun[e,b] - sold[e,b]

=========  ====================================================  ========  ==========
symbol     meaning                                               kind      unit
=========  ====================================================  ========  ==========
ordered    ordered in the period                                 variable  item units
arrived    orders whose administration ends in the period        flow      item units
begun      good units begun for the edge in the period           variable  item units
sold       sold from the producer's own stock in the period      variable  item units
waiting    ordered, arrived and not yet begun                    variable  item units
=========  ====================================================  ========  ==========

Where the contract has no queue, nothing may wait: ``waiting`` is 0, and without own
stock ``begun`` is ``arrived`` itself, with no column or row of its own.

Rows: ``order_queue[edge, period]``. Their price is what one more unit on order, arrived in
that period, would save.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from jointstock.measure.arrays import Flags, Floats, Ints
from jointstock.model.flows import Flow
from jointstock.solver.program import ABSENT, Program


@dataclass(frozen=True)
class Ordering:
    """Columns and flows of orders.

    Attributes:
        ordered: Columns, shape (edges, periods).
        begun: Good units begun, by edge.
        sold: Columns of sales from own stock, shape (edges, periods).
    """

    ordered: Ints
    begun: Flow
    sold: Ints


def add_orders(
    program: Program,
    axes: Sequence[Sequence[str]],
    may_order: Flags,
    arrival: tuple[Floats, Ints],
    queue: Flags,
    sells: Flags,
    unit: Floats,
) -> Ordering:
    """Tie what is begun for each edge to what has been ordered.

    Args:
        program: The program that receives columns and rows.
        axes: Labels of edges and periods.
        may_order: Periods in which orders may be placed, shape (edges, periods).
        arrival: Landing shares of administration, shape (profiles, periods,
            periods + 1), and the profile of each edge, shape (edges,).
        queue: Edges whose orders may wait, shape (edges,).
        sells: Edges whose line sells from own stock, shape (edges,).
        unit: Natural step of quantities, shape (edges,).

    Returns:
        Columns and flows of orders.
    """
    landing, profile = arrival
    periods = may_order.shape[1]
    step = unit[:, None]
    ordered = program.add_columns("ordered", axes, where=may_order, unit=step)
    arrived = Flow.of(ordered).landed(landing, profile)
    rests = (queue | sells)[:, None]
    reached = np.zeros(may_order.shape, dtype=np.bool_)
    within = arrived.inside(periods)
    reached[within.owner, within.period] = True
    reached = np.logical_or.accumulate(reached, axis=1)
    begun = program.add_columns("begun", axes, where=reached & rests, unit=step)
    sold = program.add_columns("sold", axes, where=reached & sells[:, None], unit=step)
    waiting = program.add_columns("waiting", axes, where=reached & queue[:, None], unit=step)
    before = np.full_like(waiting, ABSENT)
    before[:, 1:] = waiting[:, :-1]
    resting = np.flatnonzero(rests[:, 0])
    program.add_sums(
        "order_queue",
        axes,
        [
            Flow.of(waiting).entries(periods),
            Flow.of(before).entries(periods, -1.0),
            arrived.of_owners(resting).entries(periods, -1.0),
            Flow.of(begun).entries(periods),
            Flow.of(sold).entries(periods),
        ],
        "=",
        0.0,
    )
    direct = arrived.of_owners(np.flatnonzero(~rests[:, 0])).inside(periods)
    return Ordering(ordered, direct.plus(Flow.of(begun)), sold)
