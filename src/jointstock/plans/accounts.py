"""Accounts of a plan: payments, costs by term, budgets by fiscal year."""

import numpy as np
import polars as pl

from jointstock.measure.arrays import Floats, Ints
from jointstock.model.costs import DECIDED_BEFORE, unit_months
from jointstock.model.index_sets.lookup import locate
from jointstock.model.index_sets.purses import Purses
from jointstock.plans.answers import states
from jointstock.plans.answers.agreements import Charged
from jointstock.plans.answers.solution import NOTHING, Solution
from jointstock.plans.answers.support import support
from jointstock.plans.totals import totals

AFTER = "after"
TERM_OF_KIND = {
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
    solution: Solution,
    placed: pl.DataFrame,
    delivered: pl.DataFrame,
    expanded: pl.DataFrame,
    charged: Charged,
) -> pl.DataFrame:
    """Table ``payments``, with the place of each period (the number of periods means after).

    Args:
        solution: The solution.
        placed: Orders, with edge and place.
        delivered: Deliveries, with edge and place.
        expanded: The table ``expansions``.
        charged: What contracts cost beside their orders.
    """
    count = solution.model.sets.calendar.periods
    new = delivered.filter(pl.col("edge") >= 0).join(placed.select("order", "payer"), on="order", how="left")
    for_orders = [
        _for_orders(solution, placed),
        _for_deliveries(solution, new),
        _undelivered(solution, placed, new),
    ]
    parts = [
        *for_orders,
        *(_for_agents(solution, placed, rows) for rows in for_orders),
        _for_open_orders(solution, delivered.filter(pl.col("edge") < 0)),
        _for_call_offs(solution, placed),
        *_for_contracts(solution, charged),
        _for_expansions(solution, expanded),
        *(_rows(*charge) for charge in states.charges(solution)),
        _for_transfers(solution),
        _for_certifications(solution),
        _for_holding(solution),
        _for_life_extensions(solution),
        _for_support(solution),
    ]
    every = pl.concat(
        [part.select(pl.col(name).cast(kind) for name, kind in _SCHEMA.items()) for part in parts]
    ).filter(pl.col("amount").abs() > NOTHING)
    summed = totals(every, ["payer", "object", "kind", "place"], "amount")
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
    return totals(decided, ["term", "payer"], "amount").sort("term", "payer")


def budgets(solution: Solution, paid: pl.DataFrame) -> pl.DataFrame:
    """Table ``budgets``: what is not paid is carried on up to the limit, the rest lapses."""
    purses = solution.model.sets.purses
    count = len(purses.amount)
    payer = purses.find(paid.get_column("payer"))
    place = paid.get_column("place").to_numpy()
    budget = purses.budget_of[payer, place]
    spent = np.zeros(count)
    np.add.at(spent, budget[budget >= 0], paid.get_column("amount").to_numpy()[budget >= 0])
    return _by_year(purses, spent).rename({"amount": "budget", "spent": "paid"})


def authorities(solution: Solution, placed: pl.DataFrame, expanded: pl.DataFrame) -> pl.DataFrame:
    """Table ``authorities``: what is not signed is carried on up to the limit, the rest lapses.

    Args:
        solution: The solution.
        placed: Orders, with the place of each period.
        expanded: The table ``expansions``.
    """
    purses = solution.model.sets.authorities
    spent = np.zeros(len(purses.amount))
    bought = _for_expansions(solution, expanded)
    for signed, column in ((placed, "value"), (bought, "amount")):
        place = signed.get_column("place").to_numpy().astype(np.int64)
        year = purses.budget_of[purses.find(signed.get_column("payer")), place]
        np.add.at(spent, year[year >= 0], signed.get_column(column).to_numpy()[year >= 0])
    return _by_year(purses, spent).rename({"amount": "authority", "spent": "committed"})


def _by_year(purses: Purses, spent: Floats) -> pl.DataFrame:
    """What is left of each year's money and carried on; amount, carried_in, spent, carried_out, lapsed.

    Args:
        purses: Budgets or authorities.
        spent: Money of each, shape (budgets,).
    """
    count = len(purses.amount)
    followed = np.isin(np.arange(count), purses.before[purses.before >= 0])
    brought, carried = np.zeros(count), np.zeros(count)
    for year in range(count):
        if purses.before[year] >= 0:
            brought[year] = carried[purses.before[year]]
        left = max(0.0, purses.amount[year] + brought[year] - spent[year])
        carried[year] = min(left, purses.carry[year]) if followed[year] else 0.0
    lapsed = purses.amount + brought - spent - carried
    return purses.frame.select("payer", "year").with_columns(
        pl.Series("amount", purses.amount),
        pl.Series("carried_in", brought),
        pl.Series("spent", spent),
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
    arrived = totals(delivered, ["order"], "quantity").rename({"quantity": "arrived"})
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
    called = solution.model.agreeing.calling
    keys = called.frame.select(pl.col("buyer").alias("payer"), pl.col("contract").alias("object"))
    caller = locate(placed, called.frame, ["contract", "buyer"])
    made = np.zeros(called.cost.shape)
    made[caller[caller >= 0], placed.get_column("place").to_numpy()[caller >= 0]] = 1.0
    return _rows(keys, "fixed cost", np.pad(made * called.cost, ((0, 0), (0, 1))))


def _for_agents(solution: Solution, placed: pl.DataFrame, paid: pl.DataFrame) -> pl.DataFrame:
    """What agents get on top of payments for orders."""
    contracts = solution.model.sets.contracts
    under = paid.join(placed.select(pl.col("order").alias("object"), "contract"), on="object")
    rate = contracts.agent_fee[locate(under, contracts.frame, ["contract"])]
    fees = under.with_columns(pl.lit("agent fee").alias("kind"), pl.col("amount") * pl.Series(rate))
    return fees.filter(pl.Series(rate > 0))


def _for_contracts(solution: Solution, charged: Charged) -> list[pl.DataFrame]:
    """Fees of contracts in force, and what is paid for units not taken."""
    keys = solution.model.sets.dues.shares.select("payer", pl.col("contract").alias("object"))
    amounts = (("contract fee", charged.fees), ("untaken", charged.untaken_costs))
    return [_rows(keys, kind, np.pad(due, ((0, 0), (0, 1)))) for kind, due in amounts]


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
    model, parts = solution.model, []
    label = pl.concat_str(["item", "from", "to"], separator="/")
    for lanes, given in (
        (model.sets.lanes, model.holding.given),
        (model.sets.platforms.lanes, model.serving.given),
    ):
        keys = lanes.frame.select(pl.col("from").alias("payer"), label.alias("object"))
        amounts = solution.of(given) * lanes.cost[:, None]
        parts.append(_rows(keys, "transfer", np.pad(amounts, ((0, 0), (0, 1)))))
    return pl.concat(parts)


def _for_support(solution: Solution) -> pl.DataFrame:
    """What instruments pay, and what their members receive, with opposite signs."""
    payers = solution.model.sets.purses.payers
    rows = support(solution).filter(pl.col("reimbursed") > NOTHING)
    funds = pl.DataFrame(
        {
            "instrument": [one.scheme.name for one in solution.model.support],
            "fund": [payers[one.scheme.payer] for one in solution.model.support],
        },
        schema={"instrument": pl.String, "fund": pl.String},
    )
    named = rows.join(funds, on="instrument", how="left", maintain_order="left").select(
        "member",
        "fund",
        pl.concat_str(["instrument", "object"], separator="/").alias("object"),
        pl.lit("reimbursement").alias("kind"),
        "place",
        pl.col("reimbursed").alias("amount"),
    )
    given = named.drop("member").rename({"fund": "payer"})
    received = named.drop("fund").rename({"member": "payer"}).with_columns(-pl.col("amount"))
    return pl.concat([given, received.select(given.columns)])


def _for_certifications(solution: Solution) -> pl.DataFrame:
    facts = solution.model.sets.certifications
    label = pl.concat_str(["nation", "item", "class"], separator="/")
    keys = facts.frame.select(pl.col("nation").alias("payer"), label.alias("object"))
    amounts = solution.of(solution.model.holding.certified) * facts.cost[:, None]
    return _rows(keys, "certification", np.pad(amounts, ((0, 0), (0, 1))))


def _for_holding(solution: Solution) -> pl.DataFrame:
    sets = solution.model.sets
    pairs, months = sets.pairs, sets.calendar.length
    held = solution.flow(unit_months(solution.model.holding.stock, months), len(pairs.opening))
    held[:, 0] += pairs.opening * (months[0] - 1) / 2
    keys = pairs.frame.select(
        pl.col("nation").alias("payer"), pl.concat_str(["nation", "item"], separator="/").alias("object")
    )
    return _rows(keys, "holding", held * pairs.holding_cost[:, None])


def _for_life_extensions(solution: Solution) -> pl.DataFrame:
    sets = solution.model.sets
    keys = sets.pairs.frame.select(
        pl.col("nation").alias("payer"), pl.concat_str(["nation", "item"], separator="/").alias("object")
    )
    amounts = solution.of(solution.model.holding.ageing.extended) * sets.shelves.extension_cost[:, None]
    return _rows(keys, "life extension", np.pad(amounts, ((0, 0), (0, 1))))
