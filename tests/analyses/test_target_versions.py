"""What changes from one version of the targets to another."""

import polars as pl
import pytest

from jointstock.analyses.target_versions import diff_targets
from jointstock.errors import OptionError
from jointstock.facts.answer import Answer
from jointstock.facts.case import Case
from tests.small_case import small

VERSIONS = [
    {"version": "V1", "decided_on": "2023-01-15", "forum": "council", "replaces": None},
    {"version": "V2", "decided_on": "2023-07-11", "forum": "summit", "replaces": "V1"},
]


def target(version: str, nation: str, quantity: float | None, start: str = "2023-07") -> dict[str, object]:
    """A target on artillery."""
    return {
        "version": version,
        "nation": nation,
        "class": "artillery",
        "from": start,
        "quantity": quantity,
        "basis": "cited",
    }


def case_of(*targets: dict[str, object], versions: list[dict[str, str | None]] = VERSIONS) -> Case:
    """The small case, July 2023 to June 2024, with these targets and versions."""
    return small().replace(targets=pl.DataFrame(targets), target_versions=pl.DataFrame(versions))


def change(*targets: dict[str, object]) -> tuple[object, ...]:
    """Old, new, change, share and month of the one target that there is."""
    found = diff_targets(case_of(*targets), "V1", "V2").table()
    return found.select("old", "new", "change", "share", "month").row(0)


def summary(*targets: dict[str, object]) -> str:
    """The answer in words."""
    return diff_targets(case_of(*targets), "V1", "V2").summary()


def test_a_target_rises() -> None:
    """400 to 600 is 200 more, a half."""
    assert change(target("V1", "EE", 400), target("V2", "EE", 600)) == (400, 600, 200, 0.5, "2023-07")


def test_the_first_month_in_which_they_differ() -> None:
    """The new version has the same until December and more from January on."""
    steps = target("V2", "EE", 400), target("V2", "EE", 600, "2024-01")
    assert change(target("V1", "EE", 400), *steps) == (400, 600, 200, 0.5, "2024-01")


def test_the_same_in_the_end() -> None:
    """Two versions that lead to the same quantity differ on the way."""
    found = [target("V1", "EE", 400), target("V2", "EE", 300), target("V2", "EE", 400, "2023-10")]
    assert change(*found) == (400, 400, 0, 0, "2023-07")
    assert "Different on the way only: 1." in summary(*found)


def test_nothing_differs() -> None:
    """Two versions with the same quantities have no month of change."""
    same = target("V1", "EE", 400), target("V2", "EE", 400)
    assert change(*same) == (400, 400, 0, 0, None)
    assert summary(*same).endswith("Targets in the last of 12 months: 1 (1 the same). The two never differ.")


def test_a_new_target_has_no_share() -> None:
    """From nothing to 600 is 600 more, and no share of nothing."""
    assert change(target("V2", "EE", 600)) == (0, 600, 600, None, "2023-07")


def test_a_target_is_dropped() -> None:
    """A target that the new version does not have is none in it."""
    assert change(target("V1", "EE", 400)) == (400, 0, -400, -1, "2023-07")


def test_an_unknown_quantity_leaves_the_change_unknown() -> None:
    """Unknown is not 0: new and change are empty, and the two do differ."""
    assert change(target("V1", "EE", 400), target("V2", "EE", None)) == (400, None, None, None, "2023-07")
    assert change(target("V1", "EE", None), target("V2", "EE", None)) == (None, None, None, None, None)


def test_steps_behind_the_horizon_do_not_count() -> None:
    """A rise after the last month planned is no change of a plan."""
    late = target("V2", "EE", 900, "2024-07")
    assert change(target("V1", "EE", 400), target("V2", "EE", 400), late) == (400, 400, 0, 0, None)


def test_the_worst_basis_of_both() -> None:
    """A row rests on the worst of what either version rests on."""
    rows = [target("V1", "EE", 400), target("V2", "EE", 600) | {"basis": "synthetic"}]
    assert diff_targets(case_of(*rows), "V1", "V2").table()["basis"].to_list() == ["synthetic"]


def test_computed_targets_are_compared() -> None:
    """A version whose targets are computed is compared as if they were stated: 10 * 6 * 10 = 600."""
    effort = {
        "version": "V2",
        "nation": "EE",
        "class": "artillery",
        "platform": "",
        "weapons": 10.0,
        "rate": 6.0,
    }
    rest = {"days": 10.0, "loss": 0.0, "training": 0.0, "test": 0.0, "pipeline": 0.0}
    computed = target("V2", "EE", None) | {"method": "level of effort"}
    case = case_of(target("V1", "EE", 400) | {"method": "stated"}, computed)
    found = diff_targets(case.replace(efforts=pl.DataFrame([effort | rest])), "V1", "V2")
    assert found.table()["new"].to_list() == [600]


def test_a_version_that_is_not_there_is_refused() -> None:
    """The nearest version is named."""
    with pytest.raises(OptionError, match=r"no version 'V9' of the targets"):
        diff_targets(case_of(target("V1", "EE", 400)), "V1", "V9")


def test_summary() -> None:
    """Who decided when, what replaces what, what rises, falls, comes and goes, by class and at most."""
    nations = {"EE": (400, 600), "LV": (200, 150), "LT": (0, 10), "PL": (30, 0)}
    rows = [
        target(version, nation, quantities[place])
        for nation, quantities in nations.items()
        for place, version in enumerate(("V1", "V2"))
        if quantities[place]
    ]
    assert summary(*rows) == (
        "V1 was decided on 2023-01-15 by council; V2 is expected on 2023-07-11 from summit. V2 replaces V1. "
        "Targets in the last of 12 months: 4 (1 rise, 1 fall, 1 new, 1 dropped). "
        "They differ from 2023-07 on. In total: artillery 630 to 760 (+21%). "
        "The largest change is artillery in PL: 30 to 0 (-100%)."
    )


def test_versions_that_do_not_follow_each_other() -> None:
    """A version replaces another through a third, or does not say so; a version may have no day."""
    third = {"version": "V3", "decided_on": None, "forum": None, "replaces": "V2"}
    case = case_of(target("V1", "EE", 400), versions=[*VERSIONS, third])
    assert "V3 has no day. V3 replaces V1 through V2." in words(diff_targets(case, "V1", "V3"))
    assert "V1 does not say that it replaces V3." in words(diff_targets(case, "V3", "V1"))


def words(answer: Answer) -> str:
    """The answer in words."""
    return answer.summary()
