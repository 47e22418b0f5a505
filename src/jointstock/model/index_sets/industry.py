"""Index sets of industry: lines, their recipes, pools of components, expansion options."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl

from jointstock.facts.case import Case
from jointstock.facts.dictionary import filled
from jointstock.measure.arrays import Flags, Floats, Ints
from jointstock.measure.months import Calendar, month_number
from jointstock.model.index_sets.lookup import floats, joined_labels, locate
from jointstock.model.index_sets.obstacles import added_months, closed_months

NO_RECIPE = "none"
_LINE_MEETS = {"item": ["item"], "line": ["line"], "from": ["nation"]}


@dataclass(frozen=True)
class Lines:
    """Production lines, ordered by name.

    Attributes:
        frame: line, item, hub, nation, kind of item, shape (lines,).
        capacity: Starts a month, shape (lines,).
        good: Yield, shape (lines,).
        growth, step: Ramp limit, NaN where there is none, shape (lines,).
        rate_now: Opening rate, starts a month, shape (lines,).
        own_account: Lines that may make on own account, shape (lines,).
        own_stock: Units held on own account at the start, shape (lines,).
        open_months: Months in which the line runs, shape (lines, months).
        landing: Share of starts of period a finished in period b, shape
            (lines, periods, periods + 1).
        unit: Natural step of quantities, about a month's output, shape (lines,).
    """

    frame: pl.DataFrame
    capacity: Floats
    good: Floats
    growth: Floats
    step: Floats
    rate_now: Floats
    own_account: Flags
    own_stock: Floats
    open_months: Flags
    landing: Floats
    unit: Floats

    @cached_property
    def labels(self) -> list[str]:
        """Names of the lines."""
        return self.frame.get_column("line").to_list()

    @property
    def makes_end_items(self) -> Flags:
        """Lines whose output nations buy, shape (lines,)."""
        return self.frame.get_column("kind").is_in(["end", "platform"]).to_numpy()


@dataclass(frozen=True)
class Recipes:
    """Ways to make an item on a line.

    Attributes:
        frame: line, recipe; shape (recipes,).
        line: Line of each, shape (recipes,).
        user: Recipe of each ingredient, shape (ingredients,).
        pool: Pool each ingredient is drawn from, shape (ingredients,).
        quantity: Units of the ingredient per start, shape (ingredients,).
    """

    frame: pl.DataFrame
    line: Ints
    user: Ints
    pool: Ints
    quantity: Floats

    @cached_property
    def labels(self) -> list[str]:
        """Names such as ``line/recipe``."""
        return joined_labels(self.frame, ["line", "recipe"])


@dataclass(frozen=True)
class Pools:
    """Pools of components, one for each component and hub.

    Attributes:
        frame: component, hub; shape (pools,).
        opening: Units at the start, shape (pools,).
        of_line: Pool that each line's output joins, -1 for end items, shape (lines,).
        unit: Natural step of quantities, shape (pools,).
    """

    frame: pl.DataFrame
    opening: Floats
    of_line: Ints
    unit: Floats

    @cached_property
    def labels(self) -> list[str]:
        """Names such as ``component/hub``."""
        return joined_labels(self.frame, ["component", "hub"])


@dataclass(frozen=True)
class Options:
    """Expansion options.

    Attributes:
        frame: option, line, currency; shape (options,).
        line: Line that grows, shape (options,).
        capacity: Starts a month when complete, shape (options,).
        cost: Cost in the option's currency, shape (options,).
        needed: Firm orders at which industry builds the whole option, NaN where payers buy it,
            shape (options,).
        whole: Options that are bought as a whole or not at all, shape (options,).
        may_buy: Periods in which it may be bought, shape (options, periods).
        months: Months of full capacity in period b from a purchase in period a,
            shape (options, periods, periods).
    """

    frame: pl.DataFrame
    line: Ints
    capacity: Floats
    cost: Floats
    needed: Floats
    whole: Flags
    may_buy: Flags
    months: Floats

    @cached_property
    def labels(self) -> list[str]:
        """Names of the options."""
        return self.frame.get_column("option").to_list()


def read_lines(case: Case, calendar: Calendar) -> Lines:
    """Lines of a case with what obstacles to production leave of them."""
    sites = case.table("sites").select("site", "nation", filled("sites", "hub"))
    items = case.table("items").select("item", "kind")
    frame = case.table("lines").sort("line").join(sites, on="site", how="left", maintain_order="left")
    frame = frame.join(items, on="item", how="left", maintain_order="left")
    obstacles = case.table("obstacles").filter(pl.col("touches") == "production")
    growth, step = floats(frame, "ramp_growth"), floats(frame, "ramp_step")
    limited = ~(np.isnan(growth) & np.isnan(step))
    capacity = floats(frame, "capacity")
    wanted = case.table("expansions").group_by("line").agg(pl.col("capacity").sum())
    added = frame.select("line").join(wanted, on="line", how="left", maintain_order="left")
    size = np.maximum(capacity, added.get_column("capacity").fill_null(0.0).to_numpy())
    return Lines(
        frame,
        capacity,
        floats(frame, "yield"),
        np.where(limited, np.nan_to_num(growth), np.nan),
        np.where(limited, np.nan_to_num(step), np.nan),
        floats(frame, "rate_now"),
        frame.get_column("own_account").fill_null(value=False).to_numpy().astype(np.bool_),
        np.nan_to_num(floats(frame, "own_stock")),
        ~closed_months(frame, obstacles, _LINE_MEETS, calendar),
        _landing(case, frame, added_months(frame, obstacles, _LINE_MEETS), calendar),
        _natural_step(size),
    )


def read_recipes(case: Case, lines: Lines) -> tuple[Recipes, pl.DataFrame]:
    """Recipes of every line, and the pools they draw on.

    A line's own rows go before the rows of its item; an item without any row
    has one recipe that needs nothing.

    Returns:
        The recipes, with pool numbers of the second frame; component, hub.
    """
    rows = case.table("recipes").select("item", "line", "recipe", "component", "quantity")
    shop = lines.frame.select("line", "item", "hub")
    own = shop.join(rows.filter(pl.col("line") != "*"), on=["line", "item"], how="inner")
    shared = shop.join(own, on="line", how="anti").join(
        rows.filter(pl.col("line") == "*").drop("line"), on="item", how="inner"
    )
    used = pl.concat([own, shared.select(own.columns)]).sort("line", "recipe", "component")
    bare = shop.join(used, on="line", how="anti").select("line", pl.lit(NO_RECIPE).alias("recipe"))
    frame = pl.concat([used.select("line", "recipe").unique(), bare]).sort("line", "recipe")
    parts = lines.frame.filter(~pl.Series(lines.makes_end_items))
    made = parts.select(pl.col("item").alias("component"), "hub")
    stocked = case.table("component_stocks").select(pl.col("item").alias("component"), "hub")
    every = [used.select("component", "hub"), made, stocked, _drawn_by_fleets(case)]
    pools = pl.concat(every).unique().sort("component", "hub")
    return Recipes(
        frame,
        locate(frame, lines.frame, ["line"]),
        locate(used, frame, ["line", "recipe"]),
        locate(used, pools, ["component", "hub"]),
        floats(used, "quantity"),
    ), pools


def _drawn_by_fleets(case: Case) -> pl.DataFrame:
    """Crews and repair places that fleets draw on; component, hub."""
    rows = case.table("fleets").select("crew", "repair", filled("fleets", "hub"))
    drawn = [rows.select(pl.col(name).alias("component"), "hub") for name in ("crew", "repair")]
    return pl.concat(drawn).filter(pl.col("component").is_not_null()).unique()


def read_pools(case: Case, lines: Lines, frame: pl.DataFrame) -> Pools:
    """Pools with their opening stock and the lines that fill them."""
    stocked = case.table("component_stocks").rename({"item": "component"})
    opening = np.zeros(len(frame))
    np.add.at(opening, locate(stocked, frame, ["component", "hub"]), floats(stocked, "quantity"))
    output = lines.frame.rename({"item": "component"})
    of_line = np.where(lines.makes_end_items, -1, locate(output, frame, ["component", "hub"]))
    unit = np.ones(len(frame))
    np.maximum.at(unit, of_line[of_line >= 0], lines.unit[of_line >= 0])
    return Pools(frame, opening, of_line, unit)


def read_options(case: Case, lines: Lines, calendar: Calendar) -> Options:
    """Expansion options with the capacity they give over time."""
    frame = case.table("expansions").sort("option")
    line = locate(frame, lines.frame, ["line"])
    ramps = {
        str(key[0]): rows.sort("month").get_column("share").to_numpy()
        for key, rows in case.table("ramps").group_by("ramp")
    }
    months = np.zeros((len(frame), calendar.periods, calendar.periods))
    may_buy = np.ones((len(frame), calendar.periods), dtype=np.bool_)
    for place, row in enumerate(frame.iter_rows(named=True)):
        months[place] = calendar.ramped(
            int(row["build_months"]), ramps[row["ramp"]], lines.open_months[line[place]]
        )
        if row["earliest"] is not None:
            may_buy[place] = calendar.starts >= month_number(row["earliest"]) - calendar.first
    needed = floats(frame, "break_even") * floats(frame.select(filled("expansions", "hurdle")), "hurdle")
    payers = case.table("expansion_payers").get_column("option").unique()
    paid = frame.get_column("option").is_in(payers.implode()).to_numpy()
    may_buy &= (paid | ~np.isnan(needed))[:, None]
    # A share bought so late that it gives nothing inside the horizon only costs.
    may_buy &= months.sum(axis=2) > 0
    whole = frame.select(filled("expansions", "kind")).to_series().eq("whole").to_numpy()
    return Options(
        frame, line, floats(frame, "capacity"), floats(frame, "cost"), needed, whole, may_buy, months
    )


def _landing(case: Case, frame: pl.DataFrame, added: Ints, calendar: Calendar) -> Floats:
    """Landing shares of each line's lead profile."""
    profiles: dict[str, dict[int, float]] = {}
    leads = case.table("line_leads").select("line", "months", "share").sort("line", "months")
    for line, months, share in leads.iter_rows():
        profiles.setdefault(line, {})[months] = share
    landing = np.zeros((len(frame), calendar.periods, calendar.periods + 1))
    known: dict[tuple[tuple[int, float], ...], Floats] = {}
    for place, line in enumerate(frame.get_column("line")):
        profile = {months + int(added[place]): share for months, share in profiles[line].items()}
        key = tuple(sorted(profile.items()))
        if key not in known:
            known[key] = calendar.landing_profile(profile)
        landing[place] = known[key]
    return landing


def _natural_step(size: Floats) -> Floats:
    """Power of two next to a month's output, at least 1."""
    return np.exp2(np.round(np.log2(np.maximum(size, 1.0))))
