"""Contracts under which Allies and funds buy for Ukraine."""

from __future__ import annotations

from converter.deals import EUROPEAN, PRICES, Deal, kits, makers
from converter.names import LEGACY
from converter.plants import Line

EPF_REST = ("kit-ca-repentigny", "kit-gb-glascoed", "kit-tr-mke", "kit-us-iowa")
MILLION, GIVEN = 1_000_000.0, 220_000.0


def aid_deals(lines: list[Line]) -> list[Deal]:
    """Contracts under which Allies and funds buy for Ukraine.

    Args:
        lines: The lines of the case.

    Returns:
        The contracts; all of them deliver to Ukraine.
    """
    eu = [key for key in kits(lines, EUROPEAN) if key not in EPF_REST]
    legacy = [key for item in LEGACY for key in makers(lines, item)]
    european = [
        *kits(lines, EUROPEAN),
        *legacy,
        *makers(lines, "120mm_tank_round"),
        *makers(lines, "105mm_round"),
    ]
    european = [key for key in european if not key.endswith("tr-mke")]
    rounds = ["155mm_round", *LEGACY, "120mm_tank_round", "105mm_round"]
    wide = {"kind": "spot", "recipients": ["UA"], "at_order": 1.0, "admin": 3}
    why = "aid money buys what can be had in Europe; 3 months of administration set by hand"
    deals = [
        Deal(key=f"aid-{fund}", name=name, buyers=[fund], lines=european, prices=rounds, why=why, **wide)
        for fund, name in {
            "de-ua": "German purchases for Ukraine",
            "dk-ua": "Danish purchases for Ukraine",
            "epf-gen": "Purchases repaid by the European Peace Facility",
            "nl-ua": "Dutch purchases for Ukraine",
            "no-ua": "Norwegian purchases for Ukraine",
        }.items()
    ]
    deals += [
        Deal(
            key="aid-epf-t2", name="European Peace Facility, track 2", kind="framework", admin=4, buyers=["epf-t2"],
            recipients=["UA"], lines=sorted([*eu, *EPF_REST]), prices=["155mm_round"], at_order=1.0, agent="eda", queue=True,
            sources=("D0062", "D0064"), known_on="2023-05-05", valid=("", "2023-09"),
            why="EUR 1 bn for 155 mm from the EU and Norway, orders to 30 September; months set by hand",
        ),
        Deal(
            key="eu-million", name="Member states' orders for the million rounds", kind="framework", admin=3,
            buyers=["group:EU-NO"], recipients=["UA"], lines=eu, prices=["155mm_round"], agent="eda",
            sources=("D0060",), known_on="2023-03-20", valid=("", "2024-03"), ceiling=MILLION - GIVEN, queue=True,
            why="one million rounds within twelve months, less 220,000 given under track 1",
        ),
        Deal(
            key="aid-gb-ua", name="British purchases for Ukraine", buyers=["gb-ua"], why=why,
            lines=[*european], prices=rounds, **wide,
        ),
        Deal(
            key="aid-ifu", name="Purchases of the International Fund for Ukraine", buyers=["ifu"], why=why,
            lines=[*european, "kit-za-rdm"], prices=rounds, **wide,
        ),
        Deal(
            key="aid-fr-ua", name="French purchases for Ukraine", buyers=["fr-ua"], lines=kits(lines, ["FR"]),
            prices=["155mm_round"], why=why, **wide,
        ),
        Deal(
            key="aid-nlaw", name="NLAW for Ukraine", buyers=["gb-ua"], lines=["nlaw-gb-belfast"], prices=["nlaw"],
            why=why, **wide,
        ),
        Deal(
            key="aid-iris-t", name="IRIS-T SLM for Ukraine", buyers=["de-ua"], lines=["irist-de-ueberlingen"],
            prices=["iris_t_slm"], why=why, **wide,
        ),
        _usai(lines, wide),
        Deal(
            key="aid-us-legacy", name="US purchases of 152 and 122 mm for Ukraine", buyers=["us-usai"], lines=legacy,
            prices=list(LEGACY), why="bought through third parties; 3 months set by hand", **wide,
        ),
    ]  # fmt: skip
    return deals


def _usai(lines: list[Line], wide: dict[str, object]) -> Deal:
    made = {item for item in (key.split(" ")[0] for key in PRICES if PRICES[key][0] == "USD")}
    keys = [line.key for line in lines if line.nation == "US" and line.item in made]
    prices = ["155mm_round US", "120mm_tank_round US", "105mm_round US"]
    prices += ["gmlrs", "javelin", "stinger", "pac3_mse", "amraam"]
    return Deal(
        key="aid-usai", name="US security assistance initiative", buyers=["us-usai"], lines=keys, prices=prices,
        why="new production for Ukraine; 3 months of administration set by hand", **wide,
    )  # type: ignore[arg-type]  # fmt: skip


