"""Which contracts are used and which are not, and what the tables of the plan say of the reason."""

import polars as pl

from jointstock.plans.plan import Plan
from jointstock.report.exhibits import Column, Exhibit, Sheet
from jointstock.report.names import Names, named
from jointstock.report.shortage import last_month
from jointstock.report.words import counted, share, worst_basis

_TOP = 20
_NEAR = 1e-6
_KEYS = ["contract", "item"]
_FEW = 2


def exhibits(plan: Plan, names: Names) -> list[Exhibit]:
    """Every contract of the case, used or not, with the reason; none where the case has none.

    Args:
        plan: The plan.
        names: Names of its case.
    """
    rows = by_contract(plan)
    return [_contracts(plan, rows, names)] if rows.height else []


def by_contract(plan: Plan) -> pl.DataFrame:
    """Every contract of the case, the largest order value first.

    Returns:
        contract, kind, items (what is ordered under it, else what it prices), value (case currency), buyers
        (number), valid_from, valid_to, why (in words), basis.
    """
    priced = plan.case.table("contract_prices").group_by("contract").agg(pl.col("item").unique().sort())
    sums = plan.orders.group_by("contract").agg(
        pl.col("value", "quantity").sum(),
        pl.col("buyer").n_unique().cast(pl.Int64).alias("buyers"),
        pl.col("item").unique().sort().alias("items"),
        pl.col("period").max().alias("last"),
        worst_basis().alias("worst"),
    )
    rows = plan.case.table("contracts").join(sums, on="contract", how="left")
    rows = rows.join(priced, on="contract", how="left").join(_compared(plan), on="contract", how="left")
    known = rows.with_columns(pl.col("value", "quantity").fill_null(0.0), pl.col("buyers").fill_null(0))
    following = plan.periods.select(last="period", next=pl.col("period").shift(-1))
    told = (
        known.join(_worth(plan), on="contract", how="left")
        .join(following, on="last", how="left")
        .with_columns(
            _why(plan).alias("why"),
            pl.coalesce("worst", "basis").alias("basis"),
            pl.coalesce("items", "item"),
        )
    )
    order = ("items", "value", "buyers", "valid_from", "valid_to", "why", "basis")
    return told.select("contract", "kind", *order).sort("value", "contract", descending=[True, False])


def _compared(plan: Plan) -> pl.DataFrame:
    """Each contract beside the others that price the same items.

    Returns:
        contract; alone (no other prices what is ordered under it); cheapest (nothing of that is had at a
        lower mean price under another); elsewhere (something that it prices is ordered under another).
    """
    paid = plan.orders.group_by(_KEYS).agg(pl.col("value", "quantity").sum())
    paid = paid.select(*_KEYS, (pl.col("value") / pl.col("quantity")).alias("mean"))
    rows = plan.case.table("contract_prices").select(_KEYS).unique().join(paid, on=_KEYS, how="left")
    used = pl.col("mean").is_not_null()
    each = rows.with_columns(
        (pl.len().over("item") == 1).alias("single"),
        (pl.col("mean") <= pl.col("mean").min().over("item") * (1 + _NEAR)).alias("low"),
        used.any().over("item").alias("ordered"),
    )
    return each.group_by("contract").agg(
        pl.col("single").filter(used).all().alias("alone"),
        pl.col("low").filter(used).all().alias("cheapest"),
        pl.col("ordered").any().alias("elsewhere"),
    )


def _worth(plan: Plan) -> pl.DataFrame:
    """Orders at the price of their tier, in the currency of the contract: contract, worth."""
    prices = plan.case.table("contract_prices").select(*_KEYS, tier="from_quantity", stated="price")
    rows = plan.orders.join(prices, on=[*_KEYS, "tier"])
    return rows.group_by("contract").agg((pl.col("quantity") * pl.col("stated")).sum().alias("worth"))


def _why(plan: Plan) -> pl.Expr:
    """Why a contract is used or not, so far as the tables of the plan tell."""
    first, last = str(plan.run["first_month"]), last_month(plan)
    outside = (pl.col("valid_to") < first) | (pl.col("valid_from") > last)
    used = pl.col("value") > 0
    full = (pl.col("quantity") >= pl.col("ceiling") * (1 - _NEAR)) | (
        pl.col("worth") >= pl.col("ceiling_value") * (1 - _NEAR)
    )
    reasons = (
        (used & full, "used up to its ceiling"),
        (used & (pl.col("valid_to") < pl.col("next")), "used until its window closes"),
        (used & pl.col("alone"), "no other sells what is ordered under it"),
        (used & pl.col("cheapest"), "what is ordered under it is not cheaper under others"),
        (used, "used beside others that are cheaper"),
        (outside, "not used: its window lies outside the plan"),
        (pl.col("elsewhere"), "not used: what it sells is ordered under others"),
    )
    known = [pl.when(holds).then(pl.lit(words)) for holds, words in reasons]
    return pl.coalesce(*known, pl.lit("not used: nothing that it sells is ordered"))


def _contracts(plan: Plan, rows: pl.DataFrame, names: Names) -> Exhibit:
    named_items = pl.col("items").list.eval(pl.element().replace(names.items)).list
    rest = named_items.len().cast(pl.Int64) - _FEW
    more = pl.when(rest > 0).then(pl.lit(" and ") + rest.cast(pl.String) + " more").otherwise(pl.lit(""))
    shown = rows.with_columns(
        named("contract", names.contracts), (named_items.head(_FEW).list.join(", ") + more).alias("items")
    )
    columns = (
        Column("contract", "Contract"),
        Column("kind", "Kind"),
        Column("items", "Sells"),
        Column("value", "Order value", "money", f"{plan.case.settings.currency} million"),
        Column("buyers", "Buyers", "number"),
        Column("valid_from", "From", "month"),
        Column("valid_to", "To", "month"),
        Column("why", "Why"),
    )
    return Exhibit(
        "contracts",
        _finding(rows, names),
        Sheet("Contracts of the case", columns, shown, shown=_TOP),
        reading="Sells: what is ordered under it, else what it has a price for. Prices are compared as paid, "
        "in the mean over the orders of the plan; who may buy, from which lines and when differs between "
        "contracts.",
    )


def _finding(rows: pl.DataFrame, names: Names) -> str:
    used = rows.filter(pl.col("value") > 0)
    are = "is" if used.height == 1 else "are"
    text = f"{used.height:,} of {counted(rows.height, 'contract')} {are} used"
    if not used.height:
        return f"{text}."
    key, value = used.select("contract", "value").row(0)
    part = share(value / float(used.get_column("value").sum()))
    return f"{text}; {names.contracts.get(key, key)} carries the most, {part} of the order value."
