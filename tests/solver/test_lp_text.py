"""Programs as LP text: names, numbers, and the same optimum when read back."""

import tempfile
from pathlib import Path

import highspy
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jointstock.solver.highs import Solver
from jointstock.solver.lp_text import escaped, member_names, write_lp
from jointstock.solver.outcome import Watch
from jointstock.solver.program import Expression, Program

GOLDEN = sorted((Path(__file__).parent.parent / "model" / "blocks" / "golden").glob("*.lp"))
NUMBERS = st.floats(-1e6, 1e6, allow_subnormal=False)


def read_back(text):
    """The text as HiGHS reads and solves it."""
    highs = highspy.Highs()
    highs.silent()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "program.lp"
        path.write_text(text, encoding="utf-8")
        assert highs.readModel(str(path)) == highspy.HighsStatus.kOk
    highs.run()
    return highs


def optimum(text):
    """The optimum that HiGHS finds in the text."""
    highs = read_back(text)
    assert highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return highs.getInfo().objective_function_value


def diet():
    """A small program with every kind of bound, sense and number."""
    program = Program()
    foods = ["bread", "oat-meal"]
    eaten = program.add_columns("eaten", [foods], upper=np.array([5.5, np.inf]), unit=4.0)
    left = program.add_columns("left", [["all/day 1"]], lower=-3.0)
    free = program.add_columns("free", [["x"]], lower=-np.inf)
    fixed = program.add_columns("fixed", [["x"]], lower=2.0, upper=2.0)
    boxes = program.add_columns("boxes", [["x"]], upper=9.0, integer=True)
    program.add_rows("least", [["food"]], [(1.0, eaten[:1]), (0.1, eaten[1:]), (1.0, boxes)], ">=", 7.3)
    program.add_rows("same", [["x"]], [(1.0, free), (-1.0, fixed), (-2.0, left)], "=", 0.0)
    program.add_rows("most", [["x"]], [(1.0, boxes), (1e-5, free)], "<=", 1.75)
    goal = Expression.of((np.array([1.0, 0.3]), eaten), (1.0, free), (0.5, boxes), constant=4.25)
    return program, goal


def test_a_program_is_written_in_natural_units_and_order():
    """The text holds what was stated, in the order in which it was stated."""
    program, goal = diet()
    assert write_lp(program, goal).splitlines() == [
        "Minimize",
        " goal: + eaten(bread) + 0.3 eaten(oat'meal) + free(x) + 0.5 boxes(x) + 4.25",
        "Subject To",
        " least(food): + eaten(bread) + 0.1 eaten(oat'meal) + boxes(x) >= 7.3",
        " same(x): - 2 left(all;day~201) + free(x) - fixed(x) = 0",
        " most(x): + 1e-05 free(x) + boxes(x) <= 1.75",
        "Bounds",
        " 0 <= eaten(bread) <= 5.5",
        " left(all;day~201) >= -3",
        " free(x) free",
        " fixed(x) = 2",
        " 0 <= boxes(x) <= 9",
        "Generals",
        " boxes(x)",
        "End",
    ]


def test_highs_reads_the_text_back():
    """Read back, the program has the names, the kinds and the optimum of the arrays."""
    program, goal = diet()
    highs = read_back(write_lp(program, goal))
    solver = Solver(program, Watch())
    assert highs.getInfo().objective_function_value == pytest.approx(solver.minimise("goal", goal).value)
    solver.close()
    assert sorted(highs.getLp().row_names_) == ["least(food)", "most(x)", "same(x)"]
    assert highs.getLp().num_col_ == program.columns


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_golden_files_have_the_optimum_of_their_head(path):
    """Another reader of the text finds the optimum that is worked out by hand."""
    text = path.read_text("utf-8")
    head = [line for line in text.splitlines() if line.startswith("\\ Optimum:")]
    assert optimum(text) == pytest.approx(float(head[0].partition(":")[2]))


@given(st.lists(NUMBERS, min_size=2, max_size=2), st.lists(NUMBERS, min_size=2, max_size=2), NUMBERS)
def test_numbers_read_back_as_they_were(costs, rights, constant):
    """Written and read back, a program keeps its optimum to the last digits."""
    program = Program()
    x = program.add_columns("x", [["a", "b"]], lower=-1e7, upper=1e7)
    program.add_rows("least", [["a", "b"]], [(1.0, x)], ">=", np.array(rights))
    goal = Expression.of((np.abs(np.array(costs)), x), constant=constant)
    expected = float(np.abs(costs) @ np.array(rights)) + constant
    assert optimum(write_lp(program, goal)) == pytest.approx(expected, rel=1e-9, abs=1e-6)


def test_long_sums_are_wrapped():
    """No line is long, and nothing is lost by the wrapping."""
    program = Program()
    x = program.add_columns("x", [[f"item {n}" for n in range(40)]], upper=1.0)
    text = write_lp(program, Expression.of((-1.0, x)))
    assert max(len(line) for line in text.splitlines()) <= 100
    assert optimum(text) == -40


def test_an_objective_of_nothing_is_written():
    """Without any cost the text still states a goal."""
    program = Program()
    program.add_columns("x", [["a"]])
    assert write_lp(program, Expression.of()).splitlines()[1] == " goal:"


@given(st.sets(st.text(max_size=4), max_size=20))
def test_different_labels_get_different_names(labels):
    """Signs that the format reserves are written otherwise, and no two labels become one name."""
    names = {escaped(label) for label in labels}
    assert len(names) == len(labels)
    assert all(name.isascii() and not set(name) & set("[]/-+*<>=:^\\ ") for name in names)


def test_equal_labels_get_different_names():
    """Two members of one label are told apart by a number."""
    program = Program()
    program.add_columns("x", [["a", "a", "b"]])
    assert member_names(program.column_families.values()) == ["x(a)", "x(a)~~2", "x(b)"]


def test_names_are_never_longer_than_the_format_allows():
    """A long name is cut and keeps the number of its member."""
    program = Program()
    program.add_columns("x", [["a" * 300, "a" * 301]])
    names = member_names(program.column_families.values())
    assert len(set(names)) == 2
    assert all(len(name) <= 255 for name in names)


def test_equal_programs_give_equal_texts():
    """The text depends on what was stated and on nothing else."""
    assert write_lp(*diet()) == write_lp(*diet())
