"""Flows: what happens where and when, as columns."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jointstock.measure.months import Calendar
from jointstock.model.flows import Flow

CALENDAR = Calendar(0, (1, 1, 2))
COLUMNS = np.array([[0, 1, 2], [-1, 3, -1]])
VALUES = np.array([10.0, 20.0, 30.0, 40.0])


def table(flow, owners=2):
    """A flow at the values, by owner and period."""
    return flow.values(VALUES, owners, 3).tolist()


def test_absent_columns_are_no_entries():
    """A flow has an entry for every column that exists."""
    assert table(Flow.of(COLUMNS)) == [[10, 20, 30, 0], [0, 40, 0, 0]]


def test_a_factor_broadcasts():
    """One factor for each owner, or one for all."""
    assert table(Flow.of(COLUMNS, np.array([[2.0], [0.5]]))) == [[20, 40, 60, 0], [0, 20, 0, 0]]
    assert table(Flow.of(COLUMNS, 3.0))[1] == [0, 120, 0, 0]


def test_an_empty_flow_adds_nothing():
    """Nothing plus a flow is the flow."""
    assert table(Flow.none()) == [[0] * 4] * 2
    assert table(Flow.none().plus(Flow.of(COLUMNS))) == table(Flow.of(COLUMNS))


def test_flows_add_up():
    """Entries of both stand side by side."""
    assert table(Flow.of(COLUMNS).plus(Flow.of(COLUMNS, -1.0), Flow.of(COLUMNS))) == table(Flow.of(COLUMNS))


def test_a_flow_lands_by_the_profile_of_its_owner():
    """The first owner's entries come a month later, the second's at once."""
    landing = np.array([CALENDAR.landing(1), CALENDAR.landing(0)])
    landed = Flow.of(COLUMNS).landed(landing, np.array([0, 1]))
    assert table(landed) == [[0, 10, 20 + 15, 15], [0, 40, 0, 0]]


def test_what_is_behind_the_horizon_stays_there():
    """Landing again does not bring back what has left the plan."""
    landing, profile = np.array([CALENDAR.landing(2)]), np.zeros(2, int)
    twice = Flow.of(COLUMNS).landed(landing, profile).landed(landing, profile)
    assert table(twice) == [[0, 0, 0, 60], [0, 0, 0, 40]]


@given(st.integers(0, 5), st.integers(0, 5))
def test_nothing_is_lost_on_the_way(first, second):
    """However often a flow is delayed, all of it lands inside or behind the horizon."""
    profile = np.zeros(2, int)
    flow = Flow.of(COLUMNS)
    for lag in (first, second):
        flow = flow.landed(np.array([CALENDAR.landing(lag)]), profile)
    assert np.sum(table(flow), axis=1) == pytest.approx([60, 40])


def test_only_what_is_inside_can_be_kept():
    """Entries behind the horizon can be dropped, and those of other owners."""
    late = Flow.of(COLUMNS).landed(np.array([CALENDAR.landing(1)]), np.zeros(2, int))
    assert table(late.inside(3))[0] == [0, 10, 35, 0]
    assert table(late.of_owners(np.array([1])))[0] == [0, 0, 0, 0]


def test_factors_of_owner_and_period():
    """A factor may differ by owner and period, behind the horizon too."""
    factor = np.array([[1.0, 2.0, 3.0, 4.0], [0.0, 0.0, 0.0, 5.0]])
    assert table(Flow.of(COLUMNS).times(factor)) == [[10, 40, 90, 0], [0, 0, 0, 0]]


def test_the_running_sum_stands_in_every_later_period():
    """What happened once counts from then on, to the last period."""
    assert table(Flow.of(COLUMNS).to_date(3)) == [[10, 30, 60, 0], [0, 40, 40, 0]]


def test_all_entries_can_be_moved_to_one_period():
    """What is ordered at any time is owed behind the horizon."""
    assert table(Flow.of(COLUMNS).at(3)) == [[0, 0, 0, 60], [0, 0, 0, 40]]


def test_owners_are_grouped():
    """Two owners of one group add up; owners without a group are left out."""
    assert table(Flow.of(COLUMNS).grouped(np.array([1, 1]))) == [[0] * 4, [10, 60, 30, 0]]
    assert table(Flow.of(COLUMNS).grouped(np.array([-1, 0]))) == [[0, 40, 0, 0], [0] * 4]


def test_entries_become_triplets_of_rows():
    """The place of an entry is owner times periods plus period; a factor may be given by owner."""
    place, column, coefficient = Flow.of(COLUMNS).entries(3, np.array([1.0, -2.0]))
    assert place.tolist() == [0, 1, 2, 4]
    assert column.tolist() == [0, 1, 2, 3]
    assert coefficient.tolist() == [1, 1, 1, -2]


def test_no_owners_have_no_flow():
    """An empty array of columns goes through every step."""
    flow = Flow.of(np.zeros((0, 3), dtype=np.int64))
    flow = flow.landed(np.zeros((0, 3, 4)), np.zeros(0, int)).to_date(3).grouped(np.zeros(0, int))
    assert flow.values(np.zeros(0), 0, 3).shape == (0, 4)
