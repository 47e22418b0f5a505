"""Rules of provenance."""

import pytest

from jointstock.facts.case import Case
from jointstock.facts.rules import provenance
from tests.small_case import small, told, with_cells, without_rows


def faults(case: Case) -> list[tuple[str, str, int | None, str]]:
    """What the rules of provenance say."""
    return told(fault for rule in provenance.RULES for fault in rule.find(case))


def test_small_case_keeps_the_rules() -> None:
    """The small case breaks no rule of provenance."""
    assert faults(small()) == []


def test_cited_rows_need_a_source() -> None:
    """A row that cites says what it cites; a derived one need not."""
    case = with_cells(small(), "lines", 0, basis="cited")
    assert faults(case) == [("no-source", "lines.csv", 2, "source")]
    assert faults(with_cells(small(), "lines", 0, basis="derived")) == []


@pytest.mark.parametrize("sources", ["S1", "S1;S2", " S1 ; S2 ", "S2;"])
def test_several_sources(sources: str) -> None:
    """Sources are joined by semicolons, blanks around them do not count."""
    assert faults(with_cells(small(), "lines", 0, basis="cited", source=sources)) == []


def test_each_unknown_source_is_told() -> None:
    """Every unknown source of a cell is told by its own name."""
    case = with_cells(small(), "lines", 0, source="S1;S8;S9")
    found = list(provenance.unknown_sources(case))
    assert [(fault.row, fault.value) for fault in found] == [(2, "S8"), (2, "S9")]


def test_sources_are_looked_for_although_there_are_none() -> None:
    """Without a table of sources, every source is unknown."""
    case = with_cells(without_rows(small(), "sources"), "lines", 0, source="S1")
    assert faults(case) == [("unknown-source", "lines.csv", 2, "source")]


def test_assumed_rows_say_reason_and_range() -> None:
    """An assumed figure has a reason, a low and a high."""
    case = with_cells(small(), "lines", 0, basis="assumed")
    assert faults(case) == [
        ("no-reason", "lines.csv", 2, "reason"),
        ("no-range", "lines.csv", 2, "low"),
        ("no-range", "lines.csv", 2, "high"),
    ]
    full = with_cells(small(), "lines", 0, basis="assumed", reason="like the mill", low=30.0, high=50.0)
    assert faults(full) == []


def test_assumed_rows_without_figure_need_no_range() -> None:
    """Where a table has no figure, or the row has none, there is no range to ask for."""
    assert faults(with_cells(small(), "sites", 0, basis="assumed", reason="guess")) == []
    assert faults(with_cells(small(), "compatibility", 1, basis="assumed", reason="guess")) == []


def test_low_is_not_above_high() -> None:
    """A low above the high is a fault; one equal to it is none."""
    assert faults(with_cells(small(), "lines", 0, low=40.0, high=40.0)) == []
    assert faults(with_cells(small(), "lines", 0, low=50.0, high=30.0)) == [
        ("range-crossed", "lines.csv", 2, "low")
    ]


@pytest.mark.parametrize(
    ("day", "late"),
    [
        ("2023-06-14", False),
        ("2023-06-15", True),
        ("2023-05", False),
        ("2023-06", True),
        ("2022", False),
        ("2023", True),
    ],
)
def test_rows_are_known_by_the_day(day: str, *, late: bool) -> None:
    """A row is known by the day of the case; a month or a year counts to its end."""
    found = faults(with_cells(small(), "lines", 0, known_on=day))
    assert found == ([("known-too-late", "lines.csv", 2, "known_on")] if late else [])


@pytest.mark.parametrize("table", ["holdings", "orders", "contracts", "lines", "pledges", "contract_prices"])
def test_outcomes_have_no_later_vintage(table: str) -> None:
    """Outputs, holdings and contracts rest on what was known by the day."""
    case = with_cells(small(), table, 0, vintage="later", known_on="2022-12-31")
    assert faults(case) == [("later-outcome", f"{table}.csv", 2, "vintage")]


@pytest.mark.parametrize(("day", "right"), [("2022-12-31", True), ("2022", True), ("2022-11-30", False)])
def test_later_vintages_describe_years(day: str, *, right: bool) -> None:
    """What was printed later about structure is known at the end of the year that it describes."""
    found = faults(with_cells(small(), "recipes", 0, vintage="later", known_on=day))
    assert found == ([] if right else [("later-not-at-year-end", "recipes.csv", 2, "known_on")])


def test_original_vintage_may_be_written_out() -> None:
    """The word original means the same as an empty cell."""
    assert faults(with_cells(small(), "holdings", 0, vintage="original")) == []
