"""What platforms require."""

import polars as pl

from jointstock.facts.fleet_needs import fleet_needs
from tests.model.made import made

FLEETS = "nation,platform,holding\nUA,old,10\nEE,new,5\nUA,new,2"
ITEMS = "item,kind,unit\nshell,end,rounds\nold,platform,pieces\nnew,platform,pieces"


def needs(rows: str) -> list[tuple[str, str, str, float]]:
    """Nation, class, platform and class units per platform."""
    case = made(items=ITEMS, fleets=FLEETS, fleet_needs=f"platform,class,nation,rate,days\n{rows}")
    return list(fleet_needs(case).iter_rows())


def test_each_platform_needs_its_rate_for_the_days() -> None:
    """Three a day for thirty days are 90, for every nation with the platform."""
    assert needs("new,field,*,3,30") == [("EE", "field", "new", 90.0), ("UA", "field", "new", 90.0)]


def test_a_nations_own_row_goes_before_the_row_for_all() -> None:
    """For each class by itself, and for that nation alone."""
    found = needs("new,field,*,3,30\nnew,field,UA,1,10\nnew,deep,*,2,1")
    assert found == [
        ("EE", "deep", "new", 2.0),
        ("EE", "field", "new", 90.0),
        ("UA", "deep", "new", 2.0),
        ("UA", "field", "new", 10.0),
    ]


def test_a_nation_without_the_platform_needs_nothing() -> None:
    """Rows for platforms that a nation does not operate say nothing."""
    assert needs("old,field,EE,3,30") == []


def test_without_rows_there_are_no_needs() -> None:
    """The columns are there all the same."""
    found = fleet_needs(made())
    assert found.is_empty()
    assert found.columns == ["nation", "class", "item", "factor"]
    assert found.schema["factor"] == pl.Float64
