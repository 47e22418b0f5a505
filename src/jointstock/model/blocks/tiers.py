"""Tiers: what is ordered at which of several prices.

Quantity counts for each contract and item g, over all buyers and periods. For every tier j of
g, with T[j] the sum of ordered[e,b] over its edges and periods::

    T[j] <= room[j]                                   prices that never fall
    T[j] <= room[j] * reached[j]                      prices that fall, but for the first tier
    T[j-1] >= room[j-1] * reached[j]                  prices that fall: the tiers before are full
    T[j] <= until[j] * reached[j]                     one price for all units
    T[j] >= start[j] * reached[j]                     one price for all units
    sum over tiers j of g of reached[j] <= 1          one price for all units

with room[j] = until[j] - start[j].

========  =================================================  ========  ==========
symbol    meaning                                            kind      unit
========  =================================================  ========  ==========
ordered   ordered in the period                              variable  item units
reached   whether the tier is reached                        variable  0 or 1
start     quantity from which the tier's price holds         fact      item units
until     quantity from which the next one's holds, for the  fact      item units
          last the most that could be ordered
========  =================================================  ========  ==========

Prices that never fall need no decision: the cheap units come first by themselves. Rows:
``tier_room[tier]``, ``tier_least[tier]``, ``tier_once[contract/item]``. The price of a room is
what one unit more at that price would save.
"""

from collections.abc import Sequence

import numpy as np

from jointstock.measure.arrays import Flags, Floats, Ints
from jointstock.model.flows import Flow
from jointstock.solver.program import Program


def add_tiers(
    program: Program,
    axes: Sequence[Sequence[str]],
    ordered: Flow,
    group: Ints,
    start: Floats,
    until: Floats,
    falling: Flags,
    all_units: Flags,
) -> Ints:
    """Let orders reach their price.

    Args:
        program: The program that receives columns and rows.
        axes: Labels of tiers, and of groups.
        ordered: What is ordered; the owner of an entry is its tier.
        group: Group of each tier, shape (tiers,); tiers of a group stand together, by quantity.
        start: Quantity from which each price holds, shape (tiers,).
        until: Quantity from which the next holds, shape (tiers,); infinite for none, and only
            where prices never fall.
        falling: Tiers of groups with falling prices, shape (tiers,).
        all_units: Tiers of groups with one price for all units, shape (tiers,).

    Returns:
        Columns ``reached``, shape (tiers,).
    """
    count = len(start)
    tiers = np.arange(count)
    later = np.zeros(count, dtype=np.bool_)
    later[1:] = group[1:] == group[:-1]
    decided = all_units | (falling & later)
    reached = program.add_columns("reached", axes[:1], where=decided, upper=1.0, integer=True)
    room = np.where(all_units, until, until - start)
    program.add_sums(
        "tier_room",
        axes[:1],
        [
            _where(np.isfinite(room), ordered),
            (tiers, reached, np.where(np.isfinite(room), -room, 0.0)),
        ],
        "<=",
        np.where(decided, 0.0, room),
    )
    # What must be full for a tier to be reached: it up to its start, or the tier before wholly.
    itself, before = all_units & (start > 0), falling & later
    full = ordered.grouped(np.where(itself, tiers, -1)).plus(ordered.grouped(_followers(before)))
    least = np.where(itself, start, np.where(before, np.roll(room, 1), 0.0))
    program.add_sums(
        "tier_least",
        axes[:1],
        [(full.owner, full.column, full.coefficient), (tiers, reached, -least)],
        ">=",
        0.0,
    )
    once = np.flatnonzero(all_units)
    program.add_sums("tier_once", axes[1:], [(group[once], reached[once], np.ones(len(once)))], "<=", 1.0)
    return reached


def _where(kept: Flags, ordered: Flow) -> tuple[Ints, Ints, Floats]:
    """Triplets of the entries of some tiers."""
    chosen = ordered.of_owners(np.flatnonzero(kept))
    return chosen.owner, chosen.column, chosen.coefficient


def _followers(later: Flags) -> Ints:
    """For each tier the one behind it that it must be full for, -1 for none."""
    follower = np.full(len(later), -1, dtype=np.int64)
    follower[np.flatnonzero(later) - 1] = np.flatnonzero(later)
    return follower
