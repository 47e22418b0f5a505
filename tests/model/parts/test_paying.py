"""Who pays in the whole program."""

import pytest

from tests.model.made import calendar, made
from tests.model.whole import AT_ONCE, HOLDINGS, NOTHING, TARGETS, levels, model_of


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


def test_the_holder_bears_what_extending_a_life_costs():
    """10 are renewed for 3 each out of 20 for four months, which pay for no more than 20/3 of them."""
    held = "nation,item,lot,quantity,expiry\nEE,shell,old,10,2023-09"
    longer = "item,nation,months,cost,capacity\nshell,*,12,3,"
    tables = NOTHING | {"holdings": held, "life_extensions": longer, "targets": TARGETS.replace(",40", ",10")}
    tables["items"] = (
        "item,kind,unit\nshell,end,rounds\nrocket,end,pieces\ncharge,component,pieces\nsteel,material,t"
    )
    free = levels(model_of(made(4, **tables), calendar(4)))
    assert (free["end"], free["money"]) == (pytest.approx(0), pytest.approx(30))
    budgets = "payer,year,amount,currency,carry_over\nEE,2023,60,,0"
    bound = levels(model_of(made(4, budgets=budgets, **tables), calendar(4)))
    assert bound["end"] == pytest.approx(0.6 * 10 / 3)
