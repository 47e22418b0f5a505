"""How long 10,000 scenarios of a plan of 120 months and 300 lines take, compiled and in NumPy.

    python -m benchmarks.simulate [SCENARIOS] [WORKERS]

The plan is made up: 100 chains of a part, an assembly that needs it and an end item that needs that, each
line with an outage of its own, a yield and a lead that vary. NumPy replays fewer scenarios, and its time is
scaled up. Draws are counted apart, since both use the same ones.
"""

import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from jointstock.measure.arrays import Floats, Ints
from jointstock.simulation import kernel
from jointstock.simulation.from_plan import as_planned
from jointstock.simulation.network import Aims, Draws, Holding, Industry, Network
from jointstock.simulation.philox import name_hash
from jointstock.simulation.reference import replay, with_floors
from jointstock.simulation.uncertainty import Spreads, Uncertainty, draw

CHAINS, TIERS, MONTHS, BATCH = 100, 3, 120, 100
LINES = CHAINS * TIERS


def made_up() -> Network:
    """Chains of three lines, each making 100 a month of 110."""
    monthly = np.ones((LINES, MONTHS))
    lines = np.arange(LINES)
    pools = 2 * CHAINS
    fills = np.where(lines < pools, lines, -1)
    parts = np.concatenate([np.zeros(CHAINS, dtype=np.int64), np.arange(pools + 1)])
    good = np.full(LINES, 0.98)
    industry = Industry(
        lines, np.cumsum(100 * monthly, axis=1), lines, np.arange(0, LINES + 1, CHAINS), np.arange(pools),
        np.array([0, 0, CHAINS, pools]), parts, np.arange(pools), np.ones(pools), 110 * monthly, good,
        np.arange(LINES + 1), np.full(LINES, 2), np.ones(LINES), fills, np.zeros(LINES), 0 * monthly,
        np.full(pools, 300.0), np.zeros((pools, MONTHS)), np.zeros((pools, MONTHS)),
    )  # fmt: skip
    ends = np.arange(2 * CHAINS, LINES)
    late = np.concatenate([np.zeros((CHAINS, 2)), np.cumsum(98 * monthly[ends], axis=1)[:, :-2]], axis=1)
    nought, none = np.zeros((CHAINS, MONTHS)), np.zeros(0, dtype=np.int64)
    own: Ints = np.arange(CHAINS)
    holding = Holding(
        ends, own, late, np.full(CHAINS, 500.0), nought, nought, nought, nought, none, none, none,
        np.zeros((0, MONTHS)), own, own, np.ones(CHAINS), nought + 60, nought,
    )  # fmt: skip
    target = np.minimum(np.cumsum(38 + nought, axis=1) * 0.9, 3000.0)
    network = Network(industry, holding, Aims(own, own, 1 + nought, target, np.arange(MONTHS)))
    return with_floors(network, as_planned(network))


def uncertain() -> Uncertainty:
    """An outage for each line, and yields, leads and use that vary."""

    def hashes(name: str, count: int) -> np.ndarray:
        return np.array([name_hash(name, str(place)) for place in range(count)], dtype=np.uint64)

    def vary(name: str, count: int, spread: float) -> Spreads:
        return Spreads(hashes(name, count), np.full(count, spread), np.zeros(count, dtype=np.bool_))

    every: Floats = np.ones(LINES)
    return Uncertainty(
        hashes("begins", LINES), hashes("lasts", LINES), 0.01 * every, 3 * every, 0.5 * every, 0.8 * every,
        np.arange(LINES + 1), np.arange(LINES), vary("good", LINES, 0.02), vary("late", LINES, 0.2),
        vary("use", CHAINS, 0.2), 2 * every,
    )  # fmt: skip


def seconds(work: Callable[[], object]) -> float:
    """Time that a piece of work takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def main() -> None:
    """Print the table."""
    scenarios = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    workers = int(sys.argv[2]) if len(sys.argv) > 2 else 2
    network, known = made_up(), uncertain()
    few = draw(known, 1, np.arange(BATCH, dtype=np.uint64), MONTHS)
    one = Draws(few.lost[:1], few.struck, few.outage, few.good[:1], few.late[:1], few.use[:1])
    print(f"compiled or read from the cache in {seconds(lambda: kernel.replay_fast(network, one)):.1f} s")
    slow, fast = replay(network, few, keep=True), kernel.replay_fast(network, few, keep=True)
    apart = max(float(np.abs(left - right).max(initial=0)) for left, right in zip(slow, fast, strict=True))
    print(f"largest difference to NumPy {apart:.1e}")

    def batch(start: int) -> tuple[float, float]:
        numbers = np.arange(start, min(start + BATCH, scenarios), dtype=np.uint64)
        begun = time.perf_counter()
        draws = draw(known, 1, numbers, MONTHS)
        drawn = time.perf_counter()
        kernel.replay_fast(network, draws)
        return drawn - begun, time.perf_counter() - drawn

    with ThreadPoolExecutor(workers) as pool:
        begun = time.perf_counter()
        parts = list(pool.map(batch, range(0, scenarios, BATCH)))
        whole = time.perf_counter() - begun
    draws, kernels = (sum(part) for part in zip(*parts, strict=True))
    print(f"{scenarios} scenarios x {MONTHS} months x {LINES} lines, {workers} threads: {whole:.1f} s")
    print(f"  of thread time: draws {draws:.1f} s, kernel {kernels:.1f} s")
    by_numpy = seconds(lambda: replay(network, few)) * scenarios / BATCH
    print(f"NumPy, scaled up from {BATCH}: {by_numpy:.1f} s, {by_numpy / kernels:.0f} times the kernel")


if __name__ == "__main__":
    main()
