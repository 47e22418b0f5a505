"""Index sets of holders: pairs, lanes, targets, use, floors and pledges."""

import numpy as np
import pytest

from jointstock.facts.cover import covering
from jointstock.model.index_sets.holders import (
    lane_rows,
    read_demands,
    read_floors,
    read_lanes,
    read_pledges,
    read_requirements,
)
from jointstock.model.index_sets.sets import read_sets
from tests.model.made import calendar, made

COVER = "item,class,platform,nation,state,ratio\n"
HOLDINGS = "nation,item,lot,quantity,releasable\n"
TARGETS = "version,nation,class,from,quantity\n"
USAGE = "nation,class,item,kind,month,rate\n"
LANES = "item,from,to,months,cost\n"
OBSTACLES = "obstacle,touches,item,line,contract,from,to,effect,months,until\n"
STOCK = HOLDINGS + "EE,shell,,100,40\nLV,shell,,50,10\nEE,rocket,,8,8"


def sets_of(months=4, runs="20x1", **tables):
    """All index sets of the tiny case."""
    return read_sets(made(months, **tables), calendar(months, runs))


def test_pairs_are_all_that_may_hold():
    """Holders, those who order or are sent something, users and those with a floor; no components."""
    sets = sets_of(
        holdings=HOLDINGS + "EE,shell,,100,40",
        lanes=LANES + "shell,EE,LV,1,0",
        usage=USAGE + "UA,field,,operational,2023-07,5\nUA,,rocket,peacetime,2023-07,1",
        floors="nation,item,quantity,days\nZZ,rocket,5,",
    )
    assert sets.pairs.labels == ["EE/shell", "LV/shell", "UA/rocket", "UA/shell", "ZZ/rocket"]


def test_lots_add_up():
    """Stock of several lots is one opening; an unknown releasable releases nothing."""
    sets = sets_of(holdings=HOLDINGS + "EE,shell,a,100,40\nEE,shell,b,20,\nEE,shell,c,5,5")
    assert sets.pairs.opening.tolist() == [125]
    assert sets.pairs.releasable.tolist() == [45]


def test_holding_costs_are_those_of_the_item():
    """An item without a cost is stored for nothing."""
    sets = sets_of(holdings=STOCK)
    assert dict(zip(sets.pairs.labels, sets.pairs.holding_cost.tolist(), strict=True)) == {
        "EE/rocket": 0,
        "EE/shell": 0.5,
        "LV/shell": 0.5,
    }


def lanes_of(rows, stock=STOCK):
    """Lanes that count, as item/from/to: months."""
    return {
        f"{i}/{f}/{t}": m for i, f, t, m, *_ in lane_rows(made(holdings=stock, lanes=LANES + rows)).rows()
    }


def test_lanes_begin_where_something_may_be_released():
    """A star of donors is those with releasable stock, a star of recipients all who hold stock."""
    assert lanes_of("shell,*,*,1,0") == {
        "shell/EE/LV": 1,
        "shell/EE/UA": 1,
        "shell/LV/EE": 1,
        "shell/LV/UA": 1,
    }


def test_funds_give_and_receive_nothing():
    """Even named, a fund holds no stock; a third party takes part only where it is named."""
    assert lanes_of("shell,EE,FUND,1,0") == {}
    assert lanes_of("shell,EE,ZZ,1,0") == {"shell/EE/ZZ": 1}
    assert lanes_of("shell,ZZ,EE,2,0", HOLDINGS + "ZZ,shell,,9,9") == {"shell/ZZ/EE": 2}
    assert lanes_of("shell,*,EE,2,0", HOLDINGS + "ZZ,shell,,9,9") == {}


def test_a_warehouse_gives_and_receives_where_it_is_named():
    """With a row in warehouses a fund takes part, but no star means it."""
    rows, stock = "warehouse,member\nFUND,EE", HOLDINGS + "EE,shell,,9,9\nFUND,shell,,5,5"

    def found(lanes):
        return [
            row[:3] for row in lane_rows(made(holdings=stock, lanes=LANES + lanes, warehouses=rows)).rows()
        ]

    assert found("shell,FUND,LV,1,0\nshell,EE,FUND,1,0") == [
        ("shell", "EE", "FUND"),
        ("shell", "FUND", "LV"),
    ]
    assert [row for row in found("shell,*,*,1,0") if "FUND" in row] == []


def test_a_duty_to_replace_comes_with_its_lane():
    """The row that counts says in how many months; without a number there is no duty."""
    lanes = "item,from,to,months,cost,replace_months\nshell,*,*,0,0,\nshell,EE,LV,0,0,2\nshell,EE,UA,0,0,0"
    found = sets_of(holdings=STOCK, lanes=lanes).lanes
    due = {
        label: found.replacement[duty][0].argmax() if duty >= 0 else None
        for label, duty in zip(found.labels, found.duty, strict=True)
        if label.startswith("shell")
    }
    assert due == {"shell/EE/LV": 2, "shell/EE/UA": 0, "shell/LV/EE": None, "shell/LV/UA": None}


def test_stock_of_a_warehouse_covers_targets_of_its_members():
    """LV is a member and EE is not; a nation's own stock comes before that of the warehouse."""
    held = HOLDINGS + "EE,shell,,9,0\nLV,shell,,9,0\nFUND,shell,,5,0"
    rows = TARGETS + "V1,EE,field,2023-07,40\nV1,LV,field,2023-07,60"
    sets = sets_of(holdings=held, targets=rows, warehouses="warehouse,member\nFUND,LV")
    needs, pairs = sets.requirements, sets.pairs
    ways = zip(needs.cover_requirement, needs.cover_pair, strict=True)
    assert [(needs.labels[need], pairs.labels[pair]) for need, pair in ways] == [
        ("EE/field", "EE/shell"),
        ("LV/field", "LV/shell"),
        ("LV/field", "FUND/shell"),
    ]


def test_the_row_with_fewer_stars_counts():
    """Of all rows that fit, the one that names most."""
    rows = "*,*,*,9,0\nshell,*,*,8,0\nshell,EE,*,7,0\nshell,EE,LV,6,0"
    found = lanes_of(rows)
    assert (found["shell/EE/LV"], found["shell/EE/UA"], found["shell/LV/UA"]) == (6, 7, 8)
    assert found["rocket/EE/UA"] == 9


@pytest.mark.parametrize(
    ("rows", "months"),
    [
        ("shell,EE,*,1,0\nshell,*,LV,2,0", 1),
        ("shell,*,LV,2,0\n*,EE,LV,3,0", 2),
        ("shell,EE,*,1,0\n*,EE,LV,3,0", 1),
        ("shell,*,*,4,0\n*,EE,*,5,0", 4),
        ("*,EE,*,5,0\n*,*,LV,6,0", 5),
        ("shell,*,*,4,0\n*,*,LV,6,0", 4),
    ],
)
def test_among_equals_the_item_goes_before_the_donor_before_the_recipient(rows, months):
    """With as many stars, naming the item counts most, then naming the donor."""
    assert lanes_of(rows)["shell/EE/LV"] == months
    assert lanes_of("\n".join(reversed(rows.splitlines())))["shell/EE/LV"] == months


def test_obstacles_close_and_lengthen_lanes():
    """Consent is missing until August for rockets; shells to Ukraine take a month more."""
    rows = "O,transfers,rocket,*,*,EE,*,forbids,,2023-08\nP,transfers,shell,*,*,*,UA,delays,1,"
    sets = sets_of(holdings=STOCK, lanes=LANES + "*,*,*,0,2", obstacles=OBSTACLES + rows)
    lanes = sets.lanes
    may = dict(zip(lanes.labels, lanes.may_send.tolist(), strict=True))
    assert may["rocket/EE/UA"] == [False, False, True, True]
    assert may["shell/EE/UA"] == [True] * 4
    lag = dict(zip(lanes.labels, lanes.landing[lanes.travel][:, 0].argmax(axis=1).tolist(), strict=True))
    assert (lag["shell/EE/UA"], lag["shell/EE/LV"]) == (1, 0)
    assert set(lanes.cost.tolist()) == {2}


def test_a_case_without_lanes_gives_nothing():
    """Without rows there are no lanes, and shapes are kept."""
    case = made(4, holdings=STOCK)
    sets = sets_of(holdings=STOCK)
    lanes = read_lanes(case, lane_rows(case), sets.pairs.frame, calendar(4))
    assert lanes.may_send.shape == (0, 4)
    assert lanes.landing.shape == (0, 4, 5)


def test_targets_of_the_version_planned_with():
    """Another version is not read; the value of a period is that of its last month."""
    rows = "V1,EE,field,2023-07,40\nV1,EE,field,2023-09,60\nV2,EE,field,2023-07,900"
    case, periods = made(6, version="V1", targets=TARGETS + rows, holdings=STOCK), calendar(6, "1x1,1x2,1x3")
    needs = read_requirements(case, read_sets(case, periods).pairs, covering(case), periods)
    assert needs.labels == ["EE/field"]
    assert needs.target.tolist() == [[40, 60, 60]]


def test_computed_targets_count_as_if_they_were_stated():
    """A target from 5 weapons, 3 rounds a day and 4 days is one of 60; two members share 90 equally."""
    figures = "weapons,rate,days,loss,training,test,pipeline"
    effort = f"version,nation,class,platform,{figures}\nV1,EE,field,,5,3,4,0,0,0,0"
    rows = "V1,EE,field,2023-07,,level of effort\nV1,LV,field,2023-07,,key"
    needs = sets_of(
        targets="version,nation,class,from,quantity,method\n" + rows,
        efforts=effort,
        target_keys="version,class,group,from,total,key\nV1,field,Baltic,2023-07,90,equal",
        holdings=STOCK,
    ).requirements
    assert needs.target.tolist() == [[60] * 4, [45] * 4]


def test_the_weight_of_a_shortfall():
    """Weight of nation and class over the scale of the class; empty weights are 1."""
    rows = "V1,EE,field,2023-07,40\nV1,LV,field,2023-07,40\nV1,LV,deep,2023-07,4"
    needs = sets_of(targets=TARGETS + rows, holdings=STOCK).requirements
    found = dict(zip(needs.labels, needs.weight.tolist(), strict=True))
    assert found == pytest.approx({"EE/field": 3 * 2 / 10, "LV/field": 3 / 10, "LV/deep": 1 / 5})


def test_what_covers_a_target():
    """Pairs that hold an item of the class, with its ratio."""
    rows = "V1,EE,deep,2023-07,40\nV1,UA,deep,2023-07,4"
    sets = sets_of(targets=TARGETS + rows, holdings=STOCK)
    needs = sets.requirements
    assert [sets.pairs.labels[pair] for pair in needs.cover_pair] == ["EE/rocket"]
    assert needs.ratio.tolist() == [2]


def test_operational_use_is_a_requirement_without_a_target():
    """Use of a class, and of an item for the first class it covers; peacetime use is none."""
    rows = "UA,deep,,operational,2023-07,5\nLV,,shell,operational,2023-08,2\nEE,,shell,peacetime,2023-07,1"
    sets = sets_of(usage=USAGE + rows, holdings=STOCK)
    assert sets.requirements.labels == ["LV/field", "UA/deep"]
    assert np.isfinite(sets.requirements.weight).all()
    demands = dict(zip(sets.demands.labels, sets.demands.requirement.tolist(), strict=True))
    assert demands == {"EE/shell/peacetime": -1, "LV/shell/operational": 0, "UA/deep/operational": 1}


def test_unmet_use_of_an_item_counts_in_units_of_the_class():
    """A rocket covers two units of its class; a demand of the class counts one by one."""
    rows = "EE,,rocket,operational,2023-07,5\nEE,deep,,operational,2023-07,5"
    demands = sets_of(usage=USAGE + rows, holdings=STOCK).demands
    assert dict(zip(demands.labels, demands.factor.tolist(), strict=True)) == {
        "EE/deep/operational": 1,
        "EE/rocket/operational": 2,
    }


def test_use_is_summed_over_the_months_of_a_period():
    """A rate of 5 from August on, then none: 0, 10 and 5 in periods of 1, 2 and 3 months."""
    rows = "EE,,shell,peacetime,2023-08,5\nEE,,shell,peacetime,2023-11,0"
    demands = sets_of(6, "1x1,1x2,1x3", usage=USAGE + rows, holdings=STOCK).demands
    assert demands.wanted.tolist() == [[0, 10, 5]]


def test_a_class_is_served_by_every_item_that_covers_it():
    """Shells and rockets serve the field in Estonia, each at its ratio; an item serves itself."""
    rows = "shell,field,,*,common,\nrocket,field,,EE,interchangeable,4"
    usage = "EE,field,,operational,2023-07,5\nLV,,rocket,operational,2023-07,5"
    sets = sets_of(compatibility=COVER + rows, usage=USAGE + usage)
    demands = sets.demands
    found = [
        (demands.labels[demand], sets.pairs.labels[pair], ratio)
        for demand, pair, ratio in zip(
            demands.server_demand, demands.server_pair, demands.ratio.tolist(), strict=True
        )
    ]
    assert found == [
        ("EE/field/operational", "EE/rocket", 4),
        ("EE/field/operational", "EE/shell", 1),
        ("LV/rocket/operational", "LV/rocket", 1),
    ]


def test_a_class_that_nothing_covers_is_served_by_nothing():
    """The demand stands, and no item serves it."""
    sets = sets_of(compatibility="item", usage=USAGE + "UA,deep,,operational,2023-07,5")
    assert sets.demands.wanted.tolist() == [[5] * 4]
    assert len(sets.demands.server_demand) == 0
    assert sets.demands.requirement.tolist() == [0]


def test_demands_without_use_are_no_demands():
    """Without a table of use there are none."""
    sets = sets_of()
    demands = read_demands(made(4), sets.pairs, covering(made(4)), sets.requirements, calendar(4))
    assert demands.wanted.shape == (0, 4)


def floors_of(rows, months=4, runs="20x1", **tables):
    """Floors and their hard parts, by pair."""
    sets = sets_of(months, runs, floors="nation,item,quantity,days,waiver\n" + rows, **tables)
    found = read_floors(
        made(months, floors="nation,item,quantity,days,waiver\n" + rows),
        sets.pairs,
        sets.demands,
        sets.pipeline,
        sets.shelves,
        sets.calendar,
    )
    return {
        sets.pairs.labels[pair]: (floor.tolist(), hard.tolist())
        for pair, floor, hard in zip(found.pair, found.floor, found.hard, strict=True)
    }


def test_a_floor_is_hard_as_far_as_there_is_stock_without_the_plan():
    """Of 100, 30 are used each month: the floor of 50 is hard while more is left."""
    usage = USAGE + "EE,,shell,peacetime,2023-07,30"
    found = floors_of("EE,shell,50,,", holdings=STOCK, usage=usage)
    assert found == {"EE/shell": ([50] * 4, [50, 40, 10, 0])}


def test_open_orders_from_outside_keep_a_floor():
    """What arrives from outside counts as there without the plan."""
    orders = "order,buyer,item,quantity,price,paid_share,due\nA,EE,shell,25,1,1,2023-09"
    found = floors_of("EE,shell,120,,no", holdings=STOCK, orders=orders)
    assert found["EE/shell"][1] == [100, 100, 120, 120]


def test_a_floor_is_hard_only_while_the_stock_under_it_lasts():
    """Of 100, 60 expire in September; 10 a month come from these: 90, 80, then 40 - 10 = 30 and 20."""
    lots = "nation,item,lot,quantity,expiry\nEE,shell,A,60,2023-09\nEE,shell,B,40,"
    usage = USAGE + "EE,,shell,peacetime,2023-07,10"
    found = floors_of("EE,shell,85,,no", holdings=lots, usage=usage)
    assert found["EE/shell"][1] == [85, 80, 30, 20]


def test_a_floor_in_days_follows_planned_use():
    """30 days of 30.4375 to a month, of the use of the period; use of a class counts wholly."""
    usage = USAGE + "EE,,shell,peacetime,2023-07,10\nEE,field,,operational,2023-09,20"
    found = floors_of("EE,shell,,30.4375,", 4, "2x1,1x2", holdings=STOCK, usage=usage)
    assert found["EE/shell"][0] == pytest.approx([10, 10, 30])


def test_use_of_a_class_counts_in_item_units():
    """A rocket is worth two units of the class: 8 units are 4 rockets."""
    usage = USAGE + "EE,deep,,operational,2023-07,8"
    found = floors_of("EE,rocket,6,,", holdings=STOCK, usage=usage)
    assert found["EE/rocket"][1] == [4, 0, 0, 0]


def test_a_waived_floor_is_none():
    """A waiver takes the floor away; without stock a floor is not hard."""
    assert floors_of("EE,shell,50,,yes\nLV,rocket,5,,") == {"LV/rocket": ([5] * 4, [0] * 4)}


def pledges_of(rows, months=4, runs="20x1", lanes="shell,EE,UA,1,0"):
    """Contracted pledges of the tiny case."""
    header = "pledge,donor,recipient,item,quantity,due,status\n"
    case = made(months, holdings=STOCK, lanes=LANES + lanes, pledges=header + rows)
    sets = read_sets(case, calendar(months, runs))
    return read_pledges(case, sets.lanes, sets.calendar)


def test_contracted_pledges_of_one_kind_are_one():
    """Donor, recipient and item name a pledge; what is only expected binds nobody."""
    rows = "A,EE,UA,shell,10,2023-08,contracted\nB,EE,UA,shell,5,2023-10,contracted\n"
    frame, owed = pledges_of(rows + "C,EE,UA,shell,99,2023-07,agreed")
    assert frame.rows() == [("shell", "EE", "UA", 15.0, 0)]
    assert owed.tolist() == [[0, 10, 10, 15]]


def test_a_pledge_is_owed_from_its_period_on():
    """Due before the plan, it is owed at once; behind the horizon it is not owed, and still pledged."""
    rows = "A,EE,UA,shell,10,2023-01,contracted\nB,EE,UA,shell,5,2025-10,contracted"
    frame, owed = pledges_of(rows, 6, "2x3")
    assert owed.tolist() == [[10, 10]]
    assert frame["quantity"].to_list() == [15]


def test_a_pledge_that_no_lane_carries_has_no_lane():
    """Without a lane, or without releasable stock, the pledge stands and stays late."""
    frame, owed = pledges_of("A,EE,LV,shell,10,2023-08,contracted\nB,UA,EE,rocket,1,2023-07,contracted")
    assert frame["lane"].to_list() == [-1, -1]
    assert owed.sum() == 4 + 30
