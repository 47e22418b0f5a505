"""Index sets of prices: the tiers of each contract and item.

Quantity counts over all buyers inside the horizon. A tier holds from its first quantity up to
that of the next; a learning curve is a row of tiers with falling prices.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl

from jointstock.facts.case import Case
from jointstock.measure.arrays import Floats, Ints
from jointstock.measure.learning import Curve, chords, half_up
from jointstock.model.index_sets.lookup import floats, locate

PRICED = ["contract", "item"]
TIER = [*PRICED, "tier"]
CURVES = ["crawford", "wright"]
ALL_UNITS, INCREMENTAL = "all_units", "incremental"
_SCHEMA = {
    "contract": pl.String,
    "item": pl.String,
    "type": pl.String,
    "tier": pl.Float64,
    "price": pl.Float64,
}


@dataclass(frozen=True)
class Tiers:
    """Tiers of contracts and items that have several, by contract, item and first quantity.

    Attributes:
        frame: contract, item, tier (first quantity), type, price; shape (tiers,).
        group: Contract and item of each tier, shape (tiers,).
        contract: Contract of each tier, shape (tiers,).
        start: First quantity of each tier, shape (tiers,).
        until: First quantity of the next, infinite for the last, shape (tiers,).
        of_edge: Tier of each edge, -1 for none, shape (edges,).
    """

    frame: pl.DataFrame
    group: Ints
    contract: Ints
    start: Floats
    until: Floats
    of_edge: Ints

    @cached_property
    def labels(self) -> list[str]:
        """Names such as ``K/shell/100``."""
        return [
            f"{contract}/{item}/{quantity(tier)}"
            for contract, item, tier in self.frame.select(TIER).iter_rows()
        ]

    @cached_property
    def group_labels(self) -> list[str]:
        """Names of the groups, such as ``K/shell``."""
        groups = self.frame.select(pl.concat_str(PRICED, separator="/")).to_series()
        return groups.unique(maintain_order=True).to_list()


def read_prices(case: Case) -> pl.DataFrame:
    """Every price with the quantity from which it holds, curves as tiers.

    Returns:
        contract, item, type, tier, price; by contract, item and tier.
    """
    rows = case.table("contract_prices")
    curved = rows.filter(pl.col("type").is_in(CURVES))
    plain = rows.filter(~pl.col("type").is_in(CURVES)).rename({"from_quantity": "tier"})
    parts = [plain.select(pl.col(name).cast(kind) for name, kind in _SCHEMA.items())]
    ceilings = case.table("contracts").select("contract", "ceiling")
    for row in curved.join(ceilings, on="contract", how="inner").iter_rows(named=True):
        made = half_up(row["made_before"] or 0.0)
        starts, prices = chords(Curve(row["type"], row["price"], row["slope"], made), row["ceiling"])
        parts.append(
            pl.DataFrame({"tier": starts, "price": prices})
            .with_columns(pl.lit(row[name]).alias(name) for name in (*PRICED, "type"))
            .select(pl.col(name).cast(kind) for name, kind in _SCHEMA.items())
        )
    return pl.concat(parts).sort(TIER)


def read_tiers(case: Case, contracts: pl.DataFrame, edges: pl.DataFrame) -> Tiers:
    """Tiers of the contracts and items that have several.

    Args:
        case: The case.
        contracts: Contracts with distinct names.
        edges: Edges with contract, item and tier.
    """
    prices = read_prices(case).filter(pl.len().over(PRICED) > 1)
    rule = pl.when(pl.col("type").is_in(CURVES)).then(pl.lit(INCREMENTAL)).otherwise(pl.col("type"))
    after = pl.col("tier").shift(-1).over(PRICED).fill_null(np.inf)
    frame = prices.with_columns(
        rule.alias("type"), after.alias("until"), pl.struct(PRICED).rank("dense").alias("group")
    )
    return Tiers(
        frame.select(*TIER, "type", "price"),
        frame.get_column("group").to_numpy().astype(np.int64) - 1,
        locate(frame, contracts, ["contract"]),
        floats(frame, "tier"),
        floats(frame, "until"),
        locate(edges, frame, TIER),
    )


def first_prices(case: Case) -> pl.DataFrame:
    """Price of the lowest quantity of each contract and item, of a curve that of its first unit.

    Returns:
        contract, item, price.
    """
    rows = case.table("contract_prices").sort(*PRICED, "from_quantity")
    return rows.unique(PRICED, keep="first", maintain_order=True).select(*PRICED, "price")


def quantity(number: float) -> str:
    """A quantity in words, without a point where it is whole."""
    return str(int(number)) if number == int(number) else str(number)
