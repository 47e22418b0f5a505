import numpy as np
import pytest

from jointstock.plans.rules.fifo import replay


def test_what_expires_first_is_issued_first() -> None:
    """Of 4 that expire in the second period and 6 that keep, a use of 3 leaves 7, of which one expires."""
    held, missing = replay(np.array([[0.0, 4.0, 6.0]]), np.zeros((1, 2, 3)), np.array([[3.0, 0.0]]))
    assert held.tolist() == [[7.0, 6.0]]
    assert missing.tolist() == [[0.0, 0.0]]


def test_nothing_is_issued_in_the_period_in_which_it_expires() -> None:
    """Four units that expire in the first period serve nothing; what arrives too late is gone at once."""
    arrivals = np.zeros((1, 2, 3))
    arrivals[0, 1, 0] = 5.0
    held, missing = replay(np.array([[4.0, 0.0, 0.0]]), arrivals, np.array([[1.0, 0.0]]))
    assert held.tolist() == [[0.0, 0.0]]
    assert missing.tolist() == [[1.0, 0.0]]


@pytest.mark.parametrize(("waits", "left"), [(True, [0.0, 1.0]), (False, [0.0, 3.0])])
def test_use_that_finds_nothing_waits_or_is_lost(*, waits: bool, left: list[float]) -> None:
    """Two units that were missing are taken from what arrives later only where use waits."""
    arrivals = np.zeros((1, 2, 3))
    arrivals[0, 1, 2] = 3.0
    held, _ = replay(np.zeros((1, 3)), arrivals, np.array([[2.0, 0.0]]), waits=waits)
    assert held.tolist() == [left]


def test_no_order_of_issue_leaves_more() -> None:
    """Random issues from random lots never hold more than the issue of what expires first."""
    draw = np.random.default_rng(7)
    for _ in range(50):
        opening, arrivals = draw.integers(0, 9, (1, 5)).astype(float), np.zeros((1, 4, 5))
        stock, use, held = opening[0].copy(), np.zeros((1, 4)), []
        for period in range(4):
            arrivals[0, period, draw.integers(period, 5)] = draw.integers(0, 9)
            stock += arrivals[0, period]
            stock[: period + 1] = 0.0
            taken = draw.uniform(0, stock)
            stock -= taken
            use[0, period] = taken.sum()
            held.append(stock.sum())
        most, missing = replay(opening, arrivals, use)
        assert missing.max() < 1e-9
        assert (most[0] >= np.array(held) - 1e-9).all()
