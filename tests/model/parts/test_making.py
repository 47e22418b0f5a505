"""Industry in the whole program."""

import pytest

from tests.model.made import calendar, made
from tests.model.whole import AT_ONCE, HOLDINGS, TARGETS, levels, model_of


def test_own_stock_is_sold_without_waiting_for_the_line():
    """20 finished shells at the producer arrive in the month of the order."""
    lines = "line,site,item,capacity,yield,own_stock\nL1,W1,shell,10,1,20"
    leads = "line,months,share\nL1,1,1"
    case = made(2, holdings=HOLDINGS, targets=TARGETS, lines=lines, line_leads=leads, contracts=AT_ONCE)
    found = levels(model_of(case, calendar(2)))
    assert found["shortfall"] == pytest.approx(0.6 * (10 + 0))
