"""How long stock lasts, and what of it is kept by lots."""

import numpy as np
import pytest

from jointstock.model.index_sets.expiry import draw_oldest, left_over
from jointstock.model.index_sets.sets import read_sets
from tests.model.made import calendar, made

ITEMS = "item,kind,unit,shelf_life\nrocket,end,pieces,\ncharge,component,pieces,1\nsteel,material,t,\n"
LANES = "item,from,to,months,cost\n"
HELD = "nation,item,lot,quantity,expiry,releasable\n"


def shelves_of(life="", months=6, runs="20x1", **tables):
    """Shelves of the tiny case by pair; EE orders shells, which last so many months."""
    given = {"items": ITEMS + f"shell,end,rounds,{life}"} | tables
    sets = read_sets(made(months, **given), calendar(months, runs))
    return sets.shelves, {label: place for place, label in enumerate(sets.pairs.labels)}


def kept(**tables):
    """Pairs that are kept by lots."""
    shelves, place = shelves_of(**tables)
    return [label for label, pair in place.items() if shelves.kept[pair]]


def test_what_is_not_known_to_expire_is_not_kept_by_lots():
    """No life is known, or it outlasts the six months."""
    assert kept() == []
    assert kept(life="6") == []
    assert kept(life="5.9") == ["EE/shell"]


def test_who_takes_no_deliveries_is_not_kept_by_lots():
    """LV holds shells that nobody knows the end of, and orders none."""
    assert kept(life="3", holdings=HELD + "LV,shell,,5,,0") == ["EE/shell"]


def test_a_lot_is_kept_where_it_expires_inside_the_horizon():
    """A lot of December is kept apart, one of January is not: the plan ends in December."""
    lots = HELD + "LV,shell,A,5,2023-12,0\nUA,shell,A,5,2024-01,0"
    assert kept(holdings=lots) == ["LV/shell"]


def test_lanes_carry_lots_from_those_who_have_them():
    """EE has a lot and gives to LV, LV to UA; ZZ gives to EE and keeps none."""
    held = HELD + "EE,shell,A,5,2023-12,5\nLV,shell,,5,,5\nZZ,shell,,5,,5"
    lanes = LANES + "shell,EE,LV,0,0\nshell,LV,UA,0,0\nshell,ZZ,EE,0,0"
    assert kept(holdings=held, lanes=lanes) == ["EE/shell", "LV/shell", "UA/shell"]


def test_the_opening_stock_is_counted_by_period_of_expiry():
    """Lots of one period are one; what has no month, or one behind the horizon, comes last."""
    held = HELD + "LV,shell,A,5,2023-08,0\nLV,shell,B,4,2023-09,0\nLV,shell,C,3,,0\nLV,shell,D,2,2026-01,0"
    shelves, place = shelves_of(holdings=held, runs="3x2")
    assert shelves.opening[place["LV/shell"]].tolist() == [5, 4, 0, 5]


def test_what_arrives_expires_by_the_shares_of_its_months():
    """Four months after July, August and September: two thirds in the second quarter, a third behind."""
    shelves, place = shelves_of("4.7", runs="2x3")
    found = shelves.by_expiry(np.full((len(place), 2), 6.0), np.array([place["EE/shell"]]))
    assert found[0].tolist() == [[0, 4, 2], [0, 0, 6]]


LONGER = "item,nation,months,cost,capacity\n"


@pytest.mark.parametrize(
    ("rows", "target", "cost", "most"),
    [
        ("shell,*,4,7,", [-1, 2, 3], 7, [np.inf] * 3),
        ("shell,*,2,7,\nshell,EE,9,5,4", [-1, 3, 3], 5, [4, 4, 16]),
        ("shell,*,1,7,", [-1, 2, -1], 7, [np.inf] * 3),
        ("shell,LV,2,7,", [-1, -1, -1], 0, [np.inf] * 3),
    ],
    ids=["all", "own row first", "into the same period", "not here"],
)
def test_life_is_extended_from_the_first_month_of_the_period(rows, target, cost, most):
    """Nothing of period 0 can be extended, and a step inside a period of four months is none."""
    shelves, place = shelves_of("3", runs="1x1,1x1,1x4", life_extensions=LONGER + rows)
    pair = place["EE/shell"]
    assert shelves.extended_to[pair].tolist() == target
    assert shelves.extension_cost[pair] == cost
    assert shelves.extension_most[pair].tolist() == most


def test_what_expires_first_is_drawn_first():
    """7 of 5, 0 and 4 leave 0, 0 and 2; more than there is leaves nothing."""
    lots = np.array([[5.0, 0.0, 4.0], [5.0, 0.0, 4.0]])
    assert draw_oldest(lots, np.array([7.0, 20.0])).tolist() == [[0, 0, 2], [0, 0, 0]]


def test_what_has_expired_is_not_left_over():
    """2 a month: of 9 that expire in the third month 5 are lost, and 8 arrive in it: 7, 5 and 6."""
    opening, arrivals = np.array([[0.0, 0.0, 9.0, 0.0]]), np.zeros((1, 3, 4))
    arrivals[0, 2, 3] = 8.0
    assert left_over(opening, arrivals, np.full((1, 3), 2.0)).tolist() == [[7, 5, 6]]


def test_use_that_finds_nothing_waits():
    """Without expiry: 5 in stock, 10 more in the third month and 4 used each month leave 1, 0 and 3."""
    arrivals = np.zeros((1, 3, 4))
    arrivals[0, 2, 3] = 10.0
    assert left_over(np.array([[0.0, 0.0, 0.0, 5.0]]), arrivals, np.full((1, 3), 4.0)).tolist() == [[1, 0, 3]]
