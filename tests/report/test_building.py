"""What to build."""

import polars as pl
import pytest

from jointstock.plans.plan import Plan
from jointstock.report import building
from jointstock.report.names import names_of
from tests.report.tiny import tiny_case, tiny_plan
from tests.report.worked import worked

CASE = tiny_case(
    nations=[{"nation": "XA", "name": "Aland"}, {"nation": "fund", "name": "Fund"}],
    items=[{"item": "C", "kind": "component", "name": "charge", "unit": "charges"}],
    sites=[{"site": "s", "firm": "Works", "nation": "XA"}],
    lines=[{"line": "l", "site": "s", "item": "C"}],
    ramps=[{"ramp": "r", "month": 0, "share": 0.5}, {"ramp": "r", "month": 1, "share": 1.0}],
    expansions=[
        {
            "option": "more",
            "line": "l",
            "capacity": 400.0,
            "build_months": 10,
            "ramp": "r",
            "announced_on": "2029-06",
            "announced_for": "2031",
            "basis": "assumed",
            "known_on": "2029",
        },
        {"option": "small", "line": "l", "capacity": 10.0, "ramp": "r", "basis": "cited", "known_on": "2029"},
    ],
)


def bought(
    option: str, period: str, amount: float, cost: float, *shares: tuple[str, float]
) -> list[dict[str, object]]:
    """Rows of a purchase, one for each payer."""
    keys = {"option": option, "line": "l", "period": period, "amount": amount, "cost": cost}
    return [{**keys, "payer": payer, "paid": paid} for payer, paid in shares]


@pytest.fixture(scope="module")
def plan() -> Plan:
    """A quarter of one option in January for 30 million by two payers, a small one in February."""
    rows = [
        *bought("more", "2030-01", 0.25, 30e6, ("fund", 10e6), ("XA", 20e6)),
        *bought("small", "2030-02", 1.0, 1e6, ("XA", 1e6)),
    ]
    return tiny_plan(CASE, expansions=rows)


def test_a_purchase_is_one_row_with_its_dates_and_payers(plan: Plan) -> None:
    """A quarter of 400 is 100 a month; ten months after January is November, then the full rate."""
    first = building.purchases(plan, names_of(CASE)).row(0, named=True)
    assert (first["label"], first["item"], first["added"]) == ("Works (XA)", "charge", 100.0)
    assert (first["ready"], first["full"]) == ("2030-11", "2030-12")
    assert first["payers"] == "Aland and Fund"
    assert first["announced"] == "in Jun 2029, for 2031"
    assert first["basis"] == "assumed"


def test_unknown_build_months_leave_the_dates_unknown(plan: Plan) -> None:
    """An option without build months has no date, and no bar."""
    exhibit = building.exhibits(plan, names_of(CASE))[0]
    second = building.purchases(plan, names_of(CASE)).row(1, named=True)
    assert (second["ready"], second["full"], second["announced"]) == (None, None, "–")
    assert exhibit.data.get_column("name").unique().to_list() == ["Works (XA): charge"]


def test_a_cost_is_counted_once_for_several_payers(plan: Plan) -> None:
    """30 million of two payers and 1 million are 31 million, not 61."""
    exhibit = building.exhibits(plan, names_of(CASE))[0]
    assert exhibit.finding == (
        "2 expansions for EUR 31.0 million: 1 to be decided in January 2030; the largest is charge "
        "at Works (XA)."
    )


def test_bars_run_from_decision_to_full_rate(plan: Plan) -> None:
    """One bar while it is built, one while it ramps up."""
    data = building.exhibits(plan, names_of(CASE))[0].data
    assert data.select("phase", "from", "to", "words").rows() == [
        ("being built", "2030-01-01", "2030-11-01", "30"),
        ("ramping up", "2030-11-01", "2030-12-01", "30"),
    ]


def test_where_nothing_is_built_the_finding_says_so() -> None:
    """No capacity is an answer."""
    exhibit = building.exhibits(tiny_plan(CASE), names_of(CASE))[0]
    assert exhibit.finding == "No capacity is built."
    assert exhibit.data.height == 0


def test_what_industry_pays_itself_is_not_counted() -> None:
    """An expansion without payer is industry's own: it stands in the table, and costs the plan nothing."""
    made = worked("industry-builds")
    rows = building.purchases(made, names_of(made.case))
    assert rows.select("payers", "paid", "kind").rows() == [("industry", 0.0, "whole")]
    exhibit = building.exhibits(made, names_of(made.case))[0]
    assert exhibit.finding.endswith("; industry itself pays for 1.")
    assert set(exhibit.data.get_column("words")) == {"industry"}


def test_an_unknown_cost_of_industry_is_no_fault() -> None:
    """Industry's own expansion may have no known cost; it comes last and is a dash."""
    made = worked("industry-builds")
    unknown = made.expansions.with_columns(cost=pl.lit(None, pl.Float64))
    exhibit = building.exhibits(
        Plan(made.case, made.run, {**made.tables, "expansions": unknown}), names_of(made.case)
    )[0]
    assert "EUR 0" in exhibit.finding
    assert [text for text, column in exhibit.sheet.rows[0].cells if column.name == "cost"] == ["–"]
