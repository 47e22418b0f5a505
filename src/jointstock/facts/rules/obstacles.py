"""Rules of obstacles: each must act on something that the plan can express."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from jointstock.errors import Fault
from jointstock.facts.case import Case
from jointstock.facts.rules.parties import ANY
from jointstock.facts.rules.pointing import Rule, numbered, point

_FREE = {"production": ("contract", "to"), "transfers": ("line", "contract")}
_PARTS = ["component", "material"]


def delays_without_months(case: Case) -> Iterator[Fault]:
    """A delay does not say by how many months."""
    yield from point(
        case,
        "obstacles",
        numbered(case, "obstacles").filter((pl.col("effect") == "delays") & pl.col("months").is_null()),
        code="delay-without-months",
        column="months",
        expected="the months that the delay adds",
        remedy="Fill in the months; 0 adds none.",
    )


def delays_with_end(case: Case) -> Iterator[Fault]:
    """A delay ends in the horizon; a delay acts over the whole of it."""
    yield from point(
        case,
        "obstacles",
        numbered(case, "obstacles").filter((pl.col("effect") == "delays") & pl.col("until").is_not_null()),
        code="delay-with-end",
        column="until",
        expected="nothing, since a delay has no end",
        remedy="Empty the cell, or use the effect forbids.",
    )


def reach(case: Case) -> Iterator[Fault]:
    """An obstacle is narrowed by a column that plays no part in what it touches."""
    for touches, columns in _FREE.items():
        for column in columns:
            narrowed = (pl.col("touches") == touches) & (pl.col(column) != ANY)
            yield from point(
                case,
                "obstacles",
                numbered(case, "obstacles").filter(narrowed),
                code="obstacle-reach",
                column=column,
                expected=f"*, since the obstacle touches {touches}",
                remedy=f"Write *: {column} plays no part in {touches}.",
            )


def parts(case: Case) -> Iterator[Fault]:
    """An obstacle on orders or transfers names a component; components are drawn from a pool, not ordered."""
    kinds = case.table("items").filter(pl.col("kind").is_in(_PARTS)).select("item", _kind="kind")
    makes = case.table("lines").select("line", _made="item").join(kinds, left_on="_made", right_on="item")
    outside = numbered(case, "obstacles").filter(pl.col("touches").is_in(["orders", "transfers"]))
    for column, names in (("item", kinds), ("line", makes)):
        yield from point(
            case,
            "obstacles",
            outside.join(names, on=column, maintain_order="left"),
            code="obstacle-on-component",
            column=column,
            expected="no component: components are neither ordered nor given, but drawn from a pool",
            remedy="Let the obstacle touch production of the line that makes the component, or that uses it.",
        )


RULES = (
    Rule(delays_without_months, ("obstacles",)),
    Rule(delays_with_end, ("obstacles",)),
    Rule(reach, ("obstacles",)),
    Rule(parts, ("obstacles", "items", "lines")),
)
