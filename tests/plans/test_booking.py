"""What the tables of an agency share."""

import polars as pl
import pytest

from jointstock.plans.booking import agents_of, calendar_of, worst
from tests.plans.tiny import base_plan, planned, tiny

AGENTS = """
[nations]
nation, name, role, fiscal_year_start
A, Arland, ally, 1
Y, Office, agency, 1
Z, Agency, agency, 1
[contract_parties]
contract, role, party
K, buyer, A
K, line, L
K, agent, Z
K, agent, Y
"""


def test_agents_of_a_contract_stand_together() -> None:
    """Several agents of a contract are one cell, by name; without any there is no row."""
    assert agents_of(planned(tiny(AGENTS))).rows() == [("K", "Y;Z")]
    assert agents_of(base_plan()).height == 0


def test_periods_are_a_calendar() -> None:
    """The calendar of the plan is read from its periods."""
    assert calendar_of(base_plan()).labels == tuple(base_plan().periods["period"])


@pytest.mark.parametrize(
    ("bases", "expected"),
    [(["cited", "assumed", "derived"], "assumed"), (["cited", "cited"], "cited"), ([None], None)],
)
def test_the_worst_basis_counts(bases: list[str | None], expected: str | None) -> None:
    """One assumed figure is enough; where none is known, none is named."""
    frame = pl.DataFrame({"basis": bases}, schema={"basis": pl.String})
    assert frame.select(worst()).item() == expected
