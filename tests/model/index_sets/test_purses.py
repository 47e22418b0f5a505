"""Index sets of money: payers, fiscal years and payers of expansions."""

import numpy as np
import polars as pl
import pytest

from jointstock.measure.months import make_calendar, month_number
from jointstock.model.index_sets.industry import read_lines, read_options
from jointstock.model.index_sets.purses import fiscal_year_starts, read_purses, read_shares
from tests.model.made import FIRST, calendar, made

BUDGETS = "payer,year,amount,currency,carry_over\n"
EXPANSIONS = "option,line,capacity,cost,build_months,ramp\nX,L1,6,100,1,fast\nY,L2,6,100,1,fast"
RAMPS = "ramp,month,share\nfast,0,1"


def purses_of(rows, months=12, runs="99x1", rates="rate,month,value"):
    """Budgets of the tiny case: Estonia's year begins in January, Latvia's in April."""
    return read_purses(made(months, budgets=BUDGETS + rows, rates=rates), calendar(months, runs))


def test_every_party_may_pay():
    """Payers are all parties, by name; without budgets nobody is limited."""
    purses = purses_of("")
    assert purses.payers == ["EE", "FUND", "LV", "UA", "ZZ"]
    assert purses.labels == []
    assert (purses.budget_of == -1).all()
    assert purses.budget_of.shape == (5, 13)


def test_years_count_by_their_months_inside():
    """From July 2023 on, half of 2023 and half of 2024 lie inside a year's plan."""
    purses = purses_of("EE,2024,240,,0.5\nEE,2023,120,,0.1\nEE,2022,99,,1\nEE,2025,99,,1")
    assert purses.labels == ["EE/2023", "EE/2024"]
    assert purses.amount.tolist() == [60, 120]
    assert purses.carry.tolist() == [6, 60]
    assert purses.before.tolist() == [-1, 0]


def test_a_fiscal_year_is_named_by_the_year_in_which_it_starts():
    """Latvia's year from April 2023 has nine months inside, and covers March 2024."""
    purses = purses_of("LV,2023,120,,0\nLV,2024,120,,0")
    assert purses.amount.tolist() == [90, 30]
    assert purses.budget_of[2].tolist() == [0] * 9 + [1] * 3 + [-1]


def test_payments_behind_the_horizon_count_against_no_budget():
    """The last column is without a budget for everyone."""
    assert (purses_of("EE,2023,1,,0\nEE,2024,1,,0").budget_of[:, -1] == -1).all()


def test_budgets_of_several_payers_stay_apart():
    """The first year of a payer follows no year of another."""
    purses = purses_of("LV,2023,1,,0\nEE,2024,1,,0\nEE,2023,1,,0\nLV,2024,1,,0")
    assert purses.labels == ["EE/2023", "EE/2024", "LV/2023", "LV/2024"]
    assert purses.before.tolist() == [-1, 0, -1, 2]
    assert purses.payer.tolist() == [0, 0, 2, 2]


def test_a_budget_in_another_currency_is_exchanged_at_its_first_month_inside():
    """2023 begins inside the plan in July, 2024 in January."""
    rates = "rate,month,value\nUSD,2023-01,0.9\nUSD,2023-12,0.8"
    purses = purses_of("EE,2023,120,USD,0\nEE,2024,120,USD,0", rates=rates)
    assert purses.amount == pytest.approx([54, 48])


def test_long_periods_belong_to_one_year():
    """On a calendar cut at fiscal years each period counts against the year of its months."""
    case = made(12, budgets=BUDGETS + "LV,2023,120,,0\nLV,2024,120,,0")
    periods = make_calendar(FIRST, 12, "2x6", fiscal_year_starts(case))
    assert periods.lengths == (6, 3, 3)
    assert read_purses(case, periods).budget_of[2].tolist() == [0, 0, 1, -1]


def test_fiscal_years_are_those_of_payers_with_a_budget():
    """A party without a budget cuts no period."""
    assert fiscal_year_starts(made()) == []
    assert fiscal_year_starts(made(budgets=BUDGETS + "LV,2023,1,,0\nEE,2023,1,,0\nFUND,2023,1,,0")) == [1, 4]


def test_parties_are_found_by_name():
    """Names become positions, unknown ones -1."""
    assert purses_of("").find(pl.Series(["LV", "EE", "nobody"])).tolist() == [2, 0, -1]


def shares_of(payers, budgets="EE,2023,1,,0\nLV,2023,1,,0"):
    """Who may pay for X and Y."""
    case = made(
        expansions=EXPANSIONS,
        ramps=RAMPS,
        expansion_payers="option,payer\n" + payers,
        budgets=BUDGETS + budgets,
    )
    periods = calendar()
    purses = read_purses(case, periods)
    shares = read_shares(case, read_options(case, read_lines(case, periods), periods), purses)
    return [
        f"{'XY'[option]}/{purses.payers[payer]}"
        for option, payer in zip(shares.option, shares.payer, strict=True)
    ]


def test_payers_of_an_option_are_those_named():
    """A party may be named without having a budget."""
    assert shares_of("X,UA\nX,EE") == ["X/EE", "X/UA"]


def test_a_star_of_payers_is_every_party_with_a_budget():
    """A payer named besides is not doubled; without budgets the star is nobody."""
    assert shares_of("X,*\nX,EE\nY,*") == ["X/EE", "X/LV", "Y/EE", "Y/LV"]
    assert shares_of("X,*", budgets="") == []


def test_the_horizon_may_begin_with_a_fiscal_year():
    """A plan from July on, of a payer whose year begins in July, has whole years."""
    nations = "nation,role,fiscal_year_start\nEE,ally,7"
    case = made(12, nations=nations, budgets=BUDGETS + "EE,2023,120,,0\nEE,2022,120,,0")
    purses = read_purses(case, calendar(12))
    assert purses.labels == ["EE/2023"]
    assert purses.amount.tolist() == [120]
    assert np.array(purses.budget_of).tolist() == [[0] * 12 + [-1]]
    assert month_number("2023-07") == FIRST
