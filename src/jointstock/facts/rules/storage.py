"""Rules of what is stored and for how long: lots, warehouses and certifications that let stock count."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from jointstock.errors import Fault
from jointstock.facts.case import Case
from jointstock.facts.rules.parties import ANY, STOCKLESS
from jointstock.facts.rules.pointing import Rule, numbered, point

_CERTIFIABLE = ["none", "data_needed"]


def expired_lots(case: Case) -> Iterator[Fault]:
    """A lot has expired before the first month."""
    first = case.settings.first_month
    yield from point(
        case,
        "holdings",
        numbered(case, "holdings").filter(pl.col("expiry") < first),
        code="already-expired",
        column="expiry",
        expected=f"a month not before the first month planned, {first}: a lot is held until it expires",
        remedy="Delete the row, or correct the month; stock that was renewed expires later.",
    )


def warehouse_roles(case: Case) -> Iterator[Fault]:
    """A warehouse is a nation, or its member holds no stock towards a target."""
    nations = case.table("nations").drop_nulls("role")
    funds = pl.col("role").is_in(STOCKLESS)
    wrong = (
        ("warehouse-of-nation", "warehouse", ~funds, "a party of role fund or agency"),
        ("member-of-warehouse", "member", funds, "a nation, whose targets the stock may count towards"),
    )
    for code, column, which, expected in wrong:
        roles = nations.filter(which).select(pl.col("nation").alias(column), _role="role")
        yield from point(
            case,
            "warehouses",
            numbered(case, "warehouses").join(roles, on=column, maintain_order="left"),
            code=code,
            column=column,
            expected=expected,
            remedy=lambda row: f"Its role is {row['_role']}. Name another party, or correct the role.",
        )


def certifications(case: Case) -> Iterator[Fault]:
    """A certification that may be bought is not one of an item, by a nation, for a class that it lacks."""
    bought = numbered(case, "compatibility").filter(pl.col("certify"))
    wrong = (
        (
            "nation",
            pl.col("nation") == ANY,
            "one nation, which pays",
            "Write a row for each nation that may buy it.",
        ),
        (
            "platform",
            pl.col("platform") != "",
            "nothing, since the row may be certified",
            "Empty the cell: an item is certified for a class.",
        ),
        (
            "class",
            (pl.col("class") == "") & (pl.col("platform") != ""),
            "the class that the item will cover",
            "Fill in the class.",
        ),
        (
            "state",
            pl.col("state").is_in(_CERTIFIABLE).not_(),
            "none or data_needed, since the row may be certified",
            "Correct the state, or empty certify: what is interchangeable or common needs no certification.",
        ),
    )
    for column, found, expected, remedy in wrong:
        yield from point(
            case,
            "compatibility",
            bought.filter(found),
            code="certification",
            column=column,
            expected=expected,
            remedy=remedy,
        )


RULES = (
    Rule(expired_lots, ("settings", "holdings")),
    Rule(warehouse_roles, ("warehouses", "nations")),
    Rule(certifications, ("compatibility",)),
)
