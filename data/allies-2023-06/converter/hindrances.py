"""Obstacles, lanes and pledges."""

from __future__ import annotations

import dataclasses

from converter.deals import prices
from converter.money import rate_of
from converter.names import CLASS_OF
from converter.raw import Raw, Row, number, worded
from converter.sheet import Sheets

NEVER = ""
SINGLE_SOURCE = ("gmlrs", "javelin", "stinger", "pac3_mse", "amraam")
LANE_COST = 0.015  # of the price of a unit
PLEDGED_ITEMS = {
    "155mm_round": "155mm_round",
    "155mm_round (from the store in Israel)": "155mm_round",
    "155mm_round (loan to the US)": "155mm_round",
    "155mm_round, per month": "155mm_round",
}
NO_HOLDER = ("EU", "NATO")  # hold no stock: their pledges are met by contracts and by their members


@dataclasses.dataclass(frozen=True)
class Bar:
    """An obstacle of the case.

    Args:
        raw: Name of its raw row.
        kind: Kind of obstacle in the data dictionary.
        touches: orders, transfers or production.
        effect: forbids or delays.
        months: Months of a delay; None otherwise.
        until: Last month of a ban; "" for the whole horizon.
        where: item, line, contract, from and to, as far as not ``*``.
        words: What was decided in reading the raw row.
    """

    raw: str
    kind: str
    touches: str
    effect: str
    months: int | None
    until: str
    where: dict[str, str]
    words: str = ""


def bars() -> list[Bar]:
    """Obstacles that the tables of the case can express."""
    found = [
        Bar("bp-outage", "outage", "production", "forbids", None, "2023-12", {"line": "bp-us-minden"}),
        Bar("kr-policy", "consent", "orders", "forbids", None, NEVER, {"from": "KR", "to": "UA"}),
        Bar("za-permit", "licence", "orders", "delays", 9, NEVER, {"from": "ZA"}),
        Bar("us-itar-case", "licence", "orders", "delays", 2, NEVER, {"contract": "fms-155"}),
        Bar("us-itar-case", "licence", "orders", "delays", 2, NEVER, {"contract": "aid-usai"}),
        Bar("hu-epf", "consent", "orders", "delays", 3, NEVER, {"contract": "aid-epf-gen"}),
    ]
    found += [
        Bar(
            "us-itar", "licence", "orders", "delays", 15, NEVER, {"contract": f"fms-{item.replace('_', '-')}"}
        )
        for item in SINGLE_SOURCE
    ]
    found += [
        Bar("us-tina", "procurement", "orders", "delays", 6, NEVER, {"contract": contract})
        for contract in ("us-missiles", "us-gmlrs", "us-javelin")
    ]
    words = (
        "six months from requirement to contract: three are the contract's administration, three the obstacle"
    )
    found += [
        Bar("nspa-admin", "procurement", "orders", "delays", 3, NEVER, {"contract": contract}, words)
        for contract in ("nspa-155-2023", "nspa-155-multi", "nspa-calibres")
    ]
    found += [
        Bar(
            "eu-track2-origin",
            "origin",
            "orders",
            "forbids",
            None,
            "2023-09",
            {"contract": "aid-epf-t2", "from": nation},
        )
        for nation in ("CA", "GB", "TR", "US")
    ]
    return found


def add_obstacles(sheets: Sheets, raw: Raw) -> list[str]:
    """Fill ``obstacles``.

    Args:
        sheets: The tables of the case.
        raw: The raw rows.

    Returns:
        Raw obstacles that the tables cannot express, with the reason, one line each.
    """
    rows = {row["obstacle"]: row for row in raw.rows("obstacles")}
    contracts = {row["contract"] for row in sheets.rows("contracts")} | {"*"}
    for bar in bars():
        row = rows.get(bar.raw)
        if row is None or bar.where.get("contract", "*") not in contracts:
            continue  # not known by the day
        months = None if bar.months is None else float(bar.months)
        stamp = raw.stamp(row, months)
        stamp = worded(stamp, bar.words)
        sheets.add(
            "obstacles",
            obstacle=bar.raw,
            kind=bar.kind,
            touches=bar.touches,
            effect=bar.effect,
            months=bar.months,
            until=bar.until or None,
            **{name: bar.where.get(name, "*") for name in ("item", "line", "contract", "from", "to")},
            **stamp,
        )
    return sorted(set(rows) - {bar.raw for bar in bars()})


def add_lanes(sheets: Sheets, raw: Raw) -> None:
    """Fill ``lanes``: whoever holds stock that may be given can give it to Ukraine.

    Args:
        sheets: The tables of the case.
        raw: The raw rows.
    """
    for item in CLASS_OF:
        price = prices()[item]
        cost = float(f"{price.price * rate_of(price.currency) * LANE_COST:.3g}")
        for donor, months in (("*", 1), ("US", 2)):
            reason = (
                "a month by rail and road, two with the crossing of the Atlantic; cost 1.5 % of the price"
            )
            stamp = raw.by_hand(float(months), reason, low=0.5 * months, high=2.0 * months)
            sheets.add("lanes", item=item, months=months, cost=cost, to="UA", **{"from": donor}, **stamp)


def add_pledges(sheets: Sheets, raw: Raw) -> None:
    """Fill ``pledges``: what was announced, with its status; none of it binds.

    Args:
        sheets: The tables of the case.
        raw: The raw rows.
    """
    counts: dict[str, int] = {}
    for row in raw.rows("pledges"):
        donor = row["donor"]
        unbound = row["status"] == "contracted" and not row["quantity"]
        if donor in NO_HOLDER or unbound or "35mm" in row["item"]:
            continue
        counts[donor] = counts.get(donor, 0) + 1
        quantity, value = (number(row[name]) if row[name] else None for name in ("quantity", "value"))
        stamp = raw.stamp(row, quantity)
        if quantity is None:
            stamp |= {"low": value, "high": value} if stamp["basis"] == "assumed" else {}
        sheets.add(
            "pledges",
            pledge=f"{donor.lower()}-{counts[donor]:02d}",
            donor=donor,
            recipient=row["recipient"],
            item=PLEDGED_ITEMS.get(row["item"]),
            quantity=quantity,
            value=None if value is None else value * 1e6,
            currency=row["currency_million"].removeprefix("m ") or None,
            due=_month(row),
            status=row["status"],
            earmark=row["item"],
            **stamp,
        )


def _month(row: Row) -> str | None:
    due = row["due"]
    if row["status"] == "delivered" or len(due) < 4 or not due[:4].isdigit():
        return None
    return due[:7] if len(due) >= 7 else f"{due}-12"
