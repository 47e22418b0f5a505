"""Shift modes: in which of its modes a line is, and the hours that gives.

For every line l with modes and period b::

    sum over modes of chosen[l,m,b] = 1,   chosen is 0 or 1
    hours_per_start[l] * sum over recipes of starts[l,recipe,b]
        <= sum over modes of hours[m] * open_months[l,b] * chosen[l,m,b]
         + hours_per_start[l] * sum over options of l and periods a of added[o,a,b] * bought[o,a]

===============  ====================================================  ========  ==========
symbol           meaning                                               kind      unit
===============  ====================================================  ========  ==========
chosen           whether the line is in the mode                       variable  0 or 1
starts           units started in the period                           variable  starts
bought           share of an option bought in a period                 variable  1
added            starts that a whole option bought in a adds in b      fact      starts
hours            hours of the mode a month                             fact      line-hours
hours_per_start  hours that a start takes                              fact      line-hours
open_months      months of the period in which the line runs           fact      months
===============  ====================================================  ========  ==========

Rows: ``one_mode[line, period]``, ``hours[line, period]``. The price of ``hours`` is what one
line-hour more would save.
"""

from collections.abc import Sequence

import numpy as np

from jointstock.measure.arrays import Floats, Ints
from jointstock.model.flows import Flow
from jointstock.solver.program import Program


def add_modes(program: Program, axes: Sequence[Sequence[str]], line: Ints) -> Ints:
    """Put every line that has modes into exactly one of them, in every period.

    Args:
        program: The program that receives columns and rows.
        axes: Labels of lines, of modes (line and mode) and of periods.
        line: Line of each mode, shape (modes,).

    Returns:
        Columns ``chosen``, shape (modes, periods).
    """
    periods = len(axes[2])
    chosen = program.add_columns("mode", axes[1:], upper=1.0, integer=True)
    of_line = Flow.of(chosen).grouped(line)
    right = np.zeros((len(axes[0]), periods))
    right[line] = 1.0
    program.add_sums("one_mode", [axes[0], axes[2]], [of_line.entries(periods)], "=", right)
    return chosen


def add_hours(
    program: Program,
    axes: Sequence[Sequence[str]],
    starts: Flow,
    chosen: Flow,
    hours_per_start: Floats,
    expanded: Flow,
) -> Ints:
    """Limit starts by the hours of the mode and by what expansions add.

    Args:
        program: The program that receives the rows.
        axes: Labels of lines and periods.
        starts: Starts of all recipes, by line.
        chosen: Hours of the chosen mode in each period, by line.
        hours_per_start: Hours of a start, NaN in lines without modes, shape (lines,).
        expanded: Starts that expansions add, by line.

    Returns:
        Rows ``hours``, shape (lines, periods); absent in lines without modes.
    """
    periods = len(axes[1])
    moded = np.unique(chosen.owner)
    hours = np.nan_to_num(hours_per_start)
    return program.add_sums(
        "hours",
        axes,
        [
            starts.of_owners(moded).entries(periods, hours),
            chosen.entries(periods, -1.0),
            expanded.of_owners(moded).entries(periods, -hours),
        ],
        "<=",
        0.0,
    )
