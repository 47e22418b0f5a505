"""Cases that several tests of plans start from."""

import polars as pl
import pytest

from jointstock.facts.case import Case
from jointstock.files.folder import open_case


@pytest.fixture(scope="session")
def nordic() -> Case:
    """The tutorial case."""
    return open_case("nordic-mini")


@pytest.fixture(scope="session")
def costly(nordic: Case) -> Case:
    """The tutorial case with a fixed cost of every call-off, and so with yes-no decisions."""
    return nordic.replace(contracts=nordic.table("contracts").with_columns(fixed_cost=pl.lit(1000.0)))
