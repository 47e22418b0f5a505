"""Notes on rows that play no part."""

import dataclasses
from typing import Any

import pytest

from jointstock.facts.case import Case
from jointstock.facts.rules import idle
from tests.small_case import small, with_cells, with_table


def said(case: Case) -> dict[str, str]:
    """The notes of a case by their codes."""
    return {note.code: note.text for remark in idle.REMARKS for note in remark(case)}


def test_small_case_has_nothing_to_note() -> None:
    """Every row of the small case plays a part."""
    assert said(small()) == {}


@pytest.mark.parametrize(
    ("table", "index", "cells", "text"),
    [
        ("expansions", 0, {"earliest": "2024-07"}, "second-shift: may be bought only after the last month"),
        ("contracts", 0, {"valid_from": "2024-07", "valid_to": None}, "joint: begins after the last month"),
        ("contracts", 0, {"valid_from": None, "valid_to": "2023-06"}, "joint: ended before the first month"),
        ("obstacles", 1, {"until": "2023-06"}, "repair: ended before the first month"),
        ("orders", 1, {"due": "2024-07"}, "O2: arrives from outside after the last month"),
        ("pledges", 0, {"due": "2024-07"}, "P1: is due after the last month"),
    ],
)
def test_outside_the_horizon(table: str, index: int, cells: dict[str, Any], text: str) -> None:
    """What lies outside the horizon is noted, for it plays no part."""
    assert said(with_cells(small(), table, index, **cells))["outside-horizon"].startswith(text)


@pytest.mark.parametrize(
    ("table", "cells", "text"),
    [
        ("instruments", {"instrument": "fund", "valid_to": "2023-06"}, "fund: ended before the first month"),
        ("surges", {"surge": "S", "trigger": "2024-07"}, "S: is triggered only after the last month"),
        ("surges", {"surge": "S", "trigger": "2023-01"}, None),
        (
            "fleets",
            {"platform": "howitzer", "certified_from": "2024-07"},
            "howitzer: enters service only after",
        ),
        (
            "retirements",
            {"platform": "howitzer", "month": "2024-07"},
            "howitzer: retires after the last month",
        ),
        (
            "retirements",
            {"platform": "howitzer", "month": "2023-06"},
            "howitzer: retired before the first month",
        ),
    ],
)
def test_terms_outside_the_horizon(table: str, cells: dict[str, object], text: str | None) -> None:
    """So it is with instruments, surges and fleets; the event of a surge may lie before."""
    notes = said(with_table(small(), table, cells))
    assert notes.get("outside-horizon", "").startswith(text) if text else notes == {}


def test_horizon_is_that_of_the_settings() -> None:
    """A longer horizon reaches what a shorter one does not."""
    case = with_cells(small(), "expansions", 0, earliest="2024-07")
    longer = case.replace(settings=dataclasses.replace(case.settings, months=24))
    assert "outside-horizon" not in said(longer)


def test_extension_of_what_does_not_expire() -> None:
    """A life can be extended only of an item with a shelf life, or with a lot that expires."""
    case = with_table(small(), "life_extensions", {"item": "shell", "nation": "*"})
    assert set(said(case)) == {"extension-of-nothing"}
    assert said(with_cells(case, "items", 0, shelf_life=120.0)) == {}
    assert said(with_cells(case, "holdings", 1, expiry="2024-01")) == {}


@pytest.mark.parametrize(("nation", "noted"), [("EE", False), ("LV", True), ("*", False)])
def test_need_of_a_fleet_that_is_not_there(nation: str, *, noted: bool) -> None:
    """A requirement that follows from a fleet needs the fleet, somewhere if it is for all."""
    case = with_table(small(), "fleets", {"nation": "EE", "platform": "howitzer"})
    case = with_table(case, "fleet_needs", {"platform": "howitzer", "class": "artillery", "nation": nation})
    assert set(said(case)) == ({"need-without-fleet"} if noted else set())


@pytest.mark.parametrize(("kind", "noted"), [("goods", False), ("investment", True), ("transfer", True)])
def test_limits_without_orders(kind: str, *, noted: bool) -> None:
    """Limits act on orders, which investment and transfer are not."""
    case = with_table(small(), "instruments", {"instrument": "fund", "kind": kind})
    limited = with_table(case, "instrument_limits", {"instrument": "fund", "numerator": "maker:small"})
    assert said(case) == {}
    assert set(said(limited)) == ({"limits-without-orders"} if noted else set())
