"""Rules of agreements: contracts, their parties, prices and payments."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from jointstock.errors import Fault
from jointstock.facts.case import Case
from jointstock.facts.rules.parties import ANY, BUYER, GROUP, stockless
from jointstock.facts.rules.pointing import Rule, numbered, point
from jointstock.facts.rules.shares import shares_sum


def incomplete_contracts(case: Case) -> Iterator[Fault]:
    """A contract has no buyer, no line, no price or no payments."""
    contracts = numbered(case, "contracts").drop_nulls("contract")
    parties = case.table("contract_parties")
    parts = (
        ("contract-without-buyer", parties.filter(pl.col("role") == "buyer"), "contract_parties", "a buyer"),
        ("contract-without-line", parties.filter(pl.col("role") == "line"), "contract_parties", "a line"),
        ("contract-without-price", case.table("contract_prices"), "contract_prices", "a price"),
        ("contract-without-payments", case.table("contract_payments"), "contract_payments", "payment shares"),
    )
    for code, rows, table, what in parts:
        yield from point(
            case,
            "contracts",
            contracts.join(rows, on="contract", how="anti"),
            code=code,
            column="contract",
            expected=f"a contract with {what} in {table}.csv",
            remedy=lambda row, table=table: f"Add rows for '{row['contract']}' to {table}.csv.",  # type: ignore[misc]
        )


def payment_shares(case: Case) -> Iterator[Fault]:
    """The payment profile of a contract does not sum to 1."""
    yield from shares_sum(case, "contract_payments", "contract", what="payment profile")


def prices_without_line(case: Case) -> Iterator[Fault]:
    """A contract prices an item that none of its lines makes."""
    listed = case.table("contract_parties").filter(pl.col("role") == "line").select("contract", line="party")
    lines = case.table("lines").select("line", "item")
    # A line that does not exist is reported as such; the price beside it is not blamed too.
    unknown = listed.filter(pl.col("line") != ANY).join(lines, on="line", how="anti").select("contract")
    named = listed.join(lines, on="line").select("contract", "item")
    every = (
        listed.filter(pl.col("line") == ANY)
        .select("contract")
        .join(lines.select("item").unique(), how="cross")
    )
    prices = numbered(case, "contract_prices").join(listed, on="contract", how="semi")
    known = prices.join(unknown, on="contract", how="anti").join(case.table("items"), on="item", how="semi")
    yield from point(
        case,
        "contract_prices",
        known.join(pl.concat([named, every]), on=["contract", "item"], how="anti"),
        code="price-without-line",
        column="item",
        expected=lambda row: f"an item that a line of the contract '{row['contract']}' makes",
        remedy="Add the line to contract_parties, or delete the price.",
    )


def indices(case: Case) -> Iterator[Fault]:
    """A price follows an index, and the year of its money or the index is missing."""
    indexed = numbered(case, "contracts").filter(pl.col("index").is_not_null())
    yield from point(
        case,
        "contracts",
        indexed.filter(pl.col("price_year").is_null()),
        code="index-without-year",
        column="price_year",
        expected="the year whose money the prices are in, since they follow an index",
        remedy="Fill in price_year, or empty index for a firm price.",
    )
    yield from point(
        case,
        "contracts",
        indexed.join(case.table("rates").select(index="rate"), on="index", how="anti"),
        code="no-rate",
        column="index",
        expected="an index with rows in rates.csv",
        remedy="Add its values to rates.csv, or empty the cell for a firm price.",
    )


def recipients(case: Case) -> Iterator[Fault]:
    """Under a contract, a fund or an agency without a warehouse would receive stock."""
    roles = stockless(case)
    parties = numbered(case, "contract_parties")
    explicit = parties.filter(pl.col("role") == "recipient").join(
        roles.select(party="nation", _role="role"), on="party", maintain_order="left"
    )
    yield from _stockless(case, explicit)
    receiving = parties.filter(pl.col("role") == "recipient")
    elsewhere = receiving.filter(pl.col("party") != BUYER).join(
        receiving.filter(pl.col("party") == BUYER), on="contract", how="anti"
    )
    buyers = parties.filter(pl.col("role") == "buyer").join(elsewhere, on="contract", how="anti")
    groups = case.table("nation_groups").select(party=GROUP + pl.col("group"), nation="nation")
    members = groups.join(roles.select("nation", _role="role"), on="nation").unique(
        "party", maintain_order=True
    )
    single = roles.select(party="nation", _role="role")
    names = pl.concat([single, members.select("party", "_role")])
    yield from _stockless(case, buyers.join(names, on="party", maintain_order="left"))


def _stockless(case: Case, found: pl.DataFrame) -> list[Fault]:
    return point(
        case,
        "contract_parties",
        found,
        code="holds-no-stock",
        column="party",
        expected="a party that holds the stock it receives",
        remedy=lambda row: (
            f"The role {row['_role']} holds no stock. Name recipients that do, in rows of the contract, or "
            "give it rows in warehouses."
        ),
    )


RULES = (
    Rule(incomplete_contracts, ("contracts", "contract_parties", "contract_prices", "contract_payments")),
    Rule(payment_shares, ("contract_payments",)),
    Rule(prices_without_line, ("contract_prices", "contract_parties", "lines", "items")),
    Rule(indices, ("contracts", "rates")),
    Rule(recipients, ("contract_parties", "nations", "nation_groups", "warehouses")),
)
