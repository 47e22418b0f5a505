"""Stock that expires, and what is renewed or used before it does."""

import polars as pl

from jointstock.plans.plan import Plan
from jointstock.report.exhibits import Column, Exhibit, Sheet
from jointstock.report.names import Names, named
from jointstock.report.timelines import FATES
from jointstock.report.words import amount, counted, listed, money, share, worst_basis

_TOP = 20
_PAIR = ["nation", "item"]
_LATER = "later"
_WAYS = ("used", "sent", "extended_out", "expired")


def exhibits(plan: Plan, names: Names) -> list[Exhibit]:
    """What becomes of stock that would expire inside the plan; none where nothing does.

    Args:
        plan: The plan.
        names: Names of its case.
    """
    rows = fates(plan)
    return [_fates(plan, rows, names), _lots(plan, names)] if rows.height else []


def fates(plan: Plan) -> pl.DataFrame:
    """What becomes of stock that would expire inside the plan, what is lost most first.

    Returns:
        nation, item, used, sent (given on, still with its date), extended_out (renewed), expired (item
        units), lost (share of the four that expires), cost (life extensions, case currency), basis (of the
        stock held at the start).
    """
    dated = plan.lots.filter(pl.col("expires") != _LATER)
    sums = dated.group_by(_PAIR).agg(pl.col(*_WAYS).sum())
    label = pl.concat_str(_PAIR, separator="/").alias("object")
    paid = plan.payments.filter(pl.col("kind") == "life extension").group_by("object")
    cost = paid.agg(pl.col("amount").sum().alias("cost"))
    basis = plan.case.table("holdings").group_by(_PAIR).agg(worst_basis())
    rows = sums.with_columns(label).join(cost, on="object", how="left").drop("object")
    whole = pl.sum_horizontal(_WAYS)
    lost = pl.when(whole > 0).then(pl.col("expired") / whole).alias("lost")
    wide = rows.join(basis, on=_PAIR, how="left").with_columns(lost, pl.col("cost").fill_null(0.0))
    order = (*_WAYS, "lost", "cost", "basis")
    return wide.select(*_PAIR, *order).sort("lost", *_PAIR, descending=[True, False, False], nulls_last=True)


def ends(plan: Plan) -> pl.DataFrame:
    """Lots that expire or are renewed, by the month of it.

    Returns:
        nation, item, period (YYYY-MM), renewed and expired (item units).
    """
    moved = plan.lots.filter((pl.col("expired") > 0) | (pl.col("extended_out") > 0))
    sums = moved.group_by(*_PAIR, "period").agg(
        pl.col("extended_out").sum().alias("renewed"), pl.col("expired").sum()
    )
    return sums.sort("period", *_PAIR)


def _fates(plan: Plan, rows: pl.DataFrame, names: Names) -> Exhibit:
    shown = rows.with_columns(
        named("nation", names.nations),
        named("item", names.items).alias("label"),
        pl.col("item").replace(names.units).alias("unit"),
    )
    columns = (
        Column("nation", "Nation"),
        Column("label", "Item"),
        Column("used", "Used", "number"),
        Column("sent", "Given on", "number"),
        Column("extended_out", "Renewed", "number"),
        Column("expired", "Expires", "number"),
        Column("unit", "Unit"),
        Column("lost", "Expires", "share"),
        Column("cost", "Cost of renewal", "money", f"{plan.case.settings.currency} million"),
    )
    return Exhibit(
        "expiry",
        _finding(plan, rows, names),
        Sheet("Stock that would expire inside the plan", columns, shown, shown=_TOP),
        "fate_bars",
        _bars(shown.head(_TOP)),
        "Only stock whose date lies inside the plan, deliveries and gifts included. Given on: with its date, "
        "so it may expire elsewhere. Basis: of the stock held at the start.",
    )


def _bars(shown: pl.DataFrame) -> pl.DataFrame:
    """Bars of the chart: label, part, share, words, deep, rank."""
    whole = pl.sum_horizontal(_WAYS)
    shares = shown.filter(whole > 0).select(
        pl.concat_str("nation", pl.lit(": "), "label").alias("label"),
        *(pl.col(way) / whole for way in _WAYS),
    )
    long = shares.unpivot(_WAYS, index="label", variable_name="way", value_name="share")
    words = [share(value) if value >= 0.08 else "" for value in long.get_column("share")]
    places = {way: place for place, way in enumerate(_WAYS)}
    parts = dict(zip(_WAYS, FATES, strict=True))
    return long.with_columns(
        pl.col("way").replace_strict(parts, return_dtype=pl.String).alias("part"),
        pl.col("way").replace_strict(places, return_dtype=pl.Int64).alias("rank"),
        pl.Series("words", words, dtype=pl.String),
        pl.col("way").is_in(["used", "expired", "sent"]).alias("deep"),
    ).filter(pl.col("share") > 0)


def _finding(plan: Plan, rows: pl.DataFrame, names: Names) -> str:
    lost = rows.filter(pl.col("expired") > 0)
    renewed = rows.filter(pl.col("extended_out") > 0)
    cost = money(float(rows.get_column("cost").sum()), plan.case.settings.currency)
    if lost.height:
        heads = [
            f"{amount(units)} of {names.item(item)} in {names.nation(nation)}"
            for nation, item, units in lost.select("nation", "item", "expired").head(3).iter_rows()
        ]
        of = counted(rows.height, "stock", "stocks")
        text = f"In {lost.height:,} of {of} with a date inside the plan something expires: {listed(heads)}"
        text += " and more" * (lost.height > 3)
    else:
        text = f"Nothing expires of {counted(rows.height, 'stock', 'stocks')} with a date inside the plan"
    if renewed.height:
        text += f"; {counted(renewed.height, 'stock is', 'stocks are')} renewed for {cost}"
    return f"{text}."


def _lots(plan: Plan, names: Names) -> Exhibit:
    rows = ends(plan)
    shown = rows.with_columns(
        named("nation", names.nations),
        named("item", names.items).alias("label"),
        pl.col("item").replace(names.units).alias("unit"),
    )
    columns = (
        Column("nation", "Nation"),
        Column("label", "Item"),
        Column("period", "Period from", "month"),
        Column("renewed", "Renewed", "number"),
        Column("expired", "Expires", "number"),
        Column("unit", "Unit"),
    )
    periods = rows.get_column("period").n_unique()
    finding = (
        f"Stock expires or is renewed in {counted(periods, 'period')} of the plan."
        if rows.height
        else "No lot expires or is renewed."
    )
    return Exhibit(
        "lots",
        finding,
        Sheet("Lots that expire or are renewed", columns, shown, shown=_TOP),
        reading="Stock is renewed in the period before the one in which it would expire.",
    )
