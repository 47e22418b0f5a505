"""The case and its tables."""

import copy
import dataclasses
import pickle
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from jointstock.errors import CaseError, OptionError
from jointstock.facts.case import Case, Origin, Table
from jointstock.facts.dictionary import DICTIONARY
from tests.small_case import small

ONE_HOLDING = {"nation": ["EE"], "item": ["shell"], "quantity": [5]}


def test_every_table_is_an_attribute() -> None:
    """Each table of the dictionary can be asked for by its name."""
    for name in DICTIONARY.tables:
        table = getattr(small(), name)
        assert isinstance(table, Table)
        assert table.frame.schema == DICTIONARY.tables[name].schema


def test_table_without_rows_has_its_schema() -> None:
    """A table that the case does not have is empty, with every column."""
    case = Case(small().settings, {})
    assert case.table("lines").schema == DICTIONARY.tables["lines"].schema
    assert len(case.lines) == 0


def test_unknown_table_is_refused_with_a_suggestion() -> None:
    """A table that does not exist is refused by name."""
    with pytest.raises(OptionError, match="Did you mean 'holdings'"):
        small().table("holding")
    with pytest.raises(AttributeError):
        small().holding  # noqa: B018


def test_rows_keep_the_order_of_the_file() -> None:
    """Rows stand in the order in which they were written."""
    assert small().table("nations").get_column("nation").to_list() == ["EE", "LV", "EDF"]


def test_case_does_not_change() -> None:
    """Neither a case nor its settings can be written to."""
    with pytest.raises(dataclasses.FrozenInstanceError):
        small().settings = None  # type: ignore[misc,assignment]
    with pytest.raises(dataclasses.FrozenInstanceError):
        small().settings.months = 3  # type: ignore[misc]


def test_replace_leaves_the_case_as_it_was() -> None:
    """A what-if is another case; the first one keeps its rows and its digest."""
    before = small().digest
    other = small().replace(obstacles=small().obstacles.without("export licence"))
    assert len(other.obstacles) == len(small().obstacles) - 1
    assert other.digest != before
    assert small().digest == before


@pytest.mark.parametrize(
    "frame",
    [pl.DataFrame(ONE_HOLDING), pd.DataFrame(ONE_HOLDING), pa.table(ONE_HOLDING)],
    ids=["polars", "pandas", "pyarrow"],
)
def test_replace_takes_any_frame(frame: Any) -> None:
    """A table may be handed in as a frame of polars, pandas or pyarrow."""
    rows = small().replace(holdings=frame).table("holdings")
    assert rows.schema == DICTIONARY.tables["holdings"].schema
    assert rows.select("nation", "item", "lot", "quantity").rows() == [("EE", "shell", "", 5.0)]


def test_replace_reads_missing_pandas_numbers_as_unknown() -> None:
    """A missing number of pandas, which is NaN there, is unknown here."""
    frame = pd.DataFrame({"nation": ["EE", "LV"], "quantity": [5.0, None]})
    assert small().replace(holdings=frame).table("holdings").get_column("quantity").to_list() == [5.0, None]


def test_replace_refuses_unknown_columns() -> None:
    """A column that the table has not is refused, with a suggestion."""
    with pytest.raises(OptionError, match="Did you mean 'quantity'"):
        small().replace(holdings=pl.DataFrame({"quantty": [1]}))


def test_replace_refuses_unknown_tables() -> None:
    """A table that the dictionary has not is refused, with a suggestion."""
    with pytest.raises(OptionError, match="Did you mean 'holdings'"):
        small().replace(holding=pl.DataFrame(ONE_HOLDING))


def test_replace_refuses_rows_of_another_table() -> None:
    """Rows of one table cannot stand in for those of another."""
    with pytest.raises(OptionError, match="cannot be rows of the table lines"):
        small().replace(lines=small().items)


def test_replace_refuses_what_is_no_frame() -> None:
    """Something that is no frame is refused by its kind."""
    with pytest.raises(OptionError, match="needs a frame, not a int"):
        small().replace(lines=3)


def test_replace_tells_bad_cells() -> None:
    """Cells that cannot be converted are told as faults, with the row they would have in a file."""
    with pytest.raises(CaseError) as caught:
        small().replace(holdings=pl.DataFrame({"quantity": ["5", "five"]}))
    fault = caught.value.faults[0]
    assert (fault.code, fault.file, fault.row, fault.column) == (
        "not-a-number",
        "holdings.csv",
        3,
        "quantity",
    )


def test_replace_settings() -> None:
    """Settings are replaced like tables."""
    longer = small().replace(settings=dataclasses.replace(small().settings, months=24))
    assert longer.settings.months == 24
    assert longer.table("lines").equals(small().table("lines"))


def test_where_keeps_rows() -> None:
    """Where keeps the rows that hold a value, or one of several, in each column named."""
    budgets = small().budgets
    assert len(budgets.where(payer="EE")) == 2
    assert len(budgets.where(payer=["EE", "LV"], year=2023)) == 2
    assert len(budgets.where()) == len(budgets)


def test_where_finds_empty_cells() -> None:
    """None finds the cells that are empty."""
    assert len(small().budgets.where(currency=None)) == 3


def test_without_leaves_out_rows() -> None:
    """Without leaves out rows by their first key, by columns, or by both."""
    budgets = small().budgets
    assert len(budgets.without("EE")) == 2
    assert len(budgets.without("EE", "LV")) == 0
    assert len(budgets.without("EE", year=2023)) == 3
    assert len(budgets.without(currency="EUR")) == 3
    assert len(budgets.without()) == len(budgets)


def test_unknown_column_of_a_table_is_refused() -> None:
    """A column that the table has not is refused, with a suggestion."""
    with pytest.raises(OptionError, match="Did you mean 'payer'"):
        small().budgets.where(payr="EE")


def test_table_can_be_walked_through() -> None:
    """The rows of a table can be read one by one."""
    assert [row["nation"] for row in small().nations] == ["EE", "LV", "EDF"]


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, lambda case: pickle.loads(pickle.dumps(case))])
def test_case_can_be_copied_and_sent(again: Any) -> None:
    """A case can be copied, and sent to another process."""
    assert again(small()).digest == small().digest


def test_repr_says_name_day_and_rows() -> None:
    """A case shows its name, its day and how many rows it has."""
    assert repr(small()) == "<Case 'small' as of 2023-06-14, 55 rows>"


def test_origin_counts_rows_from_two() -> None:
    """The header is row 1, so that the first row of data is row 2."""
    assert Origin("lines.csv").row(0) == 2
    assert Origin("lines.csv", pl.Series([2, 5])).row(1) == 5
    assert Origin("lines.csv").row(None) is None


def test_replaced_table_forgets_its_origin() -> None:
    """A table handed in by a caller no longer speaks of the file that it replaced."""
    case = Case(small().settings, small().tables, {"lines": Origin("lines.parquet")})
    assert case.origin("lines").file == "lines.parquet"
    assert case.replace(lines=case.lines).origin("lines").file == "lines.csv"
