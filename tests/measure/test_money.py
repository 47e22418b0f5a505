"""Rates that hold from a month on, price years and present value."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jointstock.measure.money import ONE, Steps, present_value_factors, price_factors
from jointstock.measure.months import Calendar, month_number

JANUARY, JULY = month_number("2023-01"), month_number("2023-07")
CALENDAR = Calendar(JULY, (1, 1, 3))
DOLLAR = Steps(np.array([JANUARY, JULY + 3]), np.array([0.9, 0.8]))
STEEL = Steps(np.array([JANUARY, JULY + 1, JULY + 4]), np.array([100.0, 110.0, 121.0]))


def test_a_value_holds_until_the_next():
    """From its month on, and before the first row the first value."""
    months = np.array([JANUARY - 9, JANUARY, JULY + 2, JULY + 3, JULY + 99])
    assert DOLLAR.at(months).tolist() == [0.9, 0.9, 0.9, 0.8, 0.8]


def test_before_the_first_row_there_may_be_another_value():
    """What has not begun may count as nothing."""
    assert DOLLAR.at(np.array([[JANUARY - 1, JANUARY]]), before=0.0).tolist() == [[0.0, 0.9]]


def test_a_period_has_the_mean_of_its_months():
    """A rate that falls within a quarter counts by months, and behind the horizon the last one holds."""
    assert DOLLAR.in_periods(CALENDAR) == pytest.approx([0.9, 0.9, (0.9 + 0.8 + 0.8) / 3, 0.8])


def test_a_firm_price_follows_the_exchange_rate_alone():
    """Without an index the factor is the exchange rate."""
    assert price_factors(CALENDAR, None, 2023, DOLLAR) == pytest.approx(DOLLAR.in_periods(CALENDAR))


def test_a_price_follows_its_index_from_the_price_year():
    """Index of the period over the index of January of the price year, times the exchange rate."""
    factors = price_factors(CALENDAR, STEEL, 2023, ONE)
    assert factors == pytest.approx([1.0, 1.1, (110 + 110 + 121) / 300, 1.21])


def test_index_and_exchange_are_means_that_are_multiplied():
    """Both move within the quarter; the factor is the product of the means."""
    factors = price_factors(CALENDAR, STEEL, 2023, DOLLAR)
    assert factors[2] == pytest.approx((110 + 110 + 121) / 300 * (0.9 + 0.8 + 0.8) / 3)


def test_a_price_year_may_lie_ahead():
    """Prices in the money of next year are divided by next year's index."""
    assert price_factors(CALENDAR, STEEL, 2024, ONE)[0] == pytest.approx(100 / 121)


def test_without_a_price_year_the_first_month_is_the_base():
    """The index then counts from the start of the plan."""
    late = Steps(np.array([JULY]), np.array([50.0]))
    assert price_factors(CALENDAR, late, None, ONE) == pytest.approx(np.ones(4))


def test_present_value_discounts_by_the_month():
    """A year ahead at 10 % is worth 1 / 1.1; a quarter counts the mean of its months."""
    calendar = Calendar(JULY, (1,) * 12 + (3,))
    factors = present_value_factors(calendar, 0.1)
    assert factors[0] == 1
    assert factors[6] == pytest.approx(1.1**-0.5)
    assert factors[12] == pytest.approx(np.mean(1.1 ** (-np.arange(12, 15) / 12)))
    assert factors[13] == pytest.approx(1.1 ** (-15 / 12))


@given(st.floats(-0.5, 1.0), st.lists(st.integers(1, 4), min_size=1, max_size=6))
def test_present_value_of_nothing_ahead_is_the_money_itself(rate, lengths):
    """Without a rate money keeps its worth, and with a rate above zero it never gains."""
    calendar = Calendar(JULY, tuple(lengths))
    assert present_value_factors(calendar, 0.0).tolist() == [1.0] * (len(lengths) + 1)
    assert (np.diff(present_value_factors(calendar, rate)) * np.sign(rate) <= 1e-12).all()
