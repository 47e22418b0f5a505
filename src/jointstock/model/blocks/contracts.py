"""Contracts: ceilings of frameworks, and limits and costs of each call-off.

For every contract c, buyer n and period b::

    sum over edges of c and periods of ordered[e,b] <= ceiling[c]
    sum over edges of c and periods of price[e] * ordered[e,b] <= ceiling_value[c]
    sum over edges of c and n of ordered[e,b] <= most[c] * called[c,n,b],   called is 0 or 1
    sum over edges of c and n of ordered[e,b] >= least[c] * called[c,n,b]
    sum over edges of c and n of ordered[e,b] <= limit[c]

=============  ==============================================  ========  ==========
symbol         meaning                                         kind      unit
=============  ==============================================  ========  ==========
ordered        ordered in the period                           variable  item units
called         whether the buyer orders in the period          variable  0 or 1
ceiling        most units                                      fact      item units
ceiling_value  most order value at the contract's prices       fact      money
most           more than could be ordered in a call-off        fact      item units
least          least units of a call-off, 0 for none           fact      item units
limit          most units of a call-off                        fact      item units
=============  ==============================================  ========  ==========

A call-off is a decision only where it costs something or has a least quantity; where it has but
a limit, the last row stands alone. Rows: ``ceiling[contract]``, ``ceiling_value[contract]``,
``call_off[contract and buyer, period]``, ``call_off_least[...]``, ``call_off_limit[...]``. The
price of a ceiling is what one unit more would save.
"""

from collections.abc import Sequence

import numpy as np

from jointstock.measure.arrays import Floats, Ints
from jointstock.model.flows import Flow
from jointstock.solver.program import Program


def add_ceilings(
    program: Program,
    contracts: Sequence[str],
    ordered: Flow,
    price: Floats,
    ceiling: Floats,
    ceiling_value: Floats,
) -> None:
    """Keep each contract below its ceilings.

    Args:
        program: The program that receives the rows.
        contracts: Labels of contracts.
        ordered: What is ordered; the owner of an entry is its contract.
        price: Price of each entry in the contract's currency, shape (entries,).
        ceiling: Units, NaN for none, shape (contracts,).
        ceiling_value: Money of the contract, NaN for none, shape (contracts,).
    """
    for name, limit, worth in (
        ("ceiling", ceiling, np.ones_like(price)),
        ("ceiling_value", ceiling_value, price),
    ):
        kept = ~np.isnan(limit)[ordered.owner]
        terms = (ordered.owner[kept], ordered.column[kept], (ordered.coefficient * worth)[kept])
        program.add_sums(name, [contracts], [terms], "<=", np.where(np.isnan(limit), np.inf, limit))


def add_call_offs(
    program: Program, axes: Sequence[Sequence[str]], ordered: Flow, most: Floats, least: Floats
) -> Ints:
    """Make a yes-no decision of each call-off that costs something or has a least quantity.

    Args:
        program: The program that receives columns and rows.
        axes: Labels of contract and buyer, and of periods.
        ordered: What is ordered; the owner of an entry is contract and buyer.
        most: More than could be ordered, from data, shape (contract and buyer,).
        least: Least units of a call-off, 0 for none, shape (contract and buyer,).

    Returns:
        Columns ``called``, shape (contract and buyer, periods).
    """
    periods = len(axes[1])
    used = np.zeros((len(axes[0]), periods), dtype=np.bool_)
    used[ordered.owner, ordered.period] = True
    called = program.add_columns("called", axes, where=used, upper=1.0, integer=True)
    for name, bound, kept, sense in (
        ("call_off", most, ordered, "<="),
        ("call_off_least", least, ordered.of_owners(np.flatnonzero(least > 0)), ">="),
    ):
        triplets = [kept.entries(periods), Flow.of(called, -bound[:, None]).entries(periods)]
        program.add_sums(name, axes, triplets, sense, 0.0)
    return called


def add_call_off_limits(
    program: Program, axes: Sequence[Sequence[str]], ordered: Flow, limit: Floats
) -> None:
    """Limit what a buyer calls off in a period, where that is no decision.

    Args:
        program: The program that receives the rows.
        axes: Labels of contract and buyer, and of periods.
        ordered: What is ordered; the owner of an entry is contract and buyer.
        limit: Most units of a call-off, shape (contract and buyer,).
    """
    program.add_sums("call_off_limit", axes, [ordered.entries(len(axes[1]))], "<=", limit[:, None])
