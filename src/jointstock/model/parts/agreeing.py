"""Agreeing: the terms of contracts beside prices and ceilings, most of them yes-no decisions."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from jointstock.measure.arrays import Flags, Floats, Ints
from jointstock.model.blocks.contracts import add_call_off_limits, add_call_offs
from jointstock.model.blocks.fees import Charges, add_fees
from jointstock.model.blocks.minimum_orders import add_minimum_orders
from jointstock.model.blocks.tiers import add_tiers
from jointstock.model.flows import Flow
from jointstock.model.index_sets.lookup import floats
from jointstock.model.index_sets.prices import ALL_UNITS, INCREMENTAL
from jointstock.model.index_sets.sets import Sets
from jointstock.model.parts.buying import Buying
from jointstock.solver.program import Program

_CALLER = {"contract": pl.String, "buyer": pl.String}


@dataclass(frozen=True)
class Calling:
    """Call-offs that are decisions.

    Attributes:
        frame: contract, buyer; shape (callers,).
        columns: Whether the buyer orders in the period, shape (callers, periods).
        cost: Money of the case for each, shape (callers, periods).
    """

    frame: pl.DataFrame
    columns: Ints
    cost: Floats


@dataclass(frozen=True)
class Agreeing:
    """Columns of the terms of contracts.

    Attributes:
        calling: Call-offs that are decisions.
        reached: Whether a tier is reached, shape (tiers,).
        placed: Whether anything is ordered, shape (contracts,).
        charges: Columns of fees and of units not taken.
    """

    calling: Calling
    reached: Ints
    placed: Ints
    charges: Charges


def add_agreeing(program: Program, sets: Sets, buying: Buying) -> Agreeing:
    """Call-offs, tiers, minimum orders and fees, each where a contract has it.

    Args:
        program: Program to add to.
        sets: Index sets of a case.
        buying: Columns of orders.
    """
    ordered, most = Flow.of(buying.ordering.ordered), most_ordered(sets)
    calling = _calling(program, sets, ordered, most)
    reached = _tiers(program, sets, ordered, most)
    placed = _placed(program, sets, ordered, most)
    return Agreeing(calling, reached, placed, _charges(program, sets, ordered, placed))


def _calling(program: Program, sets: Sets, ordered: Flow, most: Floats) -> Calling:
    """Call-offs: decisions where they cost something or have a least quantity, else at most a limit."""
    contracts, payers = sets.contracts, sets.purses.payers
    least, limit = (floats(contracts.frame, name) for name in ("call_off_min", "call_off_max"))
    least = np.nan_to_num(least)
    decided = (contracts.fixed_cost.max(axis=1, initial=0.0) > 0) | (least > 0)
    contract, who, of_edge = _callers(sets, decided)
    labels, periods = _caller_labels(sets, contract, who), sets.calendar.labels
    largest = np.fmin(most, limit)[contract]
    called = add_call_offs(program, [labels, periods], ordered.grouped(of_edge), largest, least[contract])
    limited, by, of_edge = _callers(sets, ~decided & ~np.isnan(limit))
    labels = _caller_labels(sets, limited, by)
    add_call_off_limits(program, [labels, periods], ordered.grouped(of_edge), limit[limited])
    names = {"contract": [contracts.labels[c] for c in contract], "buyer": [payers[n] for n in who]}
    return Calling(pl.DataFrame(names, schema=_CALLER), called, contracts.fixed_cost[contract])


def _callers(sets: Sets, chosen: Flags) -> tuple[Ints, Ints, Ints]:
    """Contract and buyer of each caller of the chosen contracts, and the caller of each edge, -1 for none."""
    edges, purses = sets.edges, sets.purses
    mine = np.flatnonzero(chosen[edges.contract])
    of_edge = np.full(len(edges.contract), -1, dtype=np.int64)
    buyer = purses.find(edges.frame.get_column("buyer").gather(mine))
    keys, group = np.unique(edges.contract[mine] * len(purses.payers) + buyer, return_inverse=True)
    of_edge[mine] = group
    return keys // len(purses.payers), keys % len(purses.payers), of_edge


def _caller_labels(sets: Sets, contract: Ints, who: Ints) -> list[str]:
    """Names such as ``K/EE``."""
    pairs = zip(contract, who, strict=True)
    return [f"{sets.contracts.labels[c]}/{sets.purses.payers[n]}" for c, n in pairs]


def _tiers(program: Program, sets: Sets, ordered: Flow, most: Floats) -> Ints:
    """Tiers of contracts that have several prices for an item."""
    tiers = sets.tiers
    rule = tiers.frame.get_column("type")
    falling, all_units = ((rule == name).to_numpy() for name in (INCREMENTAL, ALL_UNITS))
    last = np.maximum(most[tiers.contract], tiers.start)
    until = np.where(falling | all_units, np.fmin(tiers.until, last), tiers.until)
    return add_tiers(
        program,
        [tiers.labels, tiers.group_labels],
        ordered.grouped(tiers.of_edge),
        tiers.group,
        tiers.start,
        until,
        falling,
        all_units,
    )


def _placed(program: Program, sets: Sets, ordered: Flow, most: Floats) -> Ints:
    """Whether anything is ordered, where that decides on a minimum order or on fees."""
    contracts, dues = sets.contracts, sets.dues
    least = np.nan_to_num(floats(contracts.frame, "minimum_order"))
    decided = least > 0
    decided[dues.contract[~dues.signed]] = True
    return add_minimum_orders(
        program, contracts.labels, ordered.grouped(sets.edges.contract), decided, least, most
    )


def _charges(program: Program, sets: Sets, ordered: Flow, placed: Ints) -> Charges:
    """Fees and units not taken of contracts in force."""
    dues = sets.dues
    of_contract = np.full(len(sets.contracts.labels), -1, dtype=np.int64)
    of_contract[dues.contract] = np.arange(len(dues.contract))
    force = np.where(dues.signed, -1, placed[dues.contract])
    # Nothing can be ordered under a contract that nobody signed: it never comes into force.
    possible = dues.signed | (force >= 0)
    return add_fees(
        program,
        [dues.labels, dues.share_labels, sets.calendar.labels],
        ordered.grouped(of_contract[sets.edges.contract]),
        force,
        np.where(possible, dues.take, 0.0),
        np.where(possible[:, None], dues.fee, 0.0),
        dues.price,
        dues.share,
    )


def most_ordered(sets: Sets) -> Floats:
    """More units than anybody has a reason to order under each contract, shape (contracts,).

    What its lines could make over the horizon with all their options and surges, or what its terms ask for,
    and never more than its ceiling. Where only a part of what is ordered in a period arrives
    inside the horizon, more must be ordered for the same output.
    """
    contracts, edges, tiers = sets.contracts, sets.edges, sets.tiers
    inside = edges.landing[:, :, :-1].sum(axis=2)
    part = np.where(inside > 0, inside, 1.0).min(axis=1, initial=1.0)[edges.arrival]
    output = most_output(sets)
    lines = len(output)
    by_line = np.zeros(len(contracts.labels) * lines)
    np.maximum.at(by_line, edges.contract * lines + edges.line, output[edges.line] / part)
    most = by_line.reshape(len(contracts.labels), lines).sum(axis=1)
    for name in ("minimum_order", "take_or_pay", "call_off_min"):
        most = np.fmax(most, floats(contracts.frame, name))
    np.maximum.at(most, tiers.contract, tiers.start)
    at_most: Floats = np.fmin(most, contracts.ceiling)
    return at_most


def most_output(sets: Sets) -> Floats:
    """Good units that a line could make over the horizon with all options and surges, shape (lines,)."""
    lines, options, surges = sets.lines, sets.options, sets.operating.surges
    rate = lines.capacity.copy()
    np.add.at(rate, options.line, options.capacity)
    starts = rate * sets.calendar.months
    np.add.at(starts, surges.line, surges.most.sum(axis=1))
    return starts * lines.good + lines.own_stock
