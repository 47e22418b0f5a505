import polars as pl
import pytest

from jointstock.plans.rules.time import Periods, in_force, month_count, month_counts, over_periods, spans

# Two months, then two quarters: months 0, 1, 2-4, 5-7.
PERIODS = Periods(month_count("2024-02"), ("2024-02", "2024-03", "2024-04", "2024-07"), (1, 1, 3, 3))


def shares(lag: int) -> dict[tuple[int, int], float]:
    return {(a, b): share for _, a, b, share in PERIODS.shares([lag]).iter_rows()}


def test_months_are_counted_since_the_year_0() -> None:
    """A month is twelve times the year and the months since January."""
    assert month_count("2024-02") == 2024 * 12 + 1
    frame = pl.DataFrame({"month": ["2024-01", "", "2024-13"]}).select(month_counts("month"))
    assert frame["month"].to_list() == [24288, None, None]


def test_periods_know_their_months() -> None:
    """Starts, last months and the horizon follow from the lengths."""
    assert PERIODS.horizon == 8
    assert PERIODS.starts == (0, 1, 2, 5)
    assert PERIODS.frame["last"].to_list() == [0, 1, 4, 7]
    assert [PERIODS.name(number) for number in (-1, 0, 4)] == ["opening", "2024-02", "after"]


def test_a_lag_of_two_months_splits_a_quarter() -> None:
    """Two months later, one month of a quarter stays in it and two fall into the next."""
    assert shares(2) == pytest.approx(
        {(0, 2): 1, (1, 2): 1, (2, 2): 1 / 3, (2, 3): 2 / 3, (3, 3): 1 / 3, (3, 4): 2 / 3}
    )


def test_what_is_shifted_behind_the_horizon_is_after_it() -> None:
    """A lag beyond the horizon puts everything after it."""
    assert shares(8) == {(a, 4): 1.0 for a in range(4)}


def test_no_lag_moves_nothing() -> None:
    """Without a lag, every period keeps its own."""
    assert shares(0) == {(a, a): 1.0 for a in range(4)}


def test_a_step_function_holds_from_its_month_on() -> None:
    """A row holds until the next one; before the first there is none unless it is asked for."""
    rows = pl.DataFrame({"key": ["x", "x"], "since": [3, 1], "rate": [5.0, 2.0]})
    met = over_periods(spans(rows, ["key"], "since"), PERIODS)
    sums = met.group_by("b").agg(used=(pl.col("rate") * pl.col("share")).sum()).sort("b")
    assert sums["used"].to_list() == [2.0, 12.0, 15.0]
    early = spans(rows, ["key"], "since", early=True)
    assert in_force(early, 0)["rate"].to_list() == [2.0]
    assert in_force(spans(rows, ["key"], "since"), 0).is_empty()
