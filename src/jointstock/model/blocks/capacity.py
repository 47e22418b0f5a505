"""Capacity: how much lines can start, what expansions add, how fast they ramp up.

For every line l and period b::

    sum over recipes of starts[l,recipe,b] <= capacity[l] * open_months[l,b]
        + sum over options of l and periods a of added[o,a,b] * bought[o,a]
        + sum over surge agreements of l of surged[k,b]
    rate[l,b] <= rate[l,b-1] * (1 + growth[l])^k + step[l] * k,   rate = starts / months of the period

with k half the months of both periods together, and before the first period the
opening rate over one month.

===========  ====================================================  ========  =======
symbol       meaning                                               kind      unit
===========  ====================================================  ========  =======
starts       units started in the period                           variable  starts
bought       share of an option bought in a period                 variable  1
added        starts that a whole option bought in a adds in b      fact      starts
surged       starts called on surge capacity                       variable  starts
open_months  months of the period in which the line runs           fact      months
===========  ====================================================  ========  =======

Rows: ``capacity[line, period]``, ``ramp_limit[line, period]``. Their price is what one more
start in that line and period would save.
"""

from collections.abc import Sequence

import numpy as np

from jointstock.measure.arrays import Floats, Ints
from jointstock.model.flows import Flow
from jointstock.solver.program import Program


def add_capacity(
    program: Program,
    axes: Sequence[Sequence[str]],
    starts: Flow,
    capacity: Floats,
    expanded: Flow,
    surged: Flow,
) -> Ints:
    """Limit starts by capacity and by what expansions add to it.

    Args:
        program: The program that receives the rows.
        axes: Labels of lines and periods.
        starts: Starts of all recipes, by line.
        capacity: Starts possible in each period, shape (lines, periods).
        expanded: Starts that expansions add, by line; see ``expanded_by``.
        surged: Starts called on surge capacity, by line.

    Returns:
        Rows ``capacity``, shape (lines, periods).
    """
    periods = capacity.shape[1]
    more = [flow.entries(periods, -1.0) for flow in (expanded, surged)]
    return program.add_sums("capacity", axes, [starts.entries(periods), *more], "<=", capacity)


def expanded_by(bought: Ints, added: Floats, line: Ints) -> Flow:
    """Starts that expansions add, by line.

    Args:
        bought: Columns of shares bought, shape (options, periods).
        added: Starts in period b from a whole option bought in period a, shape
            (options, periods, periods).
        line: Line of each option, shape (options,).
    """
    option, when, effect = np.nonzero(added)
    column = bought[option, when]
    kept = column >= 0
    return Flow(line[option][kept], effect[kept], column[kept], added[option, when, effect][kept])


def add_ramp_limit(
    program: Program,
    axes: Sequence[Sequence[str]],
    starts: Flow,
    months: Floats,
    growth: Floats,
    step: Floats,
    rate_now: Floats,
) -> Ints:
    """Limit how fast a line's monthly rate rises.

    Args:
        program: The program that receives the rows.
        axes: Labels of lines and periods.
        starts: Starts of all recipes, by line.
        months: Months of each period, shape (periods,).
        growth: Share by which the rate may grow a month, NaN for no limit, shape (lines,).
        step: Starts a month by which it may grow besides, shape (lines,).
        rate_now: Starts a month before the first period, shape (lines,).

    Returns:
        Rows ``ramp_limit``, shape (lines, periods).
    """
    periods = len(months)
    limited = np.flatnonzero(~np.isnan(growth))
    before = np.concatenate([[1.0], months[:-1]])
    apart = (before + months) / 2
    factor = (1 + np.nan_to_num(growth)[:, None]) ** apart
    right = np.nan_to_num(step)[:, None] * apart
    right[:, 0] += np.nan_to_num(rate_now) * factor[:, 0]
    own = starts.of_owners(limited).inside(periods)
    rate = Flow(own.owner, own.period, own.column, own.coefficient / months[own.period])
    earlier = Flow(own.owner, own.period + 1, own.column, own.coefficient / months[own.period]).inside(
        periods
    )
    earlier = Flow(
        earlier.owner,
        earlier.period,
        earlier.column,
        -earlier.coefficient * factor[earlier.owner, earlier.period],
    )
    return program.add_sums(
        "ramp_limit", axes, [rate.entries(periods), earlier.entries(periods)], "<=", right
    )
