"""Notes."""

from typing import Any

import polars as pl
import pytest

from jointstock.facts.case import Case
from jointstock.facts.rules import remarks
from tests.small_case import small, with_cells, with_row, with_table, without_rows


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


def test_efforts_without_a_target_are_named() -> None:
    """Efforts of a nation without a target are not planned with; those beside a stated target are fine."""
    effort = {"version": "V1", "nation": "EE", "class": "artillery", "platform": "", "weapons": 1.0}
    assert said(small().replace(efforts=pl.DataFrame([effort]))) == {}
    case = small().replace(efforts=pl.DataFrame([effort, effort | {"class": "rockets"}]))
    assert said(case) == {
        "effort-without-target": "V1/EE/rockets: efforts without a target, which no plan works towards."
    }


def test_shares_without_a_target_are_named() -> None:
    """The share of a member that has no target from the month of the total is not planned with."""
    total = {"version": "V1", "class": "artillery", "group": "Baltic", "from": "2023-07", "total": 9.0}
    case = small().replace(target_keys=pl.DataFrame([total | {"key": "equal"}]))
    assert said(case) == {}
    assert said(case.replace(targets=case.table("targets").head(1))) == {
        "share-without-target": (
            "V1/LV/artillery/2023-07: a share of a total without a target, which no plan works towards."
        )
    }


def test_uncovered_target() -> None:
    """A target on a class that no item covers in the nation is noted by nation."""
    case = with_cells(small(), "compatibility", 0, nation="EE")
    assert said(case)["uncovered-target"].startswith("artillery (LV): no item covers the class")
    zero = with_cells(case, "targets", 1, quantity=0.0)
    assert said(zero) == {}


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
    more = with_row(case, "holdings", lot="B", quantity=5.0, releasable=1.0)
    assert "pledge-beyond-releasable" not in said(more)


def test_unreleased_stock() -> None:
    """Holdings that do not say what may be given are counted, where there are lanes to give along."""
    case = with_cells(small(), "holdings", 1, releasable=None)
    assert said(case) == {"unreleased": "Holdings that do not say what may be given: 1. Nothing of them is."}
    assert "unreleased" not in said(without_rows(case, "lanes"))


def test_long_lists_are_cut() -> None:
    """Of many names, ten are told and the others are counted."""
    case = small()
    for number in range(13):
        case = with_row(case, "items", item=f"rocket-{number:02d}")
    assert "rocket-09 and 3 more: no line makes it" in said(case)["item-without-line"]


def test_stock_in_lots_and_without() -> None:
    """Stock of an item with and without a lot may be counted twice, and is named."""
    assert "mixed-lots" not in said(with_row(small(), "holdings", nation="LV", lot="B"))
    mixed = said(with_row(small(), "holdings", nation="LV"))
    assert mixed["mixed-lots"].startswith("shell (LV): stock stands in lots and beside them")


def test_payers_whose_currency_has_no_rate() -> None:
    """A payer whose accounts are in a currency without a rate is named; who does not pay is not."""
    case = with_cells(with_cells(small(), "nations", 1, currency="NOK"), "nations", 2, currency="NOK")
    assert said(case) == {
        "no-national-rate": "LV (NOK): no rate of its own currency, so its payments are told in EUR alone."
    }
    assert said(with_row(case, "rates", rate="NOK")) == {}


@pytest.mark.parametrize(
    ("table", "cells"),
    [
        ("surges", {"payer": "EDF"}),
        ("line_modes", {"payer": "EDF"}),
        ("instruments", {"payer": "EDF"}),
    ],
)
def test_payers_of_terms(table: str, cells: dict[str, object]) -> None:
    """Whoever pays for surges, shifts and reimbursements pays; an envelope limits by itself."""
    assert "EDF" in set(remarks.paying(with_table(small(), table, cells)).get_column("payer"))
    envelope = with_table(small(), "instruments", {"payer": "EDF", "amount": 5.0})
    assert "EDF" not in set(remarks.paying(envelope).get_column("payer"))


def test_certification_may_cover_a_target() -> None:
    """A class that an item may be certified for can be covered."""
    case = with_cells(small(), "compatibility", 0, nation="EE")
    row = {"nation": "LV", "state": "none", "certify": True}
    assert "uncovered-target" not in said(with_row(case, "compatibility", **row))


def test_star_among_lanes_carries_no_platform() -> None:
    """A pledged platform needs a lane that names it, and its fleet says what may be given."""
    case = with_cells(small(), "pledges", 0, item="howitzer")
    assert {"pledge-without-lane", "pledge-beyond-releasable"} <= set(said(case))
    case = with_row(case, "lanes", item="howitzer")
    fleet = {"nation": "EE", "platform": "howitzer", "releasable": 10.0}
    assert said(with_table(case, "fleets", fleet)) == {}
