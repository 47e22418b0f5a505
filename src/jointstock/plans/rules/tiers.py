"""V10 for prices by quantity: tiers and learning curves recomputed, and how tiers are filled."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any, TypeAlias

import numpy as np
import polars as pl

from jointstock.plans.rules.ground import NOTHING, Check, Claim, Ground, added, total

PRICED = ["contract", "item"]
CURVES = ("crawford", "wright")
SEGMENTS = ("convex", "incremental", *CURVES)
IN_TURN = ("incremental", *CURVES)
CHORDS = 6
Floats: TypeAlias = np.ndarray[tuple[int], np.dtype[np.float64]]


def tiers(ground: Ground) -> pl.DataFrame:
    """Prices by quantity, in the money of the contract.

    Returns:
        Columns contract, item, type, tier (quantity from which the price holds), upto (where the next tier
        begins, null where none does), price.
    """
    listed = ground.facts("contract_prices").sort(*PRICED, "from_quantity")
    curved = listed.filter(pl.col("type").is_in(CURVES))
    steps = listed.join(curved, on=PRICED, how="anti").with_columns(pl.col("from_quantity").cast(pl.Float64))
    begins = pl.col("from_quantity")
    steps = steps.with_columns(tier=begins, upto=begins.shift(-1).over(PRICED))
    columns = [pl.col(*PRICED, "type"), pl.col("tier", "upto", "price").cast(pl.Float64)]
    ceilings = ground.facts("contracts").select("contract", "ceiling")
    rows = [
        row
        for curve in curved.join(ceilings, on="contract", how="left").iter_rows(named=True)
        for row in _chords(curve)
    ]
    schema = {"contract": pl.String, "item": pl.String, "type": pl.String}
    schema_of_chords = {**schema, "tier": pl.Float64, "upto": pl.Float64, "price": pl.Float64}
    chords = pl.DataFrame(rows, schema=schema_of_chords, orient="row")
    return pl.concat([steps.select(columns), chords]).sort(*PRICED, "tier")


def _chords(curve: dict[str, Any]) -> Iterator[tuple[str, str, str, float, float | None, float | None]]:
    """Tiers that stand for a learning curve; the last has no end but the ceiling of the contract."""
    keys = (curve["contract"], curve["item"], curve["type"])
    if curve["ceiling"] is None or curve["price"] is None or curve["slope"] is None:
        yield (*keys, 0.0, None, curve["price"])
        return
    points = breakpoints(float(curve["ceiling"]))
    made = whole(curve["made_before"] or 0.0)
    costs = curve_costs(curve["type"], float(curve["price"]), float(curve["slope"]), made, points)
    for place, start in enumerate(points[:-1]):
        stop = points[place + 1]
        price = (costs[place + 1] - costs[place]) / (stop - start)
        last = place + 2 == len(points)
        yield (*keys, float(start), None if last else float(stop), float(price))


def breakpoints(ceiling: float) -> list[int]:
    """Quantities between which chords replace a learning curve.

    Args:
        ceiling: Units under the contract.

    Returns:
        Whole numbers that rise from 0: the ceiling by (j / 6) squared, or every unit of at most 6.
    """
    if ceiling <= CHORDS:
        return list(range(max(1, math.ceil(ceiling)) + 1))
    return sorted({whole(ceiling * step**2 / CHORDS**2) for step in range(CHORDS + 1)})


def whole(number: float) -> int:
    """Round to the nearest whole number, halves upwards."""
    return math.floor(number + 0.5)


def curve_costs(kind: str, first: float, slope: float, made: int, points: list[int]) -> Floats:
    """Cost of the units of a learning curve up to some quantities.

    Args:
        kind: ``crawford`` (the price of a unit falls) or ``wright`` (the mean price of all units falls).
        first: Price of the first unit ever made.
        slope: Factor on the price at every doubling.
        made: Units made before.
        points: Quantities, in rising order.

    Returns:
        Cost of each quantity beyond what was made before, shape (points,).
    """
    power = math.log2(slope)
    numbers = np.asarray(points, dtype=np.float64) + made
    if kind == "wright":
        return np.asarray(first * (numbers ** (1 + power) - float(made) ** (1 + power)), dtype=np.float64)
    units = np.arange(made + 1, made + points[-1] + 1, dtype=np.float64) ** power
    sums = np.concatenate([[0.0], np.cumsum(units)])
    return np.asarray(first * sums[points], dtype=np.float64)


def check_tiers(ground: Ground) -> Iterator[Check]:
    """V10: tiers hold no more than their segment, are filled in turn, or give their price to every unit."""
    placed = total(ground.tables["orders"], [*PRICED, "tier"], "quantity", "units")
    rows = added(ground.once(tiers), placed, [*PRICED, "tier"], "units").sort(*PRICED, "tier")
    rows = rows.filter(pl.len().over(PRICED) > 1)
    rows = rows.with_columns(
        width=pl.col("upto") - pl.col("tier"), beyond=pl.col("units").shift(-1).over(PRICED)
    )
    name = (*PRICED, "tier")
    segments = rows.filter(pl.col("type").is_in(SEGMENTS) & pl.col("upto").is_not_null())
    text = "{lhs} of {item} are ordered under {contract} at the price from {tier} on; it holds for {rhs}."
    yield ground.examine(Claim("V10", name, text, "<="), segments, pl.col("units"), pl.col("width"))
    text = (
        "{beyond} of {item} are ordered under {contract} at a lower price, but only {lhs} of the {rhs} units "
        "from {tier} on before them."
    )
    begun = segments.filter(pl.col("type").is_in(IN_TURN) & (pl.col("beyond") > NOTHING))
    yield ground.examine(Claim("V10", name, text, ">="), begun, pl.col("units"), pl.col("width"))
    reached = rows.filter((pl.col("type") == "all_units") & (pl.col("units") > NOTHING))
    text = "{lhs} of {item} are ordered under {contract} at a price that holds from {rhs} on."
    yield ground.examine(Claim("V10", name, text, ">="), reached, pl.col("units"), pl.col("tier"))
    text = "{lhs} of {item} are ordered under {contract} at a price that holds up to {rhs}."
    ended = reached.filter(pl.col("upto").is_not_null())
    yield ground.examine(Claim("V10", name, text, "<="), ended, pl.col("units"), pl.col("upto"))
    text = "{item} is ordered at {lhs} prices under {contract}; one holds for every unit."
    prices = reached.group_by(PRICED).agg(prices=pl.len().cast(pl.Float64))
    yield ground.examine(Claim("V10", tuple(PRICED), text, "<="), prices, pl.col("prices"), pl.lit(1.0))
