"""Read back fleets, operational floors and certifications."""

import numpy as np
import polars as pl

from jointstock.measure.arrays import Floats
from jointstock.model.flows import Flow
from jointstock.plans.answers.solution import NOTHING, Solution, grid


def fleets(solution: Solution) -> pl.DataFrame:
    """Table ``fleets``: a row for every fleet and period."""
    platforms, serving = solution.model.sets.platforms, solution.model.serving
    facts, service = platforms.fleets, serving.service
    count = len(facts.labels)
    closing = solution.of(service.platforms)
    opening = np.concatenate([facts.opening[:, None], closing[:, :-1]], axis=1)
    sent = Flow.of(serving.given).grouped(platforms.lanes.donor)
    trained = np.einsum("fa,fab->fb", platforms.outside, facts.training)[:, :-1]
    return grid(
        facts.frame.select("nation", pl.col("item").alias("platform")),
        solution.periods,
        opening=opening,
        arrived=solution.flow(serving.arrived, count)[:, :-1] + platforms.outside,
        ready=solution.flow(serving.ready, count)[:, :-1] + trained,
        entered=solution.of(service.entered),
        repaired=solution.of(service.repaired),
        lost=facts.lost_share * opening + facts.lost_anyway,
        retired=facts.decided + solution.of(service.retired),
        sent=solution.flow(sent, count)[:, :-1],
        waiting=solution.of(service.waiting),
        closing=closing,
    )


def fleet_floors(solution: Solution) -> pl.DataFrame:
    """Table ``fleet_floors``: a row for every floor from the first period in which it holds."""
    floors = solution.model.sets.platforms.floors
    in_service = solution.of(solution.model.serving.service.platforms)
    held = np.zeros(floors.floor.shape)
    np.add.at(held, floors.member_floor, in_service[floors.member_fleet] * floors.weight[:, None])
    table = grid(
        floors.frame,
        solution.periods,
        floor=floors.floor,
        held=held,
        deficit=np.maximum(0.0, floors.floor - held),
    )
    return table.filter(pl.Series(floors.started.ravel(), dtype=pl.Boolean))


def certifications(solution: Solution) -> pl.DataFrame:
    """Table ``certifications``: what is bought, and when."""
    facts = solution.model.sets.certifications
    bought = solution.of(solution.model.holding.certified)
    which, period = np.nonzero(bought > NOTHING)
    return facts.frame.select("nation", "item", "class")[which.tolist()].with_columns(
        pl.Series("period", [solution.periods[place] for place in period], dtype=pl.String),
        pl.Series("cost", facts.cost[which] * bought[which, period]),
    )


def platform_transfers(solution: Solution) -> pl.DataFrame:
    """Rows of table ``transfers`` for platforms, spread over the periods in which they arrive."""
    lanes = solution.model.sets.platforms.lanes
    given = solution.of(solution.model.serving.given)
    lane, sent = np.nonzero(given > NOTHING)
    amounts = given[lane, sent][:, None] * lanes.landing[lanes.travel[lane], sent]
    row, received = np.nonzero(amounts > NOTHING)
    lane, sent = lane[row], sent[row]
    labels = [*solution.periods, "after"]
    keys = lanes.frame.select(pl.col("from").alias("donor"), pl.col("to").alias("recipient"), "item")
    return keys[lane.tolist()].with_columns(
        pl.Series("period_sent", [labels[place] for place in sent], dtype=pl.String),
        pl.Series("period_received", [labels[place] for place in received], dtype=pl.String),
        pl.Series("quantity", amounts[row, received]),
        pl.lit(None, dtype=pl.String).alias("expires"),
    )


def required(solution: Solution) -> tuple[Floats, Floats]:
    """What fleets add to targets.

    Returns:
        Class units at the end of each period, shape (requirements, periods), and with the opening
        fleets, shape (requirements,).
    """
    flow, opening = solution.model.holding.needed
    return solution.flow(flow, len(opening))[:, :-1], opening
