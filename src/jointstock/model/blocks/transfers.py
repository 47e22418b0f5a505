"""Transfers: who gives what to whom, and what has been promised.

For every donor pair p and period b, and over the horizon::

    sum over lanes of given[lane,b] <= stock[p,b-1]
    sum over lanes and periods of given <= releasable[p]
    late[k,b] >= owed[k,b] - sum over a <= b of given[lane of k, a]

==========  =================================================  ========  ==========
symbol      meaning                                            kind      unit
==========  =================================================  ========  ==========
given       sent along the lane in the period                  variable  item units
stock       held at the end of the period before               variable  item units
late        pledged by contract and not yet sent               variable  item units
releasable  may be given away                                  fact      item units
owed        due under contracted pledges by then               fact      item units
==========  =================================================  ========  ==========

What is received in a period is not sent on in it. Rows: ``in_stock_before[nation/item,
period]``, ``releasable[nation/item]``, ``pledge_late[pledge, period]``. The price of a
releasable row is what one unit more to give would save.
"""

from collections.abc import Sequence

import numpy as np

from jointstock.measure.arrays import Flags, Floats, Ints
from jointstock.model.flows import Flow
from jointstock.solver.program import Program


def add_transfers(
    program: Program,
    axes: Sequence[Sequence[str]],
    may_send: Flags,
    donor: Ints,
    before: Ints,
    opening: Floats,
    releasable: Floats,
    unit: Floats,
) -> Ints:
    """Let donors give what is releasable and in stock.

    Args:
        program: The program that receives columns and rows.
        axes: Labels of lanes, of pairs and of periods.
        may_send: Periods in which a lane is open, shape (lanes, periods).
        donor: Pair that gives, shape (lanes,).
        before: Columns of the stock before each period, shape (pairs, periods).
        opening: Units before the first month, shape (pairs,).
        releasable: Units that may be given away, shape (pairs,).
        unit: Natural step of quantities, shape (pairs,).

    Returns:
        Columns ``given``, shape (lanes, periods).
    """
    lanes, pairs, periods = axes
    given = program.add_columns("given", [lanes, periods], where=may_send, unit=unit[donor][:, None])
    sent = Flow.of(given).grouped(donor)
    gives = np.zeros(before.shape, dtype=np.bool_)
    gives[sent.owner, sent.period] = True
    held = Flow.of(np.where(gives, before, -1)).entries(len(periods), -1.0)
    right = np.zeros(before.shape)
    right[:, 0] = opening
    program.add_sums("in_stock_before", [pairs, periods], [sent.entries(len(periods)), held], "<=", right)
    program.add_sums("releasable", [pairs], [(sent.owner, sent.column, sent.coefficient)], "<=", releasable)
    return given


def add_pledges(program: Program, axes: Sequence[Sequence[str]], given: Flow, owed: Floats) -> Ints:
    """Count what is late of contracted pledges.

    Args:
        program: The program that receives columns and rows.
        axes: Labels of pledges and periods.
        given: What is sent, by pledge; nothing where no lane can carry it.
        owed: Units due by the end of each period, shape (pledges, periods).

    Returns:
        Columns ``pledge_late``, shape (pledges, periods).
    """
    periods = owed.shape[1]
    unit = np.exp2(np.round(np.log2(np.maximum(owed[:, -1:] / 16, 1.0))))
    late = program.add_columns("pledge_late", axes, where=owed > 0, unit=unit)
    program.add_sums(
        "pledge_late",
        axes,
        [Flow.of(late).entries(periods), given.to_date(periods).entries(periods)],
        ">=",
        owed,
    )
    return late
