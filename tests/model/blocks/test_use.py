"""Use: what is served and what stays unmet."""

import numpy as np

from jointstock.measure.months import Calendar
from jointstock.model.blocks.use import add_use
from jointstock.solver.program import Program
from tests.model.blocks.block import assert_optimum, assert_text, best, count, total

CALENDAR = Calendar(2023 * 12 + 6, (1, 3))
SERVERS = ["UA/artillery/old", "UA/artillery/new"]
DEMAND = ["UA/artillery/operational"]
HELD = np.array([[4.0], [2.0]])


def small(wanted=(6.0, 18.0), ratio=(1.0, 1.5)):
    """The program of the golden file: a class served by two items, of which little is there."""
    program = Program()
    used, unmet = add_use(
        program,
        [DEMAND, SERVERS, CALENDAR.labels],
        np.array([wanted]),
        np.zeros(2, int),
        np.array(ratio),
        np.ones(2),
    )
    program.add_rows("held", [SERVERS, CALENDAR.labels], [(1.0, used)], "<=", HELD)
    return program, total((1.0, unmet), (0.1, used)), (used, unmet)


def test_text_is_the_golden_file():
    """The block states the rows of its golden file."""
    program, goal, _ = small()
    assert_text("use", program, goal)


def test_optimum_is_the_one_worked_out_by_hand():
    """Solving the small program gives the optimum of the golden file."""
    program, goal, _ = small()
    assert_optimum("use", program, goal)


def test_no_more_is_used_than_is_wanted():
    """Plenty of stock does not make a nation use more."""
    program, goal, (used, unmet) = small(wanted=(1.5, 1.5))
    assert best(program, goal, used)[1].tolist() == [1, 1]
    assert best(program, goal, unmet).sum() == 0


def test_periods_without_use_have_no_column():
    """Where nothing is wanted nothing is used."""
    program, _, (used, unmet) = small(wanted=(0.0, 3.0))
    assert (used >= 0).tolist() == [[False, True]] * 2
    assert (unmet >= 0).tolist() == [[False, True]]
    assert count(program, "use") == 1


def test_a_demand_that_nothing_serves_is_unmet():
    """Without any item that serves it a demand is unmet as a whole."""
    program = Program()
    axes = [DEMAND, [], CALENDAR.labels]
    empty = np.zeros(0, int)
    _, unmet = add_use(program, axes, np.array([[6.0, 18.0]]), empty, np.zeros(0), np.zeros(0))
    assert best(program, total((1.0, unmet)), unmet).tolist() == [[6, 18]]
