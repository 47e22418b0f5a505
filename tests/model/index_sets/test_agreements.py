"""Index sets of agreements: contracts, edges and open orders."""

import numpy as np
import polars as pl
import pytest

from jointstock.model.index_sets.agreements import payers_of, read_contracts, read_edges, read_open_orders
from jointstock.model.index_sets.industry import read_lines
from tests.model.made import calendar, made

OBSTACLES = "obstacle,touches,item,line,contract,from,to,effect,months,until\n"
PARTIES = "contract,role,party\n"
CONTRACTS = "contract,admin_months,queue,valid_from,valid_to,currency,price_year,index,fixed_cost\n"
ORDERS = "order,payer,buyer,recipient,line,item,quantity,price,currency,paid_share,due\n"
RATES = "rate,month,value\nUSD,2023-01,0.9\nUSD,2023-09,0.8\nsteel,2023-01,100\nsteel,2023-08,110"


def read(months=4, runs="20x1", **tables):
    """Contracts and edges of the tiny case."""
    case, periods = made(months, **tables), calendar(months, runs)
    contracts = read_contracts(case, periods)
    return contracts, read_edges(case, contracts, read_lines(case, periods), periods)


def edges_of(parties, months=4, runs="20x1", **tables):
    """Edges of the tiny case under the given parties."""
    return read(months, runs, contract_parties=PARTIES + parties, **tables)[1]


def named(edges):
    """Edges as payer/buyer/recipient/contract/line/item."""
    return edges.labels


def test_without_payer_or_recipient_the_buyer_is_both():
    """One buyer and one line make one edge."""
    assert named(edges_of("K,buyer,EE\nK,line,L1")) == ["EE/EE/EE/K/L1/shell"]


def test_every_ally_and_invitee_is_a_star():
    """A star of buyers stands for allies and invitees, not for recipients, third parties or funds."""
    edges = edges_of("K,buyer,*\nK,line,L1")
    assert edges.frame["buyer"].to_list() == ["EE", "LV"]


def test_a_group_stands_for_its_members():
    """Members of a group buy; a nation named besides is not doubled."""
    edges = edges_of("K,buyer,group:Baltic\nK,buyer,EE\nK,buyer,UA\nK,line,L1")
    assert edges.frame["buyer"].to_list() == ["EE", "LV", "UA"]


def test_an_unknown_group_has_no_members():
    """A group that nobody is in buys nothing."""
    assert named(edges_of("K,buyer,group:Nordic\nK,line,L1")) == []


def test_a_star_of_lines_is_every_line_of_a_priced_item():
    """Both lines of shells, and not the line of charges; a line named besides is not doubled."""
    edges = edges_of("K,buyer,EE\nK,line,*\nK,line,L2")
    assert edges.frame["line"].to_list() == ["L1", "L2"]


def test_a_named_line_whose_item_has_no_price_sells_nothing():
    """The contract prices shells; a line of rockets is no edge."""
    lines = "line,site,item,capacity,yield\nL1,W1,shell,10,1\nR1,W1,rocket,5,1"
    edges = edges_of("K,buyer,EE\nK,line,R1", lines=lines, line_leads="line,months,share\nL1,1,1\nR1,1,1")
    assert named(edges) == []


def test_components_are_not_bought():
    """A price of a component makes no edge."""
    prices = "contract,item,from_quantity,type,price\nK,shell,0,single,100\nK,charge,0,single,7"
    edges = edges_of("K,buyer,EE\nK,line,*", contract_prices=prices)
    assert edges.frame["item"].unique().to_list() == ["shell"]


def test_payers_and_recipients_multiply():
    """The word buyer stands for each buyer itself, beside the nations named."""
    rows = "K,buyer,EE\nK,buyer,LV\nK,line,L1\nK,payer,FUND\nK,payer,buyer\nK,recipient,UA\nK,recipient,buyer"
    found = edges_of(rows).frame.select("payer", "buyer", "recipient").rows()
    assert sorted(found) == sorted(
        (payer, buyer, recipient)
        for buyer in ("EE", "LV")
        for payer in ("FUND", buyer)
        for recipient in ("UA", buyer)
    )


def test_a_payer_named_twice_is_one():
    """The word buyer and the buyer's own name are the same payer."""
    assert len(named(edges_of("K,buyer,EE\nK,line,L1\nK,payer,buyer\nK,payer,EE"))) == 1


def test_orders_are_placed_while_the_contract_is_valid():
    """From the first month to the last, in periods that lie wholly between."""
    rows = CONTRACTS + "K,0,,2023-08,2023-10,,,,"
    edges = edges_of("K,buyer,EE\nK,line,L1", months=6, contracts=rows)
    assert edges.may_order.tolist() == [[False, True, True, True, False, False]]
    edges = edges_of("K,buyer,EE\nK,line,L1", months=6, runs="9x2", contracts=rows)
    assert edges.may_order.tolist() == [[False, True, False]]


def test_late_orders_are_placed_where_members_count_for_an_instrument():
    """Two months of administration, and a fund that asks for two members: orders count to the last month."""
    funds = "instrument,name,kind,payer,rate,min_members,member_share\nF,Fund,goods,EE,0.5,2,0.1"
    parties = "instrument,role,party\nF,member,*\nF,contract,*"
    edges = edges_of(
        "K,buyer,EE\nK,line,L1",
        months=4,
        contracts=CONTRACTS + "K,2,,,,,,,",
        instruments=funds,
        instrument_parties=parties,
    )
    assert edges.may_order.tolist() == [[True] * 4]


def test_an_order_that_cannot_be_begun_inside_the_plan_is_not_placed():
    """With two months of administration the last two months are too late."""
    edges = edges_of("K,buyer,EE\nK,line,L1", months=4, contracts=CONTRACTS + "K,2,,,,,,,")
    assert edges.may_order.tolist() == [[True, True, False, False]]


@pytest.mark.parametrize(
    ("obstacle", "may"),
    [
        ("*,*,*,EE,LV", [True, False]),
        ("*,*,*,*,EE", [False, True]),
        ("rocket,*,*,*,*", [True, True]),
        ("*,L1,*,*,*", [False, False]),
        ("*,L2,*,*,*", [True, True]),
        ("*,*,K,*,*", [False, False]),
        ("*,*,J,*,*", [True, True]),
        ("*,*,*,LV,*", [True, True]),
    ],
)
def test_obstacles_to_orders_are_met_by_item_line_contract_site_and_parties(obstacle, may):
    """Each column of an obstacle is held against the edge; the site's nation is where it comes from."""
    rows = f"{OBSTACLES}O,orders,{obstacle},forbids,,2023-08"
    edges = edges_of("K,buyer,group:Baltic\nK,line,L1", obstacles=rows)
    assert edges.frame["buyer"].to_list() == ["EE", "LV"]
    assert edges.may_order[:, 1].tolist() == may
    assert edges.may_order[:, 2].all()


def test_a_period_with_a_forbidden_month_is_closed():
    """An obstacle until August closes the first of two quarters."""
    rows = f"{OBSTACLES}O,orders,*,*,*,*,*,forbids,,2023-08"
    edges = edges_of("K,buyer,EE\nK,line,L1", months=6, runs="2x3", obstacles=rows)
    assert edges.may_order.tolist() == [[False, True]]


def test_delays_lengthen_administration():
    """Obstacles that delay add to the contract's months; edges share profiles of one lag."""
    rows = "O,orders,*,*,*,EE,LV,delays,1,\nP,orders,*,*,*,*,*,delays,0,\nQ,transfers,*,*,*,*,*,delays,9,"
    edges = edges_of("K,buyer,group:Baltic\nK,line,L1", obstacles=OBSTACLES + rows)
    assert edges.landing[edges.arrival[0], 0].tolist() == [0, 1, 0, 0, 0]
    assert edges.landing[edges.arrival[1], 0].tolist() == [0, 0, 1, 0, 0]


def test_prices_follow_index_and_exchange_rate():
    """A price in dollars of 2023 rises with steel and falls with the dollar."""
    contracts, edges = read(contracts=CONTRACTS + "K,0,yes,,,USD,2023,steel,", rates=RATES)
    assert contracts.factor[0] == pytest.approx([0.9, 0.99, 0.88, 0.88, 0.88])
    assert edges.price.tolist() == [100]
    assert edges.queue.tolist() == [True]


def test_a_call_off_costs_in_the_currency_of_the_contract():
    """50 dollars are 45 euro in July and 40 from September; without a cost it is nothing."""
    contracts, _ = read(contracts=CONTRACTS + "K,0,,,,USD,,,50\nJ,0,,,,,,,", rates=RATES)
    assert contracts.labels == ["J", "K"]
    assert contracts.fixed_cost.tolist() == [[0] * 4, pytest.approx([45, 45, 40, 40])]


def test_payments_fall_due_in_shares():
    """30 % at the order, 20 % a month later, 50 % two months after delivery."""
    payments = "contract,event,months_after,share\nK,order,0,0.3\nK,order,1,0.2\nK,delivery,2,0.5"
    contracts, _ = read(contract_payments=payments)
    assert contracts.at_order[0, 0] == pytest.approx([0.3, 0.2, 0, 0, 0])
    assert contracts.at_delivery[0, 1] == pytest.approx([0, 0, 0, 0.5, 0])
    assert contracts.at_delivery[0, 3] == pytest.approx([0, 0, 0, 0, 0.5])
    assert contracts.delivery_share == pytest.approx([0.5])


def test_ceilings_may_be_absent():
    """No ceiling is NaN; a ceiling of 0 is 0."""
    rows = "contract,admin_months,ceiling,ceiling_value\nK,0,,0\nJ,0,8,"
    contracts, _ = read(contracts=rows)
    assert np.isnan(contracts.ceiling).tolist() == [False, True]
    assert np.isnan(contracts.ceiling_value).tolist() == [True, False]


def test_a_case_without_contracts_has_no_edges():
    """Empty tables give index sets of nothing."""
    empty = dict.fromkeys(
        ("contracts", "contract_parties", "contract_prices", "contract_payments"), "contract"
    )
    contracts, edges = read(**empty)
    assert (contracts.labels, edges.labels) == ([], [])
    assert edges.may_order.shape == (0, 4)


def open_orders(rows, months=4, runs="20x1"):
    """Open orders with a line and from outside."""
    case, periods = made(months, orders=ORDERS + rows, rates=RATES), calendar(months, runs)
    return read_open_orders(case, read_lines(case, periods), periods)


def test_open_orders_with_a_line_are_its_backlog():
    """What is due by the end of each period; the buyer pays and receives where nobody else does."""
    backlog, pipeline = open_orders(
        "B,,EE,,L1,shell,8,100,USD,0.25,2023-08\nA,FUND,EE,UA,L2,shell,4,90,,1,2023-01"
    )
    assert backlog.labels == ["A", "B"]
    assert backlog.frame.select("payer", "recipient").rows() == [("FUND", "UA"), ("EE", "EE")]
    assert backlog.owed.tolist() == [[4, 4, 4, 4], [0, 8, 8, 8]]
    assert backlog.line.tolist() == [2, 1]
    assert backlog.price[1] == pytest.approx([67.5, 67.5, 60, 60, 60])
    assert backlog.price[0].tolist() == [0] * 5
    assert pipeline.frame.height == 0


def test_an_order_due_within_a_quarter_is_owed_at_its_end():
    """Due in August, owed by the end of the quarter; due behind the horizon, never owed."""
    rows = "A,,EE,,L1,shell,8,1,,1,2023-08\nB,,EE,,L1,shell,5,1,,1,2024-08"
    backlog, _ = open_orders(rows, months=6, runs="2x3")
    assert backlog.owed.tolist() == [[8, 8], [0, 0]]


def test_open_orders_from_outside_arrive_when_due():
    """In the period of their month; overdue in the first; behind the horizon after it."""
    rows = (
        "A,,EE,,,shell,8,100,,0.5,2023-08\nB,,EE,,,shell,6,100,,0,2022-01\nC,,EE,,,shell,4,10,USD,0,2025-01"
    )
    backlog, pipeline = open_orders(rows)
    assert backlog.labels == []
    assert pipeline.arrival.tolist() == [1, 0, 4]
    assert pipeline.quantity.tolist() == [8, 6, 4]
    assert pipeline.payment == pytest.approx([400, 600, 32])


def test_without_open_orders_there_is_no_backlog():
    """Empty tables give empty arrays of the right shape."""
    backlog, pipeline = open_orders("")
    assert backlog.owed.shape == (0, 4)
    assert backlog.price.shape == (0, 5)
    assert pipeline.arrival.shape == (0,)
    assert isinstance(pipeline.frame, pl.DataFrame)


PRICES = "contract,item,from_quantity,type,price\n"
JOINING = "contract,role,party,from\nK,line,L1,\n"


def test_a_late_joiner_orders_in_periods_from_its_month_on():
    """Latvia joins in September; a quarter that begins before is not open to it."""
    parties = JOINING + "K,buyer,EE,\nK,buyer,LV,2023-09"
    edges = read(contract_parties=parties)[1]
    assert edges.may_order.tolist()[0][:3] == [True, True, True]
    assert edges.may_order.tolist()[1] == [False, False, True, False]
    assert not read(months=6, runs="2x3", contract_parties=parties)[1].may_order[1, 0]


def test_a_buyer_that_comes_in_twice_comes_in_with_the_earlier_month():
    """In its group from October on, by itself from August; without a month at once."""
    group = JOINING + "K,buyer,group:Baltic,2023-10\nK,buyer,LV,"
    early = read(contract_parties=group + "2023-08")[1]
    assert early.frame["buyer"].to_list() == ["EE", "LV"]
    assert early.may_order[1].tolist() == [False, True, True, False]
    assert read(contract_parties=group)[1].may_order[1, 0]


def test_platforms_are_bought_by_those_who_run_a_fleet_of_them():
    """A price of a platform makes an edge to a recipient with a fleet, and to no other."""
    tables = {
        "items": "item,kind,unit\nshell,end,rounds\nhowitzer,platform,pieces\ncharge,component,pieces",
        "lines": "line,site,item,capacity,yield\nL1,W1,shell,10,1\nH1,W1,howitzer,1,1",
        "line_leads": "line,months,share\nL1,1,1\nH1,1,1",
        "contract_prices": PRICES + "K,shell,0,single,1\nK,howitzer,0,single,9",
    }
    parties = "K,buyer,EE\nK,buyer,LV\nK,line,*"
    edges = edges_of(parties, **tables, fleets="nation,platform,holding\nLV,howitzer,4")
    assert edges.frame.select("recipient", "item").rows() == [
        ("LV", "howitzer"),
        ("EE", "shell"),
        ("LV", "shell"),
    ]


def test_payers_of_a_contract_are_its_payers_else_its_buyers():
    """The word buyer stands for each buyer."""
    rows = PARTIES + "K,buyer,group:Baltic\nK,line,L1"
    assert payers_of(made(contract_parties=rows)).rows() == [("K", "EE"), ("K", "LV")]
    rows += "\nK,payer,FUND\nK,payer,buyer"
    assert payers_of(made(contract_parties=rows))["payer"].to_list() == ["EE", "FUND", "LV"]
