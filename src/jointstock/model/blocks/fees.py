"""Fees: what a contract in force costs beside its orders, and what is paid for units not taken.

For every contract c with fees or with units to be taken, and every period b::

    untaken[c] + sum over edges of c and periods of ordered[e,b] >= take[c] * force[c]
    sum over payers n of fee_paid[c,n,b] = fee[c,b] * force[c]
    sum over payers n of untaken_paid[c,n,b] = price[c,b] * untaken[c]

============  =======================================================  ========  ==================
symbol        meaning                                                  kind      unit
============  =======================================================  ========  ==================
ordered       ordered in the period                                    variable  item units
untaken       units to be taken that nobody orders                     variable  item units
force         1 for a signed contract, else whether anything is        either    0 or 1
              ordered under it
fee_paid      share of the payer in the period's fees                  variable  money of the case
untaken_paid  share of the payer in what is not taken                  variable  money of the case
take          units to be taken over the horizon                       fact      item units
fee           fees of the period                                       fact      money of the case
price         what a unit not taken costs, due in the contract's       fact      money of the case
              last period
============  =======================================================  ========  ==================

Payers share freely. Rows: ``take_or_pay[contract]``, ``fee_shares[contract, period]``,
``untaken_shares[contract, period]``. The price of a take-or-pay is what one unit more to be
taken costs.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from jointstock.measure.arrays import Floats, Ints
from jointstock.model.flows import Flow
from jointstock.solver.program import Program


@dataclass(frozen=True)
class Charges:
    """Columns of fees.

    Attributes:
        untaken: Units to be taken that nobody orders, shape (charged,).
        fee_paid: Shape (shares, periods).
        untaken_paid: Shape (shares, periods).
    """

    untaken: Ints
    fee_paid: Ints
    untaken_paid: Ints


def add_fees(
    program: Program,
    axes: Sequence[Sequence[str]],
    ordered: Flow,
    placed: Ints,
    take: Floats,
    fee: Floats,
    price: Floats,
    share: Ints,
) -> Charges:
    """Charge contracts that are in force.

    Args:
        program: The program that receives columns and rows.
        axes: Labels of charged contracts, of their shares (contract and payer), and of periods.
        ordered: What is ordered; the owner of an entry is its charged contract.
        placed: Columns of whether anything is ordered, absent where the contract is in force
            whatever is ordered, shape (charged,).
        take: Units to be taken, shape (charged,).
        fee: Fees while in force, shape (charged, periods).
        price: What a unit not taken costs, shape (charged, periods).
        share: Charged contract of each share, shape (shares,).

    Returns:
        Columns of fees.
    """
    contracts, shares, periods = axes
    every, count = np.arange(len(contracts)), len(periods)
    owed = take > 0
    untaken = program.add_columns("untaken", [contracts], upper=take, where=owed)
    due = ordered.of_owners(np.flatnonzero(owed))
    program.add_sums(
        "take_or_pay",
        [contracts],
        [
            (every, untaken, np.ones(len(every))),
            (due.owner, due.column, due.coefficient),
            (every, placed, -take),
        ],
        ">=",
        np.where(placed < 0, take, 0.0),
    )
    units = [_step(amount)[share][:, None] for amount in (fee, price * take[:, None])]
    fee_paid = program.add_columns("fee_paid", [shares, periods], where=(fee > 0)[share], unit=units[0])
    untaken_paid = program.add_columns(
        "untaken_paid", [shares, periods], where=(owed[:, None] & (price > 0))[share], unit=units[1]
    )
    for name, paid, column, rate, anyway in (
        ("fee_shares", fee_paid, placed, fee, np.where((placed < 0)[:, None], fee, 0.0)),
        ("untaken_shares", untaken_paid, untaken, price, np.zeros(price.shape)),
    ):
        spread = np.repeat(column[:, None], count, axis=1)
        program.add_sums(
            name,
            [contracts, periods],
            [Flow.of(paid).grouped(share).entries(count), Flow.of(spread, -rate).entries(count)],
            "=",
            anyway,
        )
    return Charges(untaken, fee_paid, untaken_paid)


def _step(amount: Floats) -> Floats:
    """Power of two next to the largest amount of each row, at least 1, shape (rows,)."""
    step: Floats = np.exp2(np.round(np.log2(amount.max(axis=1, initial=1.0))))
    return step
