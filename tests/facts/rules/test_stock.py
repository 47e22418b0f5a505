"""Rules of stock and need."""

import pytest

from jointstock.facts.rules import stock
from tests.small_case import small, told, with_cells, with_row


def test_small_case_keeps_the_rules() -> None:
    """The small case breaks no rule of stock."""
    assert [fault for rule in stock.RULES for fault in rule.find(small())] == []


@pytest.mark.parametrize(("releasable", "right"), [(0.0, True), (100.0, True), (100.5, False), (None, True)])
def test_releasable(releasable: float | None, *, right: bool) -> None:
    """No more may be given than is held; unknown is not released, and no fault."""
    case = with_cells(small(), "holdings", 0, releasable=releasable)
    assert told(stock.releasable_stock(case)) == (
        [] if right else [("releasable-exceeds", "holdings.csv", 2, "releasable")]
    )


@pytest.mark.parametrize(
    ("class_", "item", "right"),
    [("artillery", "", True), ("", "shell", True), ("", "", False), ("artillery", "shell", False)],
)
def test_use_is_of_a_class_or_an_item(class_: str, item: str, *, right: bool) -> None:
    """A row of use names one thing."""
    case = with_cells(small(), "usage", 0, **{"class": class_, "item": item})
    assert told(stock.use_subjects(case)) == ([] if right else [("use-subject", "usage.csv", 2, "item")])


def test_operational_use_of_an_item_needs_a_class() -> None:
    """Unmet operational use counts as shortfall of a class, so the item must cover one in that nation."""
    operational = with_cells(small(), "usage", 0, kind="operational")
    assert told(stock.operational_items(operational)) == []
    for cells in ({"state": "data_needed"}, {"nation": "LV"}, {"platform": "howitzer"}):
        case = with_cells(operational, "compatibility", 0, **cells)
        assert told(stock.operational_items(case)) == [("item-without-class", "usage.csv", 2, "item")]
    own = with_cells(operational, "compatibility", 0, nation="EE")
    assert told(stock.operational_items(own)) == []


def test_peacetime_use_needs_no_class() -> None:
    """Peacetime use of an item that covers nothing is a commitment all the same."""
    case = with_cells(small(), "compatibility", 0, state="none")
    assert told(stock.operational_items(case)) == []


def test_compatibility_is_with_something() -> None:
    """A row of compatibility names a class or a platform."""
    case = with_cells(small(), "compatibility", 0, **{"class": ""})
    assert told(stock.compatibility_subjects(case)) == [
        ("compatibility-subject", "compatibility.csv", 2, "class")
    ]


def test_cover_in_another_unit_states_its_ratio() -> None:
    """Without a ratio, an item and the class that it covers are counted in the same unit."""
    plain = with_cells(small(), "compatibility", 0, ratio=None)
    assert told(stock.units_of_cover(plain)) == []
    other = with_cells(plain, "classes", 0, unit="tonnes")
    assert told(stock.units_of_cover(other)) == [("units-differ", "compatibility.csv", 2, "ratio")]
    assert told(stock.units_of_cover(with_cells(other, "compatibility", 0, ratio=0.04))) == []


@pytest.mark.parametrize(
    ("cells", "right"),
    [
        ({"quantity": None, "days": 30.0}, True),
        ({"quantity": 0.0}, True),
        ({"quantity": None}, False),
        ({"quantity": None, "waiver": True}, True),
        ({"quantity": None, "waiver": None}, False),
    ],
)
def test_floors_have_a_size(cells: dict[str, object], *, right: bool) -> None:
    """A floor is given in units or in days, unless it is waived."""
    found = told(stock.floors(with_cells(small(), "floors", 0, **cells)))
    assert found == ([] if right else [("floor-without-size", "floors.csv", 2, "quantity")])


def test_lane_leads_elsewhere() -> None:
    """A lane leads to another nation; from any to any is no lane to itself."""
    assert len(told(stock.lanes_to_itself(with_cells(small(), "lanes", 0, to="EE")))) == 1
    assert told(stock.lanes_to_itself(with_cells(small(), "lanes", 0, **{"from": "*", "to": "*"}))) == []


def test_pledge_is_to_another() -> None:
    """Nobody pledges to itself."""
    case = with_cells(small(), "pledges", 0, donor="LV")
    assert told(stock.gifts_to_itself(case)) == [("pledge-to-itself", "pledges.csv", 2, "recipient")]


def test_order_is_with_a_line_of_its_item() -> None:
    """The line of an open order makes what was ordered."""
    fault = next(stock.order_lines(with_cells(small(), "orders", 0, line="charge-line")))
    assert fault.expected == "a line that makes 'shell', or nothing"
    assert fault.remedy == "The line 'charge-line' makes 'charge'."


def test_versions_replace_earlier_ones() -> None:
    """Versions replace each other in a row, not in a circle."""
    chain = with_row(small(), "target_versions", version="V2", replaces="V1")
    assert told(stock.version_cycles(chain)) == []
    circle = with_cells(chain, "target_versions", 0, replaces="V2")
    assert told(stock.version_cycles(circle)) == [("version-cycle", "target_versions.csv", 2, "replaces")]
