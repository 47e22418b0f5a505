"""Rules of obstacles."""

import pytest

from jointstock.facts.rules import obstacles
from tests.small_case import small, told, with_cells


def test_small_case_keeps_the_rules() -> None:
    """The small case breaks no rule of obstacles."""
    assert [fault for rule in obstacles.RULES for fault in rule.find(small())] == []


def test_delay_says_its_months() -> None:
    """A delay has months; what forbids needs none."""
    case = with_cells(small(), "obstacles", 0, months=None)
    assert told(obstacles.delays_without_months(case)) == [
        ("delay-without-months", "obstacles.csv", 2, "months")
    ]
    assert told(obstacles.delays_without_months(with_cells(case, "obstacles", 0, effect="forbids"))) == []


def test_delay_has_no_end() -> None:
    """A delay acts over the whole horizon; what forbids may end."""
    case = with_cells(small(), "obstacles", 0, until="2023-12")
    assert told(obstacles.delays_with_end(case)) == [("delay-with-end", "obstacles.csv", 2, "until")]


@pytest.mark.parametrize(
    ("touches", "column", "value"),
    [
        ("production", "contract", "joint"),
        ("production", "to", "LV"),
        ("transfers", "line", "shell-line"),
        ("transfers", "contract", "joint"),
    ],
)
def test_reach(touches: str, column: str, value: str) -> None:
    """What plays no part in production or in transfers cannot narrow an obstacle there."""
    wide = {"item": "*", "line": "*", "contract": "*", "from": "*", "to": "*"}
    assert told(obstacles.reach(with_cells(small(), "obstacles", 0, touches=touches, **wide))) == []
    case = with_cells(small(), "obstacles", 0, touches=touches, **(wide | {column: value}))
    assert told(obstacles.reach(case)) == [("obstacle-reach", "obstacles.csv", 2, column)]


def test_orders_may_be_narrowed_by_everything() -> None:
    """An obstacle on orders may name item, line, contract, origin and buyer at once."""
    named = {"item": "shell", "line": "shell-line", "contract": "joint", "from": "EE", "to": "LV"}
    assert told(obstacles.reach(with_cells(small(), "obstacles", 0, **named))) == []


@pytest.mark.parametrize("touches", ["orders", "transfers"])
def test_components_are_neither_ordered_nor_given(touches: str) -> None:
    """An obstacle on a component outside production cannot be expressed by the pool, and is a fault."""
    case = with_cells(small(), "obstacles", 0, touches=touches, item="charge")
    assert told(obstacles.parts(case)) == [("obstacle-on-component", "obstacles.csv", 2, "item")]


def test_component_by_its_line() -> None:
    """An obstacle on orders from a line that makes components is the same fault."""
    case = with_cells(small(), "obstacles", 0, item="*", line="charge-line")
    assert told(obstacles.parts(case)) == [("obstacle-on-component", "obstacles.csv", 2, "line")]


def test_component_in_production() -> None:
    """An obstacle on production of a component acts on its line, and is right."""
    assert told(obstacles.parts(with_cells(small(), "obstacles", 1, item="charge"))) == []
