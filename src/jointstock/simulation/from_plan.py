"""From a plan to what is replayed: its tables, even over the months of each period."""

import numpy as np
import polars as pl

from jointstock.facts.cover import certifiable
from jointstock.measure.arrays import Flags, Floats, Ints
from jointstock.measure.months import Calendar
from jointstock.model.index_sets.holders import lane_rows
from jointstock.model.index_sets.lookup import locate
from jointstock.model.index_sets.obstacles import added_months
from jointstock.model.index_sets.sets import Sets
from jointstock.plans.plan import Plan
from jointstock.simulation.network import Aims, Draws, Holding, Industry, Network
from jointstock.simulation.reference import with_floors

PAIR = ["nation", "item"]
_WAY = ["recipient", "contract", "line", "item"]
_GIFT = ["donor", "recipient", "item"]
_LINE_MEETS = {"item": ["item"], "line": ["line"], "from": ["nation"]}
_LANE_MEETS = {"item": ["item"], "from": ["donor"], "to": ["recipient"]}


def read_network(plan: Plan, sets: Sets) -> Network:
    """The arrays of a plan.

    Args:
        plan: The plan.
        sets: Index sets of its case on its calendar.
    """
    industry = _industry(plan, sets)
    bare = Network(industry, _holding(plan, sets), _aims(plan, sets))
    return with_floors(bare, as_planned(bare))


def as_planned(network: Network, scenarios: int = 1) -> Draws:
    """Scenarios in which nothing happens that the plan does not count on."""
    lines, months = network.industry.capacity.shape
    none = np.zeros(0, dtype=np.int64)
    return Draws(
        np.zeros((scenarios, 0, months)),
        np.zeros(lines + 1, dtype=np.int64),
        none,
        np.ones((scenarios, lines)),
        np.zeros((scenarios, lines)),
        np.ones((scenarios, len(network.holding.unserved))),
    )


def _industry(plan: Plan, sets: Sets) -> Industry:
    """Lines, processes and pools, with what the plan starts."""
    lines, recipes, pools, calendar = sets.lines, sets.recipes, sets.pools, sets.calendar
    made = plan.production
    starts = evenly(
        made, locate(made, recipes.frame, ["line", "recipe"]), len(recipes.frame), calendar, "starts"
    )
    once = made.unique(["line", "period"])
    room = evenly(once, locate(once, lines.frame, ["line"]), len(lines.frame), calendar, "capacity")
    together = np.zeros_like(room)
    np.add.at(together, recipes.line, starts)
    parts = np.argsort(recipes.user, kind="stable")
    user, pool, quantity = recipes.user[parts], recipes.pool[parts], recipes.quantity[parts]
    flows = plan.components
    drawn = evenly(
        flows, locate(flows, pools.frame, ["component", "hub"]), len(pools.frame), calendar, "used"
    )
    np.subtract.at(drawn, pool, starts[user] * quantity[:, None])
    busy = np.abs(drawn) > 1e-9 * np.maximum(1.0, np.abs(drawn).max(initial=0.0))
    process_tier, pool_tier = _tiers(recipes.line, user, pool, pools.of_line)
    tiers = np.arange(process_tier.max(initial=0) + 2)
    lead, lag, share = _leads(plan, sets)
    return Industry(
        recipes.line,
        np.cumsum(starts, axis=1),
        np.argsort(process_tier, kind="stable").astype(np.int64),
        np.searchsorted(np.sort(process_tier), tiers).astype(np.int64),
        np.argsort(pool_tier, kind="stable").astype(np.int64),
        np.searchsorted(np.sort(pool_tier), tiers).astype(np.int64),
        _begins(user, len(recipes.frame)),
        pool,
        quantity,
        np.maximum(room, together),
        lines.good,
        lead,
        lag,
        share,
        pools.of_line,
        lines.own_stock,
        np.zeros_like(room),
        pools.opening,
        np.zeros_like(drawn),
        np.where(busy, drawn, 0.0),
    )


def _tiers(line: Ints, user: Ints, pool: Ints, fills: Ints) -> tuple[Ints, Ints]:
    """Tier of each process, and the first tier in which each pool is filled for its users."""
    pools = int(max(fills.max(initial=-1), pool.max(initial=-1))) + 1
    process = np.zeros(len(line), dtype=np.int64)
    ready = np.zeros(pools, dtype=np.int64)
    filling = np.flatnonzero(fills[line] >= 0)
    for _ in range(len(line) + 1):
        np.maximum.at(ready, fills[line[filling]], process[filling] + 1)
        before = process.copy()
        np.maximum.at(process, user, ready[pool])
        if (before == process).all():
            break
    return process, ready


def _leads(plan: Plan, sets: Sets) -> tuple[Ints, Ints, Floats]:
    """Lead profiles, line by line, delays by obstacles included."""
    rows = plan.case.table("line_leads").sort("line", "months").filter(pl.col("share") > 0)
    line = locate(rows, sets.lines.frame, ["line"])
    rows, line = rows.filter(pl.Series(line >= 0)), line[line >= 0]
    obstacles = plan.case.table("obstacles").filter(pl.col("touches") == "production")
    added = added_months(sets.lines.frame, obstacles, _LINE_MEETS)
    lag = rows.get_column("months").to_numpy().astype(np.int64) + added[line]
    return _begins(line, len(added)), lag, rows.get_column("share").to_numpy().astype(np.float64)


def _holding(plan: Plan, sets: Sets) -> Holding:
    """Stocks, deliveries, transfers and use."""
    calendar, pairs, demands = sets.calendar, sets.pairs.frame, sets.demands
    empty = pl.col("line", "contract").fill_null("")
    arrived = plan.deliveries.with_columns(empty, nation=pl.col("recipient"))
    by_line = arrived.filter(pl.col("line") != "")
    ways = by_line.select(_WAY).unique().sort(_WAY)
    from_outside = arrived.filter(pl.col("line") == "")
    gifts = plan.transfers.select(_GIFT).unique().sort(_GIFT)
    lanes = lane_rows(plan.case).select("months", item="item", donor="from", recipient="to")
    lag = gifts.join(lanes, on=_GIFT, how="left", maintain_order="left").get_column("months")
    obstacles = plan.case.table("obstacles").filter(pl.col("touches") == "transfers")
    travel = lag.fill_null(0).to_numpy().astype(np.int64) + added_months(gifts, obstacles, _LANE_MEETS)
    sent = plan.transfers.with_columns(period=pl.col("period_sent"))
    gone = plan.stocks.filter(pl.col("expired") > 0)
    expiring = np.zeros((len(pairs), calendar.months))
    where = locate(gone, pairs, PAIR)
    expiring[where, calendar.ends[period_of(gone, calendar)] - 1] = gone.get_column("expired").to_numpy()
    nought = np.zeros_like(expiring)
    served, unserved = _use(plan, sets)
    return Holding(
        locate(ways, sets.lines.frame, ["line"]),
        locate(ways.with_columns(nation=pl.col("recipient")), pairs, PAIR),
        np.cumsum(evenly(by_line, locate(by_line, ways, _WAY), len(ways), calendar, "quantity"), axis=1),
        sets.pairs.opening,
        evenly(from_outside, locate(from_outside, pairs, PAIR), len(pairs), calendar, "quantity"),
        nought,
        nought,
        expiring,
        locate(gifts.with_columns(nation=pl.col("donor")), pairs, PAIR),
        locate(gifts.with_columns(nation=pl.col("recipient")), pairs, PAIR),
        travel,
        np.cumsum(evenly(sent, locate(sent, gifts, _GIFT), len(gifts), calendar, "quantity"), axis=1),
        demands.server_pair,
        demands.server_demand,
        demands.ratio,
        served,
        unserved,
    )


def _use(plan: Plan, sets: Sets) -> tuple[Floats, Floats]:
    """Use served by each way, and use that the plan leaves unmet, by month."""
    demands, calendar = sets.demands, sets.calendar
    key = ["nation", "demand", "kind"]
    rows = plan.use.with_columns(pl.col("item").fill_null(""))
    told, by_item = rows.filter(pl.col("item") == ""), rows.filter(pl.col("item") != "")
    unserved = evenly(told, locate(told, demands.frame, key), len(demands.frame), calendar, "unmet")
    served_by = demands.frame[demands.server_demand.tolist()].with_columns(
        sets.pairs.frame[demands.server_pair.tolist()].get_column("item")
    )
    place = locate(by_item, served_by, [*key, "item"])
    return evenly(by_item, place, len(served_by), calendar, "used"), unserved


def _aims(plan: Plan, sets: Sets) -> Aims:
    """Targets as in the plan, and how a unit of stock counts."""
    needs, calendar, pairs = sets.requirements, sets.calendar, sets.pairs.frame
    short = plan.shortfalls
    target = np.zeros((len(needs.frame), calendar.periods))
    target[locate(short, needs.frame, ["nation", "class"]), period_of(short, calendar)] = short.get_column(
        "target"
    )
    certified = np.ones((len(needs.cover_pair), calendar.periods), dtype=np.bool_)
    waits = needs.certification >= 0
    certified[waits] = _certified(plan, sets)[needs.certification[waits]]
    claims = pl.DataFrame({"need": needs.cover_requirement, "stock": needs.cover_pair})
    cover = plan.cover.filter(pl.col("period") != "opening")
    held = locate(cover.select(nation="holder", item="item"), pairs, PAIR)
    wants = locate(cover, needs.frame, ["nation", "class"])
    place = locate(pl.DataFrame({"need": wants, "stock": held}), claims, ["need", "stock"])
    counted = np.zeros_like(certified, dtype=np.float64)
    known = place >= 0
    quantity = cover.get_column("quantity").to_numpy()
    np.add.at(counted, (place[known], period_of(cover, calendar)[known]), quantity[known])
    # What the plan counts shares the stock; where it counts nothing, all that may count share alike.
    counted = np.maximum(counted, 0.0) * certified
    total, ways = np.zeros((2, len(pairs), calendar.periods))
    np.add.at(total, needs.cover_pair, counted)
    np.add.at(ways, needs.cover_pair, certified)
    some, alike = total[needs.cover_pair], np.maximum(ways[needs.cover_pair], 1.0)
    share = np.where(some > 0, counted / np.where(some > 0, some, 1.0), certified / alike)
    share[ways[needs.cover_pair] == 1] = 1.0
    counts = share * certified * needs.ratio[:, None]
    return Aims(needs.cover_pair, needs.cover_requirement, counts, target, calendar.ends - 1)


def _certified(plan: Plan, sets: Sets) -> Flags:
    """Periods in which each certification that may be bought counts, shape (certifications, periods)."""
    offered, bought = certifiable(plan.case), plan.certifications
    valid = np.zeros((len(offered), sets.calendar.periods), dtype=np.bool_)
    places = locate(bought, offered, ["nation", "class", "item"])
    for place, period in zip(places, period_of(bought, sets.calendar), strict=True):
        landed = sets.calendar.landing(int(offered.item(int(place), "months")))[period, :-1].cumsum()
        valid[place] |= landed >= 1 - 1e-9
    return valid


def period_of(rows: pl.DataFrame, calendar: Calendar) -> Ints:
    """Number of the period of each row."""
    labels = pl.DataFrame({"period": calendar.labels})
    return locate(rows, labels, ["period"])


def evenly(rows: pl.DataFrame, key: Ints, count: int, calendar: Calendar, value: str) -> Floats:
    """What a period holds, even over its months, shape (count, months)."""
    by_period = np.zeros((count, calendar.periods))
    amounts = rows.get_column(value).cast(pl.Float64).fill_null(0.0).to_numpy()
    period = period_of(rows, calendar)
    known = (key >= 0) & (period >= 0)
    np.add.at(by_period, (key[known], period[known]), amounts[known])
    return np.repeat(by_period / calendar.length, calendar.lengths, axis=1)


def _begins(key: Ints, count: int) -> Ints:
    """Where the rows of each key begin, keys in order, shape (count + 1,)."""
    return np.searchsorted(key, np.arange(count + 1)).astype(np.int64)
