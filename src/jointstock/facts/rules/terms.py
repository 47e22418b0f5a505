"""Rules of the terms of contracts: when they hold, how much a call-off is, and what is paid untaken."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from jointstock.errors import Fault
from jointstock.facts.case import Case
from jointstock.facts.rules.pointing import Rule, cell_text, numbered, point

_BELOW_CEILING = ("call_off_min", "minimum_order", "take_or_pay")


def validity(case: Case) -> Iterator[Fault]:
    """A contract or an instrument closes before it opens."""
    for table in ("contracts", "instruments"):
        yield from point(
            case,
            table,
            numbered(case, table).filter(pl.col("valid_from") > pl.col("valid_to")),
            code="valid-order",
            column="valid_to",
            expected=lambda row: f"a month not before valid_from, {row['valid_from']}",
            remedy="Exchange the two months, or correct one.",
        )


def late_joiners(case: Case) -> Iterator[Fault]:
    """A buyer joins when the contract is over, or a month of joining is given to no buyer."""
    parties = numbered(case, "contract_parties").filter(pl.col("from").is_not_null())
    ends = case.table("contracts").select("contract", _end="valid_to")
    late = parties.join(ends, on="contract", maintain_order="left")
    yield from point(
        case,
        "contract_parties",
        late.filter((pl.col("role") == "buyer") & (pl.col("from") > pl.col("_end"))),
        code="joins-too-late",
        column="from",
        expected=lambda row: f"a month up to {row['_end']}, the last of '{row['contract']}'",
        remedy="Correct one of the two months, or leave the buyer out.",
    )
    yield from point(
        case,
        "contract_parties",
        parties.filter(pl.col("role") != "buyer"),
        code="joins-as-no-buyer",
        column="from",
        expected=lambda row: f"nothing, since the role is {row['role']}: only buyers join later",
        remedy="Empty the cell, or write the month in the row of the buyer.",
    )


def call_offs(case: Case) -> Iterator[Fault]:
    """The least call-off is more than the most."""
    yield from point(
        case,
        "contracts",
        numbered(case, "contracts").filter(pl.col("call_off_min") > pl.col("call_off_max")),
        code="call-off-order",
        column="call_off_min",
        expected=lambda row: f"at most call_off_max, {cell_text(row['call_off_max'])}",
        remedy="Exchange the two, or correct one.",
    )


def ceilings(case: Case) -> Iterator[Fault]:
    """A contract asks for more than its ceiling allows."""
    for column in _BELOW_CEILING:
        yield from point(
            case,
            "contracts",
            numbered(case, "contracts").filter(pl.col(column) > pl.col("ceiling")),
            code="beyond-ceiling",
            column=column,
            expected=lambda row: f"at most the ceiling of the contract, {cell_text(row['ceiling'])}",
            remedy="Correct one of the two.",
        )


def take_or_pay(case: Case) -> Iterator[Fault]:
    """What is not taken is to be paid, and not said at which share or of which item."""
    bound = numbered(case, "contracts").filter(pl.col("take_or_pay").is_not_null())
    yield from point(
        case,
        "contracts",
        bound.filter(pl.col("take_share").is_null()),
        code="take-or-pay-without-share",
        column="take_share",
        expected="the share of the price paid for units not taken, since take_or_pay is filled",
        remedy="Write the share, such as 0.8, or empty take_or_pay.",
    )
    prices = case.table("contract_prices").drop_nulls(["contract", "item"])
    items = prices.group_by("contract").agg(_items=pl.col("item").unique().sort())
    yield from point(
        case,
        "contracts",
        bound.join(items.filter(pl.col("_items").list.len() > 1), on="contract", maintain_order="left"),
        code="take-or-pay-items",
        column="take_or_pay",
        expected=lambda row: f"a contract that prices one item, not {', '.join(row['_items'])}",
        remedy="Give each item a contract of its own, or empty take_or_pay.",
    )


RULES = (
    Rule(validity, ()),
    Rule(late_joiners, ("contracts", "contract_parties")),
    Rule(call_offs, ("contracts",)),
    Rule(ceilings, ("contracts",)),
    Rule(take_or_pay, ("contracts", "contract_prices")),
)
