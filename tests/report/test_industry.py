"""How industry runs."""

from jointstock.report import industry
from jointstock.report.names import names_of
from tests.report.worked import worked


def test_modes_are_shown_as_spans() -> None:
    """The line works two shifts in all three months, for 22 a month."""
    (row,) = industry.spans(worked("A04")).iter_rows(named=True)
    assert (row["mode"], row["first"], row["last"], row["cost"]) == ("two", "2025-01", "2025-03", 66.0)


def test_a_line_that_rests_is_at_rest() -> None:
    """The line runs for two months and rests in the third."""
    rows = industry.spans(worked("minimum-rate"))
    assert rows.get_column("mode").to_list() == ["runs", "at rest"]
    exhibit = industry.exhibits(worked("minimum-rate"), names_of(worked("minimum-rate").case))[0]
    assert (
        exhibit.finding == "1 line with modes or a least rate: 1 change of mode, EUR 0; 1 rests for a time."
    )
    assert exhibit.data.get_column("short").to_list() == ["Jan 2025", "Feb 2025", "Mar 2025"]


def test_start_ups_are_counted() -> None:
    """The line starts once and that costs 50."""
    (row,) = industry.spans(worked("start-up")).iter_rows(named=True)
    assert (row["started"], row["cost"]) == (1, 50.0)


def test_surges_say_what_is_held_and_called() -> None:
    """All of the agreement is held ready for six months, and 40 starts are called."""
    (row,) = industry.surges(worked("surge")).iter_rows(named=True)
    assert (row["retained"], row["called"], row["cost"]) == (1.0, 40.0, 70.0)
    exhibit = industry.exhibits(worked("surge"), names_of(worked("surge").case))[-1]
    assert exhibit.finding == ("1 of 1 surge agreement is held ready, for EUR 70; 40 starts are called.")


def test_expansions_by_industry_stand_with_the_orders_they_need() -> None:
    """Industry builds at once, as the ceiling that counts as firm reaches its volume."""
    plan = worked("industry-builds")
    (row,) = industry.by_industry(plan).iter_rows(named=True)
    assert (row["option"], row["period"]) == ("X", "2025-01")
    assert row["needed"] > 0
    assert industry.exhibits(plan, names_of(plan.case))[-1].finding == (
        "Industry builds 1 of 1 expansion at its own cost: Unit, Works (N) in January 2025."
    )


def test_without_any_of_it_there_is_no_section() -> None:
    """A plain line has no modes, surges or thresholds."""
    assert industry.exhibits(worked("A01"), names_of(worked("A01").case)) == []
