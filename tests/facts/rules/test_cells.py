"""Rules of single cells and keys."""

import pytest

from jointstock.facts.rules import cells
from tests.small_case import small, told, with_cells, with_row, without_rows


@pytest.mark.parametrize("rule", cells.RULES, ids=lambda rule: rule.find.__name__)
def test_small_case_keeps_the_rules(rule: cells.Rule) -> None:
    """The small case breaks no rule of cells."""
    assert list(rule.find(small())) == []


def test_empty_cells_where_nothing_is_allowed() -> None:
    """An empty cell is a fault only where the dictionary asks for a value."""
    case = with_cells(small(), "contracts", 0, kind=None, name=None)
    assert told(cells.empty_cells(case)) == [("empty-cell", "contracts.csv", 2, "kind")]


def test_choice_suggests_the_nearest_word() -> None:
    """A misspelt choice is corrected."""
    fault = next(cells.choices(with_cells(small(), "nations", 0, role="Ally")))
    assert fault.remedy == "Did you mean 'ally'?"


@pytest.mark.parametrize("month", ["2023-7", "2023-00", "2023-13", "07-2023", "Jul-23", "2023-07-01", "2023"])
def test_months_that_are_none(month: str) -> None:
    """A month has four figures, a hyphen, and two figures from 01 to 12."""
    case = with_cells(small(), "usage", 1, month=month)
    assert told(cells.months(case)) == [("not-a-month", "usage.csv", 3, "month")]


def test_month_with_a_day_is_shortened() -> None:
    """The remedy for a month with a day is the month."""
    fault = next(cells.months(with_cells(small(), "usage", 0, month="2023-07-01")))
    assert fault.remedy == "Write 2023-07: a month has no day."


@pytest.mark.parametrize("day", ["2023", "2023-06", "2023-06-14", "2024-02-29", None])
def test_days_may_be_rough(day: str | None) -> None:
    """A day may be a month or a year."""
    assert told(cells.days(with_cells(small(), "target_versions", 0, decided_on=day))) == []


@pytest.mark.parametrize(
    "day", ["14.06.2023", "2023-02-29", "2023-06-31", "2023-6-1", "June 2023", "undated"]
)
def test_days_that_are_none(day: str) -> None:
    """A day that the calendar has not, or that is written otherwise, is a fault."""
    case = with_cells(small(), "target_versions", 0, decided_on=day)
    assert told(cells.days(case)) == [("not-a-day", "target_versions.csv", 2, "decided_on")]


@pytest.mark.parametrize(
    ("table", "column", "value", "faulty"),
    [
        ("holdings", "quantity", -0.1, True),
        ("holdings", "quantity", 0.0, False),
        ("recipes", "quantity", 0.0, True),
        ("recipes", "quantity", 0.001, False),
        ("lines", "yield", 1.0, False),
        ("lines", "yield", 1.001, True),
        ("sites", "latitude", -90.0, False),
        ("sites", "latitude", 91.0, True),
        ("nations", "fiscal_year_start", 0, True),
        ("nations", "fiscal_year_start", 12, False),
    ],
)
def test_bounds(table: str, column: str, value: float, *, faulty: bool) -> None:
    """Numbers lie inside the bounds, these included unless they must be exceeded."""
    found = told(cells.bounds(with_cells(small(), table, 0, **{column: value})))
    assert found == ([("out-of-bounds", f"{table}.csv", 2, column)] if faulty else [])


def test_bounds_are_named() -> None:
    """The expectation says both bounds."""
    fault = next(cells.bounds(with_cells(small(), "lines", 0, **{"yield": 2.0})))
    assert fault.expected == "a number above 0 and of at most 1"


def test_percent_is_told() -> None:
    """A share above 1 that may be meant in percent is shown as it is to be written."""
    fault = next(cells.bounds(with_cells(small(), "line_leads", 0, share=35.0)))
    assert fault.remedy.endswith(" 35 percent is written 0.35.")


@pytest.mark.parametrize(("value", "faulty"), [(9.9e11, False), (1e12, True), (-1e13, True)])
def test_beyond_reason(value: float, *, faulty: bool) -> None:
    """A million millions is beyond reason, in either direction."""
    found = told(cells.beyond_reason(with_cells(small(), "holdings", 0, quantity=value)))
    assert found == ([("beyond-reason", "holdings.csv", 2, "quantity")] if faulty else [])


@pytest.mark.parametrize("key", ["*", "group:EU", "a\nb", "a\tb"])
def test_reserved_keys(key: str) -> None:
    """Words with a meaning of their own, and signs that cannot be seen, are no keys."""
    case = with_cells(small(), "items", 1, item=key)
    assert told(cells.reserved_keys(case)) == [("reserved-key", "items.csv", 3, "item")]


def test_wildcards_are_no_reserved_keys() -> None:
    """A star is a key where the table allows a wildcard."""
    assert small().table("lanes").item(0, "item") == "*"
    assert told(cells.reserved_keys(small())) == []


def test_duplicate_names_the_first_row() -> None:
    """The second row of a key is at fault, and the remedy names the first."""
    fault = next(cells.duplicate_keys(with_row(small(), "targets", nation="LV")))
    assert (fault.row, fault.value) == (4, "V1 / LV / artillery / 2023-07")
    assert fault.remedy.startswith("Row 3 has the same key")


def test_duplicate_of_an_open_key() -> None:
    """Two holdings without a lot are the same holding."""
    case = with_row(small(), "holdings", quantity=7.0)
    assert told(cells.duplicate_keys(case)) == [("duplicate-key", "holdings.csv", 4, "")]


def test_rows_without_key_are_no_duplicates() -> None:
    """Rows whose key is empty are told as empty, not as duplicates."""
    case = with_row(with_cells(small(), "nations", 0, nation=None), "nations", nation=None)
    assert told(cells.duplicate_keys(case)) == []


def test_missing_tables() -> None:
    """A case without nations is told which table is missing."""
    fault = next(cells.missing_tables(without_rows(small(), "nations")))
    assert (fault.code, fault.file, fault.row) == ("missing-table", "nations.csv", None)
