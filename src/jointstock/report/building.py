"""What to build: capacity bought, when it comes, what it costs and who pays."""

import polars as pl

from jointstock.facts.dictionary import filled
from jointstock.measure.months import month_number, month_text
from jointstock.plans.plan import Plan
from jointstock.report.exhibits import Column, Exhibit, Sheet
from jointstock.report.names import Names, named
from jointstock.report.words import counted, listed, money, month, month_short

_TOP = 20
BUILD, RAMP = "being built", "ramping up"
INDUSTRY = "industry"


def exhibits(plan: Plan, names: Names) -> list[Exhibit]:
    """What is built.

    Args:
        plan: The plan.
        names: Names of its case.
    """
    rows = purchases(plan, names)
    words = {"whole": "whole", "continuous": "in any part"}
    shown = rows.with_columns(pl.col("kind").replace(words))
    currency = plan.case.settings.currency
    columns = (
        Column("name", "Line and what it makes"),
        Column("period", "Decide in", "month"),
        Column("amount", "Share of the option", "share"),
        Column("added", "Capacity added", "number", "a month"),
        Column("ready", "First output possible", "month"),
        Column("full", "Full rate", "month"),
        Column("cost", "Cost", "money", f"{currency} million"),
        Column("kind", "Bought"),
        Column("payers", "Paid by"),
        Column("announced", "Announced"),
        Column("option", "Option"),
    )
    return [
        Exhibit(
            "building",
            _finding(plan, rows),
            Sheet("Capacity bought", columns, shown, shown=_TOP),
            "building_bars",
            _phases(rows),
            "From the month of the decision to the first capacity, and on to the full rate.",
            f"{currency} million",
        )
    ]


def purchases(plan: Plan, names: Names) -> pl.DataFrame:
    """A row for each option and period in which a share of it is bought, the costliest first.

    Args:
        plan: The plan.
        names: Names of its case.

    Returns:
        option, name (label and item), label (firm and nation), item (in words), period, amount
        (share), added (starts a month), ready and full (YYYY-MM: first month of capacity, first month at
        the full rate), cost (case currency; empty where it is industry's own and not known), kind
        (continuous or whole), payers (words), announced (words), paid (what payers pay of it), basis.
    """
    bought = plan.expansions.group_by("option", "line", "period").agg(
        pl.col("amount").first(),
        pl.col("cost").first(),
        pl.struct("payer", "paid").alias("shares"),
        pl.col("paid").sum(),
    )
    ramps = plan.case.table("ramps").group_by("ramp").agg(pl.col("month").max().alias("ramp_months"))
    options = plan.case.table("expansions").select(
        "option", "capacity", "build_months", "ramp", "announced_on", "announced_for", "basis", "kind"
    )
    made = plan.case.table("lines").select("line", "item")
    rows = (
        bought.join(options, on="option", how="left")
        .join(ramps, on="ramp", how="left")
        .join(made, on="line", how="left")
        .sort("cost", "option", "period", descending=[True, False, False], nulls_last=True)
    )
    texts = [_row_words(row, names) for row in rows.iter_rows(named=True)]
    schema = dict.fromkeys(("ready", "full", "payers", "announced"), pl.String)
    words = pl.DataFrame(texts, schema, orient="row")
    label = named("line", names.lines).alias("label")
    added = (pl.col("capacity") * pl.col("amount")).alias("added")
    wide = pl.concat([rows, words], how="horizontal").with_columns(label, named("item", names.items), added)
    wide = wide.with_columns(pl.concat_str("label", pl.lit(": "), "item").alias("name"))
    order = (
        "option",
        "name",
        "label",
        "item",
        "period",
        "amount",
        "added",
        "ready",
        "full",
        "cost",
        "kind",
        "payers",
        "announced",
        "paid",
    )
    return wide.with_columns(filled("expansions", "kind")).select(*order, "basis")


def _row_words(row: dict[str, object], names: Names) -> tuple[str | None, str | None, str, str]:
    start, build, ramp = row["period"], row["build_months"], row["ramp_months"]
    ready = full = None
    if isinstance(start, str) and isinstance(build, int):
        ready = month_text(month_number(start) + build)
        full = month_text(month_number(ready) + ramp) if isinstance(ramp, int) else None
    shares = row["shares"] if isinstance(row["shares"], list) else []
    paying = sorted(shares, key=lambda share: (-share["paid"], share["payer"]))
    payers = listed([names.nation(share["payer"]) for share in paying if share["paid"] > 0])
    own = not any(share["payer"] for share in shares)
    return ready, full, INDUSTRY if own else payers, _announced(row["announced_on"], row["announced_for"])


def _announced(on: object, ready: object) -> str:
    words = [f"in {_day(on)}" if on else "", f"for {_day(ready)}" if ready else ""]
    return ", ".join(word for word in words if word) or "–"


def _day(day: object) -> str:
    """Month of a day, in short; a year stays a year."""
    return month_short(str(day)[:7])


def _phases(rows: pl.DataFrame) -> pl.DataFrame:
    """Bars of the costliest: place, name, phase, from and to (first days of months), cost in words."""
    known = rows.head(_TOP).drop_nulls(["ready", "full"])
    if not known.height:
        return pl.DataFrame()
    words = [
        INDUSTRY if payers == INDUSTRY else f"{paid / 1e6:,.0f}" if paid >= 1e6 else f"{paid / 1e6:,.1f}"
        for payers, paid in known.select("payers", "paid").iter_rows()
    ]
    base = known.with_row_index("place").with_columns(pl.Series("words", words, dtype=pl.String))
    spans = [(BUILD, "period", "ready"), (RAMP, "ready", "full")]
    frames = [
        base.select(
            "place",
            "name",
            pl.lit(phase).alias("phase"),
            (pl.col(start) + "-01").alias("from"),
            (pl.col(end) + "-01").alias("to"),
            "words",
        )
        for phase, start, end in spans
    ]
    return pl.concat(frames).sort("place", "from")


def _finding(plan: Plan, rows: pl.DataFrame) -> str:
    if not rows.height:
        return "No capacity is built."
    options = rows.get_column("option").n_unique()
    cost = money(float(rows.get_column("paid").sum()), plan.case.settings.currency)
    first = str(rows.get_column("period").min())
    now = rows.filter(pl.col("period") == first).get_column("option").n_unique()
    head = rows.row(0, named=True)
    return (
        f"{counted(options, 'expansion')} for {cost}: {now} to be decided in {month(first)}; the largest is "
        f"{head['item']} at {head['label']}{_own(rows)}."
    )


def _own(rows: pl.DataFrame) -> str:
    """How many of them industry pays itself; nothing where it pays none."""
    own = rows.filter(pl.col("payers") == INDUSTRY).get_column("option").n_unique()
    return f"; industry itself pays for {own:,}" if own else ""
