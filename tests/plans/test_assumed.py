"""Assumed figures with a range, by group."""

import pytest

from jointstock.errors import OptionError
from jointstock.facts.case import Case
from jointstock.plans.assumed import at, groups_of, touching
from tests.plans.tiny import base_plan, planned, tiny

RANGED = """
[lines]
line, site, item, capacity, rate_now, yield, low, high, source, basis
L, S, shell, 10, 0, 1, 5, 20, a;b, synthetic
M, S, shell, 0, 0, 1, 0, 2, b, assumed
C, S, shell, 4, 0, 1, 3, 5, b, cited
[line_leads]
line, months, share, low, high
L, 1, 1, 1, 1
M, 1, 1, 1, 1
C, 1, 1, 1, 1
[contract_prices]
contract, item, from_quantity, type, price, low, high, source
K, shell, 0, single, 5, , 6, a
[budgets]
payer, year, amount, carry_over, low, high, source
A, 2024, 400, 0, -100, 500, a
[lanes]
item, from, to, months, cost, low, high
*, *, *, 1, 0, 0.6, 2.4
[expansions]
option, line, capacity, cost, build_months, ramp, low, high
X, L, 4, 9, 1, r, 0, 6
"""
VERSIONS = """
[target_versions]
version, decided_on
v1, 2023-01-01
v2, 2023-02-01
[targets]
version, nation, class, from, quantity, low, high
v1, A, he, 2024-01, 50, 40, 60
v2, A, he, 2024-01, 70, 60, 90
"""


def ranged() -> Case:
    """The tiny case with ranges on some figures."""
    return tiny(RANGED)


def test_only_soft_figures_with_a_range_are_moved() -> None:
    """Left out: what is cited, what has no low, and what cannot be other than it is."""
    found = {group.name: group for group in groups_of(ranged())}
    assert list(found) == ["lines", "expansions", "lanes", "budgets"]
    assert found["lines"].rows == 2
    assert found["lines"].moved == pytest.approx(15 / 10 + 1)


@pytest.mark.parametrize(
    ("name", "rows"),
    [("lines", 2), ("lines.M", 1), ("budgets.*.2024", 1), ("source:b", 2), ("source:a", 2)],
)
def test_a_group_is_a_table_a_part_of_its_key_or_a_source(name: str, rows: int) -> None:
    """Sources stand between semicolons; a star is any part of a key."""
    (group,) = groups_of(ranged(), [name])
    assert (group.name, group.rows) == (name, rows)


@pytest.mark.parametrize(
    "name", ["line", "lines.C", "lines.L.x", "contract_prices", "source:c", "classes", ""]
)
def test_a_group_without_such_figures_is_refused(name: str) -> None:
    """The refusal says what a group is and which tables have such figures."""
    with pytest.raises(OptionError, match="names no figure with a range"):
        groups_of(ranged(), [name])


def test_figures_go_to_one_end_together() -> None:
    """Both lines of the group go to their low or high, the cited one stays."""
    case = ranged()
    (group,) = groups_of(case, ["lines"])
    assert at(case, group, "low").table("lines")["capacity"].to_list() == [5, 0, 4]
    assert at(case, group, "high").table("lines")["capacity"].to_list() == [20, 2, 4]


def test_ends_are_drawn_to_what_is_allowed() -> None:
    """A budget is not below 0, months are whole, and a capacity that must be above 0 stays as it is."""
    case = ranged()
    budgets, lanes, expansions = groups_of(case, ["budgets", "lanes", "expansions"])
    assert at(case, budgets, "low").table("budgets")["amount"].to_list() == [0]
    assert at(case, lanes, "high").table("lanes")["months"].to_list() == [2]
    assert at(case, expansions, "high").table("expansions")["capacity"].to_list() == [6]
    assert at(case, expansions, "low") is case


def test_targets_of_other_versions_are_not_moved() -> None:
    """Only the version that is planned with counts."""
    (group,) = groups_of(tiny(VERSIONS, target_version="v2"))
    assert group.members["targets"].to_list() == [False, True]


def test_groups_that_touch_the_plan() -> None:
    """A plan that names line L and payer A is touched by L and A, and not by a line that it does not name."""
    case = ranged()
    plan = base_plan()
    groups = groups_of(case, ["lines.L", "lines.M", "budgets", "lanes"])
    seen = type(plan)(case, plan.run, plan.tables)
    assert [group.name for group in touching(seen, groups)] == ["lines.L", "budgets", "lanes"]


def test_a_case_without_ranges_has_no_groups() -> None:
    """Nothing is moved where no low and high are filled in."""
    assert groups_of(planned(tiny()).case) == []
