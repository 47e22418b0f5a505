"""How a block of the model is held against its golden file.

A golden file is the block's program as LP text on a few tiny arrays; its head, in comments, works the
optimum out by hand and ends with the line ``Optimum: NUMBER``. Columns that other blocks add in a real plan
are added by the test, with the bounds that the rest of the plan would set.
"""

from pathlib import Path

import numpy as np
import pytest

from jointstock.measure.months import Calendar
from jointstock.solver.highs import Solver
from jointstock.solver.lp_text import write_lp
from jointstock.solver.outcome import Watch
from jointstock.solver.program import Expression

GOLDEN = Path(__file__).parent / "golden"
UNEQUAL = Calendar(2023 * 12 + 6, (1, 1, 3))


def read(block):
    """The optimum that the head of a block's golden file works out, and the text below the head."""
    lines = (GOLDEN / f"{block}.lp").read_text(encoding="utf-8").splitlines(keepends=True)
    head = [line for line in lines if line.startswith("\\")]
    return float(head[-1].removeprefix("\\ Optimum:")), "".join(lines[len(head) :])


def solved(program, goal):
    """The outcome of minimising an expression."""
    solver = Solver(program, Watch())
    try:
        return solver.minimise("goal", goal)
    finally:
        solver.close()


def assert_text(block, program, goal):
    """The program, written as text, is the one of the golden file."""
    assert write_lp(program, goal) == read(block)[1]


def assert_optimum(block, program, goal):
    """Solving the program gives the optimum worked out by hand."""
    outcome = solved(program, goal)
    assert outcome.status == "optimal"
    assert outcome.value == pytest.approx(read(block)[0], abs=1e-7)


def value(program, goal):
    """The optimum of a program."""
    return solved(program, goal).value


def best(program, goal, columns):
    """Values of an array of columns in the best point; 0 where a column is absent."""
    outcome = solved(program, goal)
    assert outcome.status == "optimal"
    return np.where(columns < 0, 0.0, outcome.columns[np.maximum(columns, 0)])


def total(*terms, constant=0.0):
    """A goal: sum of coefficients times columns."""
    return Expression.of(*terms, constant=constant)


def count(program, family):
    """How many rows a family of rows has."""
    return program.row_families[family].count


def columns(program, name, *axes, upper=np.inf, lower=0.0):
    """Columns that stand for another block."""
    return program.add_columns(name, list(axes), lower=lower, upper=upper)
