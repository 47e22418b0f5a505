"""Costs: every term of money, once, by payer and period."""

import numpy as np
import pytest

from jointstock.measure.months import Calendar
from jointstock.model.costs import Terms, due_by_edge, holding_costs, order_costs, plain_costs, unit_months
from jointstock.model.flows import Flow

CALENDAR = Calendar(0, (1, 1, 3))
ORDERED = np.array([[0, 1, 2]])
DELIVERED = np.array([[-1, 3, 4]])


def due(expense, values, payers=1):
    """Money due by payer and period, at values of the columns."""
    return expense.due.values(np.array(values, dtype=float), payers, 3) + expense.anyway


def terms(order=((0, 0.0),), delivery=((0, 0.0),), factor=(1.0, 1.0, 1.0, 1.0)):
    """Payment terms of one edge at a price of 10: pairs of months after and share."""
    at_order = sum(share * CALENDAR.landing(months) for months, share in order)
    at_delivery = sum(share * CALENDAR.landing(months) for months, share in delivery)
    zero = np.zeros(1, int)
    share = np.array([sum(share for _, share in delivery)])
    return Terms(np.array([10.0]), zero, np.array([factor]), at_order[None], at_delivery[None], share)


def orders(values, **given):
    """Money due for three orders and two deliveries of one edge."""
    by_edge = due_by_edge(terms(**given), Flow.of(ORDERED), Flow.of(DELIVERED))
    return due(order_costs(by_edge, np.zeros(1, int), 1, 3), values)[0]


def test_payments_at_order_follow_the_order():
    """Three tenths at once, seven tenths a month later."""
    found = orders([5, 0, 0, 0, 0], order=((0, 0.3), (1, 0.7)))
    assert found == pytest.approx([15, 35, 0, 0])


def test_payments_at_delivery_follow_the_delivery():
    """Half a month after delivery: of a quarter's deliveries a third is paid behind the horizon."""
    found = orders([3, 0, 0, 0, 3], delivery=((1, 1.0),))
    assert found == pytest.approx([0, 0, 20, 10])


def test_what_is_not_delivered_falls_due_behind_the_horizon():
    """Of 5 ordered 2 arrive inside; the delivery share of 3 is owed after the plan."""
    found = orders([5, 0, 0, 2, 0], order=((0, 0.4),), delivery=((0, 0.6),))
    assert found == pytest.approx([20, 12, 0, 18])


def test_money_is_paid_at_the_price_of_its_period():
    """The factor is that of the month of payment, behind the horizon the last one."""
    found = orders([5, 0, 0, 2, 0], order=((0, 0.4),), delivery=((1, 0.6),), factor=(1.0, 1.1, 1.2, 2.0))
    assert found == pytest.approx([20, 0, 12 * 1.2, 18 * 2])


def test_all_payments_of_an_order_sum_to_its_price():
    """Whenever it is delivered, an order costs its price once."""
    for delivered in (0, 2, 5):
        found = orders([5, 0, 0, delivered, 0], order=((0, 0.3), (2, 0.2)), delivery=((0, 0.1), (9, 0.4)))
        assert found.sum() == pytest.approx(50)


def test_unit_months_count_start_and_end():
    """(m-1)/2 of the start and (m+1)/2 of the end: 1 of a single month, 1 + 2 of a quarter."""
    held = unit_months(np.array([[0, 1, 2]]), CALENDAR.length)
    assert held.values(np.array([5.0, 7.0, 9.0]), 1, 3).tolist() == [[5, 7, 7 + 18, 0]]


def test_storing_costs_the_holder_by_the_month():
    """Opening stock costs in a long first period, whatever is decided; free storage has no entry."""
    calendar = Calendar(0, (3, 1))
    stock = np.array([[0, 1], [2, 3]])
    expense = holding_costs(
        stock, calendar.length, np.array([6.0, 6.0]), np.array([0.5, 0.0]), np.array([1, 0]), 2
    )
    found = expense.due.values(np.array([4.0, 8.0, 99.0, 99.0]), 2, 2) + expense.anyway
    assert found.tolist() == [[0, 0, 0], [0.5 * 6 + 0.5 * 2 * 4, 0.5 * 8, 0]]


def test_a_plain_term_falls_due_with_its_decision():
    """Money per unit may differ by period; payers of several owners add up."""
    factor = np.array([[1.0, 2.0, 3.0, 0.0], [10.0, 10.0, 10.0, 0.0]])
    flow = Flow.of(np.array([[0, 1, 2], [3, -1, -1]]))
    expense = plain_costs("transfers", flow, factor, np.array([1, 1]), 2)
    assert due(expense, [1, 1, 1, 1], 2).tolist() == [[0] * 4, [11, 2, 3, 0]]
    assert expense.term == "transfers"
