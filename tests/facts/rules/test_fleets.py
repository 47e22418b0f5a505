"""Rules of fleets."""

import pytest

from jointstock.facts.case import Case
from jointstock.facts.rules import fleets
from tests.small_case import small, told, with_cells, with_row, with_table


def with_fleet(**cells: object) -> Case:
    """The small case with a fleet of 10 howitzers in Estonia."""
    row = {"nation": "EE", "platform": "howitzer", "holding": 10.0, "training_months": 2} | cells
    return with_table(small(), "fleets", row)


def found(case: Case) -> list[tuple[str, str, int | None, str]]:
    """What the rules of fleets say."""
    return told(fault for rule in fleets.RULES for fault in rule.find(case))


def test_platforms_retire_from_fleets() -> None:
    """A retirement names a fleet that is there."""
    rows = [{"nation": nation, "platform": "howitzer", "month": "2023-09"} for nation in ("EE", "LV")]
    case = with_table(with_fleet(), "retirements", *rows)
    assert found(case) == [("retirement-without-fleet", "retirements.csv", 3, "platform")]


@pytest.mark.parametrize(
    ("cells", "right"),
    [({"buyer": "EE"}, True), ({"buyer": "LV"}, False), ({"buyer": "LV", "recipient": "EE"}, True)],
)
def test_ordered_platforms_join_a_fleet(cells: dict[str, object], *, right: bool) -> None:
    """Platforms on order need a fleet of their recipient."""
    case = with_cells(with_fleet(), "orders", 1, item="howitzer", **cells)
    assert found(case) == ([] if right else [("platform-without-fleet", "orders.csv", 3, "item")])


@pytest.mark.parametrize(("nation", "right"), [("LV", True), ("EDF", False)])
def test_priced_platforms_join_a_fleet(nation: str, *, right: bool) -> None:
    """A platform is priced for somebody who has a fleet of it."""
    case = with_row(with_fleet(nation=nation), "contract_prices", item="howitzer")
    assert found(case) == ([] if right else [("platform-without-fleet", "contract_prices.csv", 3, "item")])


@pytest.mark.parametrize("column", ["crew", "repair"])
@pytest.mark.parametrize(
    ("part", "hub", "code"),
    [
        ("charge", None, None),
        ("charge", "east", "component-without-source"),
        ("shell", None, "not-a-component"),
        ("howitzer", None, "not-a-component"),
    ],
)
def test_crews_and_repairs(column: str, part: str, hub: str | None, code: str | None) -> None:
    """Crews and repair places are components that the hub of the fleet has."""
    case = with_fleet(**{column: part}, hub=hub, repairable=0.5)
    assert found(case) == ([(code, "fleets.csv", 2, column)] if code else [])


def test_stock_of_crews_is_a_source() -> None:
    """A stock of crews at the hub is enough."""
    case = with_row(with_fleet(crew="charge", hub="east"), "component_stocks", hub="east")
    assert found(case) == []


def test_repair_says_how_much() -> None:
    """A fleet that is repaired says which share of its losses can be."""
    assert found(with_fleet(repair="charge")) == [("repair-without-share", "fleets.csv", 2, "repairable")]


@pytest.mark.parametrize(
    ("nation", "family", "right"), [("EE", "guns", True), ("LV", "guns", False), ("EE", "tanks", False)]
)
def test_floors_are_of_families_in_service(nation: str, family: str, *, right: bool) -> None:
    """A floor is set on a family of platforms that the nation has."""
    case = with_cells(with_fleet(), "items", 2, family="guns")
    case = with_table(case, "fleet_floors", {"nation": nation, "family": family, "from": "2023-07"})
    assert found(case) == ([] if right else [("floor-without-fleet", "fleet_floors.csv", 2, "family")])


def test_a_family_of_another_nation_is_not_suggested() -> None:
    """Where the family is right and the nation is not, the remedy speaks of the fleet."""
    case = with_cells(with_fleet(), "items", 2, family="guns")
    case = with_table(case, "fleet_floors", {"nation": "LV", "family": "guns", "from": "2023-07"})
    assert [fault.remedy for fault in fleets.floors_of_fleets(case)] == [
        "Add the fleet, or the family of its platform."
    ]
