"""Limits on a level: what an aim asked for leaves of another one.

For a level that is not to pass a number (money under a limit, the weighted shortfall under
what fairness may give up)::

    measure <= most

===========  ==================================  ========  =================
symbol       meaning                             kind      unit
===========  ==================================  ========  =================
measure      value of the level                  variable  unit of the level
most         its largest value                   fact      unit of the level
===========  ==================================  ========  =================

Rows: ``at_most_LEVEL[level]``.
"""

import numpy as np

from jointstock.solver.program import Expression, Program


def add_limit(program: Program, level: str, measure: Expression, most: float) -> None:
    """Hold a level at or below a number.

    Args:
        program: The program that receives the row.
        level: Name of the level.
        measure: Its value.
        most: Largest value, in the unit of the level.

    Raises:
        PlanError: The level is above it and no decision can change that.
    """
    place = np.zeros(len(measure.columns), dtype=np.int64)
    triplets = [(place, measure.columns, measure.coefficients)]
    program.add_sums(f"at_most_{level}", [[level]], triplets, "<=", most - measure.constant)
