"""Lots: stock by the period in which it expires.

For every lot l (nation, item and period of expiry c) and period b before c::

    lot[l,b] = lot[l,b-1] + arriving[l,b] - lot_used[l,b] - lot_sent[l,b]
    sum over lots of p of lot[l,b]       = stock[p,b]
    sum over lots of p of lot_used[l,b]  = used[p,b]
    sum over lots of lot_given[lane,l,b] = given[lane,b]
    sum over lanes of lot_given[lane,l,b] <= lot[l,b-1]

=========  ==================================================  ========  ==========
symbol     meaning                                             kind      unit
=========  ==================================================  ========  ==========
lot        held at the end of the period                       variable  item units
lot_used   used of the lot in the period                       variable  item units
lot_given  sent of the lot along a lane in the period          variable  item units
lot_sent   given away or extended during the period            flow      item units
arriving   delivered, received or extended into the lot        flow      item units
opening    held before the first month                         fact      item units
=========  ==================================================  ========  ==========

In c itself there is nothing of the lot: what was left at the end of the period before has
expired, and what arrives in c or later with this life expires at once. Stock keeps its c when it
is given away. Lots that expire later have no end. Nations of which nothing can expire inside
the horizon have no lots. Rows: ``lot_balance[nation/item/expires, period]``, ``lot_stock`` and
``lot_use[nation/item, period]``, ``lot_gift[lane, period]``, ``in_lot_before[nation/item/expires,
period]``. The price of a balance is what one unit more, of this life, would save.
"""

from collections.abc import Sequence

import numpy as np

from jointstock.measure.arrays import Flags, Floats, Ints
from jointstock.model.flows import Flow
from jointstock.solver.program import ABSENT, Program


def add_lots(
    program: Program, axes: Sequence[Sequence[str]], may_hold: Flags, of_pair: Flow, pair: Ints, unit: Floats
) -> Ints:
    """Divide the stock of each pair among its lots.

    Args:
        program: The program that receives columns and rows.
        axes: Labels of lots, of pairs and of periods.
        may_hold: Periods at whose end a lot may be there, shape (lots, periods).
        of_pair: Stock of the pairs that are kept by lots, by pair.
        pair: Pair of each lot, shape (lots,).
        unit: Natural step of quantities, shape (lots,).

    Returns:
        Columns ``lot``, shape (lots, periods).
    """
    lots, pairs, labels = axes
    held = program.add_columns("lot", [lots, labels], where=may_hold, unit=unit[:, None])
    _add_up(program, "lot_stock", [pairs, labels], Flow.of(held).grouped(pair), of_pair)
    return held


def add_lot_use(
    program: Program, axes: Sequence[Sequence[str]], may_use: Flags, of_pair: Flow, pair: Ints, unit: Floats
) -> Ints:
    """Divide what each pair uses among its lots.

    Args:
        program: The program that receives columns and rows.
        axes: Labels of lots, of pairs and of periods.
        may_use: Periods in which a lot may be used, shape (lots, periods).
        of_pair: Use of the pairs that are kept by lots, by pair.
        pair: Pair of each lot, shape (lots,).
        unit: Natural step of quantities, shape (lots,).

    Returns:
        Columns ``lot_used``, shape (lots, periods).
    """
    lots, pairs, labels = axes
    used = program.add_columns("lot_used", [lots, labels], where=may_use, unit=unit[:, None])
    _add_up(program, "lot_use", [pairs, labels], Flow.of(used).grouped(pair), of_pair)
    return used


def add_lot_gifts(
    program: Program,
    axes: Sequence[Sequence[str]],
    may_send: Flags,
    of_lane: Flow,
    way: tuple[Ints, Ints],
    held: tuple[Ints, Floats],
    unit: Floats,
) -> Ints:
    """Divide what is sent along each lane among the lots of its donor.

    Args:
        program: The program that receives columns and rows.
        axes: Labels of ways (lane and lot), of lanes, of lots and of periods.
        may_send: Periods in which a lot may be sent along a lane, shape (ways, periods).
        of_lane: What is sent by donors that are kept by lots, by lane.
        way: Lane and lot of each way, shape (ways,).
        held: Columns ``lot``, shape (lots, periods), and units before the first month.
        unit: Natural step of quantities, shape (ways,).

    Returns:
        Columns ``lot_given``, shape (ways, periods).
    """
    ways, lanes, lots, labels = axes
    lane, lot = way
    stock, opening = held
    given = program.add_columns("lot_given", [ways, labels], where=may_send, unit=unit[:, None])
    _add_up(program, "lot_gift", [lanes, labels], Flow.of(given).grouped(lane), of_lane)
    sent = Flow.of(given).grouped(lot)
    gives = np.zeros(stock.shape, dtype=np.bool_)
    gives[sent.owner, sent.period] = True
    before = Flow.of(np.where(gives, _before(stock), ABSENT)).entries(len(labels), -1.0)
    right = np.zeros(stock.shape)
    right[:, :1] = opening[:, None]
    program.add_sums("in_lot_before", [lots, labels], [sent.entries(len(labels)), before], "<=", right)
    return given


def add_lot_balance(
    program: Program,
    axes: Sequence[Sequence[str]],
    held: Ints,
    arriving: Flow,
    leaving: Flow,
    opening: Floats,
    outside: Floats,
) -> Ints:
    """Tie each lot to the period before, until it expires.

    Args:
        program: The program that receives the rows.
        axes: Labels of lots and periods.
        held: Columns ``lot``, shape (lots, periods).
        arriving: Delivered, received and extended, by lot.
        leaving: Used, sent and extended, by lot.
        opening: Units before the first month, shape (lots,).
        outside: Units that arrive from outside the lines, shape (lots, periods).

    Returns:
        Rows ``lot_balance``, shape (lots, periods); absent where the lot cannot be there.
    """
    periods = held.shape[1]
    alive = held != ABSENT
    right = outside * alive
    right[:, :1] += opening[:, None] * alive[:, :1]
    return program.add_sums(
        "lot_balance",
        axes,
        [
            Flow.of(held).entries(periods),
            Flow.of(np.where(alive, _before(held), ABSENT)).entries(periods, -1.0),
            _while_there(arriving, held).entries(periods, -1.0),
            _while_there(leaving, held).entries(periods),
        ],
        "=",
        right,
    )


def _while_there(flow: Flow, held: Ints) -> Flow:
    """Entries of periods in which the lot is there; what arrives after it has expired expires at once."""
    inside = flow.inside(held.shape[1])
    alive = held[inside.owner, inside.period] != ABSENT
    return Flow(inside.owner[alive], inside.period[alive], inside.column[alive], inside.coefficient[alive])


def _add_up(program: Program, name: str, axes: Sequence[Sequence[str]], parts: Flow, whole: Flow) -> None:
    """Rows: the parts add up to the whole, wherever there is a whole."""
    periods = len(axes[1])
    program.add_sums(name, axes, [parts.entries(periods), whole.entries(periods, -1.0)], "=", 0.0)


def _before(columns: Ints) -> Ints:
    """Columns of the period before; absent for the first."""
    before = np.full_like(columns, ABSENT)
    before[:, 1:] = columns[:, :-1]
    return before
