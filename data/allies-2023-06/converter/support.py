"""Instruments: who reimburses what, and where the value of a line's output comes from."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from converter.deals import prices
from converter.money import rate_of
from converter.names import CLASS_OF, EU
from converter.raw import BEFORE, Raw
from converter.sheet import Sheets
from converter.workshops import fleet_lines

_CHOICES = Path(__file__).resolve().parent.parent / "choices" / "instruments.toml"
AREA = "EU-NO"
OPTIONS = "set:eu-no"
ROLES = {
    "member": "members", "contract": "contracts", "option": "options", "item": "items",
    "recipient": "recipients",
}  # fmt: skip
COLUMNS = (
    "name", "kind", "payer", "rate", "cap_share", "amount", "valid_from", "valid_to", "min_members",
    "member_share", "flat_rate", "adopted_on",
)  # fmt: skip
# Share of the value of a complete round or missile that originates in the EU and Norway: value, low, high.
INSIDE = (0.85, 0.65, 1.0)
ELSEWHERE = {"CH": (0.4, 0.2, 0.6), "GB": (0.3, 0.1, 0.5), "TR": (0.2, 0.05, 0.4), "UA": (0.3, 0.0, 0.6)}
FAR = (0.05, 0.0, 0.2)


def add_support(sheets: Sheets, raw: Raw) -> None:
    """Fill ``instruments`` with their parties, limits and values, and ``line_origins``.

    An instrument that was not known by the day is left out.

    Args:
        sheets: The tables of the case.
        raw: The raw rows.
    """
    chosen = tomllib.loads(_CHOICES.read_text(encoding="utf-8"))["instrument"]
    for instrument in chosen:
        known = [raw.sources.printed(key) for key in instrument["sources"]]
        days = [instrument.get("known_on", ""), instrument.get("adopted_on", "")]
        late = [] if instrument.get("later") else [day for day in known if day]
        if max([*days, *late]) <= raw.day:
            _add_instrument(sheets, raw, instrument)
    _add_origins(sheets, raw)


def _stamp(raw: Raw, instrument: Mapping[str, Any], figure: float | None) -> dict[str, object]:
    if instrument.get("later") or "known_on" in instrument:
        keys = [raw.sources.use(key) for key in instrument["sources"]]
        cells: dict[str, object] = {"source": ";".join(keys), "basis": "cited", "note": instrument["why"]}
        if instrument.get("later"):
            return cells | {"known_on": BEFORE, "vintage": "later"}
        return cells | {"known_on": instrument["known_on"]}
    bounds = {} if figure is None else {"low": instrument["low"], "high": instrument["high"]}
    return raw.by_hand(figure, instrument["why"], *instrument["sources"], **bounds)


def _add_instrument(sheets: Sheets, raw: Raw, instrument: Mapping[str, Any]) -> None:
    key = instrument["key"]
    cells = {column: instrument.get(column) for column in COLUMNS}
    stamp = _stamp(raw, instrument, instrument.get("rate"))
    sheets.add("instruments", instrument=key, currency="EUR", key=instrument["terms"], **cells, **stamp)
    stamp = {name: cell for name, cell in stamp.items() if name not in ("low", "high")}
    for role, column in ROLES.items():
        for party in instrument.get(column, ()):
            for name in _options(sheets) if party == OPTIONS else [party]:
                sheets.add("instrument_parties", instrument=key, role=role, party=name, **stamp)
    for numerator, limit in instrument.get("limits", {}).items():
        bounds = {"low": limit, "high": limit} if stamp["basis"] == "assumed" else {}
        sheets.add("instrument_limits", instrument=key, numerator=numerator, limit=limit, **stamp | bounds)
    if instrument["kind"] == "transfer":
        _add_values(sheets, raw, key)


def _options(sheets: Sheets) -> list[str]:
    """Options to make more ammunition in the EU and Norway."""
    nation = {row["site"]: row["nation"] for row in sheets.rows("sites")}
    inside = {row["line"] for row in sheets.rows("lines") if nation[row["site"]] in (*EU, "NO")}
    own = inside - fleet_lines()
    return [str(row["option"]) for row in sheets.rows("expansions") if row["line"] in own]


def _add_values(sheets: Sheets, raw: Raw, key: str) -> None:
    for item in CLASS_OF:
        price = prices()[item]
        value = float(f"{price.price * rate_of(price.currency):.3g}")
        reason = "a unit from stock at the price of a new one; claims may be lower for what is old"
        stamp = raw.by_hand(value, reason, low=value / 4, high=value)
        sheets.add("instrument_values", instrument=key, item=item, value=value, **stamp)


def _add_origins(sheets: Sheets, raw: Raw) -> None:
    nation = {row["site"]: str(row["nation"]) for row in sheets.rows("sites")}
    for row in sheets.rows("lines"):
        if row["item"] not in CLASS_OF and row["item"] != "zuzana_2":
            continue
        home = nation[row["site"]]
        inside = home in (*EU, "NO")
        share, low, high = INSIDE if inside else ELSEWHERE.get(home, FAR)
        reason = "by the nation of the last step and where its parts are bought; nothing public, set by hand"
        stamp = raw.by_hand(share, reason, low=low, high=high)
        sheets.add("line_origins", line=row["line"], group=AREA, share=share, **stamp)
