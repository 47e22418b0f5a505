"""Synthetic targets and holdings: the rule of ``raw/targets_rule.md``, on the fleets of the raw rows."""

from __future__ import annotations

import csv
import dataclasses
import functools
from pathlib import Path

from converter.names import codes

NATIONS = codes(
    "AL BE BG CA HR CZ DK EE FI FR DE GR HU IS IT LV LT LU ME NL MK NO PL PT RO SK SI ES TR GB US SE UA"
)
WEIGHT_155 = {
    "PzH 2000": 1.0, "CAESAR": 1.0, "K9": 1.0, "Krab": 1.0, "Zuzana 2": 1.0, "Archer": 1.0,
    "SIAC 155/52": 1.0,
    "T-155 Firtina": 1.0, "Panter 155/52": 1.0, "155 GH 52": 1.0, "Bohdana": 1.0, "ATMOS": 1.0, "M109": 1.0,
    "M777": 1.0, "FH70": 1.0, "AS90": 1.0, "TRF1 / AUF1": 1.0, "Zuzana 2000 / TN-90": 0.8, "M44T / M52T": 0.4,
    "M114": 0.25,
}  # fmt: skip
COMMITTED = {"TR": 0.4, "GR": 0.4}  # large national fleets that are not earmarked in full
CONCAVITY = 0.74  # German fleet -> 230,000, fleet of the United States -> about 1.94 million
GERMAN_TARGET, GERMAN_HOLDING, GERMAN_TANKS = 230_000, 20_000, 303
DAYS = {"v1": 20, "v2": 30}  # before, and after the raise that was expected on the day
FILL_155 = {
    "DE": GERMAN_HOLDING / GERMAN_TARGET, "US": 0.40, "PL": 0.05, "DK": 0.03, "EE": 0.08, "LV": 0.08,
    "LT": 0.08, "FI": 0.35, "GR": 0.35, "TR": 0.35, "NO": 0.12, "SE": 0.12, "IT": 0.12, "ES": 0.12,
    "RO": 0.0, "BG": 0.0,
}  # fmt: skip
FILL_DEFAULT = 0.09
GDP_EUR_BN = {
    "AL": 15, "BE": 502, "BG": 71, "CA": 1681, "HR": 58, "CZ": 238, "DK": 337, "EE": 31, "FI": 251,
    "FR": 2501, "DE": 3602, "GR": 182, "HU": 154, "IS": 22, "IT": 1782, "LV": 34, "LT": 56, "LU": 72, "ME": 5,
    "NL": 856,
    "MK": 12, "NO": 408, "PL": 574, "PT": 214, "RO": 240, "SK": 99, "SI": 52, "ES": 1207, "TR": 692,
    "GB": 2648, "US": 19713, "SE": 537,
}  # fmt: skip
US_BEFORE = {"atgm": 21_000, "manpads": 5_600}  # a third is 7,000 Javelin, a quarter 1,400 Stinger
US_HOLDING = {"atgm": 12_000, "manpads": 3_600}
LEAST_SHARE, MISSILE_FILL, TANK_ROUNDS, TANK_FILL = 0.015, 0.25, 200, 0.25
PER_PLATFORM = {
    "gmlrs": ("HIMARS / M270", 106_000 / 620, 0.30),
    "sam_long_pac3": ("Patriot battery", 3_850 / 60, 0.35),
    "sam_medium_irist": ("IRIS-T SLM fire unit", 36, 0.10),
    "sam_medium_amraam": ("NASAMS battery", 54, 0.50),
}
KEPT = {
    "artillery_152": ("152 mm howitzers", 100, 30_000),
    "artillery_122": ("122 mm howitzers", 80, 45_000),
    "artillery_105": ("105 mm howitzers", 150, 10_000),
}
UKRAINE_MONTH, UKRAINE_HOLDING = 356_400, 88_000  # the minister's monthly requirement of March 2023

_FLEETS = Path(__file__).resolve().parent.parent / "raw" / "fleets.csv"


@dataclasses.dataclass(frozen=True)
class Need:
    """One synthetic target with the holding beside it.

    Args:
        version: v1 or v2.
        nation: Who is to hold it.
        name: Class, as in the raw rows.
        target: Units to hold.
        holding: Units held.
    """

    version: str
    nation: str
    name: str
    target: float
    holding: float


@functools.cache
def _fleets() -> dict[tuple[str, str], tuple[float, float]]:
    with _FLEETS.open(encoding="utf-8", newline="") as file:
        counts: dict[tuple[str, str], tuple[float, float]] = {}
        for row in csv.DictReader(file):
            key = (row["nation"], row["platform"])
            held, ordered = counts.get(key, (0.0, 0.0))
            counts[key] = (held + float(row["holding"]), ordered + float(row["on_order"]))
    return counts


def held(nation: str, platform: str) -> float:
    """Platforms that a nation holds."""
    return _fleets().get((nation, platform), (0.0, 0.0))[0]


def count(nation: str, platform: str) -> float:
    """Platforms that a nation holds or has on order."""
    return sum(_fleets().get((nation, platform), (0.0, 0.0)))


def guns_of() -> dict[str, float]:
    """Weighted 155 mm guns of every nation, held and on order."""
    return {
        nation: sum(weight * count(nation, gun) for gun, weight in WEIGHT_155.items())
        * COMMITTED.get(nation, 1.0)
        for nation in NATIONS
    }


def needs() -> list[Need]:
    """Targets and holdings of every nation, class and version."""
    guns = guns_of()
    return [
        need
        for nation in NATIONS
        for part in (
            _rounds_155(nation, guns),
            _tanks(nation),
            _launchers(nation),
            _by_gdp(nation),
            _kept(nation),
        )
        for need in part
    ]


def _rounds_155(nation: str, guns: dict[str, float]) -> list[Need]:
    full = 0.0 if guns[nation] == 0 else GERMAN_TARGET * (guns[nation] / guns["DE"]) ** CONCAVITY
    stock = round(full * FILL_155.get(nation, FILL_DEFAULT), -2)
    stock = {"UA": UKRAINE_HOLDING, "DE": GERMAN_HOLDING}.get(nation, stock)
    return [
        Need(
            version,
            nation,
            "artillery_155",
            UKRAINE_MONTH if nation == "UA" else round(full * days / DAYS["v2"], -2),
            stock,
        )
        for version, days in DAYS.items()
    ]


def _tanks(nation: str) -> list[Need]:
    tanks = count(nation, "120 mm smoothbore tanks")
    full = 0.0 if tanks == 0 else TANK_ROUNDS * GERMAN_TANKS * (tanks / GERMAN_TANKS) ** CONCAVITY
    return [
        Need(version, nation, "tank_120", round(full * days / DAYS["v2"], -2), round(full * TANK_FILL, -2))
        for version, days in DAYS.items()
    ]


def _launchers(nation: str) -> list[Need]:
    return [
        Need(
            version,
            nation,
            name,
            round(each * count(nation, platform) * days / DAYS["v2"]),
            round(each * held(nation, platform) * fill),
        )
        for name, (platform, each, fill) in PER_PLATFORM.items()
        for version, days in DAYS.items()
    ]


def _by_gdp(nation: str) -> list[Need]:
    if nation == "UA":
        return []
    share = (GDP_EUR_BN[nation] / GDP_EUR_BN["US"]) ** CONCAVITY
    found = []
    for name, before in US_BEFORE.items():
        full = 0.0 if nation == "IS" else max(before * share, LEAST_SHARE * before)
        stock = US_HOLDING[name] if nation == "US" else MISSILE_FILL * full
        found += [
            Need(version, nation, name, round(full * days / DAYS["v2"], -1), round(stock, -1))
            for version, days in DAYS.items()
        ]
    return found


def _kept(nation: str) -> list[Need]:
    found = []
    for name, (platform, each, ukraine) in KEPT.items():
        if not held(nation, platform):
            continue
        stock = ukraine if nation == "UA" else each * held(nation, platform)
        twice = 2 if name == "artillery_105" and nation != "UA" else 1
        found += [Need(version, nation, name, round(stock * twice), round(stock)) for version in DAYS]
    return found
