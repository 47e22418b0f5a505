"""Rules of what is uncertain."""

import pytest

from jointstock.facts.rules import chances
from tests.small_case import small, told, with_table

OUTAGE = {"outage": "fire", "rate": 1.0, "months": 3.0, "months_90": 6.0, "severity": 1.0}
SPREAD = {"table": "lines", "row": "*", "column": "yield", "kind": "lognormal", "spread": 0.1}


def test_outage_without_site() -> None:
    """An outage strikes at least one site."""
    case = with_table(small(), "outages", OUTAGE)
    assert told(chances.outages_without_site(case)) == [("outage-without-site", "outages.csv", 2, "outage")]
    struck = with_table(case, "outage_sites", {"outage": "fire", "site": "works"})
    assert not told(chances.outages_without_site(struck))


@pytest.mark.parametrize(("most", "wrong"), [(2.0, True), (3.0, False), (9.0, False)])
def test_outage_months(most: float, *, wrong: bool) -> None:
    """The ninth of ten outages is no shorter than the median one."""
    case = with_table(small(), "outages", OUTAGE | {"months_90": most})
    assert bool(told(chances.outages_shorter_than_median(case))) == wrong


@pytest.mark.parametrize(
    ("table", "column", "wrong"),
    [
        ("lines", "yield", False),
        ("usage", "rate", False),
        ("usage", "yield", True),
        ("lines", "months", True),
    ],
)
def test_distribution_of_a_column(table: str, column: str, *, wrong: bool) -> None:
    """Each table has one column that may vary."""
    case = with_table(small(), "distributions", SPREAD | {"table": table, "column": column})
    assert bool(told(chances.distributions_of_column(case))) == wrong


@pytest.mark.parametrize(
    ("table", "row", "wrong"),
    [
        ("lines", "shell-line", False),
        ("lines", "EE/shell", True),
        ("line_leads", "shel-line", True),
        ("usage", "EE/shell", False),
        ("usage", "LV/artillery", False),
        ("usage", "LV/shell", True),
        ("usage", "*", False),
    ],
)
def test_distribution_of_a_row(table: str, row: str, *, wrong: bool) -> None:
    """A distribution names a line, a use by nation and class or item, or all."""
    case = with_table(small(), "distributions", SPREAD | {"table": table, "row": row})
    assert bool(told(chances.distributions_of_nothing(case))) == wrong


@pytest.mark.parametrize(
    ("kind", "spread", "wrong"),
    [("triangular", 1.0, True), ("triangular", 0.9, False), ("lognormal", 1.5, False)],
)
def test_triangle(kind: str, spread: float, *, wrong: bool) -> None:
    """A triangular factor stays above 0; a lognormal one always does."""
    case = with_table(small(), "distributions", SPREAD | {"kind": kind, "spread": spread})
    assert bool(told(chances.triangles_below_zero(case))) == wrong
