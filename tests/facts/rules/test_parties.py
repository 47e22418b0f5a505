"""Who is meant by a party."""

import polars as pl
import pytest

from jointstock.facts.rules import parties
from tests.small_case import small, with_cells, with_row, with_table


@pytest.mark.parametrize(
    ("party", "nations"),
    [("EE", ["EE"]), ("EDF", ["EDF"]), ("group:Baltic", ["EE", "LV"]), ("*", ["EE", "LV"]), ("group:X", [])],
)
def test_nations_of_a_party(party: str, nations: list[str]) -> None:
    """A party is a nation, the members of a group, or every Ally and invitee; or nobody."""
    found = parties.nations_of(small(), pl.DataFrame({"party": [party]}))
    assert found.get_column("nation").to_list() == nations


def test_star_stands_for_the_roles_asked() -> None:
    """A star among recipients stands for those whose role it is."""
    case = with_cells(small(), "nations", 1, role="recipient")
    found = parties.nations_of(case, pl.DataFrame({"party": ["*"]}), every=("recipient",))
    assert found.get_column("nation").to_list() == ["LV"]


def test_lines_of_contracts() -> None:
    """A contract orders from the lines it names; a star stands for every line of the items it prices."""
    assert parties.lines_of(small()).rows() == [("joint", "shell-line", "shell")]
    case = with_cells(small(), "contract_parties", 2, party="*")
    case = with_row(case, "lines", line="second-line")
    assert parties.lines_of(case).get_column("line").to_list() == ["shell-line", "second-line"]


def test_recipients_of_contracts() -> None:
    """Recipients that are named go before the buyers, who stay where the word buyer is."""
    assert set(parties.recipients_of(small()).rows()) == {("joint", "EE"), ("joint", "LV")}
    named = with_row(small(), "contract_parties", role="recipient", party="EDF")
    assert parties.recipients_of(named).rows() == [("joint", "EDF")]
    both = with_row(named, "contract_parties", role="recipient", party="buyer")
    assert parties.recipients_of(both).height == 3


def test_stockless_parties() -> None:
    """A fund holds no stock until it keeps a warehouse."""
    assert parties.stockless(small()).rows() == [("EDF", "fund")]
    case = with_table(small(), "warehouses", {"warehouse": "EDF", "member": "EE"})
    assert parties.stockless(case).rows() == []
