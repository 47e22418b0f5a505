"""From rows to faults."""

import polars as pl
import pytest

from jointstock.facts.case import Case, Origin
from jointstock.facts.rules.pointing import MOST_LISTED, ROW, cell_text, numbered, point, suggestions
from tests.small_case import small


def found(case: Case, *rows: int) -> pl.DataFrame:
    """Rows of the budgets by their numbers."""
    return numbered(case, "budgets").filter(pl.col(ROW).is_in(list(rows)))


def test_point_names_file_row_column_and_value() -> None:
    """A fault stands at the row of the file, with what its cell holds."""
    faults = point(small(), "budgets", found(small(), 1), code="c", column="amount", expected="e", remedy="r")
    assert [(f.file, f.row, f.column, f.value) for f in faults] == [("budgets.csv", 3, "amount", "120000")]


def test_point_says_words_of_the_row() -> None:
    """Words may be said of the row."""
    faults = point(
        small(),
        "budgets",
        found(small(), 0),
        code="c",
        column="amount",
        expected=lambda row: f"more for {row['payer']}",
        remedy=lambda row: f"Look at {row['year']}.",
        value=lambda row: row["payer"] + "!",
    )
    assert (faults[0].expected, faults[0].remedy, faults[0].value) == ("more for EE", "Look at 2023.", "EE!")


def test_point_follows_the_order_of_the_file() -> None:
    """Faults stand in the order of rows, whatever the order in which they were found."""
    rows = found(small(), 0, 2, 3).reverse()
    faults = point(small(), "budgets", rows, code="c", column="", expected="e", remedy="r")
    assert [fault.row for fault in faults] == [2, 4, 5]


def test_point_names_the_source_of_the_row() -> None:
    """The source that the row names is told, so that it can be looked up."""
    case = small().replace(budgets=small().table("budgets").with_columns(source=pl.lit("S1")))
    fault = point(case, "budgets", found(case, 0), code="c", column="", expected="e", remedy="r")[0]
    assert fault.source == "S1"


def test_point_uses_the_origin() -> None:
    """File and row are those from which the table was read."""
    case = Case(
        small().settings, small().tables, {"budgets": Origin("budgets.parquet", pl.Series([9, 8, 7, 6]))}
    )
    fault = point(case, "budgets", found(case, 1), code="c", column="", expected="e", remedy="r")[0]
    assert (fault.file, fault.row) == ("budgets.parquet", 8)


def test_point_lists_a_thousand() -> None:
    """Beyond a thousand rows, the last fault counts them all."""
    rows = pl.concat([found(small(), 0)] * (MOST_LISTED + 1))
    faults = point(small(), "budgets", rows, code="c", column="payer", expected="e", remedy="r")
    assert len(faults) == MOST_LISTED + 1
    assert (faults[-1].row, faults[-1].value) == (None, f"{MOST_LISTED + 1} such rows")


def test_point_at_nothing() -> None:
    """No rows, no faults."""
    assert point(small(), "budgets", found(small()), code="c", column="", expected="e", remedy="r") == []


@pytest.mark.parametrize(
    ("cell", "text"),
    [(None, ""), (True, "yes"), (False, "no"), (2.0, "2"), (2.5, "2.5"), (3, "3"), ("x", "x")],
)
def test_cell_text(cell: object, text: str) -> None:
    """A cell is shown as a planner would write it."""
    assert cell_text(cell) == text


def test_suggestions_are_prepared() -> None:
    """Each unknown word gets the nearest known one, others the general remedy."""
    suggest = suggestions(["capacty", "zzz", None], ["capacity"], "Look it up.")
    assert suggest("capacty") == "Did you mean 'capacity'?"
    assert suggest("zzz") == "Look it up."
    assert suggest("never asked") == "Look it up."
