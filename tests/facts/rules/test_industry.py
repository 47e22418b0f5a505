"""Rules of industry."""

import itertools

import polars as pl
import pytest

from jointstock.facts.case import Case
from jointstock.facts.rules import industry
from tests.small_case import small, told, with_cells, with_row, without_rows


def test_small_case_keeps_the_rules() -> None:
    """The small case breaks no rule of industry."""
    assert [fault for rule in industry.RULES for fault in rule.find(small())] == []


def test_every_line_has_leads() -> None:
    """A line without lead profile is told at its row."""
    case = small().replace(line_leads=small().line_leads.without("charge-line"))
    assert told(industry.lines_without_leads(case)) == [("line-without-leads", "lines.csv", 3, "line")]


@pytest.mark.parametrize(
    ("cells", "column"), [({"own_account": True}, "own_account"), ({"own_stock": 5.0}, "own_stock")]
)
def test_own_account_is_for_end_items(cells: dict[str, object], column: str) -> None:
    """Only a line of end items may make units ahead of orders, or hold some."""
    assert told(industry.own_account_parts(with_cells(small(), "lines", 0, **cells))) == []
    case = with_cells(small(), "lines", 1, **cells)
    assert told(industry.own_account_parts(case)) == [("own-account-part", "lines.csv", 3, column)]


def test_no_own_stock_of_parts_is_right() -> None:
    """A stock of 0 is none."""
    assert told(industry.own_account_parts(with_cells(small(), "lines", 1, own_stock=0.0))) == []


@pytest.mark.parametrize(("line", "right"), [("*", True), ("shell-line", True), ("charge-line", False)])
def test_recipe_belongs_to_a_line_of_its_item(line: str, *, right: bool) -> None:
    """A recipe is given to a line that makes the item, or to all of them."""
    found = told(industry.recipe_lines(with_cells(small(), "recipes", 0, line=line)))
    assert found == ([] if right else [("recipe-line", "recipes.csv", 2, "line")])


@pytest.mark.parametrize("component", ["shell", "howitzer"])
def test_recipes_use_parts(component: str) -> None:
    """Neither end items nor platforms go into production."""
    case = with_cells(small(), "recipes", 0, component=component)
    assert told(industry.recipe_components(case)) == [("recipe-component", "recipes.csv", 2, "component")]


@pytest.mark.parametrize(
    ("edges", "cycle"),
    [
        ([], []),
        ([("a", "b"), ("b", "c"), ("a", "c")], []),
        ([("a", "a")], ["a", "a"]),
        ([("a", "b"), ("b", "c"), ("c", "b")], ["b", "c", "b"]),
        ([("x", "a"), ("a", "b"), ("b", "c"), ("c", "a"), ("c", "y")], ["a", "b", "c", "a"]),
    ],
)
def test_find_cycle(edges: list[tuple[str, str]], cycle: list[str]) -> None:
    """A cycle is told from one of its nodes back to it; steps into and out of it are left out."""
    frame = pl.DataFrame(edges, schema={"item": pl.String, "component": pl.String}, orient="row")
    found = industry.find_cycle(frame)
    assert len(found) == len(cycle)
    assert set(found) == set(cycle)
    assert all(step in edges for step in itertools.pairwise(found))


def test_find_cycle_in_a_long_chain() -> None:
    """A chain of a thousand steps without a cycle has none."""
    names = [f"n{number}" for number in range(1000)]
    assert industry.find_cycle(pl.DataFrame({"item": names[:-1], "component": names[1:]})) == []


def test_cycle_through_alternatives_counts() -> None:
    """A cycle through one of several recipes is a cycle."""
    case = with_row(small(), "recipes", item="charge", recipe="reworked", component="charge")
    fault = next(industry.recipe_cycles(case))
    assert (fault.row, fault.value) == (3, "charge > charge")


def stocks_gone(case: Case) -> Case:
    """The case without a stock of components."""
    return without_rows(case, "component_stocks")


def test_component_made_at_the_hub_has_a_source() -> None:
    """A line at the same hub is a source; a site without hub belongs to the pool all."""
    assert told(industry.components_without_source(stocks_gone(small()))) == []


def test_component_stock_is_a_source() -> None:
    """A stock at the hub is a source, even where its size is not known; an empty one is not."""
    moved = with_cells(small(), "sites", 1, hub="north")
    assert told(industry.components_without_source(moved)) == []
    unknown = with_cells(moved, "component_stocks", 0, quantity=None)
    assert told(industry.components_without_source(unknown)) == []
    empty = with_cells(moved, "component_stocks", 0, quantity=0.0)
    assert told(industry.components_without_source(empty)) == [
        ("component-without-source", "recipes.csv", 2, "component")
    ]


def test_own_recipe_goes_before_that_of_all_lines() -> None:
    """A line with a recipe of its own does not need what the recipe of all lines needs."""
    fuze = with_row(small(), "items", item="fuze", kind="component")
    common = with_row(fuze, "recipes", component="fuze")
    assert told(industry.components_without_source(common)) == [
        ("component-without-source", "recipes.csv", 3, "component")
    ]
    own = with_row(common, "recipes", line="shell-line", component="charge")
    assert told(industry.components_without_source(own)) == []


def test_each_recipe_row_is_told_once() -> None:
    """A component that lacks a source at two hubs is told once for its row."""
    case = stocks_gone(without_charge_line(small()))
    case = with_row(case, "sites", site="second", hub="south")
    case = with_row(case, "lines", line="second-line", site="second")
    found = list(industry.components_without_source(case))
    assert told(found) == [("component-without-source", "recipes.csv", 2, "component")]


def without_charge_line(case: Case) -> Case:
    """The case without the line that makes charges."""
    return case.replace(lines=case.lines.without("charge-line"))


@pytest.mark.parametrize(
    ("cells", "code"), [({"hub": "south"}, "unknown-hub"), ({"item": "shell"}, "not-a-component"), ({}, None)]
)
def test_component_stocks(cells: dict[str, object], code: str | None) -> None:
    """Stocks of components are of components, at a hub that some site belongs to."""
    found = told(industry.component_stocks(with_cells(small(), "component_stocks", 0, **cells)))
    assert [fault[0] for fault in found] == ([code] if code else [])


@pytest.mark.parametrize(
    ("profile", "expected"),
    [
        ([(0, 1.0)], []),
        ([(0, 0.0), (1, 0.5), (2, 0.5), (3, 1.0)], []),
        ([(1, 1.0)], [("ramp-gap", 2)]),
        ([(0, 0.5), (2, 1.0), (4, 1.0)], [("ramp-gap", 3)]),
        ([(0, 0.5), (1, 0.4), (2, 1.0)], [("ramp-falls", 3)]),
        ([(0, 0.5), (1, 0.9)], [("ramp-end", 3)]),
        ([(1, 1.0), (0, 0.5)], []),
    ],
)
def test_ramps(profile: list[tuple[int, float]], expected: list[tuple[str, int]]) -> None:
    """A ramp counts from 0 without a gap, never falls, and ends at 1, in whatever order it is written."""
    rows = {
        "ramp": "steps",
        "month": [month for month, _ in profile],
        "share": [share for _, share in profile],
    }
    case = small().replace(ramps=pl.DataFrame(rows))
    assert [(code, row) for code, _, row, _ in told(industry.ramps(case))] == expected
