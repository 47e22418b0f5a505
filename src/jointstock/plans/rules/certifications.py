"""V12 for certifications: what may be certified, when it counts as cover, and what it costs."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from jointstock.plans.rules.ground import Check, Claim, Ground
from jointstock.plans.rules.needs import end_items

ENTRY = ["nation", "item", "class"]
NAME = tuple(ENTRY)


def certifiable(ground: Ground) -> pl.DataFrame:
    """Rows of ``compatibility`` that the plan may certify.

    Returns:
        Columns nation, item, class, ratio, months (whole ones, rounded down) and price; null where unknown.
    """
    rows = ground.facts("compatibility").filter(pl.col("certify").fill_null(value=False))
    rows = rows.filter((pl.col("platform") == "") & (pl.col("class") != "") & (pl.col("nation") != "*"))
    rows = rows.filter(pl.col("state").is_in(["none", "data_needed"]))
    return rows.join(ground.once(end_items), on="item", how="semi").select(
        *ENTRY,
        pl.col("ratio").fill_null(1.0),
        months=pl.col("months_to_certify").floor().cast(pl.Int64),
        price="cost_to_certify",
    )


def certified(ground: Ground) -> pl.DataFrame:
    """Certifications that the plan buys, and from when on the item counts as cover.

    Returns:
        Columns nation, item, class, certified_ratio, since: the last month of the purchase and the months to
        certify lie wholly before the end of the periods that end with month since or later.
    """
    bought = ground.tables["certifications"].join(ground.once(certifiable), on=ENTRY)
    ends = bought.join(ground.periods.frame.select("b", "last"), on="b")
    return ends.group_by(ENTRY).agg(
        certified_ratio=pl.col("ratio").first(), since=(pl.col("last") + pl.col("months")).min()
    )


def check_certifications(ground: Ground) -> Iterator[Check]:
    """V12: only what the case lets the plan certify is certified, once, at its cost."""
    rows = ground.tables["certifications"].join(
        ground.once(certifiable), on=ENTRY, how="left", maintain_order="left"
    )
    text = "{nation} certifies {item} for {class} in {period}; the case does not let it."
    unknown = pl.any_horizontal(pl.col("ratio", "months", "price").is_null())
    yield ground.refuse(Claim("V12", NAME, text), rows, unknown)
    text = "{nation} certifies {item} for {class} more than once."
    yield ground.refuse(Claim("V12", NAME, text), rows, pl.struct(ENTRY).is_duplicated())
    text = "In {period}, certifying {item} for {class} costs {nation} {lhs} by the plan; it is {rhs}."
    known = rows.filter(~unknown)
    yield ground.examine(Claim("V12", NAME, text, money=True), known, pl.col("cost"), pl.col("price"))
