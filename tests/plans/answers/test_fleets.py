"""Fleets and certifications read back."""

import pytest

from tests.plans.tiny import NO_ORDERS, listed, planned, tiny, total

FLEETS = """
[nations]
nation, name, role, fiscal_year_start
A, Arland, ally, 1
U, Ulland, recipient, 1
[items]
item, name, kind, unit, family, standard
shell, Shell, end, shells, ,
gun, Gun, platform, each, guns, NATO
old, Old gun, platform, each, guns, Soviet
crew, Crew, component, each, ,
[fleets]
nation, platform, holding, releasable, losses, retire_max, training_months, crew
A, gun, 6, 4, , , 0,
U, gun, 0, , , , 1, crew
U, old, 10, , 1, 2, 0,
[component_stocks]
item, hub, quantity
crew, all, 3
[fleet_floors]
nation, family, from, quantity
U, guns, 2024-02, 9
[lanes]
item, from, to, months, cost
gun, A, U, 1, 3
[fleet_needs]
platform, class, nation, rate, days
gun, he, U, 1, 5
"""
CERTIFY = """
[items]
item, name, kind, unit
shell, Shell, end, shells
mine, Mine, end, mines
[compatibility]
item, class, nation, state, ratio, certify, months_to_certify, cost_to_certify
shell, he, *, common, 1, no, ,
mine, he, A, none, 1, yes, 1, 70
[holdings]
nation, item, quantity, releasable
A, shell, 20, 0
A, mine, 30, 0
"""


def test_fleets_are_told_by_what_enters_and_leaves() -> None:
    """Guns given in January arrive in February, are ready in March, and enter with the three crews there are.

    An old one is lost in each month, and none retires: 9, 8, 7 and 6.
    """
    plan = planned(tiny(FLEETS + NO_ORDERS, months=4, calendar="4x1"))
    new = plan.fleets.filter(nation="U", platform="gun")
    assert new["arrived"].sum() == pytest.approx(3)
    assert new["ready"].to_list()[:2] == [0, 0]
    assert new["entered"].sum() == pytest.approx(3)
    assert new["closing"].to_list()[3] == pytest.approx(3)
    assert (new["opening"].to_list()[1:], new["opening"][0]) == (new["closing"].to_list()[:-1], 0)
    old = plan.fleets.filter(nation="U", platform="old")
    assert old["lost"].to_list() == [1, 1, 1, 1]
    assert old["closing"].to_list() == pytest.approx([9, 8, 7, 6])
    assert total(plan, "fleets", "sent", nation="A") == pytest.approx(3)
    assert total(plan, "components", "used", component="crew") == pytest.approx(3)


def test_gifts_of_platforms_stand_among_transfers() -> None:
    """Period sent and received, without a lot, for the money of their lane."""
    plan = planned(tiny(FLEETS + NO_ORDERS, months=4, calendar="4x1"))
    assert total(plan, "transfers", "quantity", item="gun") == pytest.approx(3)
    assert plan.transfers["expires"].null_count() == plan.transfers.height
    assert total(plan, "payments", "amount", kind="transfer") == pytest.approx(9)
    assert set(plan.payments.filter(kind="transfer")["object"]) == {"gun/A/U"}


def test_a_floor_is_told_from_its_first_month_on() -> None:
    """From February on 8, 9 and 9 of 9 guns are in service."""
    plan = planned(tiny(FLEETS + NO_ORDERS, months=4, calendar="4x1"))
    floors = plan.table("fleet_floors")
    assert floors["period"].to_list() == ["2024-02", "2024-03", "2024-04"]
    assert floors["floor"].to_list() == [9, 9, 9]
    assert listed(floors, "held", "deficit")[0] == (8, 1)
    assert floors["deficit"].to_list()[1:] == pytest.approx([0, 0], abs=1e-6)
    assert plan.level("commitments") == pytest.approx(1 / 9)


def test_what_a_fleet_needs_stands_in_the_target() -> None:
    """Five shells for each gun in service at the end of the period."""
    plan = planned(tiny(FLEETS + NO_ORDERS, months=4, calendar="4x1"))
    guns = plan.fleets.filter(nation="U", platform="gun")["closing"].to_list()
    targets = plan.shortfalls.filter(nation="U")["target"].to_list()
    assert targets == pytest.approx([5 * number for number in guns], abs=1e-6)


def test_a_certification_is_told_by_its_month_and_cost() -> None:
    """Bought in January for 70, it makes 30 mines count from February on; January is 30 short."""
    plan = planned(tiny(CERTIFY))
    assert plan.table("certifications").rows() == [("A", "mine", "he", "2024-01", 70.0)]
    assert plan.shortfalls["shortfall"].to_list() == pytest.approx([30, 0, 0, 0, 0, 0], abs=1e-6)
    assert plan.level("money") == pytest.approx(70)
    assert total(plan, "cover", "quantity", item="mine", period="2024-01") == 0


def test_a_plan_without_fleets_has_empty_tables() -> None:
    """No platform, no floor, no certification: the tables have no row."""
    plan = planned(tiny())
    assert [plan.table(name).height for name in ("fleets", "fleet_floors", "certifications")] == [0, 0, 0]
