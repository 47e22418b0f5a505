"""Fairness: how much each nation goes without, and the most that any of them does.

For every nation n, and for every round k of making the worst off better off::

    lost[n]  = sum of share * (what the nation is short of) + constant
    lost[n] <= worst[k] + exempt[k,n]

===========  =======================================================  ========  ====================
symbol       meaning                                                  kind      unit
===========  =======================================================  ========  ====================
lost         what the nation goes without, as fairness counts it      variable  1 or weighted months
worst        the most that a nation not exempt goes without           variable  the same
exempt       room of a nation whose loss an earlier round has found   variable  the same
share        weight of a unit short in the loss of its nation         fact      the same per unit
===========  =======================================================  ========  ====================

Round k minimises ``worst[k]``, with ``exempt[k,n]`` fixed at 0 for the nations that no round
has found yet; the limit on ``worst`` of the round in which a nation was found holds it from
then on. Rows: ``lost[nation]`` and ``fair[round, nation]``.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from jointstock.measure.arrays import Floats, Ints
from jointstock.solver.program import Program


@dataclass(frozen=True)
class Losses:
    """Columns and rows of losses.

    Attributes:
        nations: Name of each nation, shape (nations,).
        lost: What each goes without, shape (nations,).
        worst: The most that one goes without, shape (rounds,).
        exempt: Room of a nation found before, shape (rounds, nations).
        fair: Rows of the limit on each loss, shape (rounds, nations).
    """

    nations: tuple[str, ...]
    lost: Ints
    worst: Ints
    exempt: Ints
    fair: Ints


def add_losses(
    program: Program,
    nations: Sequence[str],
    short: tuple[Ints, Ints, Floats],
    constant: Floats,
    most: Floats,
    rounds: int,
) -> Losses:
    """Count what each nation goes without, and the most that one does.

    Args:
        program: The program that receives columns and rows.
        nations: Names of the nations that take part.
        short: Triplets (nation, column, share) of what they are short of.
        constant: Part of each loss that no decision moves, shape (nations,).
        most: Largest loss that each can have, infinite where that is not known, shape (nations,).
        rounds: Rounds, at most one for each nation.

    Returns:
        Columns and rows of the losses.
    """
    labels = [f"{number}" for number in range(1, rounds + 1)]
    unit = np.exp2(np.round(np.log2(np.where(np.isfinite(most), np.maximum(most, 1.0), 1.0))))
    highest = float(most.max(initial=0.0))
    lost = program.add_columns("lost", [nations], upper=most, unit=unit)
    worst = program.add_columns("worst", [labels], upper=highest, unit=float(unit.max(initial=1.0)))
    exempt = program.add_columns("exempt", [labels, nations], upper=most, unit=unit)
    nation, column, share = short
    every = np.arange(len(nations))
    triplets = [(every, lost, np.ones(len(nations))), (nation, column, -share)]
    program.add_sums("lost", [nations], triplets, "=", constant)
    shape = exempt.shape
    terms = [
        (1.0, np.broadcast_to(lost, shape)),
        (-1.0, np.broadcast_to(worst[:, None], shape)),
        (-1.0, exempt),
    ]
    fair = program.add_rows("fair", [labels, nations], terms, "<=", 0.0)
    return Losses(tuple(nations), lost, worst, exempt, fair)
