"""Index set of instruments."""

import numpy as np
import pytest

from jointstock.model.index_sets.sets import read_sets
from tests.model.made import calendar, made

ROWS = "instrument,kind,payer,rate,cap_share,cap_value,amount,currency,valid_from,valid_to,min_members"
ROWS += ",member_share,level,flat_rate\n"
PARTIES = "instrument,role,party\n"
EVERYTHING = PARTIES + "I,member,*\nI,contract,*\nI,option,*\nI,item,*\nI,recipient,*"
EXCHANGE = {"rates": "rate,month,value\nUSD,2023-01,0.9\nUSD,2023-09,0.8"}
BOTH = {
    "contracts": "contract,kind,admin_months\nK,framework,1\nM,framework,1",
    "contract_parties": "contract,role,party\nK,buyer,EE\nK,line,L1\nM,buyer,LV\nM,line,L2\nM,buyer,UA",
    "contract_prices": ("contract,item,from_quantity,type,price\nK,shell,0,single,100\nM,shell,0,single,90"),
}


def schemes(row, months=4, runs="20x1", flat=None, parties=EVERYTHING, **tables):
    """Instruments of the tiny case, in which K sells from L1 to EE and M from L2 to LV and UA."""
    case = made(months, instruments=ROWS + row, instrument_parties=parties, **(BOTH | tables))
    sets = read_sets(case, calendar(months, runs), flat)
    return sets, sets.schemes


def claims(sets, scheme):
    """Object and member of each claim."""
    who = [sets.purses.payers[place] for place in scheme.claim_member]
    return [(scheme.objects[place], name) for place, name in zip(scheme.claim_object, who, strict=True)]


def test_an_instrument_without_payer_reimburses_nothing():
    """It is a frame for cooperation only, and no scheme; the others stand by name."""
    _, found = schemes("J,goods,FUND,0.2,,,,,,,,,,\nI,goods,FUND,0.1,,,,,,,,,,\nA,goods,,,,,,,,,,,,")
    assert [scheme.name for scheme in found] == ["I", "J"]
    assert [scheme.rate for scheme in found] == [0.1, 0.2]


def test_terms_that_are_not_there_are_no_terms():
    """No cap, no envelope, no members; open throughout."""
    sets, (found,) = schemes("I,goods,FUND,0.1,,,,,,,,,,")
    assert sets.purses.payers[found.payer] == "FUND"
    assert np.isnan([found.cap_share, found.cap_value, found.amount]).all()
    assert (found.min_members, found.flat, found.decides) == (0, False, False)
    assert found.open.all()


def test_a_claim_is_of_a_member_that_pays_for_an_object():
    """EE for K and LV for M; UA is no member, and so pays without support."""
    sets, (found,) = schemes("I,goods,FUND,0.1,,,,,,,,,,")
    assert claims(sets, found) == [("K", "EE"), ("M", "LV")]
    assert found.claim_names == ["I/K", "I/M"]
    buyers = sets.edges.frame["buyer"].to_list()
    of_buyer = dict(zip(buyers, found.source_claim.tolist(), strict=True))
    assert of_buyer == {"EE": 0, "LV": 1, "UA": -1}


def test_the_window_keeps_whole_periods():
    """August and September of four single months; no quarter that reaches beyond them."""
    row = "I,goods,FUND,0.1,,,,,2023-08,2023-09,,,,"
    assert schemes(row)[1][0].open.tolist() == [False, True, True, False]
    assert schemes(row, 6, "1x1,1x3,1x2")[1][0].open.tolist() == [False, False, False]


@pytest.mark.parametrize(
    ("start", "exchange"), [("", 0.9), ("2023-01", 0.9), ("2023-09", 0.8), ("2030-01", 0.8)]
)
def test_money_is_exchanged_in_the_first_month_of_window_and_horizon(start, exchange):
    """Whichever is later; of a window behind the horizon, in its last month."""
    _, (found,) = schemes(f"I,goods,FUND,0.1,,50,100,USD,{start},,,,,", **EXCHANGE)
    assert found.cap_value == pytest.approx(50 * exchange)
    assert found.amount == pytest.approx(100 * exchange)


def test_a_limit_by_item_shuts_out_the_edge_that_breaks_it():
    """L2 is wholly from outside; it is neither claimed for nor part of the value."""
    origins = "line,group,share\nL1,Baltic,0.65"
    limits = "instrument,numerator,limit\nI,outside:Baltic,0.35"
    sets, (found,) = schemes("I,goods,FUND,0.1,,,,,,,,,item,", line_origins=origins, instrument_limits=limits)
    assert claims(sets, found) == [("K", "EE")]
    assert sorted(found.order_contract.tolist()) == [-1, -1, 0]
    assert found.limits.shape == (0, 3)
    assert not found.decides


@pytest.mark.parametrize("share", [0.7, 0.3, 0.1])
def test_a_limit_that_is_just_kept_is_kept(share):
    """1 - 0.7 is 0.3, whatever the digits that computers leave."""
    origins = f"line,group,share\nL1,Baltic,{1 - share}\nL2,Baltic,1"
    limits = f"instrument,numerator,limit\nI,outside:Baltic,{share}"
    sets, (found,) = schemes("I,goods,FUND,0.1,,,,,,,,,item,", line_origins=origins, instrument_limits=limits)
    assert claims(sets, found) == [("K", "EE"), ("M", "LV")]


def test_a_limit_by_contract_is_a_decision():
    """Every edge is claimed for, and counts by how far it is over the limit."""
    limits = "instrument,numerator,limit\nI,recipient:EE,0.4"
    sets, (found,) = schemes("I,goods,FUND,0.1,,,,,,,,,contract,", instrument_limits=limits)
    assert claims(sets, found) == [("K", "EE"), ("M", "LV")]
    to_ee = sets.edges.frame["recipient"] == "EE"
    assert found.limits.tolist() == [pytest.approx(np.where(to_ee.to_numpy(), 0.6, -0.4).tolist())]
    assert found.decides


@pytest.mark.parametrize("least", [1, 3])
def test_members_that_must_count_are_a_decision(least):
    """One member with a share that it may not reach is a condition too."""
    _, (found,) = schemes(f"I,goods,FUND,0.1,,,,,,,{least},0.2,,")
    assert (found.min_members, found.member_share) == (least, 0.2)
    assert found.decides


def test_extra_costs_are_those_of_the_whole_contract():
    """What a limit by item shuts out has extra costs too, and so has a buyer for whom another pays."""
    limits = "instrument,numerator,limit\nI,recipient:EE,0"
    parties = BOTH["contract_parties"] + "\nM,payer,EE"
    sets, (found,) = schemes(
        "I,extra cost,FUND,0.1,,,,,,,,,item,", instrument_limits=limits, contract_parties=parties
    )
    assert claims(sets, found) == [("K", "EE"), ("M", "EE"), ("M", "LV")]
    assert sorted(found.order_contract.tolist()) == [-1, 1, 1]
    callers = {
        (sets.contracts.labels[contract], sets.purses.payers[who]): int(found.caller_claim[contract, who])
        for contract, who in np.argwhere(found.caller_claim >= 0)
    }
    assert callers == {("K", "EE"): 0, ("M", "EE"): 1, ("M", "LV"): 2}


def test_an_investment_is_claimed_by_who_pays_for_it():
    """Shares of an option that is named; another option is not supported."""
    tables = {
        "expansions": "option,line,capacity,cost,build_months,ramp\nX,L1,6,10,0,fast\nY,L1,6,10,0,fast",
        "ramps": "ramp,month,share\nfast,0,1",
        "expansion_payers": "option,payer\nX,EE\nX,UA\nY,EE",
    }
    parties = PARTIES + "I,member,*\nI,option,X"
    sets, (found,) = schemes("I,investment,FUND,0.5,,,,,,,,,,", parties=parties, **tables)
    assert claims(sets, found) == [("X", "EE")]
    assert (found.order_contract == -1).all()
    assert found.objects == ["X", "Y"]


GIFTS = {
    "lanes": "item,from,to,months,cost\nshell,EE,UA,0,1\nrocket,EE,UA,0,1\nshell,EE,LV,0,1\ngun,LV,UA,0,1",
    "holdings": "nation,item,lot,quantity,releasable\nEE,shell,,100,40\nEE,rocket,,8,8",
    "items": "item,kind,unit\nshell,end,r\nrocket,end,p\ncharge,component,p\ngun,platform,p",
    "fleets": "nation,platform,holding,releasable,training_months\nLV,gun,5,5,0\nUA,gun,0,,0",
}


def test_gifts_are_claimed_at_their_value():
    """Of items with a value, to recipients of the instrument, from stock and from fleets."""
    values = "instrument,item,value\nI,shell,7\nI,gun,100"
    sets, (found,) = schemes("I,transfer,FUND,0.5,,,,,,,,,,", instrument_values=values, **GIFTS)
    assert sets.lanes.labels == ["rocket/EE/UA", "shell/EE/LV", "shell/EE/UA"]
    assert sets.platforms.lanes.labels == ["gun/LV/UA"]
    assert claims(sets, found) == [("EE/shell", "EE"), ("LV/gun", "LV")]
    assert found.source_claim.tolist() == [-1, -1, 0, 1]
    assert found.worth[2:, 0].tolist() == [7, 100]


def test_a_flat_rate_is_the_one_given():
    """The instrument's own stays the highest; others keep theirs."""
    row = "I,goods,FUND,0.5,,,100,,,,,,,yes\nJ,goods,FUND,0.5,,,,,,,,,,"
    parties = EVERYTHING + "\nJ,member,*\nJ,contract,*"
    _, found = schemes(row, flat={"I": 0.25, "J": 0.1}, parties=parties)
    assert [(scheme.rate, scheme.highest, scheme.flat) for scheme in found] == [
        (0.25, 0.5, True),
        (0.5, 0.5, False),
    ]
