"""Which agreements are used: what binds them, which prices are reached, what they cost beside orders."""

import polars as pl

from jointstock.plans.plan import Plan
from jointstock.report.exhibits import Column, Exhibit, Sheet
from jointstock.report.names import Names, named
from jointstock.report.paying import in_words
from jointstock.report.words import AFTER, amount, counted, listed, money, share, worst_basis

_TOP = 20
_NEAR = 1e-6
_TERMS = (
    "ceiling",
    "ceiling_value",
    "fixed_cost",
    "call_off_min",
    "call_off_max",
    "minimum_order",
    "take_or_pay",
    "capacity_fee",
    "option_fee",
    "agent_fee",
)
_OWED = ("fixed cost", "agent fee", "contract fee", "untaken")
_CURVES = ("crawford", "wright")
_PRICED = ["contract", "item"]


def exhibits(plan: Plan, names: Names) -> list[Exhibit]:
    """Agreements with terms beyond a price; none where the case has none.

    Args:
        plan: The plan.
        names: Names of its case.
    """
    rows = terms(plan)
    if not rows.height:
        return []
    made = [_terms(plan, rows, names)]
    made += [_tiers(plan, names)] if tiers(plan).height else []
    made += [_call_offs(plan, names)] if call_offs(plan).height else []
    return made + ([_owed(plan, names)] if owed(plan).height else [])


def terms(plan: Plan) -> pl.DataFrame:
    """Contracts with terms beyond a price: what is ordered against what binds.

    Returns:
        contract, kind, force (in words), ordered (item units), ceiling, used (share of it), value (case
        currency), minimum_order, take_or_pay, untaken, untaken_cost, fees, basis; what is used most first.
    """
    several = _several(plan).get_column("contract").unique().to_list()
    listed_terms = pl.any_horizontal(pl.col(name).is_not_null() for name in _TERMS)
    contracts = plan.case.table("contracts").filter(listed_terms | pl.col("contract").is_in(several))
    sums = plan.orders.group_by("contract").agg(
        pl.col("quantity").sum().alias("ordered"), pl.col("value").sum()
    )
    state = plan.agreements.select("contract", "in_force", "untaken", "untaken_cost", "fees")
    rows = contracts.join(sums, on="contract", how="left").join(state, on="contract", how="left")
    known = rows.with_columns(pl.col("ordered", "value").fill_null(0.0))
    used = pl.when(pl.col("ceiling") > 0).then(pl.col("ordered") / pl.col("ceiling")).alias("used")
    ordered = pl.when(pl.col("ordered") > 0).then(pl.lit("used"))
    force = ordered.when(pl.col("in_force") == "yes").then(pl.lit("in force, nothing ordered"))
    kept = ("minimum_order", "take_or_pay", "untaken", "untaken_cost", "fees", "basis")
    return known.select(
        "contract",
        "kind",
        force.otherwise(pl.lit("not used")).alias("force"),
        "ordered",
        "ceiling",
        used,
        "value",
        *kept,
    ).sort("value", "contract", descending=[True, False])


def tiers(plan: Plan) -> pl.DataFrame:
    """Every price of items with several, and what is ordered at it.

    Returns:
        contract, item, type, tier (units from which it holds), price (as stated, in the currency of the
        contract; empty for a later unit of a learning curve), ordered (units), value (case currency), basis.
    """
    several = _several(plan)
    sums = plan.orders.group_by(*_PRICED, "tier").agg(
        pl.col("quantity").sum().alias("ordered"), pl.col("value").sum()
    )
    kinds = several.group_by(_PRICED).agg(pl.col("type").first(), worst_basis())
    stated = several.select(*_PRICED, pl.col("from_quantity").alias("tier"), "price")
    joined = stated.join(sums, on=[*_PRICED, "tier"], how="full", coalesce=True)
    rows = joined.join(kinds, on=_PRICED).with_columns(pl.col("ordered", "value").fill_null(0.0))
    order = ("type", "tier", "price", "ordered", "value", "basis")
    return rows.select(*_PRICED, *order).sort(*_PRICED, "tier")


def call_offs(plan: Plan) -> pl.DataFrame:
    """Call-offs of contracts that bound them or charge for them, the first month first.

    Returns:
        contract, buyer, period, quantity (units), call_off_min, call_off_max, cost (fixed cost, case
        currency), at (which bound is met), basis.
    """
    bound = plan.case.table("contracts").filter(
        pl.any_horizontal(
            pl.col(name).is_not_null() for name in ("fixed_cost", "call_off_min", "call_off_max")
        )
    )
    sums = plan.orders.group_by("contract", "buyer", "period").agg(pl.col("quantity").sum(), worst_basis())
    paid = plan.payments.filter(pl.col("kind") == "fixed cost").select(
        pl.col("object").alias("contract"),
        pl.col("payer").alias("buyer"),
        "period",
        pl.col("amount").alias("cost"),
    )
    joined = sums.join(bound.select("contract", "call_off_min", "call_off_max"), on="contract")
    rows = joined.join(paid, on=["contract", "buyer", "period"], how="left")
    least = pl.when(pl.col("quantity") <= pl.col("call_off_min") * (1 + _NEAR)).then(pl.lit("the least"))
    most = least.when(pl.col("quantity") >= pl.col("call_off_max") * (1 - _NEAR)).then(pl.lit("the most"))
    order = ("quantity", "call_off_min", "call_off_max", "cost", "at", "basis")
    return (
        rows.with_columns(most.alias("at"))
        .select("contract", "buyer", "period", *order)
        .sort("period", "contract", "buyer")
    )


def owed(plan: Plan) -> pl.DataFrame:
    """What contracts cost beside their orders: payer, contract, kind (words), paid, after, amount."""
    orders = plan.orders.select(pl.col("order").alias("object"), "contract")
    rows = plan.payments.filter(pl.col("kind").is_in(_OWED)).join(orders, on="object", how="left")
    behind = pl.col("period") == AFTER
    under = pl.coalesce("contract", "object").alias("contract")
    summed = rows.group_by("payer", under, in_words("kind")).agg(
        pl.col("amount").filter(~behind).sum().alias("paid"),
        pl.col("amount").filter(behind).sum().alias("after"),
        pl.col("amount").sum(),
    )
    return summed.sort("amount", "payer", "contract", "kind", descending=[True, False, False, False])


def _several(plan: Plan) -> pl.DataFrame:
    """Prices of items that have several under one contract, or a learning curve."""
    prices = plan.case.table("contract_prices")
    return prices.filter((pl.len().over(_PRICED) > 1) | pl.col("type").is_in(_CURVES))


def _terms(plan: Plan, rows: pl.DataFrame, names: Names) -> Exhibit:
    million = f"{plan.case.settings.currency} million"
    shown = rows.with_columns(named("contract", names.contracts))
    columns = (
        Column("contract", "Contract"),
        Column("kind", "Kind"),
        Column("force", "State"),
        Column("ordered", "Ordered", "number", "units"),
        Column("ceiling", "Ceiling", "number", "units"),
        Column("used", "Of the ceiling", "share"),
        Column("value", "Order value", "money", million),
        Column("minimum_order", "Least order", "number", "units"),
        Column("take_or_pay", "To be taken", "number", "units"),
        Column("untaken", "Not taken", "number", "units"),
        Column("untaken_cost", "Paid for it", "money", million),
        Column("fees", "Capacity and option fees", "money", million),
    )
    bars = (
        shown.drop_nulls("used")
        .head(_TOP)
        .select(
            pl.col("contract").alias("label"),
            pl.col("used").alias("share"),
            pl.lit(1.0).alias("whole"),
            "ordered",
            "ceiling",
        )
    )
    words = [
        f"{amount(done)} of {amount(most)} units"
        for done, most in bars.select("ordered", "ceiling").iter_rows()
    ]
    return Exhibit(
        "agreements",
        _terms_finding(rows, names),
        Sheet("Contracts with terms beyond a price", columns, shown, shown=_TOP),
        "ceiling_bars",
        bars.with_columns(pl.Series("words", words, dtype=pl.String)),
        "Units over all buyers and items inside the plan. A contract is in force where it is signed or "
        "anything is ordered under it; fees and units not taken fall due only then.",
    )


def _terms_finding(rows: pl.DataFrame, names: Names) -> str:
    used = rows.filter(pl.col("ordered") > 0)
    full = used.filter(pl.col("used") >= 1 - _NEAR)
    are = "is" if used.height == 1 else "are"
    text = f"{used.height:,} of {counted(rows.height, 'agreement')} with terms beyond a price {are} used"
    if full.height:
        heads = [names.contracts.get(key, key) for key in full.get_column("contract").head(3)]
        more = f" and {full.height - 3:,} more" if full.height > 3 else ""
        text += f"; {listed(heads) if not more else ', '.join(heads) + more} to the ceiling"
    untaken = rows.filter(pl.col("untaken") > 0)
    if untaken.height:
        text += f"; units not taken under {counted(untaken.height, 'contract')}"
    return f"{text}."


def _tiers(plan: Plan, names: Names) -> Exhibit:
    rows = tiers(plan)
    currencies = plan.case.table("contracts").select("contract", "currency")
    shown = rows.join(currencies, on="contract", how="left").with_columns(
        pl.col("currency").fill_null(plan.case.settings.currency),
        pl.col("type").str.replace("_", " "),
        named("contract", names.contracts),
        named("item", names.items),
    )
    columns = (
        Column("contract", "Contract"),
        Column("item", "Item"),
        Column("type", "Prices"),
        Column("tier", "From", "number", "units"),
        Column("price", "Price as stated", "number", "per unit"),
        Column("currency", "In"),
        Column("ordered", "Ordered at it", "number", "units"),
        Column("value", "Value", "money", f"{plan.case.settings.currency} million"),
    )
    reached = rows.filter(pl.col("ordered") > 0)
    ways = counted(rows.select(_PRICED).unique().height, "item")
    return Exhibit(
        "tiers",
        f"Orders are placed at {reached.height:,} of {counted(rows.height, 'price')} that depend on the "
        f"quantity, of {ways}.",
        Sheet("Prices by quantity, and what is ordered at each", columns, shown, shown=_TOP),
        reading="all units: the price of the tier reached holds for every unit; incremental and convex: each "
        "price holds for its own segment; wright and crawford: a learning curve, taken as tiers, of which "
        "only those reached are listed. The value is at the prices of the months of the orders.",
    )


def _call_offs(plan: Plan, names: Names) -> Exhibit:
    rows = call_offs(plan)
    shown = rows.with_columns(named("contract", names.contracts), named("buyer", names.nations))
    columns = (
        Column("contract", "Contract"),
        Column("buyer", "Buyer"),
        Column("period", "Month", "month"),
        Column("quantity", "Called off", "number", "units"),
        Column("call_off_min", "Least", "number", "units"),
        Column("call_off_max", "Most", "number", "units"),
        Column("at", "At the bound"),
        Column("cost", "Fixed cost", "money", f"{plan.case.settings.currency} million"),
    )
    bound = rows.drop_nulls("at").height
    are = "is" if bound == 1 else "are"
    return Exhibit(
        "call-offs",
        f"{counted(rows.height, 'call-off')} under agreements that bound or charge them; {bound:,} {are} at "
        "a bound.",
        Sheet("Call-offs by contract, buyer and period", columns, shown, shown=_TOP),
        reading="A call-off is all that one buyer orders under a contract in a period.",
    )


def _owed(plan: Plan, names: Names) -> Exhibit:
    rows, currency = owed(plan), plan.case.settings.currency
    shown = rows.with_columns(named("payer", names.nations), named("contract", names.contracts))
    columns = (
        Column("payer", "Payer"),
        Column("contract", "Contract"),
        Column("kind", "For"),
        Column("paid", "Paid in the plan", "money", f"{currency} million"),
        Column("after", "Due after the plan", "money", f"{currency} million"),
    )
    total = money(float(rows.get_column("amount").sum()), currency)
    whole = float(plan.orders.get_column("value").sum())
    part = float(rows.get_column("amount").sum()) / whole if whole > 0 else None
    of = "" if part is None else f", {share(part)} of the order value"
    return Exhibit(
        "contract-costs",
        f"Agreements cost {total} beside their orders{of}.",
        Sheet("Costs of agreements beside orders", columns, shown, shown=_TOP),
    )
