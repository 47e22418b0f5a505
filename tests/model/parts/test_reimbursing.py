"""Instruments in the whole program."""

import numpy as np
import pytest

from tests.model.made import calendar, made
from tests.model.whole import AT_ONCE, TARGETS, levels, model_of

ROWS = "instrument,kind,payer,rate,cap_share,amount,min_members,member_share,level\n"
TABLES = {
    "items": "item,kind,unit\nshell,end,rounds\nrocket,end,pieces\ncharge,component,pieces",
    "targets": TARGETS,
    "contracts": AT_ONCE,
    "lines": "line,site,item,capacity,yield\nL1,W1,shell,100,1",
    "line_leads": "line,months,share\nL1,0,1",
    "budgets": "payer,year,amount,currency,carry_over\nEE,2023,6000,,0\nFUND,2023,60000,,0",
    "instrument_parties": "instrument,role,party\nI,member,EE\nI,contract,K",
}


def model(row, **tables):
    """The program of EE with 3000 for six months, which wants 40 shells at 100; a fund has 30000."""
    return model_of(made(6, instruments=ROWS + row, **(TABLES | tables)), calendar())


def short(row, **tables):
    """Shells that EE is short of in the end."""
    return levels(model(row, **tables))["end"] / 0.6


@pytest.mark.parametrize(
    ("row", "left"),
    [
        ("I,goods,,,,,,,", 10),
        ("I,goods,FUND,0.2,,,,,", 2.5),
        ("I,goods,FUND,0.2,0.1,,,,", 40 - 30 / 0.9),
        ("I,goods,FUND,0.2,,500,,,", 5),
        ("I,goods,FUND,0.5,,,,,", 0),
        ("I,goods,FUND,0.2,,,1,1,", 2.5),
        ("I,extra cost,FUND,1,,,,,", 10),
    ],
    ids=["none", "rate", "cap", "envelope", "half", "member", "no extra cost"],
)
def test_what_is_reimbursed_buys_more(row, left):
    """30 shells at the full price; 37.5 at 80, 33.3 at 90, and 500 more buy 5."""
    assert short(row) == pytest.approx(left, abs=1e-6)


def test_money_does_not_change_by_what_is_reimbursed():
    """40 shells cost 4000 whoever bears them, and what changes hands adds up to nothing."""
    found = model("I,goods,FUND,0.5,,,,,")
    assert levels(found)["money"] == pytest.approx(4000)
    (moved,) = [expense for expense in found.expenses if expense.term == "reimbursements"]
    by_column = np.zeros(found.program.columns)
    np.add.at(by_column, moved.due.column, moved.due.coefficient)
    assert by_column.tolist() == [0] * found.program.columns


def test_a_fund_pays_out_of_its_budget():
    """With 300 of its own for six months it makes 3 shells more possible."""
    purse = TABLES["budgets"].replace("60000", "600")
    assert short("I,goods,FUND,0.5,,,,,", budgets=purse) == pytest.approx(7, abs=1e-6)


def test_agent_fees_and_fixed_costs_are_extra_costs():
    """A fee of a quarter and 500 for a call-off: half of both is borne, 112.5 q + 250 = 3000."""
    terms = "contract,kind,admin_months,agent_fee,fixed_cost\nK,framework,0,0.25,500"
    left = short("I,extra cost,FUND,0.5,,,,,", contracts=terms)
    assert left == pytest.approx(40 - 2750 / 112.5, abs=1e-5)


def test_a_case_without_instruments_has_no_support():
    """There is an empty cost term, and nothing else."""
    found = model_of(made(6, targets=TARGETS), calendar())
    assert found.support == ()
    assert [
        expense.due.column.tolist() for expense in found.expenses if expense.term == "reimbursements"
    ] == [[]]
