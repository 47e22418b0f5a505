"""Cover: which stock counts towards which class; one unit counts once.

For every pair p that covers several classes and period b::

    sum over classes of counted[p,class,b] <= stock[p,b]

=======  =============================================  ========  ==========
symbol   meaning                                        kind      unit
=======  =============================================  ========  ==========
counted  stock counted towards a class                  variable  item units
stock    held at the end of the period                  variable  item units
=======  =============================================  ========  ==========

Stock that covers one class only counts wholly, with no column or row of its own. The same
holds before the first month. Rows: ``count_once[nation/item, period]``; their price is what
one unit more to count would save.
"""

from collections.abc import Sequence

import numpy as np

from jointstock.measure.arrays import Flags, Floats, Ints
from jointstock.model.flows import Flow
from jointstock.solver.program import Program


def add_cover(
    program: Program,
    axes: Sequence[Sequence[str]],
    stock: Ints,
    opening: Floats,
    pair: Ints,
    unit: Floats,
    waits: Flags,
) -> tuple[Ints, Ints]:
    """Choose which class stock counts towards.

    Args:
        program: The program that receives columns and rows.
        axes: Labels of covers, of pairs and of periods.
        stock: Columns of stock, shape (pairs, periods).
        opening: Units before the first month, shape (pairs,).
        pair: Pair of each cover, shape (covers,).
        unit: Natural step of quantities, shape (covers,).
        waits: Ways that count only after a certification, and never before the first month,
            shape (covers,).

    Returns:
        Columns counted, shape (covers, periods): those of the stock itself where the pair
        covers one class only; and columns counted of the opening stock, shape (covers,),
        absent there.
    """
    covers, pairs, labels = axes
    periods = len(labels)
    several = (np.bincount(pair, minlength=len(pairs))[pair] > 1) | waits
    counted = program.add_columns("counted", [covers, labels], where=several[:, None], unit=unit[:, None])
    chosen = Flow.of(counted).grouped(pair)
    holds = np.zeros(stock.shape, dtype=np.bool_)
    holds[chosen.owner, chosen.period] = True
    held = Flow.of(np.where(holds, stock, -1))
    program.add_sums(
        "count_once", [pairs, labels], [chosen.entries(periods), held.entries(periods, -1.0)], "<=", 0.0
    )
    first = program.add_columns("counted_opening", [covers], where=several & ~waits, unit=unit)
    program.add_sums("count_opening_once", [pairs], [(pair, first, np.ones(len(pair)))], "<=", opening)
    return np.where(several[:, None], counted, stock[pair]), first
