"""Production: what lines start, and for whom.

For every line l that makes an end item and period b::

    yield[l] * sum over recipes of starts[l,recipe,b] = sum over edges of begun[e,b]
                                                      + sum over open orders of begun[k,b] + own[l,b]
    own_stock[l,b] = own_stock[l,b-1] + finished own[l,b] - sum over edges of sold[e,b]

=========  ====================================================  ========  ==========
symbol     meaning                                               kind      unit
=========  ====================================================  ========  ==========
starts     units started with a recipe in the period             variable  starts
begun      good units begun for an edge or an open order         flow      item units
own        good units begun on own account                       variable  item units
own_stock  finished units that the producer holds                variable  item units
sold       sold from own stock                                   variable  item units
yield      good units per start                                  fact      1
=========  ====================================================  ========  ==========

Rows: ``good_output[line, period]`` and ``own_stock[line, period]``. Their price is what one
good unit more, from that line and period, would save.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from jointstock.measure.arrays import Flags, Floats, Ints
from jointstock.model.flows import Flow
from jointstock.solver.program import ABSENT, Program


@dataclass(frozen=True)
class Making:
    """Columns of production.

    Attributes:
        starts: Columns, shape (recipes, periods).
        own: Columns, good units on own account, shape (lines, periods).
        own_stock: Columns, shape (lines, periods).
    """

    starts: Ints
    own: Ints
    own_stock: Ints


def add_starts(program: Program, axes: Sequence[Sequence[str]], unit: Floats) -> Ints:
    """Add what lines start.

    Args:
        program: The program that receives the columns.
        axes: Labels of recipes and periods.
        unit: Natural step of quantities, shape (recipes,).

    Returns:
        Columns ``starts``, shape (recipes, periods).
    """
    return program.add_columns("starts", axes, unit=unit[:, None])


def add_good_output(
    program: Program,
    axes: Sequence[Sequence[str]],
    good: Flow,
    begun: Flow,
    own_account: Flags,
    ends: Flags,
) -> Ints:
    """Share the good output of end-item lines out among orders and own account.

    Args:
        program: The program that receives columns and rows.
        axes: Labels of lines and periods.
        good: Yield times starts, by line.
        begun: Good units begun for edges and open orders, by line.
        own_account: Lines that may make on own account, shape (lines,).
        ends: Lines that make end items, shape (lines,).

    Returns:
        Columns ``own``, shape (lines, periods).
    """
    periods = len(axes[1])
    own = program.add_columns("own", axes, where=(own_account & ends)[:, None])
    makers = np.flatnonzero(ends)
    program.add_sums(
        "good_output",
        axes,
        [
            good.of_owners(makers).entries(periods),
            begun.entries(periods, -1.0),
            Flow.of(own).entries(periods, -1.0),
        ],
        "=",
        0.0,
    )
    return own


def add_own_stock(
    program: Program,
    axes: Sequence[Sequence[str]],
    own: Flow,
    sold: Flow,
    opening: Floats,
    holds: Flags,
) -> Ints:
    """Keep the producers' own stock at or above zero.

    Args:
        program: The program that receives columns and rows.
        axes: Labels of lines and periods.
        own: Good units on own account as they are finished, by line.
        sold: Units sold from own stock, by line.
        opening: Units held at the start, shape (lines,).
        holds: Lines with own stock, shape (lines,).

    Returns:
        Columns ``own_stock``, shape (lines, periods).
    """
    periods = len(axes[1])
    stock = program.add_columns("own_held", axes, where=holds[:, None])
    before = np.full_like(stock, ABSENT)
    before[:, 1:] = stock[:, :-1]
    right = np.zeros(stock.shape)
    right[:, 0] = np.where(holds, opening, 0.0)
    program.add_sums(
        "own_stock",
        axes,
        [
            Flow.of(stock).entries(periods),
            Flow.of(before).entries(periods, -1.0),
            own.entries(periods, -1.0),
            sold.entries(periods),
        ],
        "=",
        right,
    )
    return stock
