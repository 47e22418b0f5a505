"""Targets: how far cover stays below what a nation is to have.

For every requirement r (nation and class) and period b::

    short[r,b]       >= target[r,b] + needed[r,b] - sum over items of ratio * counted[r,item,b]
    short_start[r,b] >= target[r,b] + needed[r,b] - sum over items of ratio * counted[r,item,b-1]

===========  ==================================================  ========  ===========
symbol       meaning                                             kind      unit
===========  ==================================================  ========  ===========
short        short of the target at the end of the period        variable  class units
short_start  short of the period's target at its start           variable  class units
counted      stock that counts towards the class                 variable  item units
needed       what fleets in service require, rate * days each    flow      class units
target       units to have in the period's last month            fact      class units
===========  ==================================================  ========  ===========

The start counts in periods of several months only; where the target has not changed it is
the end of the period before. Rows: ``target[nation/class, period]`` and
``target_at_start[nation/class, period]``. Their price is what one unit less of target would
save.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from jointstock.measure.arrays import Floats, Ints
from jointstock.model.flows import Flow
from jointstock.solver.program import ABSENT, Program


@dataclass(frozen=True)
class Shortfall:
    """Columns of shortfall.

    Attributes:
        end: At the end of each period, shape (requirements, periods).
        start: At the start of each period, shape (requirements, periods).
    """

    end: Ints
    start: Ints


def add_targets(
    program: Program,
    axes: Sequence[Sequence[str]],
    target: Floats,
    months: Floats,
    cover: Flow,
    opening: tuple[Flow, Floats],
    unit: Floats,
    needed: tuple[Flow, Floats] | None = None,
) -> Shortfall:
    """Count what is short of each target.

    Args:
        program: The program that receives columns and rows.
        axes: Labels of requirements and periods.
        target: Units to have, shape (requirements, periods).
        months: Months of each period, shape (periods,).
        cover: Ratio times stock counted, by requirement.
        opening: The same for the stock before the first month: what is chosen (all in
            period 0), and what counts wholly, class units, shape (requirements,).
        unit: Natural step of quantities, shape (requirements,).
        needed: What fleets in service add to targets, by requirement, and what the opening
            fleets add, shape (requirements,); None for nothing.

    Returns:
        Columns of shortfall.
    """
    periods = target.shape[1]
    more, more_at_opening = (Flow.none(), np.zeros(len(target))) if needed is None else needed
    moves = np.zeros(target.shape, dtype=np.bool_)
    moves[more.owner, more.period] = True
    end = program.add_columns("short", axes, where=(target > 0) | moves, unit=unit[:, None])
    wanted = [Flow.of(end).entries(periods), more.entries(periods, -1.0)]
    program.add_sums("target", axes, [*wanted, _where(cover, end).entries(periods)], ">=", target)
    changed = np.ones(target.shape, dtype=np.bool_)
    changed[:, 1:] = (target[:, 1:] != target[:, :-1]) | moves[:, 1:]
    asked = changed & ((target > 0) | moves) & (months > 1)
    own = program.add_columns("short_start", axes, where=asked, unit=unit[:, None])
    earlier = Flow(cover.owner, cover.period + 1, cover.column, cover.coefficient).inside(periods)
    chosen, whole = opening
    right = np.where(asked, target, 0.0)
    first = np.maximum(target[:, 0] + more_at_opening - whole, 0.0)
    right[:, 0] = np.where(asked[:, 0], first, 0.0)
    later = more.of_periods_from(1)
    program.add_sums(
        "target_at_start",
        axes,
        [
            Flow.of(own).entries(periods),
            _where(later, own).entries(periods, -1.0),
            _where(earlier.plus(chosen), own).entries(periods),
        ],
        ">=",
        right,
    )
    before = np.full_like(end, ABSENT)
    before[:, 1:] = end[:, :-1]
    # Where the target has changed, to nothing too, the end of the period before does not speak of it.
    return Shortfall(end, np.where(changed, own, np.where(months > 1, before, ABSENT)))


def _where(flow: Flow, columns: Ints) -> Flow:
    """Entries of a flow at places that have a column."""
    kept = columns[flow.owner, flow.period] != ABSENT
    return Flow(flow.owner[kept], flow.period[kept], flow.column[kept], flow.coefficient[kept])
