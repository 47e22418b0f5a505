"""Keeping: stock, transfers, use, floors, cover and targets."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from jointstock.measure.arrays import Floats, Ints
from jointstock.model.blocks.certifications import add_certifications
from jointstock.model.blocks.cover import add_cover
from jointstock.model.blocks.floors import add_floors
from jointstock.model.blocks.replacement import add_replacement
from jointstock.model.blocks.stocks import add_stock_balance, add_stocks, stocks_before
from jointstock.model.blocks.targets import Shortfall, add_targets
from jointstock.model.blocks.transfers import add_pledges, add_transfers
from jointstock.model.blocks.use import add_use
from jointstock.model.flows import Flow
from jointstock.model.index_sets.holders import PAIR
from jointstock.model.index_sets.lookup import floats, joined_labels, locate, spread
from jointstock.model.index_sets.sets import Sets
from jointstock.model.parts.ageing import Ageing, add_ageing
from jointstock.model.parts.agreeing import most_output
from jointstock.model.parts.buying import Buying
from jointstock.solver.program import Program


@dataclass(frozen=True)
class Holding:
    """Columns of stock, transfers, use and shortfall.

    Attributes:
        stock: Shape (pairs, periods).
        given: Shape (lanes, periods).
        used: Shape (servers, periods).
        unmet: Shape (demands, periods).
        counted: Shape (covers, periods); ``counted_opening``: shape (covers,).
        shortfall: Columns of shortfall.
        needed: What fleets in service, and opening ones, add to targets, by requirement.
        certified: Shape (certifications, periods).
        broken: What may be broken of promises, and what each is measured against.
        ageing: Columns of stock kept by lots.
    """

    stock: Ints
    given: Ints
    used: Ints
    unmet: Ints
    counted: Ints
    counted_opening: Ints
    shortfall: Shortfall
    needed: tuple[Flow, Floats]
    certified: Ints
    broken: tuple[tuple[Ints, Floats], ...]
    ageing: Ageing


def add_keeping(program: Program, sets: Sets, buying: Buying, needed: tuple[Flow, Floats]) -> Holding:
    """Stock, transfers, use, floors, cover and targets.

    Args:
        program: Program to add to.
        sets: Index sets of a case.
        buying: Columns of orders.
        needed: What fleets in service, and opening ones, add to targets, by requirement.
    """
    pairs, lanes, demands, floors = sets.pairs, sets.lanes, sets.demands, sets.floors
    count = sets.calendar.periods
    axes = [pairs.labels, sets.calendar.labels]
    hard = np.zeros((len(pairs.labels), count))
    np.maximum.at(hard, floors.pair, floors.hard)
    stock = add_stocks(program, axes, hard, pairs.unit)
    given = _transfers(program, sets, stock)
    late = _pledges(program, sets, given)
    used, unmet = _use(program, sets)
    received = Flow.of(given).landed(lanes.landing, lanes.travel).grouped(lanes.recipient)
    delivered = buying.delivered.grouped(sets.edge_pair).plus(
        buying.open_orders.delivered.grouped(sets.backlog_pair)
    )
    drawn = Flow.of(used).grouped(demands.server_pair)
    outside = outside_arrivals(sets)
    ageing = add_ageing(program, sets, stock, given, drawn, (delivered, outside))
    # Stock kept by lots is balanced lot by lot.
    plain = np.where(sets.shelves.kept, -1, np.arange(len(pairs.labels)))
    add_stock_balance(
        program,
        axes,
        np.where(sets.shelves.kept[:, None], -1, stock),
        delivered.plus(received).grouped(plain),
        Flow.of(given).grouped(lanes.donor).plus(drawn).grouped(plain),
        np.where(sets.shelves.kept, 0.0, pairs.opening),
        np.where(sets.shelves.kept[:, None], 0.0, outside),
    )
    unreplaced = _replacement(program, sets, given, buying.delivered.grouped(sets.edge_pair))
    deficit = _floors(program, sets, stock)
    counted, first, shortfall = _shortfall(program, sets, stock, needed)
    certified = _certifications(program, sets, counted)
    total_pledged = spread(floats(sets.pledges, "quantity"), count)
    broken = ((deficit, floors.floor), (late, total_pledged), (unreplaced, pairs.releasable[:, None]))
    return Holding(stock, given, used, unmet, counted, first, shortfall, needed, certified, broken, ageing)


def _transfers(program: Program, sets: Sets, stock: Ints) -> Ints:
    """Gifts along lanes."""
    pairs, lanes, periods = sets.pairs, sets.lanes, sets.calendar.labels
    return add_transfers(
        program,
        [lanes.labels, pairs.labels, periods],
        lanes.may_send,
        lanes.donor,
        stocks_before(stock),
        pairs.opening,
        pairs.releasable,
        pairs.unit,
    )


def _pledges(program: Program, sets: Sets, given: Ints) -> Ints:
    """Pledges, and what is late of them."""
    carried = Flow.of(given).grouped(_pledge_of_lane(sets))
    labels = joined_labels(sets.pledges, ["item", "from", "to"])
    return add_pledges(program, [labels, sets.calendar.labels], carried, sets.pledged)


def _pledge_of_lane(sets: Sets) -> Ints:
    """Contracted pledge that each lane serves, -1 for none, shape (lanes,)."""
    pledge = np.full(len(sets.lanes.labels), -1, dtype=np.int64)
    lane = sets.pledges.get_column("lane").to_numpy()
    pledge[lane[lane >= 0]] = np.flatnonzero(lane >= 0)
    return pledge


def _replacement(program: Program, sets: Sets, given: Ints, delivered: Flow) -> Ints:
    """What donors are to replace and do not."""
    lanes, pairs = sets.lanes, sets.pairs
    bound = np.where(lanes.duty >= 0, np.arange(len(lanes.duty)), -1)
    due = Flow.of(given).grouped(bound).landed(lanes.replacement, lanes.duty).grouped(lanes.donor)
    return add_replacement(program, [pairs.labels, sets.calendar.labels], due, delivered, pairs.unit)


def _use(program: Program, sets: Sets) -> tuple[Ints, Ints]:
    """Use of stock, and demand that is not met."""
    pairs, demands, periods = sets.pairs, sets.demands, sets.calendar.labels
    server_labels = [
        f"{demands.labels[demand]}/{pairs.frame.get_column('item')[int(pair)]}"
        for demand, pair in zip(demands.server_demand, demands.server_pair, strict=True)
    ]
    return add_use(
        program,
        [demands.labels, server_labels, periods],
        demands.wanted,
        demands.server_demand,
        demands.ratio,
        pairs.unit[demands.server_pair],
    )


def _floors(program: Program, sets: Sets, stock: Ints) -> Ints:
    """Floors, and what stock falls short of them."""
    pairs, floors = sets.pairs, sets.floors
    floor_labels = [pairs.labels[place] for place in floors.pair]
    return add_floors(
        program,
        [floor_labels, sets.calendar.labels],
        stock[floors.pair],
        floors.floor,
        floors.hard,
        pairs.unit[floors.pair],
    )


def _shortfall(
    program: Program, sets: Sets, stock: Ints, needed: tuple[Flow, Floats]
) -> tuple[Ints, Ints, Shortfall]:
    """Cover and targets."""
    needs, pairs, periods = sets.requirements, sets.pairs, sets.calendar.labels
    labels = _ways_to_cover(sets)
    counted, first = add_cover(
        program,
        [labels, pairs.labels, periods],
        stock,
        pairs.opening,
        needs.cover_pair,
        pairs.unit[needs.cover_pair],
        needs.certification >= 0,
    )
    cover = Flow.of(counted, needs.ratio[:, None]).grouped(needs.cover_requirement)
    chosen = Flow.of(first[:, None], needs.ratio[:, None]).grouped(needs.cover_requirement)
    whole = np.zeros(len(needs.labels))
    wholly = needs.counts_wholly(first)
    np.add.at(whole, needs.cover_requirement[wholly], (needs.ratio * pairs.opening[needs.cover_pair])[wholly])
    axes = [needs.labels, periods]
    shortfall = add_targets(
        program, axes, needs.target, sets.calendar.length, cover, (chosen, whole), needs.unit, needed
    )
    return counted, first, shortfall


def _ways_to_cover(sets: Sets) -> list[str]:
    """Names such as ``EE/shell/field``, and ``NSPA/shell/EE/field`` where a warehouse holds the stock."""
    needs, pairs = sets.requirements, sets.pairs
    nations, classes = (needs.frame.get_column(name).to_list() for name in ("nation", "class"))
    holders = pairs.frame.get_column("nation").to_list()
    return [
        f"{pairs.labels[pair]}/{classes[need] if holders[pair] == nations[need] else needs.labels[need]}"
        for pair, need in zip(needs.cover_pair, needs.cover_requirement, strict=True)
    ]


def _certifications(program: Program, sets: Sets, counted: Ints) -> Ints:
    """Certifications, and the ways to cover that wait for them."""
    bought, needs = sets.certifications, sets.requirements
    waits = np.flatnonzero(needs.certification >= 0)
    return add_certifications(
        program,
        [bought.labels, sets.calendar.labels],
        bought.valid,
        counted[waits],
        needs.certification[waits],
        _most_held(sets, bought.frame.get_column("item")),
    )


def _most_held(sets: Sets, items: pl.Series) -> Floats:
    """More units of each item than anybody could hold: all there are and all that can be made."""
    lines, pairs = sets.lines, sets.pairs
    held = pairs.opening + outside_arrivals(sets).sum(axis=1)
    every = pl.concat(
        [
            lines.frame.select("item", pl.Series("most", most_output(sets))),
            pairs.frame.select("item", pl.Series("most", held)),
        ]
    )
    total = every.group_by("item").agg(pl.col("most").sum())
    joined = items.to_frame("item").join(total, on="item", how="left", maintain_order="left")
    return floats(joined, "most")


def outside_arrivals(sets: Sets) -> Floats:
    """Units that arrive from outside the lines, shape (pairs, periods)."""
    arrivals = np.zeros((len(sets.pairs.labels), sets.calendar.periods + 1))
    pair = locate(sets.pipeline.frame.rename({"recipient": "nation"}), sets.pairs.frame, PAIR)
    held = pair >= 0
    np.add.at(arrivals, (pair[held], sets.pipeline.arrival[held]), sets.pipeline.quantity[held])
    return arrivals[:, :-1]
