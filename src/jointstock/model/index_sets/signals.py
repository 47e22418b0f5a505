"""What industry takes for firm: orders, and shares of ceilings and targets, by expansion option."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from jointstock.measure.arrays import Floats, Ints
from jointstock.model.index_sets.lookup import floats, locate
from jointstock.model.index_sets.sets import Sets


@dataclass(frozen=True)
class Signals:
    """Firm orders as they count for the options that industry pays for itself.

    Attributes:
        weight: What an order counts for, shape (edges,); 0 where no option looks at its line.
        content: Units of an option's item for a unit of a line's, shape (options, lines).
        anyway: Firm whatever the plan orders, shape (options,).
    """

    weight: Floats
    content: Floats
    anyway: Floats


def read_signals(sets: Sets) -> Signals:
    """Firm orders for the options of a case that industry pays for itself.

    Args:
        sets: Index sets of a case.
    """
    options, edges, ends = sets.options, sets.edges, sets.lines.makes_end_items
    if np.isnan(options.needed).all():
        count = len(options.line)
        return Signals(np.zeros(len(edges.line)), np.zeros((count, len(ends))), np.zeros(count))
    content = np.zeros((len(options.line), len(ends)))
    pool = sets.pools.of_line[options.line]
    makers = np.bincount(sets.pools.of_line[~ends], minlength=len(sets.pools.opening))
    parts = _parts(sets)
    for place in np.flatnonzero(~np.isnan(options.needed)):
        if ends[options.line[place]]:
            content[place, options.line[place]] = 1.0
        else:
            content[place, ends] = parts[ends, pool[place]] / makers[pool[place]]
    looked_at = content.sum(axis=0) > 0
    share = _before_order(sets)
    weight = np.where(looked_at[edges.line], 1.0 - share[edges.contract], 0.0)
    anyway = _on_order(sets) + _in_ceilings(sets, share) + _in_targets(sets)
    return Signals(weight, content, content @ anyway)


def _before_order(sets: Sets) -> Floats:
    """What a unit under each contract's ceiling counts for before anybody orders it, shape (contracts,)."""
    options, frame, ceiling = sets.operating.reading.options, sets.contracts.frame, sets.contracts.ceiling
    signed = frame.get_column("signed").fill_null(value=False).to_numpy().astype(np.bool_)
    promised = np.where(signed & (floats(frame, "take_or_pay") == ceiling), floats(frame, "take_share"), 0.0)
    return np.where(np.isnan(ceiling), 0.0, options + (1.0 - options) * promised)


def _parts(sets: Sets) -> Floats:
    """Units of each pool in a unit of a line's item, through all tiers, shape (lines, pools).

    Every line counts with its first recipe; a tier with that of the first line that fills its pool.
    """
    recipes, pools, lines = sets.recipes, sets.pools, len(sets.lines.labels)
    first = np.full(lines, -1, dtype=np.int64)
    first[recipes.line[::-1]] = np.arange(len(recipes.line))[::-1]
    used = np.zeros((len(recipes.line), len(pools.opening)))
    np.add.at(used, (recipes.user, recipes.pool), recipes.quantity)
    direct = used[first]
    maker = np.full(len(pools.opening), -1, dtype=np.int64)
    filled = np.flatnonzero(pools.of_line >= 0)[::-1]
    maker[pools.of_line[filled]] = filled
    below = np.where((maker >= 0)[:, None], direct[np.maximum(maker, 0)], 0.0)
    total, tier = direct.copy(), direct
    for _ in range(len(pools.opening)):
        tier = tier @ below
        if not tier.any():
            break
        total += tier
    return total


def _on_order(sets: Sets) -> Floats:
    """Open orders of each line, shape (lines,)."""
    return _by_line(sets, sets.backlog.line, sets.backlog.quantity)


def _in_ceilings(sets: Sets, share: Floats) -> Floats:
    """What ceilings count for at each line, shared out among the lines that sell the item.

    Args:
        sets: Index sets of a case.
        share: What a unit counts for before it is ordered, shape (contracts,).
    """
    edges = sets.edges
    pairs = edges.frame.select("contract", "line", "item").unique().sort("contract", "line", "item")
    pairs = pairs.with_columns(pl.len().over("contract", "item").alias("sellers"))
    place = locate(pairs, sets.contracts.frame, ["contract"])
    units = np.nan_to_num(sets.contracts.ceiling[place]) / pairs.get_column("sellers").to_numpy()
    return _by_line(sets, locate(pairs, sets.lines.frame, ["line"]), share[place] * units)


def _in_targets(sets: Sets) -> Floats:
    """What targets not yet held count for at each line, shared out among the lines that make the item."""
    reading, needs = sets.operating.reading, sets.requirements
    wanted = needs.frame.select("nation", "class").with_columns(
        pl.Series("target", needs.target[:, -1] if needs.target.size else np.zeros(len(needs.frame)))
    )
    ways = reading.cover.join(wanted, on=["nation", "class"], how="inner")
    ways = ways.join(reading.held, on=["nation", "item"], how="left").with_columns(
        pl.col("opening").fill_null(0.0)
    )
    open_units = (pl.col("target") / pl.col("ratio") - pl.col("opening")).clip(lower_bound=0.0)
    missing = ways.group_by("nation", "item").agg(open_units.sum().alias("missing"))
    buyers = sets.edges.frame.select(pl.col("buyer").alias("nation"), "line", "item").unique()
    makers = sets.lines.frame.group_by("item").agg(pl.len().alias("makers"))
    rows = buyers.join(missing, on=["nation", "item"]).join(makers, on="item").sort("line", "nation")
    share = floats(rows, "missing") / rows.get_column("makers").to_numpy() * reading.targets
    return _by_line(sets, locate(rows, sets.lines.frame, ["line"]), share)


def _by_line(sets: Sets, line: Ints, units: Floats) -> Floats:
    """Units added up by line, shape (lines,)."""
    total = np.zeros(len(sets.lines.labels))
    np.add.at(total, line, units)
    return total
