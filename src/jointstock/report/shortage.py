"""Where nations are short, and when each gap closes."""

import polars as pl

from jointstock.plans.plan import Plan
from jointstock.report.exhibits import Column, Exhibit, Sheet
from jointstock.report.names import Names, named
from jointstock.report.words import amount, counted, listed, month, month_ending, share, worst_basis

NEED = ("nation", "class")
NEVER = "never"
_MET = 1 - 1e-6
_DARK_YEARS = 3
# Bands of fill: below a fifth, two fifths ... and met. The chart has one colour for each.
BANDS = ("below 20 %", "20-40 %", "40-60 %", "60-80 %", "80-100 %", "target met")
_EDGES = (0.2, 0.4, 0.6, 0.8, _MET)


def fill(plan: Plan) -> pl.DataFrame:
    """Fill of every target at the start and at the end of the plan.

    Args:
        plan: The plan.

    Returns:
        nation, class, target and covered (class units) and fill (share, at most 1) at the start
        (``_start``: opening stock against the first target) and at the end (``_end``), closes (month in
        which the target is met for good, 0 where it always is, or never), basis. Only nations and
        classes that have a target then.
    """
    short = plan.shortfalls
    opening = (
        plan.cover.filter(pl.col("period") == "opening")
        .group_by(NEED)
        .agg((pl.col("quantity") * pl.col("ratio")).sum().alias("covered_start"))
    )
    ends = short.sort("period").group_by(NEED, maintain_order=True)
    wide = ends.agg(
        pl.col("target").first().alias("target_start"),
        pl.col("target").last().alias("target_end"),
        pl.col("covered").last().alias("covered_end"),
        pl.col("basis").first(),
    ).join(opening, on=NEED, how="left")
    wide = wide.with_columns(pl.col("covered_start").fill_null(0.0)).join(closing(plan), on=NEED, how="left")
    filled = [
        pl.when(pl.col(f"target_{at}") > 0)
        .then((pl.col(f"covered_{at}") / pl.col(f"target_{at}")).clip(upper_bound=1.0))
        .alias(f"fill_{at}")
        for at in ("start", "end")
    ]
    asked = wide.with_columns(filled).filter(pl.max_horizontal("target_start", "target_end") > 0)
    order = ("target_start", "covered_start", "fill_start", "target_end", "covered_end", "fill_end")
    return asked.select(*NEED, *order, "closes", "basis").sort(NEED)


def closing(plan: Plan) -> pl.DataFrame:
    """Month in which each target is met for good: nation, class, closes (YYYY-MM, 0 or never)."""
    rows = plan.kpis.filter(pl.col("kpi") == "time_to_target").select(*NEED, pl.col("value").alias("months"))
    first = str(plan.run["first_month"])
    texts = [
        months if months in (NEVER, "0") else month_ending(first, int(months))
        for months in rows.get_column("months")
    ]
    return rows.select(NEED).with_columns(pl.Series("closes", texts, dtype=pl.String))


def where(plan: Plan, names: Names) -> Exhibit:
    """Fill of every target, nation by class, at the start and at the end.

    Args:
        plan: The plan.
        names: Names of its case.
    """
    filled = fill(plan)
    columns = (
        Column("nation", "Nation"),
        Column("class", "Class"),
        Column("target_start", "Target at the start", "number"),
        Column("covered_start", "Held at the start", "number"),
        Column("fill_start", "Fill", "share"),
        Column("target_end", "Target at the end", "number"),
        Column("covered_end", "Held at the end", "number"),
        Column("fill_end", "Fill", "share"),
    )
    return Exhibit(
        "where",
        _where_finding(filled, last_month(plan)),
        Sheet("Targets and cover by nation and class", columns, _worded(filled, names)),
        "fill_map",
        _long_fill(filled, names),
        "Stock that counts towards a target, as a share of the target: opening stock at the start, stock "
        f"at the end of {month(last_month(plan))} at the end. Blank: no target.",
    )


def when(plan: Plan, names: Names) -> Exhibit:
    """When the targets of each class are met, counted by year.

    Args:
        plan: The plan.
        names: Names of its case.
    """
    filled = fill(plan)
    met = pl.when(pl.col("closes") == "0").then(pl.lit("met from the start"))
    phase = met.when(pl.col("closes") == NEVER).then(pl.lit("not met in the plan"))
    labelled = filled.with_columns(phase.otherwise("met in " + pl.col("closes").str.head(4)).alias("phase"))
    counts = (
        labelled.group_by("class", "phase")
        .agg(pl.len().cast(pl.Int64).alias("targets"), (pl.col("closes") == NEVER).any().alias("never"))
        .with_columns(named("class", names.classes).alias("label"), _phase_rank().alias("rank"))
        .with_columns(pl.col("rank").rank("dense").over(pl.lit(1)).alias("tone"))
        .with_columns(((pl.col("tone") <= _DARK_YEARS) | pl.col("never")).alias("deep"))
        .sort("label", "rank")
    )
    shown = _worded(filled, names).with_columns(
        pl.col("closes").replace({"0": "from the start", NEVER: "not in the plan"})
    )
    columns = (
        Column("nation", "Nation"),
        Column("class", "Class"),
        Column("closes", "Met for good", "month"),
    )
    return Exhibit(
        "when",
        _when_finding(filled, names),
        Sheet("Month in which each target is met for good", columns, shown),
        "closing_bars",
        counts,
        "Number of nations with a target in the class, by the year in which it is met and stays met.",
    )


def course(plan: Plan, names: Names) -> Exhibit:
    """Shortfall of each class over time, all nations together.

    Args:
        plan: The plan.
        names: Names of its case.
    """
    rows = shortfall_course(plan)
    lengths = plan.periods.select("period", "months")
    ends = [month_ending(period, months) for period, months in lengths.iter_rows()]
    ended = rows.join(lengths.with_columns(pl.Series("month", ends, dtype=pl.String)), on="period")
    shown = ended.with_columns(
        named("class", names.classes).alias("label"), pl.col("class").replace(names.class_units).alias("unit")
    ).sort("label", "period")
    columns = (
        Column("label", "Class"),
        Column("month", "End of", "month"),
        Column("target", "Targets", "number"),
        Column("shortfall", "Short", "number"),
        Column("short_share", "Short", "share"),
        Column("unit", "Unit"),
    )
    return Exhibit(
        "course",
        _course_finding(shown),
        Sheet("Shortfall of all nations by class", columns, shown),
        "course_areas",
        _labelled_course(shown),
        "What is missing in all nations, as a share of the sum of their targets, at the end of each period.",
    )


def shortfall_course(plan: Plan) -> pl.DataFrame:
    """Shortfall over all nations: class, period, target, shortfall (class units), short_share, basis."""
    summed = (
        plan.shortfalls.group_by("class", "period")
        .agg(pl.col("target", "shortfall").sum(), worst_basis())
        .sort("class", "period")
    )
    asked = summed.filter(pl.col("target").max().over("class") > 0)
    short_share = pl.when(pl.col("target") > 0).then(pl.col("shortfall") / pl.col("target")).otherwise(0.0)
    return asked.select("class", "period", "target", "shortfall", short_share.alias("short_share"), "basis")


def last_month(plan: Plan) -> str:
    """Last month of the plan, YYYY-MM."""
    return month_ending(str(plan.run["first_month"]), int(plan.run["months"]))


def counts(filled: pl.DataFrame) -> tuple[int, int, int]:
    """Targets, those short at the start, and those short at the end.

    Args:
        filled: Rows of :func:`fill`.
    """
    start = filled.filter(pl.col("fill_start") < _MET).height
    end = filled.filter(pl.col("fill_end") < _MET).height
    return filled.height, start, end


def _worded(rows: pl.DataFrame, names: Names) -> pl.DataFrame:
    return rows.with_columns(named("nation", names.nations), named("class", names.classes)).sort(NEED)


def _long_fill(filled: pl.DataFrame, names: Names) -> pl.DataFrame:
    """A row for every cell of the map: nation, class, at, fill, percent, band, deep."""
    band = pl.lit(BANDS[-1])
    for edge, name in zip(reversed(_EDGES), reversed(BANDS[:-1]), strict=True):
        band = pl.when(pl.col("fill") < edge).then(pl.lit(name)).otherwise(band)
    long = _worded(filled, names).unpivot(
        ["fill_start", "fill_end"], index=NEED, variable_name="at", value_name="fill"
    )
    known = long.drop_nulls("fill").with_columns(
        pl.col("at").replace({"fill_start": "At the start", "fill_end": "At the end"}),
        (100 * pl.col("fill") + 1e-6).floor().cast(pl.Int64).cast(pl.String).alias("percent"),
        band.alias("band"),
        (pl.col("fill") < _EDGES[1]).alias("deep"),
    )
    return known.sort(pl.col("at") == "At the end", *NEED)


def _phase_rank() -> pl.Expr:
    first = pl.when(pl.col("phase").str.starts_with("met from")).then(0)
    return (
        first.when(pl.col("phase").str.starts_with("not"))
        .then(9999)
        .otherwise(pl.col("phase").str.tail(4).str.to_integer(strict=False))
    )


def _where_finding(filled: pl.DataFrame, last: str) -> str:
    whole, start, end = counts(filled)
    if not whole:
        return "No nation has a target."
    targets = counted(whole, "target")
    short = "is" if start == 1 else "are"
    rest = "remains" if end == 1 else "remain"
    return f"{start:,} of {targets} {short} short at the start; {end:,} {rest} short in {month(last)}."


def _when_finding(filled: pl.DataFrame, names: Names) -> str:
    if not filled.height:
        return "No nation has a target."
    never = filled.filter(pl.col("closes") == NEVER)
    closed = filled.filter(~pl.col("closes").is_in([NEVER, "0"]))
    if not closed.height and not never.height:
        return "Every target is met from the start."
    parts = []
    if closed.height:
        first, last = str(closed.get_column("closes").min()), str(closed.get_column("closes").max())
        span = f"in {month(first)}" if first == last else f"between {month(first)} and {month(last)}"
        parts.append(f"{counted(closed.height, 'target is', 'targets are')} met for good {span}")
    if never.height:
        most = never.group_by("class").agg(pl.len().alias("n")).sort("n", "class", descending=[True, False])
        heads = [f"{n} in {names.class_(name)}" for name, n in most.head(3).iter_rows()]
        heads += [f"{most.get_column('n')[3:].sum()} in other classes"] if most.height > 3 else []
        parts.append(f"{counted(never.height, 'is', 'are')} not met in the plan: {listed(heads)}")
    return "; ".join(parts) + "."


def _course_finding(shown: pl.DataFrame) -> str:
    if not shown.height:
        return "No nation has a target."
    ends = shown.group_by("label", maintain_order=True).agg(
        pl.col("short_share", "shortfall").first().name.suffix("_first"),
        pl.col("short_share", "shortfall", "unit").last(),
    )
    rest = ends.filter(pl.col("short_share") > 1 - _MET)
    closed = ends.height - rest.height
    if not rest.height:
        return f"At the end nothing is short in {counted(ends.height, 'class', 'classes')}."
    worst = rest.sort("short_share", "label", descending=[True, False]).row(0, named=True)
    classes = counted(ends.height, "class", "classes")
    return (
        f"The shortfall closes in {closed} of {classes}; the widest gap left is in {worst['label']}: "
        f"{amount(worst['shortfall'])} {worst['unit']}, {share(worst['short_share'])} of the targets."
    )


def _labelled_course(shown: pl.DataFrame) -> pl.DataFrame:
    """Frame of the chart: label, date, share, and the first and last value in words."""
    first, last = pl.col("shortfall").first().over("label"), pl.col("shortfall").last().over("label")
    rows = shown.with_columns(
        (pl.col("period") + "-01").alias("date"), first.alias("first"), last.alias("last")
    )
    words = [
        f"{amount(a)} → {amount(b)} {unit} short"
        for a, b, unit in rows.select("first", "last", "unit").iter_rows()
    ]
    kept = ("label", "date", "short_share", "words")
    drawn = rows.with_columns(pl.Series("words", words, dtype=pl.String)).select(*kept, "month")
    # The last period has no period behind it to end its step.
    ends = drawn.group_by("label", maintain_order=True).last().with_columns(date=pl.col("month") + "-28")
    return pl.concat([drawn.select(kept), ends.select(kept)]).sort("label", "date")
