"""What would break inside the periods, if all that a plan does were spread evenly over their months.

Starts, purchases, use and sendings are divided by the months of their period; what follows from them
(finished units, arrivals, stocks and pools) is worked out month by month. A row that breaks is worth knowing
and breaks no rule: the plan speaks of its periods and not of their months.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import polars as pl

from jointstock.plans.rules.capacity import limits
from jointstock.plans.rules.fleets import draws, platforms
from jointstock.plans.rules.ground import Check, Claim, Ground, added, grid, total
from jointstock.plans.rules.needs import PAIR, arrivals_from_outside, floors, opening
from jointstock.plans.rules.obstacles import lines
from jointstock.plans.rules.orders import matured
from jointstock.plans.rules.stocks import POOL, recipe_parts
from jointstock.plans.rules.time import Periods
from jointstock.plans.rules.transfers import LANE, lanes, sendings

CELL = [*PAIR, "b"]


def check_months(ground: Ground) -> Iterator[Check]:
    """Examine capacity, pools, stocks, floors and sendings in every month of the horizon.

    Args:
        ground: Case and plan.

    Returns:
        Checks whose findings are notes.
    """
    inside = monthly(ground)
    yield _capacity(inside)
    yield _pools(inside)
    yield from _stocks(inside, stocks_by_month(ground, inside))


def monthly(ground: Ground) -> Ground:
    """The same plan in months: production, purchases and use spread evenly, the other tables as they are."""
    first, horizon = ground.periods.first, ground.periods.horizon
    names = tuple(f"{month // 12:04d}-{month % 12 + 1:02d}" for month in range(first, first + horizon))
    spread = {
        "production": ("starts", "good", "own_account"),
        "expansions": ("amount", "cost", "paid"),
        "surges": ("called", "cost"),
        "use": ("used",),
        "fleets": ("entered", "repaired"),
    }
    tables = {
        name: _spread(ground, ground.tables[name].filter(pl.col("b").is_not_null()), columns)
        for name, columns in spread.items()
    }
    periods = Periods(first, names, (1,) * horizon)
    return dataclasses.replace(ground, periods=periods, tables={**ground.tables, **tables}, memory={})


def _months(ground: Ground) -> pl.DataFrame:
    """Columns b (period), month, months (of the period)."""
    owners = pl.DataFrame({"b": ground.periods.owners, "month": range(ground.periods.horizon)})
    return owners.cast(pl.Int64).join(ground.periods.frame.select("b", "months"), on="b")


def _spread(ground: Ground, frame: pl.DataFrame, columns: tuple[str, ...]) -> pl.DataFrame:
    """Divide columns by the months of their period, with a row for every month."""
    met = frame.join(_months(ground), on="b")
    return met.with_columns(pl.col(columns) / pl.col("months"), b=pl.col("month")).drop("month", "months")


def _capacity(inside: Ground) -> Check:
    text = "Spread evenly, line {line} starts {lhs} of {item} in {period}; its capacity is {rhs}."
    cells = inside.once(limits)
    return inside.examine(Claim("V3", ("line",), text, "<="), cells, pl.col("starts"), pl.col("most"))


def _pools(inside: Ground) -> Check:
    made = inside.tables["production"].join(
        inside.once(lines).select("line", "hub", "kind"), on="line", how="left"
    )
    parts = inside.once(recipe_parts).select("line", "recipe", "component", "quantity")
    drawn = made.join(parts, on=["line", "recipe"]).with_columns(drawn=pl.col("starts") * pl.col("quantity"))
    drawn = pl.concat([drawn.select(*POOL, "b", "drawn"), inside.once(draws).select(*POOL, "b", "drawn")])
    inputs = made.filter(pl.col("kind").is_in(["component", "material"])).with_columns(
        component=pl.col("item")
    )
    finished = matured(inside, inputs, POOL, "good")
    held = inside.facts("component_stocks").select("hub", component="item", held="quantity")
    drawn = total(drawn, [*POOL, "b"], "drawn")
    pools = pl.concat([drawn.select(POOL), finished.select(POOL)]).unique().sort(POOL)
    cells = added(grid(pools, inside.periods), drawn, [*POOL, "b"], "drawn")
    cells = added(added(cells, finished, [*POOL, "b"], "matured"), held, POOL, "held")
    left = pl.col("held") + (pl.col("matured") - pl.col("drawn")).cum_sum().over(POOL)
    text = "Spread evenly, the pool of {component} at {hub} holds {lhs} at the end of {period}."
    terms = [pl.col("held"), pl.col("matured").cum_sum().over(POOL)]
    return inside.examine(Claim("V2", tuple(POOL), text, ">="), cells, left, pl.lit(0.0), terms)


def stocks_by_month(ground: Ground, inside: Ground) -> pl.DataFrame:
    """Stock of every pair at the end of every month.

    Args:
        ground: Case and plan.
        inside: The same in months.

    Returns:
        Columns nation, item, b (month), came (delivered and received), sent, used, expired (in the last month
        of its period), held (opening stock), closing. Platforms are no stock.
    """
    sent, received = _moved(ground)
    served = inside.tables["use"].filter(pl.col("item") != "")
    flows = {
        "came": total(pl.concat([_delivered(ground, inside), received]), CELL, "came"),
        "sent": total(sent, CELL, "sent"),
        "used": total(served, CELL, "used"),
        "expired": _expired(ground),
    }
    kinds = ground.once(platforms)
    flows = {name: flow.join(kinds, on="item", how="anti") for name, flow in flows.items()}
    held = ground.once(opening).select(*PAIR, held="opening")
    pairs = (
        pl.concat([held.select(PAIR), *(flow.select(PAIR) for flow in flows.values())]).unique().sort(PAIR)
    )
    cells = added(grid(pairs, inside.periods), held, PAIR, "held")
    for name, flow in flows.items():
        cells = added(cells, flow, CELL, name)
    change = pl.col("came") - pl.col("sent") - pl.col("used") - pl.col("expired")
    return cells.with_columns(closing=pl.col("held") + change.cum_sum().over(PAIR))


def _expired(ground: Ground) -> pl.DataFrame:
    """What expires in each period, in its last month: columns nation, item, b (month), expired."""
    ends = ground.periods.frame.select("b", "last")
    rows = ground.tables["stocks"].filter(pl.col("expired") > 0).join(ends, on="b")
    return rows.select(*PAIR, "expired", b="last")


def _moved(ground: Ground) -> tuple[pl.DataFrame, pl.DataFrame]:
    """What is sent and what is received in every month, by nation and item."""
    ways = ground.once(lanes).filter(pl.col("months").is_not_null()).select(*LANE, way="months")
    rows = _spread(ground, ground.once(sendings).join(ways, on=LANE), ("quantity",))
    sent = rows.select(pl.col("donor").alias("nation"), "item", "b", sent="quantity")
    arrival = (pl.col("b") + pl.col("way")).alias("b")
    got = rows.select(pl.col("recipient").alias("nation"), "item", arrival, came="quantity")
    return sent, got.filter(pl.col("b") < ground.periods.horizon)


def _delivered(ground: Ground, inside: Ground) -> pl.DataFrame:
    """Deliveries in the months in which the line finishes units, evenly where it finishes none."""
    outside = ground.once(arrivals_from_outside).select("order").unique()
    due = inside.once(arrivals_from_outside).select(
        pl.col("recipient").alias("nation"), "item", "b", pl.col("quantity").alias("came")
    )
    made = matured(inside, inside.tables["production"].select("line", "b", "good"), ["line"], "good")
    months = _months(ground)
    profile = made.rename({"b": "month"}).join(months, on="month")
    part = pl.col("matured") / pl.col("matured").sum().over("line", "b")
    profile = profile.filter(pl.col("matured") > 0).select("line", "b", "month", part=part)
    rows = ground.tables["deliveries"].join(outside, on="order", how="anti")
    shaped = rows.join(profile, on=["line", "b"]).select(
        "recipient", "item", "month", came=pl.col("quantity") * pl.col("part")
    )
    even = (
        rows.join(profile, on=["line", "b"], how="anti")
        .join(months, on="b")
        .select("recipient", "item", "month", came=pl.col("quantity") / pl.col("months"))
    )
    both = pl.concat([shaped, even]).rename({"recipient": "nation", "month": "b"})
    return pl.concat([both.select(due.columns), due])


def _stocks(inside: Ground, cells: pl.DataFrame) -> Iterator[Check]:
    name = tuple(PAIR)
    text = "Spread evenly, {nation} holds {lhs} of {item} at the end of {period}."
    terms = [pl.col("held"), pl.col("came").cum_sum().over(PAIR)]
    yield inside.examine(Claim("V2", name, text, ">="), cells, pl.col("closing"), pl.lit(0.0), terms)
    before = cells.with_columns(before=pl.col("closing").shift(1).over(PAIR).fill_null(pl.col("held")))
    text = "Spread evenly, {nation} sends {lhs} of {item} in {period}; it held {rhs} before."
    yield inside.examine(
        Claim("V13", name, text, "<="),
        before.filter(pl.col("sent") > 0),
        pl.col("sent"),
        pl.col("before"),
        terms,
    )
    rows = cells.join(inside.once(floors).select(*CELL, "hard"), on=CELL)
    text = "Spread evenly, {nation} holds {lhs} of {item} at the end of {period}, below its floor of {rhs}."
    yield inside.examine(Claim("V6", name, text, ">="), rows, pl.col("closing"), pl.col("hard"), terms)
