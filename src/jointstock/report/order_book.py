"""What to order from whom."""

import polars as pl

from jointstock.plans.plan import Plan
from jointstock.report.exhibits import Column, Exhibit, Sheet
from jointstock.report.names import Names, named
from jointstock.report.words import counted, listed, money, money_unit, month, share, worst_basis

_TOP = 20


def exhibits(plan: Plan, names: Names) -> list[Exhibit]:
    """The order book by contract and line, and order by order.

    Args:
        plan: The plan.
        names: Names of its case.
    """
    return [_by_item(plan, names), _by_contract(plan, names), _orders(plan, names)]


def by_line(plan: Plan) -> pl.DataFrame:
    """Orders by contract, line and item, the largest value first.

    Returns:
        contract, line, item, buyers (number), quantity (whole units), value (case currency), first and
        last (YYYY-MM), basis (worst).
    """
    return (
        plan.orders.group_by("contract", "line", "item")
        .agg(
            pl.col("buyer").n_unique().cast(pl.Int64).alias("buyers"),
            pl.col("quantity_rounded").sum().cast(pl.Float64).alias("quantity"),
            pl.col("value").sum(),
            pl.col("period").min().alias("first"),
            pl.col("period").max().alias("last"),
            worst_basis(),
        )
        .sort("value", "contract", "line", "item", descending=[True, False, False, False])
    )


def _by_item(plan: Plan, names: Names) -> Exhibit:
    items = (
        plan.orders.group_by("item")
        .agg(
            pl.col("quantity_rounded").sum().cast(pl.Float64).alias("quantity"),
            pl.col("value").sum(),
            pl.col("buyer").n_unique().cast(pl.Int64).alias("buyers"),
            pl.col("line").n_unique().cast(pl.Int64).alias("lines"),
            pl.col("period").min().alias("first"),
            worst_basis(),
        )
        .with_columns(
            named("item", names.items).alias("label"), pl.col("item").replace(names.units).alias("unit")
        )
        .sort("value", "item", descending=[True, False])
    )
    columns = (
        Column("label", "Item"),
        Column("quantity", "Ordered", "number"),
        Column("unit", "Unit"),
        Column("value", "Value", "money", f"{plan.case.settings.currency} million"),
        Column("buyers", "Buyers", "number"),
        Column("lines", "Lines", "number"),
        Column("first", "First order", "month"),
    )
    divisor, unit = money_unit(items.get_column("value"), plan.case.settings.currency)
    return Exhibit(
        "orders-by-item",
        _item_finding(plan, items),
        Sheet("Orders by item", columns, items),
        "value_bars",
        _years(plan, names, divisor),
        "Value of the orders at the contract price of the month in which they are placed, by the year of the "
        "order. Orders open before the plan are not counted.",
        unit,
    )


def _years(plan: Plan, names: Names, divisor: float) -> pl.DataFrame:
    """Order value by item and year, in the unit of the chart: label, part (year), amount."""
    return (
        plan.orders.group_by(
            named("item", names.items).alias("label"), pl.col("period").str.head(4).alias("part")
        )
        .agg((pl.col("value").sum() / divisor).alias("amount"))
        .sort("label", "part")
    )


def _by_contract(plan: Plan, names: Names) -> Exhibit:
    rows = by_line(plan)
    shown = rows.with_columns(
        named("contract", names.contracts), named("line", names.lines), named("item", names.items)
    )
    columns = (
        Column("contract", "Under"),
        Column("line", "From"),
        Column("item", "Item"),
        Column("quantity", "Ordered", "number"),
        Column("value", "Value", "money", f"{plan.case.settings.currency} million"),
        Column("buyers", "Buyers", "number"),
        Column("first", "First order", "month"),
        Column("last", "Last order", "month"),
    )
    return Exhibit(
        "orders-by-contract",
        _contract_finding(rows),
        Sheet("Orders by contract and line", columns, shown, shown=_TOP),
        reading="Whole units; the largest value first.",
    )


def _orders(plan: Plan, names: Names) -> Exhibit:
    own = pl.when(pl.col("recipient") == pl.col("buyer")).then(pl.lit("itself"))
    rows = plan.orders.sort("period", "value", "order", descending=[False, True, False]).with_columns(
        named("buyer", names.nations),
        own.otherwise(named("recipient", names.nations)).alias("recipient"),
        named("contract", names.contracts),
        named("line", names.lines),
        named("item", names.items),
        pl.col("quantity_rounded").cast(pl.Float64).alias("whole"),
    )
    columns = (
        Column("order", "Order"),
        Column("period", "Month", "month"),
        Column("buyer", "Buyer"),
        Column("recipient", "For"),
        Column("contract", "Under"),
        Column("line", "From"),
        Column("item", "Item"),
        Column("whole", "Units", "number"),
        Column("value", "Value", "money", f"{plan.case.settings.currency} million"),
    )
    return Exhibit(
        "orders",
        _order_finding(plan),
        Sheet("Order book", columns, rows, shown=_TOP),
        reading="Month: the first of the period in which the order is placed. Whole units: rounded so that "
        "the sum over a contract, item and year is kept. The first month first, and in it the largest value.",
    )


def _item_finding(plan: Plan, items: pl.DataFrame) -> str:
    if not items.height:
        return "Nothing is ordered."
    currency = plan.case.settings.currency
    total = float(items.get_column("value").sum())
    heads = [
        f"{label} ({share(value / total)})" if total > 0 else label
        for label, value in items.select("label", "value").head(3).iter_rows()
    ]
    return f"Orders worth {money(total, currency)} are placed, most of it for {listed(heads)}."


def _contract_finding(rows: pl.DataFrame) -> str:
    if not rows.height:
        return "No contract is used."
    contracts, lines = rows.get_column("contract").n_unique(), rows.get_column("line").n_unique()
    half = int((rows.get_column("value").cum_sum() < rows.get_column("value").sum() / 2).sum()) + 1
    return (
        f"{counted(contracts, 'contract')} with {counted(lines, 'line')} "
        f"{'carries' if contracts == 1 else 'carry'} the order book; half of its value lies in "
        f"{counted(half, 'pair', 'pairs')} of contract and line."
    )


def _order_finding(plan: Plan) -> str:
    if not plan.orders.height:
        return "There is no order to sign."
    first = str(plan.orders.get_column("period").min())
    now = plan.orders.filter(pl.col("period") == first)
    value = money(float(now.get_column("value").sum()), plan.case.settings.currency)
    orders = counted(plan.orders.height, "order")
    buyers = counted(plan.orders.get_column("buyer").n_unique(), "buyer")
    return f"{orders} by {buyers}; those of {month(first)} alone are worth {value}."
