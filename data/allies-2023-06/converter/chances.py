"""What is uncertain: outages of sites, and figures that vary."""

from __future__ import annotations

import tomllib
from pathlib import Path

from converter.raw import Raw
from converter.sheet import Sheets

_CHOICES = Path(__file__).resolve().parent.parent / "choices" / "chances.toml"


def add_chances(sheets: Sheets, raw: Raw) -> None:
    """Fill ``outages``, ``outage_sites`` and ``distributions``; a site not known by the day is left out.

    Args:
        sheets: The tables of the case.
        raw: The raw rows.
    """
    chosen = tomllib.loads(_CHOICES.read_text(encoding="utf-8"))
    known = {row["site"] for row in sheets.rows("sites")}
    for outage in chosen["outage"]:
        sites = [site for site in outage["sites"] if site in known]
        value, low, high = outage["rate"]
        cells = {name: outage[name] for name in ("months", "months_90", "severity")}
        if sites:
            stamp = raw.by_hand(value, outage["why"], low=low, high=high)
            sheets.add("outages", outage=outage["key"], rate=value, **cells, **stamp)
        for site in sites:
            sheets.add("outage_sites", outage=outage["key"], site=site, **raw.by_hand(None, outage["why"]))
    for entry in chosen["distribution"]:
        value, low, high = entry["spread"]
        cells = {name: entry.get(name) for name in ("table", "row", "column", "kind", "driver")}
        stamp = raw.by_hand(value, entry["why"], low=low, high=high)
        sheets.add("distributions", spread=value, **cells, **stamp)
