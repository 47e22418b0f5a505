"""Serving: fleets, from arrival to retirement, their floors and what they require."""

from dataclasses import dataclass

import numpy as np

from jointstock.measure.arrays import Floats, Ints
from jointstock.model.blocks.fleets import (
    Service,
    add_entry,
    add_platform_transfers,
    add_repairs,
    add_service,
    add_service_balance,
    add_service_floors,
)
from jointstock.model.flows import Flow
from jointstock.model.index_sets.lookup import locate
from jointstock.model.index_sets.sets import Sets
from jointstock.model.parts.buying import Buying
from jointstock.solver.program import Program


@dataclass(frozen=True)
class Serving:
    """Columns and flows of fleets.

    Attributes:
        service: Columns of fleets.
        given: Platforms sent, shape (lanes of platforms, periods).
        deficit: Short of operational floors, shape (floors, periods).
        arrived: Platforms that arrive, but for those from outside the lines, by fleet.
        ready: The same when their training is over.
    """

    service: Service
    given: Ints
    deficit: Ints
    arrived: Flow
    ready: Flow


def add_service_columns(program: Program, sets: Sets) -> Service:
    """Columns of fleets, which pools and targets look at too.

    Args:
        program: Program to add to.
        sets: Index sets of a case.
    """
    fleets = sets.platforms.fleets
    axes = [fleets.labels, sets.calendar.labels]
    return add_service(
        program, axes, fleets.may_enter, ~fleets.all_enter, fleets.repair >= 0, fleets.retire_max
    )


def drawn_by_fleets(sets: Sets, service: Service) -> Flow:
    """Crews and repair places that fleets draw from pools, by pool."""
    fleets = sets.platforms.fleets
    crews = Flow.of(service.entered).grouped(fleets.crew)
    return crews.plus(Flow.of(service.repaired).grouped(fleets.repair))


def required_by_fleets(sets: Sets, service: Service) -> tuple[Flow, Floats]:
    """What fleets add to targets, by requirement, and what the opening fleets add."""
    needs = sets.platforms.needs
    requirement = locate(needs.frame, sets.requirements.frame, ["nation", "class"])
    required = Flow.of(service.platforms[needs.fleet], needs.factor[:, None]).grouped(requirement)
    return required, opening_fleet_needs(sets)


def opening_fleet_needs(sets: Sets) -> Floats:
    """What the platforms in service at the start add to targets, shape (requirements,)."""
    needs, fleets = sets.platforms.needs, sets.platforms.fleets
    requirement = locate(needs.frame, sets.requirements.frame, ["nation", "class"])
    opening = np.zeros(len(sets.requirements.labels))
    np.add.at(opening, requirement, needs.factor * fleets.opening[needs.fleet])
    return opening


def add_serving(program: Program, sets: Sets, buying: Buying, service: Service) -> Serving:
    """Rows of fleets.

    Args:
        program: Program to add to.
        sets: Index sets of a case.
        buying: Columns of orders.
        service: Columns of fleets.
    """
    platforms, fleets = sets.platforms, sets.platforms.fleets
    lanes, floors = platforms.lanes, platforms.floors
    periods = sets.calendar.labels
    axes = [fleets.labels, periods]
    given = add_platform_transfers(
        program,
        [lanes.labels, fleets.labels, periods],
        lanes.may_send,
        lanes.donor,
        service.platforms,
        fleets.opening,
        fleets.releasable,
    )
    sent = Flow.of(given)
    arrived = buying.delivered.grouped(platforms.edge_fleet).plus(
        buying.open_orders.delivered.grouped(platforms.backlog_fleet),
        sent.landed(lanes.landing, lanes.travel).grouped(lanes.recipient),
    )
    ready = arrived.landed(fleets.training, np.arange(len(fleets.labels)))
    lost = (fleets.lost_share, fleets.lost_anyway)
    add_service_balance(
        program, axes, service, sent.grouped(lanes.donor), lost, fleets.decided, fleets.opening
    )
    add_entry(program, axes, service, ready, outside_ready(sets))
    add_repairs(program, axes, service, lost, fleets.repairable, fleets.opening)
    deficit = add_service_floors(
        program,
        [floors.labels, periods],
        service.platforms,
        (floors.member_floor, floors.member_fleet, floors.weight),
        floors.floor,
    )
    return Serving(service, given, deficit, arrived, ready)


def outside_ready(sets: Sets) -> Floats:
    """Platforms from outside the lines whose training is over, shape (fleets, periods)."""
    platforms = sets.platforms
    ready = np.einsum("fa,fab->fb", platforms.outside, platforms.fleets.training)
    return np.asarray(ready[:, :-1], dtype=np.float64)
