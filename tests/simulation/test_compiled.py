"""The one importer of numba."""

import pytest

from jointstock.simulation import compiled


def test_without_numba(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where numba is not installed a function stays what it is."""
    monkeypatch.setattr(compiled, "numba", None)

    def double(value: float) -> float:
        return 2 * value

    assert compiled.compiled(double) is double
