"""What nations want and go without."""

import pytest

from jointstock.plans.outcomes import outcomes, stood_still
from tests.plans.tiny import base_plan, listed, planned, tiny


def test_a_nation_gets_what_it_is_not_short_of():
    """30 wanted (50 units over 6 months by 10), 6 short: 24 covered, four fifths."""
    found = outcomes(base_plan())
    assert listed(found, "nation", "wanted", "short", "covered", "fill") == [("A", 30, 6, 24, 0.8)]


def test_whoever_wants_nothing_has_no_outcome():
    """Nations without target are left out."""
    text = "[targets]\nversion, nation, class, from, quantity\nv1, A, he, 2024-01, 0\n"
    assert outcomes(planned(tiny(text))).is_empty()


@pytest.mark.parametrize("calendar", ["6x1", "2x3"])
def test_to_stand_still_keeps_the_opening_stock_for_ever(calendar):
    """30 of 50 missing for 6 months, by 10: 18, also where the plan tells the cover of the start."""
    assert listed(stood_still(planned(tiny(), calendar=calendar)), "nation", "kept") == [("A", 18)]
