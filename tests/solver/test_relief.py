"""Relief: limits that may be raised by a share of themselves."""

import numpy as np
import pytest

from jointstock.solver.highs import Solver
from jointstock.solver.outcome import Watch
from jointstock.solver.program import Expression, Program
from jointstock.solver.relief import Relieved


def two_limits():
    """Rows of two groups, x <= 4 and x + y <= 10; y <= 20 is a bound."""
    program = Program()
    x = program.add_columns("x", [["only"]], unit=2.0)
    y = program.add_columns("y", [["only"]], upper=20.0)
    first = program.add_rows("first", [["only"]], [(1.0, x)], "<=", 4.0)
    both = program.add_rows("both", [["only"]], [(1.0, x), (1.0, y)], "<=", 10.0)
    return Relieved(program, (first, both)), x, y


def best(relieved, held, measure):
    """The least value of a measure with the columns of relief held at values, NaN leaving one free."""
    solver = Solver(relieved, Watch())
    try:
        columns = np.full(len(solver.arrays.lower), np.nan)
        columns[relieved.columns] = held
        solver.fix(columns)
        return solver.minimise("least", measure).value
    finally:
        solver.close()


def test_limits_hold_while_relief_is_held_at_nothing():
    """With no relief the program is the one that it was."""
    relieved, x, y = two_limits()
    assert best(relieved, [0.0, 0.0], Expression.of((-2.0, x), (-1.0, y))) == pytest.approx(-14)


def test_relief_raises_every_row_of_its_group_by_a_share():
    """A quarter more of 4 lets x be 5; the other limit stays."""
    relieved, x, _ = two_limits()
    assert best(relieved, [0.25, 0.0], Expression.of((-1.0, x))) == pytest.approx(-5)


def test_free_relief_takes_a_limit_away():
    """Without the limit on x alone, x grows to the limit on both."""
    relieved, x, _ = two_limits()
    assert best(relieved, [np.nan, 0.0], Expression.of((-1.0, x))) == pytest.approx(-10)


def test_the_program_itself_stays_as_it_was():
    """Relief is added to the arrays, not to the program."""
    relieved, _, _ = two_limits()
    assert len(relieved.arrays().lower) == relieved.program.columns + 2
    assert len(relieved.program.arrays().lower) == relieved.program.columns


def test_a_limit_of_nothing_cannot_be_raised_by_a_share():
    """A share of nothing is nothing: such a row gets no entry."""
    program = Program()
    x = program.add_columns("x", [["only"]])
    row = program.add_rows("none", [["only"]], [(1.0, x)], "<=", 0.0)
    assert len(Relieved(program, (row,)).arrays().values) == 1
