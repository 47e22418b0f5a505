"""Accounts of a plan: payments, costs by term, budgets by fiscal year."""

import numpy as np
import polars as pl

from jointstock.measure.arrays import Floats, Ints
from jointstock.model.costs import DECIDED_BEFORE, unit_months
from jointstock.model.lookup import locate
from jointstock.plans.answers import NOTHING, Solution

AFTER = "after"
TERM_OF_KIND = {
    "order": "orders",
    "delivery": "orders",
    "fixed cost": "fixed costs",
    "expansion": "expansions",
    "transfer": "transfers",
    "holding": "holding",
    "open order": DECIDED_BEFORE,
}
_SCHEMA = {
    "payer": pl.String,
    "object": pl.String,
    "kind": pl.String,
    "place": pl.Int64,
    "amount": pl.Float64,
}


def payments(
    solution: Solution, placed: pl.DataFrame, delivered: pl.DataFrame, expanded: pl.DataFrame
) -> pl.DataFrame:
    """Table ``payments``, with the place of each period (the number of periods means after).

    Args:
        solution: The solution.
        placed: Orders, with edge and place.
        delivered: Deliveries, with edge and place.
        expanded: The table ``expansions``.
    """
    count = solution.model.sets.calendar.periods
    new = delivered.filter(pl.col("edge") >= 0).join(placed.select("order", "payer"), on="order", how="left")
    parts = [
        _for_orders(solution, placed),
        _for_deliveries(solution, new),
        _undelivered(solution, placed, new),
        _for_open_orders(solution, delivered.filter(pl.col("edge") < 0)),
        _for_call_offs(solution, placed),
        _for_expansions(solution, expanded),
        _for_transfers(solution),
        _for_holding(solution),
    ]
    every = pl.concat(
        [part.select(pl.col(name).cast(kind) for name, kind in _SCHEMA.items()) for part in parts]
    ).filter(pl.col("amount").abs() > NOTHING)
    summed = every.group_by("payer", "object", "kind", "place", maintain_order=True).agg(
        pl.col("amount").sum()
    )
    labels = [*solution.periods, AFTER]
    named = summed.sort("payer", "kind", "object", "place")
    assert not len(named) or named.get_column("place").max() <= count  # type: ignore[operator]
    return named.with_columns(
        pl.Series("period", [labels[place] for place in named.get_column("place")], dtype=pl.String)
    )


def costs(paid: pl.DataFrame) -> pl.DataFrame:
    """Table ``costs``: every term of level money, once, by payer."""
    terms = paid.with_columns(
        pl.col("kind").replace_strict(TERM_OF_KIND, return_dtype=pl.String).alias("term")
    )
    decided = terms.filter(pl.col("term") != DECIDED_BEFORE)
    return decided.group_by("term", "payer").agg(pl.col("amount").sum()).sort("term", "payer")


def budgets(solution: Solution, paid: pl.DataFrame) -> pl.DataFrame:
    """Table ``budgets``: what is not paid is carried on up to the limit, the rest lapses."""
    purses = solution.model.sets.purses
    count = len(purses.amount)
    payer = purses.find(paid.get_column("payer"))
    place = paid.get_column("place").to_numpy()
    budget = purses.budget_of[payer, place]
    spent = np.zeros(count)
    np.add.at(spent, budget[budget >= 0], paid.get_column("amount").to_numpy()[budget >= 0])
    followed = np.isin(np.arange(count), purses.before[purses.before >= 0])
    brought, carried = np.zeros(count), np.zeros(count)
    for year in range(count):
        if purses.before[year] >= 0:
            brought[year] = carried[purses.before[year]]
        left = max(0.0, purses.amount[year] + brought[year] - spent[year])
        carried[year] = min(left, purses.carry[year]) if followed[year] else 0.0
    lapsed = purses.amount + brought - spent - carried
    return purses.frame.select("payer", "year").with_columns(
        pl.Series("budget", purses.amount),
        pl.Series("carried_in", brought),
        pl.Series("paid", spent),
        pl.Series("carried_out", carried),
        pl.Series("lapsed", np.where(np.abs(lapsed) < NOTHING, 0.0, lapsed)),
    )


def _rows(keys: pl.DataFrame, kind: str, amounts: Floats) -> pl.DataFrame:
    """A row for every key (payer, object) and period with an amount; shape (keys, periods + 1)."""
    owner, place = np.nonzero(np.abs(amounts) > NOTHING)
    return keys.select("payer", "object")[owner.tolist()].with_columns(
        pl.lit(kind).alias("kind"), pl.Series("place", place), pl.Series("amount", amounts[owner, place])
    )


def _terms(solution: Solution, edge: Ints) -> tuple[Ints, Floats]:
    """Contract of edges, and their price in each period, shape (rows, periods + 1)."""
    sets = solution.model.sets
    contract = sets.edges.contract[edge]
    return contract, sets.edges.price[edge][:, None] * sets.contracts.factor[contract]


def _for_orders(solution: Solution, placed: pl.DataFrame) -> pl.DataFrame:
    contract, price = _terms(solution, placed.get_column("edge").to_numpy())
    shares = solution.model.sets.contracts.at_order[contract, placed.get_column("place").to_numpy()]
    quantity = placed.get_column("quantity").to_numpy()[:, None]
    return _rows(placed.rename({"order": "object"}), "order", shares * price * quantity)


def _for_deliveries(solution: Solution, delivered: pl.DataFrame) -> pl.DataFrame:
    contract, price = _terms(solution, delivered.get_column("edge").to_numpy())
    shares = solution.model.sets.contracts.at_delivery[contract, delivered.get_column("place").to_numpy()]
    quantity = delivered.get_column("quantity").to_numpy()[:, None]
    return _rows(delivered.rename({"order": "object"}), "delivery", shares * price * quantity)


def _undelivered(solution: Solution, placed: pl.DataFrame, delivered: pl.DataFrame) -> pl.DataFrame:
    """What falls due on delivery of what is not delivered inside the horizon."""
    arrived = delivered.group_by("order").agg(pl.col("quantity").sum().alias("arrived"))
    joined = placed.join(arrived, on="order", how="left", maintain_order="left")
    left = (joined.get_column("quantity") - joined.get_column("arrived").fill_null(0.0)).to_numpy()
    contract, price = _terms(solution, placed.get_column("edge").to_numpy())
    amounts = np.zeros_like(price)
    share = solution.model.sets.contracts.delivery_share[contract]
    scale = np.maximum(1.0, joined.get_column("quantity").to_numpy())
    amounts[:, -1] = np.where(left > NOTHING * scale, left, 0.0) * share * price[:, -1]
    return _rows(placed.rename({"order": "object"}), "delivery", amounts)


def _for_open_orders(solution: Solution, delivered: pl.DataFrame) -> pl.DataFrame:
    sets = solution.model.sets
    backlog = sets.backlog.frame.select("order", "payer").with_row_index("number")
    made = delivered.join(backlog, on="order", how="inner", maintain_order="left").rename({"order": "object"})
    place = made.get_column("place").to_numpy()
    rate = sets.backlog.price[made.get_column("number").to_numpy(), place]
    due = made.select("payer", "object", pl.lit("open order").alias("kind"), "place").with_columns(
        pl.Series("amount", rate * made.get_column("quantity").to_numpy())
    )
    outside = sets.pipeline.frame.select("payer", pl.col("order").alias("object")).with_columns(
        pl.lit("open order").alias("kind"),
        pl.Series("place", sets.pipeline.arrival, dtype=pl.Int64),
        pl.Series("amount", sets.pipeline.payment, dtype=pl.Float64),
    )
    # Behind the horizon nothing is delivered, and nothing falls due on delivery.
    outside = outside.filter(pl.col("place") < sets.calendar.periods)
    return pl.concat([due.with_columns(pl.col("place").cast(pl.Int64)), outside])


def _for_call_offs(solution: Solution, placed: pl.DataFrame) -> pl.DataFrame:
    """Fixed costs of the periods in which something is ordered, whatever was decided beyond."""
    called = solution.model.calling
    keys = called.frame.select(pl.col("buyer").alias("payer"), pl.col("contract").alias("object"))
    caller = locate(placed, called.frame, ["contract", "buyer"])
    made = np.zeros(called.cost.shape)
    made[caller[caller >= 0], placed.get_column("place").to_numpy()[caller >= 0]] = 1.0
    return _rows(keys, "fixed cost", np.pad(made * called.cost, ((0, 0), (0, 1))))


def _for_expansions(solution: Solution, expanded: pl.DataFrame) -> pl.DataFrame:
    places = {label: place for place, label in enumerate(solution.periods)}
    return expanded.select(
        "payer",
        pl.col("option").alias("object"),
        pl.lit("expansion").alias("kind"),
        pl.col("period").replace_strict(places, return_dtype=pl.Int64).alias("place"),
        pl.col("paid").alias("amount"),
    )


def _for_transfers(solution: Solution) -> pl.DataFrame:
    lanes = solution.model.sets.lanes
    label = pl.concat_str(["item", "from", "to"], separator="/")
    keys = lanes.frame.select(pl.col("from").alias("payer"), label.alias("object"))
    amounts = solution.of(solution.model.holding.given) * lanes.cost[:, None]
    return _rows(keys, "transfer", np.pad(amounts, ((0, 0), (0, 1))))


def _for_holding(solution: Solution) -> pl.DataFrame:
    sets = solution.model.sets
    pairs, months = sets.pairs, sets.calendar.length
    held = solution.flow(unit_months(solution.model.holding.stock, months), len(pairs.opening))
    held[:, 0] += pairs.opening * (months[0] - 1) / 2
    keys = pairs.frame.select(
        pl.col("nation").alias("payer"), pl.concat_str(["nation", "item"], separator="/").alias("object")
    )
    return _rows(keys, "holding", held * pairs.holding_cost[:, None])
