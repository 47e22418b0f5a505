"""V3: starts keep to the capacity of open months, with what has been built, and to the ramp limit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

import numpy as np
import polars as pl

from jointstock.plans.rules.ground import Check, Claim, Ground, added, grid, total
from jointstock.plans.rules.obstacles import lines
from jointstock.plans.rules.surges import called

LINE = ["line", "b"]
Floats: TypeAlias = np.ndarray[tuple[int], np.dtype[np.float64]]


def open_months(ground: Ground) -> pl.DataFrame:
    """Every line in every period: line, item, capacity, until, b, start, months, last and open (months)."""
    things = ground.once(lines).select("line", "item", "capacity", "until")
    shut = (pl.col("until") + 1).clip(lower_bound=0)
    left = pl.col("last") + 1 - pl.max_horizontal("start", shut)
    return grid(things, ground.periods).with_columns(open=left.clip(lower_bound=0))


def bought(ground: Ground) -> pl.DataFrame:
    """What is bought of each option: columns option, line, b, amount; one row for all its payers."""
    shared = ground.tables["expansions"].group_by("option", "line", "b")
    return shared.agg(
        amount=pl.col("amount").max(),
        least=pl.col("amount").min(),
        paid=pl.col("paid").sum(),
        cost=pl.col("cost").max(),
        lowest_cost=pl.col("cost").min(),
    )


def built(ground: Ground) -> pl.DataFrame:
    """Starts that expansions add to each line in each period: columns line, b, added."""
    options = ground.facts("expansions").select("option", "capacity", "build_months", "ramp")
    closed = ground.once(lines).select("line", "until")
    wanted = ground.once(bought).join(options, on="option").join(closed, on="line", how="left")
    ramps = {
        name: rows["share"].to_numpy()
        for (name,), rows in ground.facts("ramps").sort("month").partition_by("ramp", as_dict=True).items()
    }
    grown = [
        (str(rows["line"][0]), _added(ground, rows, ramps[str(rows["ramp"][0])]))
        for rows in wanted.partition_by("option")
        if str(rows["ramp"][0]) in ramps and rows["b"].null_count() == 0
    ]
    if not grown:
        return pl.DataFrame(schema={"line": pl.String, "b": pl.Int64, "added": pl.Float64})
    count = ground.periods.count
    names = np.repeat([line for line, _ in grown], count)
    numbers = np.tile(np.arange(count), len(grown))
    cells = pl.DataFrame(
        {"line": names, "b": numbers, "added": np.concatenate([starts for _, starts in grown])}
    )
    return total(cells.cast({"line": pl.String, "b": pl.Int64}), LINE, "added")


def _added(ground: Ground, rows: pl.DataFrame, ramp: Floats) -> Floats:
    """Spread the purchases of one option over months, ramp each month up, and count the open months.

    Args:
        ground: Case and plan.
        rows: Purchases of the option, with its build_months, capacity, and until of its line.
        ramp: Share of the full rate in each month after building.

    Returns:
        Starts added in each period, shape (periods,).
    """
    periods = ground.periods
    amounts = np.zeros(periods.count)
    np.add.at(amounts, rows["b"].to_numpy(), rows["amount"].to_numpy())
    monthly = (amounts / np.asarray(periods.lengths))[periods.owners]
    profile = np.full(periods.horizon, ramp[-1])
    profile[: len(ramp)] = ramp[: periods.horizon]
    grown = np.convolve(monthly, profile)[: periods.horizon]
    build = int(rows["build_months"][0])
    ready = np.concatenate([np.zeros(min(build, periods.horizon)), grown])[: periods.horizon]
    ready[: int(np.clip(rows["until"][0] + 1, 0, periods.horizon))] = 0
    sums = np.bincount(periods.owners, weights=ready, minlength=periods.count)
    return np.asarray(sums * float(rows["capacity"][0]), dtype=np.float64)


def limits(ground: Ground) -> pl.DataFrame:
    """Every line in every period: room (without surges), most (starts allowed), starts (of all recipes)."""
    cells = added(ground.once(open_months), built(ground), LINE, "added")
    cells = added(cells, total(ground.tables["production"], LINE, "starts"), LINE, "starts")
    cells = added(cells, ground.once(called), LINE, "called")
    cells = cells.with_columns(room=pl.col("capacity") * pl.col("open") + pl.col("added"))
    return cells.with_columns(most=pl.col("room") + pl.col("called"))


def check_capacity(ground: Ground) -> Iterator[Check]:
    """V3: capacity, what may be bought, and the ramp limit; V18: closed lines stand still."""
    cells = ground.once(limits)
    text = "Line {line} starts {lhs} of {item} in {period}; its capacity is {rhs}."
    yield ground.examine(Claim("V3", ("line",), text, "<="), cells, pl.col("starts"), pl.col("most"))
    named = ground.tables["production"].drop("period").rename({"capacity": "named"})
    named = named.join(cells.select(*LINE, "room"), on=LINE, how="left", maintain_order="left")
    text = "The plan names the capacity {lhs} for line {line} in {period}; it is {rhs}."
    yield ground.examine(Claim("V3", ("line", "recipe"), text), named, pl.col("named"), pl.col("room"))
    text = "Line {line} starts {lhs} of {item} in {period}; an obstacle keeps it closed then."
    shut = cells.filter((pl.col("until") >= 0) & (pl.col("open") == 0))
    yield ground.examine(Claim("V18", ("line",), text, "<="), shut, pl.col("starts"), pl.lit(0.0))
    yield from _purchases(ground)
    yield from _ramp_limit(ground, cells)


def _purchases(ground: Ground) -> Iterator[Check]:
    """Options are bought once at most, for their line, not too early; all payers name one amount."""
    options = ground.facts("expansions").select(
        "option", pl.col("line").alias("meant"), earliest=ground.periods.since_start("earliest")
    )
    rows = ground.once(bought).join(options, on="option", how="left", maintain_order="left")
    rows = rows.join(ground.periods.frame, on="b", how="left", maintain_order="left")
    text = "The option {option} is bought for line {line} in {period}; it belongs to line {meant}."
    yield ground.refuse(Claim("V3", ("option",), text), rows, pl.col("line") != pl.col("meant"))
    text = "{amount} of the option {option} is bought in {period}, before its earliest month."
    early = (pl.col("start") < pl.col("earliest")).fill_null(value=False)
    yield ground.refuse(Claim("V3", ("option",), text), rows, early, pl.col("amount"))
    text = "The payers of option {option} name different amounts bought in {period}: {lhs} and {rhs}."
    yield ground.examine(Claim("V3", ("option",), text), rows, pl.col("amount"), pl.col("least"))
    text = "{lhs} of the option {option} is bought in all; there is one."
    yield ground.examine(
        Claim("V3", ("option",), text, "<="), total(rows, ["option"], "amount"), pl.col("amount"), pl.lit(1.0)
    )


def _ramp_limit(ground: Ground, cells: pl.DataFrame) -> Iterator[Check]:
    """The monthly rate grows no faster from period to period than the line can."""
    given = ground.facts("lines").filter(
        pl.col("ramp_growth").is_not_null() | pl.col("ramp_step").is_not_null()
    )
    # One of growth and step alone leaves the other 0, as the dictionary says.
    given = given.select(
        "line", "rate_now", growth=pl.col("ramp_growth").fill_null(0), step=pl.col("ramp_step").fill_null(0)
    )
    rows = (
        cells.join(given, on="line").sort("line", "b").with_columns(rate=pl.col("starts") / pl.col("months"))
    )
    before = pl.col("rate").shift(1).over("line").fill_null(pl.col("rate_now"))
    gap = (pl.col("months").shift(1).over("line").fill_null(1) + pl.col("months")) / 2
    rows = rows.with_columns(
        grown=before * (1 + pl.col("growth")) ** gap + pl.col("step") * gap, before=before
    )
    text = (
        "Line {line} starts {lhs} of {item} a month in {period}; from {before} before it can grow to {rhs}."
    )
    yield ground.examine(
        Claim("V3", ("line",), text, "<="),
        rows.filter(pl.col("before").is_not_null()),
        pl.col("rate"),
        pl.col("grown"),
    )
