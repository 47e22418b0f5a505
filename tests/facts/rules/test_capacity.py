"""Rules of capacity."""

import pytest

from jointstock.facts.rules import capacity
from tests.small_case import small, told, with_cells, with_table, without_rows


def test_small_case_keeps_the_rules() -> None:
    """The small case breaks no rule of capacity."""
    assert [fault for rule in capacity.RULES for fault in rule.find(small())] == []


def test_expansion_needs_a_payer() -> None:
    """Somebody must be able to pay for an expansion, or industry builds it at a break-even."""
    case = without_rows(small(), "expansion_payers")
    assert told(capacity.expansions_without_payers(case)) == [
        ("expansion-without-payer", "expansions.csv", 2, "option")
    ]
    by_industry = with_cells(case, "expansions", 0, break_even=1000.0, hurdle=1.5)
    assert [fault for rule in capacity.RULES for fault in rule.find(by_industry)] == []


def test_any_payer_needs_a_budget() -> None:
    """A star stands for every party with a budget: without any budget, for nobody."""
    anyone = with_cells(small(), "expansion_payers", 0, payer="*")
    assert told(capacity.expansions_without_payers(anyone)) == []
    assert len(told(capacity.expansions_without_payers(without_rows(anyone, "budgets")))) == 1


def test_industry_builds_alone() -> None:
    """An option that industry builds has no payers, and a hurdle raises a break-even."""
    assert told(capacity.expansions_by_industry(with_cells(small(), "expansions", 0, break_even=9.0))) == [
        ("break-even-with-payers", "expansions.csv", 2, "break_even")
    ]
    assert told(capacity.expansions_by_industry(with_cells(small(), "expansions", 0, hurdle=2.0))) == [
        ("hurdle-without-break-even", "expansions.csv", 2, "hurdle")
    ]


@pytest.mark.parametrize(
    ("rate", "surge", "hours", "right"),
    [
        (60.0, None, None, True),
        (61.0, None, None, False),
        (70.0, 10.0, None, True),
        (40.0, None, 80.0, True),
        (41.0, None, 80.0, False),
    ],
)
def test_minimum_rate_can_be_reached(
    rate: float, surge: float | None, hours: float | None, *, right: bool
) -> None:
    """Capacity 40 and expansion 20 make 60, a surge adds to them, and 80 hours at 4 a start allow 20 + 20."""
    case = with_cells(small(), "lines", 0, minimum_rate=rate, hours_per_start=4.0)
    if surge is not None:
        case = with_table(case, "surges", {"surge": "S", "line": "shell-line", "capacity": surge})
    if hours is not None:
        case = with_table(case, "line_modes", {"line": "shell-line", "mode": "day", "hours": hours})
    expected = [] if right else [("minimum-beyond-capacity", "lines.csv", 2, "minimum_rate")]
    assert told(capacity.minimum_rates(case)) == expected
