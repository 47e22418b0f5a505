"""Life extension: stock about to expire is renewed for a cost.

For every pair p and period b, of the stock that would expire in the period that follows::

    extended[p,b] <= most[p] * months[b]

========  ====================================================  ========  ===================
symbol    meaning                                               kind      unit
========  ====================================================  ========  ===================
extended  renewed in the last period before it would expire     variable  item units
most      units that a holder can renew in a month              fact      item units a month
========  ====================================================  ========  ===================

What is extended leaves its lot and joins the one that expires the stated months later, counted
from the first month of the period in which it would have expired. Rows:
``life_extension[nation/item, period]``; their price is what it would save to renew one unit more.
"""

from collections.abc import Sequence

import numpy as np

from jointstock.measure.arrays import Flags, Floats, Ints
from jointstock.model.flows import Flow
from jointstock.solver.program import Program


def add_life_extension(
    program: Program, axes: Sequence[Sequence[str]], may_extend: Flags, most: Floats, unit: Floats
) -> Ints:
    """Let holders renew what is about to expire.

    Args:
        program: The program that receives columns and rows.
        axes: Labels of pairs and periods.
        may_extend: Periods in which something may be renewed, shape (pairs, periods).
        most: Most units in each period, infinite without a limit, shape (pairs, periods).
        unit: Natural step of quantities, shape (pairs,).

    Returns:
        Columns ``extended``, shape (pairs, periods).
    """
    extended = program.add_columns("extended", axes, where=may_extend, unit=unit[:, None])
    limited = np.where(np.isfinite(most), extended, -1)
    program.add_sums(
        "life_extension",
        axes,
        [Flow.of(limited).entries(len(axes[1]))],
        "<=",
        np.where(np.isfinite(most), most, 0.0),
    )
    return extended
