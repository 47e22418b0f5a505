"""V1 and V9 for commitment authority: what each fiscal year allows, what is signed, and what is carried."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from jointstock.plans.rules.budgets import YEAR, Purse, check_purse, of_year
from jointstock.plans.rules.ground import Check, Ground, total

AUTHORITY = Purse(
    table="authorities",
    amount="authority",
    spent="committed",
    noun="commitment authority",
    verb="signs",
)


def committed(ground: Ground) -> pl.DataFrame:
    """What payers with an authority order and buy in each fiscal year: columns payer, year, spent."""
    signed = ground.tables["orders"].select("payer", "b", amount="value")
    built = ground.tables["expansions"].select("payer", "b", amount="paid")
    return total(of_year(ground, AUTHORITY, pl.concat([signed, built])), YEAR, "amount", "spent")


def check_authorities(ground: Ground) -> Iterator[Check]:
    """V1 for the balance of every year; V9 for its authority, what is signed and what is carried."""
    yield from check_purse(ground, AUTHORITY, ground.once(committed))
