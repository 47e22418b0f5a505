"""The whole program: blocks that fit together."""

import numpy as np
import pytest

from jointstock.model.build import build, outside_arrivals
from jointstock.model.sets import calendar_of, read_sets
from jointstock.solver.highs import Solver, Watch
from tests.model.made import calendar, made
from tests.small_case import small, with_cells, without_rows

HOLDINGS = "nation,item,lot,quantity,releasable\nEE,shell,,10,0"
TARGETS = "version,nation,class,from,quantity\nV1,EE,field,2023-07,40"
AT_ONCE = "contract,kind,admin_months\nK,framework,0"
NOTHING = dict.fromkeys(("lines", "line_leads", "sites", "contracts"), "note")
NOTHING |= dict.fromkeys(("contract_parties", "contract_prices", "contract_payments"), "note")


def model_of(case, periods, end="meet"):
    """The program of a case."""
    return build(read_sets(case, periods), currency="EUR", end=end)


def levels(model):
    """Best value of every level, each held in the later ones."""
    solver = Solver(model.program, Watch())
    found = {}
    for goal in model.goals:
        outcome = solver.minimise(goal.name, goal.measure)
        assert outcome.status == "optimal"
        found[goal.name] = outcome.value
        solver.keep(goal.measure, outcome.value + 1e-9)
    solver.close()
    return found


def test_a_line_delivers_what_is_ordered():
    """10 held, 40 wanted, 10 shells a month from August: short of 30, 20, 10 and nothing, 3000 paid."""
    found = levels(model_of(made(4, holdings=HOLDINGS, targets=TARGETS, contracts=AT_ONCE), calendar(4)))
    weight = 3 * 2 / 10
    assert found["commitments"] == 0
    assert found["end"] == pytest.approx(0)
    assert found["shortfall"] == pytest.approx(weight * 60)
    stock = 0.5 * (10 + 20 + 30 + 40)
    assert found["money"] == pytest.approx(3000 + stock)
    assert found["stock"] == pytest.approx(100 / 10)


def test_long_periods_use_the_area_of_meanings():
    """Of 40 starts in one period of 4 months 30 arrive: short of 30 at the start, of nothing at the end."""
    found = levels(model_of(made(4, holdings=HOLDINGS, targets=TARGETS), calendar(4, "1x4")))
    assert found["end"] == pytest.approx(0)
    assert found["shortfall"] == pytest.approx(0.6 * 1.5 * 30)


def test_the_end_is_left_out_where_it_is_not_asked_for():
    """With "none" there are four levels."""
    case = made(4, holdings=HOLDINGS, targets=TARGETS)
    names = [goal.name for goal in model_of(case, calendar(4), "none").goals]
    assert names == ["commitments", "shortfall", "money", "stock"]


def test_a_case_without_industry_or_contracts_is_a_program():
    """What is held is held; nothing can be ordered."""
    found = levels(model_of(made(2, holdings=HOLDINGS, targets=TARGETS, **NOTHING), calendar(2)))
    assert found["shortfall"] == pytest.approx(0.6 * 60)
    assert found["money"] == pytest.approx(0.5 * 20)


def test_a_case_with_nothing_at_all_is_a_program():
    """Without stock, targets and agreements every level is 0."""
    found = levels(model_of(made(2, **NOTHING), calendar(2)))
    assert set(found.values()) == {0}


def test_one_period_is_enough():
    """A plan of one month is a plan."""
    found = levels(model_of(made(1, holdings=HOLDINGS, targets=TARGETS), calendar(1)))
    assert found["shortfall"] == found["end"] == pytest.approx(0.6 * 30)


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


def test_call_offs_are_yes_no_decisions_that_their_buyer_pays():
    """Each of the three months with an order costs 70 besides."""
    contracts = "contract,kind,admin_months,fixed_cost\nK,framework,0,70"
    model = model_of(made(4, holdings=HOLDINGS, targets=TARGETS, contracts=contracts), calendar(4))
    assert model.calling.frame.rows() == [("K", "EE")]
    assert model.program.arrays().integer.sum() == 3
    assert levels(model)["money"] == pytest.approx(3000 + 50 + 3 * 70)


def test_without_fixed_costs_nothing_is_whole():
    """Bulk is planned in fractions; only call-offs that cost something are decisions."""
    model = model_of(small(), calendar_of(small(), None))
    assert not model.program.arrays().integer.any()
    assert model.calling.columns.shape == (0, 12)


def test_every_limit_of_the_small_case_is_in_the_program():
    """Rows of no family are missing but of call-offs, ceilings, queues, choice and what cannot arise."""
    families = model_of(small(), calendar_of(small(), None)).program.row_families
    absent = {"ceiling", "ceiling_value", "call_off", "order_queue", "own_stock"}
    absent |= {"count_once", "count_opening_once", "target_at_start", "floor"}
    assert {name for name, family in families.items() if not family.count} == absent


def test_the_payer_of_an_order_bears_it():
    """Where the fund pays, the buyer's empty budget does not stop an order."""
    budgets = "payer,year,amount,currency,carry_over\nEE,2023,0,,0\nEE,2024,0,,0"
    items = "item,kind,unit\nshell,end,rounds\nrocket,end,pieces\ncharge,component,pieces\nsteel,material,t"
    given = {
        "holdings": HOLDINGS,
        "targets": TARGETS,
        "budgets": budgets,
        "items": items,
        "contracts": AT_ONCE,
    }
    parties = "contract,role,party\nK,buyer,EE\nK,line,L1"
    alone = levels(model_of(made(4, contract_parties=parties, **given), calendar(4)))
    helped = levels(model_of(made(4, contract_parties=parties + "\nK,payer,FUND", **given), calendar(4)))
    assert (alone["end"], helped["end"]) == (pytest.approx(0.6 * 30), pytest.approx(0))


def test_own_stock_is_sold_without_waiting_for_the_line():
    """20 finished shells at the producer arrive in the month of the order."""
    lines = "line,site,item,capacity,yield,own_stock\nL1,W1,shell,10,1,20"
    leads = "line,months,share\nL1,1,1"
    case = made(2, holdings=HOLDINGS, targets=TARGETS, lines=lines, line_leads=leads, contracts=AT_ONCE)
    found = levels(model_of(case, calendar(2)))
    assert found["shortfall"] == pytest.approx(0.6 * (10 + 0))


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


def test_more_of_anything_is_never_worse():
    """Taking away a floor, or more capacity, does not raise the first level that changes."""
    case = small()
    periods = calendar_of(case, None)
    before = levels(model_of(case, periods))
    for other in (without_rows(case, "floors"), with_cells(case, "lines", 0, capacity=80.0)):
        found = levels(model_of(other, periods))
        changed = [name for name in before if abs(found[name] - before[name]) > 1e-6]
        assert not changed or found[changed[0]] < before[changed[0]]


def test_the_constant_of_a_level_is_in_its_value():
    """In a long first period opening stock is stored whatever is decided."""
    model = model_of(made(3, holdings=HOLDINGS, **NOTHING), calendar(3, "1x3"))
    found = levels(model)
    assert found["stock"] == pytest.approx(10 * 3 / 10)
    assert found["money"] == pytest.approx(10 * 3 * 0.5)
    assert np.isfinite(list(found.values())).all()
