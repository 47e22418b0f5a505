"""V1, V2, V6: stocks, component pools and good output balance, nothing is negative, hard floors are kept."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from jointstock.plans.rules.fleets import draws, platforms
from jointstock.plans.rules.ground import Check, Claim, Ground, added, grid, side_by_side, total
from jointstock.plans.rules.needs import PAIR, floors, opening
from jointstock.plans.rules.obstacles import lines
from jointstock.plans.rules.orders import matured
from jointstock.plans.rules.shape import described

CELL = [*PAIR, "b"]
POOL = ["component", "hub"]

# Columns of one unit stand together: the largest of them sets the scale of a row.
_UNITS = {
    "expansions": (("amount",), ("cost", "paid")),
    "orders": (("quantity",), ("price",), ("value",), ("quantity_rounded",), ("tier",)),
    "cover": (("quantity",), ("ratio",)),
    "surges": (("retained",), ("called",), ("cost",)),
    "agreements": (("ordered", "untaken"), ("untaken_cost", "fees")),
}
_SIGNED = ("periods", "prices", "kpis")
# What is paid less what is reimbursed may be below nothing.
_NET = (("budgets", "paid"),)


def check_signs(ground: Ground) -> Iterator[Check]:
    """V2: no quantity and no amount of money is negative."""
    for name, columns in described().items():
        numbers = tuple(
            column for column, kind in columns if kind in ("number", "integer") and column != "year"
        )
        frame = _owed(ground.tables[name], name)
        numbers = tuple(column for column in numbers if (name, column) not in _NET)
        if name in _SIGNED or not numbers or frame.is_empty():
            continue
        yield Check("V2", frame.height * len(numbers))
        lowest = frame.select(pl.col(numbers).min())
        groups = _UNITS.get(name, (numbers,))
        for column in (column for column in numbers if (lowest[column].item() or 0) < 0):
            group = next(group for group in groups if column in group)
            yield _negative(ground, name, column, group)


def _owed(frame: pl.DataFrame, name: str) -> pl.DataFrame:
    """Leave out reimbursements, which members receive, from payments and costs."""
    kinds = {"payments": ("kind", "reimbursement"), "costs": ("term", "reimbursements")}
    return frame.filter(pl.col(kinds[name][0]) != kinds[name][1]) if name in kinds else frame


def _negative(ground: Ground, name: str, column: str, group: tuple[str, ...]) -> Check:
    """Examine a column that goes below nothing; the other columns of its unit set the scale of a row."""
    rows = _owed(ground.tables[name], name).with_row_index("place")
    rows = rows.with_columns(table=pl.lit(f"{name}.{column}"))
    claim = Claim("V2", ("table", "place"), f"In {name}, the {column} in {{period}} is {{lhs}}.", ">=")
    sizes = [pl.col(other).fill_null(0) for other in group if other != column]
    rows = rows.filter(pl.col(column) < 0).with_columns(size=pl.max_horizontal(pl.lit(0.0), *sizes))
    check = ground.examine(claim, rows, pl.col(column), pl.lit(0.0), [pl.col("size")])
    return Check(check.rule, 0, check.findings)


def stock_cells(ground: Ground) -> pl.DataFrame:
    """Every pair of nation and item that holds or moves something, in every period.

    Returns:
        Columns of table ``stocks`` (0 where the plan has no row), b, start, months, and held: the opening
        stock of the case.
    """
    listed = ground.tables["stocks"]
    held = ground.once(opening).filter(pl.col("opening") > 0)
    pairs = pl.concat([listed.select(PAIR), held.select(PAIR), ground.once(floors).select(PAIR)]).unique()
    pairs = pairs.sort(PAIR).join(held.select(*PAIR, held="opening"), on=PAIR, how="left")
    cells = grid(pairs.with_columns(pl.col("held").fill_null(0)), ground.periods)
    flows = ("opening", "delivered", "received", "sent", "used", "expired", "closing")
    joined = added(cells, listed, CELL, *flows)
    return joined.join(listed.select(*CELL, "floor"), on=CELL, how="left", maintain_order="left")


def check_stocks(ground: Ground) -> Iterator[Check]:
    """V1 for stocks: each period starts where the one before ended, and moves what the other tables say."""
    cells = ground.once(stock_cells)
    before = pl.col("closing").shift(1).over(PAIR).fill_null(pl.col("held"))
    text = "{nation} starts {period} with {lhs} of {item}; it held {rhs} before."
    yield ground.examine(Claim("V1", tuple(PAIR), text), cells, pl.col("opening"), before)
    flow = pl.col("opening") + pl.col("delivered") + pl.col("received") - pl.col("sent") - pl.col("used")
    text = "{nation} holds {lhs} of {item} at the end of {period}; what came and went leaves {rhs}."
    terms = [pl.col(name) for name in ("opening", "delivered", "received", "sent", "used")]
    yield ground.examine(
        Claim("V1", tuple(PAIR), text), cells, pl.col("closing"), flow - pl.col("expired"), terms
    )
    for column, moved, words in _moves(ground):
        both = side_by_side(ground.tables["stocks"].select(*CELL, column), moved, CELL)
        text = f"The stock of {{item}} of {{nation}} in {{period}} says {{lhs}} {column}; {words} {{rhs}}."
        rule = "V13" if column in ("received", "sent") else "V1"
        yield ground.examine(Claim(rule, tuple(PAIR), text), both, pl.col(column), pl.col("moved"))


def _moves(ground: Ground) -> Iterator[tuple[str, pl.DataFrame, str]]:
    """What the other tables say that moves a stock: the column of the stock, its sums, and words."""
    kinds = ground.once(platforms)
    came = ground.tables["deliveries"].join(kinds, on="item", how="anti").rename({"recipient": "nation"})
    yield "delivered", total(came, CELL, "quantity", "moved"), "the deliveries say"
    moved = ground.tables["transfers"].join(kinds, on="item", how="anti")
    got = (
        moved.filter(pl.col("arrival") < ground.periods.count)
        .drop("b")
        .rename({"recipient": "nation", "arrival": "b"})
    )
    yield "received", total(got, CELL, "quantity", "moved"), "the transfers say"
    yield "sent", total(moved.rename({"donor": "nation"}), CELL, "quantity", "moved"), "the transfers say"
    served = ground.tables["use"].filter(pl.col("item") != "")
    yield "used", total(served, CELL, "used", "moved"), "the table of use says"


def check_floors(ground: Ground) -> Iterator[Check]:
    """V6: no stock falls below its floor, or below what would be left without the plan where that is less."""
    rows = ground.once(floors).drop("floor")
    cells = rows.join(ground.once(stock_cells).select(*CELL, "closing", "floor"), on=CELL, how="left")
    text = "{nation} holds {lhs} of {item} at the end of {period}, below its floor of {rhs}."
    yield ground.examine(Claim("V6", tuple(PAIR), text, ">="), cells, pl.col("closing"), pl.col("hard"))
    text = "The plan names the floor {lhs} for {item} of {nation} in {period}; it is {rhs}."
    told = ground.tables["stocks"].select(*CELL, "floor").join(rows, on=CELL)
    yield ground.examine(Claim("V6", tuple(PAIR), text), told, pl.col("floor"), pl.col("hard"))
    others = ground.tables["stocks"].join(rows, on=CELL, how="anti")
    text = "The plan names the floor {floor} for {item} of {nation} in {period}; the case has none."
    check = ground.refuse(
        Claim("V6", tuple(PAIR), text), others, pl.col("floor").is_not_null(), pl.col("floor")
    )
    yield Check(check.rule, 0, check.findings)


def recipe_parts(ground: Ground) -> pl.DataFrame:
    """What every line needs, rows of the line before those of ``*``: line, recipe, component, quantity."""
    made = ground.once(lines).select("line", "item", "hub")
    rows = ground.facts("recipes").select("item", "line", "recipe", "component", "quantity")
    own = made.join(rows, on=["line", "item"])
    for_all = made.join(own, on="line", how="anti").join(
        rows.filter(pl.col("line") == "*").drop("line"), on="item"
    )
    return pl.concat([own, for_all.select(own.columns)])


def check_pools(ground: Ground) -> Iterator[Check]:
    """V1 for production and pools: starts times yield are good, and pools move what lines make and draw."""
    made = ground.tables["production"].join(
        ground.once(lines).select("line", "hub", "kind", "yield", pl.col("item").alias("meant")),
        on="line",
        how="left",
        maintain_order="left",
    )
    text = "Line {line} starts {starts} of {item} in {period}; {lhs} are good instead of {rhs}."
    yield ground.examine(
        Claim("V1", ("line", "recipe"), text), made, pl.col("good"), pl.col("starts") * pl.col("yield")
    )
    parts = ground.once(recipe_parts).select("line", "recipe", "component", "quantity")
    drawn = made.join(parts, on=["line", "recipe"]).with_columns(drawn=pl.col("starts") * pl.col("quantity"))
    drawn = pl.concat([drawn.select(*POOL, "b", "drawn"), ground.once(draws).select(*POOL, "b", "drawn")])
    drawn = total(drawn, [*POOL, "b"], "drawn")
    inputs = made.filter(pl.col("kind").is_in(["component", "material"])).with_columns(
        component=pl.col("item")
    )
    finished = matured(ground, inputs, POOL, "good").rename({"matured": "finished"})
    told = ground.tables["components"].select(*POOL, "b", "opening", "made", "used", "closing")
    cells = _pools(ground, told, drawn, finished)
    name = tuple(POOL)
    text = "The pool of {component} at {hub} starts {period} with {lhs}; it held {rhs} before."
    before = pl.col("closing").shift(1).over(POOL).fill_null(pl.col("held"))
    yield ground.examine(Claim("V1", name, text), cells, pl.col("opening"), before)
    text = "The pool of {component} at {hub} ends {period} with {lhs}; what came and went leaves {rhs}."
    left = pl.col("opening") + pl.col("made") - pl.col("used")
    terms = [pl.col(column) for column in ("opening", "made", "used")]
    yield ground.examine(Claim("V1", name, text), cells, pl.col("closing"), left, terms)
    text = "The pool of {component} at {hub} receives {lhs} in {period}; its lines finish {rhs}."
    yield ground.examine(Claim("V1", name, text), cells, pl.col("made"), pl.col("finished"))
    text = "The pool of {component} at {hub} gives {lhs} in {period}; lines and fleets draw {rhs}."
    yield ground.examine(Claim("V1", name, text), cells, pl.col("used"), pl.col("drawn"))


def _pools(ground: Ground, told: pl.DataFrame, drawn: pl.DataFrame, finished: pl.DataFrame) -> pl.DataFrame:
    """Every pool that the plan names, draws on or fills, in every period."""
    stocks = ground.facts("component_stocks").select(component="item", hub="hub", held="quantity")
    pools = pl.concat([frame.select(POOL) for frame in (told, drawn, finished)]).unique().sort(POOL)
    pools = pools.join(stocks, on=POOL, how="left").with_columns(pl.col("held").fill_null(0))
    cells = added(grid(pools, ground.periods), told, [*POOL, "b"], "opening", "made", "used", "closing")
    return added(added(cells, drawn, [*POOL, "b"], "drawn"), finished, [*POOL, "b"], "finished")
