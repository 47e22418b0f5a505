"""Training, workshops and a line of howitzers for Ukraine's fleets, and the money for them."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from converter.money import CARRY_FUND, YEARS
from converter.raw import Raw
from converter.sheet import Sheets

_CHOICES = Path(__file__).resolve().parent.parent / "choices" / "fleets.toml"
HUB = "ua-forces"  # crews and places in workshops are no parts of rounds
RAMP = "linear-6"
STEP = 0.25  # of the capacity, by which a line may rise each month
WHY_LINE = (
    "training and workshops of the day are known by name only; capacity and months set by hand so that about "
    "what is lost in a month can be made good"
)
WHY_HOWITZERS = "one howitzer a month, lead of ten months: set by hand, the maker publishes neither"
WHY_OPTION = "what more would cost was nowhere public; capacity, cost and months set by hand"


@functools.cache
def choices() -> dict[str, Any]:
    """Choices about fleets, by group."""
    return tomllib.loads(_CHOICES.read_text(encoding="utf-8"))


def fleet_lines() -> set[str]:
    """Keys of the lines that serve fleets."""
    return {line["key"] for line in choices()["line"]}


def add_workshops(sheets: Sheets, raw: Raw) -> None:
    """Add items, sites, lines, options and money of training, workshops and the line of howitzers.

    Args:
        sheets: The tables of the case.
        raw: The raw rows.
    """
    chosen = choices()
    for item in chosen["item"]:
        _add_item(sheets, raw, item)
    for site in chosen["site"]:
        sheets.add(
            "sites",
            site=site["key"],
            firm=site["firm"],
            owner=site.get("owner"),
            nation=site["nation"],
            hub=site.get("hub", HUB),
            **raw.by_hand(None, "known by name on the day (recalled)"),
        )
    for line in chosen["line"]:
        _add_line(sheets, raw, line)
    for option in chosen["option"]:
        _add_option(sheets, raw, option)
    _add_fund(sheets, raw, chosen["fund"])


def _add_item(sheets: Sheets, raw: Raw, item: Mapping[str, Any]) -> None:
    sheets.add(
        "items",
        item=item["key"],
        name=item["name"],
        kind="component",
        family="fleets",
        unit=item["unit"],
        standard="common",
        **raw.by_hand(None, "what a platform needs to enter service, or to return to it"),
    )
    opening = float(item["opening"])
    reason = "about two months of output under way on the first day, set by hand"
    stamp = raw.by_hand(opening, reason, low=0.0, high=2 * opening)
    sheets.add("component_stocks", item=item["key"], hub=HUB, quantity=opening, **stamp)


def _add_line(sheets: Sheets, raw: Raw, line: Mapping[str, Any]) -> None:
    capacity = float(line["capacity"])
    reason = WHY_HOWITZERS if line["item"] == "zuzana_2" else WHY_LINE
    sheets.add(
        "lines",
        line=line["key"],
        site=line["site"],
        item=line["item"],
        capacity=capacity,
        rate_now=capacity / 2,
        ramp_step=STEP * capacity,
        **{"yield": 1.0},
        **raw.by_hand(capacity, reason, low=capacity / 2, high=2 * capacity),
    )
    reason = "all after the same number of months; months set by hand"
    stamp = raw.by_hand(1.0, reason, low=1.0, high=1.0)
    sheets.add("line_leads", line=line["key"], months=line["lead"], share=1.0, **stamp)


def _add_option(sheets: Sheets, raw: Raw, option: Mapping[str, Any]) -> None:
    capacity = float(option["capacity"])
    sheets.add(
        "expansions",
        option=option["key"],
        line=option["line"],
        capacity=capacity,
        cost=float(option["cost"]),
        currency="EUR",
        build_months=option["build_months"],
        ramp=RAMP,
        kind="continuous",
        **raw.by_hand(capacity, WHY_OPTION, low=capacity / 2, high=2 * capacity),
    )
    for payer in option["payers"]:
        why = "the nation of the site, and funds whose purpose it is"
        sheets.add("expansion_payers", option=option["key"], payer=payer, **raw.by_hand(None, why))


def _add_fund(sheets: Sheets, raw: Raw, fund: Mapping[str, Any]) -> None:
    sheets.add(
        "nations",
        nation=fund["key"],
        name="Comprehensive Assistance Package for Ukraine (proposal)",
        role="fund",
        fiscal_year_start=1,
        currency="EUR",
        **raw.by_hand(None, "the fund's money stands in budgets; calendar years"),
    )
    for year in YEARS:
        amount = float(fund["amount"]) if year >= fund["first"] else 0.0
        high = float(fund["high"]) if amount else 0.0
        stamp = raw.by_hand(amount, fund["why"], *fund["sources"], low=float(fund["low"]), high=high)
        sheets.add(
            "budgets",
            payer=fund["key"],
            year=year,
            amount=amount,
            currency="EUR",
            kind="payment",
            carry_over=CARRY_FUND,
            **stamp,
        )
