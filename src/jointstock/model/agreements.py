"""Index sets of agreements: who may order what from whom, and what is on order.

An edge is one way to buy: payer, buyer, recipient, contract, line, item.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl

from jointstock.facts.case import Case
from jointstock.measure.arrays import Flags, Floats, Ints
from jointstock.measure.money import price_factors
from jointstock.measure.months import Calendar, month_number
from jointstock.model.industry import Lines
from jointstock.model.lookup import floats, joined_labels, locate, month_numbers, rate
from jointstock.model.obstacles import added_months, closed_months

EDGE = ["payer", "buyer", "recipient", "contract", "line", "item"]
_BUYER = "buyer"
_EDGE_MEETS = {
    "item": ["item"],
    "line": ["line"],
    "contract": ["contract"],
    "from": ["site_nation"],
    "to": ["buyer", "recipient"],
}


@dataclass(frozen=True)
class Contracts:
    """Contracts, ordered by name.

    Attributes:
        frame: Rows of the contracts table.
        ceiling: Units, NaN for none, shape (contracts,).
        ceiling_value: Money of the contract, NaN for none, shape (contracts,).
        fixed_cost: Money of the case per call-off in each period, shape (contracts, periods).
        factor: From the contract's price to money paid, shape (contracts, periods + 1).
        at_order: Share of the price due in period b for an order of period a, shape
            (contracts, periods, periods + 1).
        at_delivery: The same for a delivery, shape (contracts, periods, periods + 1).
        delivery_share: Share of the price that falls due from delivery on, shape (contracts,).
    """

    frame: pl.DataFrame
    ceiling: Floats
    ceiling_value: Floats
    fixed_cost: Floats
    factor: Floats
    at_order: Floats
    at_delivery: Floats
    delivery_share: Floats

    @cached_property
    def labels(self) -> list[str]:
        """Names of the contracts."""
        return self.frame.get_column("contract").to_list()


@dataclass(frozen=True)
class Edges:
    """Ways to order, ordered by contract, line, buyer, recipient and payer.

    Attributes:
        frame: payer, buyer, recipient, contract, line, item; shape (edges,).
        line: Line of each, shape (edges,).
        contract: Contract of each, shape (edges,).
        price: Price in the contract's currency, shape (edges,).
        queue: Edges whose orders may wait at the line, shape (edges,).
        arrival: Profile in ``landing`` of each edge's administration, shape (edges,).
        landing: Shares by administrative months, shape (profiles, periods, periods + 1).
        may_order: Periods in which orders may be placed, shape (edges, periods).
    """

    frame: pl.DataFrame
    line: Ints
    contract: Ints
    price: Floats
    queue: Flags
    arrival: Ints
    landing: Floats
    may_order: Flags

    @cached_property
    def labels(self) -> list[str]:
        """Names of the edges, their keys joined by a slash."""
        return joined_labels(self.frame, EDGE)


@dataclass(frozen=True)
class Backlog:
    """Open orders that a line of the case makes.

    Attributes:
        frame: Rows of the orders table with payer and recipient filled.
        line: Line of each, shape (orders,).
        quantity: Units still to come, shape (orders,).
        owed: Units due by the end of each period, shape (orders, periods).
        price: Money of the case still to pay per unit in each period, shape (orders, periods + 1).
    """

    frame: pl.DataFrame
    line: Ints
    quantity: Floats
    owed: Floats
    price: Floats

    @cached_property
    def labels(self) -> list[str]:
        """Keys of the orders."""
        return self.frame.get_column("order").to_list()


@dataclass(frozen=True)
class Pipeline:
    """Open orders that arrive from outside the modelled lines.

    Attributes:
        frame: Rows of the orders table with payer and recipient filled.
        quantity: Units still to come, shape (orders,).
        arrival: Period in which each arrives; the number of periods means after
            the horizon, shape (orders,).
        payment: Money of the case due on arrival, shape (orders,).
    """

    frame: pl.DataFrame
    quantity: Floats
    arrival: Ints
    payment: Floats


def read_contracts(case: Case, calendar: Calendar) -> Contracts:
    """Contracts with their price factors and payment shares."""
    frame = case.table("contracts").sort("contract")
    count, periods = len(frame), calendar.periods
    factor = np.ones((count, periods + 1))
    fixed = np.nan_to_num(floats(frame, "fixed_cost"))[:, None] * np.ones((count, periods))
    for place, row in enumerate(frame.iter_rows(named=True)):
        exchange = rate(case, row["currency"])
        index = None if row["index"] is None else rate(case, row["index"])
        factor[place] = price_factors(calendar, index, row["price_year"], exchange)
        fixed[place] *= exchange.in_periods(calendar)[:-1]
    shares = {event: np.zeros((count, periods, periods + 1)) for event in ("order", "delivery")}
    payments = case.table("contract_payments").join(frame.select("contract"), on="contract", how="semi")
    # Sums of fractions depend on their order in the last digit; the order of rows must not show.
    payments = payments.sort("contract", "event", "months_after")
    delivery_share = np.zeros(count)
    for row, place in zip(payments.iter_rows(named=True), locate(payments, frame, ["contract"]), strict=True):
        shares[row["event"]][place] += row["share"] * calendar.landing(int(row["months_after"]))
        delivery_share[place] += row["share"] * (row["event"] == "delivery")
    return Contracts(
        frame,
        floats(frame, "ceiling"),
        floats(frame, "ceiling_value"),
        fixed,
        factor,
        shares["order"],
        shares["delivery"],
        delivery_share,
    )


def read_edges(case: Case, contracts: Contracts, lines: Lines, calendar: Calendar) -> Edges:
    """Every way to order that the parties, prices and obstacles of a case leave open."""
    frame = _combinations(case, lines)
    terms = contracts.frame.select("contract", "admin_months", "queue", "valid_from", "valid_to")
    frame = frame.join(terms, on="contract", how="left", maintain_order="left")
    nations = lines.frame.select("line", pl.col("nation").alias("site_nation"))
    frame = frame.join(nations, on="line", how="left", maintain_order="left")
    obstacles = case.table("obstacles").filter(pl.col("touches") == "orders")
    admin = floats(frame, "admin_months").astype(np.int64) + added_months(frame, obstacles, _EDGE_MEETS)
    lags, arrival = np.unique(admin, return_inverse=True)
    shape = (len(lags), calendar.periods, calendar.periods + 1)
    landing = np.array([calendar.landing(int(lag)) for lag in lags]).reshape(shape)
    closed = closed_months(frame, obstacles, _EDGE_MEETS, calendar)
    open_months = ~closed & _valid_months(frame, calendar)
    # An order that cannot be begun inside the horizon delivers nothing in it.
    useful = (landing[:, :, :-1].sum(axis=2) > 0)[arrival]
    return Edges(
        frame.select(EDGE),
        locate(frame, lines.frame, ["line"]),
        locate(frame, contracts.frame, ["contract"]),
        floats(frame, "price"),
        frame.get_column("queue").fill_null(value=False).to_numpy().astype(np.bool_),
        arrival.astype(np.int64),
        landing,
        calendar.whole(open_months) & useful,
    )


def read_open_orders(case: Case, lines: Lines, calendar: Calendar) -> tuple[Backlog, Pipeline]:
    """Open orders, those of the case's lines apart from those from outside."""
    frame = case.table("orders").sort("order")
    frame = frame.with_columns(
        pl.col("payer").fill_null(pl.col("buyer")), pl.col("recipient").fill_null(pl.col("buyer"))
    )
    made = frame.filter(pl.col("line").is_not_null())
    outside = frame.filter(pl.col("line").is_null())
    due = np.maximum(month_numbers(made.get_column("due")) - calendar.first, -1)
    owed = floats(made, "quantity")[:, None] * (due[:, None] < calendar.ends[None, :])
    backlog = Backlog(
        made,
        locate(made, lines.frame, ["line"]),
        floats(made, "quantity"),
        owed,
        _owing(case, made, calendar),
    )
    month = np.clip(month_numbers(outside.get_column("due")) - calendar.first, 0, calendar.months)
    arrival = np.append(calendar.period_of_month, calendar.periods)[month]
    payment = _owing(case, outside, calendar)[np.arange(len(outside)), arrival] * floats(outside, "quantity")
    return backlog, Pipeline(outside, floats(outside, "quantity"), arrival, payment)


def _owing(case: Case, orders: pl.DataFrame, calendar: Calendar) -> Floats:
    """Money still to pay per unit of each order and period, shape (orders, periods + 1)."""
    unpaid = floats(orders, "price") * (1 - floats(orders, "paid_share"))
    exchange = [rate(case, currency).in_periods(calendar) for currency in orders.get_column("currency")]
    return unpaid[:, None] * np.array(exchange).reshape(len(orders), calendar.periods + 1)


def _combinations(case: Case, lines: Lines) -> pl.DataFrame:
    """Edges from the parties and prices of contracts, with the price of each."""
    parties = case.table("contract_parties").select("contract", "role", "party")
    prices = case.table("contract_prices").select("contract", "item", "price")
    ends = case.table("items").filter(pl.col("kind") == "end").select("item")
    prices = prices.join(ends, on="item", how="semi")
    makers = lines.frame.select("line", "item")
    named = parties.filter(pl.col("role") == "line").select("contract", pl.col("party").alias("line"))
    every = (
        named.filter(pl.col("line") == "*")
        .select("contract")
        .join(prices, on="contract")
        .join(makers, on="item")
    )
    chosen = named.filter(pl.col("line") != "*").join(makers, on="line").join(prices, on=["contract", "item"])
    sold = pl.concat(
        [
            every.select("contract", "line", "item", "price"),
            chosen.select("contract", "line", "item", "price"),
        ]
    )
    edges = sold.unique().join(_buyers(case, parties), on="contract")
    for role in ("payer", "recipient"):
        given = parties.filter(pl.col("role") == role).select("contract", pl.col("party").alias(role))
        edges = edges.join(given, on="contract", how="left").with_columns(
            pl.when(pl.col(role).is_null() | (pl.col(role) == _BUYER))
            .then(pl.col(_BUYER))
            .otherwise(pl.col(role))
            .alias(role)
        )
    return edges.unique().sort("contract", "line", "buyer", "recipient", "payer")


def _buyers(case: Case, parties: pl.DataFrame) -> pl.DataFrame:
    """Buyers of each contract, groups and ``*`` spelled out; contract, buyer."""
    given = parties.filter(pl.col("role") == _BUYER).select("contract", "party")
    allies = (
        case.table("nations")
        .filter(pl.col("role").is_in(["ally", "invitee"]))
        .select(pl.col("nation").alias(_BUYER))
    )
    groups = case.table("nation_groups").select(
        pl.col("nation").alias(_BUYER), ("group:" + pl.col("group")).alias("party")
    )
    single = given.filter((pl.col("party") != "*") & ~pl.col("party").str.starts_with("group:"))
    return pl.concat(
        [
            given.filter(pl.col("party") == "*").join(allies, how="cross").select("contract", _BUYER),
            given.join(groups, on="party").select("contract", _BUYER),
            single.select("contract", pl.col("party").alias(_BUYER)),
        ]
    ).unique()


def _valid_months(frame: pl.DataFrame, calendar: Calendar) -> Flags:
    """Months in which a contract's orders may be placed, shape (edges, months)."""
    months = calendar.first + np.arange(calendar.months)
    bounds = []
    for column, otherwise in (("valid_from", calendar.first), ("valid_to", calendar.first + calendar.months)):
        filled = frame.get_column(column)
        texts = {text: month_number(text) for text in filled.drop_nulls().unique()}
        numbers = filled.replace_strict(texts, default=otherwise, return_dtype=pl.Int64) if texts else None
        bounds.append(np.full(len(frame), otherwise) if numbers is None else numbers.to_numpy())
    return (months >= bounds[0][:, None]) & (months <= bounds[1][:, None])
