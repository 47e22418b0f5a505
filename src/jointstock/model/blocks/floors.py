"""Floors: how far stock stays below what a nation keeps for itself.

For every floor f and period b::

    deficit[f,b] >= floor[f,b] - stock[pair of f, b]

=======  =============================================  ========  ==========
symbol   meaning                                        kind      unit
=======  =============================================  ========  ==========
deficit  short of the floor at the end of the period    variable  item units
stock    held at the end of the period                  variable  item units
floor    stock below which nothing is given             fact      item units
=======  =============================================  ========  ==========

What would be there without the plan is kept by the hard bound of the stock; the rest is
the deficit. Rows: ``floor[nation/item, period]``. Their price is what one unit less of
floor would save.
"""

from collections.abc import Sequence

import numpy as np

from jointstock.measure.arrays import Flags, Floats, Ints
from jointstock.model.flows import Flow
from jointstock.solver.program import Program


def add_floors(
    program: Program, axes: Sequence[Sequence[str]], stock: Ints, floor: Floats, hard: Floats, unit: Floats
) -> Ints:
    """Count what is missing below each floor.

    Args:
        program: The program that receives columns and rows.
        axes: Labels of floors and periods.
        stock: Columns of the stock of each floor's pair, shape (floors, periods).
        floor: Units in each period, shape (floors, periods).
        hard: Part of the floor that the stock keeps anyway, shape (floors, periods).
        unit: Natural step of quantities, shape (floors,).

    Returns:
        Columns ``deficit``, shape (floors, periods); absent where none can arise.
    """
    periods = floor.shape[1]
    can_arise = floor > hard
    deficit = program.add_columns("deficit", axes, where=can_arise, unit=unit[:, None])
    held = Flow.of(stock).times(_with_after(can_arise)).entries(periods)
    program.add_sums("floor", axes, [Flow.of(deficit).entries(periods), held], ">=", floor * can_arise)
    return deficit


def _with_after(flags: Flags) -> Floats:
    """Factors 0 or 1 of periods, with none after the horizon."""
    return np.pad(flags.astype(np.float64), ((0, 0), (0, 1)))
