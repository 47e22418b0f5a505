"""Notes."""

import dataclasses
from typing import Any

import pytest

from jointstock.facts.case import Case
from jointstock.facts.rules import remarks
from tests.small_case import small, with_cells, with_row, without_rows


def said(case: Case) -> dict[str, str]:
    """The notes of a case by their codes."""
    return {note.code: note.text for remark in remarks.REMARKS for note in remark(case)}


def test_small_case_has_nothing_to_note() -> None:
    """The small case gives no notes."""
    assert said(small()) == {}


@pytest.mark.parametrize(
    ("low", "high", "noted"), [(40.0, 40.0, False), (41.0, 50.0, True), (10.0, 39.0, True)]
)
def test_figures_outside_their_range_are_named(low: float, high: float, *, noted: bool) -> None:
    """A figure outside its own low and high is a note, so that a what-if may go there."""
    case = with_cells(small(), "lines", 0, low=low, high=high)
    assert ("outside-range" in said(case)) is noted


def test_payers_without_budget_are_named() -> None:
    """A party that may pay and has no budget is named, once."""
    case = small().replace(budgets=small().budgets.without("LV"))
    assert said(case) == {
        "unlimited-payer": "LV may pay and has no budget: what is paid there is not limited."
    }


@pytest.mark.parametrize(
    ("cells", "payers"),
    [
        ({}, {"EE", "LV"}),
        ({"role": "payer", "party": "EDF"}, {"EE", "LV", "EDF"}),
        ({"role": "buyer", "party": "EDF"}, {"EE", "LV", "EDF"}),
    ],
)
def test_paying_parties(cells: dict[str, Any], payers: set[str]) -> None:
    """Payers are those named, buyers that pay for themselves, and those of open orders."""
    case = with_row(small(), "contract_parties", **cells) if cells else small()
    assert set(remarks.paying(case).get_column("payer")) == payers


def test_buyers_do_not_pay_where_others_do() -> None:
    """Where a contract names payers other than the buyer, the buyers do not pay."""
    case = without_rows(without_rows(small(), "orders"), "expansion_payers")
    case = with_cells(case, "contract_parties", 1, party="EDF")
    assert set(remarks.paying(case).get_column("payer")) == {"EDF"}


def test_every_ally_pays_where_every_ally_buys() -> None:
    """A star among the buyers stands for every Ally and invitee."""
    case = with_cells(small(), "contract_parties", 0, party="*")
    assert set(remarks.paying(case).get_column("payer")) == {"EE", "LV"}


@pytest.mark.parametrize(("months", "noted"), [(11.0, True), (12.0, False), (None, False)])
def test_short_shelf_life(months: float | None, *, noted: bool) -> None:
    """A shelf life shorter than the horizon is noted."""
    assert ("shelf-life" in said(with_cells(small(), "items", 0, shelf_life=months))) is noted


def test_item_without_line() -> None:
    """An end item that no line makes is noted."""
    case = with_row(small(), "items", item="rocket")
    assert said(case) == {
        "item-without-line": "rocket: no line makes it, so it comes from stock and open orders alone."
    }


def test_line_without_price() -> None:
    """A line of a contract whose item has no price is noted."""
    case = with_row(small(), "contract_parties", role="line", party="charge-line")
    assert set(said(case)) == {"line-without-price"}


def test_uncovered_target() -> None:
    """A target on a class that no item covers in the nation is noted by nation."""
    case = with_cells(small(), "compatibility", 0, nation="EE")
    assert said(case)["uncovered-target"].startswith("artillery (LV): no item covers the class")
    zero = with_cells(case, "targets", 1, quantity=0.0)
    assert said(zero) == {}


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


def test_pledge_without_lane() -> None:
    """A contracted pledge that no lane can carry is noted."""
    case = with_cells(small(), "lanes", 0, to="EE", **{"from": "LV"})
    assert "pledge-without-lane" in said(case)
    assert "pledge-without-lane" not in said(with_cells(case, "pledges", 0, status="expected"))


@pytest.mark.parametrize("lane", [("*", "*", "*"), ("shell", "EE", "*"), ("*", "*", "LV")])
def test_lanes_with_stars_carry_pledges(lane: tuple[str, str, str]) -> None:
    """A star in a lane fits any item, donor or recipient."""
    cells = dict(zip(("item", "from", "to"), lane, strict=True))
    assert "pledge-without-lane" not in said(with_cells(small(), "lanes", 0, **cells))


def test_pledge_beyond_what_is_releasable() -> None:
    """A donor that has contracted to give more than all its lots allow is noted."""
    case = with_cells(small(), "pledges", 0, quantity=21.0)
    assert set(said(case)) == {"pledge-beyond-releasable"}
    assert said(with_row(case, "holdings", lot="B", quantity=5.0, releasable=1.0)) == {}


def test_unreleased_stock() -> None:
    """Holdings that do not say what may be given are counted, where there are lanes to give along."""
    case = with_cells(small(), "holdings", 1, releasable=None)
    assert said(case) == {"unreleased": "Holdings that do not say what may be given: 1. Nothing of them is."}
    assert "unreleased" not in said(without_rows(case, "lanes"))


def test_expiring_lots() -> None:
    """Lots with a month of expiry are counted."""
    assert set(said(with_cells(small(), "holdings", 1, expiry="2024-01"))) == {"expiry"}


def test_long_lists_are_cut() -> None:
    """Of many names, ten are told and the others are counted."""
    case = small()
    for number in range(13):
        case = with_row(case, "items", item=f"rocket-{number:02d}")
    assert "rocket-09 and 3 more: no line makes it" in said(case)["item-without-line"]


def test_horizon_is_that_of_the_settings() -> None:
    """A longer horizon reaches what a shorter one does not."""
    case = with_cells(small(), "expansions", 0, earliest="2024-07")
    longer = case.replace(settings=dataclasses.replace(case.settings, months=24))
    assert "outside-horizon" not in said(longer)
