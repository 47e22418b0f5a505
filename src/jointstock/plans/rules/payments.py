"""V9 and V10 for money: every payment recomputed from orders, deliveries, purchases, transfers and stocks."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from jointstock.plans.rules.capacity import bought
from jointstock.plans.rules.edges import orders
from jointstock.plans.rules.ground import Check, Claim, Ground, side_by_side, total
from jointstock.plans.rules.needs import open_orders
from jointstock.plans.rules.orders import delivered
from jointstock.plans.rules.rates import contract_prices, mean_rates, own_currency
from jointstock.plans.rules.stocks import stock_cells
from jointstock.plans.rules.transfers import lanes, sendings

PAYMENT = ["payer", "object", "kind", "b"]
CALL_OFF = ["contract", "buyer", "b"]
# An order below this many units is none.
NOTHING = 1e-6
KINDS = {
    "order": "orders",
    "delivery": "orders",
    "fixed cost": "fixed costs",
    "expansion": "expansions",
    "transfer": "transfers",
    "holding": "holding",
}


def _profile(ground: Ground, event: str) -> pl.DataFrame:
    rows = ground.facts("contract_payments").filter(pl.col("event") == event)
    return rows.select("contract", "months_after", part="share")


def _spread(ground: Ground, events: pl.DataFrame, event: str) -> pl.DataFrame:
    """Spread what is ordered or delivered in a period over the periods in which its shares fall due."""
    profile = _profile(ground, event)
    shares = ground.periods.shares(profile["months_after"].unique().to_list())
    met = events.rename({"b": "a"}).join(profile, on="contract")
    met = met.join(shares, left_on=["months_after", "a"], right_on=["lag", "a"])
    due = pl.col("quantity") * pl.col("part") * pl.col("share")
    return met.with_columns(due=due, of=due)


def _priced(ground: Ground, due: pl.DataFrame, kind: str) -> pl.DataFrame:
    met = due.join(ground.once(contract_prices), on=["contract", "item", "b"], how="left")
    sums = {"amount": pl.col("due") * pl.col("price"), "size": (pl.col("of") * pl.col("price")).abs()}
    paid = met.with_columns(**sums, kind=pl.lit(kind)).rename({"order": "object"})
    return paid.group_by(PAYMENT).agg(pl.col("amount", "size").sum())


def on_order(ground: Ground) -> pl.DataFrame:
    """Shares that fall due at order, at the price of the period they fall due in."""
    placed = ground.once(orders).select("order", "payer", "contract", "item", "quantity", "b")
    return _priced(ground, _spread(ground, placed, "order"), "order")


def on_delivery(ground: Ground) -> pl.DataFrame:
    """Shares that fall due at delivery; those of what is not delivered in the horizon fall due after it."""
    placed = ground.once(orders).select("order", "payer", "contract", "item", ordered="quantity")
    came = ground.once(delivered).select("order", "b", "quantity").join(placed, on="order")
    spread = _spread(ground, came, "delivery")
    spread = spread.select("order", "payer", "contract", "item", "b", "due", "of")
    sums = total(came, ["order"], "quantity", "came")
    rest = placed.join(sums, on="order", how="left").with_columns(pl.col("came").fill_null(0))
    parts = total(_profile(ground, "delivery"), ["contract"], "part")
    later = rest.join(parts, on="contract").select(
        "order",
        "payer",
        "contract",
        "item",
        pl.lit(ground.periods.count, dtype=pl.Int64).alias("b"),
        due=(pl.col("ordered") - pl.col("came")) * pl.col("part"),
        # What is left of an order is a difference: the order itself sets the scale of the row.
        of=pl.col("ordered") * pl.col("part"),
    )
    return _priced(ground, pl.concat([spread, later]), "delivery")


def on_backlog(ground: Ground) -> pl.DataFrame:
    """What is still to be paid of open orders at each delivery; without a price there is nothing to pay."""
    backlog = ground.once(open_orders).filter(
        pl.col("price").is_not_null() & pl.col("paid_share").is_not_null()
    )
    rows = backlog.select("order", "payer", "price", "paid_share", own_currency(ground).alias("rate"))
    came = ground.tables["deliveries"].select("order", "b", "quantity").join(rows, on="order")
    met = came.join(ground.once(mean_rates), on=["rate", "b"], how="left")
    amount = pl.col("quantity") * pl.col("price") * (1 - pl.col("paid_share")) * pl.col("value")
    paid = met.with_columns(amount=amount, kind=pl.lit("open order")).rename({"order": "object"})
    return total(paid, PAYMENT, "amount")


def call_offs(ground: Ground) -> pl.DataFrame:
    """Fixed cost of every call-off in which anything is ordered: payer (the buyer), object (contract), b."""
    contracts = ground.facts("contracts").filter(pl.col("fixed_cost").is_not_null())
    contracts = contracts.select("contract", "fixed_cost", own_currency(ground).alias("rate"))
    placed = total(ground.tables["orders"], CALL_OFF, "quantity").filter(pl.col("quantity") > NOTHING)
    met = placed.join(contracts, on="contract").join(ground.once(mean_rates), on=["rate", "b"], how="left")
    paid = met.with_columns(amount=pl.col("fixed_cost") * pl.col("value"), kind=pl.lit("fixed cost"))
    return total(paid.rename({"buyer": "payer", "contract": "object"}), PAYMENT, "amount")


def on_expansions(ground: Ground) -> pl.DataFrame:
    """What each payer pays for options, as table ``expansions`` shares it."""
    shared = ground.tables["expansions"].with_columns(kind=pl.lit("expansion")).rename({"option": "object"})
    return total(shared, PAYMENT, "paid", "amount")


def on_transfers(ground: Ground) -> pl.DataFrame:
    """Cost of the lanes, paid by the donor in the period sent."""
    costs = (
        ground.once(lanes).filter(pl.col("cost").is_not_null()).select("donor", "recipient", "item", "cost")
    )
    met = ground.once(sendings).join(costs, on=["donor", "recipient", "item"])
    lane = pl.concat_str("item", "donor", "recipient", separator="/")
    paid = met.with_columns(amount=pl.col("quantity") * pl.col("cost"), kind=pl.lit("transfer"), object=lane)
    return total(paid.rename({"donor": "payer"}), PAYMENT, "amount")


def unit_months(ground: Ground) -> pl.DataFrame:
    """Unit-months that each pair holds in each period: columns nation, item, b, unit_months."""
    cells = ground.once(stock_cells)
    before = pl.col("closing").shift(1).over("nation", "item").fill_null(pl.col("held"))
    held = (pl.col("months") - 1) / 2 * before + (pl.col("months") + 1) / 2 * pl.col("closing")
    return cells.select("nation", "item", "b", unit_months=held)


def on_holding(ground: Ground) -> pl.DataFrame:
    """Cost of the stock held, paid by the holder."""
    costs = ground.facts("items").filter(pl.col("holding_cost").is_not_null()).select("item", "holding_cost")
    met = ground.once(unit_months).join(costs, on="item")
    pair = pl.concat_str("nation", "item", separator="/")
    amount = pl.col("unit_months") * pl.col("holding_cost")
    paid = met.with_columns(amount=amount, kind=pl.lit("holding"), object=pair)
    return total(paid.rename({"nation": "payer"}), PAYMENT, "amount")


def due(ground: Ground) -> pl.DataFrame:
    """Every payment that the other tables and the case call for.

    Returns:
        Columns payer, object, kind, b, amount, and size: the largest amount that the payment is a part of.
    """
    parts = (on_order, on_delivery, on_backlog, call_offs, on_expansions, on_transfers, on_holding)
    frames = [part(ground) for part in parts]
    sized = [
        frame if "size" in frame.columns else frame.with_columns(size=pl.col("amount")) for frame in frames
    ]
    columns = [pl.col(PAYMENT), pl.col("amount", "size").cast(pl.Float64)]
    return pl.concat([frame.select(columns) for frame in sized])


def check_payments(ground: Ground) -> Iterator[Check]:
    """V9 for payments, V10 for fixed costs: the payments of the plan are those that fall due."""
    told = total(ground.tables["payments"], PAYMENT, "amount", "paid")
    meant = ground.once(due).group_by(PAYMENT).agg(pl.col("size").sum(), due=pl.col("amount").sum())
    both = side_by_side(told, meant, PAYMENT)
    size = [pl.col("size")]
    fixed = pl.col("kind") == "fixed cost"
    text = "{payer} pays {lhs} for {object} ({kind}) in {period}; {rhs} fall due."
    name = ("payer", "kind", "object")
    yield ground.examine(
        Claim("V9", name, text, money=True), both.filter(~fixed), pl.col("paid"), pl.col("due"), size
    )
    yield ground.examine(
        Claim("V10", name, text, money=True), both.filter(fixed), pl.col("paid"), pl.col("due"), size
    )
    yield from _expansions(ground)


def _expansions(ground: Ground) -> Iterator[Check]:
    """V9 for options: the cost is that of the share bought, and those who may pay share it."""
    options = ground.facts("expansions").select("option", "cost", own_currency(ground).alias("rate"))
    rows = ground.once(bought).rename({"cost": "named"}).join(options, on="option", how="left")
    rows = rows.join(ground.once(mean_rates), on=["rate", "b"], how="left")
    meant = pl.col("cost") * pl.col("value") * pl.col("amount")
    text = "{amount} of the option {option} in {period} costs {lhs} by the plan; it is {rhs}."
    claim = Claim("V9", ("option",), text, money=True)
    yield ground.examine(claim, rows, pl.col("named"), meant)
    yield ground.examine(claim, rows, pl.col("lowest_cost"), meant)
    text = "The payers of option {option} pay {lhs} in {period}; it costs {rhs}."
    yield ground.examine(Claim("V9", ("option",), text, money=True), rows, pl.col("paid"), meant)
    may = ground.facts("expansion_payers").select("option", "payer")
    budgeted = ground.tables["expansions"].join(ground.facts("budgets"), on="payer", how="semi")
    everyone = budgeted.join(may.filter(pl.col("payer") == "*"), on="option", how="semi").select(
        "option", "payer"
    )
    known = pl.concat([may, everyone]).unique().with_columns(known=pl.lit(value=True))
    shared = ground.tables["expansions"].join(
        known, on=["option", "payer"], how="left", maintain_order="left"
    )
    text = "{payer} pays {paid} for the option {option} in {period}; the case does not let it pay."
    # A row without a payer is one of an option that costs nothing.
    wrong = pl.col("known").is_null() & ~((pl.col("payer") == "") & (pl.col("paid") == 0))
    yield ground.refuse(Claim("V8", ("option", "payer"), text), shared, wrong, pl.col("paid"))
