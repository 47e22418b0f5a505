"""Cells that are unknown although a plan needs them."""

import pytest

from jointstock.facts.case import Case
from jointstock.facts.rules import unknowns
from tests.small_case import small, told, with_cells, with_row


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
