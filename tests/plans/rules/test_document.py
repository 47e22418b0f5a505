import dataclasses
from typing import Any

import pytest

from jointstock.plans.folder import tables_digest
from jointstock.plans.rules.document import is_number, run_document
from tests.plans.rules.giving import giving
from tests.plans.rules.ordering import LEVELS, ordering
from tests.plans.rules.worked import WorkedPlan


def written() -> WorkedPlan:
    """The plan that orders, with all that a plan which was written has in its run."""
    plan = ordering()
    levels = [
        {"name": name, "value": value, "bound": value, "gap": 0.0, "tolerance": 1e-9}
        for name, value in LEVELS.items()
    ]
    return plan.with_run(
        case="ordering",
        calendar="4x1,1x2",
        status="optimal",
        levels=levels,
        plan_digest=tables_digest(plan.tables),
    )


def with_level(plan: WorkedPlan, place: int, **parts: Any) -> WorkedPlan:
    """The plan with other parts of one level."""
    levels = [dict(level) for level in plan.run["levels"]]
    levels[place] |= parts
    return plan.with_run(levels=levels)


def test_a_written_plan_has_no_findings() -> None:
    """A run whose parts agree with case and tables passes."""
    assert not written().findings()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("schema", 2),
        ("schema", "1"),
        ("schema", True),
        ("status", "best"),
        ("status", None),
        ("case", "giving"),
        ("calendar", "6x1"),
        ("calendar", None),
        ("plan_digest", "0" * 64),
    ],
)
def test_a_changed_part_is_found(name: str, value: Any) -> None:
    """Each part of the run that is not that of case and tables is a finding of rule V0, and the only one."""
    assert [finding.object for finding in written().with_run(**{name: value}).findings()] == [f"run.{name}"]


def test_a_changed_cell_is_another_digest_and_still_breaks_its_own_rule() -> None:
    """The digest of the tables finds what no rule speaks of, and hides no rule."""
    assert written().with_cell("prices", 0, "price", 1.0).broken() == {"V0"}
    assert written().with_cell("stocks", 2, "closing", 27.0).broken() >= {"V0", "V1"}


@pytest.mark.parametrize("name", ["schema", "case", "calendar", "status"])
def test_a_plan_with_a_digest_of_its_tables_has_all_parts(name: str) -> None:
    """What a written plan always has may not be missing; a plan made by hand may lack it."""
    run = {key: value for key, value in written().run.items() if key != name}
    assert [finding.object for finding in run_document(run).findings] == [f"run.{name}"]
    assert not run_document({key: value for key, value in run.items() if key != "plan_digest"}).findings


@pytest.mark.parametrize("levels", [3, None, "levels", [3], {"money": 1}])
def test_levels_of_another_kind_end_the_check(levels: Any) -> None:
    """Levels that are no list of objects are a finding and no error."""
    assert [row.object for row in written().with_run(levels=levels).findings()] == ["run.levels"]


def test_levels_stand_in_their_order() -> None:
    """No level is missing, doubled or out of place; only the end may be left out."""
    plan = written()
    levels = plan.run["levels"]
    for other in (levels[::-1], levels[:-1], [*levels, levels[0]], []):
        assert "run.levels" in {finding.object for finding in plan.with_run(levels=other).findings()}
    short = plan.with_run(levels=[level for level in levels if level["name"] != "end"])
    assert not short.findings()
    assert not short.with_run(options={"end": "none"}).findings()
    assert short.with_run(options={"end": "meet"}).broken() == {"V0"}
    assert plan.with_run(options={"end": "none"}).broken() == {"V0"}


@pytest.mark.parametrize(
    "parts",
    [
        {"bound": 200.0},
        {"gap": 1.0},
        {"gap": None},
        {"gap": "0"},
        {"bound": None},
        {"bound": 300.0},
        {"bound": float("nan")},
        {"tolerance": "much"},
    ],
)
def test_value_bound_and_gap_agree(parts: dict[str, Any]) -> None:
    """The gap is what lies between bound and value, and no bound is above its value."""
    found = with_level(written(), 3, **parts).findings()
    assert {finding.object for finding in found} == {"run.levels/money"}


def test_a_level_without_a_bound_has_no_gap() -> None:
    """Where the solver stopped early, bound, gap and tolerance are unknown; a gap that is right passes."""
    assert not with_level(written(), 3, bound=None, gap=None, tolerance=None).findings()
    assert not with_level(written(), 3, bound=289.0, gap=289.7 - 289.0).findings()


@pytest.mark.parametrize("value", [None, "289.7", float("nan"), 10**400, True])
def test_a_value_that_is_no_number_is_found(value: Any) -> None:
    """A level without a number for its value breaks V0, and V15 as well."""
    assert with_level(written(), 3, value=value).broken() == {"V0", "V15"}


def test_parts_that_a_plan_made_by_hand_lacks_are_not_checked() -> None:
    """Without a digest of its tables, a plan may lack status, calendar, bounds and gaps."""
    plan = giving()
    assert "plan_digest" not in plan.run
    assert not plan.findings()
    run = {key: value for key, value in plan.run.items() if key != "schema"}
    assert not dataclasses.replace(plan, run=run).findings()


@pytest.mark.parametrize(("value", "right"), [(1, True), (1.5, True), (True, False), (float("inf"), False)])
def test_numbers_are_finite_and_no_flags(value: object, right: bool) -> None:  # noqa: FBT001
    """Neither a flag nor infinity is a number to reckon with."""
    assert is_number(value) is right
