"""The replay compiled, in the arithmetic of :mod:`jointstock.simulation.reference`.

Scenarios are worked on in groups of :data:`jointstock.simulation.outages.WIDE`, the scenario last in every
array of the state, so that what the plan asks is looked up once for all of them and the processor computes
several at a time. A scenario touches no other, and each is computed as it would be alone: any cut in batches
and any number of threads gives the same bits. What nobody wants, and rows that add nothing, are passed over.
"""

from typing import TypeVar

import numpy as np

from jointstock.simulation.compiled import compiled
from jointstock.simulation.network import Aims, Draws, Holding, Industry, Network, Outcome
from jointstock.simulation.outages import QUARTER, WIDE, Outages, draw_quarter, group
from jointstock.simulation.philox import Words
from jointstock.simulation.state import (
    State,
    add,
    add_month,
    fill,
    find_due,
    new_state,
    share_of,
    sum_up,
    take,
)

Part = TypeVar("Part", Industry, Holding)
# More months of delay between scenarios of a group than this are gone through one scenario at a time.
_NEAR = 4


def replay_fast(network: Network, draws: Draws, *, keep: bool = False) -> Outcome:
    """Replay a plan in every scenario; the same as :func:`jointstock.simulation.reference.replay`."""
    nobody = np.zeros(0, dtype=np.uint64)
    none = Outages(nobody, nobody, nobody, nobody, np.zeros((0, 3)))
    numbers = np.arange(len(draws.good), dtype=np.uint64)
    return replay_turned(by_month(network), draws, none, numbers, keep=keep)


def by_month(network: Network) -> Network:
    """The arrays by month with the month first, so that what a month needs lies together."""
    return network._replace(industry=_turned(network.industry), holding=_turned(network.holding))


def replay_turned(
    network: Network, draws: Draws, outages: Outages, numbers: Words, *, keep: bool = False
) -> Outcome:
    """Replay a plan in every scenario, drawing outages on the way where the draws have none.

    Args:
        network: The plan, turned by :func:`by_month`.
        draws: What happens, with what is lost in each scenario, or in none.
        outages: Outages to draw where the draws have none.
        numbers: Numbers of the scenarios.
        keep: Whether stocks at the ends of periods are kept, too.
    """
    scenarios, (targets, periods) = len(draws.good), network.aims.target.shape
    outcome = Outcome(
        np.zeros((scenarios, targets, periods)),
        np.zeros((scenarios, len(network.holding.unserved.T))),
        np.zeros((scenarios if keep else 0, len(network.holding.opening), periods)),
    )
    # Later than the last month of the plan nobody sees what arrives.
    months, lag = len(network.holding.outside), int(network.industry.lag.max(initial=0))
    most = int(min(draws.late.max(initial=0.0), months))
    coming = min(lag + most + 2, months + 1)
    moving = min(int(network.holding.travel.max(initial=0)) + 1, months + 1)
    _replay(
        network.industry, network.holding, network.aims, draws, outages, numbers, outcome, (coming, moving)
    )
    return outcome


def _turned(part: Part) -> Part:
    """The arrays of a part, turned."""
    return part._replace(**{name: np.ascontiguousarray(getattr(part, name).T) for name in part._fields})


@compiled
def _replay(
    industry: Industry,
    holding: Holding,
    aims: Aims,
    draws: Draws,
    outages: Outages,
    numbers: Words,
    outcome: Outcome,
    ahead: tuple[int, int],
) -> None:
    """Replay group by group."""
    months, demands = len(holding.outside), draws.use.shape[1]
    state = new_state(industry, holding, aims, draws, ahead)
    given = len(draws.lost) > 0
    for first in range(0, len(draws.good), WIDE):
        _begin(industry, holding, draws, state, first)
        group(numbers, first, state.numbers, state.left)
        period = 0
        for month in range(months):
            if month % QUARTER == 0:
                if given:
                    _take_quarter(draws, state, first, month)
                else:
                    draw_quarter(
                        outages, state.numbers, month, state.left, state.lost, state.hit, state.flags
                    )
            _want(industry, draws, state, month)
            _make(industry, state, month, months)
            _deliver(industry, holding, state, month)
            _give(holding, state, month, months)
            _use(holding, state, month)
            if month == aims.ends[period]:
                _measure(aims, state, outcome, first, period)
                period += 1
        for side in range(min(WIDE, len(draws.good) - first)):
            for demand in range(demands):
                outcome.unmet[first + side, demand] = state.unmet[demand, side]


@compiled
def _begin(industry: Industry, holding: Holding, draws: Draws, state: State, first: int) -> None:
    """The state before the first month, and what happens in the scenarios of a group."""
    wide, last = state.room.shape[1], len(draws.good) - 1
    for slot in range(len(state.coming)):
        for line in range(len(state.finished)):
            for side in range(wide):
                state.coming[slot, line, side] = 0.0
    for slot in range(len(state.moving)):
        for stock in range(len(state.stock)):
            for side in range(wide):
                state.moving[slot, stock, side] = 0.0
    for process in range(len(state.done)):
        fill(state.done, process, 0.0)
    for pool in range(len(state.pools)):
        fill(state.pools, pool, industry.pooled[pool])
    for line in range(len(state.finished)):
        fill(state.finished, line, industry.finished[line])
    for way in range(len(state.delivered)):
        fill(state.delivered, way, 0.0)
    for gift in range(len(state.sent)):
        fill(state.sent, gift, 0.0)
    for stock in range(len(state.stock)):
        fill(state.stock, stock, holding.opening[stock])
    for line in range(len(state.finished)):
        state.least[line], state.most[line] = len(state.coming), 0
        for side in range(wide):
            scenario = min(first + side, last)
            late = draws.late[scenario, line]
            whole = np.floor(late)
            state.factor[line, side] = min(draws.good[scenario, line], 1.0 / industry.good[line])
            state.whole[line, side], state.part[line, side] = whole, late - whole
            months = int(min(whole, float(len(state.coming))))
            state.least[line] = min(state.least[line], months)
            state.most[line] = max(state.most[line], months + int(late > whole))
    for demand in range(len(state.use)):
        for side in range(wide):
            state.use[demand, side] = draws.use[min(first + side, last), demand]
            state.unmet[demand, side] = 0.0


@compiled
def _take_quarter(draws: Draws, state: State, first: int, month: int) -> None:
    """Outages of four months that stand in the draws."""
    last, months = len(draws.lost) - 1, draws.lost.shape[2]
    for outage in range(len(state.left)):
        for place in range(min(QUARTER, months - month)):
            state.hit[place, outage] = 1
            for side in range(state.room.shape[1]):
                state.lost[place, outage, side] = draws.lost[min(first + side, last), outage, month + place]


@compiled
def _want(industry: Industry, draws: Draws, state: State, month: int) -> None:
    """Starts wanted, cut by the capacity that outages leave; what they ask of the pools."""
    wide, quarter = state.room.shape[1], month % QUARTER
    together = state.line_room
    for line in range(len(together)):
        state.lines[line] = 0
    for process in range(len(industry.line)):
        state.wanted[process] = find_due(industry.starts, state.done, state.want, process, month)
        if state.wanted[process]:
            line = industry.line[process]
            sum_up(together, line, state.want, process, state.lines)
    for line in range(len(together)):
        if not state.lines[line]:
            continue
        fill(state.room, 0, industry.capacity[month, line])
        for entry in range(draws.struck[line], draws.struck[line + 1]):
            outage = draws.outage[entry]
            if state.hit[quarter, outage]:
                for side in range(wide):
                    state.room[0, side] *= 1.0 - state.lost[quarter, outage, side]
        for side in range(wide):
            wanted, spare = together[line, side], max(state.room[0, side], 0.0)
            together[line, side] = 1.0 if wanted <= spare else spare / wanted
    for pool in range(len(state.asked)):
        fill(state.asked, pool, 0.0)
    for process in range(len(industry.line)):
        if not state.wanted[process]:
            continue
        line = industry.line[process]
        for side in range(wide):
            state.want[process, side] *= together[line, side]
        for entry in range(industry.parts[process], industry.parts[process + 1]):
            pool, quantity = industry.pool[entry], industry.quantity[entry]
            for side in range(wide):
                state.asked[pool, side] += state.want[process, side] * quantity


@compiled
def _make(industry: Industry, state: State, month: int, months: int) -> None:
    """Start what components allow, tier by tier; what is finished joins its pool or waits for delivery."""
    wide, slot = state.room.shape[1], month % len(state.coming)
    for line in range(len(industry.good)):
        if industry.fills[line] >= 0:
            pool = industry.fills[line]
            for side in range(wide):
                state.pools[pool, side] += state.coming[slot, line, side]
    for pool in range(len(state.pools)):
        drawn = industry.drawn[month, pool]
        if drawn != 0.0:
            for side in range(wide):
                state.pools[pool, side] -= drawn
    for tier in range(len(industry.tiers) - 1):
        for entry in range(industry.ready_tiers[tier], industry.ready_tiers[tier + 1]):
            pool = industry.ready[entry]
            share_of(state.asked, pool, state.pools, industry.pool_floor[month, pool])
        for place in range(industry.tiers[tier], industry.tiers[tier + 1]):
            process = industry.order[place]
            if state.wanted[process]:
                _start(industry, state, process, month, months)
    for line in range(len(industry.good)):
        if industry.fills[line] < 0:
            add_month(state.finished, line, state.coming, slot)
        for side in range(wide):
            state.coming[slot, line, side] = 0.0


@compiled
def _start(industry: Industry, state: State, process: int, month: int, months: int) -> None:
    """Start what the components of a process allow."""
    wide, line = state.room.shape[1], industry.line[process]
    begin, end = industry.parts[process], industry.parts[process + 1]
    if end > begin:
        fill(state.room, 0, 1.0)
        for entry in range(begin, end):
            pool = industry.pool[entry]
            for side in range(wide):
                state.room[0, side] = min(state.room[0, side], state.asked[pool, side])
        for side in range(wide):
            state.want[process, side] *= state.room[0, side]
        for entry in range(begin, end):
            pool, quantity = industry.pool[entry], industry.quantity[entry]
            for side in range(wide):
                state.pools[pool, side] -= state.want[process, side] * quantity
    add(state.done, process, state.want, process)
    good, slot, pool = industry.good[line], month % len(state.coming), industry.fills[line]
    for side in range(wide):
        state.want[process, side] = state.want[process, side] * good * state.factor[line, side]
    at_once = pool >= 0 and state.least[line] == 0
    if at_once:
        for side in range(wide):
            state.room[0, side] = state.coming[slot, line, side]
    for entry in range(industry.leads[line], industry.leads[line + 1]):
        first, share = month + industry.lag[entry], industry.share[entry]
        if state.most[line] - state.least[line] <= _NEAR:
            _finish_near(state, (process, line), first, share, months)
        else:
            _finish_far(state, (process, line), first, share, months)
    if at_once:
        for side in range(wide):
            state.pools[pool, side] += state.coming[slot, line, side] - state.room[0, side]


@compiled
def _finish_near(state: State, place: tuple[int, int], first: int, share: float, months: int) -> None:
    """Spread good units over the months in which they are finished, month by month."""
    process, line = place
    for added in range(state.least[line], state.most[line] + 1):
        if first + added >= months:
            break
        slot, here, before = (first + added) % len(state.coming), float(added), float(added - 1)
        for side in range(state.room.shape[1]):
            whole, part = state.whole[line, side], state.part[line, side]
            weight = 1.0 - part if whole == here else (part if whole == before else 0.0)
            state.coming[slot, line, side] += state.want[process, side] * share * weight


@compiled
def _finish_far(state: State, place: tuple[int, int], first: int, share: float, months: int) -> None:
    """The same, scenario by scenario."""
    process, line = place
    for side in range(state.room.shape[1]):
        good, part = state.want[process, side] * share, state.part[line, side]
        at = first + int(min(state.whole[line, side], float(months)))
        if at < months:
            state.coming[at % len(state.coming), line, side] += good * (1.0 - part)
        if at + 1 < months:
            state.coming[(at + 1) % len(state.coming), line, side] += good * part


@compiled
def _deliver(industry: Industry, holding: Holding, state: State, month: int) -> None:
    """Deliver what was planned to date and is not delivered yet, as far as it is finished."""
    wide, together = state.room.shape[1], state.line_room
    for line in range(len(together)):
        state.lines[line] = 0
    for way in range(len(holding.maker)):
        state.ways[way] = find_due(holding.delivered, state.delivered, state.due, way, month)
        if state.ways[way]:
            sum_up(together, holding.maker[way], state.due, way, state.lines)
    for line in range(len(together)):
        if state.lines[line]:
            share_of(together, line, state.finished, industry.finished_floor[month, line])
    for way in range(len(holding.maker)):
        if not state.ways[way]:
            continue
        line = holding.maker[way]
        for side in range(wide):
            state.due[way, side] *= together[line, side]
        add(state.delivered, way, state.due, way)
        take(state.finished, line, state.due, way)
        if holding.buyer[way] >= 0:
            add(state.stock, holding.buyer[way], state.due, way)


@compiled
def _give(holding: Holding, state: State, month: int, months: int) -> None:
    """Send what was planned to date and is not sent yet, as far as stock lasts."""
    wide, slot, together = state.room.shape[1], month % len(state.moving), state.stock_room
    for stock in range(len(state.stock)):
        outside = holding.outside[month, stock]
        for side in range(wide):
            state.stock[stock, side] += outside + state.moving[slot, stock, side]
            state.moving[slot, stock, side] = 0.0
        state.stocks[stock] = 0
    for gift in range(len(holding.donor)):
        state.gifts[gift] = find_due(holding.sent, state.sent, state.gift_room, gift, month)
        if state.gifts[gift] and holding.donor[gift] >= 0:
            sum_up(together, holding.donor[gift], state.gift_room, gift, state.stocks)
    for stock in range(len(together)):
        if state.stocks[stock]:
            share_of(together, stock, state.stock, holding.sent_floor[month, stock])
    for gift in range(len(holding.donor)):
        if not state.gifts[gift]:
            continue
        donor, taker, travel = holding.donor[gift], holding.taker[gift], holding.travel[gift]
        if donor >= 0:
            for side in range(wide):
                state.gift_room[gift, side] *= together[donor, side]
            take(state.stock, donor, state.gift_room, gift)
        add(state.sent, gift, state.gift_room, gift)
        if taker >= 0 and travel:
            arrives = (month + travel) % len(state.moving)
            if month + travel < months:
                for side in range(wide):
                    state.moving[arrives, taker, side] += state.gift_room[gift, side]
        elif taker >= 0:
            add(state.stock, taker, state.gift_room, gift)


@compiled
def _use(holding: Holding, state: State, month: int) -> None:
    """Use as far as stock lasts, then let expire."""
    wide, together = state.room.shape[1], state.stock_room
    for stock in range(len(together)):
        state.stocks[stock] = 0
    for way in range(len(holding.server)):
        served, demand, stock = holding.served[month, way], holding.demand[way], holding.server[way]
        if served == 0.0:
            continue
        if not state.stocks[stock]:
            state.stocks[stock] = 1
            fill(together, stock, 0.0)
        for side in range(wide):
            together[stock, side] += served * state.use[demand, side]
    for stock in range(len(together)):
        if state.stocks[stock]:
            share_of(together, stock, state.stock, holding.used_floor[month, stock])
    for way in range(len(holding.server)):
        served, demand, stock = holding.served[month, way], holding.demand[way], holding.server[way]
        if served == 0.0:
            continue
        ratio = holding.ratio[way]
        for side in range(wide):
            wanted = served * state.use[demand, side]
            used = wanted * together[stock, side]
            state.stock[stock, side] -= used
            state.unmet[demand, side] += (wanted - used) * ratio
    for demand in range(len(state.use)):
        unserved = holding.unserved[month, demand]
        if unserved != 0.0:
            for side in range(wide):
                state.unmet[demand, side] += unserved * state.use[demand, side]
    for stock in range(len(state.stock)):
        expiring = holding.expiring[month, stock]
        if expiring != 0.0:
            for side in range(wide):
                state.stock[stock, side] -= max(state.stock[stock, side], 0.0) * expiring


@compiled
def _measure(aims: Aims, state: State, outcome: Outcome, first: int, period: int) -> None:
    """Shortfalls at the end of a period."""
    count = min(state.room.shape[1], len(outcome.shortfall) - first)
    for need in range(len(aims.target)):
        fill(state.short, need, aims.target[need, period])
    for way in range(len(aims.stock)):
        stock, need, counts = aims.stock[way], aims.need[way], aims.counts[way, period]
        for side in range(state.room.shape[1]):
            state.short[need, side] -= max(state.stock[stock, side], 0.0) * counts
    for side in range(count):
        for need in range(len(aims.target)):
            outcome.shortfall[first + side, need, period] = max(state.short[need, side], 0.0)
    if len(outcome.stock):
        for side in range(count):
            for stock in range(len(state.stock)):
                outcome.stock[first + side, stock, period] = state.stock[stock, side]
