"""Rules of prices by quantity: tiers that neither overlap nor contradict their type, and learning curves."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from jointstock.errors import Fault
from jointstock.facts.case import Case
from jointstock.facts.rules.pointing import ROW, Rule, cell_text, numbered, point

_OWNER = ["contract", "item"]
_LEARNING = ["crawford", "wright"]
_ONE_ROW = ["single", *_LEARNING]


def overlapping(case: Case) -> Iterator[Fault]:
    """Two prices of an item hold from the same quantity on."""
    named = numbered(case, "contract_prices").drop_nulls([*_OWNER, "from_quantity"])
    first = named.with_columns(_first=pl.col(ROW).min().over([*_OWNER, "from_quantity"]))
    origin = case.origin("contract_prices")
    yield from point(
        case,
        "contract_prices",
        first.filter(pl.col(ROW) != pl.col("_first")),
        code="tier-overlap",
        column="from_quantity",
        expected=lambda row: (
            f"one price for '{row['item']}' under '{row['contract']}' from each quantity on: "
            f"row {origin.row(row['_first'])} begins there too"
        ),
        remedy="Delete one of the two rows, or write the quantity from which it holds.",
    )


def mixed_types(case: Case) -> Iterator[Fault]:
    """The prices of an item under a contract are of different types."""
    rows = _tiers(case).drop_nulls("type").with_columns(_type=pl.col("type").first().over(_OWNER))
    yield from point(
        case,
        "contract_prices",
        rows.filter(pl.col("type") != pl.col("_type")),
        code="mixed-tiers",
        column="type",
        expected=lambda row: f"{row['_type']}, as in the first price of '{row['item']}'",
        remedy="Write one type in all prices of an item under a contract.",
    )


def single_rows(case: Case) -> Iterator[Fault]:
    """A type that has one price for every quantity stands in several rows."""
    rows = _tiers(case).filter(pl.col("type").is_in(_ONE_ROW) & (pl.col("_place") > 0))
    yield from point(
        case,
        "contract_prices",
        rows.filter(pl.col("type") == pl.col("_first_type")),
        code="tier-of-one-price",
        column="from_quantity",
        expected=lambda row: f"one row for '{row['item']}' under '{row['contract']}', as {row['type']} has",
        remedy="Delete the row, or make it tiers: write convex, incremental or all_units as type.",
    )


def first_tiers(case: Case) -> Iterator[Fault]:
    """The first price of an item holds only from some quantity on."""
    yield from point(
        case,
        "contract_prices",
        _tiers(case).filter((pl.col("_place") == 0) & (pl.col("from_quantity") != 0)),
        code="price-tier",
        column="from_quantity",
        expected=lambda row: f"0 in the first price of '{row['item']}' under '{row['contract']}'",
        remedy="Write 0, or add the price of the units before.",
    )


def prices_by_type(case: Case) -> Iterator[Fault]:
    """Convex prices fall, or incremental prices rise."""
    rows = _tiers(case).with_columns(_before=pl.col("price").shift(1).over(_OWNER))
    before, price = pl.col("_before"), pl.col("price")
    wrong = (
        ("convex", price < before, "tier-price-falls", "not below", "incremental for prices that fall"),
        ("incremental", price > before, "tier-price-rises", "not above", "convex for prices that rise"),
    )
    for kind, found, code, relation, other in wrong:
        yield from point(
            case,
            "contract_prices",
            rows.filter((pl.col("type") == kind) & (pl.col("_first_type") == kind) & found),
            code=code,
            column="price",
            expected=lambda row, relation=relation, kind=kind: (  # type: ignore[misc]
                f"a price {relation} {cell_text(row['_before'])}, that of the tier before, since the type "
                f"is {kind}"
            ),
            remedy=f"Correct the prices, or write {other}.",
        )


def learning_slopes(case: Case) -> Iterator[Fault]:
    """A learning curve has no slope, or a price that is no learning curve has one."""
    prices = numbered(case, "contract_prices")
    learns = pl.col("type").is_in(_LEARNING)
    yield from point(
        case,
        "contract_prices",
        prices.filter(learns & pl.col("slope").is_null()),
        code="learning-without-slope",
        column="slope",
        expected=lambda row: f"the factor on the price at every doubling, since the type is {row['type']}",
        remedy="Write such as 0.9, or make it a single price.",
    )
    for column in ("slope", "made_before"):
        yield from point(
            case,
            "contract_prices",
            prices.filter(~learns & pl.col("type").is_not_null() & pl.col(column).is_not_null()),
            code="not-a-learning-curve",
            column=column,
            expected=lambda row: f"nothing, since the type is {row['type']}",
            remedy="Empty the cell, or write crawford or wright as type.",
        )


def learning_ceilings(case: Case) -> Iterator[Fault]:
    """A contract prices along a learning curve, and nothing says how far the curve reaches."""
    learning = case.table("contract_prices").filter(pl.col("type").is_in(_LEARNING))
    contracts = numbered(case, "contracts").filter(pl.col("ceiling").is_null())
    yield from point(
        case,
        "contracts",
        contracts.join(learning, on="contract", how="semi"),
        code="learning-without-ceiling",
        column="ceiling",
        expected=lambda row: f"a ceiling, since '{row['contract']}' prices along a learning curve",
        remedy="Write the most units that can be ordered; the curve is followed up to there.",
    )


def _tiers(case: Case) -> pl.DataFrame:
    """Prices in the order of quantity, with their place among those of the item and the first one's type."""
    rows = numbered(case, "contract_prices").drop_nulls([*_OWNER, "from_quantity"])
    ordered = rows.sort(*_OWNER, "from_quantity", ROW).unique(
        [*_OWNER, "from_quantity"], keep="first", maintain_order=True
    )
    return ordered.with_columns(
        _place=pl.int_range(pl.len()).over(_OWNER), _first_type=pl.col("type").first().over(_OWNER)
    )


RULES = (
    *(
        Rule(find, ("contract_prices",))
        for find in (overlapping, mixed_types, single_rows, first_tiers, prices_by_type, learning_slopes)
    ),
    Rule(learning_ceilings, ("contracts", "contract_prices")),
)
