"""Ageing: stock that expires, kept by lots, and what extends its life."""

from dataclasses import dataclass

import numpy as np

from jointstock.measure.arrays import Floats, Ints
from jointstock.model.blocks.life_extension import add_life_extension
from jointstock.model.blocks.lots import add_lot_balance, add_lot_gifts, add_lot_use, add_lots
from jointstock.model.flows import Flow
from jointstock.model.index_sets.expiry import Shelves
from jointstock.model.index_sets.lot_layout import Layout, lay_out
from jointstock.model.index_sets.sets import Sets
from jointstock.solver.program import ABSENT, Program


@dataclass(frozen=True)
class Ageing:
    """Columns of stock kept by lots.

    Attributes:
        layout: The lots.
        held, used: Shape (lots, periods).
        given: Shape (ways, periods), a way being a lane and a lot of its donor.
        extended: Of what expires in the period that follows, shape (pairs, periods).
    """

    layout: Layout
    held: Ints
    used: Ints
    given: Ints
    extended: Ints


def add_ageing(
    program: Program, sets: Sets, stock: Ints, given: Ints, used: Flow, arrivals: tuple[Flow, Floats]
) -> Ageing:
    """Keep the stock of pairs by lots where something of it can expire.

    Args:
        program: Program to add to.
        sets: Index sets of a case.
        stock: Columns of stock, shape (pairs, periods).
        given: Columns of what is sent, shape (lanes, periods).
        used: What is used, by pair.
        arrivals: What orders deliver, by pair, and what arrives from outside the lines.
    """
    delivered, outside = arrivals
    shelves, pairs, periods = sets.shelves, sets.pairs, sets.calendar.labels
    comes = outside > 0
    comes[delivered.owner, delivered.period] = True
    layout = lay_out(shelves, comes, sets.lanes)
    kept = np.where(shelves.kept, np.arange(len(shelves.kept)), -1)
    labels, unit = layout.labels(pairs.labels, periods), pairs.unit[layout.pair]
    axes = [labels, pairs.labels, periods]
    held = add_lots(program, axes, layout.may_hold, Flow.of(stock).grouped(kept), layout.pair, unit)
    of_pair = used.grouped(kept)
    wanted = np.zeros(stock.shape, dtype=np.bool_)
    wanted[of_pair.owner, of_pair.period] = True
    drawn = add_lot_use(program, axes, layout.may_hold & wanted[layout.pair], of_pair, layout.pair, unit)
    sent = _gifts(program, sets, layout, given, held)
    may_extend = _may_extend(shelves, layout)
    extended = add_life_extension(
        program, [pairs.labels, periods], may_extend, shelves.extension_most, pairs.unit
    )
    ageing = Ageing(layout, held, drawn, sent, extended)
    add_lot_balance(
        program,
        [labels, periods],
        held,
        to_lots(delivered_by_expiry(shelves, delivered), layout).plus(
            to_lots(received_by_expiry(sets, ageing, given), layout), moved_in(shelves, ageing)
        ),
        Flow.of(drawn).plus(Flow.of(sent).grouped(layout.lane_lot), moved_out(ageing)),
        layout.opening,
        outside[layout.pair] * shelves.landing[shelves.life[layout.pair], :, layout.expires],
    )
    return ageing


def delivered_by_expiry(shelves: Shelves, delivered: Flow) -> Flow:
    """What orders deliver; the owner is pair * (periods + 1) + period of expiry.

    Args:
        shelves: How long stock lasts.
        delivered: What orders deliver inside the horizon, by pair.
    """
    periods = shelves.landing.shape[1]
    cell = Flow(
        delivered.owner * periods + delivered.period,
        delivered.period,
        delivered.column,
        delivered.coefficient,
    )
    spread = cell.landed(shelves.landing, np.repeat(shelves.life, periods))
    pair, period = spread.owner // periods, spread.owner % periods
    return Flow(pair * (periods + 1) + spread.period, period, spread.column, spread.coefficient)


def received_by_expiry(sets: Sets, ageing: Ageing, given: Ints) -> Flow:
    """What pairs kept by lots receive; the owner is pair * (periods + 1) + period of expiry.

    Args:
        sets: Index sets of a case.
        ageing: Columns of lots.
        given: Columns of what is sent, shape (lanes, periods).
    """
    lanes, layout, kept = sets.lanes, ageing.layout, sets.shelves.kept
    ends = sets.calendar.periods + 1
    by_lot = Flow.of(ageing.given).landed(lanes.landing, lanes.travel[layout.lane])
    way = lanes.recipient[layout.lane] * ends + layout.expires[layout.lane_lot]
    # Of a donor that is not kept by lots, all that is sent expires later.
    plain = np.where(kept[lanes.recipient] & ~kept[lanes.donor], lanes.recipient * ends + ends - 1, -1)
    whole = Flow.of(given).landed(lanes.landing, lanes.travel)
    return by_lot.grouped(way).plus(whole.grouped(plain))


def moved_out(ageing: Ageing) -> Flow:
    """What is extended, by the lot that it leaves."""
    return _moved(ageing.extended, ageing.layout.place[:, 1:])


def moved_in(shelves: Shelves, ageing: Ageing) -> Flow:
    """What is extended, by the lot that it joins."""
    place, target = ageing.layout.place, shelves.extended_to
    joined = np.take_along_axis(place, np.maximum(target, 0), axis=1)
    return _moved(ageing.extended, np.append(joined, np.full((len(place), 1), -1), axis=1)[:, 1:])


def to_lots(flow: Flow, layout: Layout) -> Flow:
    """A flow by pair * (periods + 1) + period of expiry as one by lot; what has none is left out."""
    return flow.grouped(layout.place.ravel())


def _moved(extended: Ints, lot: Ints) -> Flow:
    """Extensions by a lot of each pair and period, shape (pairs, periods)."""
    pair, period = np.nonzero(extended != ABSENT)
    return Flow(lot[pair, period], period, extended[pair, period], np.ones(len(pair)))


def _may_extend(shelves: Shelves, layout: Layout) -> "np.ndarray[tuple[int, int], np.dtype[np.bool_]]":
    """Periods in which there may be stock that expires in the one that follows, and may be extended."""
    pairs, periods = shelves.extended_to.shape
    may = np.zeros((pairs, periods), dtype=np.bool_)
    lot = layout.place[:, 1:]
    pair, period = np.nonzero((lot >= 0) & (np.arange(periods) < periods - 1))
    may[pair, period] = layout.may_hold[lot[pair, period], period]
    may[:, :-1] &= shelves.extended_to[:, 1:] >= 0
    return may


def _gifts(program: Program, sets: Sets, layout: Layout, given: Ints, held: Ints) -> Ints:
    """What is sent, by lot."""
    lanes, pairs, periods = sets.lanes, sets.pairs, sets.calendar.labels
    lane, lot = layout.lane, layout.lane_lot
    labels = layout.labels(pairs.labels, periods)
    ways = [
        f"{lanes.labels[road]}/{labels[part].rpartition('/')[2]}"
        for road, part in zip(lane, lot, strict=True)
    ]
    from_lots = np.where(sets.shelves.kept[lanes.donor], np.arange(len(lanes.donor)), -1)
    return add_lot_gifts(
        program,
        [ways, lanes.labels, labels, periods],
        lanes.may_send[lane] & layout.may_send[lot],
        Flow.of(given).grouped(from_lots),
        (lane, lot),
        (held, layout.opening),
        pairs.unit[layout.pair[lot]],
    )
