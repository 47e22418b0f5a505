"""V3 for shift modes, minimum rates and start-ups: one state of a line in each period, and what it costs."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from jointstock.plans.rules.capacity import limits
from jointstock.plans.rules.ground import NOTHING, Check, Claim, Ground
from jointstock.plans.rules.rates import mean_rates, own_currency

STATE = ["line", "b"]


def stateful(ground: Ground) -> pl.DataFrame:
    """Lines with shift modes, a minimum rate or a start-up cost.

    Returns:
        Columns line, has_modes, may_rest (whether it runs or rests), hours_per_start, minimum, at_first
        (whether it ran before the first period), start_up_cost, start_up_payer, rate.
    """
    moded = ground.facts("line_modes").select("line").unique().with_columns(has_modes=pl.lit(value=True))
    lines = ground.facts("lines").join(moded, on="line", how="left")
    lines = lines.with_columns(
        pl.col("has_modes").fill_null(value=False),
        may_rest=pl.col("minimum_rate").is_not_null() | pl.col("start_up_cost").is_not_null(),
    )
    return lines.filter(pl.col("has_modes") | pl.col("may_rest")).select(
        "line",
        "has_modes",
        "may_rest",
        "hours_per_start",
        "start_up_cost",
        "start_up_payer",
        minimum=pl.col("minimum_rate").fill_null(0.0),
        at_first=(pl.col("rate_now") > 0).fill_null(value=False),
        rate=own_currency(ground),
    )


def states(ground: Ground) -> pl.DataFrame:
    """Every line that has states, in every period, with what the plan says of it.

    Returns:
        The columns of :func:`stateful`, those of the capacity rows (b, months, open, added, starts), and
        mode, running, started, told_cost (null where the plan has no row).
    """
    cells = ground.once(limits).drop("capacity", "until", "room")
    told = ground.tables["line_states"].select(*STATE, "mode", "running", "started", told_cost="cost")
    rows = ground.once(stateful).join(cells, on="line")
    return rows.join(told.unique(STATE, keep="first"), on=STATE, how="left").sort("line", "b")


def state_costs(ground: Ground) -> pl.DataFrame:
    """What states of lines cost: columns line, b, mode_payer, mode_cost, start_up_payer, start_cost."""
    modes = ground.facts("line_modes").select(
        "line", "mode", per_month="cost", mode_payer="payer", currency=own_currency(ground)
    )
    rates = ground.once(mean_rates)
    rows = ground.once(states).join(modes, on=["line", "mode"], how="left")
    rows = rows.join(rates.rename({"value": "exchange"}), on=["rate", "b"], how="left")
    rows = rows.join(rates.rename({"rate": "currency", "value": "of_mode"}), on=["currency", "b"], how="left")
    start = pl.when(pl.col("started") == "yes").then(pl.col("start_up_cost") * pl.col("exchange"))
    return rows.select(
        *STATE,
        pl.col("mode_payer").fill_null(""),
        "start_up_payer",
        mode_cost=(pl.col("per_month") * pl.col("of_mode") * pl.col("months")).fill_null(0.0),
        start_cost=start.fill_null(0.0),
    )


def check_states(ground: Ground) -> Iterator[Check]:
    """V3: every line with states has one in each period; its hours, rate, start-ups and cost fit it."""
    rows = ground.once(states)
    text = "The plan does not say in which state line {line} is in {period}."
    yield ground.refuse(Claim("V3", ("line",), text), rows, pl.col("told_cost").is_null())
    others = ground.tables["line_states"].join(ground.once(stateful), on="line", how="anti")
    text = "The plan names a state of line {line} in {period}; it has no modes, no minimum and no start-up."
    yield ground.refuse(Claim("V3", ("line",), text), others, pl.lit(value=True))
    known = rows.filter(pl.col("told_cost").is_not_null())
    yield from _modes(ground, known)
    yield from _rest(ground, known)
    text = "The state of line {line} costs {lhs} in {period} by the plan; it is {rhs}."
    costs = known.join(ground.once(state_costs), on=STATE)
    meant = pl.col("mode_cost") + pl.col("start_cost")
    yield ground.examine(Claim("V3", ("line",), text, money=True), costs, pl.col("told_cost"), meant)


def _modes(ground: Ground, known: pl.DataFrame) -> Iterator[Check]:
    """The mode is one of the line, and its hours with those of what was built are enough for the starts."""
    modes = ground.facts("line_modes").select("line", "mode", "hours")
    rows = known.join(modes, on=["line", "mode"], how="left", maintain_order="left")
    text = "Line {line} is in the mode '{mode}' in {period}; the case has no such mode of it."
    wrong = pl.when(pl.col("has_modes")).then(pl.col("hours").is_null()).otherwise(pl.col("mode") != "")
    yield ground.refuse(Claim("V3", ("line",), text), rows, wrong)
    needed = pl.col("hours_per_start") * pl.col("starts")
    have = pl.col("hours") * pl.col("open") + pl.col("hours_per_start") * pl.col("added")
    text = "Line {line} needs {lhs} hours in {period}; in the mode {mode} it has {rhs}."
    moded = rows.filter(pl.col("has_modes") & pl.col("hours").is_not_null())
    yield ground.examine(Claim("V3", ("line",), text, "<="), moded, needed, have)


def _rest(ground: Ground, known: pl.DataFrame) -> Iterator[Check]:
    """A line that runs makes its minimum, one that rests nothing; it is started when it ran not before."""
    flags = pl.col("running").is_in(["yes", "no"]) & pl.col("started").is_in(["yes", "no"])
    text = "The plan does not say whether line {line} runs and is started in {period}, or it has no need to."
    rests = pl.col("may_rest")
    empty = (pl.col("running") == "") & (pl.col("started") == "")
    yield ground.refuse(Claim("V3", ("line",), text), known, ~pl.when(rests).then(flags).otherwise(empty))
    rows = known.filter(rests & flags).with_columns(
        before=(pl.col("running") == "yes").shift(1).over("line").fill_null(pl.col("at_first"))
    )
    text = "Line {line} starts {lhs} in {period}; while it runs it starts at least {rhs}."
    least = pl.col("minimum") * pl.col("open")
    running = rows.filter(pl.col("running") == "yes")
    yield ground.examine(Claim("V3", ("line",), text, ">="), running, pl.col("starts"), least)
    text = "Line {line} starts {lhs} in {period}, in which it does not run."
    resting = rows.filter(pl.col("running") == "no")
    yield ground.examine(Claim("V3", ("line",), text, "<="), resting, pl.col("starts"), pl.lit(NOTHING))
    text = "Line {line} is started in {period}: {started}; it runs then: {running}, and ran before: {before}."
    meant = (pl.col("running") == "yes") & ~pl.col("before")
    yield ground.refuse(Claim("V3", ("line",), text), rows, (pl.col("started") == "yes") != meant)
