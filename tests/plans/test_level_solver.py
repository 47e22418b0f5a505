"""What levels ask of a solver is what the solver has."""

import inspect

import pytest

from jointstock.plans.level_solver import LevelSolver
from jointstock.solver.highs import Solver

ASKED = sorted(
    name
    for part in LevelSolver.__mro__
    for name, member in vars(part).items()
    if inspect.isfunction(member) and not name.startswith("_")
)


@pytest.mark.parametrize("name", ASKED)
def test_the_solver_has_what_is_asked_by_the_same_arguments(name):
    """Names and kinds of the arguments are the same, so that either stands for the other."""
    asked, given = (inspect.signature(getattr(kind, name)).parameters for kind in (LevelSolver, Solver))
    assert list(asked) == list(given)
    assert [part.kind for part in asked.values()] == [part.kind for part in given.values()]


def test_levels_ask_for_more_than_decisions_do():
    """To keep and to settle belongs to levels, to hold and to branch to their decisions."""
    assert {"keep", "face", "loosen", "fix", "close", "hold", "branch_on", "minimise"} <= set(ASKED)
