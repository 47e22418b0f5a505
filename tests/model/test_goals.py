"""Goals: what each level adds up."""

import numpy as np
import pytest

from jointstock.measure.months import Calendar
from jointstock.model.blocks.targets import Shortfall
from jointstock.model.costs import DECIDED_BEFORE, Expense, unit_months
from jointstock.model.flows import Flow
from jointstock.model.goals import (
    Goal,
    Unmet,
    commitments,
    end_shortfall,
    in_order,
    money,
    shortfall_area,
    stock_held,
)
from jointstock.solver.program import Expression

MONTHS = Calendar(0, (1, 2, 3)).length
END = np.array([[0, 1, 2], [3, 4, -1]])
START = np.array([[-1, 0, 5], [-1, 3, 6]])
UNMET = np.array([[7, 8, 9], [10, 11, 12]])
NOTHING = Unmet(UNMET, np.array([-1, -1]), np.ones(2))
WEIGHT = np.array([0.5, 2.0])


def at(goal, **values):
    """A goal at values of some columns, given as c0=1; the others are 0."""
    columns = np.zeros(13)
    for name, value in values.items():
        columns[int(name[1:])] = value
    return goal.measure.value(columns)


def test_commitments_are_months_of_broken_promises():
    """A deficit of half the floor over a quarter is a month and a half; nothing promised is not broken."""
    promised = np.array([[10.0, 10.0, 10.0], [4.0, 0.0, 4.0]])
    goal = commitments([(END, promised)], MONTHS)
    assert goal.name == "commitments"
    assert at(goal, c2=5) == pytest.approx(1.5)
    assert at(goal, c3=4) == 1
    assert at(goal, c4=99) == 0


def test_promises_of_one_quantity_broadcast():
    """An order has one quantity for all periods."""
    goal = commitments([(END, np.array([[10.0], [0.0]]))], MONTHS)
    assert at(goal, c0=10, c1=10, c2=10, c3=7) == pytest.approx(6)


def test_the_end_counts_the_last_period_alone():
    """Weighted shortfall at the end of the last period; a column that is not there counts nothing."""
    goal = end_shortfall(Shortfall(END, START), NOTHING, WEIGHT)
    assert at(goal, c0=100, c1=100, c2=6, c3=100, c4=100) == 3


def test_use_left_unmet_at_any_time_is_unmet_at_the_end():
    """Operational use adds up to the end, in class units and with the weight of its requirement."""
    unmet = Unmet(UNMET, np.array([1, -1]), np.array([3.0, 1.0]))
    goal = end_shortfall(Shortfall(END, START), unmet, WEIGHT)
    assert at(goal, c7=1, c8=1, c9=1) == 3 * 3 * 2
    assert at(goal, c10=5) == 0


def test_the_area_counts_start_and_end_of_each_period():
    """(m-1)/2 of the start and (m+1)/2 of the end; a start that is the end before counts there too."""
    goal = shortfall_area(Shortfall(END, START), NOTHING, WEIGHT, MONTHS)
    assert at(goal, c0=1) == pytest.approx(0.5 * (1 + 0.5))
    assert at(goal, c2=1) == pytest.approx(0.5 * 2)
    assert at(goal, c5=1) == pytest.approx(0.5 * 1)
    assert at(goal, c6=1) == pytest.approx(2.0 * 1)


def test_unmet_use_stays_in_the_area():
    """Unmet in the second of three periods: 1.5 in it and 3 months of the next."""
    unmet = Unmet(UNMET, np.array([0, -1]), np.array([1.0, 1.0]))
    goal = shortfall_area(Shortfall(END, START), unmet, np.array([1.0, 1.0]), MONTHS)
    assert at(goal, c7=1) == 1 + 2 + 3
    assert at(goal, c8=1) == 1.5 + 3
    assert at(goal, c9=1) == 2
    assert at(goal, c11=1) == 0


def expense(term, column, coefficient, anyway=0.0):
    """A term of one payer with one entry."""
    flow = Flow(np.zeros(1, int), np.zeros(1, int), np.array([column]), np.array([coefficient]))
    return Expense(term, flow, np.array([[anyway, 0.0]]))


def test_money_is_every_term_but_what_was_decided_before():
    """Open orders cost nothing that the plan decides; money due anyway is in the value."""
    terms = [
        expense("orders", 0, 2.0),
        expense("holding", 1, 3.0, 40.0),
        expense(DECIDED_BEFORE, 2, 99.0, 7.0),
    ]
    goal = money(terms, "EUR")
    assert goal.unit == "EUR"
    assert at(goal, c0=10, c1=10, c2=10) == 20 + 30 + 40


def test_stock_is_held_in_units_of_its_scale():
    """Two unit-months at a scale of 10 are a fifth; the opening counts in a long first period."""
    months = Calendar(0, (3, 1)).length
    stock = np.array([[0, 1], [2, 3]])
    goal = stock_held(unit_months(stock, months), np.array([5.0, 1.0]), np.array([10.0, 1.0]), months)
    assert at(goal) == pytest.approx((5 / 10 + 1) * 1)
    assert at(goal, c0=10) - at(goal) == pytest.approx(2)
    assert at(goal, c3=1) - at(goal) == 1


def test_the_end_is_a_level_only_where_it_is_asked_for():
    """With "none" the area comes right behind the commitments."""
    goals = [Goal(name, "", Expression.of()) for name in ("commitments", "end", "shortfall")]
    assert [goal.name for goal in in_order(goals, end="none")] == ["commitments", "shortfall"]
    assert in_order(goals, end="meet") == tuple(goals)
