"""V8: orders only along edges of the case, deliveries as ordered, production by recipes of the line."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from jointstock.plans.rules.edges import EDGE, edges, orders
from jointstock.plans.rules.ground import Check, Claim, Ground
from jointstock.plans.rules.needs import open_orders
from jointstock.plans.rules.parties import buyers, contract_lines


def check_edges(ground: Ground) -> Iterator[Check]:
    """V8: orders only along edges, deliveries as ordered, production by recipes of the line."""
    yield from _eligible(ground)
    yield _deliveries_as_ordered(ground)
    text = "Line {line} starts {starts} of {item} in {period} by recipe {recipe}, which the case has not."
    made = ground.tables["production"]
    known = made.join(recipe_names(ground), on=["line", "item", "recipe"], how="left", maintain_order="left")
    yield ground.refuse(
        Claim("V8", ("line", "recipe"), text), known, pl.col("known").is_null(), pl.col("starts")
    )


def recipe_names(ground: Ground) -> pl.DataFrame:
    """Recipes that each line may use: columns line, item, recipe, known; ``none`` for an item without any."""
    made = ground.facts("lines").select("line", "item")
    rows = ground.facts("recipes").select("item", "line", "recipe").unique()
    own = made.join(rows, on=["line", "item"])
    for_all = made.join(own, on="line", how="anti").join(
        rows.filter(pl.col("line") == "*").drop("line"), on="item"
    )
    bare = made.join(rows, on="item", how="anti").with_columns(recipe=pl.lit("none"))
    named = [frame.select("line", "item", "recipe") for frame in (own, for_all, bare)]
    return pl.concat(named).with_columns(known=pl.lit(value=True))


def _eligible(ground: Ground) -> Iterator[Check]:
    """Check each edge of the plan against what the case allows, one part after the other."""
    things = ground.once(edges).unique(EDGE, keep="first", maintain_order=True)
    parties = {
        "buyer": (ground.once(buyers), ["contract", "buyer"], "{buyer} may not buy under {contract}."),
        "line": (
            ground.once(contract_lines),
            ["contract", "line", "item"],
            "Line {line} does not deliver {item} under {contract}.",
        ),
        "price": (
            ground.facts("contract_prices"),
            ["contract", "item"],
            "{contract} has no price for {item}.",
        ),
        "recipient": (
            _others(ground, things, "recipient"),
            ["contract", "buyer", "recipient"],
            "{recipient} may not receive what {buyer} buys under {contract}.",
        ),
        "payer": (
            _others(ground, things, "payer"),
            ["contract", "buyer", "payer"],
            "{payer} may not pay for what {buyer} buys under {contract}.",
        ),
    }
    for allowed, keys, text in parties.values():
        known = allowed.select(keys).unique().with_columns(known=pl.lit(value=True))
        yield ground.refuse(
            Claim("V8", tuple(EDGE), text), things.join(known, on=keys, how="left"), pl.col("known").is_null()
        )
    kinds = things.join(ground.facts("items").select("item", "kind"), on="item", how="left")
    text = "{item} is neither end item nor platform and is not bought."
    yield ground.refuse(Claim("V8", tuple(EDGE), text), kinds, ~pl.col("kind").is_in(["end", "platform"]))
    placed = ground.once(orders).join(ground.once(buyers), on=["contract", "buyer"], how="left")
    text = "{buyer} orders {quantity} of {item} in {period}, before it joins {contract}."
    early = (pl.col("start") < pl.col("since")).fill_null(value=False)
    yield ground.refuse(Claim("V8", tuple(EDGE), text), placed, early, pl.col("quantity"))


def _others(ground: Ground, things: pl.DataFrame, role: str) -> pl.DataFrame:
    """Columns contract, buyer and the role: who may receive or pay; the buyer where no row names anybody."""
    rows = ground.facts("contract_parties").filter(pl.col("role") == role).select("contract", "party")
    pairs = things.select("contract", "buyer").unique()
    alone = pairs.join(rows, on="contract", how="anti").with_columns(party=pl.lit("buyer"))
    asked = pl.concat([pairs.join(rows, on="contract").select(alone.columns), alone])
    party = pl.when(pl.col("party") == "buyer").then(pl.col("buyer")).otherwise(pl.col("party"))
    return asked.select("contract", "buyer", party.alias(role))


def _deliveries_as_ordered(ground: Ground) -> Check:
    """Deliveries carry the buyer, recipient, contract, line and item of their order."""
    keys = ["buyer", "recipient", "contract", "line", "item"]
    ordered = [frame.select("order", *keys) for frame in (ground.tables["orders"], ground.once(open_orders))]
    known = pl.concat(ordered).rename({key: f"ordered_{key}" for key in keys})
    came = ground.tables["deliveries"].join(known, on="order", how="left", maintain_order="left")
    other = pl.any_horizontal(pl.col(key) != pl.col(f"ordered_{key}") for key in keys)
    text = "{recipient} receives {item} from line '{line}' in {period}; order {order} does not say so."
    return ground.refuse(Claim("V8", ("order",), text), came, other)
