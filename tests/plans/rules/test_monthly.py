import polars as pl

from jointstock.plans.rules.monthly import check_months, monthly, stocks_by_month
from jointstock.plans.verify import verify
from tests.plans.rules.ageing import ageing
from tests.plans.rules.giving import giving
from tests.plans.rules.ordering import ordering
from tests.plans.rules.transition import transition
from tests.plans.rules.worked import WorkedPlan


def notes(plan: WorkedPlan) -> set[tuple[str, str]]:
    found = [finding for check in check_months(plan.ground()) for finding in check.findings]
    return {(finding.rule, finding.period) for finding in found}


def test_a_plan_that_holds_in_every_month_has_no_notes() -> None:
    """Both plans worked out by hand hold in every month, too."""
    assert notes(ordering()) == set()
    assert notes(giving()) == set()


def test_starts_are_spread_evenly() -> None:
    """Five starts in two months are two and a half in each."""
    inside = monthly(ordering().ground())
    rows = inside.tables["production"].filter((pl.col("line") == "L") & (pl.col("b") >= 4))
    assert rows.select("b", "starts").rows() == [(4, 2.5), (5, 2.5)]
    assert inside.periods.names[-1] == "2024-06"


def test_a_ramp_inside_a_period_is_noted() -> None:
    """50 starts in May and June keep to 40 and what is built by then, but not 25 in May."""
    plan = (
        ordering().with_cell("expansions", 0, "period", "2024-04").with_cell("expansions", 0, "amount", 1.0)
    )
    plan = plan.with_cell("production", 2, "starts", 55.0)
    assert notes(plan) >= {("V3", "2024-05")}
    assert ("V3", "2024-06") not in notes(plan)


def test_use_before_the_arrival_inside_a_period_is_noted() -> None:
    """Without what was sent in January, B holds nothing in March, and receives in April."""
    plan = giving().without_row("transfers", 0)
    assert ("V2", "2024-03") in notes(plan)
    assert ("V2", "2024-04") not in notes(plan)


def test_stocks_end_each_period_as_the_plan_says() -> None:
    """Month by month, the stocks of a plan meet those of its periods."""
    ground = ordering().ground()
    cells = stocks_by_month(ground, monthly(ground)).sort("b")
    assert cells["closing"].to_list() == [10, 10, 26, 46, 46, 48]


def test_notes_are_handed_over_beside_the_findings() -> None:
    """The verifier hands the notes over where they are asked for."""
    plan = giving().without_row("transfers", 0)
    assert verify(plan.case, plan, monthly=True).notes
    assert not verify(plan.case, plan).notes


def test_what_expires_and_what_fleets_draw_counts_in_months() -> None:
    """Stock that expires, lots that are given and crews that are drawn leave nothing below zero."""
    for plan in (ageing(), transition()):
        findings = verify(plan.case, plan, monthly=True)
        assert not findings
        assert findings.notes == (), findings.notes
    cells = stocks_by_month(ageing().ground(), monthly(ageing().ground()))
    held = cells.filter((pl.col("nation") == "C") & (pl.col("item") == "shell")).sort("b")
    assert held["closing"].to_list() == [3, 2, 2, 0, 0]
