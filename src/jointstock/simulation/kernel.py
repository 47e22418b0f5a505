"""The replay compiled: scenario by scenario, in the arithmetic of :mod:`jointstock.simulation.reference`.

Loops stand here where arrays stand elsewhere, since numba makes machine code of them. A scenario touches no
other, so that any cut into batches and any number of threads gives the same bits.
"""

from typing import NamedTuple, TypeVar

import numpy as np

from jointstock.measure.arrays import Floats
from jointstock.simulation.compiled import compiled
from jointstock.simulation.network import Aims, Draws, Holding, Industry, Network, Outcome

Part = TypeVar("Part", Industry, Holding)


class _State(NamedTuple):
    """Where one scenario stands, and room for sums.

    Attributes:
        done, want: Starts, and starts wanted this month, shape (processes,).
        pools, asked: Level, and what is asked of it, then the share that is given, shape (pools,).
        coming: What is finished in each month, shape (months + 1, lines).
        finished, line_room: Finished units not delivered, and sums, shape (lines,).
        delivered: Shape (ways,).
        stock, stock_room: Level, and sums, shape (stocks,).
        sent: Shape (gifts,).
        moving: What arrives in each month, shape (months + 1, stocks).
    """

    done: Floats
    want: Floats
    pools: Floats
    asked: Floats
    coming: Floats
    finished: Floats
    line_room: Floats
    delivered: Floats
    stock: Floats
    stock_room: Floats
    sent: Floats
    moving: Floats


def replay_fast(network: Network, draws: Draws, *, keep: bool = False) -> Outcome:
    """Replay a plan in every scenario; the same as :func:`jointstock.simulation.reference.replay`."""
    scenarios, (targets, periods) = len(draws.good), network.aims.target.shape
    outcome = Outcome(
        np.zeros((scenarios, targets, periods)),
        np.zeros((scenarios, len(network.holding.unserved))),
        np.zeros((scenarios if keep else 0, len(network.holding.opening), periods)),
    )
    industry, holding = _by_month(network.industry), _by_month(network.holding)
    _replay(industry, holding, network.aims, draws, outcome)
    return outcome


def _by_month(part: Part) -> Part:
    """The arrays by month with the month first, so that what a month needs lies together."""
    turned = {name: np.ascontiguousarray(getattr(part, name).T) for name in part._fields}
    return part._replace(**turned)


@compiled
def _replay(industry: Industry, holding: Holding, aims: Aims, draws: Draws, outcome: Outcome) -> None:
    """Replay scenario by scenario."""
    months, lines, stocks = len(holding.outside), len(industry.good), len(holding.opening)
    processes, pools = len(industry.line), len(industry.pooled)
    state = _State(
        np.zeros(processes),
        np.zeros(processes),
        np.zeros(pools),
        np.zeros(pools),
        np.zeros((months + 1, lines)),
        np.zeros(lines),
        np.zeros(lines),
        np.zeros(len(holding.maker)),
        np.zeros(stocks),
        np.zeros(stocks),
        np.zeros(len(holding.donor)),
        np.zeros((months + 1, stocks)),
    )
    for scenario in range(len(draws.good)):
        _begin(industry, holding, state)
        period = 0
        for month in range(months):
            _want(industry, draws, state, scenario, month)
            _make(industry, draws, state, scenario, month)
            _deliver(industry, holding, state, month)
            _give(holding, state, month)
            _use(holding, draws, state, scenario, month, outcome.unmet)
            if month == aims.ends[period]:
                _measure(aims, state, outcome, scenario, period)
                period += 1


@compiled
def _share(there: float, wanted: float) -> float:
    """Share of what is wanted that is there, at most 1."""
    there = max(there, 0.0)
    return 1.0 if wanted <= there else there / wanted


@compiled
def _begin(industry: Industry, holding: Holding, state: _State) -> None:
    """The state before the first month."""
    for month in range(len(state.coming)):
        for line in range(len(state.finished)):
            state.coming[month, line] = 0.0
        for stock in range(len(state.stock)):
            state.moving[month, stock] = 0.0
    for process in range(len(state.done)):
        state.done[process] = 0.0
    for pool in range(len(state.pools)):
        state.pools[pool] = industry.pooled[pool]
    for line in range(len(state.finished)):
        state.finished[line] = industry.finished[line]
    for way in range(len(state.delivered)):
        state.delivered[way] = 0.0
    for gift in range(len(state.sent)):
        state.sent[gift] = 0.0
    for stock in range(len(state.stock)):
        state.stock[stock] = holding.opening[stock]


@compiled
def _want(industry: Industry, draws: Draws, state: _State, scenario: int, month: int) -> None:
    """Starts wanted, cut by the capacity that outages leave; what they ask of the pools."""
    together = state.line_room
    for place in range(len(together)):
        together[place] = 0.0
    for process in range(len(industry.line)):
        want = max(industry.starts[month, process] - state.done[process], 0.0)
        state.want[process] = want
        together[industry.line[process]] += want
    for line in range(len(industry.good)):
        capacity = industry.capacity[month, line]
        for entry in range(draws.struck[line], draws.struck[line + 1]):
            capacity *= 1.0 - draws.lost[scenario, draws.outage[entry], month]
        total = together[line]
        together[line] = _share(capacity, total)
    for pool in range(len(state.asked)):
        state.asked[pool] = 0.0
    for process in range(len(industry.line)):
        state.want[process] *= together[industry.line[process]]
        for entry in range(industry.parts[process], industry.parts[process + 1]):
            state.asked[industry.pool[entry]] += state.want[process] * industry.quantity[entry]


@compiled
def _make(industry: Industry, draws: Draws, state: _State, scenario: int, month: int) -> None:
    """Start what components allow, tier by tier; what is finished joins its pool or waits for delivery."""
    last = len(state.coming) - 1
    for line in range(len(industry.good)):
        if industry.fills[line] >= 0:
            state.pools[industry.fills[line]] += state.coming[month, line]
    for pool in range(len(state.pools)):
        state.pools[pool] -= industry.drawn[month, pool]
    for tier in range(len(industry.tiers) - 1):
        for entry in range(industry.ready_tiers[tier], industry.ready_tiers[tier + 1]):
            pool = industry.ready[entry]
            spare, asked = state.pools[pool] - industry.pool_floor[month, pool], state.asked[pool]
            state.asked[pool] = _share(spare, asked)
        for place in range(industry.tiers[tier], industry.tiers[tier + 1]):
            process = industry.order[place]
            share = 1.0
            for entry in range(industry.parts[process], industry.parts[process + 1]):
                share = min(share, state.asked[industry.pool[entry]])
            begun = state.want[process] * share
            if begun <= 0.0:
                continue
            state.done[process] += begun
            for entry in range(industry.parts[process], industry.parts[process + 1]):
                state.pools[industry.pool[entry]] -= begun * industry.quantity[entry]
            line = industry.line[process]
            good = begun * industry.good[line] * min(draws.good[scenario, line], 1.0 / industry.good[line])
            late = draws.late[scenario, line]
            whole = int(late)
            part = late - whole
            before = state.coming[month, line]
            for entry in range(industry.leads[line], industry.leads[line + 1]):
                first = min(month + industry.lag[entry] + whole, last)
                share = good * industry.share[entry]
                state.coming[first, line] += share * (1.0 - part)
                state.coming[min(first + 1, last), line] += share * part
            if industry.fills[line] >= 0:
                state.pools[industry.fills[line]] += state.coming[month, line] - before
    for line in range(len(industry.good)):
        if industry.fills[line] < 0:
            state.finished[line] += state.coming[month, line]


@compiled
def _deliver(industry: Industry, holding: Holding, state: _State, month: int) -> None:
    """Deliver what was planned to date and is not delivered yet, as far as it is finished."""
    together = state.line_room
    for place in range(len(together)):
        together[place] = 0.0
    for way in range(len(holding.maker)):
        together[holding.maker[way]] += max(holding.delivered[month, way] - state.delivered[way], 0.0)
    for line in range(len(together)):
        spare, total = state.finished[line] - industry.finished_floor[month, line], together[line]
        together[line] = _share(spare, total)
    for way in range(len(holding.maker)):
        line = holding.maker[way]
        units = max(holding.delivered[month, way] - state.delivered[way], 0.0) * together[line]
        state.delivered[way] += units
        state.finished[line] -= units
        if holding.buyer[way] >= 0:
            state.stock[holding.buyer[way]] += units


@compiled
def _give(holding: Holding, state: _State, month: int) -> None:
    """Send what was planned to date and is not sent yet, as far as stock lasts."""
    last = len(state.moving) - 1
    for stock in range(len(state.stock)):
        state.stock[stock] += holding.outside[month, stock] + state.moving[month, stock]
    if not len(holding.donor):
        return
    together = state.stock_room
    for place in range(len(together)):
        together[place] = 0.0
    for gift in range(len(holding.donor)):
        if holding.donor[gift] >= 0:
            together[holding.donor[gift]] += max(holding.sent[month, gift] - state.sent[gift], 0.0)
    for stock in range(len(together)):
        spare, total = state.stock[stock] - holding.sent_floor[month, stock], together[stock]
        together[stock] = _share(spare, total)
    for gift in range(len(holding.donor)):
        units = max(holding.sent[month, gift] - state.sent[gift], 0.0)
        donor, taker = holding.donor[gift], holding.taker[gift]
        if donor >= 0:
            units *= together[donor]
            state.stock[donor] -= units
        state.sent[gift] += units
        if taker >= 0 and holding.travel[gift]:
            state.moving[min(month + holding.travel[gift], last), taker] += units
        elif taker >= 0:
            state.stock[taker] += units


@compiled
def _use(holding: Holding, draws: Draws, state: _State, scenario: int, month: int, unmet: Floats) -> None:
    """Use as far as stock lasts, then let expire."""
    together = state.stock_room
    for place in range(len(together)):
        together[place] = 0.0
    for way in range(len(holding.server)):
        wanted = holding.served[month, way] * draws.use[scenario, holding.demand[way]]
        together[holding.server[way]] += wanted
    for stock in range(len(together)):
        spare, total = state.stock[stock] - holding.used_floor[month, stock], together[stock]
        together[stock] = _share(spare, total)
    for way in range(len(holding.server)):
        demand, stock = holding.demand[way], holding.server[way]
        wanted = holding.served[month, way] * draws.use[scenario, demand]
        used = wanted * together[stock]
        state.stock[stock] -= used
        unmet[scenario, demand] += (wanted - used) * holding.ratio[way]
    for demand in range(draws.use.shape[1]):
        unmet[scenario, demand] += holding.unserved[month, demand] * draws.use[scenario, demand]
    for stock in range(len(state.stock)):
        state.stock[stock] -= max(state.stock[stock], 0.0) * holding.expiring[month, stock]


@compiled
def _measure(aims: Aims, state: _State, outcome: Outcome, scenario: int, period: int) -> None:
    """Shortfalls at the end of a period."""
    for need in range(len(aims.target)):
        outcome.shortfall[scenario, need, period] = aims.target[need, period]
    for way in range(len(aims.stock)):
        held = max(state.stock[aims.stock[way]], 0.0) * aims.counts[way, period]
        outcome.shortfall[scenario, aims.need[way], period] -= held
    for need in range(len(aims.target)):
        left = max(outcome.shortfall[scenario, need, period], 0.0)
        outcome.shortfall[scenario, need, period] = left
    if len(outcome.stock):
        for stock in range(len(state.stock)):
            outcome.stock[scenario, stock, period] = state.stock[stock]
