"""What running lines costs whoever pays for it."""

import numpy as np
import pytest

from jointstock.model.index_sets.sets import read_sets
from jointstock.model.parts.making import States
from jointstock.model.parts.running_costs import running_costs
from tests.model.made import calendar, made

TABLES = {
    "lines": """
        line,site,item,capacity,yield,hours_per_start,start_up_cost,start_up_payer
        L1,W1,shell,10,1,2,50,EE
        L2,W2,shell,20,1,,50,
        C1,W1,charge,30,1,,,
    """,
    "line_modes": "line,mode,hours,cost,currency,payer\nL1,one,16,5,,EE\nL1,two,30,8,,",
    "surges": """
        surge,line,capacity,retention,call_cost,currency,payer,valid_from,trigger,notice_months
        S,L1,6,12,2,,LV,2023-08,2023-08,0
    """,
}


def terms():
    """Amounts by payer and period of each term, on two months with every column at 1."""
    sets = read_sets(made(2, **TABLES), calendar(2))
    states = States(
        mode=np.array([[0, 1], [2, 3]]),
        running=np.full((3, 2), -1),
        started=np.array([[-1, -1], [4, 5], [6, 7]]),
        retained=np.array([8]),
        surged=np.array([[-1, 9]]),
    )
    payers = {}
    for expense in running_costs(sets, states):
        amounts = expense.due.values(np.ones(10), len(sets.purses.payers), 2)
        assert not expense.anyway.any()
        payers[expense.term] = {
            payer: row.tolist() for payer, row in zip(sets.purses.payers, amounts, strict=True) if row.any()
        }
    return payers


def test_a_mode_costs_its_payer_every_month():
    """EE pays for the first mode, the producer bears the second."""
    assert terms()["shift modes"] == {"EE": [5, 5, 0]}


def test_a_start_up_costs_its_payer():
    """EE pays for the start-ups of one line, the producer bears those of the other."""
    assert terms()["start-ups"] == {"EE": [50, 50, 0]}


def test_surge_capacity_costs_what_is_held_ready_and_what_is_called():
    """12 a month from August on, and 2 for each start."""
    assert terms()["surges"] == {"LV": [0, pytest.approx(14), 0]}
