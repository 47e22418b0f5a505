"""All tables of the case, in the order in which one needs another."""

from __future__ import annotations

from pathlib import Path

from converter.chances import add_chances
from converter.deals import add_deals
from converter.fleets import add_fleets
from converter.goods import add_goods, add_recipes
from converter.growth import add_growth, steps_of
from converter.guide import guide
from converter.hindrances import add_lanes, add_obstacles, add_pledges
from converter.money import add_money
from converter.needs import FIRST_MONTH, MONTHS, add_needs
from converter.parties import add_parties
from converter.pipeline import add_pipeline
from converter.plants import ABROAD, add_lines, add_sites
from converter.raw import RAW, Raw
from converter.sheet import Sheets
from converter.sources import Register
from converter.support import add_support
from converter.workshops import add_workshops

SETTINGS = """\
schema = 1
name = "allies-2023-06"
as_of = "{day}"
first_month = "{first}"
months = {months}
currency = "EUR"
price_year = 2023
end = "meet"
target_version = "v2"
"""


def tables(day: str) -> tuple[Sheets, list[str]]:
    """The tables of the case as of a day.

    Args:
        day: YYYY-MM-DD.

    Returns:
        The tables, and the raw obstacles that they cannot express.
    """
    register = Register(RAW, day)
    raw, sheets = Raw(day, register), Sheets()
    add_parties(sheets, raw)
    add_goods(sheets, raw)
    nations = add_sites(sheets, raw)
    lines = add_lines(sheets, raw, nations, steps_of(raw))
    new = add_growth(sheets, raw, lines)
    fills = {line.key: line.nation for line in [*lines, *new] if line.item == "155mm_lap"}
    add_recipes(sheets, raw, fills, ABROAD)
    add_needs(sheets, raw)
    add_money(sheets, raw)
    add_workshops(sheets, raw)
    add_deals(sheets, raw)
    add_pipeline(sheets, raw, lines)
    left = add_obstacles(sheets, raw)
    add_lanes(sheets, raw)
    add_pledges(sheets, raw)
    add_fleets(sheets, raw)
    add_support(sheets, raw)
    add_chances(sheets, raw)
    for row in register.rows():
        sheets.add("sources", **row)
    return sheets, left


def build(day: str, out: Path) -> None:
    """Write the case.

    Args:
        day: As-of day, YYYY-MM-DD.
        out: Folder of the case; its tables are replaced.
    """
    sheets, left = tables(day)
    out.mkdir(parents=True, exist_ok=True)
    for old in out.glob("*.csv"):
        old.unlink()
    for name in sheets.names():
        (out / f"{name}.csv").write_text(sheets.render(name), encoding="utf-8", newline="")
    settings = SETTINGS.format(day=day, first=FIRST_MONTH, months=MONTHS)
    (out / "case.toml").write_text(settings, encoding="utf-8", newline="")
    (out / "README.md").write_text(guide(sheets, left), encoding="utf-8", newline="")
