"""Components: one pool for each component and hub.

For every pool p and period b::

    pool[p,b] = pool[p,b-1] + sum over lines of finished good output[l,b]
              - sum over recipes of quantity[recipe] * starts[recipe,b]

=========  =============================================  ========  ==========
symbol     meaning                                        kind      unit
=========  =============================================  ========  ==========
pool       in the pool at the end of the period           variable  item units
finished   good output that arrives in the period         flow      item units
starts     starts that draw on the pool                   variable  starts
quantity   component units per start                      fact      item units
opening    in the pool before the first month             fact      item units
=========  =============================================  ========  ==========

Rows: ``component_balance[pool, period]``. Their price is what one unit more of the
component, in that pool and period, would save.
"""

from collections.abc import Sequence

import numpy as np

from jointstock.measure.arrays import Floats, Ints
from jointstock.model.flows import Flow
from jointstock.solver.program import ABSENT, Program


def add_component_balance(
    program: Program, axes: Sequence[Sequence[str]], finished: Flow, used: Flow, opening: Floats, unit: Floats
) -> Ints:
    """Tie each pool to the period before.

    Args:
        program: The program that receives columns and rows.
        axes: Labels of pools and periods.
        finished: Good output as it arrives, by pool.
        used: Units drawn by starts, by pool.
        opening: Units before the first month, shape (pools,).
        unit: Natural step of quantities, shape (pools,).

    Returns:
        Columns ``pool``, shape (pools, periods).
    """
    periods = len(axes[1])
    pool = program.add_columns("pool", axes, unit=unit[:, None])
    before = np.full_like(pool, ABSENT)
    before[:, 1:] = pool[:, :-1]
    right = np.zeros(pool.shape)
    right[:, 0] = opening
    program.add_sums(
        "component_balance",
        axes,
        [
            Flow.of(pool).entries(periods),
            Flow.of(before).entries(periods, -1.0),
            finished.entries(periods, -1.0),
            used.entries(periods),
        ],
        "=",
        right,
    )
    return pool
