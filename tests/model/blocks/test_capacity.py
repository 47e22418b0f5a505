"""Capacity: what lines can start, with expansions and ramp limits."""

import numpy as np
import pytest

from jointstock.model.blocks.capacity import add_capacity, add_ramp_limit, expanded_by
from jointstock.model.flows import Flow
from jointstock.solver.program import Program
from tests.model.blocks.block import UNEQUAL, assert_optimum, assert_text, best, columns, count, total

AXES = [["line"], UNEQUAL.labels]
ADDED = 6.0 * UNEQUAL.ramped(1, np.array([0.5, 1.0]), np.ones(5, dtype=bool))[None]


def small(growth=0.0, step=2.0, rate_now=8.0, most=1.0):
    """The program of the golden file: 10 starts a month, an option of 6 more, a ramp of 2 a month."""
    program = Program()
    starts = columns(program, "starts", *AXES)
    bought = columns(program, "bought", ["option"], UNEQUAL.labels, upper=np.array([[most, 0.0, 0.0]]))
    limit = 10.0 * UNEQUAL.length[None]
    expanded = expanded_by(bought, ADDED, np.zeros(1, int))
    add_capacity(program, AXES, Flow.of(starts), limit, expanded, Flow.none())
    add_ramp_limit(
        program,
        AXES,
        Flow.of(starts),
        UNEQUAL.length,
        np.array([growth]),
        np.array([step]),
        np.array([rate_now]),
    )
    return program, total((-1.0, starts), (4.0, bought)), starts


def test_text_is_the_golden_file():
    """The block states the rows of its golden file."""
    program, goal, _ = small()
    assert_text("capacity", program, goal)


def test_optimum_is_the_one_worked_out_by_hand():
    """Solving the small program gives the optimum of the golden file."""
    program, goal, _ = small()
    assert_optimum("capacity", program, goal)


def test_an_option_adds_as_it_ramps_up():
    """Bought in the first month, 6 starts a month build a month, then add 3, then 6 in each of 3 months."""
    assert ADDED[0, 0].tolist() == [0, 3, 18]
    program, goal, starts = small(step=100.0)
    assert best(program, goal, starts).tolist() == [[10, 13, 48]]


def test_half_an_option_adds_half():
    """A share of an option adds that share of its capacity."""
    program, goal, starts = small(step=100.0, most=0.5)
    assert best(program, goal, starts).tolist() == [[10, 11.5, 39]]


def test_growth_compounds_over_the_months_between_periods():
    """With growth alone the rate rises by a factor for every half month of both periods."""
    program, goal, starts = small(growth=0.1, step=0.0, rate_now=5.0)
    rates = best(program, goal, starts)[0] / UNEQUAL.length
    assert rates == pytest.approx([5 * 1.1, 5 * 1.1**2, 5 * 1.1**4])


def test_a_line_that_stands_still_cannot_grow_by_a_share():
    """From a rate of nothing a growth limit without a step leaves nothing."""
    program, goal, starts = small(growth=0.5, step=0.0, rate_now=0.0)
    assert best(program, goal, starts).sum() == 0


def test_no_limit_means_no_row():
    """A line without growth and step has no ramp limit."""
    program, goal, starts = small(growth=np.nan, step=np.nan, rate_now=np.nan)
    assert count(program, "ramp_limit") == 0
    assert best(program, goal, starts).tolist() == [[10, 13, 48]]


def test_surge_starts_add_to_capacity():
    """What is called on surge capacity may be started beyond the line's own capacity."""
    program = Program()
    starts, surged = columns(program, "starts", *AXES), columns(program, "surged", *AXES, upper=3.0)
    add_capacity(program, AXES, Flow.of(starts), np.full((1, 3), 10.0), Flow.none(), Flow.of(surged))
    assert best(program, total((-1.0, starts)), starts).tolist() == [[13, 13, 13]]


def test_expansions_add_to_the_line_they_belong_to():
    """The flow of an option stands at its line; periods without a column add nothing."""
    bought = np.array([[-1, 4, -1]])
    added = np.zeros((1, 3, 3))
    added[0, 0, 1], added[0, 1, 2] = 5.0, 7.0
    flow = expanded_by(bought, added, np.array([3]))
    assert (flow.owner.tolist(), flow.period.tolist(), flow.column.tolist()) == ([3], [2], [4])
    assert flow.coefficient.tolist() == [7.0]
