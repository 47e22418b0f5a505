"""Terms of contracts in the whole program."""

import pytest

from jointstock.model.index_sets.sets import calendar_of
from tests.model.made import calendar, made
from tests.model.whole import HOLDINGS, TARGETS, levels, model_of
from tests.small_case import small

NEED = {"holdings": HOLDINGS, "targets": TARGETS}
PRICES = "contract,item,from_quantity,type,price"
BOTH = "contract,role,party\nK,buyer,EE\nK,buyer,LV\nK,line,L1"


def model(columns, values, months=4, **tables):
    """The program of the tiny case with terms of its contract."""
    contracts = f"contract,kind,admin_months,{columns}\nK,framework,0,{values}"
    return model_of(made(months, contracts=contracts, **NEED, **tables), calendar(months))


def families(found):
    """How many members families of columns and rows have."""
    every = {**found.program.column_families, **found.program.row_families}
    return {name: family.count for name, family in every.items()}


def test_call_offs_are_yes_no_decisions_that_their_buyer_pays():
    """Each of the three months with an order costs 70 besides."""
    found = model("fixed_cost", "70")
    assert found.agreeing.calling.frame.rows() == [("K", "EE")]
    assert found.program.arrays().integer.sum() == 3
    assert levels(found)["money"] == pytest.approx(3000 + 50 + 3 * 70)


def test_without_terms_nothing_is_whole():
    """Bulk is planned in fractions; only what a contract asks for is a decision."""
    found = model_of(small(), calendar_of(small(), None))
    assert not found.program.arrays().integer.any()
    assert found.agreeing.calling.columns.shape == (0, 12)
    assert (found.agreeing.placed < 0).all()
    assert found.agreeing.reached.shape == found.agreeing.charges.untaken.shape == (0,)


def test_a_limit_of_call_offs_alone_is_no_decision():
    """Each buyer's orders of a month stand in one row."""
    found = model("call_off_max", "4", contract_parties=BOTH)
    assert not found.program.arrays().integer.any()
    assert families(found)["call_off_limit"] == 6
    assert levels(found)["end"] == pytest.approx(0.6 * (30 - 12))


def test_a_least_call_off_is_a_decision_and_takes_the_limit_with_it():
    """At most 8 of 30 units a month are called off: 24 in three months that deliver; a fourth may be, too."""
    found = model("call_off_min,call_off_max", "7,8")
    assert families(found)["call_off_limit"] == 0
    assert families(found)["called"] == families(found)["call_off_least"] == 4
    assert levels(found)["end"] == pytest.approx(0.6 * (30 - 24))


def test_a_buyer_calls_off_for_all_recipients_at_once():
    """Two recipients of one buyer share its call-off; two buyers do not."""
    one = model(
        "fixed_cost",
        "70",
        contract_parties="contract,role,party\nK,buyer,EE\nK,recipient,EE\nK,recipient,LV\nK,line,L1",
    )
    two = model("fixed_cost", "70", contract_parties=BOTH)
    assert (families(one)["called"], families(two)["called"]) == (3, 6)


def test_what_is_signed_needs_no_decision():
    """Fees of a signed contract fall due anyway; of another they hang on its orders."""
    signed, unsigned = model("signed,option_fee", "yes,50"), model("option_fee", "50")
    assert not signed.program.arrays().integer.any()
    assert unsigned.program.arrays().integer.sum() == 1
    assert levels(signed)["money"] == pytest.approx(levels(unsigned)["money"])


def test_a_contract_that_nobody_can_order_under_owes_nothing():
    """A framework that closed before the plan comes into force no more, unless it is signed."""
    closed = model("valid_to,option_fee,take_or_pay,take_share", "2023-06,50,10,0.5")
    assert families(closed)["placed"] == 0
    assert levels(closed)["money"] == pytest.approx(0.5 * 10 * 4)


def test_the_most_that_could_be_ordered_is_what_lines_could_make():
    """Ten a month of L1 for four months, half of it lost: the size of the decision comes from data."""
    lines = "line,site,item,capacity,yield\nL1,W1,shell,10,0.5\nL2,W2,shell,20,0.5\nC1,W1,charge,30,1"
    found = model("fixed_cost", "70", lines=lines)
    arrays = found.program.arrays()
    row = found.program.row_families["call_off"].start
    entries = slice(arrays.starts[row], arrays.starts[row + 1])
    natural = arrays.values[entries] * arrays.row_unit[row] / arrays.column_unit[arrays.index[entries]]
    assert sorted(natural) == pytest.approx([-20, 1])


def test_prices_that_rise_need_no_decision():
    """Ten units at 100 and the others at 120; a gift of prices that fall needs one."""
    rise = model("ceiling", "99", contract_prices=f"{PRICES}\nK,shell,0,convex,100\nK,shell,10,convex,120")
    assert not rise.program.arrays().integer.any()
    assert levels(rise)["money"] == pytest.approx(1000 + 20 * 120 + 50)
    fall = model(
        "ceiling", "99", contract_prices=f"{PRICES}\nK,shell,0,incremental,100\nK,shell,10,incremental,80"
    )
    assert fall.program.arrays().integer.sum() == 1
    assert levels(fall)["money"] == pytest.approx(1000 + 20 * 80 + 50)


def test_each_tier_is_an_edge_with_its_price():
    """Edges of tiers behind the first carry their quantity in the label."""
    prices = f"{PRICES}\nK,shell,0,all_units,100\nK,shell,12.5,all_units,90"
    found = model("ceiling", "99", contract_prices=prices)
    assert found.sets.edges.labels == ["EE/EE/EE/K/L1/shell", "EE/EE/EE/K/L1/shell/12.5"]
    assert found.sets.edges.price.tolist() == [100, 90]
    assert levels(found)["money"] == pytest.approx(30 * 90 + 50)
