"""Instruments: what is reimbursed, of what, and under which conditions."""

import numpy as np
import pytest

from jointstock.model.blocks.instruments import (
    Eligibility,
    add_eligibility,
    add_reimbursements,
    add_support_caps,
)
from jointstock.model.flows import Flow
from jointstock.solver.program import Program
from tests.model.blocks.block import assert_optimum, assert_text, best, columns, count, total

PERIOD, MEMBERS, CONTRACT = ["2023-07"], ["EE", "LV"], ["K"]
CLAIMS = ["K/EE", "K/LV"]
NOTHING = float("nan")
ONE = np.zeros(2, dtype=int)


def small(*, least=2, caps=(NOTHING, NOTHING), amount=50.0, over=None, flat=False, rate=0.5):
    """The program of the golden file: two members order at 10; a fund pays half if both order a quarter."""
    program = Program()
    bought = columns(program, "ordered", MEMBERS, PERIOD, upper=np.array([[10.0], [4.0]]))
    ordered = Flow.of(bought)
    paid = add_reimbursements(program, "I", [CLAIMS, PERIOD], ordered.scaled(10.0), rate, flat=flat, unit=1.0)
    by_contract = Flow.of(paid).grouped(ONE)
    add_support_caps(program, "I", CONTRACT, by_contract, ordered.grouped(ONE).scaled(10.0), caps, amount)
    rules = Eligibility(
        members=ordered,
        total=ordered.grouped(ONE),
        over=Flow.none() if over is None else ordered.times(np.array(over)).grouped(ONE),
        share=0.25,
        least=least,
        most_money=np.array([50.0]),
        most_units=np.array([14.0]),
        most_over=np.array([] if over is None else [140.0]),
    )
    axes = [CONTRACT, MEMBERS, [] if over is None else ["0"]]
    eligible, counts = add_eligibility(program, "I", axes, by_contract, rules)
    # Every unit costs 10; the first member's is worth 8 and the second's 6, so that none is ordered alone.
    goal = total((np.array([[2.0], [4.0]]), bought), (-1.0, paid))
    return program, goal, (bought, paid, eligible, counts)


def test_text_is_the_golden_file():
    """The block states the rows of its golden file."""
    program, goal, _ = small()
    assert_text("instruments", program, goal)


def test_optimum_is_the_one_worked_out_by_hand():
    """Solving the small program gives the optimum of the golden file."""
    program, goal, _ = small()
    assert_optimum("instruments", program, goal)


def test_both_members_order_their_share():
    """The second orders a quarter of all, no more; what the envelope does not bear is not ordered."""
    program, goal, (bought, paid, eligible, counts) = small()
    assert best(program, goal, bought).ravel().tolist() == pytest.approx([7.5, 2.5])
    assert best(program, goal, paid).sum() == pytest.approx(50)
    assert best(program, goal, eligible).tolist() == pytest.approx([1])
    assert best(program, goal, counts).tolist() == [pytest.approx([1, 1])]


@pytest.mark.parametrize("least", [0, 1])
def test_one_member_alone_may_be_enough(least):
    """Where one member is asked for, or none, the first orders alone."""
    program, goal, (bought, *_, counts) = small(least=least)
    assert (counts < 0).all() == (least == 0)
    assert best(program, goal, bought).ravel().tolist() == pytest.approx([10, 0])


def test_more_members_than_there_are_make_nothing_eligible():
    """Three members asked for of two: nothing is reimbursed, and so nothing ordered."""
    program, goal, (bought, paid, eligible, _) = small(least=3)
    assert best(program, goal, eligible).tolist() == pytest.approx([0])
    assert best(program, goal, paid).sum() == pytest.approx(0)
    assert best(program, goal, bought).sum() == pytest.approx(0)


@pytest.mark.parametrize(
    ("caps", "amount", "paid"),
    [
        ((0.2, NOTHING), NOTHING, 28),
        ((NOTHING, 30.0), NOTHING, 30),
        ((NOTHING, NOTHING), 40.0, 40),
        ((NOTHING, NOTHING), NOTHING, 50),
    ],
    ids=["share", "money", "envelope", "most"],
)
def test_support_stays_below_every_cap(caps, amount, paid):
    """A fifth of 140, 30 for the contract, 40 for all; and never more than the most that data allow, 50."""
    program, _, (_, columns_paid, *_) = small(caps=caps, amount=amount)
    assert best(program, total((-1.0, columns_paid)), columns_paid).sum() == pytest.approx(paid)


def test_a_flat_rate_is_paid_to_everybody():
    """What is ordered is reimbursed at a quarter, wanted or not."""
    program, _, (bought, paid, *_) = small(flat=True, rate=0.25, amount=NOTHING)
    program.add_rows("enough", [MEMBERS, PERIOD], [(1.0, bought)], "=", 4.0)
    assert best(program, total((1.0, paid)), paid).ravel().tolist() == pytest.approx([10, 10])


def test_a_share_limit_of_the_contract_weighs_all_orders():
    """Of the second's value half is too much, of the first's a fifth less than allowed: 2.5 to 1 at least."""
    program, _, (bought, paid, eligible, _) = small(least=0, over=[[-2.0], [5.0]], amount=NOTHING)
    program.add_rows("second", [PERIOD], [(1.0, bought[1])], "=", 4.0)
    chosen = best(program, total((-1.0, eligible), (0.001, bought)), bought)
    assert chosen.ravel().tolist() == pytest.approx([10, 4])
    program.add_rows("first", [PERIOD], [(1.0, bought[0])], "<=", 9.9)
    assert best(program, total((-1.0, paid)), paid).sum() == pytest.approx(0)


def test_only_claims_with_payments_have_columns():
    """A member without any payment claims nothing."""
    program = Program()
    bought = columns(program, "ordered", MEMBERS[:1], PERIOD)
    paid = add_reimbursements(program, "I", [CLAIMS, PERIOD], Flow.of(bought), 0.5, flat=False, unit=1.0)
    assert (paid >= 0).tolist() == [[True], [False]]
    assert count(program, "reimbursed_share:I") == 1
