"""Index sets of how lines are run."""

import numpy as np
import pytest

from jointstock.facts.cover import covering
from jointstock.model.index_sets.industry import read_lines, read_options
from jointstock.model.index_sets.operating import read_operating
from tests.model.made import calendar, made

LINES = """
    line,site,item,capacity,yield,rate_now,hours_per_start,minimum_rate,start_up_cost,start_up_payer,currency
    L1,W1,shell,10,1,3,2,4,50,EE,USD
    L2,W2,shell,20,1,,,,,,
    C1,W1,charge,30,1,0,,,70,,
"""
MODES = """
    line,mode,hours,cost,currency,payer
    L1,two,30,8,USD,EE
    L1,one,16,5,,
"""
SURGES = """
    surge,line,capacity,retention,call_cost,currency,payer,valid_from,trigger,notice_months
    S,L1,6,12,1,USD,EE,2023-08,2023-09,1
    T,L2,6,12,1,,EE,,,0
"""
RATES = "rate,month,value\nUSD,2023-07,2"
CLOSED = """
    obstacle,kind,touches,item,line,contract,from,to,effect,months,until
    O,outage,production,*,L1,*,*,*,forbids,,2023-07
"""


def read(months=6, runs="2x1,2x2", **tables):
    """How the lines of the tiny case are run, on two months and two pairs of months."""
    own = {"lines": LINES, "line_modes": MODES, "surges": SURGES, "rates": RATES} | tables
    case, periods = made(months, **own), calendar(months, runs)
    lines = read_lines(case, periods)
    return read_operating(case, lines, read_options(case, lines, periods), covering(case), periods)


def test_modes_stand_by_line_and_name_with_hours_and_cost_of_each_period():
    """Hours and cost count by the months of the period, cost in the money of the case."""
    modes = read().modes
    assert modes.labels == ["L1/one", "L1/two"]
    assert modes.hours.tolist() == [[16, 16, 32, 32], [30, 30, 60, 60]]
    assert modes.cost.tolist() == [[5, 5, 10, 10, 0], [16, 16, 32, 32, 0]]
    assert modes.frame.get_column("payer").to_list() == [None, "EE"]


def test_a_closed_month_has_no_hours_and_no_minimum():
    """While an obstacle forbids production there is nothing to run for; the mode is paid all the same."""
    operating = read(obstacles=CLOSED)
    assert operating.modes.hours[0].tolist() == [0, 16, 32, 32]
    assert operating.modes.cost[0].tolist() == [5, 5, 10, 10, 0]
    assert operating.running.least[1].tolist() == [0, 4, 8, 8]


def test_lines_with_a_minimum_or_a_start_up_cost_are_decided():
    """L1 has both, C1 a start-up cost alone and L2 neither."""
    runs = read().running
    assert runs.decides.tolist() == [True, True, False]
    assert runs.least.tolist() == [[0] * 4, [4, 4, 8, 8], [0] * 4]
    assert runs.cost.tolist() == [[70] * 5, [100] * 5, [0] * 5]
    assert runs.payer.to_list() == [None, "EE", None]


def test_a_line_runs_before_the_plan_where_its_rate_is_above_nothing():
    """A rate of nothing and an unknown one are no sign that it runs."""
    assert read().running.ran.tolist() == [False, True, False]


def test_what_a_line_starts_at_most_is_known_from_data():
    """Capacity and surge, but not more than the hours of the longest mode: 30 / 2 = 15 a month."""
    most = read().running.most
    assert most[1].tolist() == [10, 10, 26, 30]
    assert most[2].tolist() == [20, 20, 40, 40]


def test_expansions_add_to_what_a_line_starts_at_most():
    """An option counts with the most that any purchase of it gives in the period."""
    tables = {
        "expansions": "option,line,capacity,cost,build_months,ramp\nX,L2,5,10,1,now",
        "ramps": "ramp,month,share\nnow,0,1",
        "expansion_payers": "option,payer\nX,EE",
    }
    assert read(**tables).running.most[2].tolist() == [20, 25, 50, 50]


def test_surge_capacity_can_be_called_behind_trigger_and_notice():
    """Trigger in September and a month of notice: from October on, the second month of the third period."""
    surges = read().surges
    assert surges.labels == ["S", "T"]
    assert surges.most.tolist() == [[0, 0, 6, 12], [0, 0, 0, 0]]


def test_retention_is_owed_from_the_first_month_of_the_agreement():
    """12 dollars a month from August on; the second agreement is owed from the start."""
    surges = read().surges
    assert surges.retention.tolist() == [[0, 24, 48, 48, 0], [12, 12, 24, 24, 0]]
    assert surges.call_cost.tolist() == [[2] * 5, [1] * 5]


def test_assumptions_that_are_absent_count_for_nothing():
    """Industry takes no share of announcements for orders unless the case says so."""
    assert (read().reading.options, read().reading.targets) == (0, 0)
    rows = "assumption,value\nconversion_of_options,0.25"
    assert read(assumptions=rows).reading.options == 0.25


def test_opening_stock_is_that_of_all_lots():
    """Lots of an item are added up."""
    rows = "nation,item,lot,quantity\nEE,shell,a,3\nEE,shell,b,4"
    held = read(holdings=rows).reading.held
    assert held.rows() == [("EE", "shell", 7.0)]


def test_a_case_without_any_of_it_has_empty_sets():
    """Nothing is decided where nothing is said."""
    case, periods = made(), calendar()
    lines = read_lines(case, periods)
    operating = read_operating(case, lines, read_options(case, lines, periods), covering(case), periods)
    assert operating.modes.hours.shape == operating.surges.most.shape == (0, 6)
    assert not operating.running.decides.any()
    assert operating.running.most == pytest.approx(np.array([[30.0] * 6, [10.0] * 6, [20.0] * 6]))
