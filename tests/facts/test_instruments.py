"""Instruments spelled out."""

import polars as pl
import pytest

from jointstock.facts.case import Case
from jointstock.facts.instruments import limit_shares, members_of, spelled
from tests.model.made import made

PARTIES = "instrument,role,party\n"
EDGES = pl.DataFrame({"line": ["L1", "L2", "C1"], "recipient": ["EE", "UA", "LV"]})


def case_with(parties: str = "", limits: str = "", origins: str = "") -> Case:
    """The tiny case with an instrument I."""
    return made(
        sites="site,nation,hub,size\nW1,EE,,small\nW2,LV,north,",
        instrument_parties=PARTIES + parties,
        instrument_limits="instrument,numerator,limit\n" + limits,
        line_origins="line,group,share\n" + origins,
    )


def test_groups_and_stars_are_spelled_out() -> None:
    """Members are Allies and invitees, recipients those of that role; names stand once."""
    found = spelled(case_with("I,member,*\nI,member,EE\nI,contract,*\nI,item,shell\nI,recipient,*"), "I")
    assert {role: names.to_list() for role, names in found.items()} == {
        "member": ["EE", "LV"],
        "contract": ["K"],
        "option": [],
        "item": ["shell"],
        "recipient": ["UA"],
    }


def test_a_group_stands_for_its_nations_and_other_instruments_do_not_count() -> None:
    """Members of the group Baltic; a row of another instrument says nothing."""
    found = spelled(case_with("I,member,group:Baltic\nI,recipient,group:Baltic\nJ,member,UA"), "I")
    assert found["member"].to_list() == ["EE", "LV"]
    assert found["recipient"].to_list() == ["EE", "LV"]
    assert found["contract"].dtype == pl.String


def test_every_option_is_supported_by_a_star() -> None:
    """Options are those of expansions."""
    expansions = "option,line,capacity,cost,build_months,ramp\nX,L1,6,100,0,fast\nA,L2,6,100,0,fast"
    case = made(expansions=expansions, instrument_parties=PARTIES + "I,option,*\nI,item,*")
    assert spelled(case, "I")["option"].to_list() == ["A", "X"]
    assert spelled(case, "I")["item"].to_list() == ["charge", "rocket", "shell", "steel"]


def test_members_of_a_group_are_sorted() -> None:
    """A group that nobody is in has no members."""
    assert members_of(made(), "Baltic") == ["EE", "LV"]
    assert members_of(made(), "Nordic") == []


@pytest.mark.parametrize(
    ("numerator", "shares"),
    [
        ("outside:Baltic", [0.3, 1.0, 1.0]),
        ("not outside:Baltic", [0.7, 0.0, 0.0]),
        ("recipient:UA", [0.0, 1.0, 0.0]),
        ("recipient:group:Baltic", [1.0, 0.0, 1.0]),
        ("not recipient:UA", [1.0, 0.0, 1.0]),
        ("maker:small", [1.0, 0.0, 1.0]),
        ("not maker:small", [0.0, 1.0, 0.0]),
    ],
)
def test_shares_of_a_limit_follow_from_line_and_recipient(numerator: str, shares: list[float]) -> None:
    """A line without an origin is wholly outside; a site without a size is of none."""
    case = case_with(limits=f"I,{numerator},0.35", origins="L1,Baltic,0.7\nL2,Nordic,1")
    found, limits = limit_shares(case, "I", EDGES)
    assert found.tolist() == [pytest.approx(shares)]
    assert limits.tolist() == [0.35]


def test_limits_stand_by_name() -> None:
    """Of several limits each has its row; an instrument without limits has none."""
    case = case_with(limits="I,recipient:UA,0.2\nI,maker:small,0.5\nJ,maker:large,0.1")
    found, limits = limit_shares(case, "I", EDGES)
    assert limits.tolist() == [0.5, 0.2]
    assert found.shape == (2, 3)
    assert limit_shares(case, "none", EDGES)[0].shape == (0, 3)
