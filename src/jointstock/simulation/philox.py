"""Random numbers by counter: Philox 4x32-10, and quantiles of the normal law.

A draw has an address and no state: seed, scenario, month, and a stable hash of what is drawn for whom. The
same address gives the same number, whoever asks, in whatever order and on whatever thread. Here arrays of
addresses are drawn by NumPy; :mod:`jointstock.simulation.kernel` does the same one at a time.
"""

import hashlib
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from jointstock.measure.arrays import Floats

Words: TypeAlias = npt.NDArray[np.uint64]
LOW = 0xFFFFFFFF
ROUNDS = 10
MULTIPLIERS = (0xD2511F53, 0xCD9E8D57)
WEYL = (0x9E3779B9, 0xBB67AE85)

# Wichura's algorithm AS 241: numerator and denominator from the highest power down.
CENTRE = np.array(
    [
        [2509.0809287301226727, 5226.495278852545925],
        [33430.575583588128105, 28729.085735721942674],
        [67265.770927008700853, 39307.89580009271061],
        [45921.953931549871457, 21213.794301586595867],
        [13731.693765509461125, 5394.1960214247511077],
        [1971.5909503065514427, 687.1870074920579083],
        [133.14166789178437745, 42.313330701600911252],
        [3.387132872796366608, 1.0],
    ]
)
MIDDLE = np.array(
    [
        [7.7454501427834140764e-4, 1.05075007164441684324e-9],
        [0.0227238449892691845833, 5.475938084995344946e-4],
        [0.24178072517745061177, 0.0151986665636164571966],
        [1.27045825245236838258, 0.14810397642748007459],
        [3.64784832476320460504, 0.68976733498510000455],
        [5.7694972214606914055, 1.6763848301838038494],
        [4.6303378461565452959, 2.05319162663775882187],
        [1.42343711074968357734, 1.0],
    ]
)
TAIL = np.array(
    [
        [2.01033439929228813265e-7, 2.04426310338993978564e-15],
        [2.71155556874348757815e-5, 1.4215117583164458887e-7],
        [0.0012426609473880784386, 1.8463183175100546818e-5],
        [0.026532189526576123093, 7.868691311456132591e-4],
        [0.29656057182850489123, 0.0148753612908506148525],
        [1.7848265399172913358, 0.13692988092273580531],
        [5.4637849111641143699, 0.59983220655588793769],
        [6.6579046435011037772, 1.0],
    ]
)


def name_hash(purpose: str, name: str) -> int:
    """A number of 64 bits that stands for what is drawn for whom.

    Args:
        purpose: What is drawn, such as `lines.yield`.
        name: Whose it is, such as the name of a line.
    """
    digest = hashlib.blake2b(f"{purpose}\0{name}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "little")


def words(counter: tuple[Words, Words, Words, Words], seed: int) -> tuple[Words, Words, Words, Words]:
    """Four words of 32 bits for each counter.

    Args:
        counter: Four words each, arrays that broadcast.
        seed: The key, 64 bits.
    """
    low = np.uint64(LOW)
    half = np.uint64(32)
    first, second, third, fourth = counter
    key = [seed & LOW, seed >> 32 & LOW]
    for _ in range(ROUNDS):
        one, two = first * np.uint64(MULTIPLIERS[0]), third * np.uint64(MULTIPLIERS[1])
        first = (two >> half) ^ second ^ np.uint64(key[0])
        third = (one >> half) ^ fourth ^ np.uint64(key[1])
        second, fourth = two & low, one & low
        key = [(part + step) & LOW for part, step in zip(key, WEYL, strict=True)]
    return first, second, third, fourth


def uniforms(seed: int, scenarios: Words, months: Words, hashes: Words) -> Floats:
    """Numbers in (0, 1), even to 52 bits; the arrays of the address broadcast.

    Args:
        seed: Seed of all draws.
        scenarios: Numbers from 0.
        months: Numbers from 0.
        hashes: See :func:`name_hash`.
    """
    first, second, _, _ = words(_counter(scenarios, months, hashes), seed)
    wide = (first >> np.uint64(6)) * np.uint64(1 << 26) + (second >> np.uint64(6))
    return np.asarray((wide.astype(np.float64) + 0.5) / 2.0**52)


def quarters(seed: int, scenarios: Words, blocks: Words, hashes: Words) -> Floats:
    """Four numbers in (0, 1) for each block of four months, even to 32 bits, shape (..., 4)."""
    found = words(_counter(scenarios, blocks, hashes), seed)
    return np.asarray((np.stack(found, axis=-1).astype(np.float64) + 0.5) / 2.0**32)


def normal_quantile(chance: Floats) -> Floats:
    """Quantile of the standard normal law, exact to about 1e-15 (AS 241).

    Args:
        chance: Numbers in (0, 1).
    """
    off = chance - 0.5
    centre = 0.180625 - off * off
    root = np.sqrt(-np.log(np.minimum(chance, 1.0 - chance)))
    outer = np.where(root <= 5.0, _ratio(MIDDLE, root - 1.6), _ratio(TAIL, root - 5.0))
    return np.where(np.abs(off) <= 0.425, off * _ratio(CENTRE, centre), np.copysign(outer, off))


def _ratio(table: Floats, at: Floats) -> Floats:
    """Ratio of two polynomials."""
    above, below = np.zeros_like(at), np.zeros_like(at)
    for up, down in table:
        above, below = above * at + up, below * at + down
    return above / below


def _counter(scenarios: Words, months: Words, hashes: Words) -> tuple[Words, Words, Words, Words]:
    """The counter of an address, its arrays broadcast."""
    scenarios, months, hashes = np.broadcast_arrays(scenarios, months, hashes)
    return scenarios, months, hashes & np.uint64(LOW), hashes >> np.uint64(32)
