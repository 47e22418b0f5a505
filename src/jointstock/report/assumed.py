"""What is assumed: each assumed figure the plan uses, with range and reason, and rates that were found."""

import polars as pl

from jointstock.facts.dictionary import DICTIONARY
from jointstock.plans.plan import Plan
from jointstock.report.exhibits import Column, Exhibit, Sheet
from jointstock.report.names import Names, named
from jointstock.report.provenance import rows_used
from jointstock.report.support import flat_rates
from jointstock.report.words import counted, listed

_TOP = 15
_SCHEMA = {
    "table": pl.String,
    "what": pl.String,
    "figure": pl.String,
    "value": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "unit": pl.String,
    "reason": pl.String,
    "basis": pl.String,
}


def exhibits(plan: Plan, names: Names) -> list[Exhibit]:
    """Assumed figures, and flat rates of instruments; each only where there are any.

    Args:
        plan: The plan.
        names: Names of its case.
    """
    made = [_assumed(assumed(plan))] if assumed(plan).height else []
    return made + ([_flat(plan, names)] if flat_rates(plan).height else [])


def assumed(plan: Plan) -> pl.DataFrame:
    """Assumed rows that the plan uses, how industry reads announcements first.

    Returns:
        table (in words), what (key of the row), figure (column), value, low, high, unit, reason, basis.
    """
    used = rows_used(plan)
    order = ["assumptions", *(name for name in DICTIONARY.tables if name != "assumptions")]
    parts = [_rows(name, used[name]) for name in order if name in used]
    return pl.concat([pl.DataFrame(schema=_SCHEMA), *parts])


def _rows(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    spec = DICTIONARY.tables[name]
    rows = frame.filter(pl.col("basis") == "assumed")
    if name == "assumptions":
        rows = frame
    keys = [pl.col(key).cast(pl.String).replace("", None) for key in spec.key]
    what = pl.concat_str(keys, separator=", ", ignore_nulls=True).str.replace_all("_", " ")
    figure = spec.figure
    value = pl.col(figure).cast(pl.Float64) if figure else pl.lit(None, pl.Float64)
    unit = spec.by_name[figure].unit if figure else ""
    return rows.select(
        pl.lit(name.replace("_", " ")).alias("table"),
        what.alias("what"),
        pl.lit(figure.replace("_", " ")).alias("figure"),
        value.alias("value"),
        "low",
        "high",
        pl.lit(unit).alias("unit"),
        "reason",
        "basis",
    )


def _assumed(rows: pl.DataFrame) -> Exhibit:
    columns = (
        Column("table", "Table"),
        Column("what", "Row"),
        Column("figure", "Figure"),
        Column("value", "Value", "number"),
        Column("low", "From", "number"),
        Column("high", "To", "number"),
        Column("unit", "Unit"),
        Column("reason", "Reason"),
    )
    most = rows.group_by("table").agg(pl.len().alias("n")).sort("n", "table", descending=[True, False])
    heads = listed([f"{n:,} in {table}" for table, n in most.head(3).iter_rows()])
    return Exhibit(
        "assumed",
        f"The plan uses {counted(rows.height, 'assumed row')}, most of them {heads}.",
        Sheet("Assumed rows that the plan uses", columns, rows, shown=_TOP),
        reading="From and to: the range that the case gives to the figure of the row. The plan is made with "
        "the value; how far the answer moves inside the ranges is a question of its own. What industry is "
        "assumed to make of announcements comes first.",
    )


def _flat(plan: Plan, names: Names) -> Exhibit:
    rows = flat_rates(plan)
    shown = rows.with_columns(named("instrument", names.instruments))
    million = f"{plan.case.settings.currency} million"
    columns = (
        Column("instrument", "Instrument"),
        Column("found", "Rate found", "share"),
        Column("claims", "Claims", "money", million),
        Column("envelope", "Envelope", "money", million),
        Column("rounds", "Rounds of planning", "number"),
    )
    return Exhibit(
        "flat-rates",
        f"{counted(rows.height, 'instrument reimburses', 'instruments reimburse')} every claim at one rate, "
        "found by planning again until it repeats.",
        Sheet("Flat rates found", columns, shown),
        reading="The rate is the envelope over the claims, or the instrument's own where that is less.",
    )
