"""The whole model in linopy: axes, blocks in the order of ours, and the level ``shortfall``."""

import linopy
import numpy as np
from linopy import LinearExpression

from benchmarks.rival.grid import PERIOD, Grid, Lags
from benchmarks.rival.holders import Held, add_holders
from benchmarks.rival.industry import add_industry
from benchmarks.rival.money import add_money
from benchmarks.rival.orders import add_orders, orders_open
from jointstock.model.index_sets.sets import Sets


def state(sets: Sets, *, sparse: bool) -> linopy.Model:
    """State the model that :func:`jointstock.model.build.build` states.

    Args:
        sets: Index sets of a case.
        sparse: Whether linopy keeps grouped sums and rows in compressed form.

    Returns:
        The linopy model; its objective is the level ``shortfall`` without its constant.
    """
    linopy.options(semantics="v1", warn_on_densify=False)
    grid = Grid(linopy.Model(sparse=sparse))
    _add_axes(grid, sets)
    leads = Lags.of(sets.lines.landing)
    orders = add_orders(grid, sets, leads)
    expansions = add_industry(grid, sets, orders, leads)
    held = add_holders(grid, sets, orders)
    add_money(grid, sets, orders, held, expansions, orders_open(sets))
    grid.model.add_objective(_shortfall(grid, sets, held))
    return grid.model


def _add_axes(grid: Grid, sets: Sets) -> None:
    """Names of every member of every set."""
    needs, pairs, demands, lanes = sets.requirements, sets.pairs, sets.demands, sets.lanes
    lane, lane_labels, pair_labels = sets.pledges.get_column("lane").to_list(), lanes.labels, pairs.labels
    numbered = {
        "share": len(sets.shares.option),
        "ingredient": len(sets.recipes.user),
        "server": len(demands.server_demand),
        "cover": len(needs.cover_pair),
    }
    named = {
        PERIOD: sets.calendar.labels,
        "bought_in": sets.calendar.labels,
        "edge": sets.edges.labels,
        "contract": sets.contracts.labels,
        "order": sets.backlog.labels,
        "line": sets.lines.labels,
        "recipe": sets.recipes.labels,
        "pool": sets.pools.labels,
        "option": sets.options.labels,
        "pair": pair_labels,
        "lane": lane_labels,
        "pledge": [lane_labels[place] for place in lane],
        "demand": demands.labels,
        "floor": [pair_labels[place] for place in sets.floors.pair],
        "requirement": needs.labels,
        "payer": sets.purses.payers,
        "budget": sets.purses.labels,
    }
    for name, labels in named.items():
        grid.add_axis(name, labels)
    for name, count in numbered.items():
        grid.add_axis(name, [str(number) for number in range(count)])


def _shortfall(grid: Grid, sets: Sets, held: Held) -> LinearExpression:
    """Weighted area under the shortfall and under operational use left unmet to date."""
    months, weight, demands = sets.calendar.length, sets.requirements.weight, sets.demands
    over = ("requirement", PERIOD)
    end = grid.flow(held.short, weight[:, None] * (months + 1) / 2, *over)
    begin = weight[:, None] * (months - 1) / 2
    own = grid.flow(held.short_start, begin * held.asked, *over)
    earlier = grid.before(grid.flow(held.short)) * grid.array(begin * ~held.asked, *over)
    lasting = (months + 1) / 2 + np.cumsum(months[::-1])[::-1] - months
    factor = np.where(demands.requirement >= 0, demands.factor * weight[demands.requirement], 0.0)
    unmet = grid.flow(held.unmet, factor[:, None] * lasting, "demand", PERIOD)
    return end.sum() + own.sum() + earlier.sum() + unmet.sum()
