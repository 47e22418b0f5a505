"""Rules of fleets: platforms that leave service, who crews and repairs them, and what is asked of them."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from jointstock.errors import Fault
from jointstock.facts.case import Case
from jointstock.facts.rules.industry import HUB
from jointstock.facts.rules.parties import recipients_of
from jointstock.facts.rules.pointing import Rule, numbered, point, suggestions

_FLEET = ["nation", "platform"]


def retirements_of_fleets(case: Case) -> Iterator[Fault]:
    """Platforms are to retire from a fleet that is not there."""
    known = case.table("items").filter(pl.col("kind") == "platform").select(platform="item")
    found = numbered(case, "retirements").join(case.table("fleets"), on=_FLEET, how="anti")
    yield from point(
        case,
        "retirements",
        found.join(known, on="platform", how="semi"),
        code="retirement-without-fleet",
        column="platform",
        expected=lambda row: f"a platform with a row of '{row['nation']}' in fleets.csv",
        remedy="Add the fleet, or delete the row.",
    )


def ordered_platforms(case: Case) -> Iterator[Fault]:
    """A platform is on order for a nation, or priced for nations, that has no fleet of it to join."""
    kinds = case.table("items").filter(pl.col("kind") == "platform").select("item")
    fleets = case.table("fleets").select("nation", item="platform")
    orders = numbered(case, "orders").join(kinds, on="item", how="semi")
    named = orders.with_columns(nation=pl.coalesce("recipient", "buyer"))
    yield from _without_fleet(case, "orders", named.join(fleets, on=["nation", "item"], how="anti"))
    prices = numbered(case, "contract_prices").join(kinds, on="item", how="semi")
    receiving = recipients_of(case).join(fleets, on="nation").select("contract", "item")
    yield from _without_fleet(
        case,
        "contract_prices",
        prices.join(receiving, on=["contract", "item"], how="anti").with_columns(
            nation=pl.lit("any recipient")
        ),
    )


def crews_and_repairs(case: Case) -> Iterator[Fault]:
    """What crews or repairs a fleet is no component, or nothing makes it at the hub of the fleet."""
    fleets = numbered(case, "fleets").with_columns(_hub=pl.col("hub").fill_null(HUB))
    kinds = case.table("items").filter(pl.col("kind") != "component").select("item", _kind="kind")
    sources = _pools(case)
    for column, what in (("crew", "platform enters service"), ("repair", "platform is repaired")):
        named = fleets.drop_nulls(column)
        yield from point(
            case,
            "fleets",
            named.join(kinds, left_on=column, right_on="item", maintain_order="left", coalesce=False),
            code="not-a-component",
            column=column,
            expected="an item of kind component",
            remedy=lambda row: f"Its kind is {row['_kind']}; crews and repair places are drawn from a pool.",
        )
        parts = case.table("items").filter(pl.col("kind") == "component").select(pl.col("item").alias(column))
        yield from point(
            case,
            "fleets",
            named.join(parts, on=column, how="semi").join(
                sources, left_on=[column, "_hub"], right_on=["item", "_hub"], how="anti"
            ),
            code="component-without-source",
            column=column,
            expected=lambda row: (
                f"a component that a line of the hub '{row['_hub']}' makes, or a stock of it there"
            ),
            remedy=f"Add a line or a row of component_stocks; without one no {what}.",
        )


def repair_shares(case: Case) -> Iterator[Fault]:
    """A fleet is repaired, and how much of its losses can be is not said."""
    yield from point(
        case,
        "fleets",
        numbered(case, "fleets").filter(pl.col("repair").is_not_null() & pl.col("repairable").is_null()),
        code="repair-without-share",
        column="repairable",
        expected="the share of losses that can be repaired, since repair is filled",
        remedy="Write the share, such as 0.5, or empty repair.",
    )


def floors_of_fleets(case: Case) -> Iterator[Fault]:
    """An operational floor is set on a family of which the nation has no fleet."""
    families = case.table("items").drop_nulls("family").select("family", platform="item")
    held = case.table("fleets").join(families, on="platform").select("nation", "family").unique()
    found = (
        numbered(case, "fleet_floors")
        .join(held, on=["nation", "family"], how="anti")
        .join(case.table("nations"), on="nation", how="semi")
    )
    otherwise = "Add the fleet, or the family of its platform."
    known = held.get_column("family").unique()
    elsewhere = found.filter(pl.col("family").is_in(known.implode()))
    suggest = suggestions(
        found.join(elsewhere, on="family", how="anti").get_column("family"), known, otherwise
    )
    yield from point(
        case,
        "fleet_floors",
        found,
        code="floor-without-fleet",
        column="family",
        expected=lambda row: (
            f"a family (items.family) of a platform that '{row['nation']}' has in fleets.csv"
        ),
        remedy=lambda row: otherwise if row["family"] in known else suggest(row["family"]),
    )


def _without_fleet(case: Case, table: str, found: pl.DataFrame) -> list[Fault]:
    return point(
        case,
        table,
        found,
        code="platform-without-fleet",
        column="item",
        expected=lambda row: f"an item for which '{row['nation']}' has a row in fleets.csv, being a platform",
        remedy="Add the fleet, with 0 as holding where none is in service yet, or correct the item.",
    )


def _pools(case: Case) -> pl.DataFrame:
    """Components that a hub has a line or a stock of; item, _hub."""
    hubs = case.table("sites").select("site", _hub=pl.col("hub").fill_null(HUB))
    made = case.table("lines").join(hubs, on="site").select("item", "_hub")
    stocks = case.table("component_stocks").filter(pl.col("quantity").is_null() | (pl.col("quantity") > 0))
    return pl.concat([made, stocks.select("item", _hub="hub")]).drop_nulls().unique()


RULES = (
    Rule(retirements_of_fleets, ("retirements", "fleets", "items")),
    Rule(ordered_platforms, ("orders", "contract_prices", "contract_parties", "fleets", "items", "nations")),
    Rule(crews_and_repairs, ("fleets", "items", "lines", "sites", "component_stocks")),
    Rule(repair_shares, ("fleets",)),
    Rule(floors_of_fleets, ("fleet_floors", "fleets", "items", "nations")),
)
