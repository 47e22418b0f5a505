"""An independent little programme: how many full 155 mm rounds the lines make in a steady month."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import polars as pl
from scipy.optimize import linprog

from jointstock.facts.case import Case

ROUND = "155mm_round"
HELD = ("120mm_tank_round", "105mm_round", "152mm_round", "122mm_round")
POOL = "all"


def full_rounds(case: Case, *, nations: Collection[str], column: str, imports: Collection[str] = ()) -> float:
    """Most full rounds a month that lines in some nations make from their own parts.

    Args:
        case: The case.
        nations: Nations of the sites that take part; only sites in the common pool count.
        column: ``capacity`` or ``rate_now``: what limits each line.
        imports: Parts that come from outside as needed.

    Returns:
        Rounds a month.
    """
    sites = case.sites.frame.filter(pl.col("nation").is_in(list(nations)) & (pl.col("hub") == POOL))
    lines = case.lines.frame.filter(pl.col("site").is_in(sites["site"].to_list())).sort("line")
    recipes = case.recipes.frame
    ways = [
        (line["line"], line["item"], name, line["rate_now" if line["item"] in HELD else column])
        for line in lines.iter_rows(named=True)
        for name in _names(recipes, line["line"], line["item"])
    ]
    parts = sorted(set(lines["item"]) | set(recipes["component"]))
    balance = np.zeros((len(parts), len(ways)))
    for place, (line, item, name, _) in enumerate(ways):
        if item not in HELD and item != ROUND:
            balance[parts.index(item), place] += 1.0
        for part, quantity in _needs(recipes, line, item, name):
            balance[parts.index(part), place] -= quantity
    made_here = set(recipes["component"]) - set(imports)
    used = [row for row, part in enumerate(parts) if part in made_here]
    keys = lines["line"].to_list()
    shared = np.array([[1.0 if way[0] == key else 0.0 for way in ways] for key in keys])
    limits = np.array(
        lines.select(pl.when(pl.col("item").is_in(HELD)).then("rate_now").otherwise(column)).to_series()
    )
    fixed = [(way[3], way[3]) if way[1] in HELD else (0.0, None) for way in ways]
    gain = np.array([-1.0 if way[1] == ROUND else 0.0 for way in ways])
    found = linprog(
        gain,
        A_ub=np.vstack([-balance[used], shared]),
        b_ub=np.concatenate([np.zeros(len(used)), limits]),
        bounds=fixed,
        method="highs",
    )
    assert found.success, found.message
    return float(-found.fun)


def _own(recipes: pl.DataFrame, line: str, item: str) -> pl.DataFrame:
    own = recipes.filter((pl.col("item") == item) & (pl.col("line") == line))
    return own if own.height else recipes.filter((pl.col("item") == item) & (pl.col("line") == "*"))


def _names(recipes: pl.DataFrame, line: str, item: str) -> list[str]:
    return sorted(set(_own(recipes, line, item)["recipe"])) or ["none"]


def _needs(recipes: pl.DataFrame, line: str, item: str, name: str) -> list[tuple[str, float]]:
    rows = _own(recipes, line, item).filter(pl.col("recipe") == name)
    return list(rows.select("component", "quantity").iter_rows())
