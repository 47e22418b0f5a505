"""Rules of requirements: what computed targets are computed from, and the dates of versions."""

import polars as pl
import pytest

from jointstock.facts.case import Case
from jointstock.facts.rules import requirements
from tests.small_case import small, told, with_cells, with_row

FIGURES = {
    "weapons": 10.0,
    "rate": 2.0,
    "days": 30.0,
    "loss": 0.0,
    "training": 0.0,
    "test": 0.0,
    "pipeline": 0.0,
}
EFFORT = {"version": "V1", "nation": "EE", "class": "artillery", "platform": "", **FIGURES}
TOTAL = {
    "version": "V1",
    "class": "artillery",
    "group": "Baltic",
    "from": "2023-07",
    "total": 9.0,
    "key": "gdp",
}


def faults(case: Case) -> list[tuple[str, str, int | None, str]]:
    """What the rules of requirements say."""
    return told(fault for rule in requirements.RULES for fault in rule.find(case))


def by_effort(**cells: object) -> Case:
    """The small case whose first target is computed from an effort."""
    case = with_cells(small(), "targets", 0, quantity=None, method="level of effort")
    schema = case.table("efforts").schema
    return case.replace(
        efforts=pl.DataFrame([EFFORT | cells], schema_overrides={k: schema[k] for k in EFFORT})
    )


def by_key(*rows: dict[str, object], gdp: tuple[float | None, float | None] = (1.0, 2.0)) -> Case:
    """The small case whose first target is a share of totals."""
    case = with_cells(small(), "targets", 0, quantity=None, method="key")
    for row, value in enumerate(gdp):
        case = with_cells(case, "nations", row, gdp=value)
    return case.replace(target_keys=pl.DataFrame(rows or [TOTAL], schema_overrides={"total": pl.Float64}))


def test_small_case_keeps_the_rules() -> None:
    """The small case computes nothing and has one dated version."""
    assert faults(small()) == []


def test_a_computed_target_without_fault() -> None:
    """A target with all that it is computed from is no fault."""
    assert faults(by_effort()) == []
    assert faults(by_key()) == []


@pytest.mark.parametrize("column", ["version", "nation", "class"])
def test_efforts_of_another_need_do_not_count(column: str) -> None:
    """A target needs efforts of its own version, nation and class."""
    assert faults(by_effort(**{column: "other"})) == [("no-effort", "targets.csv", 2, "quantity")]


@pytest.mark.parametrize("column", FIGURES)
def test_figures_of_efforts_are_needed(column: str) -> None:
    """An empty figure of an effort is unknown, and the target is computed from it."""
    assert faults(by_effort(**{column: None})) == [("unknown-needed", "efforts.csv", 2, column)]


@pytest.mark.parametrize("column", ["attrition", "sigma"])
def test_attrition_and_spread_may_be_left_out(column: str) -> None:
    """No attrition means that none is lost, no sigma that the rate is one number."""
    assert faults(by_effort(**{column: None})) == []


def test_efforts_that_nothing_is_computed_from_may_be_unknown() -> None:
    """An effort beside a stated target is shown only, whatever is known of it."""
    assert faults(with_cells(by_effort(days=None), "targets", 0, quantity=400.0)) == []


@pytest.mark.parametrize(("percentile", "right"), [(None, True), (1.0, True), (0.0, False), (100.0, False)])
def test_a_spread_rate_needs_a_percentile_inside(percentile: float | None, *, right: bool) -> None:
    """With sigma the percentile lies above 0 and below 100; without it any will do."""
    spread = with_cells(by_effort(sigma=0.3), "targets", 0, percentile=percentile)
    assert faults(spread) == ([] if right else [("percentile", "targets.csv", 2, "percentile")])
    assert faults(with_cells(by_effort(), "targets", 0, percentile=percentile)) == []


def test_weapons_are_of_a_platform() -> None:
    """The platform of an effort is an item of this kind."""
    assert faults(by_effort(platform="howitzer")) == []
    assert faults(by_effort(platform="shell")) == [("not-a-platform", "efforts.csv", 2, "platform")]


@pytest.mark.parametrize("cells", [{"version": "V2"}, {"class": "rockets"}, {"from": "2023-08"}])
def test_a_share_needs_a_total(cells: dict[str, object]) -> None:
    """A share is taken of a total of the same version, class and month."""
    assert faults(by_key({**TOTAL, **cells})) == [("no-key", "targets.csv", 2, "quantity")]


def test_a_share_is_of_one_total() -> None:
    """Where the nation is in two groups with a total, the two are named."""
    case = with_row(by_key(TOTAL, TOTAL | {"group": "North"}), "nation_groups", group="North")
    fault = next(iter(requirements.keys_behind_targets(case)))
    assert (fault.code, fault.expected) == ("two-keys", "one total to share in, not those of Baltic, North")


def test_a_key_needs_every_member() -> None:
    """A member whose value is unknown makes every share unknown; equal shares need no value."""
    assert faults(by_key(gdp=(1.0, None))) == [("unknown-needed", "nations.csv", 3, "gdp")]
    assert faults(by_key(TOTAL | {"key": "equal"}, gdp=(1.0, None))) == []


def test_a_total_is_needed() -> None:
    """An empty total is unknown, and a target is computed from it."""
    assert faults(by_key(TOTAL | {"total": None})) == [("unknown-needed", "target_keys.csv", 2, "total")]


def test_a_key_is_not_nothing() -> None:
    """Values that sum to 0 share nothing; one that is 0 beside others is no fault."""
    assert faults(by_key(gdp=(0.0, 0.0))) == [("key-sum", "target_keys.csv", 2, "key")]
    assert faults(by_key(gdp=(0.0, 2.0))) == []


def test_a_group_has_members() -> None:
    """The group of a total is one of nation_groups; the nearest is named."""
    fault = next(iter(requirements.groups_of_keys(by_key(TOTAL | {"group": "Baltics"}))))
    assert (fault.code, fault.column, fault.remedy) == ("unknown-key", "group", "Did you mean 'Baltic'?")


def test_a_single_version_needs_no_date() -> None:
    """Where there is one version and it replaces none, its date may be unknown."""
    assert faults(with_cells(small(), "target_versions", 0, decided_on=None)) == []


def test_versions_beside_others_need_a_date() -> None:
    """Of two versions, each without a date is a fault at its own row."""
    both = with_row(small(), "target_versions", version="V2", decided_on=None)
    assert faults(both) == [("version-without-date", "target_versions.csv", 3, "decided_on")]
    neither = with_cells(both, "target_versions", 0, decided_on=None)
    assert [row for _, _, row, _ in faults(neither)] == [2, 3]


def test_a_version_that_replaces_another_needs_a_date() -> None:
    """Also where the version that it replaces is not in the case."""
    case = with_cells(small(), "target_versions", 0, decided_on=None, replaces="V0")
    assert faults(case) == [("version-without-date", "target_versions.csv", 2, "decided_on")]
