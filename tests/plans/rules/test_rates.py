import polars as pl
import pytest

from jointstock.plans.rules.rates import contract_prices, fiscal_year, mean_rates, rates_in
from tests.plans.rules.giving import giving


def test_a_rate_is_the_mean_over_the_months_of_a_period() -> None:
    """A dollar of 1 in March and 2 in April is 1.5 in both together, and 2 after the horizon."""
    rates = mean_rates(giving().ground()).filter(pl.col("rate") == "USD").sort("b")
    assert rates["value"].to_list() == pytest.approx([1, 1, 1.5, 2])


def test_the_currency_of_the_case_is_one() -> None:
    """The currency of the case needs no row of rates."""
    rates = mean_rates(giving().ground()).filter(pl.col("rate") == "EUR")
    assert rates["value"].to_list() == [1.0] * 4


def test_the_first_row_of_a_rate_also_holds_before_its_month() -> None:
    """A rate before its first row is that of the first row."""
    months = pl.DataFrame({"month": [-40, 0, 3]})
    found = rates_in(giving().ground(), months).filter(pl.col("rate") == "prices").sort("month")
    assert found["value"].to_list() == [100, 100, 110]


def test_a_price_follows_its_index_and_the_exchange_rate() -> None:
    """20 dollars of 2023 are 20 in January, 22 in February, 33 in the last period, and 44 after it."""
    prices = contract_prices(giving().ground()).sort("b")
    assert prices["price"].to_list() == pytest.approx([20, 22, 33, 44])


@pytest.mark.parametrize(
    ("month", "start", "year"),
    [("2024-03", 4, 2023), ("2024-04", 4, 2024), ("2024-12", 1, 2024), ("2024-01", 10, 2023)],
)
def test_a_fiscal_year_is_named_by_the_year_in_which_it_starts(month: str, start: int, year: int) -> None:
    """March belongs to the year before where years start in April."""
    counted = int(month[:4]) * 12 + int(month[5:]) - 1
    assert pl.select(fiscal_year(pl.lit(counted), pl.lit(start))).item() == year
