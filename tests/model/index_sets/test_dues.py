"""Index sets of fees and of units to be taken."""

import pytest

from jointstock.model.index_sets.sets import read_sets
from tests.model.made import calendar, made

TERMS = "valid_from,valid_to,signed,take_or_pay,take_share,capacity_fee,option_fee,currency"
RATES = "rate,month,value\nUSD,2023-01,0.9\nUSD,2023-09,0.8"


def dues(values, months=4, runs="20x1", **tables):
    """Dues of the tiny case with these terms of its contract."""
    contracts = f"contract,kind,admin_months,{TERMS}\nK,framework,0,{values}"
    return read_sets(made(months, contracts=contracts, rates=RATES, **tables), calendar(months, runs)).dues


def test_a_contract_without_fees_owes_nothing():
    """Nor does one with a ceiling or a minimum order alone."""
    found = dues(",,,,,,,")
    assert (found.labels, found.share_labels) == ([], [])
    assert found.fee.shape == found.price.shape == (0, 4)


def test_capacity_fees_count_months_of_validity_at_their_rate():
    """Ten dollars a month from August to October: 9, 8 and 8 euros."""
    found = dues("2023-08,2023-10,,,,10,,USD")
    assert found.fee[0] == pytest.approx([0, 9, 8, 8])
    assert dues("2023-08,,,,,10,,", runs="1x1,1x3").fee[0] == pytest.approx([0, 30])


def test_of_a_longer_period_only_its_valid_months_count():
    """Two of three months are valid, at the mean rate of the period."""
    found = dues("2023-08,,,,,10,,USD", months=3, runs="1x3")
    assert found.fee[0] == pytest.approx([20 * (0.9 + 0.9 + 0.8) / 3])


def test_an_option_fee_falls_due_in_the_first_valid_period():
    """Validity that began before the plan counts from its first period on."""
    assert dues("2023-09,,,,,,50,").fee[0].tolist() == [0, 0, 50, 0]
    assert dues("2020-01,,,,,,50,").fee[0].tolist() == [50, 0, 0, 0]


def test_units_not_taken_fall_due_in_the_last_valid_period():
    """Half of the first price, at the exchange rate of the period."""
    found = dues(",2023-09,yes,30,0.5,,,USD")
    assert found.price[0] == pytest.approx([0, 0, 100 * 0.5 * 0.8, 0])
    assert (found.take.tolist(), found.signed.tolist()) == ([30], [True])


def test_a_contract_that_is_not_valid_inside_the_plan_owes_nothing():
    """Without a valid month there is no period to pay in."""
    found = dues("2030-01,,yes,30,0.5,10,50,")
    assert not found.fee.any()
    assert not found.price.any()


def test_fees_are_shared_by_payers_else_by_buyers():
    """The word buyer stands for every buyer; groups are spelled out."""
    parties = "contract,role,party\nK,buyer,group:Baltic\nK,line,L1"
    assert dues(",,,,,10,,", contract_parties=parties).share_labels == ["K/EE", "K/LV"]
    parties += "\nK,payer,FUND"
    assert dues(",,,,,10,,", contract_parties=parties).share_labels == ["K/FUND"]
    parties += "\nK,payer,buyer"
    found = dues(",,,,,10,,", contract_parties=parties)
    assert found.share_labels == ["K/EE", "K/FUND", "K/LV"]
    assert found.share.tolist() == [0, 0, 0]
