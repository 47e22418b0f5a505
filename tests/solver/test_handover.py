"""How a program comes into HiGHS, and what its states are called."""

import highspy
import numpy as np
import pytest

from jointstock.solver import handover
from jointstock.solver.handover import SIDES, STATUSES, hand_over, new_highs, version
from jointstock.solver.program import Program


def two_by_two():
    """A program: x + 2y <= 4 and 3x >= 1, y whole and at most 5."""
    program = Program()
    x = program.add_columns("x", [["x"]])
    y = program.add_columns("y", [["y"]], upper=5.0, integer=True)
    program.add_rows("most", [["a"]], [(1.0, x), (2.0, y)], "<=", 4.0)
    program.add_rows("least", [["b"]], [(3.0, x)], ">=", 1.0)
    return program.arrays()


def test_a_program_arrives_as_it_was_stated():
    """Bounds, sides, coefficients and whole columns are those of the arrays."""
    arrays = two_by_two()
    highs = new_highs(1)
    assert hand_over(highs, arrays) == highspy.HighsStatus.kOk
    lp = highs.getLp()
    assert (lp.num_col_, lp.num_row_, highs.getNumNz()) == (2, 2, 3)
    assert list(lp.col_upper_) == list(arrays.upper)
    assert list(lp.row_upper_) == list(arrays.row_upper)
    assert list(lp.row_lower_) == list(arrays.row_lower)
    assert [kind == highspy.HighsVarType.kInteger for kind in lp.integrality_] == [False, True]


def test_a_program_comes_without_costs():
    """Levels bring their own costs; until then every point is as good."""
    highs = new_highs(1)
    hand_over(highs, two_by_two())
    assert np.all(np.asarray(highs.getLp().col_cost_) == 0)


@pytest.mark.parametrize(
    ("option", "value"), [("log_to_console", False), ("random_seed", 0), ("mip_rel_gap", 1e-6)]
)
def test_highs_is_quiet_and_repeats_itself(option, value):
    """Nothing on the console, the same draws every time, optima proven to a millionth."""
    assert new_highs(1).getOptionValue(option)[1] == value


def test_another_number_of_threads_starts_the_scheduler_anew(monkeypatch):
    """HiGHS may give zeros where its threads change within a process, unless its scheduler is reset."""
    resets = []
    monkeypatch.setattr(highspy.Highs, "resetGlobalScheduler", lambda blocking: resets.append(blocking))
    monkeypatch.setattr(handover, "_process_threads", [])
    for threads in (1, 1, 2, 2, 1):
        assert new_highs(threads).getOptionValue("threads")[1] == threads
    assert resets == [True, True]


def test_sides_are_numbered_as_highs_numbers_them():
    """A basis is kept as numbers: the place of a side is its number."""
    assert [int(side) for side in SIDES] == list(range(5))


def test_states_without_an_answer_are_not_known():
    """Errors and states that say nothing are no answer."""
    for state in ("kNotset", "kLoadError", "kModelError", "kPresolveError", "kSolveError", "kPostsolveError"):
        assert getattr(highspy.HighsModelStatus, state) not in STATUSES


def test_highs_names_its_version():
    """Major, minor and patch."""
    assert [part.isdigit() for part in version().split(".")] == [True] * 3
