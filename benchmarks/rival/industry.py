"""Production, components, capacity and expansions in linopy."""

import numpy as np
from linopy import LinearExpression, Variable

from benchmarks.rival.grid import PERIOD, Grid, Lags
from benchmarks.rival.orders import Orders
from jointstock.model.index_sets.sets import Sets


def add_industry(grid: Grid, sets: Sets, orders: Orders, leads: Lags) -> Variable:
    """State what lines make, of what, and how much they can.

    Args:
        grid: The model.
        sets: Index sets.
        orders: What is begun for orders.
        leads: Lags of lines.

    Returns:
        Payments for expansions, over shares and periods.
    """
    lines, recipes = sets.lines, sets.recipes
    starts = grid.flow(grid.columns("starts", "recipe", PERIOD))
    by_line = grid.grouped(starts, "recipe", "line", recipes.line)
    good = by_line * grid.array(lines.good, "line")
    _add_own_account(grid, sets, orders, leads, good)
    _add_pools(grid, sets, leads, starts, good)
    bought, paid = _add_expansions(grid, sets)
    added = sets.options.capacity[:, None, None] * sets.options.months
    given = bought.rename({PERIOD: "bought_in"}) * grid.array(added, "option", "bought_in", PERIOD)
    expanded = grid.grouped(given.sum("bought_in"), "option", "line", sets.options.line)
    limit = lines.capacity[:, None] * sets.calendar.total(lines.open_months.astype(np.float64))
    grid.rows("capacity", by_line - expanded, "<=", limit, "line", PERIOD)
    _add_ramp_limit(grid, sets, by_line)
    return paid


def _add_own_account(grid: Grid, sets: Sets, orders: Orders, leads: Lags, good: LinearExpression) -> None:
    lines, over = sets.lines, ("line", PERIOD)
    whole = np.ones((1, sets.calendar.periods), dtype=np.bool_)
    ends = lines.makes_end_items
    own = grid.flow(grid.columns("own", *over, where=(lines.own_account & ends)[:, None] & whole))
    begun = grid.grouped(orders.begun, "edge", "line", sets.edges.line)
    backlog = grid.grouped(orders.open_begun, "order", "line", sets.backlog.line)
    grid.rows("good_output", good - begun - backlog - own, "=", 0.0, *over, where=ends[:, None] & whole)
    holds = ((lines.own_account | (lines.own_stock > 0)) & ends)[:, None] & whole
    held = grid.flow(grid.columns("own_held", *over, where=holds))
    matured = grid.landed(own, "line", leads, np.arange(len(ends)))
    sold = grid.grouped(orders.sold, "edge", "line", sets.edges.line)
    right = np.zeros(holds.shape)
    right[:, 0] = lines.own_stock
    grid.rows("own_stock", held - grid.before(held) - matured + sold, "=", right, *over, where=holds)


def _add_pools(grid: Grid, sets: Sets, leads: Lags, starts: LinearExpression, good: LinearExpression) -> None:
    recipes, pools = sets.recipes, sets.pools
    made = grid.landed(good, "line", leads, np.arange(len(sets.lines.good)))
    made = grid.grouped(made, "line", "pool", pools.of_line)
    taken = grid.picked(starts, "recipe", "ingredient", recipes.user)
    taken = taken * grid.array(recipes.quantity, "ingredient")
    used = grid.grouped(taken, "ingredient", "pool", recipes.pool)
    pool = grid.flow(grid.columns("pool", "pool", PERIOD))
    right = np.zeros((len(pools.opening), sets.calendar.periods))
    right[:, 0] = pools.opening
    grid.rows("component_balance", pool - grid.before(pool) - made + used, "=", right, "pool", PERIOD)


def _add_expansions(grid: Grid, sets: Sets) -> tuple[LinearExpression, Variable]:
    options, shares = sets.options, sets.shares
    bought = grid.columns("bought", "option", PERIOD, where=options.may_buy, upper=1.0)
    flow = grid.flow(bought)
    grid.rows("option_once", flow.sum(PERIOD), "<=", 1.0, "option")
    paid = grid.columns("expansion_paid", "share", PERIOD, where=options.may_buy[shares.option])
    together = grid.grouped(grid.flow(paid), "share", "option", shares.option)
    cost = grid.flow(bought, sets.option_cost[:, :-1], "option", PERIOD)
    grid.rows("option_paid", together - cost, "=", 0.0, "option", PERIOD, where=options.may_buy)
    return flow, paid


def _add_ramp_limit(grid: Grid, sets: Sets, by_line: LinearExpression) -> None:
    lines, months = sets.lines, sets.calendar.length
    limited = np.flatnonzero(~np.isnan(lines.growth))
    grid.axes["limited"] = grid.axes["line"][limited].rename("limited")
    apart = (np.concatenate([[1.0], months[:-1]]) + months) / 2
    factor = (1 + lines.growth[limited])[:, None] ** apart
    right = lines.step[limited][:, None] * apart
    right[:, 0] += np.nan_to_num(lines.rate_now[limited]) * factor[:, 0]
    rate = grid.picked(by_line, "line", "limited", limited) * grid.array(1 / months, PERIOD)
    earlier = grid.before(rate) * grid.array(factor, "limited", PERIOD)
    grid.rows("ramp_limit", rate - earlier, "<=", right, "limited", PERIOD)
