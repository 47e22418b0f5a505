"""Stock, transfers, use, floors, cover and targets in linopy."""

from dataclasses import dataclass

import numpy as np
from linopy import LinearExpression, Variable

from benchmarks.rival.grid import PERIOD, Grid, Lags
from benchmarks.rival.orders import Orders
from jointstock.measure.arrays import Flags, Floats
from jointstock.model.index_sets.sets import Sets
from jointstock.model.parts.keeping import outside_arrivals


@dataclass(frozen=True)
class Held:
    """Variables and flows of holders, all over periods.

    Attributes:
        stock: By pair.
        given: By lane.
        unmet: By demand.
        short: Short at the end, by requirement.
        short_start: Short at the start where the target has changed, by requirement.
        asked: Where ``short_start`` exists, shape (requirements, periods).
    """

    stock: LinearExpression
    given: LinearExpression
    unmet: Variable
    short: Variable
    short_start: Variable
    asked: Flags


def add_holders(grid: Grid, sets: Sets, orders: Orders) -> Held:
    """State what nations hold, give, use and are short of.

    Args:
        grid: The model.
        sets: Index sets.
        orders: What is delivered.
    """
    pairs, lanes, floors, demands = sets.pairs, sets.lanes, sets.floors, sets.demands
    hard = np.zeros((len(pairs.opening), sets.calendar.periods))
    np.maximum.at(hard, floors.pair, floors.hard)
    stock = grid.flow(grid.columns("stock", "pair", PERIOD, lower=hard))
    given = _add_transfers(grid, sets, stock)
    used, unmet = _add_use(grid, sets)
    delivered = grid.grouped(orders.delivered, "edge", "pair", sets.edge_pair)
    backlog = grid.grouped(orders.open_delivered, "order", "pair", sets.backlog_pair)
    received = grid.landed(given, "lane", Lags.of(lanes.landing), lanes.travel)
    received = grid.grouped(received, "lane", "pair", lanes.recipient)
    sent = grid.grouped(given, "lane", "pair", lanes.donor)
    leaving = sent + grid.grouped(used, "server", "pair", demands.server_pair)
    left = stock - grid.before(stock) - delivered - backlog - received + leaving
    right = outside_arrivals(sets)
    right[:, 0] += pairs.opening
    grid.rows("stock_balance", left, "=", right, "pair", PERIOD)
    _add_floors(grid, sets, stock)
    cover, chosen, whole = _add_cover(grid, sets, stock)
    short, start, asked = _add_targets(grid, sets, cover, chosen, whole)
    return Held(stock, given, unmet, short, start, asked)


def _add_transfers(grid: Grid, sets: Sets, stock: LinearExpression) -> LinearExpression:
    pairs, lanes, pledged = sets.pairs, sets.lanes, sets.pledged
    given = grid.flow(grid.columns("given", "lane", PERIOD, where=lanes.may_send))
    sent = grid.grouped(given, "lane", "pair", lanes.donor)
    gives = np.zeros((len(pairs.opening), sets.calendar.periods), dtype=np.bool_)
    np.logical_or.at(gives, lanes.donor, lanes.may_send)
    right = np.zeros(gives.shape)
    right[:, 0] = pairs.opening
    grid.rows("in_stock_before", sent - grid.before(stock), "<=", right, "pair", PERIOD, where=gives)
    grid.rows("releasable", sent.sum(PERIOD), "<=", pairs.releasable, "pair", where=np.any(gives, axis=1))
    lane = sets.pledges.get_column("lane").to_numpy()
    late = grid.flow(grid.columns("pledge_late", "pledge", PERIOD, where=pledged > 0))
    so_far = grid.picked(given, "lane", "pledge", lane).cumsum(PERIOD)
    asked = (pledged > 0) | np.logical_or.accumulate(lanes.may_send[lane], axis=1)
    grid.rows("pledge_late", late + so_far, ">=", pledged, "pledge", PERIOD, where=asked)
    return given


def _add_use(grid: Grid, sets: Sets) -> tuple[LinearExpression, Variable]:
    demands = sets.demands
    is_wanted = demands.wanted > 0
    used = grid.columns("used", "server", PERIOD, where=is_wanted[demands.server_demand])
    unmet = grid.columns("unmet", "demand", PERIOD, where=is_wanted)
    served = grid.grouped(grid.flow(used, demands.ratio, "server"), "server", "demand", demands.server_demand)
    left = served + grid.flow(unmet)
    grid.rows("use", left, "=", demands.wanted, "demand", PERIOD, where=is_wanted)
    return grid.flow(used), unmet


def _add_floors(grid: Grid, sets: Sets, stock: LinearExpression) -> None:
    floors = sets.floors
    can_arise = floors.floor > floors.hard
    deficit = grid.flow(grid.columns("deficit", "floor", PERIOD, where=can_arise))
    left = deficit + grid.picked(stock, "pair", "floor", floors.pair)
    grid.rows("floor", left, ">=", floors.floor, "floor", PERIOD, where=can_arise)


def _add_cover(
    grid: Grid, sets: Sets, stock: LinearExpression
) -> tuple[LinearExpression, LinearExpression, Floats]:
    """Cover by requirement: of each period, chosen of the opening stock, and wholly counted of it."""
    needs, pairs, periods = sets.requirements, sets.pairs, sets.calendar.periods
    classes = np.bincount(needs.cover_pair, minlength=len(pairs.opening))
    several = classes[needs.cover_pair] > 1
    whole_time = np.ones((1, periods), dtype=np.bool_)
    counted = grid.flow(grid.columns("counted", "cover", PERIOD, where=several[:, None] & whole_time))
    chosen = grid.grouped(counted, "cover", "pair", needs.cover_pair)
    many = classes > 1
    grid.rows("count_once", chosen - stock, "<=", 0.0, "pair", PERIOD, where=many[:, None] & whole_time)
    first = grid.flow(grid.columns("counted_opening", "cover", where=several))
    opening = grid.grouped(first, "cover", "pair", needs.cover_pair)
    grid.rows("count_opening_once", opening, "<=", pairs.opening, "pair", where=many)
    alone = grid.only(grid.picked(stock, "pair", "cover", needs.cover_pair), ~several, "cover")
    ratio = grid.array(needs.ratio, "cover")
    whole = np.zeros(len(needs.weight))
    np.add.at(
        whole, needs.cover_requirement[~several], (needs.ratio * pairs.opening[needs.cover_pair])[~several]
    )
    by_need = needs.cover_requirement
    return (
        grid.grouped((counted + alone) * ratio, "cover", "requirement", by_need),
        grid.grouped(first * ratio, "cover", "requirement", by_need),
        whole,
    )


def _add_targets(
    grid: Grid, sets: Sets, cover: LinearExpression, chosen: LinearExpression, whole: Floats
) -> tuple[Variable, Variable, Flags]:
    target, over = sets.requirements.target, ("requirement", PERIOD)
    short = grid.columns("short", *over, where=target > 0)
    grid.rows("target", grid.flow(short) + cover, ">=", target, *over, where=target > 0)
    changed = np.ones(target.shape, dtype=np.bool_)
    changed[:, 1:] = target[:, 1:] != target[:, :-1]
    asked = changed & (target > 0) & (sets.calendar.length > 1)
    start = grid.columns("short_start", *over, where=asked)
    right = np.where(asked, target, 0.0)
    right[:, 0] = np.where(asked[:, 0], np.maximum(target[:, 0] - whole, 0.0), 0.0)
    at_first = (np.arange(sets.calendar.periods) == 0).astype(np.float64)
    opening = chosen * grid.array(at_first, PERIOD)
    left = grid.flow(start) + grid.before(cover) + opening
    grid.rows("target_at_start", left, ">=", right, *over, where=asked)
    return short, start, asked
