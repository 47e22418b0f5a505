"""Plans to replay: small ones made by hand, and one that is planned."""

import numpy as np

from jointstock.measure.arrays import Floats
from jointstock.simulation.from_plan import as_planned
from jointstock.simulation.network import Aims, Draws, Holding, Industry, Network
from jointstock.simulation.outages import Outages, limits
from jointstock.simulation.philox import name_hash
from jointstock.simulation.reference import with_floors


def ints(*values: int) -> np.ndarray:
    """Whole numbers."""
    return np.array(values, dtype=np.int64)


def one_line(
    *, capacity: float = 10.0, use: float = 0.0, starts: float = 10.0, target: float = 40.0, months: int = 6
) -> Network:
    """A line that starts 10 a month with a lead of a month; all goes to one stock and target."""
    monthly = np.ones((1, months))
    none, nothing = np.zeros(0, dtype=np.int64), np.zeros((0, months))
    made = np.cumsum(starts * monthly, axis=1)
    industry = Industry(
        ints(0), made, ints(0), ints(0, 1), none, ints(0, 0), ints(0, 0), none, np.zeros(0),
        capacity * monthly, np.ones(1), ints(0, 1), ints(1), np.ones(1), ints(-1),
        np.zeros(1), 0 * monthly, np.zeros(0), nothing, nothing,
    )  # fmt: skip
    holding = Holding(
        ints(0), ints(0), np.concatenate([[[0.0]], made[:, :-1]], axis=1), np.array([5.0]), 0 * monthly,
        0 * monthly, 0 * monthly, 0 * monthly, none, none, none, nothing, ints(0), ints(0), np.ones(1),
        use * monthly, 0 * monthly,
    )  # fmt: skip
    aims = Aims(ints(0), ints(0), monthly, target * monthly, np.arange(months))
    network = Network(industry, holding, aims)
    return with_floors(network, as_planned(network))


def struck(network: Network, lost: Floats) -> Draws:
    """A scenario in which one outage strikes the first line; shape of what is lost (months,)."""
    lines = len(network.industry.good)
    starts = np.minimum(np.arange(lines + 1), 1)
    return as_planned(network)._replace(lost=lost[None, None, :], struck=starts, outage=ints(0))


def anything(network: Network, scenarios: int, seed: int) -> Draws:
    """Scenarios in which every line has outages, losses and delays, and every use varies."""
    rng = np.random.default_rng(seed)
    lines, months = network.industry.capacity.shape
    out = rng.random((scenarios, lines, months)) < 0.2
    return Draws(
        out * rng.random((scenarios, lines, months)),
        np.arange(lines + 1),
        np.arange(lines),
        0.6 + 0.6 * rng.random((scenarios, lines)),
        3 * rng.random((scenarios, lines)),
        2 * rng.random((scenarios, len(network.holding.unserved))),
    )


def fires(chance: float, count: int = 1) -> Outages:
    """Outages that take three quarters of capacity for two months in the middle."""
    begins, lasts = (
        np.array([name_hash(what, str(place)) for place in range(count)], dtype=np.uint64)
        for what in ("outage begins", "outage lasts")
    )
    shape = np.tile([2.0, 0.5, 0.75], (count, 1))
    return Outages(np.array([7], dtype=np.uint64), begins, lasts, limits(np.full(count, chance)), shape)
