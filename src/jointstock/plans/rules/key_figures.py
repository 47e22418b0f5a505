"""V15 for table ``kpis``: areas, times to target, money of the plan and of every payer, recomputed."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from jointstock.plans.rules.figures import NEED, at_end, exact_sum, largest, levels, money_terms, shortfalls
from jointstock.plans.rules.ground import Check, Claim, Ground, total
from jointstock.plans.rules.needs import PAIR, covers, opening
from jointstock.plans.rules.rates import january, mean_rates

KPI = ["kpi", "nation", "class"]


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
        Columns kpi, nation, class, meant (null where there is none), largest (term), known, soon and late
        (time to target at twice and at half the tolerance, as text).
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
    first = rows.join(_wholly_counted(ground), on=NEED, how="left", maintain_order="left")
    at_first = (pl.col("b") == 0) & (pl.col("at_start") - pl.col("counted").fill_null(0) > _ROOM)
    found = rows.select(NEED).unique(maintain_order=True)
    for column, tolerance in (("soon", 2e-6), ("late", 5e-7)):
        room = pl.lit(tolerance).alias("tolerance")
        cells = (
            first.with_columns(room)
            .group_by(NEED)
            .agg(
                until=(pl.col("last") + 1).filter(pl.col("shortfall") > _ROOM).max(),
                horizon=(pl.col("last") + 1).max(),
                first_end=(pl.col("last") + 1).min(),
                short_at_first=at_first.any(),
            )
        )
        text = _closing(rows, cells).select(*NEED, _time_in_words().alias(column))
        found = found.join(text, on=NEED, how="left", maintain_order="left")
    return found.with_columns(kpi=pl.lit("time_to_target"))


_ROOM = pl.col("tolerance") * pl.col("scale")


def _wholly_counted(ground: Ground) -> pl.DataFrame:
    """Opening stock of every item that covers a class, counted wholly: columns nation, class, counted.

    The stock of a warehouse counts wholly for each of its members.
    """
    own = ground.once(opening).select(*PAIR, "opening")
    members = ground.facts("warehouses").select("warehouse", "member")
    shared = own.rename({"nation": "warehouse"}).join(members, on="warehouse").rename({"member": "nation"})
    met = ground.once(covers).join(pl.concat([own, shared.select(own.columns)]), on=PAIR)
    return total(met.with_columns(counted=pl.col("ratio") * pl.col("opening")), NEED, "counted")


def _closing(rows: pl.DataFrame, cells: pl.DataFrame) -> pl.DataFrame:
    """Add the last month of the period behind the last that is short: from it on, nothing is short."""
    starts = rows.select(*NEED, until="start", month=pl.col("last") + 1)
    return cells.join(starts, on=[*NEED, "until"], how="left")


def _time_in_words() -> pl.Expr:
    return (
        pl.when(pl.col("until") == pl.col("horizon"))
        .then(pl.lit("never"))
        .when(pl.col("until").is_not_null())
        .then(pl.col("month").cast(pl.String))
        .when(pl.col("short_at_first"))
        .then(pl.col("first_end").cast(pl.String))
        .otherwise(pl.lit("0"))
    )
