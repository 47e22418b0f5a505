"""Random numbers by counter, against published vectors and another library's quantiles."""

import numpy as np
import pytest
import scipy.stats

from jointstock.simulation.philox import name_hash, normal_quantile, quarters, uniforms, words

PUBLISHED = [
    ((0, 0, 0, 0), 0, (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    ((0xFFFFFFFF,) * 4, 0xFFFFFFFFFFFFFFFF, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    (
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
        0x299F31D0A4093822,
        (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    ),
]


@pytest.mark.parametrize(("counter", "seed", "expected"), PUBLISHED)
def test_published_vectors(counter: tuple[int, ...], seed: int, expected: tuple[int, ...]) -> None:
    """Philox 4x32-10 gives the known answers of its authors."""
    first, second, third, fourth = (np.array([part], dtype=np.uint64) for part in counter)
    assert tuple(int(word[0]) for word in words((first, second, third, fourth), seed)) == expected


def test_quantiles_of_the_normal_law() -> None:
    """The quantile is that of SciPy to 1e-13, in both tails and between."""
    chance = np.concatenate(
        [np.logspace(-15, -1, 50), np.linspace(0.1, 0.9, 41), 1 - np.logspace(-12, -1, 50)]
    )
    assert normal_quantile(chance) == pytest.approx(scipy.stats.norm.ppf(chance), rel=1e-13, abs=1e-13)


def test_numbers_are_even() -> None:
    """A hundred thousand numbers are uniform by the test of Kolmogorov and Smirnov."""
    scenarios = np.arange(100_000, dtype=np.uint64)
    drawn = uniforms(1, scenarios, np.uint64(3), np.uint64(name_hash("lines.yield", "L")))
    assert scipy.stats.kstest(drawn, "uniform").pvalue > 0.01


def test_quarters_have_a_number_a_month() -> None:
    """A block of four months has four different numbers in (0, 1)."""
    drawn = quarters(1, np.arange(5, dtype=np.uint64)[:, None], np.arange(3, dtype=np.uint64), np.uint64(7))
    assert drawn.shape == (5, 3, 4)
    assert len(np.unique(drawn)) == drawn.size
    assert ((drawn > 0) & (drawn < 1)).all()


def test_a_hash_stands_for_purpose_and_name() -> None:
    """Another purpose or name has another hash, the same ones the same in every process."""
    assert name_hash("lines.yield", "L") == 0x5BB46226379D42A0
    assert len({name_hash("a", "L"), name_hash("b", "L"), name_hash("a", "M")}) == 3
