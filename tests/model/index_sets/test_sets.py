"""All index sets of a case together."""

import numpy as np
import pytest

from jointstock.errors import OptionError
from jointstock.model.index_sets.sets import calendar_of, read_sets
from tests.model.made import calendar, made
from tests.small_case import small

EXPANSIONS = "option,line,capacity,cost,currency,build_months,ramp\nX,L1,6,100,USD,0,fast"
HOLDINGS = "nation,item,lot,quantity,releasable\nEE,shell,,100,40\nEE,rocket,,8,8"


def test_the_calendar_asked_for_goes_before_the_case():
    """Runs given, else the case's, else months and quarters; fiscal years cut them."""
    assert calendar_of(made(6), "2x3").lengths == (3, 3)
    assert calendar_of(made(18), None).lengths == (1,) * 12 + (3, 3)
    budgets = "payer,year,amount,currency,carry_over\nLV,2023,1,,0"
    assert calendar_of(made(12, budgets=budgets), "2x6").lengths == (6, 3, 3)


def test_a_calendar_that_cannot_be_read_is_an_option_that_is_not_possible():
    """The text is the user's to mend."""
    with pytest.raises(OptionError, match="run of periods"):
        calendar_of(made(), "monthly")


def test_orders_and_backlog_know_the_pair_that_receives():
    """The recipient of an edge and of an open order holds what comes."""
    parties = "contract,role,party\nK,buyer,EE\nK,line,L1\nK,recipient,UA"
    orders = "order,buyer,recipient,line,item,quantity,price,paid_share,due\nA,EE,LV,L1,shell,5,1,1,2023-09"
    sets = read_sets(made(contract_parties=parties, orders=orders), calendar())
    assert [sets.pairs.labels[pair] for pair in sets.edge_pair] == ["UA/shell"]
    assert [sets.pairs.labels[pair] for pair in sets.backlog_pair] == ["LV/shell"]


def test_options_cost_what_their_currency_costs():
    """A cost of 100 dollars, at 0.9 and from September at 0.8."""
    rates = "rate,month,value\nUSD,2023-01,0.9\nUSD,2023-09,0.8"
    case = made(4, expansions=EXPANSIONS, ramps="ramp,month,share\nfast,0,1", rates=rates)
    sets = read_sets(case, calendar(4))
    assert sets.option_cost == pytest.approx(np.array([[90, 90, 80, 80, 80]]))


def test_items_are_counted_in_the_scale_of_their_first_class():
    """Shells by the scale of the field; what covers nothing counts one by one."""
    cover = "item,class,platform,nation,state,ratio\nshell,field,,*,common,\nshell,deep,,LV,none,"
    sets = read_sets(made(holdings=HOLDINGS, compatibility=cover), calendar())
    assert dict(zip(sets.pairs.labels, sets.pair_scale.tolist(), strict=True)) == {
        "EE/shell": 10,
        "EE/rocket": 1,
    }


def test_a_case_of_parties_alone_has_sets_of_nothing():
    """Without contracts, lines, holdings and targets every index set is empty, with its shape."""
    tables = ("lines", "line_leads", "sites", "contracts", "contract_parties", "contract_prices")
    empty = dict.fromkeys((*tables, "contract_payments", "compatibility"), "note")
    sets = read_sets(made(3, **empty), calendar(3))
    assert sets.pairs.labels == sets.edges.labels == sets.lanes.labels == sets.requirements.labels == []
    assert sets.option_cost.shape == (0, 4)
    assert sets.pledged.shape == (0, 3)


def test_the_order_of_rows_does_not_show_in_the_last_digit():
    """Sums of fractions come out the same to the last bit, however the rows of a table are ordered."""
    tables = {
        "holdings": "nation,item,lot,quantity,releasable\n"
        "EE,shell,a,0.1,0.1\nEE,shell,b,0.2,0.2\nEE,shell,c,0.3,0.3",
        "line_leads": "line,months,share\nL1,1,0.1\nL1,2,0.7\nL1,3,0.2\nL2,0,1\nC1,0,1",
        "contract_payments": "contract,event,months_after,share\nK,order,0,0.1\nK,order,1,0.7\nK,order,2,0.2",
        "lanes": "item,from,to,months,cost\nshell,EE,UA,0,0",
        "pledges": "pledge,donor,recipient,item,quantity,due,status\nA,EE,UA,shell,0.1,2023-07,contracted\n"
        "B,EE,UA,shell,0.2,2023-07,contracted\nC,EE,UA,shell,0.3,2023-07,contracted",
    }
    turned = {
        name: "\n".join([text.split("\n")[0], *text.split("\n")[:0:-1]]) for name, text in tables.items()
    }
    periods = calendar(6, "1x6")
    one, other = (read_sets(made(**given), periods) for given in (tables, turned))
    for part in ("opening", "releasable"):
        assert getattr(one.pairs, part).tolist() == getattr(other.pairs, part).tolist()
    assert one.lines.landing.tolist() == other.lines.landing.tolist()
    assert one.contracts.at_order.tolist() == other.contracts.at_order.tolist()
    assert one.pledged.tolist() == other.pledged.tolist()


def test_the_small_case_fills_every_set():
    """A case with a row in every table has members in every index set."""
    case = small()
    sets = read_sets(case, calendar_of(case, None))
    parts = (
        sets.lines,
        sets.recipes,
        sets.pools,
        sets.options,
        sets.contracts,
        sets.edges,
        sets.backlog,
        sets.pairs,
        sets.lanes,
        sets.requirements,
        sets.demands,
        sets.purses,
    )
    assert all(part.labels for part in parts)
    assert len(sets.pipeline.quantity) == len(sets.floors.pair) - 1 == len(sets.pledges) == 1
