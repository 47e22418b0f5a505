"""Exchange rates and budgets."""

from __future__ import annotations

from converter.names import HOLDERS
from converter.raw import Raw, number, worded
from converter.sheet import Sheets

# Euro per unit in the first half of June 2023, from memory, with the range of the year up to then.
RATES = {
    "USD": (0.926, 0.89, 0.97),
    "GBP": (1.165, 1.11, 1.19),
    "NOK": (0.0865, 0.083, 0.098),
    "DKK": (0.1342, 0.1341, 0.1345),
    "PLN": (0.2235, 0.207, 0.226),
    "EUR": (1.0, 1.0, 1.0),
}
YEARS = range(2023, 2030)
CARRY_NATION, CARRY_FUND = 0.15, 1.0
MUNITIONS_SHARE = 0.3  # share of a general aid fund that is taken for the items of the case
FUND_OF = {
    "EPF-track2": "epf-t2",
    "EPF-general": "epf-gen",
    "ASAP": "asap",
    "NO-Nansen": "no-ua",
    "DK-fund": "dk-ua",
    "DE-ertuechtigung": "de-ua",
    "GB-ukraine": "gb-ua",
    "NL-ukraine": "nl-ua",
    "US-USAI": "us-usai",
    "US-replenishment": "us-repl",
    "US-155-ramp": "us-ramp",
    "PL-NRA": "pl-nra",
    "IFU": "ifu",
    "FR-UA-fund": "fr-ua",
}
NOT_TAKEN = {
    "EPF-track1": "spent: it repaid gifts from stock up to 31 May 2023",
    "ASAP-national": "the states' share is paid from their own budgets",
    "NSPA-155": "a ceiling of the contract, not money of its own",
    "NATO-CAP": "a proposal; a tenth a year pays for training and workshops (fund `nato-cap`)",
}
WHOLE_LEFT = ("epf-t2", "asap")  # begin on the day: all of the first year's money lies inside the horizon
GIFTS, GIFTS_SHARE = (
    "epf-rep",
    0.2,
)  # part of the general European Peace Facility that repays gifts from stock
GENERAL = (
    "epf-rep",
    "epf-gen",
    "no-ua",
    "dk-ua",
    "de-ua",
    "gb-ua",
    "nl-ua",
    "us-usai",
    "us-repl",
    "ifu",
    "fr-ua",
)
UKRAINE_OWN = 120e6  # euro a year for its own 152 and 122 mm lines


def rate_of(currency: str) -> float:
    """Euro per unit of a currency."""
    return RATES[currency][0]


def add_money(sheets: Sheets, raw: Raw) -> None:
    """Fill ``rates`` and ``budgets``.

    Args:
        sheets: The tables of the case.
        raw: The raw rows.
    """
    for code, (value, low, high) in RATES.items():
        if code == "EUR":
            continue
        reason = "not in the fact files; about the first half of June 2023, range of the year before"
        stamp = raw.by_hand(value, reason, low=low, high=high)
        sheets.add("rates", rate=code, month="2023-06", value=value, **stamp)
    funds: dict[str, dict[int, str]] = {}
    for row in raw.rows("budgets"):
        payer, year = row["payer"], int(row["year"])
        currency = row["currency_million"].removeprefix("m ")
        if payer in HOLDERS:
            _add_nation(sheets, raw, row)
        elif payer in FUND_OF:
            funds.setdefault(FUND_OF[payer], {})[year] = currency
            _add_fund(sheets, raw, row, FUND_OF[payer])
            if payer == "EPF-general":
                funds.setdefault(GIFTS, {})[year] = currency
                _add_fund(sheets, raw, row, GIFTS)
        elif payer not in NOT_TAKEN:
            raise KeyError(f"budget of the unknown payer {payer}")
    for fund, years in funds.items():
        for year in [year for year in YEARS if year not in years]:
            reason = "no money decided for this year by the day; the upper end is the last year's sum again"
            last = [cells for cells in sheets.rows("budgets") if cells["payer"] == fund][-1]
            high = float(str(last["amount"] or last["high"]))
            sheets.add(
                "budgets",
                payer=fund,
                year=year,
                amount=0.0,
                currency=next(iter(years.values())),
                kind="payment",
                carry_over=CARRY_FUND,
                **raw.by_hand(0.0, reason, low=0.0, high=high),
            )
    for year in YEARS:
        reason = "about what its own lines of 152 and 122 mm cost in a year"
        sheets.add(
            "budgets",
            payer="UA",
            year=year,
            amount=UKRAINE_OWN,
            kind="payment",
            carry_over=CARRY_NATION,
            **raw.by_hand(UKRAINE_OWN, reason, low=60e6, high=300e6),
        )


def _add_nation(sheets: Sheets, raw: Raw, row: dict[str, str]) -> None:
    share = 0.5 if row["payer"] == "FR" else 1.0
    amount = number(row["amount"]) * 1e6 * share
    stamp = raw.stamp(row, amount)
    words = f"carry-over of {CARRY_NATION:.0%} set by hand, plausible 0 to 30 %"
    if share < 1:
        stamp = raw.stamp(row | {"basis": "assumed"}, amount)
        words = f"half of the sum, the rest for munitions outside the case; {words}"
    if any(raw.sources.printed(key) > raw.day for key in raw.sources.keys(row["source"])):
        stamp["reason"] = (
            "share of the GDP of 2021 for defence, equipment and munitions, growing; set by hand"
        )
    stamp = worded(stamp, words)
    sheets.add(
        "budgets",
        payer=row["payer"],
        year=int(row["year"]),
        amount=round(amount),
        currency=row["currency_million"].removeprefix("m "),
        kind="payment",
        carry_over=CARRY_NATION,
        **stamp,
    )


def _add_fund(sheets: Sheets, raw: Raw, row: dict[str, str], fund: str) -> None:
    amount = number(row["amount"]) * 1e6
    words, by_hand = "may be carried over as a whole", False
    if fund in WHOLE_LEFT and row["year"] == "2023":
        amount *= 2
        words = f"counts twice: half a year lies inside the horizon and none of it was spent; {words}"
    if fund in GENERAL:
        share = GIFTS_SHARE if fund == GIFTS else MUNITIONS_SHARE
        amount *= share
        by_hand = True
        purpose = "to repay gifts of the items" if fund == GIFTS else "for the items"
        words = f"{share:.0%} of the fund taken {purpose} of the case; {words}"
    stamp = raw.stamp(row | {"basis": "assumed"} if by_hand else row, amount)
    if by_hand:
        stamp |= {"low": amount / 2, "high": float(round(amount * 5 / 3))}
    stamp = worded(stamp, words)
    sheets.add(
        "budgets",
        payer=fund,
        year=int(row["year"]),
        amount=round(amount),
        currency=row["currency_million"].removeprefix("m "),
        kind="payment",
        carry_over=CARRY_FUND,
        **stamp,
    )
