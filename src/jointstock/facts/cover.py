"""Cover: which item counts towards which class in which nation."""

import polars as pl

from jointstock.facts.case import Case
from jointstock.facts.dictionary import filled

_COUNTS = ["interchangeable", "common"]


def covering(case: Case) -> pl.DataFrame:
    """Which item covers which class in which nation; nation, class, item, ratio.

    A nation's own row goes before the row for all.
    """
    rows = case.table("compatibility").filter(pl.col("platform").eq("") & pl.col("class").ne(""))
    nations = case.table("nations").select("nation")
    shared = (
        rows.filter(pl.col("nation") == "*")
        .drop("nation")
        .join(nations, how="cross")
        .with_columns(own=pl.lit(0))
    )
    single = rows.filter(pl.col("nation") != "*").with_columns(own=pl.lit(1))
    both = pl.concat([shared.select(single.columns), single]).sort("own")
    last = both.unique(["item", "class", "nation"], keep="last", maintain_order=True)
    kept = last.filter(pl.col("state").is_in(_COUNTS))
    return kept.select("nation", "class", "item", filled("compatibility", "ratio")).sort(
        "nation", "class", "item"
    )


def first_class(cover: pl.DataFrame) -> pl.DataFrame:
    """The first class, by name, that each item covers in a nation; nation, item, class, ratio."""
    return cover.sort("class").unique(["nation", "item"], keep="first", maintain_order=True)


def certifiable(case: Case) -> pl.DataFrame:
    """Certifications that a plan may buy; nation, class, item, ratio, months, cost."""
    rows = case.table("compatibility").filter(
        pl.col("certify").fill_null(value=False) & ~pl.col("state").is_in(_COUNTS)
    )
    return rows.select(
        "nation",
        "class",
        "item",
        filled("compatibility", "ratio"),
        pl.col("months_to_certify").alias("months"),
        pl.col("cost_to_certify").alias("cost"),
    ).sort("nation", "class", "item")
