"""Certifications: what counts only once it was paid for."""

import numpy as np
import pytest

from jointstock.model.blocks.certifications import add_certifications
from jointstock.solver.program import Program
from tests.model.blocks.block import assert_optimum, assert_text, best, columns, count, total

PERIODS = ["2023-07", "2023-08", "2023-09"]
LABELS, WAYS = ["EE/rocket/deep"], ["EE/rocket/deep", "NSPA/rocket/EE/deep"]
A_MONTH_LATER = np.array([[[False, True, True], [False, False, True], [False, False, False]]])


def small(valid=A_MONTH_LATER, cost=30.0):
    """The program of the golden file: 10 and 5 units that count from a month after the purchase on."""
    program = Program()
    counted = np.concatenate(
        [
            columns(program, name, [way], PERIODS, upper=most)
            for name, way, most in zip(("own", "pooled"), WAYS, (10.0, 5.0), strict=True)
        ]
    )
    certified = add_certifications(
        program, [LABELS, PERIODS], valid, counted, np.array([0, 0]), np.array([15.0])
    )
    return program, total((-1.0, counted), (cost, certified)), (counted, certified)


def test_text_is_the_golden_file():
    """The block states the rows of its golden file."""
    program, goal, _ = small(cost=20.0)
    assert_text("certifications", program, goal)


def test_optimum_is_the_one_worked_out_by_hand():
    """Solving the small program gives the optimum of the golden file."""
    program, goal, _ = small(cost=20.0)
    assert_optimum("certifications", program, goal)


def test_a_certification_that_costs_more_than_it_brings_is_not_bought():
    """Two months of 15 units are worth 30: at a cost of 31 nothing is bought and nothing counts."""
    program, goal, (counted, certified) = small(cost=31.0)
    assert best(program, goal, certified).sum() == pytest.approx(0)
    assert best(program, goal, counted).sum() == pytest.approx(0)


def test_half_a_certification_does_not_exist():
    """It is bought wholly although only a third of what it allows is there."""
    program, _, (counted, certified) = small(cost=1.0)
    chosen = best(program, total((-1.0, counted[1:]), (1.0, certified)), certified)
    assert chosen[0].tolist() == pytest.approx([1, 0, 0])


def test_a_purchase_that_never_counts_has_no_column():
    """A certification that takes longer than the periods left cannot be bought, and nothing counts."""
    program, goal, (counted, certified) = small(valid=np.zeros((1, 3, 3), dtype=bool))
    assert (certified < 0).all()
    assert count(program, "counts_if_certified") == 3
    assert best(program, goal, counted).sum() == 0


def test_it_is_bought_once_at_most():
    """There is a row for each certification, over all its purchases."""
    program, _, (_, certified) = small()
    assert count(program, "certified_once") == 1
    assert (certified >= 0).tolist() == [[True, True, False]]
    assert best(program, total((-1.0, certified)), certified).sum() == pytest.approx(1)
