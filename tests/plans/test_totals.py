"""Sums by group in the order of the rows."""

import polars as pl
import pytest

from jointstock.plans.totals import totals


def test_each_group_is_added_up():
    """Two groups, in the order of their first rows."""
    rows = pl.DataFrame({"payer": ["B", "A", "B"], "amount": [1.0, 2.0, 4.0]})
    assert totals(rows, ["payer"], "amount").rows() == [("B", 5.0), ("A", 2.0)]


def test_the_sum_is_that_of_the_rows_in_their_order():
    """The last digit is that of adding one row after the other, however the frame is cut in pieces."""
    values = [0.1 * 3**power for power in range(-20, 20)] * 50
    meant = 0.0
    for value in values:
        meant += value
    whole = pl.DataFrame({"key": ["k"] * len(values), "amount": values})
    pieces = pl.concat([whole[:17], whole[17:901], whole[901:]], rechunk=False)
    assert [totals(rows, ["key"], "amount").item(0, "amount") for rows in (whole, pieces)] == [meant, meant]


@pytest.mark.parametrize("keys", [["payer"], ["payer", "kind"]])
def test_nothing_adds_up_to_nothing(keys):
    """Without rows there is no group."""
    rows = pl.DataFrame(schema={"payer": pl.String, "kind": pl.String, "amount": pl.Float64})
    assert totals(rows, keys, "amount").is_empty()
