"""What it costs whom."""

import polars as pl

from jointstock.plans.plan import Plan
from jointstock.report.exhibits import Column, Exhibit, Sheet
from jointstock.report.names import Names, named
from jointstock.report.words import AFTER, counted, listed, money, money_unit, share, worst_basis

_TOP = 20
_ROUNDING = 1e-6
_DARK = 0.55
_OPEN, _SUPPORT = "open order", "reimbursement"
_OWED = "contract fees"
_RUNNING = "surge and running of lines"
_KEPT = "storage"
# Every kind of payment: what it is for, in words, and the part of the chart it is drawn in.
KINDS = {
    _OPEN: ("orders open before the plan", "orders open before the plan"),
    "order": ("orders", "orders"),
    "delivery": ("orders", "orders"),
    "expansion": ("expansions", "expansions"),
    "transfer": ("transfers", "transfers"),
    "fixed cost": ("fixed costs of call-offs", _OWED),
    "agent fee": ("agent fees", _OWED),
    "contract fee": ("capacity and option fees", _OWED),
    "untaken": ("units not taken", _OWED),
    "surge": ("surge capacity", _RUNNING),
    "shift mode": ("shift modes", _RUNNING),
    "start-up": ("start-ups of lines", _RUNNING),
    "holding": ("storage", _KEPT),
    "life extension": ("life extensions", _KEPT),
    "certification": ("certifications", "certifications"),
    _SUPPORT: ("reimbursements", "reimbursements"),
}
_PARTS = dict(KINDS.values())


def exhibits(plan: Plan, names: Names) -> list[Exhibit]:
    """What the plan costs whom, year by year, against budgets.

    Args:
        plan: The plan.
        names: Names of its case.
    """
    return [_years(plan), _payers(plan, names), _budgets(plan, names)]


def by_payer(plan: Plan) -> pl.DataFrame:
    """Payments and budgets of each payer, the largest first.

    Returns:
        payer, paid (within the plan), after (due behind it), budget, lapsed (null without a budget row),
        used (share of the budget), basis (of the budget rows).
    """
    split = plan.payments.group_by("payer").agg(
        pl.col("amount").filter(pl.col("period") != AFTER).sum().alias("paid"),
        pl.col("amount").filter(pl.col("period") == AFTER).sum().alias("after"),
    )
    purses = plan.budgets.group_by("payer").agg(pl.col("budget", "lapsed").sum())
    basis = plan.case.table("budgets").group_by("payer").agg(worst_basis())
    joined = split.join(purses, on="payer", how="full", coalesce=True).join(basis, on="payer", how="left")
    known = joined.with_columns(pl.col("paid", "after").fill_null(0.0))
    used = pl.when(pl.col("budget") > 0).then(pl.col("paid") / pl.col("budget")).alias("used")
    return known.with_columns(used).sort("paid", "payer", descending=[True, False])


def by_year(plan: Plan) -> pl.DataFrame:
    """Payments by calendar year and kind in words: year (or after), kind, amount (case currency).

    Reimbursements are left out: what one party pays another receives.
    """
    year = pl.when(pl.col("period") == AFTER).then(pl.lit(AFTER)).otherwise(pl.col("period").str.head(4))
    return (
        plan.payments.filter(pl.col("kind") != _SUPPORT)
        .group_by(year.alias("year"), in_words("kind"))
        .agg(pl.col("amount").sum())
        .sort("year", "kind")
    )


def in_words(column: str) -> pl.Expr:
    """A column of kinds of payment, in words.

    Args:
        column: Name of the column.
    """
    words = {kind: words for kind, (words, _) in KINDS.items()}
    return pl.col(column).replace_strict(words, return_dtype=pl.String)


def _years(plan: Plan) -> Exhibit:
    rows, currency = by_year(plan), plan.case.settings.currency
    columns = (
        Column("year", "Year"),
        Column("kind", "For"),
        Column("part", "Part of the column"),
        Column("amount", "Paid", "money", f"{currency} million"),
    )
    shown = rows.with_columns(pl.col("kind").replace_strict(_PARTS, return_dtype=pl.String).alias("part"))
    yearly = rows.group_by("year").agg(pl.col("amount").sum()).get_column("amount")
    divisor, unit = money_unit(yearly, currency)
    return Exhibit(
        "payments-by-year",
        _year_finding(plan, rows),
        Sheet("Payments by calendar year", columns, shown, _basis(plan)),
        "payment_bars",
        _parts(rows).with_columns(pl.col("amount") / divisor),
        "When money is due, nominal; after: due behind the last month of the plan. A period counts in the "
        "year in which it begins. Reimbursements between parties add up to nothing and are left out.",
        unit,
    )


def _parts(rows: pl.DataFrame) -> pl.DataFrame:
    """Columns of the chart: year, kind (part of the column), amount, rank; what was decided before first."""
    order = {part: place for place, part in enumerate(dict.fromkeys(_PARTS.values()))}
    part = pl.col("kind").replace_strict(_PARTS, return_dtype=pl.String)
    summed = rows.group_by("year", part).agg(pl.col("amount").sum())
    rank = pl.col("kind").replace_strict(order, return_dtype=pl.Int64).alias("rank")
    return summed.with_columns(rank).sort("year", "rank")


def _payers(plan: Plan, names: Names) -> Exhibit:
    rows, currency = by_payer(plan), plan.case.settings.currency
    shown = rows.with_columns(named("payer", names.nations))
    million = f"{currency} million"
    columns = (
        Column("payer", "Payer"),
        Column("paid", "Paid in the plan", "money", million),
        Column("budget", "Budget", "money", million),
        Column("used", "Used", "share"),
        Column("lapsed", "Lapses unspent", "money", million),
        Column("after", "Due after the plan", "money", million),
    )
    divisor, unit = money_unit(rows.get_column("paid"), currency)
    bars = shown.head(_TOP).select(
        pl.col("payer").alias("label"), pl.col("paid") / divisor, pl.col("budget") / divisor, pl.col("used")
    )
    words = [_used(paid, used) for paid, used in bars.select("paid", "used").iter_rows()]
    return Exhibit(
        "payers",
        _payer_finding(rows, names, currency),
        Sheet("Payments and budgets by payer", columns, shown),
        "payer_bars",
        bars.with_columns(
            pl.Series("words", words, dtype=pl.String), pl.max_horizontal("paid", "budget").alias("end")
        ),
        "Payments in the plan, orders open before it included, less what instruments reimburse, against the "
        "budgets of its years; the largest payers.",
        unit,
    )


def _used(paid: float, used: float | None) -> str:
    """What stands beside the bar of a payer."""
    if paid < -_ROUNDING:
        return "receives more than it pays"
    return "no budget" if used is None else f"{share(used)} of budget"


def _budgets(plan: Plan, names: Names) -> Exhibit:
    currency = plan.case.settings.currency
    basis = plan.case.table("budgets").select("payer", "year", "basis")
    rows = plan.budgets.join(basis, on=["payer", "year"], how="left").sort("payer", "year")
    shown = rows.with_columns(named("payer", names.nations), pl.col("year").cast(pl.String))
    million = f"{currency} million"
    columns = (
        Column("payer", "Payer"),
        Column("year", "Fiscal year"),
        Column("budget", "Budget", "money", million),
        Column("carried_in", "Carried in", "money", million),
        Column("paid", "Paid", "money", million),
        Column("carried_out", "Carried on", "money", million),
        Column("lapsed", "Lapses", "money", million),
    )
    return Exhibit(
        "budgets",
        _budget_finding(rows),
        Sheet("Budgets by payer and fiscal year", columns, shown),
        "budget_map",
        _budget_cells(shown, by_payer(plan), names),
        "Share of the year's money, what was carried in included, that is paid out, in percent; the largest "
        "payers. A year is named by the calendar year in which it starts; one that lies only partly in the "
        "plan counts by its months.",
    )


def _basis(plan: Plan) -> str | None:
    if not plan.orders.height:
        return None
    return str(plan.orders.select(worst_basis()).item())


def _year_finding(plan: Plan, rows: pl.DataFrame) -> str:
    if not rows.height:
        return "Nobody pays anything."
    currency = plan.case.settings.currency
    decided = plan.payments.filter(pl.col("kind") != _OPEN)
    total = float(decided.get_column("amount").sum())
    later = float(decided.filter(pl.col("period") == AFTER).get_column("amount").sum())
    sums = rows.filter(pl.col("year") != AFTER).group_by("year").agg(pl.col("amount").sum())
    peak = sums.sort("amount", "year", descending=[True, False]).row(0, named=True) if sums.height else None
    most = (
        f"; most is due in {peak['year']} ({money(peak['amount'], currency)}, open orders included)"
        if peak
        else ""
    )
    after = money(later, currency)
    return f"What the plan decides costs {money(total, currency)}, {after} of it after the plan{most}."


def _payer_finding(rows: pl.DataFrame, names: Names, currency: str) -> str:
    paying = rows.filter(pl.col("paid") > 0)
    if not paying.height:
        return "Nobody pays anything."
    total = float(paying.get_column("paid").sum())
    heads = [
        f"{names.nation(payer)} ({share(paid / total)})"
        for payer, paid in paying.select("payer", "paid").head(3).iter_rows()
    ]
    lapsed = float(rows.get_column("lapsed").sum() or 0.0)
    return f"{listed(heads)} pay the most; {money(lapsed, currency)} of budgets lapse unspent."


def _spent(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows of budgets with the share of the year's money that is paid; empty where there is none."""
    whole = pl.col("budget") + pl.col("carried_in")
    return rows.with_columns(pl.when(whole > 0).then(pl.col("paid") / whole).alias("share"))


def _budget_cells(shown: pl.DataFrame, payers: pl.DataFrame, names: Names) -> pl.DataFrame:
    """Cells of the map: label, year, share, percent, deep; the largest payers, in their order."""
    order = [names.nation(payer) for payer in payers.get_column("payer")]
    top = [payer for payer in order if payer in set(shown.get_column("payer").to_list())][:_TOP]
    rank = {payer: place for place, payer in enumerate(top)}
    cells = _spent(shown).filter(pl.col("payer").is_in(top)).drop_nulls("share")
    return (
        cells.with_columns(pl.col("payer").replace_strict(rank, return_dtype=pl.Int64).alias("rank"))
        .sort("rank", "year")
        .select(
            pl.col("payer").alias("label"),
            "year",
            pl.col("share").clip(0.0, 1.0),
            (100 * pl.col("share") + _ROUNDING).floor().cast(pl.Int64).cast(pl.String).alias("percent"),
            (pl.col("share") > _DARK).alias("deep"),
        )
    )


def _budget_finding(rows: pl.DataFrame) -> str:
    if not rows.height:
        return "No payer has a budget; nothing limits payments."
    full = _spent(rows).filter(pl.col("share") >= 1 - _ROUNDING).height
    spent = "is" if full == 1 else "are"
    years = counted(rows.height, "budget year")
    return f"{full} of {years} {spent} spent to the end; in the others money is left."
