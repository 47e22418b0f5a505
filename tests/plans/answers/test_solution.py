import numpy as np
import polars as pl

from jointstock.plans.answers.solution import before, grid, present


def test_a_grid_has_a_row_for_every_key_and_period() -> None:
    """Keys vary slowest; without keys there is no row, but all columns."""
    keys = pl.DataFrame({"line": ["L", "M"]})
    values = np.array([[1.0, 2.0], [3.0, 4.0]])
    assert grid(keys, ["p", "q"], starts=values).rows() == [
        ("L", "p", 1.0),
        ("L", "q", 2.0),
        ("M", "p", 3.0),
        ("M", "q", 4.0),
    ]
    assert grid(keys.clear(), ["p", "q"], starts=values[:0]).columns == ["line", "period", "starts"]


def test_what_is_next_to_nothing_is_not_present() -> None:
    """Only amounts above 1e-9 have a row."""
    keys = pl.DataFrame({"line": ["L", "M"]})
    rows = present(keys, ["p", "q"], np.array([[0.0, 2.0], [1e-10, 3.0]]), "starts")
    assert rows.rows() == [("L", "q", 2.0), ("M", "q", 3.0)]


def test_a_period_begins_with_what_the_one_before_ended_with() -> None:
    """The first begins with the opening."""
    closing = np.array([[1.0, 2.0], [3.0, 4.0]])
    assert before(closing, np.array([5.0, 6.0])).tolist() == [[5, 1], [6, 3]]
