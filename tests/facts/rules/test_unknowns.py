"""Cells that are unknown although a plan needs them."""

import pytest

from jointstock.facts.case import Case
from jointstock.facts.rules import unknowns
from tests.small_case import small, told, with_cells, with_row, with_table


def faults(case: Case) -> list[tuple[str, str, int | None, str]]:
    """What the rules of unknowns say."""
    return told(fault for rule in unknowns.RULES for fault in rule.find(case))


def test_small_case_keeps_the_rules() -> None:
    """The small case knows all that a plan needs."""
    assert faults(small()) == []


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("lines", "capacity"),
        ("lines", "yield"),
        ("lines", "rate_now"),
        ("recipes", "quantity"),
        ("expansions", "capacity"),
        ("expansions", "cost"),
        ("expansions", "build_months"),
        ("contracts", "admin_months"),
        ("contract_prices", "price"),
        ("budgets", "amount"),
        ("budgets", "carry_over"),
        ("targets", "quantity"),
        ("usage", "rate"),
        ("holdings", "quantity"),
        ("component_stocks", "quantity"),
        ("lanes", "months"),
        ("lanes", "cost"),
        ("rates", "value"),
        ("orders", "quantity"),
        ("orders", "price"),
        ("orders", "paid_share"),
        ("orders", "due"),
        ("pledges", "item"),
        ("pledges", "quantity"),
        ("pledges", "due"),
    ],
)
def test_needed_cells(table: str, column: str) -> None:
    """An empty cell that a plan needs is a fault at its place."""
    case = with_cells(small(), table, 0, **{column: None})
    assert faults(case) == [("unknown-needed", f"{table}.csv", 2, column)]


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("nations", "gdp"),
        ("items", "shelf_life"),
        ("holdings", "releasable"),
        ("lines", "unit_cost"),
        ("recipes", "origin_share"),
        ("orders", "ordered_on"),
    ],
)
def test_other_cells_may_be_unknown(table: str, column: str) -> None:
    """An empty cell that no plan needs is only unknown."""
    assert faults(with_cells(small(), table, 0, **{column: None})) == []


def test_opening_rate_is_needed_under_a_ramp_limit_only() -> None:
    """Without a ramp limit, the rate of the day is not needed."""
    assert faults(with_cells(small(), "lines", 0, rate_now=None, ramp_growth=None)) == []
    stepped = with_cells(small(), "lines", 0, rate_now=None, ramp_growth=None, ramp_step=5.0)
    assert faults(stepped) == [("unknown-needed", "lines.csv", 2, "rate_now")]


def test_targets_of_other_versions_may_be_unknown() -> None:
    """Only the version that is planned with must be known."""
    case = with_row(small(), "target_versions", version="V2")
    case = with_row(case, "targets", version="V2", quantity=None)
    settings = {"target_version": "V1"}
    chosen = case.replace(settings=type(case.settings)(**(vars(case.settings) | settings)))
    assert faults(chosen) == []


def test_pledges_that_do_not_bind_may_be_unknown() -> None:
    """A pledge that is not contracted is shown only, whatever is known of it."""
    assert faults(with_cells(small(), "pledges", 0, quantity=None, status="expected")) == []


def test_fault_names_key_and_reason() -> None:
    """The expectation names the row by its key and says that empty means unknown."""
    fault = next(unknowns.needed_cells(with_cells(small(), "budgets", 1, amount=None)))
    assert fault.expected == "a value for EE / 2024: empty means unknown, and the plan needs it"
    assert fault.remedy == "Write 0 if there is none, or fill in an estimate and mark it as assumed."


@pytest.mark.parametrize(
    ("table", "row", "column"),
    [
        ("line_modes", {"hours": 160.0, "payer": "EE"}, "cost"),
        (
            "surges",
            {"capacity": 1.0, "retention": 1.0, "call_cost": 1.0, "trigger": "2024-01"},
            "notice_months",
        ),
        (
            "surges",
            {"capacity": 1.0, "retention": 1.0, "notice_months": 1, "trigger": "2024-01"},
            "call_cost",
        ),
        ("authorities", {"amount": 5.0}, "carry_over"),
        ("life_extensions", {"cost": 5.0}, "months"),
        ("fleets", {"holding": 5.0}, "training_months"),
        ("fleet_needs", {"rate": 5.0}, "days"),
    ],
)
def test_terms_that_must_be_known(table: str, row: dict[str, object], column: str) -> None:
    """An empty cell of a term that the plan needs is a fault, with what makes it needed."""
    assert faults(with_table(small(), table, row)) == [("unknown-needed", f"{table}.csv", 2, column)]


@pytest.mark.parametrize(
    ("table", "row"),
    [
        ("line_modes", {"hours": 160.0}),
        ("surges", {"capacity": 1.0, "retention": 1.0}),
    ],
)
def test_terms_that_may_be_unknown(table: str, row: dict[str, object]) -> None:
    """The cost of a mode that nobody pays, and the notice of a surge that is never called, may be unknown."""
    assert faults(with_table(small(), table, row)) == []


def test_cost_of_what_industry_builds_may_be_unknown() -> None:
    """An expansion that industry builds costs nothing in the plan."""
    assert faults(with_cells(small(), "expansions", 0, cost=None, break_even=9.0)) == []


def test_certifications_that_may_be_bought_are_known() -> None:
    """Time and cost of a certification are needed where the plan may buy it."""
    case = with_cells(small(), "compatibility", 1, certify=True)
    assert faults(case) == [
        ("unknown-needed", "compatibility.csv", 3, "months_to_certify"),
        ("unknown-needed", "compatibility.csv", 3, "cost_to_certify"),
    ]


def test_modes_need_hours_per_start() -> None:
    """A line with shift modes says how many hours a start takes."""
    case = with_table(small(), "line_modes", {"line": "shell-line", "hours": 160.0})
    assert faults(case) == [("unknown-needed", "lines.csv", 2, "hours_per_start")]
    fault = next(fault for rule in unknowns.RULES for fault in rule.find(case))
    assert fault.remedy == "Fill in an estimate and mark it as assumed."
