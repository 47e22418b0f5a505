"""Rules of instruments."""

import pytest

from jointstock.facts.case import Case
from jointstock.facts.rules import instruments
from tests.small_case import small, told, with_cells, with_table


def funded(*parties: tuple[str, str], **cells: object) -> Case:
    """The small case with an instrument and its parties, given as role and party."""
    row = {"instrument": "fund", "kind": "goods", "payer": "EDF", "rate": 0.2} | cells
    rows = [{"instrument": "fund", "role": role, "party": party} for role, party in parties or BALTIC]
    return with_table(with_table(small(), "instruments", row), "instrument_parties", *rows)


BALTIC = (("member", "group:Baltic"), ("contract", "joint"))


def found(case: Case) -> list[tuple[str, str]]:
    """Code and column of what the rules of instruments say."""
    return [(f.code, f.column) for rule in instruments.RULES for f in rule.find(case)]


@pytest.mark.parametrize(
    "cells",
    [
        {},
        {"payer": None, "rate": None},
        {"flat_rate": True, "amount": 5.0},
        {"min_members": 2, "member_share": 0.5},
        {"kind": "extra cost"},
    ],
)
def test_whole_instruments(cells: dict[str, object]) -> None:
    """An instrument with members, objects and the terms it needs breaks no rule."""
    assert found(funded(**cells)) == []


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ({"rate": None}, ("payer-without-rate", "rate")),
        ({"flat_rate": True}, ("flat-rate-without-amount", "amount")),
        ({"min_members": 2}, ("members-without-share", "member_share")),
        ({"min_members": 2, "member_share": 0.51}, ("member-shares", "member_share")),
        ({"min_members": 3, "member_share": 0.1}, ("too-few-members", "min_members")),
    ],
)
def test_terms_of_an_instrument(cells: dict[str, object], fault: tuple[str, str]) -> None:
    """A term that lacks another, or asks for more than there is, is a fault at its cell."""
    assert found(funded(**cells)) == [fault]


@pytest.mark.parametrize(
    ("party", "expected"),
    [("EE", []), ("*", []), ("group:Balt", []), (None, [("nobody-may-join", "instrument")])],
)
def test_somebody_may_join(party: str | None, expected: list[tuple[str, str]]) -> None:
    """An instrument has members; where one is not known, the reference is at fault and not the instrument."""
    member = (("member", party),) if party else ()
    assert found(funded(*member, ("contract", "joint"))) == expected


def test_star_among_members_needs_an_ally() -> None:
    """Every Ally may join, and where there is none, nobody may."""
    case = funded(("member", "*"), ("contract", "*"))
    for row in (0, 1):
        case = with_cells(case, "nations", row, role="recipient")
    assert found(case) == [("nobody-may-join", "instrument")]


@pytest.mark.parametrize(
    ("kind", "roles", "expected"),
    [
        ("goods", [], [("instrument-without-object", "kind")]),
        ("goods", ["contract", "option"], [("instrument-role", "role")]),
        ("investment", ["option"], []),
        ("transfer", ["recipient"], [("instrument-without-object", "kind")]),
        ("transfer", ["recipient", "item"], [("given-without-value", "party")]),
    ],
)
def test_kinds_support_their_objects(kind: str, roles: list[str], expected: list[tuple[str, str]]) -> None:
    """Each kind names what it supports, and nothing else."""
    parties = (("member", "EE"), *((role, "*") for role in roles))
    assert found(funded(*parties, kind=kind)) == expected


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"min_members": 2, "member_share": 0.5}, [("flat-rate-with-decision", "min_members")]),
        ({"level": "contract"}, [("flat-rate-with-decision", "level")]),
        ({"level": "item"}, []),
        ({}, []),
    ],
)
def test_flat_rates_hang_on_no_decision(cells: dict[str, object], expected: list[tuple[str, str]]) -> None:
    """A flat rate goes with no number of members, and with limits on each item alone."""
    limit = {"instrument": "fund", "numerator": "recipient:EE", "limit": 0.5}
    case = with_table(funded(flat_rate=True, amount=5.0, **cells), "instrument_limits", limit)
    assert found(case) == expected


def test_gifts_have_a_value() -> None:
    """Of each item that is named there is a value; for a star, of any."""
    case = funded(("member", "EE"), ("item", "shell"), ("recipient", "LV"), kind="transfer")
    valued = with_table(case, "instrument_values", {"instrument": "fund", "item": "shell", "value": 9.0})
    other = with_table(case, "instrument_values", {"instrument": "fund", "item": "rocket", "value": 9.0})
    assert found(valued) == []
    assert told(instruments.values(other)) == [("given-without-value", "instrument_parties.csv", 3, "party")]
    every = with_cells(other, "instrument_parties", 1, party="*")
    assert found(every) == []
