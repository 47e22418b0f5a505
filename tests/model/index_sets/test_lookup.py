"""From rows of tables to positions in arrays."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jointstock.measure.months import month_text
from jointstock.model.index_sets.lookup import (
    by_month,
    first_number,
    floats,
    joined_labels,
    locate,
    month_numbers,
    rate,
    spread,
)
from tests.model.made import FIRST, calendar, made

KEYS = pl.DataFrame({"nation": ["EE", "EE", "LV"], "item": ["shell", "rocket", "shell"]})


def test_rows_are_found_by_their_key():
    """Each row gets the place of its key, and -1 where the key is not there."""
    rows = pl.DataFrame({"item": ["shell", "shell", "mine"], "nation": ["LV", "EE", "EE"], "more": [1, 2, 3]})
    assert locate(rows, KEYS, ["nation", "item"]).tolist() == [2, 0, -1]


def test_no_rows_have_no_places():
    """Empty tables on either side are no error."""
    assert locate(KEYS.clear(), KEYS, ["nation"]).tolist() == []
    assert locate(KEYS, KEYS.clear(), ["nation", "item"]).tolist() == [-1, -1, -1]


def test_an_empty_cell_is_no_number():
    """Unknown becomes NaN and never 0."""
    assert np.isnan(floats(pl.DataFrame({"quantity": [None, 1.5]}), "quantity")).tolist() == [True, False]
    assert np.isnan(floats(pl.DataFrame({"months": [3, None]}), "months")).tolist() == [False, True]


def test_months_become_numbers():
    """A column of months, an empty one too."""
    assert month_numbers(pl.Series(["2023-07", "2024-01"])).tolist() == [FIRST, FIRST + 6]
    assert month_numbers(pl.Series([], dtype=pl.String)).tolist() == []


def series(rows, months=6):
    """One series from pairs of a month, counted from the first, and a value."""
    table = pl.DataFrame(
        {"from": [month_text(FIRST + month) for month, _ in rows], "quantity": [value for _, value in rows]},
        schema={"from": pl.String, "quantity": pl.Float64},
    )
    key = np.zeros(len(table), dtype=np.int64)
    return by_month(table, key, "from", "quantity", 1, calendar(months))[0].tolist()


def test_a_value_holds_until_the_next():
    """Before the first row there is nothing; rows may come in any order."""
    assert series([(4, 7.0), (1, 5.0)]) == [0, 5, 5, 5, 7, 7]


def test_what_held_before_the_plan_still_holds():
    """Of several rows before the first month the last counts; one behind the horizon does not."""
    assert series([(-9, 3.0), (-2, 4.0), (3, 0.0), (60, 8.0)]) == [4, 4, 4, 0, 0, 0]


def test_without_rows_there_is_nothing():
    """An empty table gives a series of nothing."""
    assert series([]) == [0] * 6


@given(st.lists(st.tuples(st.integers(-5, 8), st.floats(0, 1e6)), max_size=5, unique_by=lambda row: row[0]))
def test_values_are_taken_over_to_the_last_digit(rows):
    """No month holds a value that stands in no row: what ends ends at exactly 0."""
    expected = [next((v for m, v in sorted(rows, reverse=True) if m <= month), 0.0) for month in range(6)]
    assert series(rows) == expected


def test_several_series_stay_apart():
    """Rows of different keys do not mix."""
    table = pl.DataFrame({"from": ["2023-09", "2023-07", "2023-08"], "quantity": [1.0, 2.0, 3.0]})
    found = by_month(table, np.array([1, 0, 1]), "from", "quantity", 3, calendar(4))
    assert found.tolist() == [[2, 2, 2, 2], [0, 3, 1, 1], [0, 0, 0, 0]]


def test_the_own_currency_is_worth_one():
    """Without a currency, or in the case's own, a rate is 1."""
    assert rate(made(), None).at(np.array([FIRST])).tolist() == [1]
    assert rate(made(), "EUR").at(np.array([FIRST])).tolist() == [1]


def test_a_rate_is_read_by_name_and_month():
    """Rows of a rate may stand in any order, among those of others."""
    case = made(rates="rate,month,value\nUSD,2023-09,0.8\nsteel,2023-01,100\nUSD,2023-01,0.9")
    assert rate(case, "USD").at(FIRST + np.arange(4)).tolist() == [0.9, 0.9, 0.8, 0.8]


def test_small_turns():
    """Labels are joined by a slash, values repeated over periods, the first month counted."""
    assert joined_labels(KEYS, ["nation", "item"]) == ["EE/shell", "EE/rocket", "LV/shell"]
    assert spread(np.array([1.0, 2.0]), 2).tolist() == [[1, 1], [2, 2]]
    assert first_number(made()) == FIRST


def test_a_series_has_a_value_for_each_month_of_the_plan():
    """The result is by month whatever the periods."""
    table = pl.DataFrame({"from": ["2023-08"], "quantity": [2.0]})
    monthly = by_month(table, np.zeros(1, int), "from", "quantity", 1, calendar(6, "2x3"))
    assert monthly.shape == (1, 6)
    assert monthly.sum() == pytest.approx(10)
