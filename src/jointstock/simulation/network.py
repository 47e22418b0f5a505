"""What is replayed: a plan as arrays by month, and what happens in a scenario.

Everything that the plan does in a period is even over its months. Quantities that are made up for later
(starts, deliveries, transfers) stand as sums from the start on.
"""

from typing import NamedTuple

from jointstock.measure.arrays import Floats, Ints


class Industry(NamedTuple):
    """Lines, processes (a line with a recipe) and pools of components.

    A process may begin in a month when its pools are filled: processes and pools are ordered in tiers.

    Attributes:
        line: Line of each process, shape (processes,).
        starts: Starts wanted up to the end of each month, shape (processes, months).
        order, tiers: Processes by tier, shape (processes,); where each tier begins, shape (tiers + 1,).
        ready, ready_tiers: Pools that no tier from this one on fills, the same way; shapes (pools,) and
            (tiers + 1,).
        parts: Where the parts of each process begin in `pool` and `quantity`, shape (processes + 1,).
        pool, quantity: Pool and units per start of each part.
        capacity: Starts that a line can make in each month, shape (lines, months).
        good: Good units per start, shape (lines,).
        leads: Where the profile of each line begins in `lag` and `share`, shape (lines + 1,).
        lag, share: Months and share of each part of a profile.
        fills: Pool that a line's output joins, -1 for end items, shape (lines,).
        finished, finished_floor: Finished units at the start, shape (lines,), and the least that may be left
            after deliveries, shape (lines, months).
        pooled, pool_floor: The same of pools, shape (pools,) and (pools, months).
        drawn: What fleets draw on pools in each month, shape (pools, months).
    """

    line: Ints
    starts: Floats
    order: Ints
    tiers: Ints
    ready: Ints
    ready_tiers: Ints
    parts: Ints
    pool: Ints
    quantity: Floats
    capacity: Floats
    good: Floats
    leads: Ints
    lag: Ints
    share: Floats
    fills: Ints
    finished: Floats
    finished_floor: Floats
    pooled: Floats
    pool_floor: Floats
    drawn: Floats


class Holding(NamedTuple):
    """Stock of nations, what reaches it and what leaves it.

    Attributes:
        maker, buyer: Line and stock (-1 for none) of each way of delivery, shape (ways,).
        delivered: Deliveries wanted up to the end of each month, shape (ways, months).
        opening: Stock at the start, shape (stocks,).
        outside: What arrives from outside in each month, shape (stocks, months).
        sent_floor, used_floor: Least stock after transfers and after use, shape (stocks, months).
        expiring: Share of what is left after use that expires, shape (stocks, months).
        donor, taker, travel: Stocks (-1 for none) and months of each transfer, shape (gifts,).
        sent: Transfers wanted up to the end of each month, shape (gifts, months).
        server, demand, ratio: Stock, demand and demand units per item unit of each way to serve,
            shape (servers,).
        served: Use planned of each way, item units in each month, shape (servers, months).
        unserved: Use that the plan itself leaves unmet, demand units, shape (demands, months).
    """

    maker: Ints
    buyer: Ints
    delivered: Floats
    opening: Floats
    outside: Floats
    sent_floor: Floats
    used_floor: Floats
    expiring: Floats
    donor: Ints
    taker: Ints
    travel: Ints
    sent: Floats
    server: Ints
    demand: Ints
    ratio: Floats
    served: Floats
    unserved: Floats


class Aims(NamedTuple):
    """Targets and the stock that counts towards them.

    Attributes:
        stock, need: Stock and target of each way to cover, shape (covers,).
        counts: Class units that a unit of stock counts as, shape (covers, periods).
        target: Class units wanted at the end of each period, shape (targets, periods).
        ends: Last month of each period, shape (periods,).
    """

    stock: Ints
    need: Ints
    counts: Floats
    target: Floats
    ends: Ints


class Network(NamedTuple):
    """A plan as it is replayed."""

    industry: Industry
    holding: Holding
    aims: Aims


class Draws(NamedTuple):
    """What happens in scenarios, in place of what the plan counts on.

    Attributes:
        lost: Share of capacity that each outage takes in each month, shape (scenarios, outages, months).
        struck: Where the outages that strike each line begin in `outage`, shape (lines + 1,).
        outage: Outages, line by line.
        good: Factor on the yield of each line, shape (scenarios, lines).
        late: Months added to the lead of each line, shape (scenarios, lines).
        use: Factor on each demand, shape (scenarios, demands).
    """

    lost: Floats
    struck: Ints
    outage: Ints
    good: Floats
    late: Floats
    use: Floats


class Outcome(NamedTuple):
    """What a replay gives.

    Attributes:
        shortfall: At the end of each period, class units, shape (scenarios, targets, periods).
        unmet: Use unmet over the horizon, demand units, shape (scenarios, demands).
        stock: At the end of each period, shape (scenarios, stocks, periods); no scenarios where not kept.
    """

    shortfall: Floats
    unmet: Floats
    stock: Floats
