"""What every test stands on."""

import os
from collections.abc import Generator

import pytest
from hypothesis import settings

settings.register_profile("jointstock", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("jointstock")


# Peers that benchmarks measure against are no part of the test extra; CI installs them and runs them apart.
APART = "extra 'bench'"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Fail a test that skips where JOINTSTOCK_DEMAND_ALL is set, as it is in CI."""
    report = yield
    demanded = os.environ.get("JOINTSTOCK_DEMAND_ALL") and APART not in str(report.longrepr)
    if report.skipped and not hasattr(report, "wasxfail") and demanded:
        report.outcome = "failed"
        report.longrepr = f"skipped, but this run demands every test: {report.longrepr}"
    return report
