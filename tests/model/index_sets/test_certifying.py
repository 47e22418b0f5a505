"""Index set of certifications."""

import pytest

from jointstock.model.index_sets.certifying import read_certifications
from tests.model.made import calendar, made

ROWS = "item,class,platform,nation,state,ratio,certify,months_to_certify,cost_to_certify\n"


def certifications(row, months=6, runs="20x1"):
    """Certifications of the tiny case on a calendar."""
    return read_certifications(made(months, compatibility=ROWS + row), calendar(months, runs))


def test_certifications_are_named_and_cost_what_they_cost():
    """Nation, item and class; the cost is in money of the case."""
    found = certifications("rocket,deep,,LV,none,,yes,1,70\nshell,field,,EE,data_needed,,yes,2,50")
    assert found.labels == ["EE/shell/field", "LV/rocket/deep"]
    assert found.cost.tolist() == [50, 70]


@pytest.mark.parametrize(("months", "first"), [(0, 0), (1, 1), (2.9, 2), (3, 3)])
def test_a_purchase_counts_when_whole_months_lie_behind_it(months, first):
    """In single months a purchase of July counts from that many months later on, rounded down."""
    found = certifications(f"shell,field,,EE,none,,yes,{months},50", 4)
    assert found.valid[0, 0].tolist() == [period >= first for period in range(4)]


def test_in_quarters_the_last_month_of_the_purchase_counts():
    """One month after September is October, so that the quarter that ends in December is the first."""
    found = certifications("shell,field,,EE,none,,yes,1,50", 6, "2x3")
    assert found.valid[0].tolist() == [[False, True], [False, False]]


def test_unequal_periods_are_weighed_by_their_ends():
    """After two months a purchase of July counts at the end of the quarter from September on."""
    found = certifications("shell,field,,EE,none,,yes,2,50", 5, "1x1,1x1,1x3")
    assert found.valid[0].tolist() == [[False, False, True], [False, False, True], [False, False, False]]


def test_without_certifications_the_set_is_empty():
    """There is nothing to buy."""
    found = certifications("shell,field,,EE,common,,no,,")
    assert found.labels == []
    assert found.valid.shape == (0, 6, 6)
