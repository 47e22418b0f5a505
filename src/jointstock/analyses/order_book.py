"""The order book of a plan as an agency keeps it: by agent and contract, with what each contract has reached.

Everything comes from the tables of the plan and from the contracts of its case. The agents of a contract are
its parties of role agent; a contract without any is bought by its buyers themselves, and the cell is empty.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from jointstock.model.index_sets.agreements import read_contracts
from jointstock.model.index_sets.lookup import locate
from jointstock.plans.booking import BASES, NEAR, agents_of, calendar_of, worst
from jointstock.plans.plan import Plan
from jointstock.plans.summary import amount, money

_ROWS = (
    *("order", "contract", "agent", "buyer", "recipient", "payer", "line", "item", "tier", "period"),
    *("quantity", "quantity_rounded", "price", "value", "basis"),
)
_CONTRACTS = (
    *("contract", "name", "agent", "kind", "in_force", "orders", "buyers", "quantity", "quantity_rounded"),
    *("value", "ceiling", "ceiling_used", "quoted", "currency", "ceiling_value", "ceiling_value_used"),
    *("minimum_order", "minimum_reached", "take_or_pay", "taken", "untaken"),
    *("fixed_costs", "agent_fees", "contract_fees", "untaken_costs", "basis"),
)
_CHARGES = {
    "fixed cost": "fixed_costs",
    "agent fee": "agent_fees",
    "contract fee": "contract_fees",
    "untaken": "untaken_costs",
}


@dataclass(frozen=True)
class OrderBook:
    """The answer: orders, and contracts with what they have reached.

    Attributes:
        plan: The plan.
        rows: A row an order: order, contract, agent, buyer, recipient, payer, line, item, tier, period,
            quantity and quantity_rounded (item units), price and value (case currency, at the order), basis.
        contracts: A row a contract of the case: contract, name, agent, kind, in_force (yes or no), orders and
            buyers (numbers), quantity, quantity_rounded (item units), value (case currency), ceiling,
            ceiling_used (share), quoted (value at the contract's price and price year, in currency),
            ceiling_value, ceiling_value_used (share), minimum_order, minimum_reached (yes or no),
            take_or_pay, taken (yes or no), untaken (units), fixed_costs, agent_fees, contract_fees,
            untaken_costs (case currency), basis. Cells of a term that the contract does not have are empty.
    """

    plan: Plan
    rows: pl.DataFrame
    contracts: pl.DataFrame

    def table(self) -> pl.DataFrame:
        """Return a row an order, by agent and contract."""
        return self.rows

    def agents(self) -> pl.DataFrame:
        """Return a row an agent: agent, contracts (with orders), orders, value and agent_fees."""
        used = self.contracts.filter(pl.col("orders") > 0)
        return (
            used.group_by("agent")
            .agg(
                pl.len().cast(pl.Int64).alias("contracts"),
                pl.col("orders").sum(),
                pl.col("value").sum(),
                pl.col("agent_fees").sum(),
            )
            .sort("agent", nulls_last=True)
        )

    def summary(self) -> str:
        """Return the answer in a few sentences."""
        run, currency = self.plan.run, self.plan.case.settings.currency
        total = money(float(self.rows.get_column("value").sum()), currency)
        used = self.contracts.filter(pl.col("orders") > 0).height
        words = [
            f"As of {run['as_of']}, {_counted(self.rows.height, 'order')} worth {total} under {used} of "
            f"{_counted(self.contracts.height, 'contract')}."
        ]
        full = self.contracts.filter(
            (pl.col("ceiling_used") >= 1 - NEAR) | (pl.col("ceiling_value_used") >= 1 - NEAR)
        )
        words += [f"The ceiling of {name} is used up." for name in full.get_column("contract")]
        words += [
            f"{row['contract']} leaves {amount(row['untaken'])} units untaken."
            for row in self.contracts.iter_rows(named=True)
            if row["taken"] == "no" and row["in_force"] == "yes"
        ]
        return " ".join(words)

    def document(self) -> dict[str, Any]:
        """Return the answer as plain data, with totals under `contracts` and `agents`."""
        run = self.plan.run
        return {
            "question": "order-book",
            "baseline": run["case"],
            "as_of": run["as_of"],
            "digest": run["digest"],
            "currency": self.plan.case.settings.currency,
            "rows": self.rows.to_dicts(),
            "contracts": self.contracts.to_dicts(),
            "agents": self.agents().to_dicts(),
            "summary": self.summary(),
            "basis": dict(self.rows.group_by("basis").len().sort("basis").iter_rows()),
        }


def order_book(plan: Plan) -> OrderBook:
    """List the orders of a plan by agent and contract, and what each contract has reached.

    Args:
        plan: The plan.
    """
    agents = agents_of(plan)
    rows = plan.orders.join(agents, on="contract", how="left").select(_ROWS)
    by = ["agent", "contract", "period", "buyer", "order"]
    rows = rows.sort(by, nulls_last=True)
    return OrderBook(plan, rows, _contracts(plan, agents))


def _contracts(plan: Plan, agents: pl.DataFrame) -> pl.DataFrame:
    """Every contract of the case with what is ordered under it, and how far its terms are reached."""
    placed = (
        _with_quoted(plan)
        .group_by("contract")
        .agg(
            pl.len().cast(pl.Int64).alias("orders"),
            pl.col("buyer").n_unique().cast(pl.Int64).alias("buyers"),
            pl.col("quantity", "quantity_rounded", "value", "quoted").sum(),
            worst().alias("basis_orders"),
        )
    )
    terms = plan.case.table("contracts").join(placed, on="contract", how="left")
    # A contract without orders has 0 of them: that is known.
    terms = terms.with_columns(
        pl.col("orders", "buyers", "quantity", "quantity_rounded", "value", "quoted").fill_null(0)
    )
    known = terms.join(agents, on="contract", how="left").join(_charges(plan), on="contract", how="left")
    known = known.join(plan.agreements.select("contract", "untaken"), on="contract", how="left")
    in_force = pl.col("signed").fill_null(value=False) | (pl.col("orders") > 0)
    rank = {name: place for place, name in enumerate(BASES)}
    both = pl.max_horizontal(
        pl.col(name).replace_strict(rank, default=None, return_dtype=pl.Int64)
        for name in ("basis", "basis_orders")
    )
    return (
        known.with_columns(
            pl.col("untaken").fill_null(0.0),
            *(pl.col(name).fill_null(0.0) for name in _CHARGES.values()),
            _words(in_force).alias("in_force"),
            _share("quantity", "ceiling"),
            _share("quoted", "ceiling_value"),
            _reached("minimum_order").alias("minimum_reached"),
            _reached("take_or_pay").alias("taken"),
            pl.col("currency").fill_null(plan.case.settings.currency),
            both.replace_strict(dict(enumerate(BASES)), default=None, return_dtype=pl.String).alias("basis"),
        )
        .with_columns(pl.when(pl.col("take_or_pay").is_not_null()).then("untaken").alias("untaken"))
        .select(_CONTRACTS)
        .sort("agent", "contract", nulls_last=True)
    )


def _with_quoted(plan: Plan) -> pl.DataFrame:
    """Orders with their value at the contract's price and price year, in the contract's currency."""
    calendar = calendar_of(plan)
    contracts = read_contracts(plan.case, calendar)
    places = {label: place for place, label in enumerate(calendar.labels)}
    period = plan.orders.get_column("period").replace_strict(places, return_dtype=pl.Int64).to_numpy()
    factor = contracts.factor[locate(plan.orders, contracts.frame, ["contract"]), period]
    value = plan.orders.get_column("value").to_numpy()
    return plan.orders.with_columns(pl.Series("quoted", np.asarray(value / factor), dtype=pl.Float64))


def _charges(plan: Plan) -> pl.DataFrame:
    """What contracts cost beside their orders: contract, and a column for each kind."""
    under = dict(plan.orders.select("order", "contract").iter_rows())
    contract = pl.when(pl.col("kind") == "agent fee").then(
        pl.col("object").replace_strict(under, default=None, return_dtype=pl.String)
    )
    paid = plan.payments.filter(pl.col("kind").is_in(list(_CHARGES)))
    paid = paid.with_columns(contract.otherwise(pl.col("object")).alias("contract"))
    return paid.group_by("contract").agg(
        pl.col("amount").filter(pl.col("kind") == kind).sum().alias(name) for kind, name in _CHARGES.items()
    )


def _share(used: str, limit: str) -> pl.Expr:
    """Share of a limit that is used; empty without a limit, or where it is 0."""
    return pl.when(pl.col(limit) > 0).then(pl.col(used) / pl.col(limit)).alias(f"{limit}_used")


def _reached(term: str) -> pl.Expr:
    """Whether a quantity is ordered: yes or no, empty where the contract has no such term."""
    enough = pl.col("quantity") >= pl.col(term) - NEAR * pl.max_horizontal(pl.lit(1.0), pl.col(term))
    return pl.when(pl.col(term).is_not_null()).then(_words(enough))


def _words(condition: pl.Expr) -> pl.Expr:
    return pl.when(condition).then(pl.lit("yes")).otherwise(pl.lit("no"))


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
