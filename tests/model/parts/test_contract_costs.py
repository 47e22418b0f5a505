"""What contracts cost beside their orders, in the whole program."""

import pytest

from tests.model.made import calendar, made
from tests.model.whole import HOLDINGS, TARGETS, levels, model_of

STORED = 0.5 * (10 + 20 + 30 + 40)


def money(columns, values, **tables):
    """Least money of the tiny case, in which thirty shells at 100 are wanted, with terms of its contract."""
    contracts = f"contract,kind,admin_months,{columns}\nK,framework,0,{values}"
    given = {"holdings": HOLDINGS, "targets": TARGETS, "contracts": contracts}
    return levels(model_of(made(4, **given, **tables), calendar(4)))["money"] - STORED


def test_an_agent_gets_a_share_of_every_payment():
    """Three per cent of 3,000, however the price is paid."""
    assert money("agent_fee", "0.03") == pytest.approx(3090)
    late = "contract,event,months_after,share\nK,order,0,0.2\nK,delivery,9,0.8"
    assert money("agent_fee", "0.03", contract_payments=late) == pytest.approx(3090)


def test_fees_and_units_not_taken_are_terms_of_their_own():
    """Twenty of fifty units are not taken, at 10 each; 5 a month and 40 at once."""
    found = money("signed,take_or_pay,take_share,capacity_fee,option_fee", "yes,50,0.1,5,40")
    assert found == pytest.approx(3000 + 200 + 4 * 5 + 40)


def test_fees_count_against_budgets():
    """With 3,000 for shells and 10 short of the fee a shell is not ordered whole."""
    budgets = "payer,year,amount,carry_over\nEE,2023,9150,0"
    contracts = "contract,kind,admin_months,option_fee,signed\nK,framework,0,60,yes"
    given = {"holdings": HOLDINGS, "targets": TARGETS, "contracts": contracts, "budgets": budgets}
    found = levels(
        model_of(
            made(
                4,
                **given,
                items="item,kind,unit\nshell,end,rounds\nrocket,end,p\ncharge,component,p\nsteel,material,t",
            ),
            calendar(4),
        )
    )
    assert found["end"] == pytest.approx(0.6 * 0.1)
