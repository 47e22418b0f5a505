import polars as pl
import pytest

from jointstock.plans.rules.line_states import state_costs, states
from tests.plans.rules.agreeing import agreeing


def test_a_state_costs_its_mode_and_its_start() -> None:
    """The day costs 3 and the start 9 in January, the night 8."""
    found = state_costs(agreeing().ground()).sort("b").select("mode_payer", "mode_cost", "start_cost")
    assert found.rows() == [("", 3.0, 9.0), ("A", 8.0, 0.0), ("A", 8.0, 0.0)]


def test_only_lines_with_modes_or_a_rest_have_states() -> None:
    """Line M has neither modes nor a minimum rate nor a start-up cost."""
    assert states(agreeing().ground())["line"].to_list() == ["L", "L", "L"]


def test_a_line_needs_the_hours_of_its_starts() -> None:
    """By day there are 20 hours and 4 of what was built; 12 starts take 24, 13 take 26."""
    plan = agreeing().with_cell("line_states", 1, "mode", "day").with_cell("line_states", 2, "mode", "day")
    texts = [row.text for row in plan.findings() if "hours" in row.text]
    assert texts == ["Line L needs 26 hours in 2024-03; in the mode day it has 24."]


@pytest.mark.parametrize("mode", ["dawn", None])
def test_a_line_with_modes_is_in_one_of_them(mode: str | None) -> None:
    """A mode that the line has not, or none, is found."""
    assert "V3" in agreeing().with_cell("line_states", 1, "mode", mode).broken()


def test_a_line_without_a_state_is_found() -> None:
    """The state of each line with states is given in each period."""
    assert "V3" in agreeing().without_row("line_states", 2).broken()


def test_two_states_of_a_line_in_one_period_are_found() -> None:
    """A line is in one state only."""
    plan = agreeing()
    twice = pl.concat([plan.tables["line_states"], plan.tables["line_states"].tail(1)])
    assert "V0" in plan.with_table("line_states", twice).broken()


def test_a_state_of_a_line_that_has_none_is_found() -> None:
    """Line M has no states."""
    plan = agreeing()
    row = plan.tables["line_states"].tail(1).with_columns(line=pl.lit("M"), cost=pl.lit(0.0))
    more = pl.concat([plan.tables["line_states"], row])
    assert plan.with_table("line_states", more).broken() == {"V3"}


def test_a_running_line_makes_its_minimum() -> None:
    """10 starts are fewer than a minimum of 10.5."""
    plan = agreeing().with_fact("lines", 0, "minimum_rate", 10.5)
    assert plan.broken() == {"V3"}


def test_a_resting_line_makes_nothing() -> None:
    """Line L makes 13 in March, in which it does not run."""
    assert agreeing().with_cell("line_states", 2, "running", "no").broken() == {"V3"}


@pytest.mark.parametrize(("row", "started"), [(0, "no"), (1, "yes")])
def test_a_line_is_started_when_it_ran_not_before(row: int, started: str) -> None:
    """Line L starts in January, since it stood still before, and only then."""
    assert "V3" in agreeing().with_cell("line_states", row, "started", started).broken()


def test_a_line_that_ran_before_is_not_started() -> None:
    """With a rate before the first month, line L needs no start in January."""
    assert agreeing().with_fact("lines", 0, "rate_now", 5.0).broken() == {"V3"}


def test_a_wrong_cost_of_a_state_is_found() -> None:
    """The cost of January counts what the producer bears, too."""
    assert agreeing().with_cell("line_states", 0, "cost", 9.0).broken() == {"V3"}


def test_a_line_that_may_rest_says_whether_it_runs() -> None:
    """Empty flags of a line with a minimum rate are found."""
    plan = (
        agreeing().with_cell("line_states", 1, "running", None).with_cell("line_states", 1, "started", None)
    )
    assert plan.broken() == {"V3"}
