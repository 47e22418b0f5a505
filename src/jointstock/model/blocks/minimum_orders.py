"""Minimum orders: contracts under which nothing is ordered, or enough.

For every contract c whose taking up is a decision::

    sum over edges of c and periods of ordered[e,b] <= most[c] * placed[c],   placed is 0 or 1
    sum over edges of c and periods of ordered[e,b] >= least[c] * placed[c]

========  ===========================================  ========  ==========
symbol    meaning                                      kind      unit
========  ===========================================  ========  ==========
ordered   ordered in the period                        variable  item units
placed    whether anything is ordered                  variable  0 or 1
least     minimum order of the contract, 0 for none    fact      item units
most      more than could be ordered                   fact      item units
========  ===========================================  ========  ==========

Rows: ``placed_most[contract]``, ``minimum_order[contract]``.
"""

from collections.abc import Sequence

import numpy as np

from jointstock.measure.arrays import Flags, Floats, Ints
from jointstock.model.flows import Flow
from jointstock.solver.program import Program


def add_minimum_orders(
    program: Program,
    contracts: Sequence[str],
    ordered: Flow,
    decided: Flags,
    least: Floats,
    most: Floats,
) -> Ints:
    """Make a yes-no decision of whether anything is ordered under a contract.

    Args:
        program: The program that receives columns and rows.
        contracts: Labels of contracts.
        ordered: What is ordered; the owner of an entry is its contract.
        decided: Contracts for which the decision matters, shape (contracts,).
        least: Minimum order, 0 for none, shape (contracts,).
        most: More than could be ordered, from data, shape (contracts,).

    Returns:
        Columns ``placed``, shape (contracts,); absent where there is no decision, or nothing
        can be ordered.
    """
    orderable = np.zeros(len(contracts), dtype=np.bool_)
    orderable[ordered.owner] = True
    placed = program.add_columns("placed", [contracts], where=decided & orderable, upper=1.0, integer=True)
    chosen = ordered.of_owners(np.flatnonzero(placed >= 0))
    every = np.arange(len(contracts))
    terms = (chosen.owner, chosen.column, chosen.coefficient)
    program.add_sums("placed_most", [contracts], [terms, (every, placed, -most)], "<=", 0.0)
    due = ordered.of_owners(np.flatnonzero((placed >= 0) & (least > 0)))
    terms = (due.owner, due.column, due.coefficient)
    program.add_sums("minimum_order", [contracts], [terms, (every, placed, -least)], ">=", 0.0)
    return placed
