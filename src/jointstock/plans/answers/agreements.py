"""What contracts cost beside their orders, and the table of agreements."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from jointstock.facts.case import Case
from jointstock.measure.arrays import Flags, Floats, Ints
from jointstock.model.index_sets.lookup import floats, locate
from jointstock.model.index_sets.prices import CURVES, PRICED
from jointstock.plans.answers.solution import NOTHING, Solution

_TERMS = ["minimum_order", "take_or_pay", "capacity_fee", "option_fee"]


@dataclass(frozen=True)
class Charged:
    """What contracts with fees or units to be taken come to, by their place among the dues.

    Attributes:
        untaken: Units not taken, shape (dues,).
        fees: Money by payer, shape (shares, periods).
        untaken_costs: Money by payer, shape (shares, periods).
    """

    untaken: Floats
    fees: Floats
    untaken_costs: Floats


def charged(solution: Solution, placed: pl.DataFrame) -> Charged:
    """Fees and units not taken, from what is ordered.

    Args:
        solution: The solution.
        placed: Orders.
    """
    dues, charges = solution.model.sets.dues, solution.model.agreeing.charges
    ordered, in_force = _in_force(solution, placed)
    left = dues.take - ordered[dues.contract]
    owed = in_force[dues.contract] & (left > NOTHING * np.maximum(1.0, dues.take))
    untaken = np.where(owed, left, 0.0)
    fees = np.where(in_force[dues.contract][:, None], dues.fee, 0.0)
    return Charged(
        untaken,
        _shared(solution, charges.fee_paid, fees),
        _shared(solution, charges.untaken_paid, dues.price * untaken[:, None]),
    )


def agreements(case: Case, solution: Solution, placed: pl.DataFrame, costs: Charged) -> pl.DataFrame:
    """Table ``agreements``.

    Args:
        case: The case.
        solution: The solution.
        placed: Orders.
        costs: What contracts cost beside their orders.
    """
    sets = solution.model.sets
    dues, frame = sets.dues, sets.contracts.frame
    ordered, in_force = _in_force(solution, placed)
    untaken, fees, untaken_cost = (np.zeros(len(frame)) for _ in range(3))
    untaken[dues.contract] = costs.untaken
    for column, amounts in ((fees, costs.fees), (untaken_cost, costs.untaken_costs)):
        np.add.at(column, dues.contract[dues.share], amounts.sum(axis=1))
    prices = case.table("contract_prices")
    several = prices.filter((pl.len().over(PRICED) > 1) | pl.col("type").is_in(CURVES))
    listed = pl.any_horizontal(pl.col(name).is_not_null() for name in _TERMS) | pl.col("contract").is_in(
        several.get_column("contract").unique().to_list()
    )
    rows = frame.select("contract", listed.alias("listed")).with_columns(
        pl.Series("in_force", in_force),
        pl.Series("ordered", ordered),
        pl.Series("untaken", untaken),
        pl.Series("untaken_cost", untaken_cost),
        pl.Series("fees", fees),
    )
    return rows.filter("listed").drop("listed")


def _in_force(solution: Solution, placed: pl.DataFrame) -> tuple[Floats, Flags]:
    """Units ordered under each contract, and whether it is in force, each of shape (contracts,)."""
    frame = solution.model.sets.contracts.frame
    ordered = np.zeros(len(frame))
    np.add.at(ordered, locate(placed, frame, ["contract"]), floats(placed, "quantity"))
    signed = frame.get_column("signed").fill_null(value=False).to_numpy().astype(np.bool_)
    return ordered, signed | (ordered > 0)


def _shared(solution: Solution, columns: Ints, owed: Floats) -> Floats:
    """What payers pay of an amount, in the shares of the solution.

    Args:
        solution: The solution.
        columns: Columns of payments, shape (shares, periods).
        owed: The amount, shape (dues, periods).

    Returns:
        Payments that add up to the amount, shape (shares, periods).
    """
    share = solution.model.sets.dues.share
    paid = np.maximum(solution.of(columns), 0.0)
    total = np.zeros(owed.shape)
    np.add.at(total, share, paid)
    first = np.unique(share, return_index=True)[1]
    # What the solution has rounded away is paid by the first payer.
    paid[first] += np.where((total <= 0) & (owed > 0), owed, 0.0)[share[first]]
    total = np.zeros(owed.shape)
    np.add.at(total, share, paid)
    scale = np.divide(owed, total, out=np.zeros(owed.shape), where=total > 0)
    result: Floats = paid * scale[share]
    return result
