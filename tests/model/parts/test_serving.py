"""Fleets in the whole program."""

import numpy as np
import pytest

from jointstock.model.index_sets.sets import read_sets
from jointstock.model.parts.serving import opening_fleet_needs, outside_ready
from tests.model.made import calendar, made
from tests.model.whole import levels, model_of

FLEETS = "nation,platform,holding,releasable,retire_max,losses,training_months,crew,repair,repairable\n"
TABLES = {
    "items": """
        item,kind,unit,family,standard
        shell,end,rounds,,
        gun,platform,pieces,guns,NATO
        old,platform,pieces,guns,Soviet
        crew,component,crews,,
        bay,component,places,,
    """,
    "compatibility": "item,class,platform,nation,state,ratio\nshell,field,,*,common,",
    "lines": "line,site,item,capacity,yield\nG,W1,gun,2,1",
    "line_leads": "line,months,share\nG,0,1",
    "contracts": "contract,kind,admin_months\nK,framework,0",
    "contract_parties": "contract,role,party\nK,buyer,UA\nK,line,G",
    "contract_prices": "contract,item,from_quantity,type,price\nK,gun,0,single,9",
    "fleets": FLEETS + "UA,gun,0,,,,1,,,",
}
FLOOR = "nation,family,from,quantity\nUA,guns,2023-07,5"
NEEDS = "platform,class,nation,rate,days\ngun,field,*,2,5"


def best(months=3, runs="20x1", **tables):
    """Best values of the levels of the tiny case with fleets."""
    return levels(model_of(made(months, **(TABLES | tables)), calendar(months, runs)))


def test_platforms_bought_serve_after_their_training():
    """Two a month from August on: 5, 3 and 1 are missing of 5, and those of September come too late."""
    found = best(fleet_floors=FLOOR)
    assert found["commitments"] == pytest.approx(9 / 5)
    assert found["money"] == pytest.approx(36)


def test_each_platform_in_service_adds_to_the_target():
    """Two guns in August and four in September want 20 and 40 rounds, of which there are none."""
    found = best(fleet_floors=FLOOR, fleet_needs=NEEDS)
    assert found["end"] == pytest.approx(0.3 * 40)
    assert found["shortfall"] == pytest.approx(0.3 * 60)


def test_a_quarter_begins_with_what_its_fleet_needs_at_its_end():
    """Of 12 guns 9 are left, which want 90; the first quarter begins with the need of 12, the second of 6."""
    fleet = FLEETS + "UA,gun,12,,,1,0,,,"
    found = best(6, "2x3", fleets=fleet, fleet_needs=NEEDS, contract_prices="note")
    first = 1 * 120 + 2 * 90
    second = 1 * 60 + 2 * 60
    assert found["shortfall"] == pytest.approx(0.3 * (first + second))


def test_crews_are_shared_by_fleets():
    """Of five crews three are left for the second gun: 2 and 3 of 3 each enter."""
    case = made(
        3,
        **(
            TABLES
            | {
                "fleets": FLEETS + "EE,gun,0,,,,0,crew,,\nUA,gun,0,,,,0,crew,,",
                "component_stocks": "item,hub,quantity\ncrew,all,5",
                "orders": "order,buyer,recipient,line,item,quantity,price,paid_share,due\n"
                "A,EE,EE,,gun,3,1,1,2023-07\nB,UA,UA,,gun,3,1,1,2023-07",
                "fleet_floors": "nation,family,from,quantity\nEE,guns,2023-07,3\nUA,guns,2023-07,3",
                "contract_parties": "contract,role,party\nK,buyer,EE\nK,line,G",
                "contract_prices": "note",
            }
        ),
    )
    assert levels(model_of(case, calendar(3)))["commitments"] == pytest.approx(3 * 1 / 3)


def test_repairs_take_places_in_a_workshop():
    """Two a month are lost, and one of them comes back while there is a place: once of three times."""
    fleet = FLEETS + "UA,gun,10,,,2,0,,bay,0.5"
    floor = "nation,family,from,quantity\nUA,guns,2023-07,10"
    stocks = "item,hub,quantity\nbay,all,1"
    found = best(fleets=fleet, fleet_floors=floor, component_stocks=stocks, contract_prices="note")
    assert found["commitments"] == pytest.approx((1 + 3 + 5) / 10)


def test_platforms_are_given_as_stock_is():
    """Six of EE's guns may go for 2 each, and enter in July where the way and the training take no time."""
    found = best(
        fleets=FLEETS + "EE,gun,8,6,,,0,,,\nUA,gun,0,,,,0,,,",
        fleet_floors=FLOOR,
        lanes="item,from,to,months,cost\ngun,EE,UA,0,2",
        contract_prices="note",
    )
    assert found["commitments"] == pytest.approx(0)
    assert found["money"] == pytest.approx(10)


def test_an_old_fleet_that_may_retire_is_a_goal():
    """Ten old guns, of which four a month may go: 6, 2 and 0 platform-months."""
    found = best(fleets=FLEETS + "UA,old,10,,4,,0,,,", contract_prices="note")
    assert found["transition"] == pytest.approx(8)
    stays = best(fleets=FLEETS + "UA,old,10,,,,0,,,", contract_prices="note")
    assert "transition" not in stays


def sets_of(**tables):
    """Index sets of the tiny case with fleets."""
    return read_sets(made(3, **(TABLES | tables)), calendar(3))


def test_opening_fleets_need_what_they_need():
    """Twelve guns want 120 rounds of the nation's target, beside which it has none."""
    sets = sets_of(fleets=FLEETS + "EE,gun,12,,,,0,,,", fleet_needs=NEEDS)
    assert sets.requirements.labels == ["EE/field"]
    assert opening_fleet_needs(sets).tolist() == [120]


def test_arrivals_from_outside_are_trained_for():
    """Three guns due in July are ready in August."""
    orders = "order,buyer,recipient,line,item,quantity,price,paid_share,due\nA,UA,UA,,gun,3,1,1,2023-07"
    assert np.asarray(outside_ready(sets_of(orders=orders))).tolist() == [[0, 3, 0]]
