"""The one importer of numba."""

import pytest

from jointstock.simulation import compiled


def test_without_numba(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where numba is not installed a function stays what it is."""
    monkeypatch.setattr(compiled, "numba", None)

    def double(value: float) -> float:
        return 2 * value

    assert compiled.compiled(double) is double


def test_a_large_function_stays_itself_without_numba(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where numba is not installed, functions that are compiled apart are left alone too."""
    monkeypatch.setattr(compiled, "numba", None)
    assert compiled.compiled_apart(len) is len


def test_a_compiled_function_is_the_same_arithmetic() -> None:
    """With numba or without, inside its callers or apart, a function gives what Python does, to the bit."""

    def mixed(value: float, other: float) -> float:
        return value * other + value / other - 0.1

    for made in (compiled.compiled(mixed), compiled.compiled_apart(mixed)):
        for pair in ((0.1, 3.0), (1e9, 7.0), (-2.5, 0.3)):
            assert made(*pair) == mixed(*pair)


@pytest.mark.skipif(not compiled.AVAILABLE, reason="numba is not installed")
def test_division_by_nothing_is_told_as_numpy_tells_it() -> None:
    """No exception is raised inside compiled code: infinite, as in arrays."""

    def ratio(value: float, other: float) -> float:
        return value / other

    assert compiled.compiled(ratio)(1.0, 0.0) == float("inf")
