"""Fees of contracts in force, and units to be taken."""

import numpy as np
import pytest

from jointstock.model.blocks.fees import add_fees
from jointstock.model.flows import Flow
from jointstock.solver.program import Program
from tests.model.blocks.block import assert_optimum, assert_text, best, columns, count, total

CONTRACTS = ["signed", "open"]
SHARES = ["signed/EE", "signed/LV", "open/EE"]
SHARE = np.array([0, 0, 1])
PERIODS = ["2023-07", "2023-08"]
ORDERED = ["s", "o"]


def small(gain=(-4.0, 3.0), take=(10.0, 0.0), fees=1.0):
    """The program of the golden file: a signed contract with ten units to take, an open one with a fee."""
    program = Program()
    ordered = columns(program, "ordered", ORDERED, PERIODS, upper=6.0)
    called = program.add_columns("placed", [["open"]], upper=1.0, integer=True)
    limit = [
        (np.zeros(2, dtype=int), ordered[1], np.ones(2)),
        (np.zeros(1, dtype=int), called, np.full(1, -12.0)),
    ]
    program.add_sums("only_if_placed", [["open"]], limit, "<=", 0.0)
    fee = np.array([[2.0, 2], [8, 5]]) * fees
    price = np.array([[0.0, 3], [0, 0]])
    placed = np.array([-1, called[0]])
    charges = add_fees(
        program, [CONTRACTS, SHARES, PERIODS], Flow.of(ordered), placed, np.array(take), fee, price, SHARE
    )
    worth = np.array(gain)[:, None]
    dear = np.array([[1.0], [1.5], [1]])
    goal = total((-worth, ordered), (dear, charges.fee_paid), (dear, charges.untaken_paid))
    return program, goal, ordered, charges


def test_text_is_the_golden_file():
    """The block states the rows of its golden file."""
    program, goal, *_ = small()
    assert_text("fees", program, goal)


def test_optimum_is_the_one_worked_out_by_hand():
    """Solving the small program gives the optimum of the golden file."""
    program, goal, *_ = small()
    assert_optimum("fees", program, goal)


def test_units_to_be_taken_are_ordered_where_not_taking_them_costs_more():
    """At a loss of 2 a unit all ten are taken, at a loss of 4 none: 30 are paid in the last period."""
    program, goal, ordered, charges = small(gain=(-2.0, 0.0))
    assert best(program, goal, ordered)[0].sum() == pytest.approx(10)
    assert best(program, goal, charges.untaken_paid).sum() == pytest.approx(0)
    program, goal, ordered, charges = small()
    assert best(program, goal, charges.untaken).tolist() == pytest.approx([10, 0])
    assert best(program, goal, charges.untaken_paid)[:, 1].tolist() == pytest.approx([30, 0, 0])


def test_more_than_is_to_be_taken_earns_nothing_back():
    """Ordering beyond the quantity leaves nothing untaken, never less than nothing."""
    program, goal, ordered, charges = small(gain=(1.0, 0.0))
    assert best(program, goal, ordered)[0].sum() == pytest.approx(12)
    assert best(program, goal, charges.untaken).tolist() == [0, 0]


def test_fees_of_a_signed_contract_fall_due_whatever_is_ordered():
    """Two in each month, although nobody orders."""
    program, goal, _, charges = small(gain=(-9.0, -9.0))
    assert best(program, goal, charges.fee_paid).tolist() == [[2, 2], [0, 0], [0, 0]]


def test_fees_of_an_open_contract_fall_due_only_if_it_is_used():
    """Orders worth 36 are placed for a fee of 13, orders worth 12 are not."""
    program, goal, ordered, charges = small()
    assert best(program, goal, charges.fee_paid)[2].tolist() == [8, 5]
    program, goal, ordered, charges = small(gain=(-4.0, 1.0))
    assert best(program, goal, charges.fee_paid)[2].tolist() == [0, 0]
    assert best(program, goal, ordered)[1].sum() == 0


def test_payers_share_as_is_best():
    """Money of LV counts half as much again, so EE pays."""
    program, goal, _, charges = small()
    assert best(program, goal, charges.fee_paid)[:2].tolist() == [[2, 2], [0, 0]]


def test_without_a_fee_there_is_no_payment():
    """Where there is nothing to pay, no column stands for it."""
    program, _, _, charges = small(take=(0.0, 0.0), fees=0.0)
    assert (charges.fee_paid < 0).all()
    assert (charges.untaken_paid < 0).all()
    assert count(program, "fee_shares") == count(program, "take_or_pay") == 0
