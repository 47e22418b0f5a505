"""The transition of fleets."""

import pytest

from jointstock.report import transition
from jointstock.report.names import names_of
from tests.report.tiny import tiny_case, tiny_plan
from tests.report.worked import worked


def test_legacy_service_is_the_level_of_the_plan() -> None:
    """Platform-months of Soviet standard add up to what the plan minimised."""
    plan = worked("T01")
    rows = transition.moves(plan)
    assert rows.get_column("legacy_months").sum() == pytest.approx(plan.level("transition"))


def test_fleets_are_followed_by_standard() -> None:
    """100 old platforms are there before the plan and 20 at its end; 60 new ones enter."""
    rows = transition.by_standard(worked("T01"))
    own = rows.rows_by_key(["nation", "period", "part"], named=False, unique=True)
    assert own["R", "opening", "of Soviet standard"] == (100.0,)
    assert own["R", "2025-06", "of Soviet standard"] == (20.0,)
    assert own["R", "2025-06", "of other standards"] == (60.0,)


def test_floors_that_hold_and_floors_that_do_not_are_told() -> None:
    """The worked fleet stays at 80; one with 7 of 10 lacks 3."""
    plan = worked("T01")
    shown = transition.exhibits(plan, names_of(plan.case))
    assert shown[0].finding == "1 fleet stays at or above the operational floor throughout."
    row = {"nation": "XA", "family": "guns", "period": "2030-02", "floor": 10.0, "held": 7.0, "deficit": 3.0}
    short = tiny_plan(tiny_case(), fleet_floors=[row])
    (exhibit,) = transition.exhibits(short, names_of(short.case))
    assert exhibit.finding == (
        "1 of 1 fleet falls below the operational floor; the most is missing in XA: guns: "
        "3 weighted platforms in February 2030."
    )
    assert set(exhibit.data.get_column("value")) == {7.0, 10.0}


def test_platforms_that_wait_are_listed() -> None:
    """30 platforms wait at the end of March for crews."""
    rows = transition.waiting(worked("T01"))
    assert rows.item(0, "waiting") == 30.0
    assert rows.item(0, "period") == "2025-03"


def test_certifications_say_from_when_they_count() -> None:
    """The certification is bought in January for 500 and counts when its months are over."""
    plan = worked("T02")
    (row,) = transition.certifications(plan).iter_rows(named=True)
    assert (row["period"], row["cost"]) == ("2025-01", 500.0)
    first = plan.cover.filter(item=row["item"], **{"class": row["class"]}).get_column("period").min()
    assert row["counts"] <= first


def test_without_fleets_there_is_no_section() -> None:
    """A case without platforms has no transition."""
    plan = tiny_plan(tiny_case())
    assert transition.exhibits(plan, names_of(plan.case)) == []
