"""V9 and V10 for money: every payment recomputed from orders, deliveries, purchases, transfers and stocks."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from jointstock.plans.rules import charges
from jointstock.plans.rules.agreements import DUES
from jointstock.plans.rules.capacity import bought
from jointstock.plans.rules.ground import NOTHING, Check, Claim, Ground, side_by_side, total
from jointstock.plans.rules.needs import open_orders
from jointstock.plans.rules.order_payments import PAYMENT, on_delivery, on_order
from jointstock.plans.rules.rates import mean_rates, own_currency
from jointstock.plans.rules.stocks import stock_cells
from jointstock.plans.rules.transfers import lanes, sendings

CALL_OFF = ["contract", "buyer", "b"]
KINDS = {
    "order": "orders",
    "delivery": "orders",
    "fixed cost": "fixed costs",
    "agent fee": "agent fees",
    "contract fee": "contract fees",
    "untaken": "untaken",
    "expansion": "expansions",
    "surge": "surges",
    "shift mode": "shift modes",
    "start-up": "start-ups",
    "transfer": "transfers",
    "holding": "holding",
    "life extension": "life extensions",
    "certification": "certifications",
    "reimbursement": "reimbursements",
}
PARTS = (
    on_order,
    on_delivery,
    charges.agent_fees,
    charges.on_lines,
    charges.on_surges,
    charges.on_extensions,
    charges.on_certifications,
    charges.reimbursements,
)
# Kinds of which the contract says the amount.
BY_CONTRACT = ("fixed cost", charges.AGENT_FEE)
OF_CONTRACTS = (*BY_CONTRACT, *DUES)


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
    """Every payment that the other tables and the case call for, but for dues that payers share as they like.

    Returns:
        Columns payer, object, kind, b, amount, and size: the largest amount that the payment is a part of.
    """
    parts = (*PARTS, on_backlog, call_offs, on_expansions, on_transfers, on_holding)
    frames = [ground.once(part) for part in parts]
    sized = [
        frame if "size" in frame.columns else frame.with_columns(size=pl.col("amount")) for frame in frames
    ]
    columns = [pl.col(PAYMENT), pl.col("amount", "size").cast(pl.Float64)]
    return pl.concat([frame.select(columns) for frame in sized])


def told_payments(ground: Ground) -> pl.DataFrame:
    """Payments of the plan, fees of agents by contract whether the plan names it or the order."""
    rows = ground.tables["payments"].join(
        ground.tables["orders"].select(object="order", of="contract"), on="object", how="left"
    )
    fee = (pl.col("kind") == charges.AGENT_FEE) & pl.col("of").is_not_null()
    return rows.with_columns(object=pl.when(fee).then(pl.col("of")).otherwise(pl.col("object")))


def check_payments(ground: Ground) -> Iterator[Check]:
    """V9 for payments, V10 for what contracts cost: the payments of the plan are those that fall due."""
    told = total(told_payments(ground).filter(~pl.col("kind").is_in(DUES)), PAYMENT, "amount", "paid")
    meant = ground.once(due).group_by(PAYMENT).agg(pl.col("size").sum(), due=pl.col("amount").sum())
    both = side_by_side(told, meant, PAYMENT)
    size = [pl.col("size")]
    fixed = pl.col("kind").is_in(BY_CONTRACT)
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
    may = ground.facts("expansion_payers").select("option", "payer")
    # What nobody pays for is built by industry, at no cost to the plan.
    options = options.join(may, on="option", how="semi")
    rows = ground.once(bought).rename({"cost": "named"}).join(options, on="option")
    rows = rows.join(ground.once(mean_rates), on=["rate", "b"], how="left")
    meant = pl.col("cost") * pl.col("value") * pl.col("amount")
    text = "{amount} of the option {option} in {period} costs {lhs} by the plan; it is {rhs}."
    claim = Claim("V9", ("option",), text, money=True)
    yield ground.examine(claim, rows, pl.col("named"), meant)
    yield ground.examine(claim, rows, pl.col("lowest_cost"), meant)
    text = "What the option {option} costs in {period} is left empty."
    paid = ground.tables["expansions"].join(may.select("option").unique(), on="option", how="semi")
    yield ground.refuse(Claim("V9", ("option",), text), paid, pl.col("cost").is_null())
    text = "The payers of option {option} pay {lhs} in {period}; it costs {rhs}."
    yield ground.examine(Claim("V9", ("option",), text, money=True), rows, pl.col("paid"), meant)
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
