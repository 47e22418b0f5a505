"""What a plan of any calendar comes to by the month: its decisions replayed with monthly facts.

A plan says what a period holds, not what its months do. The months are filled by the rules of
docs/explanation/calendars.md; a plan that has single months only is replayed as it stands.
"""

from typing import NamedTuple

import numpy as np

from jointstock.measure.arrays import Flags, Floats
from jointstock.measure.months import Calendar
from jointstock.model.index_sets.lookup import locate
from jointstock.model.index_sets.sets import Sets, read_sets
from jointstock.model.parts.serving import opening_fleet_needs
from jointstock.plans.booking import calendar_of
from jointstock.plans.plan import Plan
from jointstock.simulation.from_plan import as_planned, evenly, read_network
from jointstock.simulation.network import Aims, Holding, Industry, Network
from jointstock.simulation.reference import by_month


class Months(NamedTuple):
    """A plan by the month.

    Attributes:
        shortfall: At the end of each month, class units, shape (targets, months).
        unmet: Use unmet in each month, demand units, shape (demands, months).
        area: Weighted shortfall-months of each target, as level ``shortfall`` counts them, shape (targets,).
    """

    shortfall: Floats
    unmet: Floats
    area: Floats


def replay_months(plan: Plan) -> Months:
    """Replay a plan by the month, where nothing happens that it does not count on.

    Args:
        plan: The plan, on any calendar.
    """
    calendar = calendar_of(plan)
    sets = read_sets(plan.case, calendar)
    fine = read_sets(plan.case, Calendar(calendar.first, (1,) * calendar.months))
    network = read_months(plan, sets, fine)
    aims = network.aims
    shortfall, unmet = np.zeros(aims.target.shape), np.zeros(fine.demands.wanted.shape)
    for month, (stock, missing) in enumerate(by_month(network, as_planned(network))):
        covered = np.zeros(len(aims.target))
        np.add.at(covered, aims.need, np.maximum(stock[0, aims.stock], 0.0) * aims.counts[:, month])
        shortfall[:, month] = np.maximum(aims.target[:, month] - covered, 0.0)
        unmet[:, month] = missing[0]
    return Months(shortfall, unmet, _area(fine, shortfall, unmet))


def read_months(plan: Plan, sets: Sets, fine: Sets) -> Network:
    """The arrays of a plan with what each period holds put into its months.

    Args:
        plan: The plan.
        sets: Index sets of its case on its calendar.
        fine: The same on single months.
    """
    even = read_network(plan, sets)
    single = np.repeat(sets.calendar.length == 1, sets.calendar.lengths)
    return Network(
        _industry(even.industry, plan, sets, fine, single),
        _holding(even.holding, sets, fine, single),
        _aims(even.aims, sets, fine),
    )


def _industry(even: Industry, plan: Plan, sets: Sets, fine: Sets, single: Flags) -> Industry:
    """Starts and capacity in proportion to what a line can do in each month; nothing made is used before."""
    calendar, options = sets.calendar, fine.options
    bought = plan.expansions.unique(["option", "period"])
    key = locate(bought, options.frame, ["option"])
    amount = evenly(bought, key, len(options.frame), calendar, "amount")
    able = fine.lines.capacity[:, None] * fine.lines.open_months
    added = np.einsum("oa,oab->ob", amount, options.months) * options.capacity[:, None]
    np.add.at(able, options.line, added)
    starts = np.diff(even.starts, axis=1, prepend=0.0)
    return even._replace(
        starts=np.cumsum(_in_proportion(starts, able[even.line], calendar), axis=1),
        capacity=_in_proportion(even.capacity, able, calendar),
        pool_floor=np.where(single, even.pool_floor, 0.0),
        finished_floor=np.where(single, even.finished_floor, 0.0),
    )


def _holding(even: Holding, sets: Sets, fine: Sets, single: Flags) -> Holding:
    """Deliveries as soon as finished, open orders when due, use as wanted, gifts above the floor."""
    calendar, lines = sets.calendar, sets.lines
    by_choice = lines.own_account | (lines.own_stock > 0)
    in_all = np.repeat(even.delivered[:, calendar.ends - 1], calendar.lengths, axis=1)
    as_even = single | by_choice[even.maker][:, None]
    due = np.zeros((len(even.opening), calendar.months + 1))
    held = fine.pipeline.frame.select("item", nation="recipient")
    place = locate(held, fine.pairs.frame, ["nation", "item"])
    known = place >= 0
    np.add.at(due, (place[known], fine.pipeline.arrival[known]), fine.pipeline.quantity[known])
    wanted = fine.demands.wanted
    served = _in_proportion(even.served, wanted[even.demand], calendar)
    kept = np.zeros_like(even.sent_floor)
    np.add.at(kept, even.server, served)
    np.add.at(kept, fine.floors.pair, fine.floors.hard)
    return even._replace(
        delivered=np.where(as_even, even.delivered, in_all),
        outside=_in_proportion(even.outside, due[:, :-1], calendar),
        sent_floor=np.where(single, even.sent_floor, kept),
        used_floor=np.where(single, even.used_floor, 0.0),
        served=served,
        unserved=_in_proportion(even.unserved, wanted, calendar),
    )


def _aims(even: Aims, sets: Sets, fine: Sets) -> Aims:
    """Targets of each month; stock counts as at the end of its period, certified stock not before it."""
    calendar = sets.calendar
    last = np.zeros(calendar.months, dtype=np.bool_)
    last[calendar.ends - 1] = True
    counts = np.repeat(even.counts, calendar.lengths, axis=1)
    before = np.concatenate([np.zeros((len(counts), 1)), even.counts[:, :-1]], axis=1)
    waits = (sets.requirements.certification >= 0)[:, None]
    early = np.repeat(waits & (before == 0), calendar.lengths, axis=1) & ~last
    fleets = even.target - sets.requirements.target
    corners = np.concatenate([opening_fleet_needs(sets)[:, None], fleets], axis=1)
    edges, months = np.concatenate([[0], calendar.ends]), np.arange(1, calendar.months + 1)
    needed = np.array([np.interp(months, edges, row) for row in corners])
    target = fine.requirements.target + needed.reshape(fine.requirements.target.shape)
    return Aims(even.stock, even.need, np.where(early, 0.0, counts), target, np.arange(calendar.months))


def _in_proportion(monthly: Floats, shape: Floats, calendar: Calendar) -> Floats:
    """The total of each period in proportion to a shape, as it is where the shape is nothing.

    Args:
        monthly: Amounts, shape (rows, months).
        shape: At least 0, shape (rows, months).
        calendar: The periods.
    """
    parts = calendar.total(shape)
    each = calendar.total(monthly) / np.where(parts > 0, parts, 1.0)
    known = np.repeat((parts > 0) & (calendar.length > 1), calendar.lengths, axis=1)
    return np.where(known, np.repeat(each, calendar.lengths, axis=1) * shape, monthly)


def _area(fine: Sets, shortfall: Floats, unmet: Floats) -> Floats:
    """Weighted area of each target; use unmet counts from its month to the end."""
    area, demands = shortfall.sum(axis=1), fine.demands
    lasting = fine.calendar.months - np.arange(fine.calendar.months)
    counts = demands.requirement >= 0
    np.add.at(area, demands.requirement[counts], ((unmet @ lasting) * demands.factor)[counts])
    return np.asarray(area * fine.requirements.weight, dtype=np.float64)
