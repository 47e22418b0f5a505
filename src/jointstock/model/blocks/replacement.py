"""Replacement: what a donor has given is to be replaced in its stock by a date.

For every donor pair p with a duty and period b::

    unreplaced[p,b] >= sum over a of share(a, up to b, months) * sent[p,a] - sum over a <= b of delivered[p,a]

==========  ====================================================  ========  ==========
symbol      meaning                                               kind      unit
==========  ====================================================  ========  ==========
unreplaced  due for replacement by then and not delivered         variable  item units
sent        given along lanes with a duty                         variable  item units
delivered   deliveries of new orders to the donor                 flow      item units
months      time until what was given is to be replaced           fact      months
==========  ====================================================  ========  ==========

Open orders replace nothing: they were on their way before anything was given. Rows:
``replacement[nation/item, period]``; their price is what it would save if one unit fewer were due.
"""

from collections.abc import Sequence

import numpy as np

from jointstock.measure.arrays import Floats, Ints
from jointstock.model.flows import Flow
from jointstock.solver.program import Program


def add_replacement(
    program: Program, axes: Sequence[Sequence[str]], due: Flow, delivered: Flow, unit: Floats
) -> Ints:
    """Count what donors have not replaced in time.

    Args:
        program: The program that receives columns and rows.
        axes: Labels of pairs and periods.
        due: What was sent under a duty, in the period in which it is to be replaced, by pair.
        delivered: Deliveries of new orders, by pair.
        unit: Natural step of quantities, shape (pairs,).

    Returns:
        Columns ``unreplaced``, shape (pairs, periods); absent where nothing can be due.
    """
    periods = len(axes[1])
    owed = due.inside(periods).to_date(periods)
    can_be_due = np.zeros((len(axes[0]), periods), dtype=np.bool_)
    can_be_due[owed.owner, owed.period] = True
    unreplaced = program.add_columns("unreplaced", axes, where=can_be_due, unit=unit[:, None])
    here = delivered.of_owners(np.flatnonzero(can_be_due.any(axis=1))).to_date(periods)
    counts = can_be_due[here.owner, here.period]
    made = Flow(here.owner[counts], here.period[counts], here.column[counts], here.coefficient[counts])
    program.add_sums(
        "replacement",
        axes,
        [
            Flow.of(unreplaced).entries(periods),
            owed.entries(periods, -1.0),
            made.entries(periods),
        ],
        ">=",
        0.0,
    )
    return unreplaced
