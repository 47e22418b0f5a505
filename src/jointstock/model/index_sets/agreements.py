"""Index sets of agreements: who may order what from whom, and what is on order.

An edge is one way to buy: payer, buyer, recipient, contract, line, item, and where there are
several prices, the tier.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl

from jointstock.facts.case import Case
from jointstock.measure.arrays import Flags, Floats, Ints
from jointstock.measure.money import price_factors
from jointstock.measure.months import Calendar, month_number
from jointstock.model.index_sets.industry import Lines
from jointstock.model.index_sets.lookup import floats, joined_labels, locate, month_numbers, rate
from jointstock.model.index_sets.obstacles import added_months, closed_months
from jointstock.model.index_sets.prices import PRICED, quantity, read_prices

EDGE = ["payer", "buyer", "recipient", "contract", "line", "item", "tier"]
_BUYER = "buyer"
_COUNTS = pl.any_horizontal(pl.col("minimum_order", "take_or_pay", "call_off_min") > 0, "falling")
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
        agent_fee: Share of each payment that an agent gets on top, shape (contracts,).
    """

    frame: pl.DataFrame
    ceiling: Floats
    ceiling_value: Floats
    fixed_cost: Floats
    factor: Floats
    at_order: Floats
    at_delivery: Floats
    delivery_share: Floats
    agent_fee: Floats

    @cached_property
    def labels(self) -> list[str]:
        """Names of the contracts."""
        return self.frame.get_column("contract").to_list()


@dataclass(frozen=True)
class Edges:
    """Ways to order, ordered by contract, line, buyer, recipient, payer and tier.

    Attributes:
        frame: payer, buyer, recipient, contract, line, item, tier; shape (edges,). The tier is
            the quantity from which the price holds.
        line: Line of each, shape (edges,).
        contract: Contract of each, shape (edges,).
        price: Price in the contract's currency, shape (edges,).
        queue: Edges whose orders may wait at the line, shape (edges,).
        arrival: Profile in ``landing`` of each edge's administration, shape (edges,).
        landing: Shares by administrative months, shape (profiles, periods, periods + 1).
        may_order: Periods in which orders may be placed, shape (edges, periods).
        counts: Edges whose orders count towards a quantity of the contract, so that even an
            order of which nothing is delivered inside the horizon has a use, shape (edges,).
    """

    frame: pl.DataFrame
    line: Ints
    contract: Ints
    price: Floats
    queue: Flags
    arrival: Ints
    landing: Floats
    may_order: Flags
    counts: Flags

    @cached_property
    def labels(self) -> list[str]:
        """Names of the edges, their keys joined by a slash; tiers behind the first at the end."""
        labels = joined_labels(self.frame, EDGE[:-1])
        tiers = self.frame.get_column("tier").to_numpy()
        for place in np.flatnonzero(tiers):
            labels[place] += f"/{quantity(tiers[place])}"
        return labels


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
        np.nan_to_num(floats(frame, "agent_fee")),
    )


def read_edges(case: Case, contracts: Contracts, lines: Lines, calendar: Calendar) -> Edges:
    """Every way to order that the parties, prices and obstacles of a case leave open."""
    frame = _combinations(case, lines)
    terms = contracts.frame.select(
        "contract",
        "admin_months",
        "queue",
        "valid_from",
        "valid_to",
        "minimum_order",
        "take_or_pay",
        "call_off_min",
    )
    frame = frame.join(terms, on="contract", how="left", maintain_order="left")
    nations = lines.frame.select("line", pl.col("nation").alias("site_nation"))
    frame = frame.join(nations, on="line", how="left", maintain_order="left")
    obstacles = case.table("obstacles").filter(pl.col("touches") == "orders")
    admin = floats(frame, "admin_months").astype(np.int64) + added_months(frame, obstacles, _EDGE_MEETS)
    lags, arrival = np.unique(admin, return_inverse=True)
    shape = (len(lags), calendar.periods, calendar.periods + 1)
    landing = np.array([calendar.landing(int(lag)) for lag in lags]).reshape(shape)
    closed = closed_months(frame, obstacles, _EDGE_MEETS, calendar)
    open_months = ~closed & valid_months(frame, calendar) & _joined(frame, calendar)
    counts = frame.select(_COUNTS).to_series().fill_null(value=False).to_numpy().astype(np.bool_)
    counts |= _supports(case, frame)
    # An order that cannot be begun inside the horizon delivers nothing in it.
    useful = (landing[:, :, :-1].sum(axis=2) > 0)[arrival] | counts[:, None]
    return Edges(
        frame.select(EDGE),
        locate(frame, lines.frame, ["line"]),
        locate(frame, contracts.frame, ["contract"]),
        floats(frame, "price"),
        frame.get_column("queue").fill_null(value=False).to_numpy().astype(np.bool_),
        arrival.astype(np.int64),
        landing,
        calendar.whole(open_months) & useful,
        counts,
    )


def _supports(case: Case, frame: pl.DataFrame) -> Flags:
    """Edges whose orders make members or value count for an instrument, or lead industry to build."""
    counted = pl.col("min_members").is_not_null() | pl.col("cap_share").is_not_null()
    asks = case.table("instruments").filter(
        pl.col("payer").is_not_null(),
        pl.col("kind").is_in(["goods", "extra cost"]),
        counted | (pl.col("level") == "contract").fill_null(value=False),
    )
    named = case.table("instrument_parties").filter(pl.col("role") == "contract")
    contracts = named.join(asks, on="instrument", how="semi").get_column("party")
    built = case.table("expansions").filter(pl.col("break_even").is_not_null()).get_column("line")
    of_parts = not built.is_in(frame.get_column("line").implode()).all()
    found = pl.col("contract").is_in(contracts.implode()) | pl.col("line").is_in(built.implode())
    everything = pl.lit(of_parts or "*" in contracts.to_list())
    return frame.select(everything | found).to_series().to_numpy().astype(np.bool_)


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
    parties = case.table("contract_parties").select("contract", "role", "party", "from")
    bought = case.table("items").filter(pl.col("kind").is_in(["end", "platform"])).select("item", "kind")
    falls = (pl.len().over(PRICED) > 1) & (pl.col("type") != "convex")
    prices = read_prices(case).with_columns(falls.alias("falling")).join(bought, on="item")
    makers = lines.frame.select("line", "item")
    named = parties.filter(pl.col("role") == "line").select("contract", pl.col("party").alias("line"))
    every = named.filter(pl.col("line") == "*").select("contract").join(makers, how="cross")
    chosen = named.filter(pl.col("line") != "*").join(makers, on="line")
    sold = pl.concat([every, chosen.select(every.columns)]).unique().join(prices, on=PRICED)
    edges = sold.join(buyers(case, parties), on="contract")
    for role in ("payer", "recipient"):
        edges = edges.join(_given(parties, role), on="contract", how="left").with_columns(_or_buyer(role))
    # A platform goes only to those who run a fleet of it.
    fleets = case.table("fleets").select(
        pl.col("nation").alias("recipient"), pl.col("platform").alias("item")
    )
    edges = edges.join(fleets.with_columns(runs=True), on=["recipient", "item"], how="left")
    edges = edges.filter((pl.col("kind") == "end") | pl.col("runs"))
    return edges.unique().sort("contract", "line", "buyer", "recipient", "payer", "tier")


def payers_of(case: Case) -> pl.DataFrame:
    """Who pays what a contract costs beside its orders: its payers, else its buyers.

    Returns:
        contract, payer; by name.
    """
    parties = case.table("contract_parties").select("contract", "role", "party", "from")
    paying = buyers(case, parties).join(_given(parties, "payer"), on="contract", how="left")
    return paying.select("contract", _or_buyer("payer")).unique().sort("contract", "payer")


def buyers(case: Case, parties: pl.DataFrame) -> pl.DataFrame:
    """Buyers of each contract, groups and ``*`` spelled out.

    Args:
        case: The case.
        parties: contract, role, party, from.

    Returns:
        contract, buyer, from (first month in which it may order; null for none).
    """
    given = parties.filter(pl.col("role") == _BUYER).select("contract", "party", "from")
    allies = (
        case.table("nations")
        .filter(pl.col("role").is_in(["ally", "invitee"]))
        .select(pl.col("nation").alias(_BUYER))
    )
    groups = case.table("nation_groups").select(
        pl.col("nation").alias(_BUYER), ("group:" + pl.col("group")).alias("party")
    )
    single = given.filter((pl.col("party") != "*") & ~pl.col("party").str.starts_with("group:"))
    columns = ["contract", _BUYER, "from"]
    spelled = pl.concat(
        [
            given.filter(pl.col("party") == "*").join(allies, how="cross").select(columns),
            given.join(groups, on="party").select(columns),
            single.select("contract", pl.col("party").alias(_BUYER), "from"),
        ]
    )
    # Whoever comes in twice comes in with the earlier month; without a month means at once.
    first = pl.when(pl.col("from").is_null().any()).then(None).otherwise(pl.col("from").min())
    return spelled.group_by("contract", _BUYER).agg(first.alias("from"))


def _given(parties: pl.DataFrame, role: str) -> pl.DataFrame:
    """Parties of a role; contract and a column of the role's name."""
    return parties.filter(pl.col("role") == role).select("contract", pl.col("party").alias(role))


def _or_buyer(role: str) -> pl.Expr:
    """The party of a role, the buyer where there is none or the word buyer stands."""
    party = pl.col(role)
    return pl.when(party.is_null() | (party == _BUYER)).then(pl.col(_BUYER)).otherwise(party).alias(role)


def valid_months(frame: pl.DataFrame, calendar: Calendar) -> Flags:
    """Months from ``valid_from`` to ``valid_to`` of each row, shape (rows, months)."""
    months = calendar.first + np.arange(calendar.months)
    begins = _numbers(frame.get_column("valid_from"), calendar.first)
    ends = _numbers(frame.get_column("valid_to"), calendar.first + calendar.months)
    return (months >= begins[:, None]) & (months <= ends[:, None])


def _joined(frame: pl.DataFrame, calendar: Calendar) -> Flags:
    """Months in which the buyer of each row may order, shape (rows, months)."""
    months = calendar.first + np.arange(calendar.months)
    return months >= _numbers(frame.get_column("from"), calendar.first)[:, None]


def _numbers(column: pl.Series, otherwise: int) -> Ints:
    """Numbers of months written YYYY-MM, and of those left out another, shape (rows,)."""
    texts = {text: month_number(text) for text in column.drop_nulls().unique()}
    if not texts:
        return np.full(len(column), otherwise, dtype=np.int64)
    numbers = column.replace_strict(texts, default=otherwise, return_dtype=pl.Int64)
    return numbers.to_numpy().astype(np.int64)
