"""Budgets: payments and carry-over of fiscal years."""

import numpy as np
import pytest

from jointstock.errors import PlanError
from jointstock.model.blocks.budgets import add_budgets
from jointstock.model.flows import Flow
from jointstock.solver.program import Program
from tests.model.blocks.block import assert_optimum, assert_text, best, columns, solved, total

YEARS = ["EE/2023", "EE/2024"]
BEFORE = np.array([-1, 0])


def small(amount=(100.0, 60.0), carry=(20.0, 12.0), anyway=(10.0, 0.0), before=BEFORE):
    """The program of the golden file: two years, of which the second is worth more."""
    program = Program()
    paid = columns(program, "paid", YEARS)
    flow = Flow(np.arange(2), np.arange(2), paid, np.ones(2))
    facts = np.array(amount) - np.array(anyway), np.array(carry), np.array(before)
    carried = add_budgets(program, YEARS, flow, *facts, 1.0)
    return program, total((np.array([-2.0, -3.0]), paid)), (paid, carried)


def test_text_is_the_golden_file():
    """The block states the rows of its golden file."""
    program, goal, _ = small()
    assert_text("budgets", program, goal)


def test_optimum_is_the_one_worked_out_by_hand():
    """Solving the small program gives the optimum of the golden file."""
    program, goal, _ = small()
    assert_optimum("budgets", program, goal)


def test_no_more_is_carried_than_the_limit():
    """A year that could be saved as a whole is carried on only up to its limit."""
    program, goal, (paid, carried) = small()
    assert best(program, goal, paid).tolist() == [70, 80]
    assert best(program, goal, carried).tolist() == [20, 0]


def test_the_last_year_carries_nothing_out():
    """Only a year that has a following year has a column."""
    _, _, (_, carried) = small()
    assert (carried >= 0).tolist() == [True, False]


def test_years_of_different_payers_are_not_joined():
    """Without a year before, nothing is carried in."""
    program, goal, (paid, carried) = small(before=(-1, -1))
    assert (carried < 0).all()
    assert best(program, goal, paid).tolist() == [90, 60]


def test_payments_that_nothing_moves_come_first():
    """What is owed anyway is taken from the budget before anything is decided."""
    program, goal, (paid, _) = small(anyway=(100.0, 60.0))
    assert best(program, goal, paid).sum() == 0


def test_owing_more_than_the_budget_is_a_contradiction():
    """A budget below what is owed anyway leaves no plan."""
    program, goal, _ = small(anyway=(200.0, 0.0))
    assert solved(program, goal).status == "infeasible"


def test_a_budget_that_no_decision_touches_is_refused_by_name():
    """What is owed anyway exceeds a budget on which nothing else is decided: the row is named."""
    with pytest.raises(PlanError, match=r"budget\[EE/2023\].*0 <= -5"):
        add_budgets(
            Program(),
            YEARS[:1],
            Flow.none(),
            np.array([10.0 - 15.0]),
            np.zeros(1),
            -np.ones(1, int),
            1.0,
        )


def test_money_that_is_not_paid_lapses():
    """A budget is a limit and no duty."""
    program, _, (paid, _) = small()
    assert best(program, total((1.0, paid)), paid).sum() == 0


def test_an_authority_is_a_budget_of_another_name():
    """Rows and columns of an authority stand beside those of budgets and state the same."""
    program = Program()
    signed = columns(program, "signed", YEARS)
    flow = Flow(np.arange(2), np.arange(2), signed, np.ones(2))
    facts = np.array([100.0, 60.0]), np.array([20.0, 12.0]), BEFORE
    carried = add_budgets(program, YEARS, flow, *facts, 1.0, "authority")
    assert set(program.row_families) == {"authority"}
    assert set(program.column_families) == {"signed", "authority_carried"}
    goal = total((np.array([-2.0, -3.0]), signed))
    assert best(program, goal, carried).tolist() == [20, 0]
    assert best(program, goal, signed).tolist() == [80, 80]
