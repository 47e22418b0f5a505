"""Which lots can arise, and from when on."""

import numpy as np

from jointstock.model.index_sets.lot_layout import lay_out
from jointstock.model.index_sets.sets import read_sets
from tests.model.index_sets.test_expiry import HELD, ITEMS, LONGER
from tests.model.made import calendar, made

LANES = "item,from,to,months,cost\n"


def lots_of(comes=(), life="", months=5, runs="20x1", **tables):
    """Lots by name: periods in which each may be there at the end; and the layout."""
    sets = read_sets(
        made(months, **({"items": ITEMS + f"shell,end,rounds,{life}"} | tables)), calendar(months, runs)
    )
    arrives = np.zeros((len(sets.pairs.labels), sets.calendar.periods), dtype=bool)
    arrives[sets.pairs.labels.index("EE/shell"), list(comes)] = True
    layout = lay_out(sets.shelves, arrives, sets.lanes)
    names = layout.labels(sets.pairs.labels, sets.calendar.labels)
    return {
        name: np.flatnonzero(row).tolist() for name, row in zip(names, layout.may_hold, strict=True)
    }, layout


def test_without_expiry_there_are_no_lots():
    """Stock that is not known to expire has none."""
    assert lots_of([0, 1])[0] == {}


def test_a_lot_is_there_from_its_delivery_to_its_expiry():
    """With two months of life, deliveries of July and August are there for two months each."""
    assert lots_of([0, 1], life="2")[0] == {"EE/shell/2023-09": [0, 1], "EE/shell/2023-10": [1, 2]}


def test_what_outlasts_the_horizon_is_one_lot():
    """Deliveries of the third month and later expire behind the horizon."""
    assert lots_of([2, 3, 4], life="3")[0] == {"EE/shell/later": [2, 3, 4]}


def test_opening_stock_is_there_and_may_be_sent_from_the_start():
    """What is delivered may be sent from the period that follows."""
    found, layout = lots_of([0], life="2", holdings=HELD + "EE,shell,A,5,2023-10,0")
    assert found == {"EE/shell/2023-09": [0, 1], "EE/shell/2023-10": [0, 1, 2]}
    assert [np.flatnonzero(row).tolist() for row in layout.may_send] == [[1], [0, 1, 2]]
    assert layout.opening.tolist() == [0, 5]


def test_what_expires_in_the_first_period_is_no_lot():
    """It is gone before anything can be done with it."""
    assert lots_of(holdings=HELD + "EE,shell,A,5,2023-07,0")[0] == {}


def test_extended_stock_joins_lots_that_end_later():
    """The lot of September is extended in August by two months, and again in October behind the horizon."""
    found, _ = lots_of(holdings=HELD + "EE,shell,A,5,2023-09,0", life_extensions=LONGER + "shell,*,2,1,")
    assert found == {"EE/shell/2023-09": [0, 1], "EE/shell/2023-11": [1, 2, 3], "EE/shell/later": [3, 4]}


def test_lanes_bring_lots_after_their_travel():
    """A lot of October, sent in July or later over a month, is there from August on."""
    held = HELD + "EE,shell,A,5,2023-10,5"
    assert lots_of(holdings=held, lanes=LANES + "shell,EE,LV,1,0")[0] == {
        "EE/shell/2023-10": [0, 1, 2],
        "LV/shell/2023-10": [1, 2],
    }


def test_what_expires_on_the_way_is_no_lot_of_the_recipient():
    """Over three months it arrives in October at the earliest, in which it expires."""
    held = HELD + "EE,shell,A,5,2023-10,5"
    assert list(lots_of(holdings=held, lanes=LANES + "shell,EE,LV,3,0")[0]) == ["EE/shell/2023-10"]


def test_a_closed_lane_brings_lots_when_it_opens():
    """Closed until August, it brings what expires in October in September."""
    held = HELD + "EE,shell,A,5,2023-10,5"
    head = "obstacle,touches,item,line,contract,from,to,effect,months,until\n"
    closed = head + "O,transfers,shell,*,*,EE,*,forbids,,2023-08"
    found, _ = lots_of(holdings=held, lanes=LANES + "shell,EE,LV,0,0", obstacles=closed)
    assert found["LV/shell/2023-10"] == [2]


def test_stock_of_others_expires_later():
    """LV has a lot; EE has none and gives, which joins the stock of LV that expires later."""
    held = HELD + "EE,shell,,5,,5\nLV,shell,A,5,2023-09,0"
    found, layout = lots_of(holdings=held, lanes=LANES + "shell,EE,LV,1,0")
    assert found == {"LV/shell/2023-09": [0, 1], "LV/shell/later": [1, 2, 3, 4]}
    assert layout.lane.tolist() == []


def test_each_lane_has_a_way_for_each_lot_of_its_donor():
    """Two lots and two lanes are four ways."""
    held = HELD + "EE,shell,A,5,2023-09,5\nEE,shell,B,5,,5"
    _, layout = lots_of(holdings=held, lanes=LANES + "shell,EE,LV,0,0\nshell,EE,UA,0,0")
    assert layout.lane.tolist() == [0, 0, 1, 1]
    assert layout.lane_lot.tolist() == [0, 1, 0, 1]
    assert [layout.expires[lot] for lot in layout.lane_lot[:2]] == [2, 5]
