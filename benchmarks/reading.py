"""Reading and checking a case of a million rows."""

import polars as pl

from benchmarks.measuring import Answer, Clock, peak
from jointstock.facts.case import Case
from jointstock.facts.checks import check
from jointstock.files.folder import read_case, write_case
from jointstock.shapes.shape import Shape, make_case
from jointstock.shapes.world import marked, month

LONG = Shape("long", nations=40, ends=140, components=40, tiers=2, plants=150, months=120, call_offs=0)
_USE_MONTHS, _LOTS = 90, 54


def make_long_case() -> Case:
    """A case of about a million rows: targets and use by month, holdings by lot."""
    case = make_case(LONG)
    nations, classes = case.table("nations").select("nation"), case.table("classes").select("class")
    both = nations.join(classes, how="cross")
    ends = case.table("items").filter(pl.col("kind") == "end").select("item")
    return case.replace(
        targets=_long(both, "from", LONG.months).with_columns(version=pl.lit("v1"), quantity=_figures()),
        usage=_long(both, "month", _USE_MONTHS).with_columns(kind=pl.lit("peacetime"), rate=_figures()),
        holdings=_lots(nations.join(ends, how="cross")),
    )


def write_long_case(folder: str, form: str) -> Answer:
    """Write the long case; not measured."""
    case = make_long_case()
    write_case(case, folder, form="parquet" if form == "parquet" else "csv")
    return {"rows": sum(case.table(name).height for name in case.tables)}


def read_and_check(folder: str) -> Answer:
    """Read a case folder and check it, as every command does; then check once more to tell them apart."""
    clock, before = Clock(), peak()
    with clock.part("read and check"):
        case, faults = read_case(folder)
    most = peak()
    with clock.part("check"):
        check(case)
    return {"seconds": clock.best(), "peak": most, "before": before, "faults": len(faults)}


def _long(keys: pl.DataFrame, column: str, months: int) -> pl.DataFrame:
    texts = pl.DataFrame({column: [month(number) for number in range(months)]})
    return marked(keys.join(texts, how="cross"))


def _lots(pairs: pl.DataFrame) -> pl.DataFrame:
    lots = pl.DataFrame({"lot": [f"lot-{number}" for number in range(_LOTS)]})
    rows = marked(pairs.join(lots, how="cross"))
    return rows.with_columns(quantity=_figures(), releasable=pl.lit(None, pl.Float64))


def _figures() -> pl.Expr:
    """Figures with two decimals that differ from row to row."""
    return ((pl.int_range(pl.len()) * 7919) % 1_000_003 / 100.0).cast(pl.Float64)
