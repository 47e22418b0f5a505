"""Rules of case.toml."""

import dataclasses
from typing import Any

import pytest

from jointstock.errors import Fault
from jointstock.facts.case import Case
from jointstock.facts.rules import settings
from tests.small_case import small, with_row, without_rows


def faults(case: Case, **changes: Any) -> list[Fault]:
    """What the rules say of the case with other settings."""
    changed = case.replace(settings=dataclasses.replace(case.settings, **changes))
    return [fault for rule in settings.RULES for fault in rule.find(changed)]


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"first_month": "2023-06"},
        {"calendar": "12x1"},
        {"calendar": "12x1,16x3"},
        {"end": "none"},
        {"target_version": "V1"},
        {"discount_rate": 0.0},
        {"deflator": "steel"},
        {"months": 1200},
    ],
)
def test_settings_that_are_right(changes: dict[str, Any]) -> None:
    """Settings within their rules have no faults."""
    assert faults(small(), **changes) == []


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("as_of", "2023-06", "setting-value"),
        ("as_of", "2023-02-30", "setting-value"),
        ("as_of", "20230614", "setting-value"),
        ("first_month", "2023-07-01", "setting-value"),
        ("first_month", "2023-05", "before-the-day"),
        ("months", 0, "setting-value"),
        ("months", -3, "setting-value"),
        ("months", 1201, "setting-value"),
        ("calendar", "", "setting-value"),
        ("calendar", "12", "setting-value"),
        ("calendar", "0x3", "setting-value"),
        ("calendar", "12x1;4x3", "setting-value"),
        ("price_year", 23, "setting-value"),
        ("discount_rate", 3.0, "setting-value"),
        ("discount_rate", float("nan"), "setting-value"),
        ("end", "both", "setting-value"),
        ("deflator", "wages", "no-rate"),
        ("target_version", "V9", "target-version"),
    ],
)
def test_settings_that_are_wrong(key: str, value: Any, code: str) -> None:
    """Each setting outside its rule is one fault of case.toml, named by its key."""
    found = faults(small(), **{key: value})
    assert [(fault.code, fault.file, fault.row, fault.column) for fault in found] == [
        (code, "case.toml", None, key)
    ]


def test_first_month_before_the_day_is_mended() -> None:
    """The remedy says the first month that can be planned."""
    assert "2023-07" in faults(small(), first_month="2023-01")[0].remedy


def test_several_versions_need_a_choice() -> None:
    """With targets of two versions, one must be chosen."""
    case = with_row(with_row(small(), "target_versions", version="V2"), "targets", version="V2")
    assert [fault.value for fault in faults(case)] == ["V1, V2"]
    assert faults(case, target_version="V2") == []


def test_several_versions_without_targets_need_none() -> None:
    """A version that no target is of needs no choice."""
    assert faults(with_row(small(), "target_versions", version="V2")) == []


def test_case_without_targets_needs_no_version() -> None:
    """Where nothing is wanted, no version is."""
    assert faults(without_rows(small(), "targets")) == []
