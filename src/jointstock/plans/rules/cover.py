"""V12: only compatible items cover a class or serve a use, and every unit of stock is counted once."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from jointstock.plans.rules.certifications import certified, check_certifications
from jointstock.plans.rules.ground import Check, Claim, Ground, side_by_side, total
from jointstock.plans.rules.needs import PAIR, covers, demands, opening, serving
from jointstock.plans.rules.stocks import stock_cells

DEMAND = ["nation", "demand", "kind"]


def counted(ground: Ground) -> pl.DataFrame:
    """Rows of table ``cover`` with known: the ratio of the case, null where the item does not cover then."""
    keys = ["nation", "class", "item"]
    meant = ground.once(covers).rename({"ratio": "known"})
    rows = ground.tables["cover"].join(meant, on=keys, how="left", maintain_order="left")
    rows = rows.join(ground.once(certified), on=keys, how="left", maintain_order="left")
    rows = rows.join(ground.periods.frame.select("b", "last"), on="b", how="left", maintain_order="left")
    counts = (pl.col("since") <= pl.col("last")).fill_null(value=False)
    late = pl.when(counts).then(pl.col("certified_ratio"))
    return rows.with_columns(known=pl.coalesce("known", late)).drop("certified_ratio", "since", "last")


def held(ground: Ground) -> pl.DataFrame:
    """Stock at the end of each period and, as period -1, at the start: columns nation, item, b, stock."""
    first = ground.once(opening).select(
        *PAIR, pl.lit(-1, pl.Int64).alias("b"), pl.col("opening").alias("stock")
    )
    return pl.concat([first, ground.once(stock_cells).select(*PAIR, "b", pl.col("closing").alias("stock"))])


def check_cover(ground: Ground) -> Iterator[Check]:
    """V12 for cover and for use."""
    rows = ground.once(counted)
    name = ("nation", "class", "item")
    text = "{quantity} of {item} of {nation} count towards {class} in {period}; the case does not let them."
    yield ground.refuse(Claim("V12", name, text), rows, pl.col("known").is_null(), pl.col("quantity"))
    text = "{item} of {nation} counts towards {class} in {period} with the ratio {lhs} instead of {rhs}."
    yield ground.examine(
        Claim("V12", name, text), rows.filter(pl.col("known").is_not_null()), pl.col("ratio"), pl.col("known")
    )
    members = ground.facts("warehouses").select(
        holder="warehouse", nation="member", shared=pl.lit(value=True)
    )
    rows = rows.join(members, on=["holder", "nation"], how="left", maintain_order="left")
    text = "{nation} counts {quantity} of {item} of {holder} in {period}; it is no member of that warehouse."
    foreign = (pl.col("holder") != pl.col("nation")) & pl.col("shared").is_null()
    yield ground.refuse(Claim("V12", (*name, "holder"), text), rows, foreign, pl.col("quantity"))
    # A unit counts once, over all classes of all that count the stock of its holder.
    sums = total(rows.drop("nation").rename({"holder": "nation"}), [*PAIR, "b"], "quantity", "counted").join(
        ground.once(held), on=[*PAIR, "b"], how="left"
    )
    text = "{lhs} of {item} of {nation} count towards classes in {period}; it holds {rhs}."
    # Where neither the case nor the plan has a row of stock, nothing is held.
    yield ground.examine(
        Claim("V12", tuple(PAIR), text, "<="), sums, pl.col("counted"), pl.col("stock").fill_null(0)
    )
    yield from check_certifications(ground)
    yield from _use(ground)


def _use(ground: Ground) -> Iterator[Check]:
    """Use planned is that of the case; used and unmet make it up, with items that may serve it."""
    told = ground.tables["use"].filter(pl.col("item") == "").select(*DEMAND, "b", "planned", "used", "unmet")
    meant = ground.once(demands).select(*DEMAND, "b", pl.col("planned").alias("meant"))
    both = side_by_side(told, meant, [*DEMAND, "b"])
    text = "{nation} plans to use {lhs} of {demand} in {period} ({kind}); the case says {rhs}."
    yield ground.examine(Claim("V12", tuple(DEMAND), text), both, pl.col("planned"), pl.col("meant"))
    text = "Used and unmet of {demand} of {nation} in {period} make {lhs} ({kind}); {rhs} are planned."
    parts = pl.col("used") + pl.col("unmet")
    yield ground.examine(
        Claim("V12", tuple(DEMAND), text), both, parts, pl.col("meant"), [pl.col("used"), pl.col("unmet")]
    )
    rows = ground.tables["use"].filter(pl.col("item") != "")
    rows = rows.join(ground.once(serving), on=[*DEMAND, "item"], how="left", maintain_order="left")
    text = "{nation} uses {used} of {item} for {demand} in {period}; the case does not let it serve."
    yield ground.refuse(
        Claim("V12", (*DEMAND, "item"), text), rows, pl.col("ratio").is_null(), pl.col("used")
    )
    text = "The use of {item} for {demand} by {nation} in {period} names planned or unmet units of its own."
    extra = pl.any_horizontal(pl.col("planned", "unmet").is_not_null())
    yield ground.refuse(Claim("V12", (*DEMAND, "item"), text), rows, extra)
    served = total(rows.with_columns(served=pl.col("used") * pl.col("ratio")), [*DEMAND, "b"], "served")
    both = side_by_side(told.select(*DEMAND, "b", "used"), served, [*DEMAND, "b"])
    text = "{nation} uses {lhs} of {demand} in {period} ({kind}); the items that serve it make {rhs}."
    yield ground.examine(Claim("V12", tuple(DEMAND), text), both, pl.col("used"), pl.col("served"))
