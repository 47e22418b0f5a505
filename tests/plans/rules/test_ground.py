import polars as pl
import pytest

from jointstock.plans.rules.ground import Claim, added, in_words, side_by_side, total
from tests.plans.rules.ordering import ordering

CLAIM = Claim("V1", ("nation",), "{nation} has {lhs} instead of {rhs} in {period}.")


def rows(left: float | None, right: float | None, size: float = 0.0) -> pl.DataFrame:
    schema = {"nation": pl.String, "b": pl.Int64, "left": pl.Float64, "right": pl.Float64, "size": pl.Float64}
    return pl.DataFrame([("EE", 1, left, right, size)], schema=schema, orient="row")


@pytest.mark.parametrize(
    ("left", "right", "size", "found"),
    [(1.0, 1.000001, 0.0, 0), (1.0, 1.00001, 0.0, 1), (1.0, 1.00001, 100.0, 0), (None, 1.0, 0.0, 1)],
)
def test_a_row_is_as_exact_as_its_largest_term(left: float, right: float, size: float, found: int) -> None:
    """Two sides may differ by 1e-6 of one plus the largest term; a side that is missing always differs."""
    check = (
        ordering()
        .ground()
        .examine(CLAIM, rows(left, right, size), pl.col("left"), pl.col("right"), [pl.col("size")])
    )
    assert (check.checked, len(check.findings)) == (1, found)


def test_a_finding_names_nation_period_and_both_sides() -> None:
    """The sentence of a finding is filled from its row."""
    (finding,) = ordering().ground().examine(CLAIM, rows(3.0, 1.0), pl.col("left"), pl.col("right")).findings
    assert finding.text == "EE has 3 instead of 1 in 2024-02."
    assert (finding.object, finding.period, finding.slack) == ("EE", "2024-02", -2.0)


@pytest.mark.parametrize(("sense", "found"), [("<=", 1), (">=", 0), ("=", 1)])
def test_the_sense_of_a_claim_says_which_side_may_be_larger(sense: str, found: int) -> None:
    """Three on the left and one on the right break at most and equal, and keep at least."""
    claim = Claim("V1", ("nation",), "", sense)  # type: ignore[arg-type]
    check = ordering().ground().examine(claim, rows(3.0, 1.0), pl.col("left"), pl.col("right"))
    assert len(check.findings) == found


@pytest.mark.parametrize(
    ("value", "words"), [(1234567.5, "1,234,567.5"), (0.1, "0.1"), (-0.0, "0"), (None, "nothing"), ("a", "a")]
)
def test_numbers_are_written_for_reading(value: object, words: str) -> None:
    """Thousands are set apart and idle zeros left out."""
    assert in_words(value) == words


def test_where_one_table_has_no_row_its_sum_is_nothing() -> None:
    """Sums of two tables stand side by side whichever of them has a row."""
    left = pl.DataFrame({"key": ["a", "b"], "one": [1.0, 2.0]})
    right = pl.DataFrame({"key": ["b", "c"], "two": [3.0, 4.0]})
    both = side_by_side(left, right, ["key"]).sort("key")
    assert both.rows() == [("a", 1.0, 0.0), ("b", 2.0, 3.0), ("c", 0.0, 4.0)]
    assert added(left, right, ["key"], "two")["two"].to_list() == [0.0, 3.0]
    assert total(left, ["key"], "one", "sum").columns == ["key", "sum"]
