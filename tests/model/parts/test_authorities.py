"""Authorities in the whole program."""

import pytest

from tests.model.made import calendar, made
from tests.model.whole import AT_ONCE, HOLDINGS, TARGETS, levels, model_of

AUTHORITIES = "payer,year,amount,currency,carry_over\n"
BUILD = {
    "expansions": "option,line,capacity,cost,build_months,ramp\nX,L1,10,500,0,fast",
    "ramps": "ramp,month,share\nfast,0,1",
    "expansion_payers": "option,payer\nX,EE",
}


def model(rows, months=4, **tables):
    """The tiny case, in which thirty shells at 100 are wanted, with authorities."""
    given = {"holdings": HOLDINGS, "targets": TARGETS, "contracts": AT_ONCE, **tables}
    return model_of(made(months, authorities=AUTHORITIES + rows, **given), calendar(months))


def test_an_authority_limits_what_is_signed():
    """Of 2,400 for the year half lie inside four months... no more than 800: eight shells."""
    found = model("EE,2023,2400,,0")
    assert found.sets.authorities.amount.tolist() == [800]
    assert levels(found)["end"] == pytest.approx(0.6 * (30 - 8))


def test_what_is_paid_later_is_signed_now():
    """Payment a year after the order does not help."""
    late = "contract,event,months_after,share\nK,order,12,1"
    assert levels(model("EE,2023,2400,,0", contract_payments=late))["end"] == pytest.approx(0.6 * 22)


def test_expansions_are_signed_too():
    """The second ten a month cost 500: with 3,500 all are there a month sooner, with 3,499 not quite."""
    enough, less = (levels(model(f"EE,2023,{3 * money},,0", **BUILD)) for money in (3500, 3499))
    assert enough["shortfall"] == pytest.approx(0.6 * (30 + 10))
    assert less["shortfall"] > enough["shortfall"] + 1e-6


def test_who_has_no_authority_is_not_limited():
    """Latvia's authority does not bind Estonia."""
    found = model("LV,2023,0,,0\nLV,2022,0,,0")
    assert levels(found)["end"] == pytest.approx(0)
    assert found.program.row_families["authority"].count == 0


def test_authority_is_carried_on_apart_from_budgets():
    """Half of 600 is carried into 2024, where it signs with another 300: nine shells, of which three now."""
    found = model("EE,2023,1200,,0.5\nEE,2024,1800,,0", months=8)
    assert found.sets.authorities.amount.tolist() == [600, 300]
    assert levels(found)["end"] == pytest.approx(0.6 * (30 - 9))
    assert found.program.column_families["authority_carried"].count == 1


def test_an_order_is_signed_when_it_is_placed_not_when_it_is_delivered():
    """Without authority in 2023 nothing is ordered in time: what January signs is delivered in February."""
    found = model("EE,2023,0,,0\nEE,2024,120000,,0", months=7)
    assert found.sets.authorities.amount.tolist() == [0, 10000]
    assert levels(found)["end"] == pytest.approx(0.6 * 30)
