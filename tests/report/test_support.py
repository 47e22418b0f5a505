"""Which instruments are used and why."""

import pytest

from jointstock.report import support
from jointstock.report.names import names_of
from tests.report.tiny import tiny_case, tiny_plan
from tests.report.worked import worked

KNOWN = {"basis": "cited", "known_on": "2029"}
FUND = {"instrument": "i", "name": "Frame", "kind": "goods", **KNOWN}


def why(**changes: object) -> str:
    """Why an instrument of a plan without claims gives back nothing."""
    case = tiny_case(instruments=[{**FUND, "payer": "F", "rate": 0.5, **changes}])
    return str(support.by_instrument(tiny_plan(case)).item(0, "why"))


def test_what_is_given_back_is_set_against_claims() -> None:
    """Of claims of 2,000 and more 300 are given back: all that the envelope holds."""
    (row,) = support.by_instrument(worked("T03")).iter_rows(named=True)
    assert (row["reimbursed"], row["amount"], row["members"]) == (300.0, 300.0, 3)
    assert row["why"] == "below its rate: its envelope is used up"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"payer": None, "rate": None}, "a frame for cooperation: it reimburses nothing"),
        ({"valid_to": "2029-12"}, "its window lies outside the plan"),
        ({"valid_from": "2031-01"}, "its window lies outside the plan"),
        ({}, "no member makes an eligible payment"),
    ],
)
def test_an_instrument_that_is_not_used_says_why(changes: dict[str, object], words: str) -> None:
    """A frame pays nothing, a window may lie elsewhere, and nobody may claim."""
    assert why(**changes) == words


def test_a_contract_without_enough_members_is_the_reason() -> None:
    """Where no contract is eligible, that is why nothing is claimed."""
    case = tiny_case(instruments=[{**FUND, "payer": "F", "rate": 0.5, "min_members": 3}])
    row = {"instrument": "i", "contract": "k", "member": "XA", "counts": "yes", "eligible": "no"}
    assert (
        support.by_instrument(tiny_plan(case, memberships=[row])).item(0, "why") == "no contract is eligible"
    )


def test_flat_rates_are_those_of_the_run() -> None:
    """The envelope of 750 over claims of 1,500 gives half of each."""
    (row,) = support.flat_rates(worked("T06")).iter_rows(named=True)
    assert (row["instrument"], row["claims"], row["envelope"]) == ("I", 1500.0, 750.0)
    assert row["found"] == pytest.approx(0.5, abs=1e-4)


def test_gifts_are_named_by_their_item() -> None:
    """What is given back for a gift stands under the item that was given."""
    exhibit = support.exhibits(worked("T06"), names_of(worked("T06").case))[1]
    assert {row.cells[1][0] for row in exhibit.sheet.rows} == {"gifts of Unit"}


def test_the_finding_names_what_gives_most() -> None:
    """One of one instrument is used."""
    exhibit = support.exhibits(worked("T03"), names_of(worked("T03").case))[0]
    assert exhibit.finding == "1 of 1 instrument reimburses EUR 300; the most comes from Joint purchase."
    assert exhibit.data.get_column("amount").sum() == 300.0


def test_without_instruments_there_is_no_section() -> None:
    """A case without instruments has nothing to show."""
    plan = tiny_plan(tiny_case())
    assert support.exhibits(plan, names_of(plan.case)) == []
