"""What the plan rests on."""

import pytest

from jointstock.plans.plan import Plan
from jointstock.report import provenance
from tests.report.test_order_book import order
from tests.report.tiny import tiny_case, tiny_plan

KNOWN = {"basis": "cited", "known_on": "2029"}
CASE = tiny_case(
    sources=[
        {
            "source": "s1",
            "publisher": "Office",
            "title": "Page",
            "url": "https://example.org/page",
            "published_on": "2029",
        },
        {
            "source": "s2",
            "publisher": "Office",
            "title": "Page",
            "url": "https://example.org/page",
            "published_on": "2029",
        },
        {"source": "s3", "publisher": "Firm", "title": "Leaflet", "url": None, "published_on": "2028"},
        {"source": "s4", "publisher": "Nobody", "title": "Not used", "url": None, "published_on": None},
    ],
    contracts=[
        {"contract": "k", "kind": "spot", "source": "s1; s3", **KNOWN},
        {"contract": "unused", "kind": "spot", "source": "s4", **KNOWN},
    ],
    contract_prices=[
        {"contract": "k", "item": "R", "from_quantity": 0.0, "price": 1.0, "source": "s2", **KNOWN}
    ],
)


@pytest.fixture(scope="module")
def plan() -> Plan:
    """One order under contract k."""
    return tiny_plan(CASE, orders=[order("O1", "XA", "R", "2030-01", 1e6)])


def test_only_sources_of_rows_used_are_listed(plan: Plan) -> None:
    """A page cited under two keys is one row; the source of a contract that is not used is left out."""
    first, second = provenance.cited(plan).iter_rows(named=True)
    assert (first["publisher"], first["rows"], first["source"]) == ("Office", 2, "s1;s2")
    assert first["tables"] == "contract prices, contracts"
    assert (second["publisher"], second["rows"], second["url"]) == ("Firm", 1, None)
    assert provenance.sources(plan).finding == "The rows that the plan uses cite 2 sources."


def test_without_sources_the_finding_says_so() -> None:
    """A plan whose rows cite nothing says that."""
    assert provenance.sources(tiny_plan(tiny_case())).finding == "The rows that the plan uses cite no source."


def test_the_share_on_soft_figures_is_said(plan: Plan) -> None:
    """Three quarters of the order value rest on assumptions; no shortage rests on anything soft."""
    assert provenance.sureness(plan) == (
        "Of the order value, 75 % on assumed figures; none of the shortage on assumed or synthetic figures."
    )
    texts = [[text for text, _ in row.cells] for row in provenance.resting(plan).sheet.rows]
    assert texts[0] == ["stated by a source", "25 %", "0 %"]
    assert texts[2] == ["assumed †", "75 %", "0 %"]


def test_levels_show_value_bound_and_gap(plan: Plan) -> None:
    """Every level of the run is a row; without a bound there is no gap."""
    open_level = {"name": "end", "unit": "units", "value": 5.0, "bound": None, "gap": None, "tolerance": None}
    run = {**plan.run, "status": "limit", "levels": [open_level, *plan.run["levels"]]}
    exhibit = provenance.levels(Plan(plan.case, run, plan.tables))
    assert exhibit.finding.startswith("The time limit struck")
    texts = [[text for text, _ in row.cells] for row in exhibit.sheet.rows]
    assert texts == [["end", "5", "units", "none", "not known"], ["money", "10", "EUR", "10", "0"]]


def test_versions_leave_out_what_changes_from_run_to_run(plan: Plan) -> None:
    """Digests, options and versions are listed; times of the run are not."""
    run = {**plan.run, "volatile": {"started": "2030-01-01T10:00", "seconds": {}}}
    rows = provenance.versions(Plan(plan.case, run, plan.tables)).sheet.rows
    texts = {row.cells[0][0]: row.cells[1][0] for row in rows}
    assert texts["Digest of the case"] == "d1"
    assert texts["Options"] == "end meet"
    assert texts["Size"] == "3 columns, 2 rows, 4 nonzeros"
    assert "10:00" not in "".join(texts.values())
