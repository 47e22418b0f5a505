"""Stock, pledges and arrivals in the whole program."""

import pytest

from jointstock.model.index_sets.sets import read_sets
from jointstock.model.parts.keeping import outside_arrivals
from tests.model.made import calendar, made
from tests.model.whole import HOLDINGS, NOTHING, levels, model_of


def test_a_pledge_without_a_lane_counts_as_broken():
    """8 of 8 late in two of three months: two months of broken promise."""
    pledges = "pledge,donor,recipient,item,quantity,due,status\nP,EE,UA,shell,8,2023-08,contracted"
    found = levels(model_of(made(3, holdings=HOLDINGS, pledges=pledges), calendar(3)))
    assert found["commitments"] == pytest.approx(2)


def test_a_pledge_is_late_by_its_share_of_all_that_is_pledged():
    """8 are due, 8 more behind the horizon: late by half of all in each month."""
    pledges = "pledge,donor,recipient,item,quantity,due,status\n"
    rows = "P,EE,UA,shell,8,2023-07,contracted\nQ,EE,UA,shell,8,2029-07,contracted"
    found = levels(model_of(made(3, holdings=HOLDINGS, pledges=pledges + rows), calendar(3)))
    assert found["commitments"] == pytest.approx(1.5)


def test_arrivals_from_outside_join_the_stock_of_the_recipient():
    """Open orders without a line arrive by pair and period; those behind the horizon do not."""
    orders = "order,buyer,recipient,item,quantity,price,paid_share,due\n"
    rows = "A,EE,,shell,5,1,1,2023-08\nB,EE,LV,shell,3,1,1,2023-08\n"
    more = "C,EE,,shell,2,1,1,2023-01\nD,EE,,shell,9,1,1,2030-01"
    sets = read_sets(made(3, orders=orders + rows + more), calendar(3))
    assert dict(zip(sets.pairs.labels, outside_arrivals(sets).tolist(), strict=True)) == {
        "EE/shell": [2, 5, 0],
        "LV/shell": [0, 3, 0],
    }


def test_what_is_not_replaced_in_time_counts_as_broken():
    """8 of 10 pledged for July and to be replaced by September, with nothing to buy: 8 / 10 of a month."""
    pledges = "pledge,donor,recipient,item,quantity,due,status\nP,EE,UA,shell,8,2023-07,contracted"
    lanes = "item,from,to,months,cost,replace_months\nshell,EE,UA,0,0,2"
    holdings = "nation,item,lot,quantity,releasable\nEE,shell,,10,10"
    tables = NOTHING | {"holdings": holdings, "pledges": pledges, "lanes": lanes}
    found = levels(model_of(made(3, **tables), calendar(3)))
    assert found["commitments"] == pytest.approx(0.8)


def test_open_orders_replace_nothing():
    """20 that were on order before the plan leave the duty as it is."""
    pledges = "pledge,donor,recipient,item,quantity,due,status\nP,EE,UA,shell,8,2023-07,contracted"
    lanes = "item,from,to,months,cost,replace_months\nshell,EE,UA,0,0,2"
    holdings = "nation,item,lot,quantity,releasable\nEE,shell,,10,10"
    orders = "order,buyer,recipient,item,quantity,price,paid_share,due\nA,EE,,shell,20,1,1,2023-07"
    tables = NOTHING | {"holdings": holdings, "pledges": pledges, "lanes": lanes, "orders": orders}
    found = levels(model_of(made(3, **tables), calendar(3)))
    assert found["commitments"] == pytest.approx(0.8)
