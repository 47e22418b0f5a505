"""What fairness between nations cost, and how nations fare."""

import polars as pl

from jointstock.analyses.fairness import Fared, fared
from jointstock.plans.plan import Plan
from jointstock.report.exhibits import Column, Exhibit, Sheet
from jointstock.report.names import Names, named
from jointstock.report.words import amount, counted, share

_DRAWN = 40
_OF = {
    "fill": "the share of its requirement that a nation gets",
    "shortfall": "what a nation is short of",
    "amount": "what a nation gets",
}
_UNIT = "weighted shortfall-months"


def exhibits(plan: Plan, names: Names) -> list[Exhibit]:
    """The price of fairness and the outcome of each nation; none where no fairness was asked for.

    Args:
        plan: The plan.
        names: Names of its case.
    """
    found = fared(plan)
    return [] if found is None else [_price(found), _nations(found, names)]


def _price(found: Fared) -> Exhibit:
    rows = pl.DataFrame(
        {
            "what": ["the least shortfall of all together", f"this plan ({found.rule})"],
            "area": [found.least, found.area],
            "price": [0.0, found.price],
        },
        schema={"what": pl.String, "area": pl.Float64, "price": pl.Float64},
    )
    columns = (
        Column("what", "Plan for"),
        Column("area", "Shortfall over time", "number", _UNIT),
        Column("price", "More than the least", "share"),
    )
    given = "any share" if found.within is None else share(found.within)
    return Exhibit(
        "price-of-fairness",
        _price_finding(found),
        Sheet("The least shortfall, and that of the fair plan", columns, rows, shown=len(rows)),
        reading=f"Made fair, by {found.rule}: {_OF[found.of]}. The plan might give up {given} of the least "
        "shortfall for it. Commitments, and what is short at the end, come first in both.",
    )


def _price_finding(found: Fared) -> str:
    if found.price == 0:
        return f"Fairness costs nothing: {amount(found.area, _UNIT)} are the least shortfall of all together."
    more = "" if found.price is None else f", {share(found.price)} more"
    return (
        f"Fairness takes the shortfall of all together from {amount(found.least)} to "
        f"{amount(found.area, _UNIT)}{more}."
    )


def _nations(found: Fared, names: Names) -> Exhibit:
    part = pl.col("found").str.replace("fair ", "round ")
    shown = found.rows.with_columns(named("nation", names.nations), part.alias("found"))
    columns = (
        Column("nation", "Nation"),
        Column("wanted", "Requirement", "number", _UNIT),
        Column("covered", "Covered", "number", _UNIT),
        Column("short", "Short", "number", _UNIT),
        Column("fill", "Of the requirement", "share"),
        Column("found", "Found in"),
    )
    whole = found.of == "fill"
    thin, wide = ("fill", pl.lit(1.0)) if whole else ("covered", pl.col("wanted"))
    words = [
        ", ".join(text for text in (_outcome(found, row), row["found"]) if text)
        for row in shown.head(_DRAWN).iter_rows(named=True)
    ]
    bars = shown.head(_DRAWN).select(
        pl.col("nation").alias("label"),
        pl.col(thin).alias("thin"),
        wide.alias("wide"),
        wide.alias("end"),
        pl.Series("words", words, dtype=pl.String),
    )
    return Exhibit(
        "nations-fare",
        _nations_finding(found, names),
        Sheet("How each nation fares over the plan", columns, shown),
        "part_bars" if whole else "amount_bars",
        bars,
        f"The worst off first, by {_OF[found.of]}, over the whole plan and weighted as in level shortfall. A "
        "round finds the nations that cannot do better while those found before are held; what no round has "
        "found follows from the levels below.",
        "thin bar: covered; wide bar: requirement" + ("" if whole else f", in {_UNIT}"),
    )


def _outcome(found: Fared, row: dict[str, float]) -> str:
    """What was made fair of one nation, in words."""
    value = row[found.outcome]
    return share(value) if found.of == "fill" else amount(value, "short" if found.of == "shortfall" else "")


def _nations_finding(found: Fared, names: Names) -> str:
    if not found.rows.height:
        return "No nation wants anything."
    first, last = found.rows.row(0, named=True), found.rows.row(-1, named=True)
    worst, best, many = _outcome(found, first), _outcome(found, last), counted(found.rows.height, "nation")
    if worst == best:
        return f"{many} {'fares' if found.rows.height == 1 else 'fare'} the same: {worst}."
    return (
        f"Of {many} the worst off is {names.nation(first['nation'])} with {worst}, the best off "
        f"{names.nation(last['nation'])} with {best}."
    )
