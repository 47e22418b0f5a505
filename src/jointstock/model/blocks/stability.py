"""Stability: what of an earlier plan stays, and what of it is dropped.

For every decision d (an order of an edge in a period, a share of an option in a period) of
the earlier plan::

    decided[d]            >= signed[d]
    decided[d] + dropped[d] >= kept[d]

===========  ===================================================  ========  ===============
symbol       meaning                                              kind      unit
===========  ===================================================  ========  ===============
decided      the decision in this plan                            variable  units or share
dropped      what this plan decides less than the earlier one     variable  units or share
kept         the decision in the earlier plan                     fact      units or share
signed       part of it that stays                                fact      units or share
===========  ===================================================  ========  ===============

The deviation of a decision is ``decided - kept + 2 * dropped``, and ``decided`` alone where
the earlier plan had none. Rows: ``signed[decision]`` and ``kept[decision]``.
"""

from collections.abc import Sequence

import numpy as np

from jointstock.measure.arrays import Floats, Ints
from jointstock.solver.program import Program


def add_stability(
    program: Program, labels: Sequence[str], decided: Ints, kept: Floats, signed: Floats, unit: Floats
) -> Ints:
    """Hold what is signed, and count what is dropped of the rest.

    Args:
        program: The program that receives columns and rows.
        labels: Names of the decisions.
        decided: Columns of the decisions, shape (decisions,); none absent.
        kept: Quantities in the earlier plan, shape (decisions,).
        signed: Quantities that stay, shape (decisions,).
        unit: Natural step of each quantity, shape (decisions,).

    Returns:
        Columns of what is dropped, shape (decisions,).
    """
    dropped = program.add_columns("dropped", [labels], upper=kept, unit=unit)
    program.add_rows("signed", [labels], [(1.0, np.where(signed > 0, decided, -1))], ">=", signed)
    program.add_rows("kept", [labels], [(1.0, decided), (1.0, dropped)], ">=", kept)
    return dropped
