"""Rules of what is uncertain: outages and what they strike, distributions and what they speak of."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from jointstock.errors import Fault
from jointstock.facts.case import Case
from jointstock.facts.rules.parties import ANY
from jointstock.facts.rules.pointing import Rule, cell_text, numbered, point

_COLUMNS = {"lines": "yield", "line_leads": "months", "usage": "rate"}


def outages_without_site(case: Case) -> Iterator[Fault]:
    """An outage strikes nothing."""
    yield from point(
        case,
        "outages",
        numbered(case, "outages")
        .drop_nulls("outage")
        .join(case.table("outage_sites"), on="outage", how="anti"),
        code="outage-without-site",
        column="outage",
        expected="an outage with rows in outage_sites.csv",
        remedy=lambda row: f"Add the sites that '{row['outage']}' strikes, or delete the row.",
    )


def outages_shorter_than_median(case: Case) -> Iterator[Fault]:
    """Nine of ten outages end before half of them do."""
    yield from point(
        case,
        "outages",
        numbered(case, "outages").filter(pl.col("months_90") < pl.col("months")),
        code="outage-months",
        column="months_90",
        expected=lambda row: f"at least {cell_text(row['months'])}, the median",
        remedy="Exchange the two, or correct one.",
    )


def distributions_of_column(case: Case) -> Iterator[Fault]:
    """A distribution speaks of a column that its table does not let vary."""
    rows = numbered(case, "distributions").drop_nulls(["table", "column"])
    fits = pl.col("table").replace_strict(_COLUMNS, default=None, return_dtype=pl.String)
    yield from point(
        case,
        "distributions",
        rows.filter(fits != pl.col("column")),
        code="distribution-column",
        column="column",
        expected=lambda row: f"{_COLUMNS[row['table']]}, which is what may vary in {row['table']}",
        remedy="Correct the table or the column.",
    )


def distributions_of_nothing(case: Case) -> Iterator[Fault]:
    """A distribution speaks of a row that its table does not have."""
    used = case.table("usage").filter(pl.col("nation").is_not_null())
    named = [
        used.filter(pl.col(by).fill_null("") != "").select(row=pl.col("nation") + "/" + pl.col(by))
        for by in ("class", "item")
    ]
    lines = case.table("lines").select(row="line")
    for tables, known in ((["lines", "line_leads"], lines), (["usage"], pl.concat(named))):
        rows = numbered(case, "distributions").filter(pl.col("table").is_in(tables), pl.col("row") != ANY)
        yield from point(
            case,
            "distributions",
            rows.join(known, on="row", how="anti"),
            code="distribution-row",
            column="row",
            expected=lambda row: (
                "nation/class or nation/item of a row of usage, or *"
                if row["table"] == "usage"
                else "a line, or *"
            ),
            remedy="Correct the name, or delete the row.",
        )


def triangles_below_zero(case: Case) -> Iterator[Fault]:
    """A triangular factor could be zero or less."""
    wide = (pl.col("kind") == "triangular") & (pl.col("spread") >= 1)
    yield from point(
        case,
        "distributions",
        numbered(case, "distributions").filter(wide),
        code="triangle-below-zero",
        column="spread",
        expected="less than 1, since the factor goes down to 1 - spread",
        remedy="Correct the spread, or choose the lognormal.",
    )


RULES = (
    Rule(outages_without_site, ("outages", "outage_sites")),
    Rule(outages_shorter_than_median, ("outages",)),
    Rule(distributions_of_column, ("distributions",)),
    Rule(distributions_of_nothing, ("distributions", "lines", "usage")),
    Rule(triangles_below_zero, ("distributions",)),
)
