"""Surges: capacity that is held ready for a fee, and what is called of it after its trigger.

For every surge agreement k and period b::

    surged[k,b] <= capacity[k] * callable[k,b] * retained[k],   0 <= retained[k] <= 1

What is called joins the capacity of the agreement's line.

========  ========================================================  ========  ===============
symbol    meaning                                                   kind      unit
========  ========================================================  ========  ===============
retained  share of the agreement that is held ready, throughout     variable  1
surged    starts called on it in the period                         variable  starts
capacity  starts a month when all of it is held ready               fact      starts a month
callable  open months of the period behind trigger and notice       fact      months
========  ========================================================  ========  ===============

Rows: ``surge[surge, period]``: their price is what one start more of surge capacity would save.
"""

from collections.abc import Sequence

import numpy as np

from jointstock.measure.arrays import Floats, Ints
from jointstock.model.flows import Flow
from jointstock.solver.program import Program


def add_surges(
    program: Program, axes: Sequence[Sequence[str]], most: Floats, unit: Floats
) -> tuple[Ints, Ints]:
    """Let surge capacity be held ready, and called.

    Args:
        program: The program that receives columns and rows.
        axes: Labels of surge agreements and periods.
        most: Starts that a whole agreement gives in each period, shape (surges, periods).
        unit: Natural step of starts, shape (surges,).

    Returns:
        Columns ``retained``, shape (surges,), and ``surged``, shape (surges, periods). Where
        nothing can be called there is no column.
    """
    periods = len(axes[1])
    can_call = most > 0
    retained = program.add_columns(
        "surge_retained", axes[:1], where=np.asarray(can_call.any(axis=1)), upper=1.0
    )
    surged = program.add_columns("surge_called", axes, where=can_call, unit=unit[:, None])
    held = np.where(can_call, retained[:, None], -1)
    program.add_sums(
        "surge",
        axes,
        [Flow.of(surged).entries(periods), Flow.of(held, -most).entries(periods)],
        "<=",
        0.0,
    )
    return retained, surged
