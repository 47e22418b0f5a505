"""Where a group of scenarios stands in the compiled replay, and what is done with a row of it at a time.

Loops over scenarios write to one or two arrays and read few: more of them, and the compiler no longer proves
that they do not overlap.
"""

from typing import NamedTuple

import numpy as np

from jointstock.measure.arrays import Floats, Ints
from jointstock.simulation.compiled import compiled
from jointstock.simulation.network import Aims, Draws, Holding, Industry
from jointstock.simulation.outages import QUARTER, WIDE
from jointstock.simulation.philox import Words


class State(NamedTuple):
    """Where a group of scenarios stands, and room for sums; the last axis of all floats is the scenario.

    Attributes:
        done, want: Starts, and starts wanted this month, shape (processes, ...).
        pools, asked: Level, and what is asked of it, then the share that is given, shape (pools, ...).
        coming: What is finished in each month to come, by month modulo the first axis, shape
            (months, lines, ...).
        finished, line_room: Finished units not delivered, and sums, shape (lines, ...).
        factor, whole, part: Factor on yield, whole months and part of a month added to leads, shape
            (lines, ...).
        least, most: The same of all scenarios: the first and the last month added, shape (lines,).
        left, lost, hit, flags: Outages of four months, as in
            :func:`jointstock.simulation.outages.draw_quarter`.
        delivered, due: What is delivered, and is to be this month, shape (ways, ...).
        stock, stock_room: Level, and sums, shape (stocks, ...).
        sent, gift_room: What is sent, and is to be this month, shape (gifts, ...).
        moving: What arrives in each month to come, as `coming`, shape (months, stocks, ...).
        use, unmet: Factor, and use unmet so far, shape (demands, ...).
        short: Shortfalls, shape (targets, ...).
        room: Shape (1, ...).
        wanted, ways, gifts: Whether any scenario wants a process, a way or a gift this month.
        lines, stocks: Whether any sum of this month stands in a line's or a stock's room.
        numbers: The scenarios.
    """

    done: Floats
    want: Floats
    pools: Floats
    asked: Floats
    coming: Floats
    finished: Floats
    line_room: Floats
    factor: Floats
    whole: Floats
    part: Floats
    least: Ints
    most: Ints
    left: Floats
    lost: Floats
    hit: Ints
    flags: Words
    delivered: Floats
    due: Floats
    stock: Floats
    stock_room: Floats
    sent: Floats
    gift_room: Floats
    moving: Floats
    use: Floats
    unmet: Floats
    short: Floats
    room: Floats
    wanted: Ints
    ways: Ints
    gifts: Ints
    lines: Ints
    stocks: Ints
    numbers: Words


@compiled
def new_state(
    industry: Industry, holding: Holding, aims: Aims, draws: Draws, ahead: tuple[int, int]
) -> State:
    """Room for a group of scenarios; `ahead`: months to come of what is finished, and of what moves."""
    lines, stocks = len(industry.good), len(holding.opening)
    processes, pools, struck = len(industry.line), len(industry.pooled), draws.lost.shape[1]
    ways, gifts, demands = len(holding.maker), len(holding.donor), draws.use.shape[1]
    return State(
        np.zeros((processes, WIDE)),
        np.zeros((processes, WIDE)),
        np.zeros((pools, WIDE)),
        np.zeros((pools, WIDE)),
        np.zeros((ahead[0], lines, WIDE)),
        np.zeros((lines, WIDE)),
        np.zeros((lines, WIDE)),
        np.zeros((lines, WIDE)),
        np.zeros((lines, WIDE)),
        np.zeros((lines, WIDE)),
        np.zeros(lines, dtype=np.int64),
        np.zeros(lines, dtype=np.int64),
        np.zeros((struck, WIDE)),
        np.zeros((QUARTER, struck, WIDE)),
        np.zeros((QUARTER, struck), dtype=np.int64),
        np.zeros(WIDE, dtype=np.uint64),
        np.zeros((ways, WIDE)),
        np.zeros((ways, WIDE)),
        np.zeros((stocks, WIDE)),
        np.zeros((stocks, WIDE)),
        np.zeros((gifts, WIDE)),
        np.zeros((gifts, WIDE)),
        np.zeros((ahead[1], stocks, WIDE)),
        np.zeros((demands, WIDE)),
        np.zeros((demands, WIDE)),
        np.zeros((len(aims.target), WIDE)),
        np.zeros((1, WIDE)),
        np.zeros(processes, dtype=np.int64),
        np.zeros(ways, dtype=np.int64),
        np.zeros(gifts, dtype=np.int64),
        np.zeros(lines, dtype=np.int64),
        np.zeros(stocks, dtype=np.int64),
        np.zeros(WIDE, dtype=np.uint64),
    )


@compiled
def fill(into: Floats, row: int, value: float) -> None:
    """The same in every scenario."""
    for side in range(into.shape[1]):
        into[row, side] = value


@compiled
def share_of(into: Floats, row: int, there: Floats, floor: float) -> None:
    """Share of what is wanted, which stands in the row, that is there above a floor, at most 1."""
    for side in range(into.shape[1]):
        wanted, spare = into[row, side], max(there[row, side] - floor, 0.0)
        into[row, side] = 1.0 if wanted <= spare else spare / wanted


@compiled
def add(into: Floats, row: int, what: Floats, place: int) -> None:
    """Add a row to another array's."""
    for side in range(into.shape[1]):
        into[row, side] += what[place, side]


@compiled
def take(into: Floats, row: int, what: Floats, place: int) -> None:
    """Subtract a row from another array's."""
    for side in range(into.shape[1]):
        into[row, side] -= what[place, side]


@compiled
def add_month(into: Floats, row: int, what: Floats, slot: int) -> None:
    """Add what a month brings."""
    for side in range(into.shape[1]):
        into[row, side] += what[slot, row, side]


@compiled
def find_due(planned: Floats, so_far: Floats, due: Floats, row: int, month: int) -> int:
    """What was planned to date and is not done yet; whether there is any in any scenario."""
    found, total = 0, planned[month, row]
    for side in range(due.shape[1]):
        left = max(total - so_far[row, side], 0.0)
        due[row, side] = left
        found |= int(left > 0.0)
    return found


@compiled
def sum_up(into: Floats, row: int, what: Floats, place: int, begun: Ints) -> None:
    """Add a row to a sum, which begins with it where nothing stands there."""
    if begun[row]:
        add(into, row, what, place)
    else:
        begun[row] = 1
        for side in range(into.shape[1]):
            into[row, side] = what[place, side]
