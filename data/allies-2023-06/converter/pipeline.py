"""Open orders on the day: work in hand, order books, public orders, and parts in process."""

from __future__ import annotations

import dataclasses
import math

from converter.deals import price_of
from converter.money import rate_of
from converter.names import CLASS_OF, EU, LEGACY
from converter.needs import FIRST_MONTH
from converter.plants import Line
from converter.raw import Raw, known_on
from converter.sheet import Sheets

BOOK_MONTHS = 6  # the shortest time after which a new order can start to be worked on everywhere
PAID = 0.3
HOME_BUDGET_SHARE = 0.25  # of the money of the first half year, at most, for the home part of an order book
NO_BOOK = ("round-kr-external", "kit-za-rdm", "amraam-us-tucson")
HALF_ABROAD = ("120-de-unterluess", "irist-de-ueberlingen")
NLAW_2023, STINGER, STINGER_FIRST, STINGER_DUE = 250.0, 1300.0, "2024-11", "2026-06"


@dataclasses.dataclass(frozen=True)
class Lot:
    """An open order.

    Args:
        order: Its key.
        payer: Who ordered and pays.
        recipient: Who receives.
        quantity: Units still to come.
        due: Month in which it is due.
        at_line: Whether it waits at the line; otherwise it arrives when it is due.
    """

    order: str
    payer: str
    recipient: str
    quantity: float
    due: str
    at_line: bool = False


def month_after(month: str, count: int) -> str:
    """Month that lies a number of months after another."""
    year, number = divmod(int(month[:4]) * 12 + int(month[5:7]) - 1 + count, 12)
    return f"{year:04d}-{number + 1:02d}"


def add_pipeline(sheets: Sheets, raw: Raw, lines: list[Line]) -> None:
    """Fill ``orders`` and ``component_stocks``.

    Args:
        sheets: The tables of the case.
        raw: The raw rows.
        lines: The lines of the day.
    """
    money = {
        str(row["payer"]): float(str(row["amount"])) * rate_of(str(row.get("currency") or "EUR")) / 2
        for row in sheets.rows("budgets")
        if row["year"] == 2023
    }
    for line in lines:
        if line.item not in CLASS_OF or line.rate <= 0 or line.key in NO_BOOK or line.item == "stinger":
            continue
        for payer, recipient, share in _customers(line, money):
            for number, (months, due) in enumerate(_in_hand(line), start=1):
                name = f"hand-{line.key}-{recipient.lower()}-{number:02d}"
                quantity = line.rate * months * share
                if line.key == "nlaw-gb-belfast" and number <= 2:
                    quantity = NLAW_2023 / 2
                _add(sheets, raw, line, Lot(name, payer, recipient, quantity, due))
            due = month_after(FIRST_MONTH, BOOK_MONTHS + line.lead - 1)
            name = f"book-{line.key}-{recipient.lower()}"
            lot = Lot(name, payer, recipient, line.rate * BOOK_MONTHS * share, due, at_line=True)
            _add(sheets, raw, line, lot)
    _add_public(sheets, raw)
    _add_parts(sheets, raw, lines)


def _in_hand(line: Line) -> list[tuple[int, str]]:
    """Months of output under way and the month in which each lot is due, quarter by quarter."""
    lots = [min(3, line.lead - start) for start in range(0, line.lead, 3)]
    return [(months, month_after(FIRST_MONTH, 3 * lot + months - 1)) for lot, months in enumerate(lots)]


def _customers(line: Line, money: dict[str, float]) -> list[tuple[str, str, float]]:
    """Payer, recipient and share of a line's work in hand and order book."""
    if line.nation == "UA":
        return [("UA", "UA", 1.0)]
    if line.item in LEGACY:
        return [("us-usai", "UA", 1.0)]
    if line.key == "irist-de-ueberlingen":
        return [("de-ua", "UA", 0.5)]
    if line.key in HALF_ABROAD:
        return [(line.nation, line.nation, 0.5)]
    if line.item != "155mm_round" or line.nation not in (*EU, "GB", "US"):
        return [(line.nation, line.nation, 1.0)]
    payer = {"GB": "gb-ua", "US": "us-usai"}.get(line.nation, "epf-gen")
    each = price_of(line.item, line.nation)
    price = each.price * rate_of(each.currency)
    bill = line.rate * (BOOK_MONTHS + line.lead) * price * (1 - PAID)
    home = round(min(0.5, HOME_BUDGET_SHARE * money[line.nation] / bill), 2)
    return [(line.nation, line.nation, home), (payer, "UA", round(1 - home, 2))]


def _add(sheets: Sheets, raw: Raw, line: Line, lot: Lot) -> None:
    price = price_of(line.item, line.nation)
    sheets.add(
        "orders",
        order=lot.order,
        payer=lot.payer,
        buyer=lot.payer,
        recipient=lot.recipient,
        line=line.key if lot.at_line else None,
        item=line.item,
        quantity=float(math.floor(lot.quantity)),
        price=price.price,
        currency=price.currency,
        paid_share=PAID,
        due=lot.due,
        **raw.rule("rule-order-book"),
    )


def _add_public(sheets: Sheets, raw: Raw) -> None:
    """Orders whose quantity is public."""
    day = known_on("2022-05-31")
    months = 14
    lots = [3, 3, 3, 3, 2]
    hand = 1060.0  # what must leave before the line's lead allows new starts to do so
    for number, size in enumerate(lots, start=1):
        due = month_after(STINGER_FIRST, 3 * (number - 1) + size - 1)
        _add_stinger(
            sheets, raw, f"us-stinger-{number}", round(hand * size / months), due, day, at_line=False
        )
    left = STINGER - sum(round(hand * size / months) for size in lots)
    _add_stinger(sheets, raw, "us-stinger-6", left, STINGER_DUE, day, at_line=True)
    sheets.add(
        "orders",
        order="us-korea-155",
        payer="US",
        buyer="US",
        recipient="US",
        item="155mm_round",
        quantity=100_000.0,
        price=3500.0,
        currency="EUR",
        paid_share=1.0,
        ordered_on="2022-11",
        due=FIRST_MONTH,
        **raw.by_hand(
            100_000.0,
            "bought in November 2022; that none had come by the day is an assumption, and so is the price",
            "P0559",
            low=0.0,
            high=100_000.0,
        ),
    )


def _add_stinger(
    sheets: Sheets, raw: Raw, order: str, quantity: float, due: str, day: str, *, at_line: bool
) -> None:
    note = (
        "1,300 of May 2022; split evenly over months, first new missiles after 30 months, last by June 2026"
    )
    stamp = raw.rule("P0260", "derived", note=note) | {"known_on": day}
    sheets.add(
        "orders",
        order=order,
        payer="US",
        buyer="US",
        recipient="US",
        line="stinger-us-tucson" if at_line else None,
        item="stinger",
        quantity=float(quantity),
        price=480e3,
        currency="USD",
        paid_share=PAID,
        ordered_on="2022-05-25",
        due=due,
        **stamp,
    )


def _add_parts(sheets: Sheets, raw: Raw, lines: list[Line]) -> None:
    """Parts and materials under way inside industry: output of the day over the lead of each line."""
    found: dict[tuple[str, str], float] = {}
    for line in lines:
        if line.item in CLASS_OF:
            continue
        key = (line.item, line.hub)
        found[key] = found.get(key, 0.0) + line.rate * line.lead
    reason = "what the lines had started before the first month: output of the day times lead"
    for (item, hub), quantity in sorted(found.items()):
        stamp = raw.by_hand(quantity, reason, "rule-in-process", low=quantity * 0.5, high=quantity * 1.5)
        sheets.add("component_stocks", item=item, hub=hub, quantity=round(quantity, 2), **stamp)
