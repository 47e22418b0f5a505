"""Nations, funds, agencies and the groups they belong to."""

from __future__ import annotations

from converter.names import ALLIES, CURRENCIES, EDA_FAST, EU, HOLDERS, LBDM, NAMES
from converter.raw import BEFORE, Raw, Row
from converter.sheet import Sheets
from converter.targets_rule import GDP_EUR_BN, guns_of

FUNDS = {
    "epf-t2": ("European Peace Facility, track 2 (joint purchase of 155 mm)", "EUR"),
    "epf-gen": ("European Peace Facility, general part", "EUR"),
    "epf-rep": ("European Peace Facility, repayment of gifts from stock", "EUR"),
    "asap": ("Act in Support of Ammunition Production (proposal)", "EUR"),
    "de-ua": ("German aid to Ukraine (Ertüchtigung)", "EUR"),
    "gb-ua": ("British military aid to Ukraine", "GBP"),
    "nl-ua": ("Dutch aid to Ukraine", "EUR"),
    "dk-ua": ("Danish Ukraine Fund", "DKK"),
    "no-ua": ("Norwegian Nansen programme, military part", "NOK"),
    "fr-ua": ("French support fund for Ukraine", "EUR"),
    "ifu": ("International Fund for Ukraine", "GBP"),
    "us-usai": ("US Ukraine Security Assistance Initiative", "USD"),
    "us-repl": ("US replacement of drawdowns", "USD"),
    "us-ramp": ("US Army money for the 155 mm ramp", "USD"),
    "pl-nra": ("Polish national ammunition reserve programme", "PLN"),
}
AGENCIES = {"nspa": "NATO Support and Procurement Agency", "eda": "European Defence Agency"}
FINLAND_JOINED = "2023-04-04"
THIRD = ("AU", "CH", "CN", "KR", "ZA")
UKRAINE_WEIGHT = 2.0

WHY_WEIGHT = (
    "a round that Ukraine uses counts twice as much as one in a store: so Allies give what they can spare, "
    "as on the day; plausible 1 (no gift from a stock that is short itself) to 5"
)


def add_parties(sheets: Sheets, raw: Raw) -> None:
    """Fill ``nations`` and ``nation_groups``.

    Args:
        sheets: The tables of the case.
        raw: The raw rows.
    """
    products = {
        row["nation"]: row
        for row in raw.rows("structure", structural=True)
        if (row["subject"], row["metric"], row["unit"]) == ("macro", "2021", "billion")
    }
    for nation in [*ALLIES, "SE", "UA", *THIRD]:
        _add_nation(sheets, raw, nation, products.get(nation))
    for key, (name, currency) in FUNDS.items():
        why = "the fund's money stands in budgets; calendar years"
        sheets.add(
            "nations",
            nation=key,
            name=name,
            role="fund",
            fiscal_year_start=1,
            currency=currency,
            **raw.by_hand(None, why),
        )
    for key, name in AGENCIES.items():
        sheets.add(
            "nations",
            nation=key,
            name=name,
            role="agency",
            fiscal_year_start=1,
            **raw.rule("members", "cited"),
        )
    _add_groups(sheets, raw)


def _add_nation(sheets: Sheets, raw: Raw, nation: str, row: Row | None) -> None:
    role = "ally" if nation in ALLIES else {"SE": "invitee", "UA": "recipient"}.get(nation, "third")
    role = "invitee" if nation == "FI" and raw.day < FINLAND_JOINED else role
    cells: dict[str, object] = {"gdp": None}
    stamp: dict[str, object] = raw.rule("members", "cited")
    if row is not None and nation != "FI":
        cells["gdp"] = float(row["value"]) * 1000
        stamp = {
            "source": f"{raw.sources.use(row['id'])};{raw.sources.use('members')}",
            "basis": "cited",
            "known_on": BEFORE,
            "vintage": "later",
            "note": "GDP of 2021",
        }
    elif nation in GDP_EUR_BN:
        cells["gdp"] = GDP_EUR_BN[nation] * 1000.0
        stamp = raw.by_hand(None, "order of magnitude of the GDP of 2021", "members")
        stamp |= {"known_on": min(FINLAND_JOINED, raw.day)} if nation == "FI" else {}
    if nation == "UA":
        cells["weight"] = UKRAINE_WEIGHT
        stamp = raw.by_hand(None, WHY_WEIGHT)
    sheets.add(
        "nations",
        nation=nation,
        name=NAMES[nation],
        role=role,
        fiscal_year_start=1,
        currency=CURRENCIES.get(nation, "EUR"),
        **cells,
        **stamp,
    )


def _add_groups(sheets: Sheets, raw: Raw) -> None:
    guns = guns_of()
    members = {
        "NATO": ALLIES,
        "EU": EU,
        "LBDM": LBDM,
        "EDA-155": [nation for nation in EDA_FAST if guns[nation] > 0],
        "EU-NO": [*EU, "NO"],
    }
    for group, nations in members.items():
        for nation in nations:
            joined = (group, nation) == ("NATO", "FI")
            if joined and raw.day < FINLAND_JOINED:
                continue
            stamp = raw.rule("members", "cited") | ({"known_on": FINLAND_JOINED} if joined else {})
            sheets.add("nation_groups", nation=nation, group=group, **stamp)
    why = (
        "the list of the 26 members of the support partnership is not in the sources: every Ally with 155 mm "
        "guns held or on order, and Sweden"
    )
    for nation in HOLDERS:
        if guns[nation] > 0:
            sheets.add("nation_groups", nation=nation, group="NSPA-155", **raw.by_hand(None, why, "D0525"))
