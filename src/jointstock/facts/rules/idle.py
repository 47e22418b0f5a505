"""Notes on rows that play no part in a plan."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from jointstock.errors import Note
from jointstock.facts.case import Case
from jointstock.facts.rules.parties import ANY
from jointstock.facts.rules.pointing import listed
from jointstock.measure.months import month_number, month_text

_WITHOUT_ORDERS = ["investment", "transfer"]


def beyond_the_horizon(case: Case) -> Iterator[Note]:
    """What lies outside the horizon plays no part."""
    first = case.settings.first_month
    last = month_text(month_number(first) + case.settings.months - 1)
    late, over = f"after the last month planned, {last}", f"before the first month planned, {first}"
    outside = (
        ("expansions", "option", pl.col("earliest") > last, f"may be bought only {late}"),
        ("contracts", "contract", pl.col("valid_from") > last, f"begins {late}"),
        ("contracts", "contract", pl.col("valid_to") < first, f"ended {over}"),
        ("instruments", "instrument", pl.col("valid_from") > last, f"begins {late}"),
        ("instruments", "instrument", pl.col("valid_to") < first, f"ended {over}"),
        ("surges", "surge", pl.col("valid_from") > last, f"is retained only {late}"),
        ("surges", "surge", pl.col("trigger") > last, f"is triggered only {late}"),
        ("obstacles", "obstacle", pl.col("until") < first, f"ended {over}"),
        ("fleets", "platform", pl.col("certified_from") > last, f"enters service only {late}"),
        ("retirements", "platform", pl.col("month") > last, f"retires {late}"),
        ("retirements", "platform", pl.col("month") < first, f"retired {over}, so the holding is without it"),
        (
            "orders",
            "order",
            (pl.col("due") > last) & pl.col("line").is_null(),
            f"arrives from outside {late}",
        ),
        ("pledges", "pledge", (pl.col("due") > last) & (pl.col("status") == "contracted"), f"is due {late}"),
    )
    for table, key, where, what in outside:
        found = case.table(table).filter(where).get_column(key).unique(maintain_order=True)
        if found.len():
            yield Note("outside-horizon", case.origin(table).file, f"{listed(found)}: {what}.")


def extensions_of_nothing(case: Case) -> Iterator[Note]:
    """A life may be extended of an item that is not known to expire."""
    lots = case.table("holdings").filter(pl.col("expiry").is_not_null()).select("item")
    lives = case.table("items").filter(pl.col("shelf_life").is_not_null()).select("item")
    found = case.table("life_extensions").join(pl.concat([lots, lives]), on="item", how="anti")
    if found.height:
        names = found.get_column("item").unique(maintain_order=True)
        text = f"{listed(names)}: neither a shelf life nor a lot that expires, so there is nothing to extend."
        yield Note("extension-of-nothing", case.origin("life_extensions").file, text)


def needs_without_fleet(case: Case) -> Iterator[Note]:
    """A requirement follows from a fleet that nobody has."""
    needs, fleets = case.table("fleet_needs"), case.table("fleets")
    single = needs.filter(pl.col("nation") != ANY).join(fleets, on=["nation", "platform"], how="anti")
    every = needs.filter(pl.col("nation") == ANY).join(fleets, on="platform", how="anti")
    found = pl.concat([single, every])
    if found.height:
        names = (
            found.select(pl.format("{} ({})", "platform", "nation")).to_series().unique(maintain_order=True)
        )
        text = f"{listed(names)}: no fleet of it, so nothing is required for it."
        yield Note("need-without-fleet", case.origin("fleets").file, text)


def limits_without_orders(case: Case) -> Iterator[Note]:
    """Limits and least numbers of members rule orders, and the instrument supports none."""
    others = case.table("instruments").filter(pl.col("kind").is_in(_WITHOUT_ORDERS))
    limited = others.join(case.table("instrument_limits"), on="instrument", how="semi")
    named = others.filter(pl.col("min_members").is_not_null())
    found = pl.concat([limited, named]).get_column("instrument").unique(maintain_order=True)
    if found.len():
        text = (
            f"{listed(found)}: limits and min_members rule orders, and it supports none, so they do not act."
        )
        yield Note("limits-without-orders", case.origin("instruments").file, text)


REMARKS = (beyond_the_horizon, extensions_of_nothing, needs_without_fleet, limits_without_orders)
