"""Items, classes, what covers what, and bills of materials."""

from __future__ import annotations

from converter.names import CLASS_OF, FLEET_FAMILY, IRIS_T, NASAMS, PARTS, slug
from converter.raw import Raw, Row, number
from converter.sheet import Sheets

LEFT_OUT = ("35mm_round",)  # no Ally has a target for it; see the README of the case
MIXED_FILL = ("FR", "NO", "SE", "FI", "IT", "ES", "TR")
IMX_FILL = ("US", "CA")
GUNS_155 = "all 155 mm guns"
STATES = {"certified": "interchangeable", "usable_with_data": "data_needed", "none": "none"}
NAME_OF = {"120mm_tank_round": "120mm_tank_round", "gmlrs": "gmlrs"}


def add_goods(sheets: Sheets, raw: Raw) -> None:
    """Fill ``items`` (platforms too) and ``compatibility``.

    Args:
        sheets: The tables of the case.
        raw: The raw rows.
    """
    for row in raw.rows("items", structural=True):
        if row["item"] in LEFT_OUT:
            continue
        sheets.add(
            "items",
            item=row["item"],
            name=row["name"],
            kind=row["kind"],
            family=row["family"],
            unit=row["unit"],
            standard=row["standard"],
            basket=row["basket"],
            shelf_life=number(row["shelf_life_months"]),
            **raw.stamp(row, structural=True),
        )
    why = "makers outside the pooled network: their chain is one part, as scarce as its scarcest step"
    sheets.add(
        "items",
        item=PARTS,
        name="all parts of one round, from a chain of its own",
        kind="component",
        family="abroad",
        unit="sets",
        standard="common",
        basket="everything a full round needs",
        **raw.by_hand(None, why),
    )
    for row in raw.rows("platforms", structural=True):
        if row["item"] in LEFT_OUT:
            continue
        sheets.add(
            "items",
            item=slug(row["platform"]),
            name=row["platform"],
            kind="platform",
            family=FLEET_FAMILY.get(row["family"], row["family"]),
            unit="pieces",
            standard=row["standard"],
            basket=f"ammunition family {row['family']}",
            **raw.stamp(row, structural=True),
        )
    _add_cover(sheets, raw)
    _add_platforms(sheets, raw)


def _add_cover(sheets: Sheets, raw: Raw) -> None:
    why = "the class is the item's own"
    by_nation = {"iris_t_slm": (*IRIS_T, "UA"), "amraam": (*NASAMS, "UA")}
    for item, name in CLASS_OF.items():
        for nation in by_nation.get(item, ("*",)):
            reason = (
                why if nation == "*" else "the launcher that the nation holds, orders or is given by rule"
            )
            if item in ("javelin", "nlaw"):
                reason = "both are counted one for one; launch units and training are not modelled"
            if item == "155mm_round":
                reason = (
                    "pooled: every nation has at least one family of rounds qualified for each of its guns; "
                    "one of another family needs firing data (rows with a platform)"
                )
            sheets.add(
                "compatibility",
                item=item,
                nation=nation,
                state="interchangeable",
                ratio=1.0,
                **{"class": name},
                **raw.by_hand(1.0, reason, low=1.0, high=1.0),
            )


def _add_platforms(sheets: Sheets, raw: Raw) -> None:
    families: dict[str, list[Row]] = {}
    single: list[tuple[str, str, Row]] = []
    items = {row["item"] for row in raw.rows("items", structural=True)} - set(LEFT_OUT)
    guns = [row["platform"] for row in raw.rows("platforms", structural=True) if row["item"] == "155mm_round"]
    for row in raw.rows("compatibility", structural=True):
        if row["item_or_family"] in items:
            single += [
                (row["item_or_family"], platform, row) for platform in _platforms(row["platform"], guns)
            ]
        elif row["platform"] in guns and not row["nation"]:
            families.setdefault(row["platform"], []).append(row)
    for platform, rows in families.items():
        fit = [row["item_or_family"].removesuffix(" family") for row in rows if row["state"] == "certified"]
        other = next((row for row in rows if row["state"] == "usable_with_data"), None)
        state = "common" if other is None else "interchangeable" if fit else "data_needed"
        spare: Row = other or {}
        shown = ", ".join(fit) or "none"
        reason = (
            f"families qualified: {shown}; each of the others needs firing data and a national qualification"
        )
        sheets.add(
            "compatibility",
            item="155mm_round",
            platform=slug(platform),
            nation="*",
            state=state,
            ratio=1.0,
            months_to_certify=number(spare["months_to_certify"]) if spare else None,
            cost_to_certify=number(spare["cost_to_certify_eur_m"]) * 1e6 if spare else None,
            **raw.by_hand(1.0, reason, *_known(raw, spare), low=1.0, high=1.0),
        )
    for item, platform, row in single:
        sheets.add(
            "compatibility",
            item=item,
            platform=slug(platform),
            nation=row["nation"] or "*",
            state=STATES[row["state"]],
            ratio=1.0,
            months_to_certify=number(row["months_to_certify"]),
            cost_to_certify=number(row["cost_to_certify_eur_m"]) * 1e6,
            **(
                raw.stamp(row, 1.0, structural=True) | {"low": None, "high": None}
                if row["basis"] != "assumed"
                else raw.stamp(row, 1.0, structural=True)
            ),
        )


def _known(raw: Raw, row: Row) -> list[str]:
    keys = raw.sources.keys(row.get("source", ""))
    return [key for key in keys if raw.sources.printed(key) <= raw.day]


def _platforms(name: str, guns: list[str]) -> list[str]:
    if name == GUNS_155:
        return guns
    return ["152 mm howitzers", "122 mm howitzers"] if name == "152/122 mm howitzers" else [name]


def add_recipes(sheets: Sheets, raw: Raw, fills: dict[str, str], abroad: dict[str, str]) -> None:
    """Fill ``recipes``.

    Args:
        sheets: The tables of the case.
        raw: The raw rows.
        fills: Nation of each line that fills projectiles; it says which fills the line may use.
        abroad: Item of each line that draws on a chain of its own.
    """
    for row in raw.rows("recipes", structural=True):
        quantity = number(row["quantity"])
        stamp = raw.stamp(row, quantity, structural=True)
        for line in _lines_of(row, fills):
            sheets.add(
                "recipes",
                item=row["item"],
                line=line,
                recipe=row["recipe"],
                component=row["component"],
                quantity=quantity,
                **stamp,
            )
    for line, item in abroad.items():
        sheets.add(
            "recipes",
            item=item,
            line=line,
            recipe="abroad",
            component=PARTS,
            quantity=1.0,
            **raw.by_hand(1.0, "one set of parts to a round, by definition", low=1.0, high=1.0),
        )


def _lines_of(row: Row, fills: dict[str, str]) -> list[str]:
    if row["item"] != "155mm_lap":
        return ["*"]
    nations = {"imx": IMX_FILL, "mixed": MIXED_FILL}.get(row["recipe"])
    return [line for line, nation in fills.items() if nations is None or nation in nations]
