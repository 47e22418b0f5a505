"""Contracts and prices, from the choices written down in ``choices/``."""

from __future__ import annotations

import dataclasses
import functools
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from converter.raw import Raw
from converter.sheet import Sheets

CHOICES = Path(__file__).resolve().parent.parent / "choices"
AT_ORDER = 0.3  # share of the price due at order where nothing is public
SPREAD = 0.3  # plausible distance of that share
TERMS = (
    "ceiling", "ceiling_value", "call_off_min", "minimum_order", "signed", "agent_fee",
)  # fmt: skip


@dataclasses.dataclass(frozen=True, kw_only=True)
class Price:
    """Price of one unit.

    Args:
        item: The item.
        currency: Its currency.
        price: The price.
        low: Lowest plausible price.
        high: Highest plausible price.
        why: What it contains and where it comes from.
        sources: Keys of the sources it is derived from; empty for an assumed price.
    """

    item: str
    currency: str
    price: float
    low: float
    high: float
    why: str
    sources: Sequence[str] = ()


@functools.cache
def prices() -> dict[str, Price]:
    """Prices by key: the item, with a word behind it where an item has several."""
    raw = tomllib.loads((CHOICES / "prices.toml").read_text(encoding="utf-8"))
    return {
        key: Price(item=key.split(" ")[0], **{**cells, "price": float(cells["price"])})
        for key, cells in raw.items()
    }


def price_of(item: str, nation: str) -> Price:
    """Price at home of an item that is made in a nation."""
    at_home = prices().get(f"{item} {nation}")
    return at_home or prices()[item]


def add_deals(sheets: Sheets, raw: Raw) -> None:
    """Fill ``contracts``, ``contract_parties``, ``contract_prices`` and ``contract_payments``.

    A contract that was not known by the day is left out, and so is a line that is not in the case.

    Args:
        sheets: The tables of the case.
        raw: The raw rows.
    """
    choices = tomllib.loads((CHOICES / "contracts.toml").read_text(encoding="utf-8"))
    made = {str(row["line"]): row["item"] for row in sheets.rows("lines")}
    for deal in choices["contract"]:
        lines = [line for line in _members(deal["lines"], choices["sets"]) if line in made]
        found = [prices()[key] for key in deal["prices"]]
        found = [price for price in found if price.item in {made[line] for line in lines}]
        if deal.get("known_on", "") > raw.day or not found:
            continue
        stamp = raw.by_hand(None, deal["why"], *deal.get("sources", ()))
        if "known_on" in deal:
            stamp |= {"basis": "cited", "known_on": deal["known_on"], "reason": None, "note": deal["why"]}
        roles = {
            "buyer": _members(deal["buyers"], choices["sets"]),
            "line": lines,
            "payer": deal.get("payers", ()),
            "recipient": deal.get("recipients", ()),
            "agent": [deal["agent"]] if "agent" in deal else [],
        }
        _add_head(sheets, deal, found, stamp)
        for role, parties in roles.items():
            for party in parties:
                sheets.add("contract_parties", contract=deal["key"], role=role, party=party, **stamp)
        _add_late(sheets, raw, deal)
        _add_prices(sheets, raw, deal, found)
        _add_payments(sheets, raw, deal["key"], deal.get("at_order", AT_ORDER))


def _members(names: Sequence[str], sets: Mapping[str, Sequence[str]]) -> list[str]:
    members: list[str] = []
    for name in names:
        members += sets[name.removeprefix("set:")] if name.startswith("set:") else [name]
    return members


def _add_head(
    sheets: Sheets, deal: Mapping[str, Any], found: Sequence[Price], stamp: dict[str, object]
) -> None:
    currencies = {price.currency for price in found}
    if len(currencies) != 1:
        raise ValueError(f"{deal['key']} has prices in {sorted(currencies)}")
    sheets.add(
        "contracts",
        contract=deal["key"],
        name=deal["name"],
        kind=deal["kind"],
        admin_months=deal["admin"],
        queue=deal.get("queue", False),
        valid_from=deal.get("valid_from"),
        valid_to=deal.get("valid_to"),
        **{column: deal.get(column) for column in TERMS},
        currency=currencies.pop(),
        price_year=2023,
        **stamp,
    )


def _add_late(sheets: Sheets, raw: Raw, deal: Mapping[str, Any]) -> None:
    """Buyers that join after the first month."""
    for party in deal.get("late", {}).get("buyers", ()):
        cells = {"party": party, "from": deal["late"]["from"]}
        stamp = raw.by_hand(None, deal["late"]["why"], *deal["late"].get("sources", ()))
        sheets.add("contract_parties", contract=deal["key"], role="buyer", **cells, **stamp)


def _add_prices(sheets: Sheets, raw: Raw, deal: Mapping[str, Any], found: Sequence[Price]) -> None:
    contract = deal["key"]
    tiers = {tier["item"]: tier for tier in deal.get("tiers", ())}
    for price in found:
        tier = tiers.get(price.item)
        stamp = raw.by_hand(
            price.price, price.why, *price.sources, low=float(price.low), high=float(price.high)
        )
        if stamp["source"]:
            stamp |= {"basis": "derived", "reason": None, "note": price.why}
        sheets.add(
            "contract_prices",
            contract=contract,
            item=price.item,
            from_quantity=0,
            type="single" if tier is None else tier["type"],
            price=price.price,
            **stamp,
        )
        if tier is not None:
            bounds = {name: float(tier[name]) for name in ("low", "high")}
            sheets.add(
                "contract_prices",
                contract=contract,
                item=price.item,
                from_quantity=float(tier["from"]),
                type=tier["type"],
                price=float(tier["price"]),
                **raw.by_hand(float(tier["price"]), tier["why"], *tier.get("sources", ()), **bounds),
            )


def _add_payments(sheets: Sheets, raw: Raw, contract: str, at_order: float) -> None:
    for event, share in (("order", at_order), ("delivery", 1 - at_order)):
        if share <= 0:
            continue
        if at_order == 1:
            why, low, high = "aid money is bound for good when the order is placed", 0.5, 1.0
        else:
            why = "nothing public: 30 % at order, 70 % at delivery"
            low, high = max(share - SPREAD, 0.0), min(share + SPREAD, 1.0)
        sheets.add(
            "contract_payments",
            contract=contract,
            event=event,
            months_after=0,
            share=round(share, 6),
            **raw.by_hand(share, why, low=round(low, 6), high=round(high, 6)),
        )
