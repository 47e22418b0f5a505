"""Frameworks and contracts under which Allies buy for themselves."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from converter.names import CLASS_OF, HOLDERS, IRIS_T, LEGACY, NASAMS
from converter.plants import Line
from converter.raw import Raw
from converter.sheet import Sheets

EUROPEAN = ("BE", "BG", "CZ", "DE", "ES", "FI", "FR", "GB", "IT", "NO", "PL", "RO", "SE", "SK", "TR")
SINGLE_SOURCE = ("gmlrs", "javelin", "stinger", "pac3_mse", "amraam")
LARGE = 2000.0  # rounds a month of a line that answers the first joint call
KR_BUYERS = ("EE", "FI", "NO", "PL", "TR", "US")

# Price of one unit: currency, price, low, high, why, sources.
PRICES = {
    "155mm_round": ("EUR", 4000.0, 3000.0, 5500.0, "4 bn for 1 million full rounds; parts are inside it", "P0599;D0474"),
    "155mm_round US": ("USD", 2720.0, 2400.0, 3000.0, "sum of the US chain, parts inside it; press: about 3,000", ""),
    "155mm_round FMS": ("USD", 3000.0, 2720.0, 3800.0, "US round sold abroad, press figure of about 3,000", ""),
    "155mm_round KR": ("EUR", 3500.0, 2500.0, 4500.0, "complete round, nothing public", ""),
    "120mm_tank_round": ("EUR", 5000.0, 3500.0, 8000.0, "mix of training and combat rounds, nothing public", ""),
    "120mm_tank_round US": ("USD", 4500.0, 3000.0, 8000.0, "mix of training and combat rounds, nothing public", ""),
    "105mm_round": ("EUR", 1500.0, 1000.0, 2200.0, "complete round, nothing public", ""),
    "105mm_round US": ("USD", 1500.0, 1000.0, 2200.0, "complete round, nothing public", ""),
    "152mm_round": ("EUR", 1800.0, 1000.0, 3000.0, "new production, nothing public", ""),
    "122mm_round": ("EUR", 1100.0, 700.0, 2000.0, "new production, nothing public", ""),
    "gmlrs": ("USD", 160e3, 130e3, 200e3, "complete rocket, nothing public on the day", ""),
    "javelin": ("USD", 200e3, 150e3, 250e3, "round without launch unit, nothing public on the day", ""),
    "stinger": ("USD", 480e3, 400e3, 500e3, "624.6 m / 1,300 with engineering and test equipment", "P0262"),
    "nlaw": ("GBP", 35e3, 25e3, 45e3, "complete weapon, nothing public on the day", ""),
    "pac3_mse": ("USD", 4.0e6, 3.5e6, 5.2e6, "complete interceptor, nothing public on the day", ""),
    "iris_t_slm": ("EUR", 1.0e6, 0.6e6, 1.9e6, "complete missile, nothing public on the day", ""),
    "amraam": ("USD", 1.1e6, 0.9e6, 1.3e6, "complete missile, nothing public on the day", ""),
}  # fmt: skip


@dataclasses.dataclass(frozen=True, kw_only=True)
class Deal:
    """A contract with everything that hangs on it.

    Args:
        key: Key of the contract.
        name: Name in words.
        kind: framework, spot or brokered.
        admin: Months from order to the first start.
        buyers: Nations and groups that may buy.
        lines: Lines that deliver.
        prices: Key in :data:`PRICES` of each item.
        why: Why the row was set so.
        sources: Keys of sources of a cited or derived contract; empty for an assumed one.
        known_on: Day on which it was known; "" for the as-of day.
        queue: Whether orders may wait at the line.
        valid: First and last month of ordering; "" for no limit.
        payers: Nations that may pay besides the buyer; empty for the buyer alone.
        recipients: Who receives; empty for the buyer.
        agent: Agency that runs it, or "".
        ceiling: Most units over the horizon.
        ceiling_value: Most order value in the currency of the contract.
        at_order: Share of the price due at order; the rest at delivery.
    """

    key: str
    name: str
    kind: str
    admin: int
    buyers: Sequence[str]
    lines: Sequence[str]
    prices: Sequence[str]
    why: str
    sources: tuple[str, ...] = ()
    known_on: str = ""
    queue: bool = False
    valid: tuple[str, str] = ("", "")
    payers: Sequence[str] = ()
    recipients: Sequence[str] = ()
    agent: str = ""
    ceiling: float | None = None
    ceiling_value: float | None = None
    at_order: float = 0.3


def write(sheets: Sheets, raw: Raw, deal: Deal) -> None:
    """Fill the four contract tables with one contract.

    Args:
        sheets: The tables of the case.
        raw: The raw rows.
        deal: The contract.
    """
    hand = raw.by_hand(None, deal.why, *deal.sources)
    stamp = hand
    if deal.known_on:
        stamp = hand | {"basis": "cited", "known_on": deal.known_on, "reason": None, "note": deal.why}
    currencies = {PRICES[price][0] for price in deal.prices}
    if len(currencies) != 1:
        raise ValueError(f"{deal.key} has prices in {sorted(currencies)}")
    sheets.add(
        "contracts",
        contract=deal.key,
        name=deal.name,
        kind=deal.kind,
        admin_months=deal.admin,
        queue=deal.queue,
        valid_from=deal.valid[0] or None,
        valid_to=deal.valid[1] or None,
        ceiling=deal.ceiling,
        ceiling_value=deal.ceiling_value,
        currency=currencies.pop(),
        price_year=2023,
        **stamp,
    )
    roles = {
        "buyer": deal.buyers,
        "line": deal.lines,
        "payer": deal.payers,
        "recipient": deal.recipients,
        "agent": [deal.agent] if deal.agent else [],
    }
    for role, parties in roles.items():
        for party in parties:
            sheets.add("contract_parties", contract=deal.key, role=role, party=party, **stamp)
    for key in deal.prices:
        _, price, low, high, why, sources = PRICES[key]
        words = raw.by_hand(price, why, *[key for key in sources.split(";") if key], low=low, high=high)
        if sources:
            words |= {"basis": "derived", "reason": None, "note": why}
        sheets.add(
            "contract_prices",
            contract=deal.key,
            item=key.split(" ")[0],
            from_quantity=0,
            type="single",
            price=price,
            **words,
        )
    for event, share in (("order", deal.at_order), ("delivery", 1 - deal.at_order)):
        if share > 0:
            why = "nothing public: 30 % at order, 70 % at delivery"
            if deal.at_order == 1:
                why = "aid money is bound for good when the order is placed"
            high = 1.0 if deal.at_order == 1 else min(share + 0.3, 1.0)
            sheets.add(
                "contract_payments",
                contract=deal.key,
                event=event,
                months_after=0,
                share=round(share, 6),
                **raw.by_hand(share, why, low=max(share - 0.3, 0.0), high=high),
            )


def own_deals(lines: list[Line]) -> list[Deal]:
    """Contracts under which Allies buy for themselves.

    Args:
        lines: The lines of the case.

    Returns:
        The contracts.
    """
    return [*_joint(lines), *_national(lines), *_abroad(lines), *_missiles()]


def kits(lines: list[Line], nations: Sequence[str]) -> list[str]:
    """Lines that pack full 155 mm rounds in some nations."""
    return [line.key for line in lines if line.item == "155mm_round" and line.nation in nations]


def makers(lines: list[Line], item: str, nations: Sequence[str] = EUROPEAN) -> list[str]:
    """Lines that make an item in some nations."""
    return [line.key for line in lines if line.item == item and line.nation in nations]


def _joint(lines: list[Line]) -> list[Deal]:
    europe = kits(lines, EUROPEAN)
    eu = [key for key in europe if key not in ("kit-gb-glascoed", "kit-tr-mke")]
    tanks, light = makers(lines, "120mm_tank_round"), makers(lines, "105mm_round")
    large = [line.key for line in lines if line.key in europe and line.rate >= LARGE]
    common = {"kind": "framework", "buyers": ["group:NSPA-155"], "agent": "nspa", "admin": 3}
    return [
        Deal(
            key="nspa-155-2023", name="NATO joint procurement of 155 mm, 2023", prices=["155mm_round"],
            why="USD 1 bn of 155 mm this year; price and parties set by hand", sources=("D0005",),
            known_on="2023-06-14", valid=("", "2023-12"), ceiling_value=926e6, lines=large, queue=True, **common,
        ),
        Deal(
            key="nspa-155-multi", name="NATO joint procurement of 155 mm, later years", prices=["155mm_round"],
            why="that the joint purchase goes on after its first year is an assumption", valid=("2024-01", ""), lines=europe,
            **common,
        ),
        Deal(
            key="eda-155-fast", name="EDA collaborative procurement, 155 mm fast track", kind="framework", admin=5,
            buyers=["group:EDA-155"], lines=eu, prices=["155mm_round"], agent="eda", sources=("D0068", "D0069"),
            known_on="2023-05-23", valid=("", "2025-03"), queue=True,
            why="two-year fast track, firms in the EU or Norway; months set by hand",
        ),
        Deal(
            key="eda-multi", name="EDA collaborative procurement, several calibres", kind="framework", admin=6,
            buyers=_with(("BE", "CZ", "DE", "FI", "FR", "GR", "NL", "NO", "PT", "SE", "SK", "LT", "ES")),
            lines=[key for key in [*tanks, *light] if not key.endswith("tr-mke")],
            prices=["120mm_tank_round", "105mm_round"], agent="eda", sources=("D0070",), known_on="2023-03-20",
            valid=("", ""), why="seven years, small arms to 155 mm; months set by hand",
        ),
        Deal(
            key="nspa-calibres", name="NSPA support partnership, 120 and 105 mm", kind="framework", admin=3,
            buyers=["DK", "ES", "HU", "IT", "LT", "MK", "PL", "PT", "GB", "GR", "TR", "CA"], lines=[*tanks, *light],
            prices=["120mm_tank_round", "105mm_round"], agent="nspa", sources=("D0579",),
            why="LBDM names such purchases; buyers beyond its members are an assumption",
        ),
    ]  # fmt: skip


def _with(nations: Sequence[str]) -> list[str]:
    return sorted(nations)


def _national(lines: list[Line]) -> list[Deal]:
    """Standing contracts of each producing nation with its own lines, without waiting at the line."""
    deals = []
    for nation in EUROPEAN:
        own = [line for line in lines if line.nation == nation and line.item in CLASS_OF and line.item not in SINGLE_SOURCE]
        own = [line for line in own if line.item not in ("nlaw", "iris_t_slm")]
        if own:
            deals.append(
                Deal(
                    key=f"national-{nation.lower()}", name=f"Standing contracts of {nation} at home", kind="spot",
                    admin=3, buyers=[nation], lines=[line.key for line in own],
                    prices=sorted({line.item for line in own}),
                    why="every producing nation can order at home; 3 months of administration set by hand",
                )
            )  # fmt: skip
    ammunition = [line for line in lines if line.nation == "US" and line.item in CLASS_OF and line.item not in SINGLE_SOURCE]
    missiles = [line for line in lines if line.nation == "US" and line.item in SINGLE_SOURCE]
    return [
        *deals,
        Deal(
            key="national-ca", name="Standing contract of CA at home", kind="spot", admin=3, buyers=["CA"],
            lines=kits(lines, ["CA"]), prices=["155mm_round"], why="as the other producing nations",
        ),
        Deal(
            key="us-ammunition", name="US Army ammunition contracts", kind="framework", admin=3, buyers=["US"],
            payers=["buyer", "us-repl"], lines=[line.key for line in ammunition],
            prices=["155mm_round US", "120mm_tank_round US", "105mm_round US"], sources=("P0457", "P0458"),
            why="framework of February 2023 for bodies and filling; whole rounds by assumption",
        ),
        Deal(
            key="us-missiles", name="US missile contracts", kind="framework", admin=3, buyers=["US"],
            payers=["buyer", "us-repl"], lines=[line.key for line in missiles], prices=list(SINGLE_SOURCE),
            sources=("P0290", "P0260"), why="one contract for the frameworks of the day; sole source",
        ),
        Deal(
            key="ua-home", name="Ukraine's orders at home", kind="spot", admin=0, buyers=["UA"],
            lines=["122-ua", "152-ua"], prices=["122mm_round", "152mm_round"],
            why="its own plants work for its own forces",
        ),
    ]  # fmt: skip


def _abroad(lines: list[Line]) -> list[Deal]:
    """Purchases from one maker abroad."""
    legacy = [key for item in LEGACY for key in makers(lines, item)]
    return [
        Deal(
            key="fms-155", name="US rounds sold to Allies", kind="brokered", admin=4, buyers=["group:NSPA-155"],
            lines=kits(lines, ["US"]), prices=["155mm_round FMS"], why="foreign sale; months set by hand",
        ),
        Deal(
            key="korea-155", name="Rounds bought in Korea", kind="spot", admin=3, buyers=KR_BUYERS,
            recipients=["UA", "buyer"], lines=["round-kr-external"], prices=["155mm_round KR"],
            sources=("P0559",), why="the US bought 100,000; users of the K9 by assumption; consent forbids Ukraine",
        ),
        Deal(
            key="south-africa-155", name="Rounds bought in South Africa", kind="spot", admin=3,
            buyers=["group:NSPA-155"], lines=["kit-za-rdm"], prices=["155mm_round"],
            why="each sale needs a permit (see obstacles)",
        ),
        Deal(
            key="legacy-rounds", name="Purchase of 152 and 122 mm by their users", kind="spot", admin=3,
            buyers=["BG", "CZ", "EE", "FI", "HR", "ME", "MK", "PL", "RO"], lines=legacy, prices=list(LEGACY),
            why="users keep what they hold",
        ),
    ]  # fmt: skip


def _missiles() -> list[Deal]:
    others = [nation for nation in HOLDERS if nation != "US"]
    lines = {
        "gmlrs": ("gmlrs-us-camden", ["DE", "FI", "FR", "GB", "GR", "IT", "PL", "RO", "TR"]),
        "javelin": ("javelin-us-troy", others),
        "stinger": ("stinger-us-tucson", others),
        "pac3_mse": ("pac3-us-camden", ["DE", "ES", "GR", "NL", "PL", "RO", "SE"]),
        "amraam": ("amraam-us-tucson", [nation for nation in NASAMS if nation != "US"]),
    }
    deals = [
        Deal(
            key=f"fms-{item.replace('_', '-')}", name=f"US foreign sale of {item}", kind="brokered", admin=3, buyers=buyers,
            lines=[line], prices=[item], why="foreign sale; months before the licence set by hand",
        )
        for item, (line, buyers) in lines.items()
    ]  # fmt: skip
    return [
        *deals,
        Deal(
            key="nlaw-sales", name="NLAW sales", kind="spot", admin=6, buyers=HOLDERS, lines=["nlaw-gb-belfast"],
            prices=["nlaw"], sources=("P0274",), why="British order of December 2022; other buyers by assumption",
        ),
        Deal(
            key="iris-t-sales", name="IRIS-T SLM sales", kind="spot", admin=6, buyers=IRIS_T,
            lines=["irist-de-ueberlingen"], prices=["iris_t_slm"], sources=("P0608",),
            why="German order of the day; other buyers by the rule for medium air defence",
        ),
    ]  # fmt: skip


