"""Options to add capacity, their ramps and who may pay for them."""

from __future__ import annotations

from converter.plants import POOL, UKRAINE_PLAN, Line, add_new_line
from converter.raw import Raw, Row, number, worded
from converter.sheet import Sheets

MERGER = {"lap-es-expal": "2023-09"}  # the sale of Expal was to close in the summer
RESTART = "us-blackpowder"  # the restart is the end of the outage, not an addition
OPENING_LATER = ("us-lap-camden",)  # its opening was printed after the day
NORTH_AMERICA = ("US", "CA")
MISSILE_LINES = ("stinger-us-tucson", "nlaw-gb-belfast", "amraam-us-tucson")
STEPS = {
    "155mm_body",
    "155mm_lap",
    "charge_module_set",
    "powder",
    "nitrocellulose",
    "tnt",
    "rdx",
    "imx",
    "fuze",
}
SHELLS = STEPS | {"primer", "black_powder", "shell_steel", "155mm_round"}


def steps_of(raw: Raw) -> dict[str, float]:
    """Rise a month that the named options of each line need to follow their own ramps."""
    steps: dict[str, float] = {}
    for row in raw.rows("expansions"):
        need = number(row["capacity_added"]) / number(row["months_of_ramp"])
        steps[row["line"]] = max(steps.get(row["line"], 0.0), need)
    return steps


def add_growth(sheets: Sheets, raw: Raw, lines: list[Line]) -> list[Line]:
    """Fill ``expansions``, ``expansion_payers`` and ``ramps``; add the lines that are only planned.

    Args:
        sheets: The tables of the case.
        raw: The raw rows.
        lines: The lines of the day.

    Returns:
        The lines that are only planned.
    """
    new: list[Line] = []
    ramps: set[int] = set()
    for row in raw.rows("expansions"):
        if row["option"] == RESTART:
            continue
        ramps.add(int(row["months_of_ramp"]))
        if row["kind"] == "generic":
            for line in _largest(row, lines):
                _add(sheets, raw, row, line, f"{row['option']}-{line.key}", size=line.capacity)
            continue
        named = next((line for line in lines if line.key == row["line"]), None)
        line = named or _planned(row, lines)
        if named is None:
            new.append(line)
            add_new_line(sheets, raw, line, raw.stamp(row, 1.0))
        _add(sheets, raw, row, line, row["option"], size=1.0)
    for months in sorted(ramps):
        for month in range(months):
            sheets.add(
                "ramps",
                ramp=f"linear-{months}",
                month=month,
                share=(month + 1) / months,
                **raw.by_hand((month + 1) / months, "even rise over the months of ramp", high=1.0),
            )
    return new


def _add(sheets: Sheets, raw: Raw, row: Row, line: Line, option: str, *, size: float) -> None:
    capacity = number(row["capacity_added"]) * size
    currency = row["currency_million"].removeprefix("m ")
    stamp = raw.stamp(row, capacity)
    if size != 1.0:
        words = (
            f"{row['unit']}: doubles the line at most; cost per unit of monthly capacity as in the raw row"
        )
        stamp = raw.stamp(row | {"basis": "assumed"}, capacity)
        stamp["reason"] = f"{stamp['reason']}; {words}"
    if row["size_mode"] == "integer":
        stamp = worded(stamp, "one block in reality, any share here")
    sheets.add(
        "expansions",
        option=option,
        line=line.key,
        capacity=round(capacity, 2),
        cost=round(number(row["cost"]) * 1e6 * size, 0),
        currency=currency,
        build_months=int(row["months_to_first_output"]),
        ramp=f"linear-{int(row['months_of_ramp'])}",
        earliest=MERGER.get(line.key),
        kind="continuous",
        announced_on=row["announced_on"] or None,
        announced_for=None if row["option"] in OPENING_LATER else row["announced_for"] or None,
        **stamp,
    )
    for payer in _payers(line):
        sheets.add(
            "expansion_payers",
            option=option,
            payer=payer,
            **raw.by_hand(
                None, "the nation of the site, and the national programme that was made for such plants"
            ),
        )


def _payers(line: Line) -> list[str]:
    payers = {"UA": ["ifu"], "ZA": [], "CA": ["CA", "us-ramp"]}.get(line.nation, [line.nation])
    if line.nation in ("CH", "AU"):
        payers = ["DE"]
    if line.nation == "US" and line.item in SHELLS:
        payers = [*payers, "us-ramp"]
    return [*payers, "pl-nra"] if line.nation == "PL" else payers


def _largest(row: Row, lines: list[Line]) -> list[Line]:
    """Lines that a generic option is offered to: the largest in North America and in Europe."""
    if row["item"] == "missile":
        return [line for line in lines if line.key in MISSILE_LINES]
    made = [
        line
        for line in lines
        if line.item == row["item"] and line.hub == POOL and line.nation not in ("CH", "AU")
    ]
    made.sort(key=lambda line: (-line.capacity, line.key))
    europe = [line for line in made if line.nation not in NORTH_AMERICA]
    america = [line for line in made if line.nation in NORTH_AMERICA]
    if row["option"].endswith("greenfield"):
        return europe[1:2]
    return europe[:1] + america[:1]


def _planned(row: Row, lines: list[Line]) -> Line:
    like = max((line for line in lines if line.item == row["item"]), key=lambda line: line.capacity)
    site = UKRAINE_PLAN if row["site"] == "ua-ukroboronprom" else row["site"]
    return Line(
        key=row["line"].removeprefix("NEW "),
        site=site,
        nation=site[:2].upper(),
        hub=POOL,
        item=row["item"],
        capacity=0.0,
        rate=0.0,
        lead=like.lead,
        step=None,
        cost=like.cost,
        currency=like.currency,
    )
