"""The replay compiled, in the arithmetic of :mod:`jointstock.simulation.reference`.

Scenarios are worked on in groups of :data:`jointstock.simulation.outages.WIDE`, the scenario last in every
array of the state, so that what the plan asks is looked up once for all of them and the processor computes
several at a time. A scenario touches no other, and each is computed as it would be alone: any cut in batches
and any number of threads gives the same bits. What nobody wants, and rows that add nothing, are passed over.

Loops over scenarios write to one or two arrays and read few: more of them, and the compiler no longer proves
that they do not overlap.
"""

from typing import NamedTuple, TypeVar

import numpy as np

from jointstock.measure.arrays import Floats, Ints
from jointstock.simulation.compiled import compiled
from jointstock.simulation.network import Aims, Draws, Holding, Industry, Network, Outcome
from jointstock.simulation.outages import QUARTER, WIDE, Outages, draw_quarter, group
from jointstock.simulation.philox import Words

Part = TypeVar("Part", Industry, Holding)
# More months of delay between scenarios of a group than this are gone through one scenario at a time.
_NEAR = 4


class _State(NamedTuple):
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
    months, lines, stocks = len(holding.outside), len(industry.good), len(holding.opening)
    processes, pools, struck = len(industry.line), len(industry.pooled), draws.lost.shape[1]
    ways, gifts, demands = len(holding.maker), len(holding.donor), draws.use.shape[1]
    state = _State(
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
def _fill(into: Floats, row: int, value: float) -> None:
    """The same in every scenario."""
    for side in range(into.shape[1]):
        into[row, side] = value


@compiled
def _share(into: Floats, row: int, there: Floats, floor: float) -> None:
    """Share of what is wanted, which stands in the row, that is there above a floor, at most 1."""
    for side in range(into.shape[1]):
        wanted, spare = into[row, side], max(there[row, side] - floor, 0.0)
        into[row, side] = 1.0 if wanted <= spare else spare / wanted


@compiled
def _add(into: Floats, row: int, what: Floats, place: int) -> None:
    """Add a row to another array's."""
    for side in range(into.shape[1]):
        into[row, side] += what[place, side]


@compiled
def _take(into: Floats, row: int, what: Floats, place: int) -> None:
    """Subtract a row from another array's."""
    for side in range(into.shape[1]):
        into[row, side] -= what[place, side]


@compiled
def _add_month(into: Floats, row: int, what: Floats, slot: int) -> None:
    """Add what a month brings."""
    for side in range(into.shape[1]):
        into[row, side] += what[slot, row, side]


@compiled
def _begin(industry: Industry, holding: Holding, draws: Draws, state: _State, first: int) -> None:
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
        _fill(state.done, process, 0.0)
    for pool in range(len(state.pools)):
        _fill(state.pools, pool, industry.pooled[pool])
    for line in range(len(state.finished)):
        _fill(state.finished, line, industry.finished[line])
    for way in range(len(state.delivered)):
        _fill(state.delivered, way, 0.0)
    for gift in range(len(state.sent)):
        _fill(state.sent, gift, 0.0)
    for stock in range(len(state.stock)):
        _fill(state.stock, stock, holding.opening[stock])
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
def _take_quarter(draws: Draws, state: _State, first: int, month: int) -> None:
    """Outages of four months that stand in the draws."""
    last, months = len(draws.lost) - 1, draws.lost.shape[2]
    for outage in range(len(state.left)):
        for place in range(min(QUARTER, months - month)):
            state.hit[place, outage] = 1
            for side in range(state.room.shape[1]):
                state.lost[place, outage, side] = draws.lost[min(first + side, last), outage, month + place]


@compiled
def _want(industry: Industry, draws: Draws, state: _State, month: int) -> None:
    """Starts wanted, cut by the capacity that outages leave; what they ask of the pools."""
    wide, quarter = state.room.shape[1], month % QUARTER
    together = state.line_room
    for line in range(len(together)):
        state.lines[line] = 0
    for process in range(len(industry.line)):
        state.wanted[process] = _due(industry.starts, state.done, state.want, process, month)
        if state.wanted[process]:
            line = industry.line[process]
            _sum(together, line, state.want, process, state.lines)
    for line in range(len(together)):
        if not state.lines[line]:
            continue
        _fill(state.room, 0, industry.capacity[month, line])
        for entry in range(draws.struck[line], draws.struck[line + 1]):
            outage = draws.outage[entry]
            if state.hit[quarter, outage]:
                for side in range(wide):
                    state.room[0, side] *= 1.0 - state.lost[quarter, outage, side]
        for side in range(wide):
            wanted, spare = together[line, side], max(state.room[0, side], 0.0)
            together[line, side] = 1.0 if wanted <= spare else spare / wanted
    for pool in range(len(state.asked)):
        _fill(state.asked, pool, 0.0)
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
def _due(planned: Floats, so_far: Floats, due: Floats, row: int, month: int) -> int:
    """What was planned to date and is not done yet; whether there is any in any scenario."""
    found, total = 0, planned[month, row]
    for side in range(due.shape[1]):
        left = max(total - so_far[row, side], 0.0)
        due[row, side] = left
        found |= int(left > 0.0)
    return found


@compiled
def _sum(into: Floats, row: int, what: Floats, place: int, begun: Ints) -> None:
    """Add a row to a sum, which begins with it where nothing stands there."""
    if begun[row]:
        _add(into, row, what, place)
    else:
        begun[row] = 1
        for side in range(into.shape[1]):
            into[row, side] = what[place, side]


@compiled
def _make(industry: Industry, state: _State, month: int, months: int) -> None:
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
            _share(state.asked, pool, state.pools, industry.pool_floor[month, pool])
        for place in range(industry.tiers[tier], industry.tiers[tier + 1]):
            process = industry.order[place]
            if state.wanted[process]:
                _start(industry, state, process, month, months)
    for line in range(len(industry.good)):
        if industry.fills[line] < 0:
            _add_month(state.finished, line, state.coming, slot)
        for side in range(wide):
            state.coming[slot, line, side] = 0.0


@compiled
def _start(industry: Industry, state: _State, process: int, month: int, months: int) -> None:
    """Start what the components of a process allow."""
    wide, line = state.room.shape[1], industry.line[process]
    begin, end = industry.parts[process], industry.parts[process + 1]
    if end > begin:
        _fill(state.room, 0, 1.0)
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
    _add(state.done, process, state.want, process)
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
def _finish_near(state: _State, place: tuple[int, int], first: int, share: float, months: int) -> None:
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
def _finish_far(state: _State, place: tuple[int, int], first: int, share: float, months: int) -> None:
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
def _deliver(industry: Industry, holding: Holding, state: _State, month: int) -> None:
    """Deliver what was planned to date and is not delivered yet, as far as it is finished."""
    wide, together = state.room.shape[1], state.line_room
    for line in range(len(together)):
        state.lines[line] = 0
    for way in range(len(holding.maker)):
        state.ways[way] = _due(holding.delivered, state.delivered, state.due, way, month)
        if state.ways[way]:
            _sum(together, holding.maker[way], state.due, way, state.lines)
    for line in range(len(together)):
        if state.lines[line]:
            _share(together, line, state.finished, industry.finished_floor[month, line])
    for way in range(len(holding.maker)):
        if not state.ways[way]:
            continue
        line = holding.maker[way]
        for side in range(wide):
            state.due[way, side] *= together[line, side]
        _add(state.delivered, way, state.due, way)
        _take(state.finished, line, state.due, way)
        if holding.buyer[way] >= 0:
            _add(state.stock, holding.buyer[way], state.due, way)


@compiled
def _give(holding: Holding, state: _State, month: int, months: int) -> None:
    """Send what was planned to date and is not sent yet, as far as stock lasts."""
    wide, slot, together = state.room.shape[1], month % len(state.moving), state.stock_room
    for stock in range(len(state.stock)):
        outside = holding.outside[month, stock]
        for side in range(wide):
            state.stock[stock, side] += outside + state.moving[slot, stock, side]
            state.moving[slot, stock, side] = 0.0
        state.stocks[stock] = 0
    for gift in range(len(holding.donor)):
        state.gifts[gift] = _due(holding.sent, state.sent, state.gift_room, gift, month)
        if state.gifts[gift] and holding.donor[gift] >= 0:
            _sum(together, holding.donor[gift], state.gift_room, gift, state.stocks)
    for stock in range(len(together)):
        if state.stocks[stock]:
            _share(together, stock, state.stock, holding.sent_floor[month, stock])
    for gift in range(len(holding.donor)):
        if not state.gifts[gift]:
            continue
        donor, taker, travel = holding.donor[gift], holding.taker[gift], holding.travel[gift]
        if donor >= 0:
            for side in range(wide):
                state.gift_room[gift, side] *= together[donor, side]
            _take(state.stock, donor, state.gift_room, gift)
        _add(state.sent, gift, state.gift_room, gift)
        if taker >= 0 and travel:
            arrives = (month + travel) % len(state.moving)
            if month + travel < months:
                for side in range(wide):
                    state.moving[arrives, taker, side] += state.gift_room[gift, side]
        elif taker >= 0:
            _add(state.stock, taker, state.gift_room, gift)


@compiled
def _use(holding: Holding, state: _State, month: int) -> None:
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
            _fill(together, stock, 0.0)
        for side in range(wide):
            together[stock, side] += served * state.use[demand, side]
    for stock in range(len(together)):
        if state.stocks[stock]:
            _share(together, stock, state.stock, holding.used_floor[month, stock])
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
def _measure(aims: Aims, state: _State, outcome: Outcome, first: int, period: int) -> None:
    """Shortfalls at the end of a period."""
    count = min(state.room.shape[1], len(outcome.shortfall) - first)
    for need in range(len(aims.target)):
        _fill(state.short, need, aims.target[need, period])
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
