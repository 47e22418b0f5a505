"""Targets, holdings, use, floors and the scale of each class: synthetic rules, stated once."""

from __future__ import annotations

import math

from converter.names import CLASS_OF, CLASSES, HOLDERS, IRIS_T, ITEMS_OF, LEGACY, NLAW_USERS, raw_class
from converter.raw import Raw, number
from converter.sheet import Sheets
from converter.targets_rule import DAYS, FILL_155, FILL_DEFAULT, guns_of, needs

FIRST_MONTH, MONTHS = "2023-07", 60
SPREAD_CLASSES = ("atgm", "manpads", "tank_120")
SPREAD_LIMITS = (0.4, 2.4)
FIRE_UNIT = 36  # missiles for the one fire unit of a nation without a medium system
TRAINING = {
    "missiles": 0.001,
    "rockets": 0.001,
    "rounds": 0.004,
}  # share of the raised target used each month
UKRAINE_STOCK = {"javelin": 600.0, "stinger": 120.0}  # two months of use
FLOOR_OF_ITEM = {
    "155mm_round": 0.5, "105mm_round": 0.5, "120mm_tank_round": 0.7, "gmlrs": 0.7, "javelin": 0.7,
    "nlaw": 0.7, "stinger": 0.7, "pac3_mse": 0.9, "amraam": 0.8, "iris_t_slm": 0.8, "152mm_round": 0.25,
    "122mm_round": 0.25,
}  # fmt: skip
FLOOR_OF_NATION = {"FI": 0.8, "GR": 0.8, "TR": 0.8, "US": 0.6}
GIVES_NOTHING = {
    "HU": "gives no arms by its own policy (recalled)",
    "TR": "no public gift of such rounds by the day",
}
EVEN_SHARE = 2000.0  # weight of a class whose gap and whose Ukrainian use are wholly unmet


def add_needs(sheets: Sheets, raw: Raw) -> None:
    """Fill ``target_versions``, ``targets``, ``holdings``, ``floors``, ``usage`` and ``classes``.

    Args:
        sheets: The tables of the case.
        raw: The raw rows.
    """
    forum = "NATO defence planning (rule of the case, not the classified figure)"
    in_force = "in force on the day; the day of its decision is not public"
    sheets.add(
        "target_versions",
        version="v1",
        decided_on=raw.day,
        forum=forum,
        **raw.rule("rule-targets", note=in_force),
    )
    sheets.add(
        "target_versions",
        version="v2",
        decided_on="2023-06-16",
        forum="NATO Defence Ministers, raise expected",
        replaces="v1",
        **raw.rule(
            "rule-targets",
            note="not yet decided, expected of the meeting of 15 and 16 June: half as much again is a guess",
        ),
    )
    targets = _targets()
    for (version, nation, name), quantity in sorted(targets.items()):
        if quantity == 0 or nation == "UA":
            continue
        sheets.add(
            "targets",
            version=version,
            nation=nation,
            quantity=quantity,
            method="level of effort",
            **{"class": name, "from": FIRST_MONTH},
            **raw.rule("rule-targets"),
        )
    stocks = _holdings()
    _add_stocks(sheets, raw, stocks)
    use = _add_use(sheets, raw, targets, stocks)
    _add_classes(sheets, raw, targets, stocks, use)


def _targets() -> dict[tuple[str, str, str], float]:
    """Units to hold by version, nation and class."""
    found: dict[tuple[str, str, str], float] = {}
    for need in needs():
        key = (need.version, need.nation, raw_class(need.name))
        found[key] = found.get(key, 0.0) + need.target
    for version, days in DAYS.items():
        for nation in IRIS_T:
            key = (version, nation, "sam_medium")
            found[key] = max(found.get(key, 0.0), round(FIRE_UNIT * days / DAYS["v2"]))
    return found


def _spread(nation: str, guns: dict[str, float]) -> float:
    """How much fuller or emptier than the mean a nation's other stocks are taken to be."""
    if nation == "US" or guns.get(nation, 0.0) == 0:
        return 1.0
    low, high = SPREAD_LIMITS
    return min(max(FILL_155.get(nation, FILL_DEFAULT) / FILL_DEFAULT, low), high)


def _holdings() -> dict[tuple[str, str], float]:
    """Units held by nation and item."""
    guns = guns_of()
    found: dict[tuple[str, str], float] = {}
    for need in needs():
        if need.version != "v2" or need.holding == 0:
            continue
        name, items = raw_class(need.name), ITEMS_OF[raw_class(need.name)]
        quantity = need.holding
        if name in SPREAD_CLASSES and need.nation != "UA":
            quantity = round(quantity * _spread(need.nation, guns), -1)
        if name == "atgm":
            items = ("javelin", "nlaw") if need.nation in NLAW_USERS else ("javelin",)
        if name == "sam_medium":
            items = ("iris_t_slm",) if need.name.endswith("irist") else ("amraam",)
        for item in items:
            key = (need.nation, item)
            found[key] = found.get(key, 0.0) + round(quantity / len(items))
    return found | {("UA", item): quantity for item, quantity in UKRAINE_STOCK.items()}


def _add_stocks(sheets: Sheets, raw: Raw, stocks: dict[tuple[str, str], float]) -> None:
    for (nation, item), quantity in sorted(stocks.items()):
        share = max(FLOOR_OF_ITEM[item], FLOOR_OF_NATION.get(nation, 0.0) if item not in LEGACY else 0.0)
        floor = 0.0 if nation == "UA" else float(math.ceil(quantity * share))
        free = 0.0 if nation in ("UA", *GIVES_NOTHING) else quantity - floor
        rule = "rule-spread" if CLASS_OF[item] in SPREAD_CLASSES and nation != "UA" else "rule-targets"
        note = GIVES_NOTHING.get(nation, "")
        sheets.add(
            "holdings",
            nation=nation,
            item=item,
            lot="",
            quantity=quantity,
            releasable=free,
            **raw.rule(rule, note=note),
        )
        if floor:
            sheets.add("floors", nation=nation, item=item, quantity=floor, **raw.rule("rule-floors"))


def _add_use(
    sheets: Sheets,
    raw: Raw,
    targets: dict[tuple[str, str, str], float],
    stocks: dict[tuple[str, str], float],
) -> dict[str, float]:
    """Fill ``usage``; return Ukraine's use a month by class."""
    ukraine: dict[str, float] = {}
    for row in raw.rows("usage"):
        name = raw_class(row["class"])
        if row["kind"] == "training":
            rate = number(row["rate"])
            sheets.add(
                "usage",
                nation=row["nation"],
                kind="peacetime",
                month=FIRST_MONTH,
                rate=rate,
                **{"class": name, "item": ""},
                **raw.stamp(row, rate),
            )
        if row["kind"] == "combat" and row["nation"] == "UA" and name in CLASSES:
            ukraine[name] = ukraine.get(name, 0.0) + number(row["rate"])
    for name, rate in ukraine.items():
        rows = [
            row for row in raw.rows("usage") if row["kind"] == "combat" and raw_class(row["class"]) == name
        ]
        low, high = (sum(number(row[bound]) for row in rows) for bound in ("low", "high"))
        stamp = raw.stamp(rows[0] | {"low": str(low), "high": str(high)}, rate) | {"low": low, "high": high}
        sheets.add(
            "usage",
            nation="UA",
            kind="operational",
            month=FIRST_MONTH,
            rate=rate,
            **{"class": name, "item": ""},
            **stamp,
        )
    for (version, nation, name), quantity in sorted(targets.items()):
        if version != "v2" or nation not in HOLDERS or name == "artillery_155" or quantity == 0:
            continue
        if not any(stocks.get((nation, item)) for item in ITEMS_OF[name]):
            continue  # nothing to train with yet
        rate = round(quantity * TRAINING[CLASSES[name][1]], 2)
        sheets.add(
            "usage",
            nation=nation,
            kind="peacetime",
            month=FIRST_MONTH,
            rate=rate,
            **{"class": name, "item": ""},
            **raw.rule("rule-use"),
        )
    return ukraine


def _add_classes(
    sheets: Sheets,
    raw: Raw,
    targets: dict[tuple[str, str, str], float],
    stocks: dict[tuple[str, str], float],
    use: dict[str, float],
) -> None:
    for name, (words, unit) in CLASSES.items():
        gap = sum(
            max(quantity - sum(stocks.get((nation, item), 0.0) for item in ITEMS_OF[name]), 0.0)
            for (version, nation, cls), quantity in targets.items()
            if version == "v2" and cls == name and nation != "UA"
        )
        scale = float(f"{(gap + use.get(name, 0.0) * MONTHS) / EVEN_SHARE:.2g}")
        sheets.add(
            "classes",
            name=words,
            unit=unit,
            scale=scale,
            **{"class": name},
            **raw.rule("rule-scale", "synthetic"),
        )
