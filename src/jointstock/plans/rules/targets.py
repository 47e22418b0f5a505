"""V15 and V17: shortfalls, key figures, levels and costs are those that the tables make."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from jointstock.plans.rules.figures import (
    NEED,
    at_end,
    exact_sum,
    largest,
    levels,
    money_terms,
    shortfalls,
)
from jointstock.plans.rules.ground import Check, Claim, Ground, side_by_side, total
from jointstock.plans.rules.payments import KINDS
from jointstock.plans.rules.rates import january, mean_rates

KPI = ["kpi", "nation", "class"]


def check_shortfalls(ground: Ground) -> Iterator[Check]:
    """V15 for table ``shortfalls``: target, cover, shortfall, unmet use and area of every need and period."""
    figures = ("target", "covered", "shortfall", "unmet", "area")
    told = ground.tables["shortfalls"].select(
        *NEED, "b", *(pl.col(name).alias(f"told_{name}") for name in figures)
    )
    meant = ground.once(shortfalls).select(*NEED, "b", *figures)
    both = side_by_side(told, meant, [*NEED, "b"]).sort(*NEED, "b")
    for name in figures:
        text = f"The {name} of {{class}} of {{nation}} in {{period}} is {{lhs}} by the plan; it is {{rhs}}."
        terms = [pl.col("target"), pl.col("covered")]
        yield ground.examine(
            Claim("V15", tuple(NEED), text), both, pl.col(f"told_{name}"), pl.col(name), terms
        )


def check_levels(ground: Ground) -> Iterator[Check]:
    """V15 for ``run.json``: the value of every level is that of the tables, to the tolerance it was kept with."""
    found = ground.once(levels)
    rows = [
        {
            "level": str(level.get("name")),
            "value": level.get("value"),
            "room": abs(float(level.get("tolerance") or 0.0)),
            "sum": found.get(str(level.get("name")), (None, None))[0],
            "largest": found.get(str(level.get("name")), (None, None))[1],
        }
        for level in ground.run.get("levels", [])
    ]
    schema = {
        "level": pl.String,
        "value": pl.Float64,
        "room": pl.Float64,
        "sum": pl.Float64,
        "largest": pl.Float64,
    }
    frame = pl.DataFrame(rows, schema=schema)
    away = pl.col("value") - pl.col("sum")
    within = pl.when(away.abs() <= pl.col("room")).then(pl.col("sum")).otherwise(pl.col("value"))
    text = "The level {level} is {lhs} by run.json; its terms make {rhs}."
    yield ground.examine(Claim("V15", ("level",), text), frame, within, pl.col("sum"), [pl.col("largest")])


def check_costs(ground: Ground) -> Iterator[Check]:
    """V17: every term of the money stands once in ``costs``, by payer, and they sum to level ``money``."""
    paid = money_terms(ground).with_columns(term=pl.col("kind").replace_strict(KINDS, default="unknown"))
    told = total(ground.tables["costs"], ["term", "payer"], "amount", "told")
    both = side_by_side(told, total(paid, ["term", "payer"], "amount", "paid"), ["term", "payer"])
    text = "The costs of {payer} for {term} are {lhs}; its payments make {rhs}."
    yield ground.examine(Claim("V17", ("term", "payer"), text), both, pl.col("told"), pl.col("paid"))
    costs = ground.tables["costs"]["amount"]
    money = ground.once(levels)["money"]
    row = pl.DataFrame(
        {"all": "costs", "told": exact_sum(costs), "paid": money[0], "largest": largest(costs)}
    )
    text = "All costs together are {lhs}; the payments of level money make {rhs}."
    yield ground.examine(
        Claim("V17", ("all",), text), row, pl.col("told"), pl.col("paid"), [pl.col("largest")]
    )


def check_key_figures(ground: Ground) -> Iterator[Check]:
    """V15 for table ``kpis``: every key figure is there once and has its value."""
    said = pl.col("value").cast(pl.Float64, strict=False)
    told = ground.tables["kpis"].select(*KPI, "value", said=said, told=pl.lit(value=True))
    meant = ground.once(key_figures)
    both = told.join(meant, on=KPI, how="full", coalesce=True).sort(KPI)
    # A payer that pays nothing after the horizon needs no row to say so.
    idle = (
        pl.col("told").is_null() & (pl.col("class") == "") & (pl.col("nation") != "") & (pl.col("meant") == 0)
    )
    both = both.filter(~idle.fill_null(value=False))
    name = tuple(KPI)
    text = "The key figure {kpi} of {nation} {class} is {value} in the plan; it has no such meaning."
    yield ground.refuse(
        Claim("V15", name, text), both, pl.col("meant").is_null() & (pl.col("known").is_null())
    )
    text = "The key figure {kpi} of {nation} {class} is '{value}' in the plan; it is {rhs}."
    numbers = both.filter(pl.col("meant").is_not_null() & (pl.col("kpi") != "time_to_target"))
    yield ground.examine(
        Claim("V15", name, text), numbers, pl.col("said"), pl.col("meant"), [pl.col("largest")]
    )
    empty = both.filter(pl.col("meant").is_null() & pl.col("known") & (pl.col("kpi") != "time_to_target"))
    text = "The key figure {kpi} is '{value}' in the plan; without a rate for it, it is empty."
    yield ground.refuse(Claim("V15", name, text), empty, pl.col("value").fill_null("") != "")
    times = both.filter(pl.col("kpi") == "time_to_target").filter(pl.col("known"))
    text = "{class} of {nation} is covered for good in month {value} by the plan; it is {soon}."
    wrong = (pl.col("value") != pl.col("soon")) & (pl.col("value") != pl.col("late")) | pl.col(
        "value"
    ).is_null()
    yield ground.refuse(Claim("V15", name, text), times, wrong)


def key_figures(ground: Ground) -> pl.DataFrame:
    """Key figures of the plan.

    Returns:
        Columns kpi, nation, class, meant (null where there is none), largest (term), known, soon and late (time to
        target at twice and at half the tolerance, as text).
    """
    frames = [_of_needs(ground), _of_plan(ground), _of_payers(ground), _times(ground)]
    return pl.concat(frames, how="diagonal").with_columns(known=pl.lit(value=True))


_FIGURES = {
    "kpi": pl.String,
    "nation": pl.String,
    "class": pl.String,
    "meant": pl.Float64,
    "largest": pl.Float64,
}


def _needed(ground: Ground) -> pl.DataFrame:
    """Needs with a target or unmet use inside the horizon, in every period."""
    rows = ground.once(shortfalls)
    real = rows.group_by(NEED).agg(real=(pl.col("target") > 0).any() | (pl.col("unmet") > 0).any())
    listed = ground.tables["kpis"].select(NEED).unique().with_columns(listed=pl.lit(value=True))
    kept = real.join(listed, on=NEED, how="left").filter(pl.col("real") | pl.col("listed")).select(NEED)
    return rows.join(kept, on=NEED, how="semi", maintain_order="left")


def _of_needs(ground: Ground) -> pl.DataFrame:
    rows = _needed(ground)
    ends = ground.once(at_end).select(*NEED, "end")
    sums = rows.group_by(NEED, maintain_order=True).agg(
        area=(pl.col("weight") * pl.col("area")).sum(),
        area_units=pl.col("area").sum(),
        peak_shortfall=pl.col("shortfall").max(),
        unmet_use=pl.col("unmet").sum(),
        largest=pl.max_horizontal(pl.col("target").max(), pl.col("covered").max()),
    )
    sums = sums.join(ends, on=NEED).rename({"end": "end_shortfall"})
    figures = ["area", "area_units", "end_shortfall", "peak_shortfall", "unmet_use"]
    long = sums.unpivot(figures, index=[*NEED, "largest"], variable_name="kpi", value_name="meant")
    # The weighted area is in months: units of stock do not set its scale.
    scale = pl.when(pl.col("kpi") == "area").then(0.0).otherwise(pl.col("largest"))
    return long.with_columns(largest=scale).select(*_FIGURES)


def _of_plan(ground: Ground) -> pl.DataFrame:
    found = ground.once(levels)
    paid = money_terms(ground)
    after = paid.filter(pl.col("b") == ground.periods.count)["amount"]
    real = _real(ground, paid)
    present = _present(ground, paid)
    top = largest(paid["amount"])
    rows = [
        ("area", *found["shortfall"]),
        ("end_shortfall", *found["end"]),
        ("money", *found["money"]),
        ("money_after", exact_sum(after), top),
        ("money_real", None if real is None else exact_sum(real), top),
        ("money_present_value", None if present is None else exact_sum(present), top),
    ]
    cells = [
        {"kpi": kpi, "nation": "", "class": "", "meant": meant, "largest": top} for kpi, meant, top in rows
    ]
    return pl.DataFrame(cells, schema=_FIGURES)


def _real(ground: Ground, paid: pl.DataFrame) -> pl.Series | None:
    """Payments in money of the price year; None where the case names no deflator."""
    name, year = ground.case.settings.deflator, ground.case.settings.price_year
    if name is None:
        return None
    points = ground.once(mean_rates).filter(pl.col("rate") == name).select("b", "value")
    base = january(ground, pl.DataFrame({"price_year": [year]})).filter(pl.col("rate") == name)["base"]
    met = paid.join(points, on="b", how="left").with_columns(base=pl.lit(base.sum(), pl.Float64))
    return met.select(real=pl.col("amount") * pl.col("base") / pl.col("value"))["real"]


def _present(ground: Ground, paid: pl.DataFrame) -> pl.Series | None:
    """Payments discounted to the first month; None where the case names no rate."""
    rate, periods = ground.case.settings.discount_rate, ground.periods
    if rate is None:
        return None
    monthly = pl.DataFrame(
        {"b": [*periods.owners.tolist(), periods.count], "month": range(periods.horizon + 1)}
    )
    factor = monthly.group_by("b").agg(factor=(pl.lit(1 + rate) ** (-pl.col("month") / 12)).mean())
    met = paid.join(factor.with_columns(pl.col("b").cast(pl.Int64)), on="b", how="left")
    return met.select(present=pl.col("amount") * pl.col("factor"))["present"]


def _of_payers(ground: Ground) -> pl.DataFrame:
    rows = (
        money_terms(ground)
        .group_by(nation="payer")
        .agg(
            money=pl.col("amount").sum(),
            money_after=pl.col("amount").filter(pl.col("b") == ground.periods.count).sum(),
            largest=pl.col("amount").abs().max(),
        )
    )
    # A payer that pays nothing may have a row, which then says 0.
    listed = ground.tables["kpis"].filter(
        (pl.col("class") == "") & (pl.col("nation") != "") & pl.col("kpi").is_in(["money", "money_after"])
    )
    idle = listed.select("nation").unique().join(rows, on="nation", how="anti")
    idle = idle.with_columns(money=pl.lit(0.0), money_after=pl.lit(0.0), largest=pl.lit(0.0))
    both = pl.concat([rows, idle])
    long = both.unpivot(
        ["money", "money_after"], index=["nation", "largest"], variable_name="kpi", value_name="meant"
    )
    return long.with_columns(pl.lit("").alias("class")).select(*_FIGURES)


def _times(ground: Ground) -> pl.DataFrame:
    """Time to target of every need, as text, at twice and at half the tolerance."""
    rows = _needed(ground)
    found = rows.select(NEED).unique(maintain_order=True)
    for column, tolerance in (("soon", 2e-6), ("late", 5e-7)):
        room = tolerance * pl.col("scale")
        short = pl.col("shortfall") > room
        ends = pl.col("last") + 1
        last_short = rows.group_by(NEED).agg(
            until=ends.filter(short).max(),
            horizon=ends.max(),
            first_end=ends.min(),
            short_at_first=((pl.col("b") == 0) & (pl.col("before") > room)).any(),
        )
        following = rows.select(*NEED, "start", closes="last").join(last_short, on=NEED)
        # The period behind the last that is short is the first from which nothing is short.
        closing = following.filter(pl.col("start") == pl.col("until")).select(
            *NEED, month=pl.col("closes") + 1
        )
        cells = last_short.join(closing, on=NEED, how="left")
        text = (
            pl.when(pl.col("until") == pl.col("horizon"))
            .then(pl.lit("never"))
            .when(pl.col("until").is_not_null())
            .then(pl.col("month").cast(pl.String))
            .when(pl.col("short_at_first"))
            .then(pl.col("first_end").cast(pl.String))
            .otherwise(pl.lit("0"))
        )
        found = found.join(
            cells.select(*NEED, text.alias(column)), on=NEED, how="left", maintain_order="left"
        )
    return found.with_columns(kpi=pl.lit("time_to_target"))
