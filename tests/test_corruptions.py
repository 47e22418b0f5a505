"""Single cells of plans worked out by hand, changed one at a time."""

from collections.abc import Callable
from typing import Any

import polars as pl
import pytest

from jointstock.plans.rules.shape import described
from tests.plans.rules.ageing import ageing
from tests.plans.rules.agreeing import agreeing
from tests.plans.rules.giving import giving
from tests.plans.rules.ordering import ordering
from tests.plans.rules.transition import transition
from tests.plans.rules.worked import WorkedPlan

# Table, row, column, value, and the rule that must catch it.
ORDERING: list[tuple[str, int, str, Any, str]] = [
    ("periods", 3, "months", 2, "V0"),
    ("periods", 1, "first_month", "2024-03", "V0"),
    ("orders", 0, "buyer", "XX", "V0"),
    ("orders", 0, "period", "2024-07", "V0"),
    ("orders", 1, "quantity", 21.0, "V4"),
    ("orders", 1, "quantity", -20.0, "V2"),
    ("orders", 0, "price", 5.5, "V10"),
    ("orders", 0, "value", 81.0, "V10"),
    ("orders", 1, "quantity_rounded", 21, "V11"),
    ("orders", 0, "quantity", 60.0, "V10"),
    ("orders", 0, "payer", "DE", "V8"),
    ("orders", 0, "recipient", "DE", "V8"),
    ("orders", 0, "line", "F", "V8"),
    ("deliveries", 0, "period", "2024-02", "V4"),
    ("deliveries", 0, "period", "2024-02", "V18"),
    ("deliveries", 0, "order", "o2", "V4"),
    ("deliveries", 0, "order", "o9", "V4"),
    ("deliveries", 2, "quantity", 3.0, "V4"),
    ("deliveries", 1, "buyer", "DE", "V8"),
    ("production", 0, "starts", 23.0, "V3"),
    ("production", 0, "good", 17.0, "V1"),
    ("production", 0, "capacity", 22.0, "V3"),
    ("production", 0, "own_account", 1.0, "V16"),
    ("production", 0, "recipe", "other", "V8"),
    ("production", 3, "period", "2024-01", "V3"),
    ("production", 3, "period", "2024-01", "V18"),
    ("components", 2, "closing", 1.0, "V1"),
    ("components", 1, "made", 41.0, "V1"),
    ("components", 4, "used", 11.0, "V1"),
    ("components", 0, "opening", 19.0, "V1"),
    ("expansions", 0, "amount", 0.4, "V3"),
    ("expansions", 0, "amount", 1.2, "V3"),
    ("expansions", 0, "period", "2024-02", "V3"),
    ("expansions", 0, "cost", 31.0, "V9"),
    ("expansions", 0, "paid", 29.0, "V9"),
    ("expansions", 0, "payer", "DE", "V8"),
    ("stocks", 2, "closing", 27.0, "V1"),
    ("stocks", 0, "opening", 11.0, "V1"),
    ("stocks", 3, "delivered", 21.0, "V1"),
    ("stocks", 4, "expired", 1.0, "V1"),
    ("stocks", 4, "floor", 1.0, "V6"),
    ("cover", 5, "quantity", 49.0, "V12"),
    ("cover", 5, "ratio", 1.5, "V12"),
    ("cover", 2, "quantity", 9.0, "V15"),
    ("shortfalls", 0, "target", 99.0, "V15"),
    ("shortfalls", 1, "covered", 11.0, "V15"),
    ("shortfalls", 2, "shortfall", 73.0, "V15"),
    ("shortfalls", 4, "area", 104.0, "V15"),
    ("shortfalls", 3, "unmet", 1.0, "V15"),
    ("payments", 0, "amount", 33.0, "V9"),
    ("payments", 5, "period", "after", "V9"),
    ("payments", 7, "amount", 8.0, "V10"),
    ("payments", 11, "payer", "DE", "V9"),
    ("budgets", 0, "budget", 210.0, "V9"),
    ("budgets", 0, "paid", 120.0, "V9"),
    ("budgets", 0, "carried_out", 51.0, "V1"),
    ("budgets", 1, "carried_in", 40.0, "V9"),
    ("budgets", 1, "lapsed", 201.0, "V1"),
    ("costs", 0, "amount", 221.0, "V17"),
    ("costs", 3, "term", "storage", "V17"),
    ("prices", 0, "price", float("nan"), "V0"),
    ("prices", 0, "unit", "", "V0"),
    ("kpis", 0, "value", "4.14", "V15"),
    ("kpis", 2, "value", "6", "V15"),
    ("kpis", 9, "value", "1", "V15"),
    ("kpis", 11, "value", "20", "V15"),
]

GIVING: list[tuple[str, int, str, Any, str]] = [
    ("orders", 0, "period", "2024-01", "V7"),
    ("orders", 0, "buyer", "B", "V8"),
    ("orders", 1, "price", 22.0, "V10"),
    ("deliveries", 0, "period", "2024-02", "V4"),
    ("deliveries", 1, "quantity", 3.0, "V4"),
    ("deliveries", 3, "period", "2024-01", "V4"),
    ("deliveries", 3, "quantity", 5.5, "V16"),
    ("deliveries", 4, "quantity", 3.5, "V16"),
    ("production", 3, "own_account", 1.0, "V4"),
    ("production", 0, "own_account", 2.0, "V16"),
    ("production", 4, "own_account", 5.0, "V16"),
    ("transfers", 0, "quantity", 13.0, "V13"),
    ("transfers", 0, "period_received", "2024-02", "V18"),
    ("transfers", 0, "period_received", "2024-02", "V13"),
    ("transfers", 2, "period_received", "2024-03", "V13"),
    ("transfers", 0, "donor", "B", "V13"),
    ("transfers", 1, "item", "rocket", "V18"),
    ("stocks", 0, "sent", 11.0, "V13"),
    ("stocks", 8, "received", 17.0, "V13"),
    ("stocks", 2, "used", 4.0, "V1"),
    ("stocks", 0, "floor", 37.0, "V6"),
    ("stocks", 3, "closing", 4.0, "V6"),
    ("use", 0, "planned", 3.0, "V12"),
    ("use", 2, "unmet", 0.0, "V12"),
    ("use", 7, "used", 4.0, "V12"),
    ("use", 8, "item", "rocket", "V12"),
    ("use", 5, "unmet", 1.0, "V12"),
    ("use", 1, "kind", "operational", "V12"),
    ("use", 2, "used", -3.0, "V2"),
    ("cover", 7, "class", "he", "V12"),
    ("cover", 4, "quantity", 6.0, "V12"),
    ("cover", 1, "quantity", 39.0, "V15"),
    ("payments", 2, "amount", 5.0, "V9"),
    ("payments", 7, "amount", 30.0, "V9"),
    ("costs", 1, "payer", "B", "V17"),
    ("kpis", 2, "value", "1", "V15"),
    ("kpis", 21, "value", "252", "V15"),
    ("kpis", 22, "value", "252", "V15"),
]

AGREEING: list[tuple[str, int, str, Any, str]] = [
    ("agreements", 0, "ordered", 99.0, "V10"),
    ("agreements", 0, "in_force", "no", "V10"),
    ("agreements", 0, "fees", 1.0, "V10"),
    ("agreements", 0, "untaken", 3.0, "V10"),
    ("line_states", 0, "mode", "x", "V3"),
    ("line_states", 0, "running", "no", "V3"),
    ("line_states", 0, "cost", 99.0, "V3"),
    ("surges", 0, "retained", 0.9, "V3"),
    ("surges", 0, "called", 99.0, "V9"),
    ("surges", 0, "cost", 99.0, "V3"),
    ("support", 0, "claimed", 99.0, "V8"),
    ("support", 0, "reimbursed", 99.0, "V9"),
    ("memberships", 0, "counts", "no", "V8"),
    ("memberships", 0, "eligible", "no", "V8"),
    ("authorities", 0, "committed", 999.0, "V9"),
    ("authorities", 0, "lapsed", 999.0, "V1"),
]
AGEING: list[tuple[str, int, str, Any, str]] = [
    ("lots", 0, "closing", 99.0, "V5"),
    ("lots", 0, "expires", "later", "V5"),
    ("lots", 0, "expired", 9.0, "V5"),
    ("certifications", 0, "cost", 1.0, "V12"),
    ("certifications", 0, "period", "2024-03", "V9"),
]
TRANSITION: list[tuple[str, int, str, Any, str]] = [
    ("fleets", 0, "closing", 99.0, "V15"),
    ("fleets", 0, "entered", 99.0, "V14"),
    ("fleets", 0, "lost", 99.0, "V14"),
    ("fleets", 0, "retired", 99.0, "V14"),
    ("fleet_floors", 0, "held", 99.0, "V14"),
    ("fleet_floors", 0, "deficit", 9.0, "V14"),
]
OTHERS = [
    *((agreeing, *row) for row in AGREEING),
    *((ageing, *row) for row in AGEING),
    *((transition, *row) for row in TRANSITION),
]
# What is kept of an earlier plan is checked with the aims of a plan (tests/plans/rules/test_goals.py).
WITH_AIMS = {"kept"}

LEVELS = ["commitments", "end", "shortfall", "money", "stock"]


@pytest.mark.parametrize("worked", [ordering(), giving()], ids=["ordering", "giving"])
def test_a_plan_worked_out_by_hand_has_no_findings(worked: WorkedPlan) -> None:
    """Two plans worked out by hand pass, with rows checked under every rule that they bring into force."""
    findings = worked.findings()
    assert findings.summary().endswith("\n0 findings")
    assert not findings
    assert sum(findings.checked.values()) > 1000


@pytest.mark.parametrize(("table", "row", "column", "value", "rule"), ORDERING)
def test_a_changed_cell_of_the_ordering_plan_is_found(
    table: str, row: int, column: str, value: Any, rule: str
) -> None:
    """Each changed cell of the plan that orders breaks the rule that speaks of it."""
    assert rule in ordering().with_cell(table, row, column, value).broken()


@pytest.mark.parametrize(("table", "row", "column", "value", "rule"), GIVING)
def test_a_changed_cell_of_the_giving_plan_is_found(
    table: str, row: int, column: str, value: Any, rule: str
) -> None:
    """Each changed cell of the plan that gives breaks the rule that speaks of it."""
    assert rule in giving().with_cell(table, row, column, value).broken()


@pytest.mark.parametrize(("worked", "table", "row", "column", "value", "rule"), OTHERS)
def test_a_changed_cell_of_the_other_plans_is_found(
    worked: Callable[[], WorkedPlan], table: str, row: int, column: str, value: Any, rule: str
) -> None:
    """Each changed cell of the plans of agreements, lots and fleets breaks the rule that speaks of it."""
    assert rule in worked().with_cell(table, row, column, value).broken()


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("worked", [ordering(), giving()], ids=["ordering", "giving"])
def test_a_changed_level_is_found(worked: WorkedPlan, level: str) -> None:
    """A level of run.json that is off by a thousandth is not that of the tables."""
    levels = [
        {**entry, "value": entry["value"] + 0.001 * (1 + entry["value"])} if entry["name"] == level else entry
        for entry in worked.run["levels"]
    ]
    assert worked.with_run(levels=levels).broken() == {"V15"}


@pytest.mark.parametrize("worked", [ordering(), giving()], ids=["ordering", "giving"])
@pytest.mark.parametrize("table", [name for name in described() if name not in ("prices", "periods")])
def test_a_missing_row_is_found(worked: WorkedPlan, table: str) -> None:
    """No row can be left out, other than rows of nothing and the opening cover of a first month."""
    frame = worked.tables[table].with_row_index("row")
    numbers = [name for name, kind in worked.tables[table].schema.items() if kind.is_numeric()]
    told = frame.filter(pl.any_horizontal(pl.col(name) != 0 for name in numbers)) if numbers else frame
    if table == "cover":
        told = told.filter(pl.col("period") != "opening")
    if table == "kpis":
        told = told.filter(pl.col("value") != "0")
    for row in told["row"].gather(sorted({0, told.height // 2, told.height - 1} & set(range(told.height)))):
        assert worked.without_row(table, row).findings(), (table, row)


def test_every_table_and_every_rule_has_a_corruption() -> None:
    """The corruptions touch each table of a plan and each rule."""
    rows = ORDERING + GIVING + AGREEING + AGEING + TRANSITION
    assert {table for table, *_ in rows} | WITH_AIMS == set(described())
    assert {rule for *_, rule in rows} == {f"V{number}" for number in range(19)}
