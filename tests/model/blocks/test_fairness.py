"""Fairness: losses of nations, and the worst of them."""

import numpy as np
import pytest

from jointstock.model.blocks.fairness import add_losses
from jointstock.solver.program import Program
from tests.model.blocks.block import assert_optimum, assert_text, best, columns, count, total, value

NATIONS = ["EE", "LV"]


def small(rounds=2, constant=(0.0, 0.0), most=(1.0, 1.0)):
    """The program of the golden file: EE wants 4, LV 2, and 3 are there for both."""
    program = Program()
    short = columns(program, "short", ["EE/he", "LV/he"], upper=np.array([4.0, 2.0]))
    program.add_rows("pool", [["all"]], [(1.0, short[:1]), (1.0, short[1:])], ">=", 3.0)
    triplets = (np.array([0, 1]), short, np.array([0.25, 0.5]))
    losses = add_losses(program, NATIONS, triplets, np.array(constant), np.array(most), rounds)
    exempt = total((1.0, losses.exempt[0]), (0.5, losses.exempt[-1]))
    return program, total((1.0, losses.worst)).plus(exempt), losses


def test_text_is_the_golden_file():
    """The block states the rows of its golden file."""
    program, goal, _ = small()
    assert_text("fairness", program, goal)


def test_optimum_is_the_one_worked_out_by_hand():
    """Solving the small program gives the optimum of the golden file."""
    program, goal, _ = small()
    assert_optimum("fairness", program, goal)


def test_a_nation_that_is_exempt_does_not_count():
    """With EE exempt, all that is short is left with it: LV goes without 0, EE without 3 of 4."""
    program, _, losses = small(rounds=1)
    goal = total((1.0, losses.worst), (1e-3, losses.exempt[:, :1]), (10.0, losses.exempt[:, 1:]))
    assert best(program, goal, losses.lost) == pytest.approx([0.75, 0.0])


def test_a_constant_is_part_of_every_loss():
    """What no decision moves is added to the loss, so that the worst is at least that."""
    program, _, losses = small(rounds=1, constant=(0.0, 0.9), most=(1.0, 1.9))
    goal = total((1.0, losses.worst), (10.0, losses.exempt))
    assert value(program, goal) == pytest.approx(0.9)
    assert best(program, goal, losses.lost)[1] == pytest.approx(0.9)


def test_a_loss_without_a_known_limit_has_none():
    """Where fleets may grow, a loss is not bounded; the program still has its optimum."""
    program, _, losses = small(rounds=1, most=(np.inf, np.inf))
    assert value(program, total((1.0, losses.worst), (10.0, losses.exempt))) == pytest.approx(0.5)


@pytest.mark.parametrize("rounds", [0, 1, 2])
def test_every_round_has_a_row_for_every_nation(rounds):
    """As many rows as rounds times nations."""
    program, _, _ = small(rounds=rounds) if rounds else empty()
    assert count(program, "fair") == rounds * len(NATIONS) * bool(rounds)


def empty():
    """A program of no nation."""
    program = Program()
    nothing = np.zeros(0, dtype=np.int64)
    losses = add_losses(program, [], (nothing, nothing, np.zeros(0)), np.zeros(0), np.zeros(0), 0)
    return program, None, losses
