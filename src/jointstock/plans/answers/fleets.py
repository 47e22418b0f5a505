"""Read back fleets, operational floors and certifications."""

import numpy as np
import polars as pl

from jointstock.measure.arrays import Floats
from jointstock.model.flows import Flow
from jointstock.model.parts.serving import outside_ready
from jointstock.plans.answers.lots import sent_along
from jointstock.plans.answers.solution import NOTHING, Solution, grid


def fleets(solution: Solution) -> pl.DataFrame:
    """Table ``fleets``: a row for every fleet and period."""
    platforms, serving = solution.model.sets.platforms, solution.model.serving
    facts, service = platforms.fleets, serving.service
    count = len(facts.labels)
    closing = solution.of(service.platforms)
    opening = np.concatenate([facts.opening[:, None], closing[:, :-1]], axis=1)
    sent = Flow.of(serving.given).grouped(platforms.lanes.donor)
    return grid(
        facts.frame.select("nation", pl.col("item").alias("platform")),
        solution.periods,
        opening=opening,
        arrived=solution.flow(serving.arrived, count)[:, :-1] + platforms.outside,
        ready=solution.flow(serving.ready, count)[:, :-1] + outside_ready(solution.model.sets),
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
    every = np.arange(len(lanes.labels))
    return sent_along(solution, lanes, every, given, [None] * len(every))


def required(solution: Solution) -> tuple[Floats, Floats]:
    """What fleets add to targets.

    Returns:
        Class units at the end of each period, shape (requirements, periods), and with the opening
        fleets, shape (requirements,).
    """
    flow, opening = solution.model.holding.needed
    return solution.flow(flow, len(opening))[:, :-1], opening
