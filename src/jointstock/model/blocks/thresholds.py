"""Thresholds: expansions that industry builds at its own cost when enough is on order.

For every line l of end items and period b, and every option o that industry pays for itself::

    firm[l,b] = firm[l,b-1] + sum over edges of l of weight[e] * ordered[e,b]
    sum over lines of content[o,l] * firm[l,b] + anyway[o] >= needed[o] * sum over a <= b of bought[o,a]

========  ==========================================================  ========  ==========
symbol    meaning                                                     kind      unit
========  ==========================================================  ========  ==========
firm      orders up to the period that count as firm                  variable  item units
ordered   ordered in the period                                       variable  item units
bought    share of the option built from the period on                variable  1
weight    1, less where the ceiling of the contract counts already    fact      1
content   units of the option's item for a unit of the line's         fact      1
anyway    what counts whatever the plan orders, in the option's item  fact      item units
needed    hurdle times break-even of the whole option                 fact      item units
========  ==========================================================  ========  ==========

Rows: ``firm[line, period]``, ``break_even[option, period]``. The price of ``break_even`` is what
one firm order more would save.
"""

from collections.abc import Sequence

import numpy as np

from jointstock.measure.arrays import Floats, Ints
from jointstock.model.flows import Flow
from jointstock.solver.program import ABSENT, Program


def add_firm_orders(program: Program, axes: Sequence[Sequence[str]], ordered: Flow, unit: Floats) -> Ints:
    """Add up what is on order from lines.

    Args:
        program: The program that receives columns and rows.
        axes: Labels of lines and periods.
        ordered: Orders as they count, by line; lines without an entry get no column.
        unit: Natural step of quantities, shape (lines,).

    Returns:
        Columns ``firm``, shape (lines, periods).
    """
    periods = len(axes[1])
    counted = np.zeros((len(axes[0]), 1), dtype=np.bool_)
    counted[ordered.owner] = True
    firm = program.add_columns("firm", axes, where=counted, unit=unit[:, None])
    before = np.full_like(firm, ABSENT)
    before[:, 1:] = firm[:, :-1]
    program.add_sums(
        "firm",
        axes,
        [
            Flow.of(firm).entries(periods),
            Flow.of(before).entries(periods, -1.0),
            ordered.entries(periods, -1.0),
        ],
        "=",
        0.0,
    )
    return firm


def add_break_even(
    program: Program,
    axes: Sequence[Sequence[str]],
    firm: Ints,
    content: Floats,
    bought: Ints,
    needed: Floats,
    anyway: Floats,
) -> Ints:
    """Let industry build as much of an option as firm orders carry.

    Args:
        program: The program that receives the rows.
        axes: Labels of options and periods.
        firm: Columns, shape (lines, periods).
        content: Units of the option's item for a unit of a line's, shape (options, lines).
        bought: Columns, shape (options, periods).
        needed: Firm orders for the whole option, NaN where payers buy it, shape (options,).
        anyway: Firm whatever the plan orders, shape (options,).

    Returns:
        Rows ``break_even``, shape (options, periods).
    """
    periods = len(axes[1])
    own = ~np.isnan(needed)
    # Firm orders never fall: what holds in a period of purchase holds in all that follow.
    can_build = (bought >= 0) & own[:, None]
    option, line = np.nonzero(np.where(own[:, None], content, 0.0))
    counted = np.where(can_build[option], firm[line], ABSENT)
    carried = Flow.of(counted, content[option, line][:, None]).grouped(option)
    built = Flow.of(np.where(can_build, bought, ABSENT)).to_date(periods)
    built = built.times(np.pad(can_build.astype(np.float64), ((0, 0), (0, 1))))
    return program.add_sums(
        "break_even",
        axes,
        [carried.entries(periods), built.entries(periods, -np.nan_to_num(needed))],
        ">=",
        np.where(own, -anyway, -np.inf)[:, None],
    )
