"""Rules of capacity: expansions and who builds them, and rates that a line can reach."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from jointstock.errors import Fault
from jointstock.facts.case import Case
from jointstock.facts.rules.parties import ANY
from jointstock.facts.rules.pointing import Rule, cell_text, numbered, point


def expansions_without_payers(case: Case) -> Iterator[Fault]:
    """Nobody builds an expansion: it has no break-even, and nobody may pay for it or has a budget for it."""
    payers = case.table("expansion_payers")
    if not case.table("budgets").height:
        payers = payers.filter(pl.col("payer") != ANY)
    silent = numbered(case, "expansions").drop_nulls("option").filter(pl.col("break_even").is_null())
    yield from point(
        case,
        "expansions",
        silent.join(payers, on="option", how="anti"),
        code="expansion-without-payer",
        column="option",
        expected="an option with rows in expansion_payers.csv, or with a break_even",
        remedy=lambda row: (
            f"Add who may pay for '{row['option']}'; * means every party that has a budget. Or fill in the "
            "break_even at which industry builds it."
        ),
    )


def expansions_by_industry(case: Case) -> Iterator[Fault]:
    """An expansion has payers and a break-even too, or a hurdle and no break-even."""
    expansions = numbered(case, "expansions")
    yield from point(
        case,
        "expansions",
        expansions.filter(pl.col("break_even").is_not_null()).join(
            case.table("expansion_payers"), on="option", how="semi"
        ),
        code="break-even-with-payers",
        column="break_even",
        expected="nothing, since the option has rows in expansion_payers.csv",
        remedy="Empty the cell, or delete the payers: industry builds an option that has a break_even.",
    )
    yield from point(
        case,
        "expansions",
        expansions.filter(pl.col("hurdle").is_not_null() & pl.col("break_even").is_null()),
        code="hurdle-without-break-even",
        column="hurdle",
        expected="nothing, since there is no break_even to be raised",
        remedy="Fill in break_even, or empty the cell.",
    )


def minimum_rates(case: Case) -> Iterator[Fault]:
    """A line could never reach its minimum rate, not even with every expansion and surge."""
    lines = numbered(case, "lines").drop_nulls(["line", "capacity", "minimum_rate"])
    for table, name in (("expansions", "_added"), ("surges", "_called")):
        sums = case.table(table).group_by("line").agg(pl.col("capacity").sum().alias(name))
        lines = lines.join(sums, on="line", how="left", maintain_order="left").with_columns(
            pl.col(name).fill_null(0.0)
        )
    hours = case.table("line_modes").group_by("line").agg(_hours=pl.col("hours").max())
    lines = lines.join(hours, on="line", how="left", maintain_order="left").with_columns(
        _most=pl.min_horizontal(
            pl.col("capacity") + pl.col("_added") + pl.col("_called"),
            pl.col("_hours") / pl.col("hours_per_start") + pl.col("_added"),
        )
    )
    yield from point(
        case,
        "lines",
        lines.filter(pl.col("minimum_rate") > pl.col("_most") * (1 + 1e-9)),
        code="minimum-beyond-capacity",
        column="minimum_rate",
        expected=lambda row: (
            f"at most {cell_text(round(row['_most'], 6))}, which '{row['line']}' reaches with all its "
            "expansions, surges and hours"
        ),
        remedy="Correct the rate or the capacity; as it stands the line never runs.",
    )


RULES = (
    Rule(expansions_without_payers, ("expansions", "expansion_payers", "budgets")),
    Rule(expansions_by_industry, ("expansions", "expansion_payers")),
    Rule(minimum_rates, ("lines", "expansions", "surges", "line_modes")),
)
