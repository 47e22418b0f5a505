"""Ukraine's fleets: what is held, lost, repaired, given, ordered, and what is to stay in service."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from converter.names import slug
from converter.needs import FIRST_MONTH
from converter.raw import Raw, Row, judged, number, worded
from converter.sheet import Sheets
from converter.workshops import HUB, choices

NATION = "UA"
FLOOR_SPREAD = (0.8, 1.25)
PAID = 0.3


def add_fleets(sheets: Sheets, raw: Raw) -> None:
    """Fill ``fleets``, ``fleet_floors`` and ``fleet_needs``; add platforms to ``lanes`` and ``orders``.

    Args:
        sheets: The tables of the case.
        raw: The raw rows.
    """
    rows = {(row["nation"], row["platform"]): row for row in raw.rows("fleets")}
    for family in choices()["family"]:
        held = 0.0
        for platform in family["platforms"]:
            row = rows[NATION, platform]
            held += number(row["holding"]) * family["weights"].get(platform, 1.0)
            _add_fleet(sheets, raw, row, family)
        _add_floor(sheets, raw, family, held)
    for need in choices()["need"]:
        reason = (
            "ten days of what a gun of the legacy calibre uses, so that fewer such guns ask for fewer "
            "rounds; the rate is the use of the day over the guns held"
        )
        stamp = raw.by_hand(need["rate"], reason, low=need["rate"] / 2, high=need["rate"] * 2)
        cells = {"platform": slug(need["platform"]), "class": need["class"]}
        sheets.add(
            "fleet_needs", nation=NATION, rate=need["rate"], days=float(need["days"]), **cells, **stamp
        )
    for gift in choices()["gift"]:
        _add_gift(sheets, raw, rows[gift["donor"], gift["platform"]], gift)
    for order in choices()["order"]:
        _add_orders(sheets, raw, rows[NATION, order["platform"]], order)


def _by_hand(raw: Raw, row: Row, figure: float, *words: str) -> dict[str, object]:
    """What a row rests on of which the raw row gives one figure and the rest was set by hand."""
    return worded(raw.stamp(row | {"basis": "assumed"}, figure), *words)


def _add_fleet(sheets: Sheets, raw: Raw, row: Row, family: Mapping[str, Any]) -> None:
    platform, holding = row["platform"], number(row["holding"])
    legacy = platform in ("152 mm howitzers", "122 mm howitzers", "125 mm tanks")
    stamp = _by_hand(raw, row, holding, family["why"])
    keys = [key for key in family["sources"] if raw.sources.printed(key) <= raw.day]
    for key in keys:
        raw.sources.use(key)
    stamp["source"] = ";".join(dict.fromkeys([*str(stamp["source"]).split(";"), *keys])).strip(";")
    sheets.add(
        "fleets",
        nation=NATION,
        platform=slug(platform),
        holding=holding,
        weight=float(family["weights"].get(platform, 1.0)),
        loss_rate=family["loss_rate"],
        retire_max=float(family["retire_max"]) if legacy else None,
        training_months=family["training_months"],
        crew=family["crew"] if platform in family.get("crewed", ()) else None,
        repair=family["repair"],
        repairable=family["repairable"],
        hub=HUB,
        **stamp,
    )


def _add_floor(sheets: Sheets, raw: Raw, family: Mapping[str, Any], held: float) -> None:
    floor = float(round(family["floor"] * held))
    low, high = (round(floor * share) for share in FLOOR_SPREAD)
    reason = (
        f"{family['floor']:.0%} of the weighted platforms of the day are to stay in service all the time; "
        "weights and share set by hand"
    )
    stamp = raw.by_hand(floor, reason, low=float(low), high=float(high))
    cells = {"family": family["key"], "from": FIRST_MONTH}
    sheets.add("fleet_floors", nation=NATION, quantity=floor, **cells, **stamp)


def _add_gift(sheets: Sheets, raw: Raw, row: Row, gift: Mapping[str, Any]) -> None:
    platform, quantity = slug(gift["platform"]), float(gift["quantity"])
    sheets.add(
        "fleets",
        nation=gift["donor"],
        platform=platform,
        holding=number(row["holding"]),
        releasable=quantity,
        training_months=0,
        **_by_hand(raw, row, number(row["holding"]), f"only what was announced may be given: {gift['why']}"),
    )
    reason = f"{gift['why']}; months and cost of moving one set by hand"
    months = float(gift["months"])
    stamp = raw.by_hand(months, reason, low=months / 2, high=months * 3)
    cells = {"from": gift["donor"], "to": NATION}
    sheets.add("lanes", item=platform, months=gift["months"], cost=float(gift["cost"]), **cells, **stamp)


def _add_orders(sheets: Sheets, raw: Raw, row: Row, order: Mapping[str, Any]) -> None:
    platform = slug(order["platform"])
    lots = [(order["buyer"], due, size) for due, size in order.get("lots", {}).items()]
    lots += [(buyer, order["due"], size) for buyer, size in order.get("buyers", {}).items()]
    stamp = raw.stamp(row | {"basis": "assumed"})
    for place, (buyer, due, size) in enumerate(lots, start=1):
        bounds = judged(float(size), str(order["why"]))
        sheets.add(
            "orders",
            order=f"ua-{platform.replace('_', '-')}-{place}",
            payer=buyer,
            buyer=buyer,
            recipient=NATION,
            line=order.get("line"),
            item=platform,
            quantity=float(size),
            price=float(order["price"]),
            currency="EUR",
            paid_share=PAID if "line" in order else 1.0,
            due=due,
            **stamp | bounds | {"low": 0.0, "high": float(size)},
        )
