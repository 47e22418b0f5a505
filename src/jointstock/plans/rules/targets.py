"""V15 and V17: shortfalls, levels and costs are those that the tables make."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from jointstock.plans.rules.document import is_number
from jointstock.plans.rules.figures import (
    NEED,
    exact_sum,
    largest,
    levels,
    money_terms,
    shortfalls,
)
from jointstock.plans.rules.goals import aim_levels
from jointstock.plans.rules.ground import Check, Claim, Ground, side_by_side, total
from jointstock.plans.rules.payments import KINDS


def check_shortfalls(ground: Ground) -> Iterator[Check]:
    """V15 for table ``shortfalls``: target, cover, shortfall, unmet use and area of every need and period."""
    figures = ("target", "covered", "shortfall", "unmet", "area")
    told = ground.tables["shortfalls"].select(
        *NEED, "b", *(pl.col(name).alias(f"told_{name}") for name in figures)
    )
    meant = ground.once(shortfalls).select(*NEED, "b", *figures)
    both = side_by_side(told, meant, [*NEED, "b"]).sort(*NEED, "b")
    for name in figures:
        text = f"The {name} of {{class}} of {{nation}} in {{period}} is {{lhs}} by the plan; it is {{rhs}}."
        terms = [pl.col("target"), pl.col("covered")]
        yield ground.examine(
            Claim("V15", tuple(NEED), text), both, pl.col(f"told_{name}"), pl.col(name), terms
        )


def check_levels(ground: Ground) -> Iterator[Check]:
    """V15 for ``run.json``: the value of every level is that of the tables, summed term by term."""
    found = ground.once(levels) | ground.once(aim_levels)
    rows = []
    for level in ground.run["levels"]:
        name = str(level.get("name"))
        value, top = found.get(name, (None, None))
        said = level.get("value") if is_number(level.get("value")) else None
        rows.append({"level": name, "value": said, "sum": value, "largest": top})
    schema = {"level": pl.String, "value": pl.Float64, "sum": pl.Float64, "largest": pl.Float64}
    text = "The level {level} is {lhs} by run.json; its terms make {rhs}."
    claim = Claim("V15", ("level",), text)
    frame = pl.DataFrame(rows, schema=schema, strict=False)
    yield ground.examine(claim, frame, pl.col("value"), pl.col("sum"), [pl.col("largest")])


def check_costs(ground: Ground) -> Iterator[Check]:
    """V17: every term of the money stands once in ``costs``, by payer, and they sum to level ``money``."""
    paid = money_terms(ground).with_columns(term=pl.col("kind").replace_strict(KINDS, default="unknown"))
    told = total(ground.tables["costs"], ["term", "payer"], "amount", "told")
    both = side_by_side(told, total(paid, ["term", "payer"], "amount", "paid"), ["term", "payer"])
    text = "The costs of {payer} for {term} are {lhs}; its payments make {rhs}."
    yield ground.examine(
        Claim("V17", ("term", "payer"), text, money=True), both, pl.col("told"), pl.col("paid")
    )
    costs = ground.tables["costs"]["amount"]
    money = ground.once(levels)["money"]
    row = pl.DataFrame(
        {"all": "costs", "told": exact_sum(costs), "paid": money[0], "largest": largest(costs)}
    )
    text = "All costs together are {lhs}; the payments of level money make {rhs}."
    yield ground.examine(
        Claim("V17", ("all",), text, money=True), row, pl.col("told"), pl.col("paid"), [pl.col("largest")]
    )
