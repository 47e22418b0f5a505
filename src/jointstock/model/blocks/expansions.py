"""Expansions: which share of an option is bought when, and who pays for it.

For every option o, payer n and period a::

    sum over a of bought[o,a] <= 1,   and bought[o,a] is 0 or 1 where the option is whole
    sum over payers of paid[o,n,a] = cost[o] * exchange[a] * bought[o,a]

=========  =============================================  ========  =================
symbol     meaning                                        kind      unit
=========  =============================================  ========  =================
bought     share of the option bought in the period       variable  1, or 0 or 1
paid       what a payer pays for it                       variable  money of the case
cost       cost of the whole option                       fact      money
=========  =============================================  ========  =================

Rows: ``option_once[option]``: their price is what a second option of the kind would
save; ``option_paid[option, period]``.
"""

from collections.abc import Sequence

import numpy as np

from jointstock.measure.arrays import Flags, Floats, Ints
from jointstock.model.flows import Flow
from jointstock.solver.program import Program


def add_expansions(
    program: Program, axes: Sequence[Sequence[str]], may_buy: Flags, whole: Flags | None = None
) -> Ints:
    """Let every option be bought once, in any shares or as a whole.

    Args:
        program: The program that receives columns and rows.
        axes: Labels of options and periods.
        may_buy: Periods in which an option may be bought, shape (options, periods).
        whole: Options that are bought as a whole or not at all, shape (options,); None for none.

    Returns:
        Columns ``bought``, shape (options, periods).
    """
    integer = False if whole is None else whole[:, None]
    bought = program.add_columns("bought", axes, where=may_buy, upper=1.0, integer=integer)
    options, periods = may_buy.shape
    place = np.repeat(np.arange(options), periods)
    program.add_sums("option_once", axes[:1], [(place, bought.ravel(), np.ones(bought.size))], "<=", 1.0)
    return bought


def add_expansion_payments(
    program: Program,
    axes: Sequence[Sequence[str]],
    bought: Ints,
    cost: Floats,
    option: Ints,
    unit: float,
) -> Ints:
    """Let the payers of an option share its cost as the plan finds best.

    Args:
        program: The program that receives columns and rows.
        axes: Labels of options, of shares (option and payer) and of periods.
        bought: Columns, shape (options, periods).
        cost: Cost of the whole option in each period, shape (options, periods).
        option: Option of each share, shape (shares,).
        unit: Natural step of money.

    Returns:
        Columns ``paid``, shape (shares, periods).
    """
    periods = bought.shape[1]
    paid = program.add_columns("expansion_paid", axes[1:], where=(bought >= 0)[option], unit=unit)
    program.add_sums(
        "option_paid",
        [axes[0], axes[2]],
        [Flow.of(paid).grouped(option).entries(periods), Flow.of(bought, -cost).entries(periods)],
        "=",
        0.0,
    )
    return paid
