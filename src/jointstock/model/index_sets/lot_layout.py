"""Which lots can arise: for each pair the periods in which its stock may expire, and from when on.

A lot is the stock of a pair that expires in one period. It can be there from the first period in
which something arrives that expires then: opening stock, deliveries, what is extended, and what
lanes bring. Nothing else gets a column.
"""

from dataclasses import dataclass

import numpy as np

from jointstock.measure.arrays import Flags, Floats, Ints
from jointstock.model.index_sets.expiry import LATER, Shelves
from jointstock.model.index_sets.holders import Lanes


@dataclass(frozen=True)
class Layout:
    """Lots of the pairs that are kept so, by pair and period of expiry.

    Attributes:
        pair: Pair of each lot, shape (lots,).
        expires: Period of expiry, shape (lots,).
        opening: Units before the first month, shape (lots,).
        may_hold: Periods at whose end it may be there, shape (lots, periods).
        may_send: Periods in which it may be there to be sent, shape (lots, periods).
        place: Lot of each pair and period of expiry, -1 for none, shape (pairs, periods + 1).
        lane, lane_lot: Lane and donor's lot of each way to send a lot, shape (ways,).
    """

    pair: Ints
    expires: Ints
    opening: Floats
    may_hold: Flags
    may_send: Flags
    place: Ints
    lane: Ints
    lane_lot: Ints

    def labels(self, pairs: list[str], periods: tuple[str, ...]) -> list[str]:
        """Names such as ``EE/shell/2024-05``."""
        ends = [*periods, LATER]
        return [f"{pairs[pair]}/{ends[end]}" for pair, end in zip(self.pair, self.expires, strict=True)]


def lay_out(shelves: Shelves, arrives: Flags, lanes: Lanes) -> Layout:
    """Find which lots can arise.

    Args:
        shelves: How long stock lasts.
        arrives: Periods in which something may arrive from orders, shape (pairs, periods).
        lanes: Ways to give.
    """
    periods = arrives.shape[1]
    first = _first_held(shelves, arrives, lanes)
    pair, expires = np.nonzero(first < np.minimum(np.arange(periods + 1), periods))
    opening = shelves.opening[pair, expires]
    since = first[pair, expires][:, None]
    place = np.full(first.shape, -1, dtype=np.int64)
    place[pair, expires] = np.arange(len(pair))
    alive = np.arange(periods) < expires[:, None]
    sent_from = np.where(opening[:, None] > 0, 0, since + 1)
    lane, lane_lot = _ways(pair.astype(np.int64), lanes.donor, len(first))
    return Layout(
        pair.astype(np.int64),
        expires.astype(np.int64),
        opening,
        alive & (np.arange(periods) >= since),
        alive & (np.arange(periods) >= sent_from),
        place,
        lane,
        lane_lot,
    )


def _ways(pair: Ints, donor: Ints, pairs: int) -> tuple[Ints, Ints]:
    """Each lane with each lot of its donor: lane, lot."""
    counts = np.bincount(pair, minlength=pairs)
    begin = np.cumsum(counts) - counts
    lane = np.repeat(np.arange(len(donor)), counts[donor])
    offset = np.arange(len(lane)) - np.repeat(np.cumsum(counts[donor]) - counts[donor], counts[donor])
    return lane.astype(np.int64), (begin[donor][lane] + offset).astype(np.int64)


def _first_held(shelves: Shelves, arrives: Flags, lanes: Lanes) -> Ints:
    """First period at whose end each lot may be there, periods for never; (pairs, periods + 1)."""
    periods = arrives.shape[1]
    first: Ints = np.full((len(arrives), periods + 1), periods, dtype=np.int64)
    first[shelves.opening > 0] = 0
    lands = arrives[:, :, None] & (shelves.landing[shelves.life] > 0)
    first = np.minimum(first, np.where(lands.any(axis=1), lands.argmax(axis=1), periods))
    first[~shelves.kept] = periods
    gives, takes = _by_lane(lanes, periods)
    before = np.full_like(first, -1)
    while (first != before).any():
        before = first.copy()
        _extend(first, shelves)
        _send(first, shelves, lanes, gives, takes)
    return first


def _extend(first: Ints, shelves: Shelves) -> None:
    """Lots that come from extending others."""
    pair, end = np.nonzero(shelves.extended_to >= 0)
    there = first[pair, end] < end
    pair, end = pair[there], end[there]
    np.minimum.at(first, (pair, shelves.extended_to[pair, end]), end - 1)


def _send(first: Ints, shelves: Shelves, lanes: Lanes, gives: Ints, takes: Ints) -> None:
    """Lots that come along lanes from other pairs."""
    periods = first.shape[1] - 1
    ends = np.minimum(np.arange(periods + 1), periods)
    since = np.where(shelves.opening > 0, 0, first + 1)
    # Stock that is not kept by lots may be sent at any time, and expires later.
    since[~shelves.kept] = np.where(np.arange(periods + 1) == periods, 0, periods)
    lane = np.arange(len(lanes.donor))[:, None]
    sent = gives[lane, np.minimum(since[lanes.donor], periods)]
    received = np.where(sent < ends, takes[lane, sent], periods)
    received = np.where(shelves.kept[lanes.recipient][:, None], received, periods)
    np.minimum.at(first, lanes.recipient, np.where(received < ends, received, periods))


def _by_lane(lanes: Lanes, periods: int) -> tuple[Ints, Ints]:
    """First open period from each on, and first arrival of what is sent in each; (lanes, periods + 1)."""
    none = np.full((len(lanes.donor), 1), periods)
    numbers = np.where(lanes.may_send, np.arange(periods), periods)
    opens = np.minimum.accumulate(numbers[:, ::-1], axis=1)[:, ::-1]
    earliest: Ints = (lanes.landing > 0).argmax(axis=2).astype(np.int64)
    lands = earliest[lanes.travel]
    return np.concatenate([opens, none], axis=1), np.concatenate([lands, none], axis=1)
