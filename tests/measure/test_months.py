"""Months, calendars of unequal periods, and what lands where."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jointstock.errors import OptionError
from jointstock.measure.months import (
    Calendar,
    default_lengths,
    make_calendar,
    month_number,
    month_text,
    parse_lengths,
)

JULY = month_number("2023-07")
LENGTHS = st.lists(st.integers(1, 6), min_size=1, max_size=8)


def test_a_month_is_a_number_and_back():
    """July 2023 is 2023 * 12 + 6, and reads back as it was written."""
    assert JULY == 2023 * 12 + 6
    assert month_text(JULY) == "2023-07"
    assert month_number("2023-12") + 1 == month_number("2024-01")


@pytest.mark.parametrize(
    "text", ["2023", "2023-13", "2023-00", "23-07", "2023-7", "July 2023", "2023-07-01", ""]
)
def test_what_is_no_month_is_refused(text):
    """Only YYYY-MM is a month; the message says how to write it."""
    with pytest.raises(OptionError, match="YYYY-MM"):
        month_number(text)


@given(st.integers(1900 * 12, 2200 * 12))
def test_every_month_reads_back(number):
    """Text and number of a month are one to one."""
    assert month_number(month_text(number)) == number


def test_a_calendar_knows_its_periods():
    """Starts, ends, labels and the period of each month follow from the lengths."""
    calendar = Calendar(JULY, (1, 1, 3))
    assert (calendar.periods, calendar.months) == (3, 5)
    assert calendar.starts.tolist() == [0, 1, 2]
    assert calendar.ends.tolist() == [1, 2, 5]
    assert calendar.length.tolist() == [1, 1, 3]
    assert calendar.labels == ("2023-07", "2023-08", "2023-09")
    assert calendar.period_of_month.tolist() == [0, 1, 2, 2, 2]


def test_landing_of_quarters_by_a_month():
    """Of a quarter's activity a month's lag leaves two thirds in it and moves a third into the next."""
    landing = Calendar(0, (3, 3, 3, 3)).landing(1)
    third = 1 / 3
    assert landing == pytest.approx(
        np.array(
            [
                [2 * third, third, 0, 0, 0],
                [0, 2 * third, third, 0, 0],
                [0, 0, 2 * third, third, 0],
                [0, 0, 0, 2 * third, third],
            ]
        )
    )


def test_landing_without_a_lag_stays():
    """What has effect in the same month has effect in the same period."""
    assert Calendar(0, (1, 3, 2)).landing(0)[:, :-1].tolist() == np.eye(3).tolist()


def test_landing_from_months_into_a_quarter():
    """Single months land wholly, wherever the period of the later month begins."""
    assert Calendar(0, (1, 1, 3)).landing(2).tolist() == [[0, 0, 1, 0], [0, 0, 1, 0], [0, 0, 1 / 3, 2 / 3]]


def test_a_lag_longer_than_the_plan_lands_behind_it():
    """Nothing of it is inside, however long the lag."""
    assert Calendar(0, (1, 3)).landing(1000).tolist() == [[0, 0, 1], [0, 0, 1]]


def test_a_profile_is_the_mean_of_its_lags():
    """Half after one month and half after two."""
    calendar = Calendar(0, (1, 1, 2))
    both = calendar.landing_profile({1: 0.5, 2: 0.5})
    assert both == pytest.approx((calendar.landing(1) + calendar.landing(2)) / 2)


@given(LENGTHS, st.integers(0, 30))
def test_everything_lands_somewhere(lengths, lag):
    """Every row of landing shares sums to 1, and none is negative."""
    landing = Calendar(JULY, tuple(lengths)).landing(lag)
    assert (landing >= 0).all()
    assert landing.sum(axis=1) == pytest.approx(1)


@given(LENGTHS, st.integers(0, 12))
def test_merging_periods_adds_up_their_landing(lengths, lag):
    """What lands from a long period is what lands from its months, evenly spread."""
    calendar = Calendar(JULY, tuple(lengths))
    months = Calendar(JULY, (1,) * calendar.months)
    bounds = calendar.starts
    merged = np.add.reduceat(months.landing(lag)[:, :-1], bounds, axis=0)
    merged = np.add.reduceat(merged, bounds, axis=1) / calendar.length[:, None]
    assert calendar.landing(lag)[:, :-1] == pytest.approx(merged)


@given(LENGTHS, st.integers(0, 6), st.lists(st.floats(0, 1), min_size=1, max_size=4))
def test_merging_periods_adds_up_what_expansions_give(lengths, build, shares):
    """Capacity bought evenly over a period gives what bought in its months gives on average."""
    ramp, calendar = np.array(sorted(shares)), Calendar(JULY, tuple(lengths))
    months = Calendar(JULY, (1,) * calendar.months)
    runs = np.arange(calendar.months) % 3 != 1
    merged = np.add.reduceat(months.ramped(build, ramp, runs), calendar.starts, axis=0)
    merged = np.add.reduceat(merged, calendar.starts, axis=1) / calendar.length[:, None]
    assert calendar.ramped(build, ramp, runs) == pytest.approx(merged)


def test_capacity_ramps_up_after_building():
    """Bought in the first month, built in one, half of it in the next and all of it from then on."""
    given_months = Calendar(0, (1, 1, 3)).ramped(1, np.array([0.5, 1.0]), np.ones(5, dtype=bool))
    assert given_months[0].tolist() == [0, 0.5, 3]
    assert given_months[1].tolist() == [0, 0, 2.5]
    # Bought evenly over the quarter: a third gives 0.5 and 1, a third 0.5, a third nothing.
    assert given_months[2].tolist() == pytest.approx([0, 0, (1.5 + 0.5) / 3])


def test_a_closed_line_gives_no_capacity():
    """In months in which the line stands still an option gives nothing, and the ramp goes on."""
    runs = np.array([True, False, True, True])
    given_months = Calendar(0, (1, 1, 1, 1)).ramped(0, np.array([0.25, 0.5, 1.0]), runs)
    assert given_months[0].tolist() == [0.25, 0, 1, 1]


def test_building_longer_than_the_plan_gives_nothing():
    """An option that is ready behind the horizon gives nothing inside."""
    assert Calendar(0, (1, 2)).ramped(3, np.array([1.0]), np.ones(3, dtype=bool)).sum() == 0


def test_values_of_months_become_values_of_periods():
    """Mean, sum, last and all over the months of each period."""
    calendar = Calendar(0, (1, 3))
    monthly = np.array([[1.0, 2.0, 3.0, 7.0]])
    assert calendar.mean(monthly).tolist() == [[1, 4]]
    assert calendar.total(monthly).tolist() == [[1, 12]]
    assert calendar.last(monthly).tolist() == [[1, 7]]
    assert calendar.whole(np.array([[True, True, True, False]])).tolist() == [[True, False]]


def test_the_default_is_months_and_then_calendar_quarters():
    """From July: twelve months, then quarters that end in September, December, March and June."""
    assert default_lengths(JULY, 24) == [1] * 12 + [3] * 4


@pytest.mark.parametrize(
    ("first", "months", "lengths"),
    [
        ("2023-08", 24, [1] * 12 + [2, 3, 3, 3, 1]),
        ("2023-09", 24, [1] * 12 + [1, 3, 3, 3, 2]),
        ("2023-07", 13, [1] * 12 + [1]),
        ("2023-08", 13, [1] * 12 + [1]),
        ("2023-07", 5, [1] * 5),
        ("2023-07", 1, [1]),
    ],
)
def test_stubs_lead_to_the_quarters(first, months, lengths):
    """Where the thirteenth month begins no quarter, a stub of one or two months comes first."""
    assert default_lengths(month_number(first), months) == lengths


def test_a_calendar_is_written_as_runs():
    """Twelve single months and four quarters; blanks do not matter."""
    assert parse_lengths(" 12 x 1 , 4x3", 24) == [1] * 12 + [3] * 4


def test_runs_are_cut_at_the_horizon():
    """The last period is shorter where the horizon ends in it."""
    assert parse_lengths("4x3", 8) == [3, 3, 2]
    assert parse_lengths("2x6,9x1", 6) == [6]


def test_the_last_length_goes_on():
    """Runs that end before the horizon continue as they end."""
    assert parse_lengths("2x1,1x3", 9) == [1, 1, 3, 3, 1]


def test_a_run_of_a_billion_periods_is_read():
    """A slip of the pen costs no memory."""
    assert parse_lengths("1000000000x1", 3) == [1, 1, 1]


@pytest.mark.parametrize("text", ["", "3", "0x1", "1x0", "1x3,", "ax1", "-1x3", "1.5x2", "1y3"])
def test_what_is_no_calendar_is_refused(text):
    """The message names the run that cannot be read."""
    with pytest.raises(OptionError, match="is not a run of periods"):
        parse_lengths(text, 12)


def test_periods_are_cut_at_fiscal_years():
    """A quarter that crosses the first of January or the first of April is cut there."""
    calendar = make_calendar(month_number("2023-11"), 6, "2x3", [1, 4])
    assert calendar.lengths == (2, 1, 2, 1)
    assert calendar.labels == ("2023-11", "2024-01", "2024-02", "2024-04")


def test_a_calendar_that_fits_the_fiscal_years_is_not_cut():
    """A cut where a period begins anyway changes nothing."""
    assert make_calendar(JULY, 12, "4x3", [1, 7, 10]).lengths == (3, 3, 3, 3)
    assert make_calendar(JULY, 12, "4x3", []).lengths == (3, 3, 3, 3)


def test_without_runs_the_default_is_cut():
    """The default calendar too keeps to fiscal years."""
    assert make_calendar(JULY, 18, None, [8]).lengths == (1,) * 12 + (1, 2, 3)


@given(st.integers(1, 60), st.integers(0, 11), st.sets(st.integers(1, 12), max_size=3), LENGTHS)
def test_a_calendar_fills_the_horizon(months, start, years, lengths):
    """However it is cut, a calendar has the months of the horizon and no period crosses a fiscal year."""
    text = ",".join(f"1x{length}" for length in lengths)
    calendar = make_calendar(JULY + start, months, text, years)
    assert calendar.months == months
    for begin, length in zip(calendar.starts, calendar.lengths, strict=True):
        inner = range(JULY + start + int(begin) + 1, JULY + start + int(begin) + length)
        assert not [month for month in inner if month % 12 + 1 in years]
