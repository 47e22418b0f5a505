"""V10 and V11: prices recomputed from scratch, ceilings, and whole units of the order list."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from jointstock.plans.rules.ground import TOLERANCE, Check, Claim, Ground
from jointstock.plans.rules.rates import contract_prices
from jointstock.plans.rules.tiers import tiers


def check_contracts(ground: Ground) -> Iterator[Check]:
    """V10: prices and values of orders, ceilings of contracts."""
    placed = ground.tables["orders"].rename({"price": "named"})
    placed = placed.join(
        ground.once(contract_prices), on=["contract", "item", "tier", "b"], how="left", maintain_order="left"
    )
    name = ("order",)
    text = "Order {order} of {item} in {period} names the price {lhs}; it is {rhs}."
    yield ground.examine(Claim("V10", name, text), placed, pl.col("named"), pl.col("price"))
    text = "Order {order} of {item} in {period} names the value {lhs}; it is {rhs}."
    value = pl.col("quantity") * pl.col("price")
    yield ground.examine(Claim("V10", name, text), placed, pl.col("value"), value)
    own = ground.once(tiers).select("contract", "item", "tier", "price")
    placed = (
        ground.tables["orders"]
        .select("contract", "item", "tier", "quantity")
        .join(own, on=["contract", "item", "tier"], how="left")
    )
    sums = placed.group_by("contract").agg(
        units=pl.col("quantity").sum(), worth=(pl.col("quantity") * pl.col("price")).sum()
    )
    contracts = ground.facts("contracts").join(sums, on="contract", how="left")
    contracts = contracts.with_columns(pl.col("units", "worth").fill_null(0))
    text = "{lhs} units are ordered under {contract} in all; its ceiling is {rhs}."
    capped = contracts.filter(pl.col("ceiling").is_not_null())
    yield ground.examine(Claim("V10", ("contract",), text, "<="), capped, pl.col("units"), pl.col("ceiling"))
    text = "Orders under {contract} are worth {lhs} in all, in its own money; its ceiling is {rhs}."
    capped = contracts.filter(pl.col("ceiling_value").is_not_null())
    yield ground.examine(
        Claim("V10", ("contract",), text, "<="), capped, pl.col("worth"), pl.col("ceiling_value")
    )


def check_whole_units(ground: Ground) -> Iterator[Check]:
    """V11: rounded quantities stand beside the exact ones and sum to the rounded sum."""
    placed = ground.tables["orders"].with_columns(year=pl.col("period").str.slice(0, 4))
    away = (pl.col("quantity_rounded") - pl.col("quantity")).abs() >= 1
    # A whole quantity is within 1 of its neighbours, too, and rounds to itself alone.
    whole = (pl.col("quantity") - pl.col("quantity").round()).abs() <= _slack("quantity")
    moved = whole & (pl.col("quantity_rounded") != pl.col("quantity").round())
    text = "Order {order} of {quantity} of {item} in {period} is rounded to {quantity_rounded}."
    yield ground.refuse(
        Claim("V11", ("order",), text), placed, away & ~whole | moved, pl.col("quantity_rounded")
    )
    keys = ["contract", "item", "year"]
    sums = placed.group_by(keys).agg(units=pl.col("quantity").sum(), whole=pl.col("quantity_rounded").sum())
    text = "The orders of {item} under {contract} in {year} are rounded to {whole} in all; they are {units}."
    away = (pl.col("whole") - pl.col("units")).abs() > 0.5 + _slack("units")
    yield ground.refuse(Claim("V11", tuple(keys), text), sums, away, pl.col("whole") - pl.col("units"))


def check_whole_options(ground: Ground) -> Iterator[Check]:
    """V11: of an option that is whole, all is bought or nothing."""
    whole = ground.facts("expansions").filter(pl.col("kind") == "whole").select("option")
    rows = ground.tables["expansions"].join(whole, on="option", how="semi")
    text = "{amount} of the option {option} is bought in {period}; all of it can be bought, or nothing."
    away = (pl.col("amount") - pl.col("amount").round()).abs() > TOLERANCE
    yield ground.refuse(Claim("V11", ("option",), text), rows, away, pl.col("amount"))


def _slack(column: str) -> pl.Expr:
    """How far from whole a number of units may be and still be whole: a millionth, at most 0.001 units."""
    return (TOLERANCE * pl.max_horizontal(pl.lit(1.0), pl.col(column).abs())).clip(upper_bound=1e-3)
