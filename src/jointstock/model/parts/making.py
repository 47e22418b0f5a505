"""Making: production, components, capacity, expansions, and how lines are run."""

from dataclasses import dataclass

import numpy as np

from jointstock.measure.arrays import Ints
from jointstock.model.blocks.capacity import add_capacity, add_ramp_limit, expanded_by
from jointstock.model.blocks.components import add_component_balance
from jointstock.model.blocks.expansions import add_expansion_payments, add_expansions
from jointstock.model.blocks.modes import add_hours, add_modes
from jointstock.model.blocks.production import Making, add_good_output, add_own_stock, add_starts
from jointstock.model.blocks.running import add_running, add_start_ups
from jointstock.model.blocks.surges import add_surges
from jointstock.model.blocks.thresholds import add_break_even, add_firm_orders
from jointstock.model.costs import MONEY_UNIT
from jointstock.model.flows import Flow
from jointstock.model.index_sets.lookup import floats
from jointstock.model.index_sets.sets import Sets
from jointstock.model.index_sets.signals import read_signals
from jointstock.model.parts.buying import Buying
from jointstock.solver.program import Program


@dataclass(frozen=True)
class States:
    """Columns of how lines are run.

    Attributes:
        mode: Whether a line is in the mode, shape (modes, periods).
        running, started: Whether a line runs, and whether it is started up, shape (lines, periods).
        retained: Share of surge agreements that is held ready, shape (surges,).
        surged: Starts called on them, shape (surges, periods).
    """

    mode: Ints
    running: Ints
    started: Ints
    retained: Ints
    surged: Ints


@dataclass(frozen=True)
class Industry:
    """Columns and flows of production and capacity.

    Attributes:
        making: Columns of production.
        bought: Shares of options, shape (options, periods).
        paid: Payments for options, shape (shares, periods).
        pool: Component pools, shape (pools, periods).
        component_used, component_made: Flows by pool.
        states: Columns of how lines are run.
    """

    making: Making
    bought: Ints
    paid: Ints
    pool: Ints
    component_used: Flow
    component_made: Flow
    states: States


def add_making(program: Program, sets: Sets, buying: Buying, drawn: Flow) -> Industry:
    """Production, components, capacity and expansions.

    Args:
        program: Program to add to.
        sets: Index sets of a case.
        buying: Columns of orders.
        drawn: Units that fleets draw from pools, by pool.
    """
    ordering, open_orders = buying.ordering, buying.open_orders
    lines, recipes, pools = sets.lines, sets.recipes, sets.pools
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
    used = Flow.of(starts[recipes.user], recipes.quantity[:, None]).grouped(recipes.pool).plus(drawn)
    pool = add_component_balance(program, [pools.labels, periods], made, used, pools.opening, pools.unit)
    bought, paid = _expansions(program, sets)
    _add_thresholds(program, sets, buying, bought)
    states = _add_states(program, sets, by_line, bought)
    return Industry(Making(starts, own, own_stock), bought, paid, pool, used, made, states)


def _add_states(program: Program, sets: Sets, starts: Flow, bought: Ints) -> States:
    """What limits the starts of lines, and how they are run."""
    lines, options, calendar = sets.lines, sets.options, sets.calendar
    modes, runs, surges = (sets.operating.modes, sets.operating.running, sets.operating.surges)
    axes = [lines.labels, calendar.labels]
    retained, surged = add_surges(
        program, [surges.labels, calendar.labels], surges.most, lines.unit[surges.line]
    )
    expanded = expanded_by(bought, options.capacity[:, None, None] * options.months, options.line)
    limit = lines.capacity[:, None] * calendar.total(lines.open_months.astype(np.float64))
    add_capacity(program, axes, starts, limit, expanded, Flow.of(surged).grouped(surges.line))
    add_ramp_limit(program, axes, starts, calendar.length, lines.growth, lines.step, lines.rate_now)
    mode = add_modes(program, [lines.labels, modes.labels, calendar.labels], modes.line)
    hours = Flow.of(mode, modes.hours).grouped(modes.line)
    add_hours(program, axes, starts, hours, floats(lines.frame, "hours_per_start"), expanded)
    running = add_running(program, axes, starts, runs.least, runs.most, runs.decides)
    pays = runs.payer.is_not_null().to_numpy() & (runs.cost.max(axis=1, initial=0.0) > 0)
    started = add_start_ups(program, axes, running, runs.ran, pays)
    return States(mode, running, started, retained, surged)


def _add_thresholds(program: Program, sets: Sets, buying: Buying, bought: Ints) -> None:
    """What industry builds at its own cost."""
    lines, options, edges, periods = sets.lines, sets.options, sets.edges, sets.calendar.labels
    signals = read_signals(sets)
    weight = np.repeat(signals.weight[:, None], len(periods) + 1, axis=1)
    counted = np.flatnonzero(signals.weight > 0)
    ordered = Flow.of(buying.ordering.ordered).of_owners(counted).times(weight).grouped(edges.line)
    firm = add_firm_orders(program, [lines.labels, periods], ordered, lines.unit)
    add_break_even(
        program,
        [options.labels, periods],
        firm,
        signals.content,
        bought,
        options.needed,
        signals.anyway,
    )


def _expansions(program: Program, sets: Sets) -> tuple[Ints, Ints]:
    """Shares of options that are bought, and what is paid for them."""
    options, periods = sets.options, sets.calendar.labels
    bought = add_expansions(program, [options.labels, periods], options.may_buy, options.whole)
    # What industry pays itself is no payment of the plan.
    cost = np.where(np.isnan(options.needed)[:, None], sets.option_cost[:, :-1], 0.0)
    share_labels = [
        f"{options.labels[option]}/{sets.purses.payers[payer]}"
        for option, payer in zip(sets.shares.option, sets.shares.payer, strict=True)
    ]
    paid = add_expansion_payments(
        program,
        [options.labels, share_labels, periods],
        bought,
        cost,
        sets.shares.option,
        MONEY_UNIT,
    )
    return bought, paid
