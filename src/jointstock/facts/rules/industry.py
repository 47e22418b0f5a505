"""Rules of industry: lines, lead times, recipes and ramps."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from jointstock.errors import Fault
from jointstock.facts.case import Case
from jointstock.facts.rules.parties import ANY
from jointstock.facts.rules.pointing import ROW, Rule, cell_text, numbered, point
from jointstock.facts.rules.shares import TOLERANCE, shares_sum

HUB = "all"
_PARTS = ["component", "material"]


def lines_without_leads(case: Case) -> Iterator[Fault]:
    """A line has no lead profile."""
    found = numbered(case, "lines").join(case.table("line_leads"), on="line", how="anti")
    yield from point(
        case,
        "lines",
        found.drop_nulls("line"),
        code="line-without-leads",
        column="line",
        expected="a line with rows in line_leads.csv",
        remedy=lambda row: (
            f"Add rows for '{row['line']}': months from start to stock, and the share finished then."
        ),
    )


def lead_shares(case: Case) -> Iterator[Fault]:
    """The lead profile of a line does not sum to 1."""
    yield from shares_sum(case, "line_leads", "line", what="lead profile")


def own_account_parts(case: Case) -> Iterator[Fault]:
    """A line makes a component on its own account; components join a pool and are never sold."""
    parts = case.table("items").filter(pl.col("kind").is_in(_PARTS))
    found = numbered(case, "lines").join(parts, on="item", how="semi")
    for column, filled in (("own_account", pl.col("own_account")), ("own_stock", pl.col("own_stock") > 0)):
        yield from point(
            case,
            "lines",
            found.filter(filled),
            code="own-account-part",
            column=column,
            expected="nothing, since the line makes a component",
            remedy="Components join the pool anyway; put a stock of them in component_stocks.",
        )


def recipe_lines(case: Case) -> Iterator[Fault]:
    """A recipe is given to a line that makes another item."""
    makes = case.table("lines").select("line", _made="item")
    found = numbered(case, "recipes").join(makes, on="line", maintain_order="left")
    yield from point(
        case,
        "recipes",
        found.filter(pl.col("item") != pl.col("_made")),
        code="recipe-line",
        column="line",
        expected=lambda row: f"a line that makes '{row['item']}', or *",
        remedy=lambda row: f"The line '{row['line']}' makes '{row['_made']}'.",
    )


def recipe_components(case: Case) -> Iterator[Fault]:
    """A recipe uses something that is neither component nor material."""
    others = case.table("items").filter(~pl.col("kind").is_in(_PARTS)).select(component="item", _kind="kind")
    yield from point(
        case,
        "recipes",
        numbered(case, "recipes").join(others, on="component", maintain_order="left"),
        code="recipe-component",
        column="component",
        expected="an item of kind component or material",
        remedy=lambda row: (
            f"Its kind is {row['_kind']}: what goes into production is drawn from a pool of components."
        ),
    )


def recipe_cycles(case: Case) -> Iterator[Fault]:
    """An item is, through its recipes, made of itself."""
    recipes = numbered(case, "recipes").drop_nulls(["item", "component"])
    edges = recipes.select("item", "component").unique(maintain_order=True)
    cycle = find_cycle(edges)
    if cycle:
        found = recipes.filter((pl.col("item") == cycle[0]) & (pl.col("component") == cycle[1])).head(1)
        yield from point(
            case,
            "recipes",
            found,
            code="recipe-cycle",
            column="component",
            expected="recipes in which nothing is made of itself",
            remedy="Take one of these steps out of the recipes.",
            value=" > ".join(cycle),
        )


def find_cycle(edges: pl.DataFrame) -> list[str]:
    """Find a cycle among edges.

    Args:
        edges: Two columns of text: from, to.

    Returns:
        The nodes of one cycle, the first again at the end; empty where there is none.
    """
    start, end = edges.columns
    # Edges that no cycle can hold fall away: those whose end leads nowhere, again and again.
    while True:
        kept = edges.join(
            edges.select(pl.col(start).alias(end)).unique(), on=end, how="semi", maintain_order="left"
        )
        if kept.height == edges.height:
            break
        edges = kept
    if not edges.height:
        return []
    following = dict(edges.reverse().iter_rows())
    node, path = edges.item(0, start), list[str]()
    while node not in path:
        path.append(node)
        node = following[node]
    return [*path[path.index(node) :], node]


def components_without_source(case: Case) -> Iterator[Fault]:
    """A line needs a component that no line of its hub makes and of which there is no stock."""
    hubs = case.table("sites").select("site", _hub=pl.col("hub").fill_null(HUB))
    lines = (
        case.table("lines").drop_nulls(["line", "item"]).select("line", "item", "site").join(hubs, on="site")
    )
    made = lines.select(component="item", _hub="_hub")
    stocks = case.table("component_stocks").filter(pl.col("quantity").is_null() | (pl.col("quantity") > 0))
    held = stocks.select(component="item", _hub="hub")
    needs = needed_components(numbered(case, "recipes"), lines)
    found = needs.join(pl.concat([made, held]), on=["component", "_hub"], how="anti").unique(
        ROW, keep="first"
    )
    yield from point(
        case,
        "recipes",
        found,
        code="component-without-source",
        column="component",
        expected=lambda row: (
            f"a component that a line of the hub '{row['_hub']}' makes, or a stock of it there"
        ),
        remedy=lambda row: (
            f"'{row['line_right']}' needs it at '{row['_hub']}'; add a line or a row of component_stocks."
        ),
    )


def needed_components(recipes: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """Tell for each line which recipe rows it follows.

    Args:
        recipes: Rows of recipes, numbered.
        lines: Columns ``line`` and ``item``, and any others.

    Returns:
        A row for each line and recipe row, with the columns of both; the line is ``line_right``.
    """
    own = recipes.filter(pl.col("line") != ANY)
    named = own.join(lines.with_columns(line_right=pl.col("line")), on=["line", "item"])
    without = lines.join(own.select("line", "item"), on=["line", "item"], how="anti")
    common = recipes.filter(pl.col("line") == ANY).join(without, on="item")
    return pl.concat([named, common.select(named.columns)])


def component_stocks(case: Case) -> Iterator[Fault]:
    """A stock of components is of an end item, or at a hub that no site and no fleet belongs to."""
    others = case.table("items").filter(~pl.col("kind").is_in(_PARTS)).select("item", _kind="kind")
    stocks = numbered(case, "component_stocks")
    yield from point(
        case,
        "component_stocks",
        stocks.join(others, on="item", maintain_order="left"),
        code="not-a-component",
        column="item",
        expected="an item of kind component or material",
        remedy=lambda row: (
            f"Its kind is {row['_kind']}: stock of end items belongs in holdings or lines.own_stock."
        ),
    )
    both = [case.table(name).select(hub=pl.col("hub").fill_null(HUB)) for name in ("sites", "fleets")]
    hubs = pl.concat(both).unique().sort("hub")
    listed = ", ".join(hubs.get_column("hub").head(10).to_list())
    yield from point(
        case,
        "component_stocks",
        stocks.drop_nulls("hub").join(hubs, on="hub", how="anti"),
        code="unknown-hub",
        column="hub",
        expected="a hub of sites.csv or fleets.csv",
        remedy=f"The hubs are {listed}." if listed else "There is no site.",
    )


def ramps(case: Case) -> Iterator[Fault]:
    """A ramp has a gap, falls, or does not end at the full rate."""
    months = numbered(case, "ramps").drop_nulls(["ramp", "month", "share"]).sort("ramp", "month", ROW)
    before = pl.col("share").shift(1).over("ramp")
    place = pl.int_range(pl.len()).over("ramp")
    rows = months.unique(["ramp", "month"], keep="first", maintain_order=True).with_columns(
        _place=place, _before=before, _last=place == pl.len().over("ramp") - 1
    )
    gap = rows.filter((pl.col("month") != pl.col("_place")).cum_sum().over("ramp") == 1)
    yield from point(
        case,
        "ramps",
        gap,
        code="ramp-gap",
        column="month",
        expected=lambda row: f"month {row['_place']} of the ramp '{row['ramp']}', without a gap",
        remedy="Add the months that are missing; the first is 0.",
    )
    yield from point(
        case,
        "ramps",
        rows.filter(pl.col("share") < pl.col("_before")),
        code="ramp-falls",
        column="share",
        expected=lambda row: f"a share of at least {cell_text(row['_before'])}, that of the month before",
        remedy="A ramp never falls.",
    )
    yield from point(
        case,
        "ramps",
        rows.filter(pl.col("_last") & ((pl.col("share") - 1).abs() > TOLERANCE)),
        code="ramp-end",
        column="share",
        expected=lambda row: f"1 in the last month of the ramp '{row['ramp']}'",
        remedy="Add the months until the full rate is reached.",
    )


RULES = (
    Rule(lines_without_leads, ("lines", "line_leads")),
    Rule(lead_shares, ("line_leads",)),
    Rule(own_account_parts, ("lines", "items")),
    Rule(recipe_lines, ("recipes", "lines")),
    Rule(recipe_components, ("recipes", "items")),
    Rule(recipe_cycles, ("recipes",)),
    Rule(components_without_source, ("recipes", "lines", "sites", "component_stocks")),
    Rule(component_stocks, ("component_stocks", "items", "sites", "fleets")),
    Rule(ramps, ("ramps",)),
)
