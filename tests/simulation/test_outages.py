"""Outages drawn one at a time against those drawn by arrays."""

import numpy as np
import pytest

from jointstock.simulation import uncertainty
from tests.simulation.test_uncertainty import FIRE, STRIKE, drawn, outages


def test_the_same_outages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Compiled and by NumPy the same outages begin, last and take as much, to 1e-12."""
    case = outages(FIRE, STRIKE, FIRE | {"outage": "flood", "months": 0.4, "months_90": 20.0})
    monkeypatch.setattr(uncertainty, "AVAILABLE", False)
    slow = drawn(case, range(200)).lost
    monkeypatch.setattr(uncertainty, "AVAILABLE", True)
    fast = drawn(case, range(200)).lost
    assert slow.any()
    assert np.abs(slow - fast).max() < 1e-12
