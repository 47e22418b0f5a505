"""Running: lines that start nothing or at least their minimum rate, and what starting them up costs.

For every line l with a minimum rate or a start-up cost and period b::

    minimum[l] * open_months[l,b] * running[l,b] <= sum over recipes of starts[l,recipe,b]
    sum over recipes of starts[l,recipe,b] <= most[l,b] * running[l,b],   running is 0 or 1
    started[l,b] >= running[l,b] - running[l,b-1]

and before the first period a line runs if its rate then is above zero.

===========  =====================================================  ========  ===============
symbol       meaning                                                kind      unit
===========  =====================================================  ========  ===============
running      whether the line runs                                  variable  0 or 1
started      whether it is started up                               variable  0 to 1
starts       units started in the period                            variable  starts
minimum      least starts a month of a line that runs               fact      starts a month
open_months  months of the period in which the line may run         fact      months
most         most starts, from capacity and all that may add to it  fact      starts
===========  =====================================================  ========  ===============

Rows: ``minimum_run[line, period]``, ``most_run[line, period]``, ``start_up[line, period]``.
``started`` follows from ``running``; its column is there only where somebody pays for it.
"""

from collections.abc import Sequence

import numpy as np

from jointstock.measure.arrays import Flags, Floats, Ints
from jointstock.model.flows import Flow
from jointstock.solver.program import ABSENT, Program


def add_running(
    program: Program,
    axes: Sequence[Sequence[str]],
    starts: Flow,
    least: Floats,
    most: Floats,
    decides: Flags,
) -> Ints:
    """Let lines start nothing, or something between their least and their most.

    Args:
        program: The program that receives columns and rows.
        axes: Labels of lines and periods.
        starts: Starts of all recipes, by line.
        least: Least starts of a period in which the line runs, shape (lines, periods).
        most: Most starts of a period, from data, shape (lines, periods).
        decides: Lines of which it is decided whether they run, shape (lines,).

    Returns:
        Columns ``running``, shape (lines, periods); absent in other lines.
    """
    periods = len(axes[1])
    running = program.add_columns("running", axes, where=decides[:, None], upper=1.0, integer=True)
    own, after = starts.of_owners(np.flatnonzero(decides)), ((0, 0), (0, 1))
    bounded = own.times(np.pad((least > 0).astype(np.float64), after))
    program.add_sums(
        "minimum_run",
        axes,
        [Flow.of(running, least).entries(periods), bounded.entries(periods, -1.0)],
        "<=",
        0.0,
    )
    program.add_sums(
        "most_run", axes, [own.entries(periods), Flow.of(running, -most).entries(periods)], "<=", 0.0
    )
    return running


def add_start_ups(
    program: Program, axes: Sequence[Sequence[str]], running: Ints, ran: Flags, pays: Flags
) -> Ints:
    """Notice when a line starts to run.

    Args:
        program: The program that receives columns and rows.
        axes: Labels of lines and periods.
        running: Columns, shape (lines, periods).
        ran: Lines that run before the first period, shape (lines,).
        pays: Lines whose start-up somebody pays for, shape (lines,).

    Returns:
        Columns ``started``, shape (lines, periods).
    """
    periods = len(axes[1])
    started = program.add_columns("started", axes, where=(running >= 0) & pays[:, None], upper=1.0)
    now = np.where(started >= 0, running, ABSENT)
    before = np.full_like(now, ABSENT)
    before[:, 1:] = now[:, :-1]
    right = np.zeros(running.shape)
    right[:, 0] = ran & (now[:, 0] >= 0) if periods else 0.0
    program.add_sums(
        "start_up",
        axes,
        [
            Flow.of(now).entries(periods),
            Flow.of(before).entries(periods, -1.0),
            Flow.of(started).entries(periods, -1.0),
        ],
        "<=",
        right,
    )
    return started
