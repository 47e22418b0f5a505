"""The replay, worked out by hand."""

import itertools

import numpy as np
import pytest

from jointstock.measure.arrays import Floats
from jointstock.simulation.from_plan import as_planned
from jointstock.simulation.network import Draws, Network
from jointstock.simulation.reference import replay
from tests.simulation.made import one_line, struck


def stock(network: Network, draws: Draws) -> list[float]:
    """Stock at the end of each month."""
    kept: Floats = replay(network, draws, keep=True).stock
    return [float(value) for value in kept[0, 0]]


def test_as_planned() -> None:
    """Ten a month arrive from the second month on."""
    assert stock(one_line(), as_planned(one_line())) == [5, 15, 25, 35, 45, 55]


def test_outage_without_spare_capacity() -> None:
    """Two months of outage are lost for good where the line has no capacity to spare."""
    lost = np.array([0, 1, 1, 0, 0, 0.0])
    assert stock(one_line(), struck(one_line(), lost)) == [5, 15, 15, 15, 25, 35]


def test_outage_is_caught_up() -> None:
    """Half a month's loss is caught up as far as the capacity of 12 allows."""
    network = one_line(capacity=12)
    assert stock(network, struck(network, np.array([0, 0.5, 0, 0, 0, 0]))) == [5, 15, 21, 33, 45, 55]


def test_a_month_of_delay() -> None:
    """A delay of a month moves every arrival by a month, half a month by half of it."""
    network = one_line()
    for late, expected in ((1.0, [5, 5, 15, 25, 35, 45]), (0.5, [5, 10, 20, 30, 40, 50])):
        assert stock(network, as_planned(network)._replace(late=np.array([[late]]))) == expected


def test_lower_yield() -> None:
    """Four of five good units arrive where the yield falls by a fifth; it never rises above 1."""
    network = one_line()
    for good, last in ((0.8, 45), (1.5, 55)):
        assert stock(network, as_planned(network)._replace(good=np.array([[good]])))[-1] == pytest.approx(
            last
        )


def test_use_doubled() -> None:
    """Twice the use takes twice as much, and what is not there stays unmet."""
    network = one_line(use=4.0)
    draws = as_planned(network)._replace(use=np.array([[2.0]]))
    assert stock(network, draws) == [0, 2, 4, 6, 8, 10]
    assert replay(network, draws).unmet[0, 0] == pytest.approx(3)


def test_shortfall() -> None:
    """A target of 40 is short of what the stock lacks, and never less than 0."""
    assert replay(one_line(), as_planned(one_line())).shortfall[0, 0].tolist() == [35, 25, 15, 5, 0, 0]


def test_more_severe_is_never_better() -> None:
    """The same outage of greater severity never leaves less short."""
    network = one_line(capacity=11)
    begun = np.array([0, 1, 1, 0, 1, 0.0])
    short = [replay(network, struck(network, part * begun)).shortfall for part in (0.2, 0.5, 0.9, 1.0)]
    assert all((after >= before - 1e-12).all() for before, after in itertools.pairwise(short))
