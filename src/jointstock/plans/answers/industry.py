"""Tables of industry: production, components and expansions."""

import numpy as np
import polars as pl

from jointstock.measure.arrays import Floats
from jointstock.plans.answers.solution import NOTHING, Solution, before, grid


def production(solution: Solution) -> pl.DataFrame:
    """Table ``production``."""
    model, sets = solution.model, solution.model.sets
    lines, recipes, count = sets.lines, sets.recipes, sets.calendar.periods
    starts = solution.of(model.industry.making.starts)
    added = lines.capacity[:, None] * sets.calendar.total(lines.open_months.astype(np.float64))
    bought = _bought(solution)
    expanded = np.einsum("oa,oab->ob", bought, sets.options.months) * sets.options.capacity[:, None]
    np.add.at(added, sets.options.line, expanded)
    own = solution.of(model.industry.making.own)
    items = lines.frame.get_column("item").gather(recipes.line)
    keys = recipes.frame.select("line", items, "recipe")
    return grid(
        keys,
        solution.periods,
        starts=starts,
        good=starts * lines.good[recipes.line][:, None],
        capacity=added[recipes.line].reshape(len(keys), count),
        own_account=own[recipes.line].reshape(len(keys), count),
    )


def components(solution: Solution) -> pl.DataFrame:
    """Table ``components``."""
    industry, pools = solution.model.industry, solution.model.sets.pools
    closing = solution.of(industry.pool)
    count = len(pools.opening)
    return grid(
        pools.frame,
        solution.periods,
        opening=before(closing, pools.opening),
        made=solution.flow(industry.component_made, count)[:, :-1],
        used=solution.flow(industry.component_used, count)[:, :-1],
        closing=closing,
    )


def expansions(solution: Solution) -> pl.DataFrame:
    """Table ``expansions``: a row for each option, period of purchase and payer; industry has none."""
    sets, industry = solution.model.sets, solution.model.industry
    bought, paid = _bought(solution), solution.of(industry.paid)
    option, payers = sets.shares.option, np.array(sets.purses.payers, dtype=object)
    cost = sets.option_cost[:, :-1] * bought
    by_industry = ~np.isnan(sets.options.needed)
    share, period = np.nonzero((paid > NOTHING) | ((cost <= NOTHING) & (bought > NOTHING))[option])
    own, own_period = np.nonzero((bought > NOTHING) & by_industry[:, None])
    which, when = np.concatenate([option[share], own]), np.concatenate([period, own_period])
    payer = [*payers[sets.shares.payer[share]], *[None] * len(own)]
    rows: pl.DataFrame = sets.options.frame.select("option", "line")[which.tolist()]
    return rows.with_columns(
        pl.Series("period", [solution.periods[place] for place in when], dtype=pl.String),
        pl.Series("amount", bought[which, when]),
        pl.Series("cost", cost[which, when]).fill_nan(None),
        pl.Series("payer", payer, dtype=pl.String),
        pl.Series("paid", np.concatenate([paid[share, period], np.zeros(len(own))])),
    )


def _bought(solution: Solution) -> Floats:
    """Shares of options bought in each period, shape (options, periods)."""
    return solution.of(solution.model.industry.bought)
