"""Fleets: platforms in service, how they enter, are lost, repaired, retired and given.

For every fleet p (nation and platform) and period b::

    service[p,b] = (1 - loss[p,b]) * service[p,b-1] - losses[p,b] - decided[p,b]
                   + entered[p,b] + repaired[p,b] - retired[p,b] - sent[p,b]
    service_waiting[p,b] = service_waiting[p,b-1] + ready[p,b] - entered[p,b]
    repaired[p,b] <= repairable[p] * (loss[p,b] * service[p,b-1] + losses[p,b])
    sent[p,b] <= service[p,b-1],   sum over periods of sent[p,b] <= releasable[p]
    service_deficit[f,b] >= floor[f,b] - sum over platforms of weight * service[p,b]

===============  ====================================================  ========  ==================
symbol           meaning                                               kind      unit
===============  ====================================================  ========  ==================
service          in service at the end of the period                   variable  platforms
entered          enter service in the period                           variable  platforms
service_waiting  arrived and trained for, not yet in service           variable  platforms
repaired         lost and brought back by a workshop                   variable  platforms
retired          retired by the plan's own choice, up to retire_max    variable  platforms
sent             given to other nations                                flow      platforms
ready            arrived, training over                                flow      platforms
service_deficit  short of the operational floor                        variable  weighted platforms
loss             share of the fleet lost in the period                 fact      1
losses, decided  lost anyway; retirements decided already              fact      platforms
===============  ====================================================  ========  ==================

Waiting exists only where entry needs a crew or is not yet allowed; everywhere else what is
ready enters at once. Rows: ``service_balance``, ``entry``, ``repair``, ``in_service_before``,
``platforms_releasable`` and ``service_floor``. The price of a service floor is what one
weighted platform less of it would save.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from jointstock.measure.arrays import Flags, Floats, Ints
from jointstock.model.flows import Flow
from jointstock.solver.program import ABSENT, Program


@dataclass(frozen=True)
class Service:
    """Columns of fleets, each of shape (fleets, periods).

    Attributes:
        platforms: In service at the end of the period.
        entered, waiting, repaired, retired: As in the table above.
    """

    platforms: Ints
    entered: Ints
    waiting: Ints
    repaired: Ints
    retired: Ints


def add_service(
    program: Program,
    axes: Sequence[Sequence[str]],
    may_enter: Flags,
    may_wait: Flags,
    may_repair: Flags,
    retire_max: Floats,
) -> Service:
    """Add the columns of fleets.

    Args:
        program: The program that receives the columns.
        axes: Labels of fleets and periods.
        may_enter: Where platforms may enter service, shape (fleets, periods).
        may_wait: Where what is ready may wait, shape (fleets, periods).
        may_repair: Fleets with a workshop, shape (fleets,).
        retire_max: Most retirements by choice, shape (fleets, periods).

    Returns:
        The columns.
    """
    return Service(
        program.add_columns("service", axes),
        program.add_columns("entered", axes, where=may_enter),
        program.add_columns("service_waiting", axes, where=may_wait),
        program.add_columns("repaired", axes, where=may_repair[:, None]),
        program.add_columns("retired", axes, where=retire_max > 0, upper=retire_max),
    )


def add_service_balance(
    program: Program,
    axes: Sequence[Sequence[str]],
    service: Service,
    sent: Flow,
    lost: tuple[Floats, Floats],
    decided: Floats,
    opening: Floats,
) -> None:
    """Tie each period's fleet to the period before.

    Args:
        program: The program that receives the rows.
        axes: Labels of fleets and periods.
        service: Columns of fleets.
        sent: Platforms given away, by fleet.
        lost: Share of the fleet before that is lost, and platforms lost anyway, both of
            shape (fleets, periods).
        decided: Retirements decided already, shape (fleets, periods).
        opening: Platforms in service at the start, shape (fleets,).
    """
    periods = len(axes[1])
    share, anyway = lost
    before = fleet_before(service.platforms)
    right = 0.0 - anyway - decided
    right[:, 0] += (1.0 - share[:, 0]) * opening
    program.add_sums(
        "service_balance",
        axes,
        [
            Flow.of(service.platforms).entries(periods),
            Flow.of(before, share - 1.0).entries(periods),
            Flow.of(service.entered).entries(periods, -1.0),
            Flow.of(service.repaired).entries(periods, -1.0),
            Flow.of(service.retired).entries(periods),
            sent.entries(periods),
        ],
        "=",
        right,
    )


def add_entry(
    program: Program, axes: Sequence[Sequence[str]], service: Service, ready: Flow, outside: Floats
) -> None:
    """Let platforms enter service when they are ready.

    Args:
        program: The program that receives the rows.
        axes: Labels of fleets and periods.
        service: Columns of fleets.
        ready: Platforms whose training is over, by fleet.
        outside: The same of platforms from outside the lines, shape (fleets, periods).
    """
    periods = len(axes[1])
    program.add_sums(
        "entry",
        axes,
        [
            Flow.of(service.waiting).entries(periods),
            Flow.of(fleet_before(service.waiting)).entries(periods, -1.0),
            ready.entries(periods, -1.0),
            Flow.of(service.entered).entries(periods),
        ],
        "=",
        outside,
    )


def add_repairs(
    program: Program,
    axes: Sequence[Sequence[str]],
    service: Service,
    lost: tuple[Floats, Floats],
    repairable: Floats,
    opening: Floats,
) -> None:
    """Bring back at most the repairable share of what is lost.

    Args:
        program: The program that receives the rows.
        axes: Labels of fleets and periods.
        service: Columns of fleets.
        lost: Share of the fleet before that is lost, and platforms lost anyway, both of
            shape (fleets, periods).
        repairable: Share of losses, shape (fleets,).
        opening: Platforms in service at the start, shape (fleets,).
    """
    periods = len(axes[1])
    share, anyway = lost
    rate = share * repairable[:, None]
    has = service.repaired != ABSENT
    before = np.where(has, fleet_before(service.platforms), ABSENT)
    right = np.where(has, anyway * repairable[:, None], 0.0)
    right[:, 0] += np.where(has[:, 0], rate[:, 0] * opening, 0.0)
    terms = [Flow.of(service.repaired).entries(periods), Flow.of(before, -rate).entries(periods)]
    program.add_sums("repair", axes, terms, "<=", right)


def add_platform_transfers(
    program: Program,
    axes: Sequence[Sequence[str]],
    may_send: Flags,
    donor: Ints,
    platforms: Ints,
    opening: Floats,
    releasable: Floats,
) -> Ints:
    """Let donors give platforms in service that are releasable.

    Args:
        program: The program that receives columns and rows.
        axes: Labels of lanes, of fleets and of periods.
        may_send: Periods in which a lane is open, shape (lanes, periods).
        donor: Fleet that gives, shape (lanes,).
        platforms: Columns in service, shape (fleets, periods).
        opening: Platforms in service at the start, shape (fleets,).
        releasable: Platforms that may be given away, shape (fleets,).

    Returns:
        Columns ``platforms_given``, shape (lanes, periods).
    """
    lanes, fleets, periods = axes
    given = program.add_columns("platforms_given", [lanes, periods], where=may_send)
    sent = Flow.of(given).grouped(donor)
    gives = np.zeros(platforms.shape, dtype=np.bool_)
    gives[sent.owner, sent.period] = True
    held = Flow.of(np.where(gives, fleet_before(platforms), ABSENT)).entries(len(periods), -1.0)
    right = np.zeros(platforms.shape)
    right[:, 0] = opening
    entries = [sent.entries(len(periods)), held]
    program.add_sums("in_service_before", [fleets, periods], entries, "<=", right)
    total = [(sent.owner, sent.column, sent.coefficient)]
    program.add_sums("platforms_releasable", [fleets], total, "<=", releasable)
    return given


def add_service_floors(
    program: Program,
    axes: Sequence[Sequence[str]],
    platforms: Ints,
    members: tuple[Ints, Ints, Floats],
    floor: Floats,
) -> Ints:
    """Count what fleets are short of operational floors.

    Args:
        program: The program that receives columns and rows.
        axes: Labels of floors and periods.
        platforms: Columns in service, shape (fleets, periods).
        members: Floor, fleet and weight of each platform that counts, shape (members,).
        floor: Weighted platforms, shape (floors, periods).

    Returns:
        Columns ``service_deficit``, shape (floors, periods).
    """
    periods = floor.shape[1]
    owner, fleet, weight = members
    deficit = program.add_columns("service_deficit", axes, where=floor > 0)
    held = Flow.of(platforms[fleet], weight[:, None]).grouped(owner)
    kept = deficit[held.owner, held.period] != ABSENT
    held = Flow(held.owner[kept], held.period[kept], held.column[kept], held.coefficient[kept])
    program.add_sums(
        "service_floor",
        axes,
        [Flow.of(deficit).entries(periods), held.entries(periods)],
        ">=",
        floor,
    )
    return deficit


def fleet_before(columns: Ints) -> Ints:
    """Columns at the end of the period before; absent for the first."""
    before = np.full_like(columns, ABSENT)
    before[:, 1:] = columns[:, :-1]
    return before
