"""Cases of fleets and certification, worked out by hand, from folder to plan."""

import polars as pl
import pytest

from tests.test_worked_cases import changed, level, near, opened, planned
from tests.test_worked_stock import column

# -- T01: from old guns to new ones -------------------------------------------------------------------------


def fleet(plan, name, platform="old"):
    """A column of the recipient's fleet of a platform, by period."""
    return column(plan, "fleets", name, nation="R", platform=platform)


def test_an_old_fleet_goes_as_fast_as_the_floor_lets_it() -> None:
    """60 guns given in January enter from March on, with the crews that the school trained before.

    45 crews are ready by March, 60 by April, so that June needs 20 old guns for the floor of 80. Ten are lost
    each month whatever is retired: 20 in June are 30 in May, and 40, 50, 60, 70 before: 270 platform-months.
    Giving 60 guns costs 120, and each of them wants 2 * 5 rounds at 1: 600. Nothing promised is broken.
    """
    plan = planned(opened("T01"))
    assert level(plan, "commitments") == near(0)
    assert level(plan, "transition") == near(270)
    assert level(plan, "money") == near(720)
    assert fleet(plan, "closing") == near([70, 60, 50, 40, 30, 20])
    assert fleet(plan, "closing", "new")[-1] == near(60)
    assert column(plan, "shortfalls", "target", nation="R", period="2025-06") == near([600])


def test_a_fleet_takes_in_no_more_than_its_crews() -> None:
    """With 5 crews a month 15, 20, 25 and 30 guns are in service from March on; no old one is retired.

    90, 80, 70, 60, 50 and 40 old guns are 390 platform-months; 5 and 10 are missing of 80 in May and June.
    """
    case = changed(
        opened("T01"), "lines", "capacity", lambda row: 5 if row["line"] == "school" else row["capacity"]
    )
    plan = planned(case)
    assert level(plan, "commitments") == pytest.approx(15 / 80, rel=1e-6)
    assert level(plan, "transition") == near(390)
    assert fleet(plan, "retired") == near([0] * 6)


def test_nothing_enters_before_it_is_certified() -> None:
    """Certified from May on, 10 and 20 guns are missing in March and April: 30 / 80 of a month.

    Old guns: 90, 80, 70, 60, then 30 and 20 with all 60 new ones: 350 platform-months.
    """
    case = changed(
        opened("T01"),
        "fleets",
        "certified_from",
        lambda row: "2025-05" if (row["nation"], row["platform"]) == ("R", "new") else None,
    )
    plan = planned(case)
    assert level(plan, "commitments") == pytest.approx(30 / 80, rel=1e-6)
    assert level(plan, "transition") == near(350)
    assert fleet(plan, "entered", "new")[:4] == near([0] * 4)
    assert fleet(plan, "waiting", "new")[3] == near(60)
    assert fleet(plan, "closing", "new")[5] == near(60)


def test_in_quarters_arrivals_and_training_shift_by_shares() -> None:
    """Of 60 given in the first quarter 4/9 are ready at its end and 8/9 at that of the second, 1/9 after it.

    Old guns: 26.67 in June are 56.67 in March. 100 + 2 * 56.67 and 56.67 + 2 * 26.67 are 323.33.
    """
    plan = planned(opened("T01"), calendar="2x3")
    assert fleet(plan, "ready", "new") == near([60 * 4 / 9, 60 * 4 / 9])
    assert fleet(plan, "closing", "new")[1] == near(60 * 8 / 9)
    assert level(plan, "transition") == near(100 + 3 * (80 - 60 * 8 / 9 + 30) + 2 * (80 - 60 * 8 / 9))


def test_without_retirements_the_old_fleet_is_no_goal() -> None:
    """Where no old gun may be retired there is no level for them."""
    case = changed(opened("T01"), "fleets", "retire_max", lambda _: None)
    plan = planned(case)
    assert "transition" not in [row["name"] for row in plan.run["levels"]]
    assert fleet(plan, "closing") == near([90, 80, 70, 60, 50, 40])


# -- T02: what is held counts once it is certified ----------------------------------------------------------


def test_stock_counts_two_months_after_its_certification_was_bought() -> None:
    """Bought in January for 500, it counts from March on; 90 and 80 are short until then: 170.

    10 units are bought in each of these months: 520. 600 unit-months of V and 10 + 5 * 20 of U are held: 710.
    """
    plan = planned(opened("T02"))
    assert plan.shortfalls["shortfall"].to_list() == near([90, 80, 0, 0, 0, 0])
    assert level(plan, "shortfall") == near(170)
    assert level(plan, "money") == near(520)
    assert level(plan, "stock") == near(710)
    assert plan.table("certifications").select("nation", "item", "class", "period", "cost").rows() == [
        ("N", "V", "G", "2025-01", 500.0)
    ]
    assert column(plan, "payments", "amount", kind="certification") == near([500])


def test_a_certification_that_comes_too_late_is_not_bought() -> None:
    """After six months there is no period left to count in: 90, 80, 70, 60, 50 and 40 are short."""
    plan = planned(changed(opened("T02"), "compatibility", "months_to_certify", lambda _: 6))
    assert plan.table("certifications").is_empty()
    assert level(plan, "shortfall") == near(390)
    assert level(plan, "money") == near(60)


def test_a_certification_counts_in_the_last_period_too() -> None:
    """After five months it counts in June: 90 + 80 + 70 + 60 + 50 are short before."""
    plan = planned(changed(opened("T02"), "compatibility", "months_to_certify", lambda _: 5))
    assert level(plan, "shortfall") == near(350)
    assert level(plan, "money") == near(550)


def test_in_quarters_a_certification_counts_from_the_next_quarter_on() -> None:
    """100 + 2 * 70 are short in the first quarter; the second begins with 70 and ends with nothing."""
    plan = planned(opened("T02"), calendar="2x3")
    assert level(plan, "shortfall") == near(310)
    assert level(plan, "money") == near(530)


def test_what_a_surge_makes_counts_once_certified() -> None:
    """All of V is made on call: 100 in January, which count from March on, as what is held does."""
    case = changed(opened("T02"), "lines", "item", lambda _: "V")
    case = changed(
        changed(case, "lines", "capacity", lambda _: 1.0), "contract_prices", "item", lambda _: "V"
    )
    surge = {"surge": "S", "line": "L", "capacity": 99.0, "retention": 0.0, "call_cost": 0.0}
    surge |= {"notice_months": 0, "valid_from": "2025-01", "trigger": "2025-01", "payer": "N"}
    tail = {"source": "worked", "basis": "synthetic", "known_on": "2024-12-01"}
    case = case.replace(surges=pl.DataFrame([surge | tail]), holdings=case.table("holdings").clear())
    plan = planned(case)
    assert plan.shortfalls["shortfall"].to_list() == near([100, 100, 0, 0, 0, 0])
