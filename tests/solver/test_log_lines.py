"""Lines of the solver's log."""

import pytest

from jointstock.solver.log_lines import Reading, read_line


def test_a_line_of_the_interior_point_solver_tells_objective_and_bound() -> None:
    """The table of IPX tells iteration, primal and dual objective."""
    line = "  28    4.12076085e+01   4.05252699e+01   4.61e-15   2.57e-15   1.63e-02       1.0\n"
    assert read_line(line) == Reading(28, 41.2076085, 40.5252699, feasible=False)


def test_the_last_iteration_may_carry_a_star() -> None:
    """A star behind the iteration, where IPX prepares the basis, changes nothing."""
    line = "  36*   4.12018388e+01   4.12018387e+01   4.44e-17   1.77e-16   3.25e-09       1.2"
    assert read_line(line) == Reading(36, 41.2018388, 41.2018387, feasible=False)


@pytest.mark.parametrize(("broken", "feasible"), [("0(0)", True), ("3(12.5)", False)])
def test_a_line_of_the_simplex_tells_the_objective(broken: str, *, feasible: bool) -> None:
    """The table of the simplex tells iteration, objective and whether rows are broken."""
    line = f"      11905     1.3043507048e+05 Pr: {broken}; Du: 0(6.54966e-10) 3.7s"
    assert read_line(line) == Reading(11905, 130435.07048, None, feasible=feasible)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "Presolving model",
        "6423 rows, 23485 cols, 100148 nonzeros 0s",
        " Iter  primal obj  dual obj  pinf",
    ],
)
def test_other_lines_say_nothing(line: str) -> None:
    """Lines that are no row of a table are passed over."""
    assert read_line(line) is None
