"""Certifications: an item counts towards a class only after its certification was bought.

For every certification k (nation, item and class) and period b::

    sum over periods a of certified[k,a] <= 1
    counted[k,b] <= most[k] * sum over a with valid[k,a,b] of certified[k,a]

=========  ==========================================================  ==============  ==========
symbol     meaning                                                     kind            unit
=========  ==========================================================  ==============  ==========
certified  the certification is bought in the period                   yes or no       1
counted    stock that counts towards the class through it              variable        item units
most       more than the nation could ever hold, from data             fact            item units
valid      a purchase in period a counts at the end of period b        fact            1
=========  ==========================================================  ==============  ==========

Rows: ``certified_once[certification]`` and ``counts_if_certified[certification, period]``.
Their price is what holds at the chosen yes-no decisions only.
"""

from collections.abc import Sequence

import numpy as np

from jointstock.measure.arrays import Flags, Floats, Ints
from jointstock.model.flows import Flow
from jointstock.solver.program import Program


def add_certifications(
    program: Program,
    axes: Sequence[Sequence[str]],
    valid: Flags,
    counted: Ints,
    certification: Ints,
    most: Floats,
) -> Ints:
    """Let stock count only where its certification was bought.

    Args:
        program: The program that receives columns and rows.
        axes: Labels of certifications and periods.
        valid: Where a purchase counts, shape (certifications, periods, periods).
        counted: Columns of stock that counts, shape (ways, periods).
        certification: Certification of each way, shape (ways,).
        most: More than could be held, shape (certifications,).

    Returns:
        Columns ``certified``, shape (certifications, periods).
    """
    periods = len(axes[1])
    certified = program.add_columns(
        "certified", axes, where=np.asarray(valid.any(axis=2)), upper=1.0, integer=True
    )
    bought = Flow.of(certified)
    program.add_sums(
        "certified_once", [axes[0]], [(bought.owner, bought.column, bought.coefficient)], "<=", 1.0
    )
    which, before, at = np.nonzero(valid & (certified >= 0)[:, :, None])
    allows = Flow(which, at, certified[which, before], -most[which])
    program.add_sums(
        "counts_if_certified",
        axes,
        [Flow.of(counted).grouped(certification).entries(periods), allows.entries(periods)],
        "<=",
        0.0,
    )
    return certified
