"""Sites and lines: who makes what, where, at which rate and with which lead."""

from __future__ import annotations

import dataclasses

from converter.names import PARTS
from converter.raw import Raw, Row, number, worded
from converter.sheet import Sheets

OTHER_TNT = 200.0  # tonnes a month for natures outside the case
AIR_FORCES = 0.75  # share of the AMRAAM line that serves air forces
OWN_CHAIN = {"za-rdm": "ZA", "kr-poongsan": "KR", "ua-ukroboronprom": "UA"}
UKRAINE_PLAN = "ua-155-planned"  # filling in Ukraine would draw on the pooled network
POOL = "all"
ABROAD = {"kit-za-rdm": "155mm_round", "round-kr-external": "155mm_round"} | {
    "152-ua": "152mm_round",
    "122-ua": "122mm_round",
}
TNT_LINES = ("tnt-pl-nitrochem", "tnt-tr-mke")


@dataclasses.dataclass(frozen=True)
class Line:
    """A production line of the case.

    Args:
        key: Key of the line.
        site: Its site.
        nation: Nation of the site.
        hub: Pool of components it draws on.
        item: What it makes.
        capacity: Starts a month.
        rate: Starts a month on the day.
        lead: Months from start to stock.
        step: Starts a month by which the rate may rise each month; None for no limit.
        cost: What a start costs the producer beyond its parts.
        currency: Currency of the cost.
    """

    key: str
    site: str
    nation: str
    hub: str
    item: str
    capacity: float
    rate: float
    lead: int
    step: float | None
    cost: float
    currency: str


def add_sites(sheets: Sheets, raw: Raw) -> dict[str, str]:
    """Fill ``sites``.

    Args:
        sheets: The tables of the case.
        raw: The raw rows.

    Returns:
        Nation of each site.
    """
    nations: dict[str, str] = {}
    for row in raw.rows("sites", structural=True):
        copies = [row["site"], UKRAINE_PLAN] if row["nation"] == "UA" else [row["site"]]
        for site in copies:
            nations[site] = row["nation"]
            sheets.add(
                "sites",
                site=site,
                firm=row["firm"],
                owner=row["owner"],
                nation=row["nation"],
                hub=OWN_CHAIN.get(site, POOL),
                latitude=number(row["latitude"]) if row["latitude"] else None,
                longitude=number(row["longitude"]) if row["longitude"] else None,
                size=row["size"],
                **raw.stamp(row, structural=True),
            )
    return nations


def add_lines(sheets: Sheets, raw: Raw, nations: dict[str, str], steps: dict[str, float]) -> list[Line]:
    """Fill ``lines`` and ``line_leads``.

    Args:
        sheets: The tables of the case.
        raw: The raw rows.
        nations: Nation of each site.
        steps: Rise a month that the options of a line need.

    Returns:
        The lines.
    """
    lines = []
    for row in raw.rows("lines"):
        if not _kept(row):
            continue
        line, words = _line(row, nations, steps.get(row["line"], 0.0))
        lines.append(line)
        stamp = raw.stamp(row, line.capacity)
        if "capacity_per_month" in row["assumed_columns"] and stamp["basis"] != "assumed":
            stamp = raw.stamp(row | {"basis": "assumed"}, line.capacity)
        stamp = worded(stamp, words)
        _write(sheets, line, stamp)
    for line, reason in _own_chains(lines):
        lines.append(line)
        _write(sheets, line, raw.by_hand(line.capacity, reason))
    for line in lines:
        sheets.add(
            "line_leads",
            line=line.key,
            months=line.lead,
            share=1.0,
            **raw.by_hand(
                1.0, "all units after the lead time of the raw row; months set by hand", low=1.0, high=1.0
            ),
        )
    return lines


def add_new_line(sheets: Sheets, raw: Raw, line: Line, stamp: dict[str, object]) -> None:
    """Add a line that is only planned: it has no capacity until an option is bought.

    Args:
        sheets: The tables of the case.
        raw: The raw rows.
        line: The line.
        stamp: What its option rests on.
    """
    reason = "planned only: no capacity on the day; unit cost and lead as the largest line of the item"
    _write(sheets, line, raw.by_hand(0.0, reason) | {"source": stamp["source"], "low": 0.0, "high": 0.0})
    sheets.add(
        "line_leads",
        line=line.key,
        months=line.lead,
        share=1.0,
        **raw.by_hand(1.0, "as the largest line of the item", low=1.0, high=1.0),
    )


def _kept(row: Row) -> bool:
    if row["site"] in OWN_CHAIN:
        return row["line"] in ABROAD
    return row["item"] != "35mm_round"


def _line(row: Row, nations: dict[str, str], step: float) -> tuple[Line, str]:
    capacity, rate = number(row["capacity_per_month"]), number(row["output_per_month"])
    words = ""
    if row["line"].startswith("kit-"):
        capacity = number(row["capacity_max_shifts"])
        words = "capacity at full shifts, so that kitting does not limit by construction"
    if row["line"] in TNT_LINES:
        taken = OTHER_TNT * capacity / TNT_TOTAL
        capacity, rate = round(capacity - taken, 2), round(rate - taken, 2)
        words = f"less its share, {taken:.0f} t a month, of the 200 t that other natures take"
    if row["item"] == "amraam":
        capacity, rate = (round(each * (1 - AIR_FORCES), 2) for each in (capacity, rate))
        words = "a quarter of the line; three quarters serve air forces, outside the case"
    own = number(row["ramp_per_month"]) * (1 - AIR_FORCES if row["item"] == "amraam" else 1)
    if step > own:
        words = "; ".join(part for part in (words, "rise a month as fast as its options ramp up") if part)
    line = Line(
        key=row["line"],
        site=row["site"],
        nation=nations[row["site"]],
        hub=OWN_CHAIN.get(row["site"], POOL),
        item=row["item"],
        capacity=capacity,
        rate=min(rate, capacity),
        lead=int(number(row["lead_months"])),
        step=max(own, round(step, 2)),
        cost=number(row["unit_cost"]),
        currency=row["currency"],
    )
    return line, words


TNT_TOTAL = 833.3 + 45.0  # tonnes a month of the two lines in the Alliance


def _own_chains(lines: list[Line]) -> list[tuple[Line, str]]:
    """One line of parts for each maker with a chain of its own."""
    by_key = {line.key: line for line in lines}
    legacy = by_key["152-ua"].capacity + by_key["122-ua"].capacity
    found = {
        "kr-poongsan": (16_000.0, "as the rounds that Korean makers were taken to make; nothing public"),
        "za-rdm": (5_000.0, "scarcest step of the South African chain: 5,000 fuzes a month, set by hand"),
        "ua-ukroboronprom": (
            legacy,
            "Ukraine's own parts for its own 152 and 122 mm rounds; volumes not public",
        ),
    }
    rates = {"kr-poongsan": 16_000.0, "za-rdm": 3_000.0, "ua-ukroboronprom": 6_000.0}
    return [
        (
            Line(
                key=f"parts-{site}",
                site=site,
                nation=OWN_CHAIN[site],
                hub=OWN_CHAIN[site],
                item=PARTS,
                capacity=capacity,
                rate=rates[site],
                lead=6,
                step=round(0.06 * capacity, 2),
                cost=0.0,
                currency="EUR",
            ),
            reason,
        )
        for site, (capacity, reason) in found.items()
    ]


def _write(sheets: Sheets, line: Line, stamp: dict[str, object]) -> None:
    sheets.add(
        "lines",
        line=line.key,
        site=line.site,
        item=line.item,
        capacity=line.capacity,
        rate_now=line.rate,
        ramp_step=line.step,
        unit_cost=line.cost,
        currency=line.currency,
        **{"yield": 1.0},
        **stamp,
    )
