"""Rules of money."""

import dataclasses
from typing import Any

import polars as pl
import pytest

from jointstock.errors import Fault
from jointstock.facts.case import Case
from jointstock.facts.rules import money
from jointstock.measure.months import month_number
from tests.small_case import small, told, with_cells, with_row, with_table, without_rows


def horizon(case: Case, **changes: Any) -> Case:
    """The case with other settings."""
    return case.replace(settings=dataclasses.replace(case.settings, **changes))


def yearly(case: Case, table: str = "budgets", code: str = "budget-year-missing") -> list[Fault]:
    """Years that a table of money by fiscal year lacks."""
    return list(money.yearly_rows(case, table=table, code=code, what="money"))


def test_small_case_keeps_the_rules() -> None:
    """The small case breaks no rule of money."""
    assert [fault for rule in money.RULES for fault in rule.find(small())] == []


def test_month_numbers_are_those_of_the_calendar() -> None:
    """Months in a column have the numbers that single months have, and what is no month has none."""
    frame = pl.DataFrame({"month": ["2023-07", "2024-01", None, "soon"]})
    numbers = frame.select(money.month_numbers("month")).to_series().to_list()
    assert numbers == [month_number("2023-07"), month_number("2024-01"), None, None]


def test_fiscal_years_are_named_by_their_start() -> None:
    """From July 2023, a year holds six months of 2023 for a January payer, nine for an April one."""
    years = money.fiscal_years(small()).sort("payer", "year")
    assert years.filter(pl.col("payer") != "EDF").select("payer", "year", "months").rows() == [
        ("EE", 2023, 6),
        ("EE", 2024, 6),
        ("LV", 2023, 9),
        ("LV", 2024, 3),
    ]


def test_fiscal_year_that_began_before() -> None:
    """In January, an April payer is still in the fiscal year of the year before."""
    case = horizon(small(), as_of="2023-12-14", first_month="2024-01", months=3)
    years = money.fiscal_years(case).filter(pl.col("payer") == "LV")
    assert years.select("year", "months").rows() == [(2023, 3)]


@pytest.mark.parametrize("table", ["lines", "expansions", "contracts", "budgets", "orders", "pledges"])
def test_currencies_need_rates(table: str) -> None:
    """An amount in a currency without rates is a fault in every table of amounts."""
    case = with_cells(small(), table, 0, currency="NOK", **({"value": 5.0} if table == "pledges" else {}))
    assert told(money.currencies(case)) == [("no-rate", f"{table}.csv", 2, "currency")]


def test_currency_without_amount_needs_no_rate() -> None:
    """Where there is no amount, its currency plays no part."""
    assert told(money.currencies(with_cells(small(), "lines", 0, currency="NOK", unit_cost=None))) == []


@pytest.mark.parametrize(
    ("table", "cells"),
    [
        ("lines", {"start_up_cost": 5.0}),
        ("line_modes", {"cost": 5.0}),
        ("authorities", {"amount": 5.0}),
        ("surges", {"call_cost": 5.0}),
        ("instruments", {}),
    ],
)
def test_currencies_of_terms_need_rates(table: str, cells: dict[str, object]) -> None:
    """Each amount of a table counts, and an instrument's currency counts by itself."""
    case = with_table(small(), table, cells | {"currency": "NOK"})
    assert told(money.currencies(case)) == [("no-rate", f"{table}.csv", 2, "currency")]


def test_authority_years_cover_the_horizon() -> None:
    """Each fiscal year that the horizon reaches needs an authority, of payers that have any."""
    case = with_table(small(), "authorities", {"payer": "LV", "year": 2024})
    assert told(yearly(case, "authorities", "authority-year-missing")) == [
        ("authority-year-missing", "authorities.csv", 2, "year")
    ]


def test_misspelt_currency_is_suggested() -> None:
    """The currency of the case is suggested too."""
    fault = next(money.currencies(with_cells(small(), "budgets", 0, currency="eur")))
    assert fault.remedy == "Did you mean 'EUR'?"


def test_own_currency_is_one() -> None:
    """The currency of the case is worth one of itself."""
    assert told(money.own_currency(with_row(small(), "rates", rate="EUR", value=1.0))) == []
    assert len(told(money.own_currency(with_row(small(), "rates", rate="EUR", value=0.9)))) == 1


def test_budget_years_cover_the_horizon() -> None:
    """Each fiscal year that the horizon reaches needs a budget, told one by one at the payer's first row."""
    found = list(yearly(horizon(small(), months=30)))
    assert [(fault.row, fault.expected[:47]) for fault in found] == [
        (2, "a row for the fiscal year 2025 of 'EE', which t"),
        (4, "a row for the fiscal year 2025 of 'LV', which t"),
    ]


def test_payer_without_any_budget_lacks_none() -> None:
    """A payer without any row is not limited, and lacks no year."""
    assert told(yearly(without_rows(small(), "budgets"))) == []


def outside(case: Case, **cells: Any) -> list[tuple[str, str, int | None, str]]:
    """What is said when the order from outside has these cells; LV has 67,500, then 22,500."""
    return told(money.open_orders_within_budget(with_cells(case, "orders", 1, **cells)))


OVER = [("open-orders-exceed-budget", "budgets.csv", 4, "amount")]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"quantity": 68.0}, []),
        ({"quantity": 69.0}, OVER),
        ({"quantity": 69.0, "paid_share": 0.5}, []),
        ({"quantity": 69.0, "currency": None}, OVER),
        ({"quantity": 61.0, "currency": None}, []),
        ({"quantity": 69.0, "payer": "EDF"}, []),
        ({"quantity": 69.0, "line": "shell-line"}, []),
        ({"quantity": 69.0, "due": "2024-07"}, []),
        ({"quantity": 69.0, "due": "2022-12"}, OVER),
        ({"quantity": 69.0, "due": "2024-05"}, [("open-orders-exceed-budget", "budgets.csv", 5, "amount")]),
        ({"quantity": None}, []),
    ],
)
def test_open_orders_within_budget(cells: dict[str, Any], expected: list[Any]) -> None:
    """At 990 a unit, 68 units from outside fit into the budget and 69 do not."""
    assert outside(small(), **cells) == expected


def test_money_carried_over_counts() -> None:
    """What may be carried in from the year before helps to pay."""
    cells = {"quantity": 23.0, "due": "2024-05"}
    assert len(outside(small(), **cells)) == 1
    assert outside(with_cells(small(), "budgets", 2, carry_over=0.1), **cells) == []
