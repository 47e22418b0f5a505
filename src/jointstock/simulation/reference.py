"""The replay in NumPy: all scenarios at once, month after month.

The reference for :mod:`jointstock.simulation.kernel`, and what runs where numba is not installed. The rules
stand in docs/explanation/chance.md.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from jointstock.measure.arrays import Floats, Ints
from jointstock.simulation.network import Draws, Network, Outcome


@dataclass
class _State:
    """Where the scenarios stand; the first axis of all arrays is the scenario.

    Attributes:
        free: Whether nothing is cut; the levels are then the plan's own.
        done, pools, coming, finished: Industry; `coming` by line and month.
        delivered, stock, sent, moving: Holders; `moving` by stock and month.
    """

    free: bool
    done: Floats
    pools: Floats
    coming: Floats
    finished: Floats
    delivered: Floats
    stock: Floats
    sent: Floats
    moving: Floats


def replay(network: Network, draws: Draws, *, keep: bool = False) -> Outcome:
    """Replay a plan in every scenario.

    Args:
        network: The plan.
        draws: What happens.
        keep: Whether stocks at the ends of periods are kept, too.
    """
    aims, holding = network.aims, network.holding
    shape = (len(draws.good), len(aims.target), len(aims.ends))
    shortfall, unmet = np.zeros(shape), np.zeros((shape[0], len(holding.unserved)))
    stocks = np.zeros((shape[0] if keep else 0, len(holding.opening), shape[2]))
    period = 0
    for month, (stock, missing) in enumerate(by_month(network, draws)):
        unmet += missing
        if month == aims.ends[period]:
            covered = np.zeros(shape[:2])
            held = np.maximum(stock[:, aims.stock], 0.0) * aims.counts[:, period]
            np.add.at(covered.T, aims.need, held.T)
            shortfall[:, :, period] = np.maximum(aims.target[:, period] - covered, 0.0)
            if keep:
                stocks[:, :, period] = stock
            period += 1
    return Outcome(shortfall, unmet, stocks)


def by_month(network: Network, draws: Draws) -> Iterator[tuple[Floats, Floats]]:
    """Replay month after month.

    Args:
        network: The plan.
        draws: What happens.

    Yields:
        Stock at the end of each month, shape (scenarios, stocks), which the next month overwrites; and use
        unmet in it, demand units, shape (scenarios, demands).
    """
    state = _begin(network, len(draws.good), free=False)
    for month in range(network.holding.outside.shape[1]):
        _make(network, draws, state, month)
        _deliver(network, state, month)
        _give(network, state, month)
        missing = _use(network, draws, state, month)
        yield state.stock, missing


def with_floors(network: Network, draws: Draws) -> Network:
    """Let every level fall as far as the plan's own does inside a period, and no further.

    Args:
        network: A plan whose floors are not known yet.
        draws: One scenario in which all is as planned.
    """
    state = _begin(network, 1, free=True)
    holding, industry = network.holding, network.industry
    floors = [np.zeros_like(part) for part in (industry.pool_floor, industry.finished_floor)]
    sent, used, expiring = (np.zeros_like(holding.sent_floor) for _ in range(3))
    for month in range(holding.outside.shape[1]):
        _make(network, draws, state, month)
        floors[0][:, month] = np.minimum(state.pools[0], 0.0)
        _deliver(network, state, month)
        floors[1][:, month] = np.minimum(state.finished[0], 0.0)
        sent[:, month] = np.minimum(_give(network, state, month)[0], 0.0)
        _use(network, draws, state, month)
        used[:, month] = np.minimum(state.stock[0], 0.0)
        gone, left = holding.expiring[:, month], state.stock[0]
        expiring[:, month] = np.where(gone > 0, np.minimum(gone / np.maximum(left, 1e-300), 1.0), 0.0)
        state.stock -= np.minimum(gone, np.maximum(left, 0.0))
    return network._replace(
        industry=industry._replace(pool_floor=floors[0], finished_floor=floors[1]),
        holding=holding._replace(sent_floor=sent, used_floor=used, expiring=expiring),
    )


def _begin(network: Network, scenarios: int, *, free: bool) -> _State:
    """The state before the first month."""
    industry, holding = network.industry, network.holding
    months = holding.outside.shape[1]
    return _State(
        free,
        np.zeros((scenarios, len(industry.line))),
        np.repeat(industry.pooled[None, :], scenarios, axis=0),
        np.zeros((scenarios, len(industry.good), months + 1)),
        np.repeat(industry.finished[None, :], scenarios, axis=0),
        np.zeros((scenarios, len(holding.maker))),
        np.repeat(holding.opening[None, :], scenarios, axis=0),
        np.zeros((scenarios, len(holding.donor))),
        np.zeros((scenarios, len(holding.opening), months + 1)),
    )


def _make(network: Network, draws: Draws, state: _State, month: int) -> None:
    """Start what capacity and components allow; what is finished joins its pool or waits for delivery."""
    industry = network.industry
    want = np.maximum(industry.starts[:, month] - state.done, 0.0)
    open_share = np.ones_like(state.finished)
    struck = np.repeat(np.arange(len(industry.good)), np.diff(draws.struck))
    np.multiply.at(open_share.T, struck, (1.0 - draws.lost[:, draws.outage, month]).T)
    together = _summed(want, industry.line, len(industry.good))
    want *= _fraction(industry.capacity[:, month] * open_share, together, state)[:, industry.line]
    user = np.repeat(np.arange(len(industry.line)), np.diff(industry.parts))
    asked = _summed(want[:, user] * industry.quantity, industry.pool, len(industry.pooled))
    fills = np.flatnonzero(industry.fills >= 0)
    joins = industry.fills[fills]
    np.add.at(state.pools.T, joins, state.coming[:, fills, month].T)
    state.pools -= industry.drawn[:, month]
    given = np.ones_like(state.pools)
    for tier in range(len(industry.tiers) - 1):
        ready = industry.ready[industry.ready_tiers[tier] : industry.ready_tiers[tier + 1]]
        spare = state.pools[:, ready] - industry.pool_floor[ready, month]
        given[:, ready] = _fraction(spare, asked[:, ready], state)
        for process in industry.order[industry.tiers[tier] : industry.tiers[tier + 1]]:
            line = industry.line[process]
            parts = slice(industry.parts[process], industry.parts[process + 1])
            pools = industry.pool[parts]
            begun = want[:, process] * given[:, pools].min(axis=1, initial=1.0)
            state.done[:, process] += begun
            np.subtract.at(state.pools.T, pools, (begun[:, None] * industry.quantity[parts]).T)
            at_once = _finish(network, draws, state, begun * industry.good[line], (int(line), month))
            if industry.fills[line] >= 0:
                state.pools[:, industry.fills[line]] += at_once
    state.finished += np.where(industry.fills < 0, state.coming[:, :, month], 0.0)


def _finish(network: Network, draws: Draws, state: _State, good: Floats, place: tuple[int, int]) -> Floats:
    """Spread good units over the months in which they are finished; those of this month are returned."""
    industry, (line, month) = network.industry, place
    last = state.coming.shape[2] - 1
    good = good * np.minimum(draws.good[:, line], 1.0 / industry.good[line])
    whole = np.floor(draws.late[:, line])
    part = draws.late[:, line] - whole
    before = state.coming[:, line, month].copy()
    scenarios = np.arange(len(good))
    for entry in range(industry.leads[line], industry.leads[line + 1]):
        first = np.minimum(month + industry.lag[entry] + whole, last).astype(np.int64)
        share = good * industry.share[entry]
        state.coming[scenarios, line, first] += share * (1.0 - part)
        state.coming[scenarios, line, np.minimum(first + 1, last)] += share * part
    return np.asarray(state.coming[:, line, month] - before)


def _deliver(network: Network, state: _State, month: int) -> None:
    """Deliver what was planned to date and is not delivered yet, as far as it is finished."""
    industry, holding = network.industry, network.holding
    want = np.maximum(holding.delivered[:, month] - state.delivered, 0.0)
    spare = state.finished - industry.finished_floor[:, month]
    want *= _fraction(spare, _summed(want, holding.maker, len(industry.good)), state)[:, holding.maker]
    state.delivered += want
    np.subtract.at(state.finished.T, holding.maker, want.T)
    known = holding.buyer >= 0
    np.add.at(state.stock.T, holding.buyer[known], want[:, known].T)


def _give(network: Network, state: _State, month: int) -> Floats:
    """Send what is due and not sent yet, as far as stock lasts; returns stock after it, before arrivals."""
    holding = network.holding
    last = state.moving.shape[2] - 1
    state.stock += holding.outside[:, month] + state.moving[:, :, month]
    want = np.maximum(holding.sent[:, month] - state.sent, 0.0)
    known = np.flatnonzero(holding.donor >= 0)
    donor = holding.donor[known]
    spare = state.stock - holding.sent_floor[:, month]
    part = _fraction(spare, _summed(want[:, known], donor, len(holding.opening)), state)
    want[:, known] *= part[:, donor]
    state.sent += want
    np.subtract.at(state.stock.T, donor, want[:, known].T)
    left = state.stock.copy()
    for gift in np.flatnonzero(holding.taker >= 0):
        if holding.travel[gift]:
            arrives = min(month + int(holding.travel[gift]), last)
            state.moving[:, holding.taker[gift], arrives] += want[:, gift]
        else:
            state.stock[:, holding.taker[gift]] += want[:, gift]
    return left


def _use(network: Network, draws: Draws, state: _State, month: int) -> Floats:
    """Use as far as stock lasts, then let expire; returns use unmet, shape (scenarios, demands)."""
    holding = network.holding
    want = holding.served[:, month] * draws.use[:, holding.demand]
    spare = state.stock - holding.used_floor[:, month]
    part = _fraction(spare, _summed(want, holding.server, len(holding.opening)), state)
    used = want * part[:, holding.server]
    np.subtract.at(state.stock.T, holding.server, used.T)
    if not state.free:
        state.stock -= np.maximum(state.stock, 0.0) * holding.expiring[:, month]
    missing = _summed((want - used) * holding.ratio, holding.demand, len(holding.unserved))
    return missing + holding.unserved[:, month] * draws.use


def _summed(values: Floats, key: Ints, count: int) -> Floats:
    """Sums of columns by key, shape (scenarios, count)."""
    sums = np.zeros((len(values), count))
    np.add.at(sums.T, key, values.T)
    return sums


def _fraction(there: Floats, wanted: Floats, state: _State) -> Floats:
    """Share of what is wanted that is there, at most 1."""
    if state.free:
        return np.ones_like(wanted)
    there = np.maximum(there, 0.0)
    enough = wanted <= there
    return np.where(enough, 1.0, there / np.where(enough, 1.0, wanted))
