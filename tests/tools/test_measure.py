"""Time and memory of a command."""

import sys

import pytest

from tools.measure import measure, peak_megabytes


def test_the_exit_code_comes_through(capfd: pytest.CaptureFixture[str]) -> None:
    """A command that fails is measured, and its exit code is kept."""
    assert measure([sys.executable, "-c", "raise SystemExit(3)"]) == 3
    assert "exit 3" in capfd.readouterr().out


def test_memory_is_counted_in_megabytes() -> None:
    """A child that holds 64 MB is seen as holding more than 60 MB and less than a gigabyte."""
    assert measure([sys.executable, "-c", "a = bytearray(64_000_000)"]) == 0
    assert 60 < peak_megabytes() < 1000
