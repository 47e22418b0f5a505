"""10,000 scenarios of a fixed plan of 120 months and 300 lines, compiled, in NumPy and as a plain loop.

The plan is made up: chains of a part, an assembly that needs it and an end item that needs that, each
line with an outage of its own, a yield and a lead that vary. NumPy replays fewer scenarios and the plain loop
very few, and their times are scaled up. What is drawn once a scenario is counted apart, since all of them use
the same; the kernel draws outages in its own time.
"""

import time
import zlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from benchmarks.measuring import Answer, peak
from benchmarks.rival.plain_loop import Replay
from jointstock.measure.arrays import Floats, Ints
from jointstock.simulation import kernel
from jointstock.simulation.compiled import AVAILABLE
from jointstock.simulation.from_plan import as_planned
from jointstock.simulation.network import Aims, Draws, Holding, Industry, Network
from jointstock.simulation.outages import Outages
from jointstock.simulation.philox import name_hash
from jointstock.simulation.reference import replay, with_floors
from jointstock.simulation.uncertainty import Spreads, Uncertainty, draw, outages_of

Found = TypeVar("Found")
TIERS, MONTHS, BATCH, SEED = 3, 120, 96, 1


@dataclass(frozen=True)
class _Job:
    """A plan, the same as the kernel reads it, and what may happen to it."""

    network: Network
    turned: Network
    known: Uncertainty
    outages: Outages

    def draws(self, start: int, end: int) -> Draws:
        """What happens in scenarios from one number to before another."""
        return draw(self.known, SEED, np.arange(start, end, dtype=np.uint64), MONTHS)

    def batch(self, start: int, end: int, *, fingerprint: bool) -> tuple[float, float, int]:
        """Seconds for draws and for the replay, and a fingerprint of all numbers where it is asked for."""
        begun, numbers = time.perf_counter(), np.arange(start, end, dtype=np.uint64)
        draws = draw(self.known, SEED, numbers, MONTHS, lost=False)
        drawn = time.perf_counter()
        outcome = kernel.replay_turned(self.turned, draws, self.outages, numbers)
        ended = time.perf_counter()
        mark = zlib.crc32(outcome.unmet.data, zlib.crc32(outcome.shortfall.data)) if fingerprint else 0
        return drawn - begun, ended - drawn, mark

    def marks(self, scenarios: int, workers: int) -> list[int]:
        """Fingerprint of every batch."""
        return [mark for _, _, mark in self.all(scenarios, workers, fingerprint=True)]

    def all(
        self, scenarios: int, workers: int, *, fingerprint: bool = False
    ) -> list[tuple[float, float, int]]:
        """Replay all scenarios in batches on so many threads."""

        def one(start: int) -> tuple[float, float, int]:
            return self.batch(start, min(start + BATCH, scenarios), fingerprint=fingerprint)

        with ThreadPoolExecutor(workers) as pool:
            return list(pool.map(one, range(0, scenarios, BATCH)))


def replay_many(scenarios: int, workers: int, chains: int, plain: int) -> Answer:
    """Replay scenarios of the made-up plan in every way.

    Args:
        scenarios: How many.
        workers: Threads.
        chains: Chains of lines; three times as many lines.
        plain: Scenarios that the plain loop replays.

    Returns:
        Seconds of each way for all scenarios, largest differences between ways, and how many batches differ
        between one, two and three threads.
    """
    network, known = made_up(chains), uncertain(chains)
    job = _Job(network, kernel.by_month(network), known, outages_of(known, SEED))
    few = min(BATCH, scenarios)
    draws = job.draws(0, few)
    compiling = _seconds(lambda: job.batch(0, 1, fingerprint=False))
    begun = time.perf_counter()
    parts = job.all(scenarios, workers)
    whole = time.perf_counter() - begun
    fast = kernel.replay_fast(job.network, draws)
    slow, by_numpy = _timed(lambda: replay(job.network, draws))
    ready = [Replay(job.network, draws, number) for number in range(plain)]
    loop, by_loop = _timed(lambda: [one.run() for one in ready])
    held = min(scenarios, 10 * BATCH)
    marks = [job.marks(held, threads) for threads in (1, 2, 3)]
    return {
        "compiled": AVAILABLE,
        "seconds": {
            "compiling": compiling,
            "whole": whole,
            "draws": sum(part[0] for part in parts),
            "kernel": sum(part[1] for part in parts),
            "numpy": by_numpy * scenarios / few,
            "plain": by_loop * scenarios / plain,
        },
        "scenarios": {"numpy": few, "plain": plain, "workers": held},
        "apart": {
            "numpy": max(_apart(slow.shortfall, fast.shortfall), _apart(slow.unmet, fast.unmet)),
            "plain": max(
                _apart(np.array([short for short, _ in loop]), fast.shortfall[:plain]),
                _apart(np.array([unmet for _, unmet in loop]), fast.unmet[:plain]),
            ),
        },
        "differing": sum(len(set(batch)) > 1 for batch in zip(*marks, strict=True)),
        "lines": chains * TIERS,
        "peak": peak(),
    }


def made_up(chains: int) -> Network:
    """Chains of three lines, each making 100 a month of 110."""
    count = chains * TIERS
    monthly = np.ones((count, MONTHS))
    lines = np.arange(count)
    pools = 2 * chains
    fills = np.where(lines < pools, lines, -1)
    parts = np.concatenate([np.zeros(chains, dtype=np.int64), np.arange(pools + 1)])
    good = np.full(count, 0.98)
    industry = Industry(
        lines, np.cumsum(100 * monthly, axis=1), lines, np.arange(0, count + 1, chains), np.arange(pools),
        np.array([0, 0, chains, pools]), parts, np.arange(pools), np.ones(pools), 110 * monthly, good,
        np.arange(count + 1), np.full(count, 2), np.ones(count), fills, np.zeros(count), 0 * monthly,
        np.full(pools, 300.0), np.zeros((pools, MONTHS)), np.zeros((pools, MONTHS)),
    )  # fmt: skip
    ends = np.arange(2 * chains, count)
    late = np.concatenate([np.zeros((chains, 2)), np.cumsum(98 * monthly[ends], axis=1)[:, :-2]], axis=1)
    nought, none = np.zeros((chains, MONTHS)), np.zeros(0, dtype=np.int64)
    own: Ints = np.arange(chains)
    holding = Holding(
        ends, own, late, np.full(chains, 500.0), nought, nought, nought, nought, none, none, none,
        np.zeros((0, MONTHS)), own, own, np.ones(chains), nought + 60, nought,
    )  # fmt: skip
    target = np.minimum(np.cumsum(38 + nought, axis=1) * 0.9, 3000.0)
    network = Network(industry, holding, Aims(own, own, 1 + nought, target, np.arange(MONTHS)))
    return with_floors(network, as_planned(network))


def uncertain(chains: int) -> Uncertainty:
    """An outage for each line, and yields, leads and use that vary."""
    count = chains * TIERS

    def hashes(name: str, size: int) -> np.ndarray:
        return np.array([name_hash(name, str(place)) for place in range(size)], dtype=np.uint64)

    def vary(name: str, size: int, spread: float) -> Spreads:
        return Spreads(hashes(name, size), np.full(size, spread), np.zeros(size, dtype=np.bool_))

    every: Floats = np.ones(count)
    return Uncertainty(
        hashes("begins", count), hashes("lasts", count), 0.01 * every, 3 * every, 0.5 * every, 0.8 * every,
        np.arange(count + 1), np.arange(count), vary("good", count, 0.02), vary("late", count, 0.2),
        vary("use", chains, 0.2), 2 * every,
    )  # fmt: skip


def _timed(work: Callable[[], Found]) -> tuple[Found, float]:
    """What a piece of work finds, and the seconds that it takes."""
    begun = time.perf_counter()
    found = work()
    return found, time.perf_counter() - begun


def _seconds(work: Callable[[], object]) -> float:
    return _timed(work)[1]


def _apart(left: Floats, right: Floats) -> float:
    return float(np.abs(left - right).max(initial=0.0))
