"""The table of contents of the mathematics: every block, in order."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from jointstock.measure.arrays import Flags, Floats, Ints
from jointstock.model.backlog import OpenOrders, add_backlog
from jointstock.model.budgets import add_budgets
from jointstock.model.capacity import add_capacity, add_ramp_limit
from jointstock.model.components import add_component_balance
from jointstock.model.contracts import add_call_offs, add_ceilings
from jointstock.model.costs import (
    DECIDED_BEFORE,
    Expense,
    Terms,
    holding_costs,
    order_costs,
    plain_costs,
    unit_months,
)
from jointstock.model.cover import add_cover
from jointstock.model.expansions import add_expansion_payments, add_expansions
from jointstock.model.floors import add_floors
from jointstock.model.flows import Flow
from jointstock.model.goals import (
    Goal,
    Unmet,
    commitments,
    end_shortfall,
    in_order,
    money,
    shortfall_area,
    stock_held,
)
from jointstock.model.lookup import floats, joined_labels, spread
from jointstock.model.orders import Ordering, add_orders
from jointstock.model.production import Making, add_good_output, add_own_stock, add_starts
from jointstock.model.sets import Sets
from jointstock.model.stocks import add_stock_balance, add_stocks, stocks_before
from jointstock.model.targets import Shortfall, add_targets
from jointstock.model.transfers import add_pledges, add_transfers
from jointstock.model.use import add_use
from jointstock.solver.program import Program

MONEY_UNIT = 2.0**20
_CALLER = {"contract": pl.String, "buyer": pl.String}


@dataclass(frozen=True)
class Industry:
    """Columns and flows of production and capacity.

    Attributes:
        making: Columns of production.
        bought: Shares of options, shape (options, periods).
        paid: Payments for options, shape (shares, periods).
        pool: Component pools, shape (pools, periods).
        component_used, component_made: Flows by pool.
    """

    making: Making
    bought: Ints
    paid: Ints
    pool: Ints
    component_used: Flow
    component_made: Flow


@dataclass(frozen=True)
class Holding:
    """Columns of stock, transfers, use and shortfall.

    Attributes:
        stock: Shape (pairs, periods).
        given: Shape (lanes, periods).
        used: Shape (servers, periods).
        unmet: Shape (demands, periods).
        counted: Shape (covers, periods); ``counted_opening``: shape (covers,).
        shortfall: Columns of shortfall.
    """

    stock: Ints
    given: Ints
    used: Ints
    unmet: Ints
    counted: Ints
    counted_opening: Ints
    shortfall: Shortfall


@dataclass(frozen=True)
class Calling:
    """Call-offs that cost something.

    Attributes:
        frame: contract, buyer; shape (callers,).
        columns: Whether the buyer orders in the period, shape (callers, periods).
        cost: Money of the case for each, shape (callers, periods).
    """

    frame: pl.DataFrame
    columns: Ints
    cost: Floats


@dataclass(frozen=True)
class Model:
    """A program with what its columns mean.

    Attributes:
        program: The linear program.
        sets: What it is built over.
        ordering, open_orders: Columns of orders.
        delivered: Deliveries of new orders inside the horizon, by edge.
        industry, holding: Columns of industry and of holders.
        calling: Call-offs that cost something.
        expenses: Cost terms.
        carried: Columns of money carried on, shape (budgets,).
        goals: What is minimised, in order.
    """

    program: Program
    sets: Sets
    ordering: Ordering
    open_orders: OpenOrders
    delivered: Flow
    industry: Industry
    holding: Holding
    calling: Calling
    expenses: tuple[Expense, ...]
    carried: Ints
    goals: tuple[Goal, ...]


def build(sets: Sets, *, currency: str, end: str) -> Model:
    """State the whole plan as a linear program.

    Args:
        sets: Index sets of a case.
        currency: Currency of the case, the unit of money.
        end: "meet" to minimise the shortfall at the end before its area, "none" not to.
    """
    program = Program()
    ordering, open_orders, delivered = _orders(program, sets)
    industry = _industry(program, sets, ordering, open_orders)
    holding, broken = _holding(program, sets, open_orders, delivered)
    calling = _call_offs(program, sets, Flow.of(ordering.ordered))
    expenses = (
        *_expenses(sets, ordering, open_orders, delivered, industry, holding),
        _fixed_costs(sets, calling),
    )
    carried = _budgets(program, sets, expenses)
    months, weight = sets.calendar.length, sets.requirements.weight
    demands = sets.demands
    unmet = Unmet(holding.unmet, demands.requirement, demands.factor)
    peace = (~demands.operational)[:, None]
    broken = [
        *broken,
        (open_orders.late, sets.backlog.quantity[:, None]),
        (np.where(peace, holding.unmet, -1), demands.wanted),
    ]
    goals = (
        commitments(broken, months),
        end_shortfall(holding.shortfall, unmet, weight),
        shortfall_area(holding.shortfall, unmet, weight, months),
        money(expenses, currency),
        stock_held(unit_months(holding.stock, months), sets.pairs.opening, sets.pair_scale, months),
    )
    ordered = in_order(goals, end=end)
    return Model(
        program,
        sets,
        ordering,
        open_orders,
        delivered,
        industry,
        holding,
        calling,
        expenses,
        carried,
        ordered,
    )


def _orders(program: Program, sets: Sets) -> tuple[Ordering, OpenOrders, Flow]:
    """Orders, backlog and what they deliver."""
    lines, edges, periods = sets.lines, sets.edges, sets.calendar.labels
    sells = lines.own_account | (lines.own_stock > 0)
    ordering = add_orders(
        program,
        [edges.labels, periods],
        edges.may_order & _can_deliver(sets),
        (edges.landing, edges.arrival),
        edges.queue,
        sells[edges.line],
        lines.unit[edges.line],
    )
    _ceilings(program, sets, Flow.of(ordering.ordered))
    backlog = sets.backlog
    open_orders = add_backlog(
        program,
        [backlog.labels, periods],
        backlog.quantity,
        backlog.owed,
        (lines.landing, backlog.line),
        lines.unit[backlog.line],
    )
    delivered = ordering.begun.landed(lines.landing, edges.line).plus(Flow.of(ordering.sold))
    return ordering, open_orders, delivered.inside(sets.calendar.periods)


def _can_deliver(sets: Sets) -> Flags:
    """Periods from whose orders anything is delivered inside the horizon, shape (edges, periods)."""
    finishes = sets.lines.landing[:, :, :-1].sum(axis=2) > 0
    holds = (sets.lines.own_account | (sets.lines.own_stock > 0))[:, None]
    lands = sets.edges.landing[:, :, :-1] > 0
    # By administration and line, of which there are far fewer pairs than edges.
    reached = np.einsum("pab,lb->pla", lands, finishes | holds)
    return np.asarray(reached[sets.edges.arrival, sets.edges.line], dtype=np.bool_)


def _industry(program: Program, sets: Sets, ordering: Ordering, open_orders: OpenOrders) -> Industry:
    """Production, components, capacity and expansions."""
    lines, recipes, pools, options = sets.lines, sets.recipes, sets.pools, sets.options
    periods, count = sets.calendar.labels, sets.calendar.periods
    starts = add_starts(program, [recipes.labels, periods], lines.unit[recipes.line])
    by_line = Flow.of(starts).grouped(recipes.line)
    good = by_line.times(np.repeat(lines.good[:, None], count + 1, axis=1))
    begun = ordering.begun.grouped(sets.edges.line).plus(
        Flow.of(open_orders.begun).grouped(sets.backlog.line)
    )
    axes = [lines.labels, periods]
    own = add_good_output(program, axes, good, begun, lines.own_account, lines.makes_end_items)
    matured = Flow.of(own).landed(lines.landing, np.arange(len(lines.labels)))
    holds = (lines.own_account | (lines.own_stock > 0)) & lines.makes_end_items
    sold = Flow.of(ordering.sold).grouped(sets.edges.line)
    own_stock = add_own_stock(program, axes, matured, sold, lines.own_stock, holds)
    made = good.landed(lines.landing, np.arange(len(lines.labels))).grouped(pools.of_line)
    used = Flow.of(starts[recipes.user], recipes.quantity[:, None]).grouped(recipes.pool)
    pool = add_component_balance(program, [pools.labels, periods], made, used, pools.opening, pools.unit)
    bought = add_expansions(program, [options.labels, periods], options.may_buy)
    share_labels = [
        f"{options.labels[option]}/{sets.purses.payers[payer]}"
        for option, payer in zip(sets.shares.option, sets.shares.payer, strict=True)
    ]
    paid = add_expansion_payments(
        program,
        [options.labels, share_labels, periods],
        bought,
        sets.option_cost[:, :-1],
        sets.shares.option,
        MONEY_UNIT,
    )
    limit = lines.capacity[:, None] * sets.calendar.total(lines.open_months.astype(np.float64))
    added = options.capacity[:, None, None] * options.months
    add_capacity(program, axes, by_line, limit, bought, added, options.line)
    add_ramp_limit(program, axes, by_line, sets.calendar.length, lines.growth, lines.step, lines.rate_now)
    return Industry(Making(starts, own, own_stock), bought, paid, pool, used, made)


def _holding(
    program: Program, sets: Sets, open_orders: OpenOrders, delivered: Flow
) -> tuple[Holding, list[tuple[Ints, Floats]]]:
    """Stock, transfers, use, floors, cover and targets, with what may be broken of promises."""
    pairs, lanes, demands, floors = sets.pairs, sets.lanes, sets.demands, sets.floors
    periods, count = sets.calendar.labels, sets.calendar.periods
    axes = [pairs.labels, periods]
    hard = np.zeros((len(pairs.labels), count))
    np.maximum.at(hard, floors.pair, floors.hard)
    stock = add_stocks(program, axes, hard, pairs.unit)
    given = add_transfers(
        program,
        [lanes.labels, pairs.labels, periods],
        lanes.may_send,
        lanes.donor,
        stocks_before(stock),
        pairs.opening,
        pairs.releasable,
        pairs.unit,
    )
    carried = Flow.of(given).grouped(_pledge_of_lane(sets))
    labels = joined_labels(sets.pledges, ["item", "from", "to"])
    late = add_pledges(program, [labels, periods], carried, sets.pledged)
    server_labels = [
        f"{demands.labels[demand]}/{pairs.frame.get_column('item')[int(pair)]}"
        for demand, pair in zip(demands.server_demand, demands.server_pair, strict=True)
    ]
    used, unmet = add_use(
        program,
        [demands.labels, server_labels, periods],
        demands.wanted,
        demands.server_demand,
        demands.ratio,
        pairs.unit[demands.server_pair],
    )
    received = Flow.of(given).landed(lanes.landing, lanes.travel).grouped(lanes.recipient)
    arriving = delivered.grouped(sets.edge_pair).plus(
        open_orders.delivered.grouped(sets.backlog_pair), received
    )
    leaving = Flow.of(given).grouped(lanes.donor).plus(Flow.of(used).grouped(demands.server_pair))
    add_stock_balance(program, axes, stock, arriving, leaving, pairs.opening, outside_arrivals(sets))
    floor_labels = [pairs.labels[place] for place in floors.pair]
    deficit = add_floors(
        program,
        [floor_labels, periods],
        stock[floors.pair],
        floors.floor,
        floors.hard,
        pairs.unit[floors.pair],
    )
    counted, first, shortfall = _shortfall(program, sets, stock)
    total_pledged = spread(floats(sets.pledges, "quantity"), count)
    return (
        Holding(stock, given, used, unmet, counted, first, shortfall),
        [(deficit, floors.floor), (late, total_pledged)],
    )


def _pledge_of_lane(sets: Sets) -> Ints:
    """Contracted pledge that each lane serves, -1 for none, shape (lanes,)."""
    pledge = np.full(len(sets.lanes.labels), -1, dtype=np.int64)
    lane = sets.pledges.get_column("lane").to_numpy()
    pledge[lane[lane >= 0]] = np.flatnonzero(lane >= 0)
    return pledge


def _shortfall(program: Program, sets: Sets, stock: Ints) -> tuple[Ints, Ints, Shortfall]:
    """Cover and targets."""
    needs, pairs, periods = sets.requirements, sets.pairs, sets.calendar.labels
    labels = [
        f"{pairs.labels[pair]}/{needs.frame.get_column('class')[int(need)]}"
        for pair, need in zip(needs.cover_pair, needs.cover_requirement, strict=True)
    ]
    counted, first = add_cover(
        program,
        [labels, pairs.labels, periods],
        stock,
        pairs.opening,
        needs.cover_pair,
        pairs.unit[needs.cover_pair],
    )
    cover = Flow.of(counted, needs.ratio[:, None]).grouped(needs.cover_requirement)
    chosen = Flow.of(first[:, None], needs.ratio[:, None]).grouped(needs.cover_requirement)
    whole = np.zeros(len(needs.labels))
    wholly = first < 0
    np.add.at(whole, needs.cover_requirement[wholly], (needs.ratio * pairs.opening[needs.cover_pair])[wholly])
    axes = [needs.labels, periods]
    shortfall = add_targets(
        program, axes, needs.target, sets.calendar.length, cover, (chosen, whole), needs.unit
    )
    return counted, first, shortfall


def outside_arrivals(sets: Sets) -> Floats:
    """Units that arrive from outside the lines, shape (pairs, periods)."""
    arrivals = np.zeros((len(sets.pairs.labels), sets.calendar.periods + 1))
    names = [f"{row['recipient']}/{row['item']}" for row in sets.pipeline.frame.iter_rows(named=True)]
    place = {label: number for number, label in enumerate(sets.pairs.labels)}
    pair = np.array([place[name] for name in names], dtype=np.int64)
    np.add.at(arrivals, (pair, sets.pipeline.arrival), sets.pipeline.quantity)
    return arrivals[:, :-1]


def _expenses(
    sets: Sets,
    ordering: Ordering,
    open_orders: OpenOrders,
    delivered: Flow,
    industry: Industry,
    holding: Holding,
) -> tuple[Expense, ...]:
    """Every cost term."""
    contracts, edges, lanes, pairs, purses = sets.contracts, sets.edges, sets.lanes, sets.pairs, sets.purses
    payers, periods = len(purses.payers), sets.calendar.periods
    ordered = Flow.of(ordering.ordered)
    terms = Terms(
        edges.price,
        edges.contract,
        purses.find(edges.frame.get_column("payer")),
        contracts.factor,
        contracts.at_order,
        contracts.at_delivery,
        contracts.delivery_share,
    )
    every = np.ones((len(sets.shares.option), periods + 1))
    owed = np.zeros((payers, periods + 1))
    pipeline_payer = purses.find(sets.pipeline.frame.get_column("payer"))
    np.add.at(owed, (pipeline_payer, sets.pipeline.arrival), sets.pipeline.payment)
    backlog_payer = purses.find(sets.backlog.frame.get_column("payer"))
    backlog = plain_costs(DECIDED_BEFORE, open_orders.delivered, sets.backlog.price, backlog_payer, payers)
    lane_cost = np.repeat(lanes.cost[:, None], periods + 1, axis=1)
    donor = purses.find(lanes.frame.get_column("from"))
    holder = purses.find(pairs.frame.get_column("nation"))
    return (
        order_costs(terms, ordered, delivered, payers),
        plain_costs("expansions", Flow.of(industry.paid), every, sets.shares.payer, payers),
        plain_costs("transfers", Flow.of(holding.given), lane_cost, donor, payers),
        holding_costs(holding.stock, sets.calendar.length, pairs.opening, pairs.holding_cost, holder, payers),
        Expense(DECIDED_BEFORE, backlog.due, owed),
    )


def _ceilings(program: Program, sets: Sets, ordered: Flow) -> None:
    """Ceilings of contracts."""
    contracts, edges = sets.contracts, sets.edges
    add_ceilings(
        program,
        contracts.labels,
        ordered.grouped(edges.contract),
        edges.price[ordered.owner],
        contracts.ceiling,
        contracts.ceiling_value,
    )


def _call_offs(program: Program, sets: Sets, ordered: Flow) -> Calling:
    """Call-offs, where a contract has a fixed cost."""
    contracts, edges, purses = sets.contracts, sets.edges, sets.purses
    buyer = purses.find(edges.frame.get_column("buyer"))
    costly = np.flatnonzero((contracts.fixed_cost.max(axis=1, initial=0.0) > 0)[edges.contract])
    keys, group = np.unique(edges.contract[costly] * len(purses.payers) + buyer[costly], return_inverse=True)
    contract, who = keys // len(purses.payers), keys % len(purses.payers)
    of_edge = np.full(len(edges.labels), -1, dtype=np.int64)
    of_edge[costly] = group
    labels = [f"{contracts.labels[c]}/{purses.payers[n]}" for c, n in zip(contract, who, strict=True)]
    most = np.zeros(len(keys))
    np.add.at(most, group, _most_output(sets)[edges.line[costly]])
    ceiling = contracts.ceiling[contract]
    most = np.where(np.isnan(ceiling), most, np.minimum(most, ceiling))
    called = add_call_offs(program, [labels, sets.calendar.labels], ordered.grouped(of_edge), most)
    names = [purses.payers[n] for n in who]
    frame = pl.DataFrame(
        {"contract": [contracts.labels[c] for c in contract], "buyer": names}, schema=_CALLER
    )
    return Calling(frame, called, contracts.fixed_cost[contract])


def _fixed_costs(sets: Sets, calling: Calling) -> Expense:
    """What call-offs cost their buyers."""
    buyer = sets.purses.find(calling.frame.get_column("buyer"))
    cost = np.pad(calling.cost, ((0, 0), (0, 1)))
    return plain_costs("fixed costs", Flow.of(calling.columns), cost, buyer, len(sets.purses.payers))


def _most_output(sets: Sets) -> Floats:
    """Good units that a line could make over the horizon with all its options, shape (lines,)."""
    most = sets.lines.capacity.copy()
    np.add.at(most, sets.options.line, sets.options.capacity)
    return most * sets.lines.good * sets.calendar.months + sets.lines.own_stock


def _budgets(program: Program, sets: Sets, expenses: tuple[Expense, ...]) -> Ints:
    """Budgets over all cost terms."""
    purses, periods = sets.purses, sets.calendar.periods
    due = Flow.none().plus(*(expense.due for expense in expenses)).inside(periods)
    budget = purses.budget_of[due.owner, due.period]
    anyway = np.zeros(len(purses.amount) + 1)
    total = np.sum([expense.anyway for expense in expenses], axis=0)
    np.add.at(anyway, purses.budget_of[:, :-1], total[:, :-1])
    kept = budget >= 0
    return add_budgets(
        program,
        purses.labels,
        Flow(budget[kept], due.period[kept], due.column[kept], due.coefficient[kept]),
        anyway[:-1],
        purses.amount,
        purses.carry,
        purses.before,
        MONEY_UNIT,
    )
