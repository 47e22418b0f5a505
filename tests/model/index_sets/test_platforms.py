"""Index sets of fleets."""

import numpy as np
import pytest

from jointstock.model.index_sets.sets import read_sets
from tests.model.made import calendar, made

ITEMS = """item,kind,unit,family,standard
shell,end,rounds,,
charge,component,pieces,,
new,platform,pieces,guns,NATO
old,platform,pieces,guns,Soviet
tank,platform,pieces,armour,
crew,component,crews,,
bay,component,places,,
"""
COLUMNS = (
    "nation,platform,holding,releasable,weight,loss_rate,losses,retire_max,training_months,certified_from,"
    "crew,repair,repairable,hub\n"
)
OLD = "UA,old,100,,0.5,0.1,2,3,0,,,bay,0.5,east"
NEW = "UA,new,0,,,,,,1,2023-09,crew,,,"
GIVER = "EE,new,20,8,,,,,0,,,,,"


def platforms(*rows, months=4, runs="20x1", **tables):
    """Fleets of the tiny case and all that depends on them."""
    stocks = "item,hub,quantity\ncrew,all,4\nbay,east,1"
    given = {
        "items": ITEMS,
        "compatibility": "item,class,platform,nation,state,ratio\nshell,field,,*,common,",
        "component_stocks": stocks,
    } | tables
    case = made(months, fleets=COLUMNS + "\n".join(rows), **given)
    return read_sets(case, calendar(months, runs)).platforms


def test_fleets_stand_by_name_with_their_figures():
    """An unknown releasable, loss or retirement is none; a platform weighs 1 if nothing else is said."""
    fleets = platforms(OLD, NEW, GIVER).fleets
    assert fleets.labels == ["EE/new", "UA/new", "UA/old"]
    assert fleets.opening.tolist() == [20, 0, 100]
    assert fleets.releasable.tolist() == [8, 0, 0]
    assert fleets.retire_max[:, 0].tolist() == [0, 0, 3]
    assert fleets.repairable.tolist() == [0, 0, 0.5]
    assert fleets.legacy.tolist() == [False, False, True]


def test_losses_of_a_period_compound_over_its_months():
    """A tenth a month is 0.271 of a quarter, and 2 a month are 6."""
    fleets = platforms(OLD, months=4, runs="1x1,1x3").fleets
    assert fleets.lost_share.tolist() == [pytest.approx([0.1, 1 - 0.9**3])]
    assert fleets.lost_anyway.tolist() == [[2, 6]]
    assert fleets.retire_max.tolist() == [[3, 9]]


def test_decided_retirements_fall_into_their_period():
    """Those of months inside the horizon; others are not of this plan."""
    rows = "nation,platform,month,quantity\n"
    retired = "UA,old,2023-06,7\nUA,old,2023-08,2\nUA,old,2023-10,3\nUA,old,2023-11,9"
    fleets = platforms(OLD, retirements=rows + retired, runs="1x1,1x3").fleets
    assert fleets.decided.tolist() == [[0, 5]]


def test_nothing_enters_in_a_period_with_a_month_before_certification():
    """From September on in single months; a quarter that begins in August is shut."""
    assert platforms(NEW).fleets.may_enter.tolist() == [[False, False, True, True]]
    assert platforms(NEW, runs="1x1,1x3").fleets.may_enter.tolist() == [[False, False]]


def test_all_that_is_ready_enters_where_no_crew_is_wanted():
    """A fleet with crews may let platforms wait."""
    fleets = platforms(OLD, NEW).fleets
    assert fleets.all_enter.tolist() == [[False] * 4, [True] * 4]


def test_crews_and_repairs_draw_on_pools_of_the_hub():
    """The crew of all hubs, the place of hub east; -1 where none is named."""
    fleets = platforms(OLD, NEW).fleets
    (crew, none), (nowhere, place) = fleets.crew.tolist(), fleets.repair.tolist()
    assert (none, nowhere) == (-1, -1)
    assert min(crew, place) >= 0
    assert crew != place


def test_training_shifts_what_arrives():
    """A month of training moves July to August, and a third of a quarter to the next."""
    assert platforms(NEW).fleets.training[0, 0].tolist() == [0, 1, 0, 0, 0]
    assert platforms(NEW, months=6, runs="2x3").fleets.training[0, 0].tolist() == pytest.approx(
        [2 / 3, 1 / 3, 0]
    )


def test_lanes_lead_to_nations_that_operate_the_platform():
    """Only lanes that name the platform, from fleets with something releasable."""
    lanes = "item,from,to,months,cost\nnew,EE,*,1,5\n*,EE,LV,0,1\nold,UA,EE,0,1\nnew,EE,LV,0,1"
    found = platforms(OLD, NEW, GIVER, lanes=lanes).lanes
    assert found.labels == ["new/EE/UA"]
    assert found.cost.tolist() == [5]
    assert (found.donor.tolist(), found.recipient.tolist()) == ([0], [1])


def test_floors_add_up_platforms_of_a_family_by_weight():
    """The floor holds from its first row on and follows its steps."""
    floors = "nation,family,from,quantity\nUA,guns,2023-08,80\nUA,guns,2023-10,60\nEE,armour,2023-07,1"
    found = platforms(OLD, NEW, fleet_floors=floors).floors
    assert found.labels == ["EE/armour", "UA/guns"]
    assert found.floor.tolist() == [[1, 1, 1, 1], [0, 80, 80, 60]]
    assert found.started.tolist() == [[True] * 4, [False, True, True, True]]
    members = sorted(zip(found.member_floor, found.member_fleet, found.weight, strict=True))
    assert members == [(1, 0, 1.0), (1, 1, 0.5)]


def test_a_floor_from_before_the_first_month_holds_at_once():
    """Its step began earlier."""
    found = platforms(OLD, fleet_floors="nation,family,from,quantity\nUA,guns,2023-01,80").floors
    assert found.floor.tolist() == [[80] * 4]
    assert found.started.all()


def test_needs_know_their_fleet():
    """Two a day for five days are 10 class units for each platform."""
    needs = "platform,class,nation,rate,days\nnew,field,*,2,5"
    found = platforms(OLD, NEW, GIVER, fleet_needs=needs).needs
    assert found.frame.rows() == [("EE", "field", "new"), ("UA", "field", "new")]
    assert found.fleet.tolist() == [0, 1]
    assert found.factor.tolist() == [10, 10]


def test_open_orders_without_a_line_arrive_at_their_fleet():
    """In the period in which they are due, whatever comes before it in the first, nothing after the end."""
    orders = (
        "order,buyer,recipient,line,item,quantity,price,paid_share,due\n"
        "A,EE,UA,,new,3,1,1,2023-05\nB,EE,UA,,new,4,1,1,2023-09\nC,EE,UA,,new,5,1,1,2024-09"
    )
    assert platforms(OLD, NEW, orders=orders).outside.tolist() == [[3, 0, 4, 0], [0, 0, 0, 0]]


def test_orders_of_platforms_know_their_fleet():
    """An edge of a platform leads to the fleet of its recipient, one of stock to none."""
    found = platforms(
        NEW,
        GIVER,
        lines="line,site,item,capacity,yield\nL1,W1,shell,10,1\nL2,W2,new,1,1",
        line_leads="line,months,share\nL1,0,1\nL2,0,1",
        contract_parties="contract,role,party\nK,buyer,EE\nK,line,*",
        contract_prices="contract,item,from_quantity,type,price\nK,shell,0,single,1\nK,new,0,single,9",
    )
    assert sorted(found.edge_fleet.tolist()) == [-1, 0]


def test_a_case_without_fleets_has_empty_sets():
    """Every part is there, with nothing in it."""
    found = read_sets(made(), calendar()).platforms
    assert found.fleets.labels == []
    assert found.lanes.labels == []
    assert found.floors.floor.shape == (0, 6)
    assert found.outside.shape == (0, 6)
    assert np.asarray(found.needs.factor).shape == (0,)
