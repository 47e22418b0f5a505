"""Rules of share limits."""

import pytest

from jointstock.facts.case import Case
from jointstock.facts.rules import limits
from tests.small_case import small, told, with_cells, with_row, with_table


def limited(*rows: tuple[str, float], contract: str = "joint") -> Case:
    """The small case with limits of an instrument for a contract."""
    case = with_table(
        small(), "instrument_parties", {"instrument": "fund", "role": "contract", "party": contract}
    )
    shares = [{"instrument": "fund", "numerator": part, "limit": most} for part, most in rows]
    return with_table(case, "instrument_limits", *shares)


@pytest.mark.parametrize(
    ("numerator", "known"),
    [
        ("outside:Baltic", True),
        ("not outside:Baltic", True),
        ("recipient:LV", True),
        ("recipient:group:Baltic", True),
        ("maker:medium", True),
        ("maker:tiny", False),
        ("outside:EE", False),
        ("recipient:Baltic", False),
        ("Baltic", False),
        ("not", False),
    ],
)
def test_numerators(numerator: str, *, known: bool) -> None:
    """A numerator is one of the words, of a group or nation that exists."""
    found = told(limits.numerators(limited((numerator, 0.5))))
    assert found == ([] if known else [("unknown-numerator", "instrument_limits.csv", 2, "numerator")])


def test_numerator_is_suggested() -> None:
    """The remedy names the numerator that was meant."""
    assert (
        next(limits.numerators(limited(("outside:Baltik", 0.5)))).remedy == "Did you mean 'outside:Baltic'?"
    )


@pytest.mark.parametrize(("rest", "right"), [(0.7, True), (0.6, False)])
def test_part_and_rest_make_one(rest: float, *, right: bool) -> None:
    """Limits on a part and on the rest must leave room for the whole."""
    found = told(limits.opposite_limits(limited(("maker:small", 0.3), ("not maker:small", rest))))
    assert found == ([] if right else [("limits-exclude-all", "instrument_limits.csv", 2, "limit")])


@pytest.mark.parametrize("contract", ["joint", "*"])
def test_origins_of_lines_are_known(contract: str) -> None:
    """A limit on origin needs the share of every line that the contract orders from."""
    case = limited(("not outside:Baltic", 0.35), contract=contract)
    missing = list(limits.origins(case))
    assert told(missing) == [("origin-missing", "instrument_limits.csv", 2, "numerator")]
    assert missing[0].expected.endswith("order from: shell-line")
    known = with_table(case, "line_origins", {"line": "shell-line", "group": "Baltic", "share": 0.8})
    assert told(limits.origins(known)) == []
    unknown = with_table(case, "line_origins", {"line": "shell-line", "group": "Baltic"})
    assert told(limits.origins(unknown)) == [("unknown-needed", "line_origins.csv", 2, "share")]


def test_many_lines_are_counted() -> None:
    """Of many lines without origin, five are named."""
    case = limited(("outside:Baltic", 0.35))
    for number in range(6):
        case = with_row(case, "lines", line=f"line-{number}")
        case = with_row(case, "contract_parties", role="line", party=f"line-{number}")
    assert next(limits.origins(case)).expected.endswith("line-4 and 2 more")


def test_sizes_of_makers_are_known() -> None:
    """A limit on makers needs the size of their sites, and others may be unknown."""
    unsized = with_cells(
        with_cells(limited(("maker:large", 0.5)), "sites", 0, size=None), "sites", 1, size=None
    )
    assert told(limits.sizes(unsized)) == [("unknown-needed", "sites.csv", 2, "size")]
    assert told(limits.sizes(with_cells(limited(("recipient:LV", 0.5)), "sites", 0, size=None))) == []


@pytest.mark.parametrize(
    ("share", "member", "right"), [(0.4, "EDF", False), (0.3, "EDF", True), (0.4, "EE", True)]
)
def test_shares_of_groups_apart_make_at_most_one(share: float, member: str, *, right: bool) -> None:
    """Value originates once: in one of two groups that share no nation, or in both where they do."""
    case = with_row(small(), "nation_groups", nation=member, group="Union")
    rows = [
        {"line": "shell-line", "group": "Baltic", "share": 0.7},
        {"line": "shell-line", "group": "Union", "share": share},
    ]
    found = told(limits.origin_shares(with_table(case, "line_origins", *rows)))
    assert found == ([] if right else [("origin-shares", "line_origins.csv", 3, "share")])


def test_groups_of_origin_exist() -> None:
    """A group in which value originates has members."""
    case = with_table(small(), "line_origins", {"line": "shell-line", "group": "Baltics", "share": 0.5})
    fault = next(limits.groups(case))
    assert (fault.code, fault.row, fault.remedy) == ("unknown-key", 2, "Did you mean 'Baltic'?")
