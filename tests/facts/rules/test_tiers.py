"""Rules of prices by quantity."""

import pytest

from jointstock.facts.case import Case
from jointstock.facts.rules import tiers
from tests.small_case import small, told, with_cells, with_table

Price = tuple[float, str, float]


def priced(*prices: Price, **cells: object) -> Case:
    """The small case with other prices of the shell: quantity, type and price."""
    rows = [
        {"contract": "joint", "item": "shell", "from_quantity": start, "type": kind, "price": price} | cells
        for start, kind, price in prices
    ]
    return with_table(small(), "contract_prices", *rows)


def codes(case: Case) -> list[tuple[str, int | None]]:
    """Code and row of the faults."""
    return [(code, row) for code, _, row, _ in told(f for rule in tiers.RULES for f in rule.find(case))]


@pytest.mark.parametrize(
    "prices",
    [
        [(0.0, "single", 5.0)],
        [(0.0, "convex", 5.0), (10.0, "convex", 5.0), (20.0, "convex", 6.0)],
        [(10.0, "incremental", 4.0), (0.0, "incremental", 5.0), (20.0, "incremental", 4.0)],
        [(0.0, "all_units", 5.0), (10.0, "all_units", 6.0), (20.0, "all_units", 4.0)],
    ],
)
def test_tiers_of_one_type(prices: list[Price]) -> None:
    """Tiers from 0 on, in whatever order they are written, keep the rules of their type."""
    assert codes(priced(*prices)) == []


@pytest.mark.parametrize(
    ("prices", "expected"),
    [
        ([(5.0, "single", 5.0)], [("price-tier", 2)]),
        ([(0.0, "single", 5.0), (9.0, "single", 4.0)], [("tier-of-one-price", 3)]),
        ([(0.0, "convex", 5.0), (0.0, "convex", 6.0)], [("tier-overlap", 3)]),
        ([(9.0, "convex", 5.0), (3.0, "convex", 4.0)], [("price-tier", 3)]),
        ([(0.0, "convex", 5.0), (9.0, "convex", 4.0)], [("tier-price-falls", 3)]),
        ([(0.0, "incremental", 5.0), (9.0, "incremental", 6.0)], [("tier-price-rises", 3)]),
        ([(0.0, "convex", 5.0), (9.0, "incremental", 4.0)], [("mixed-tiers", 3)]),
        ([(0.0, "all_units", 5.0), (9.0, "single", 4.0)], [("mixed-tiers", 3)]),
    ],
)
def test_tiers_that_contradict_each_other(prices: list[Price], expected: list[tuple[str, int]]) -> None:
    """Each contradiction is one fault, at the row that is to be mended."""
    assert codes(priced(*prices)) == expected


def test_items_have_tiers_of_their_own() -> None:
    """Prices of different items are not compared."""
    rows = [
        {"contract": "joint", "item": item, "from_quantity": 0.0, "type": kind, "price": 1.0}
        for item, kind in (("shell", "convex"), ("rocket", "single"))
    ]
    assert codes(with_table(small(), "contract_prices", *rows)) == []


def test_overlap_names_the_other_row() -> None:
    """The expectation says which row begins at the same quantity."""
    fault = next(tiers.overlapping(priced((0.0, "convex", 5.0), (0.0, "convex", 6.0))))
    assert fault.expected.endswith("from each quantity on: row 2 begins there too")


@pytest.mark.parametrize("kind", ["crawford", "wright"])
def test_learning_needs_slope_and_ceiling(kind: str) -> None:
    """A learning curve has a slope, and a contract that says how far it reaches."""
    assert codes(priced((0.0, kind, 5.0))) == [("learning-without-slope", 2), ("learning-without-ceiling", 2)]
    whole = with_cells(priced((0.0, kind, 5.0), slope=0.9), "contracts", 0, ceiling=100.0)
    assert codes(whole) == []


def test_only_learning_curves_learn() -> None:
    """Slope and units made before play no part in other prices."""
    case = priced((0.0, "single", 5.0), slope=0.9, made_before=10.0)
    assert codes(case) == [("not-a-learning-curve", 2), ("not-a-learning-curve", 2)]
