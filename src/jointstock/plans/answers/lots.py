"""Tables of stock by lots: what expires when, and what is sent of it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from jointstock.measure.arrays import Floats, Ints
from jointstock.model.flows import Flow
from jointstock.model.index_sets.expiry import LATER
from jointstock.model.index_sets.holders import Lanes
from jointstock.model.parts.ageing import delivered_by_expiry, moved_in, moved_out, received_by_expiry
from jointstock.plans.answers.solution import NOTHING, Solution

_FIGURES = (
    "opening",
    "delivered",
    "received",
    "extended_in",
    "used",
    "sent",
    "extended_out",
    "expired",
    "closing",
)


@dataclass(frozen=True)
class Aged:
    """Amounts of the pairs that are kept by lots.

    Attributes:
        pair: The pairs, shape (kept,).
        amounts: Each figure of the table by pair, period of expiry and period, shape (kept,
            periods + 1, periods).
    """

    pair: Ints
    amounts: dict[str, Floats]


def aged(solution: Solution, outside: Floats) -> Aged:
    """What comes into every lot, what leaves it and what expires.

    Args:
        solution: The solution.
        outside: Units that arrive from outside the lines, shape (pairs, periods).
    """
    model, sets = solution.model, solution.model.sets
    shelves, ageing = sets.shelves, model.holding.ageing
    pair, layout = np.flatnonzero(shelves.kept), ageing.layout
    shape = (len(shelves.kept), sets.calendar.periods + 1, sets.calendar.periods)

    def of_pairs(flow: Flow) -> Floats:
        values = solution.flow(flow, shape[0] * shape[1])[:, :-1]
        return np.asarray(values.reshape(shape)[pair])

    def of_lots(flow: Flow) -> Floats:
        return of_pairs(flow.grouped(layout.pair * shape[1] + layout.expires))

    delivered = model.buying.delivered.grouped(sets.edge_pair).plus(
        model.buying.open_orders.delivered.grouped(sets.backlog_pair)
    )
    closing = of_lots(Flow.of(ageing.held))
    first = shelves.opening[pair][:, :, None]
    amounts = {
        "opening": np.concatenate([first, closing[:, :, :-1]], axis=2),
        "delivered": of_pairs(delivered_by_expiry(shelves, delivered))
        + shelves.by_expiry(outside, pair).transpose(0, 2, 1),
        "received": of_pairs(received_by_expiry(sets, ageing, model.holding.given)),
        "extended_in": of_lots(moved_in(shelves, ageing)),
        "used": of_lots(Flow.of(ageing.used)),
        "sent": of_lots(Flow.of(ageing.given).grouped(layout.lane_lot)),
        "extended_out": of_lots(moved_out(ageing)),
    }
    over = np.arange(shape[1])[:, None] <= np.arange(shape[2])
    comes = amounts["opening"] + amounts["delivered"] + amounts["received"]
    return Aged(pair, amounts | {"expired": np.where(over, comes, 0.0), "closing": closing})


def lots(solution: Solution, found: Aged) -> pl.DataFrame:
    """Table ``lots``: rows in which anything is there.

    Args:
        solution: The solution.
        found: What :func:`aged` gives.
    """
    moves = np.any([np.abs(found.amounts[name]) > NOTHING for name in _FIGURES], axis=0)
    row, end, period = np.nonzero(moves)
    ends = np.array([*solution.periods, LATER], dtype=object)
    pairs = solution.model.sets.pairs.frame.select("nation", "item")
    keys: pl.DataFrame = pairs[found.pair[row].tolist()]
    return keys.with_columns(
        pl.Series("expires", ends[end].tolist(), dtype=pl.String),
        pl.Series("period", ends[period].tolist(), dtype=pl.String),
        *(pl.Series(name, found.amounts[name][row, end, period]) for name in _FIGURES),
    )


def expired(solution: Solution, found: Aged) -> Floats:
    """Units that expire, shape (pairs, periods).

    Args:
        solution: The solution.
        found: What :func:`aged` gives.
    """
    sets = solution.model.sets
    units = np.zeros((len(sets.pairs.labels), sets.calendar.periods))
    units[found.pair] = found.amounts["expired"].sum(axis=1)
    return units


def transfers(solution: Solution) -> pl.DataFrame:
    """Table ``transfers``: what is sent, by lot, spread over the periods in which it is received."""
    sets, ageing, lanes = solution.model.sets, solution.model.holding.ageing, solution.model.sets.lanes
    kept, layout = sets.shelves.kept, ageing.layout
    ends = [*solution.periods, LATER]
    plain = np.flatnonzero(~kept[lanes.donor])
    whole = [LATER if kept[lanes.recipient[lane]] else None for lane in plain]
    of_lots = [ends[layout.expires[lot]] for lot in layout.lane_lot]
    return pl.concat(
        [
            sent_along(solution, lanes, plain, solution.of(solution.model.holding.given[plain]), whole),
            sent_along(solution, lanes, layout.lane, solution.of(ageing.given), of_lots),
        ]
    )


def sent_along(
    solution: Solution, lanes: Lanes, lane: Ints, given: Floats, expires: Sequence[str | None]
) -> pl.DataFrame:
    """Rows of table ``transfers``, spread over the periods in which what is sent arrives.

    Args:
        solution: The solution.
        lanes: The lanes.
        lane: Lane of each way, shape (ways,).
        given: What is sent, shape (ways, periods).
        expires: When what goes each way would expire, shape (ways,).
    """
    labels = [*solution.periods, "after"]
    way, sent = np.nonzero(given > NOTHING)
    amounts = given[way, sent][:, None] * lanes.landing[lanes.travel[lane[way]], sent]
    row, received = np.nonzero(amounts > NOTHING)
    way, sent = way[row], sent[row]
    names = lanes.frame.select(pl.col("from").alias("donor"), pl.col("to").alias("recipient"), "item")
    keys: pl.DataFrame = names[lane[way].tolist()]
    return keys.with_columns(
        pl.Series("period_sent", [labels[place] for place in sent], dtype=pl.String),
        pl.Series("period_received", [labels[place] for place in received], dtype=pl.String),
        pl.Series("quantity", amounts[row, received]),
        pl.Series("expires", [expires[place] for place in way.tolist()], dtype=pl.String),
    )
