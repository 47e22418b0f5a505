"""How far the numbers of a program lie apart, worked out by hand."""

import numpy as np
import pytest

from jointstock.solver.program import INFINITY, Expression, Program
from jointstock.solver.ranges import CoefficientRanges, Extent, Place, cost_range

# Rows are divided by the power of two next to their largest coefficient: 4 stays 1 and 8 becomes 1.
AB = (("a", "b"),)


def stated(small: float = 0.5) -> Program:
    """4 x_a + small * x_b <= 12 and 8 x_b = 16, with x between 0.25 and 1 at a, and from 0 on at b."""
    program = Program()
    x = program.add_columns("x", AB, lower=np.array([0.25, 0.0]), upper=np.array([1.0, INFINITY]))
    program.add_rows("most", (("only",),), [(4.0, x[:1]), (small, x[1:])], "<=", 12.0)
    program.add_rows("same", (("only",),), [(8.0, x[1:])], "=", 16.0)
    return program


def test_the_matrix_ranges_from_its_smallest_to_its_largest_coefficient() -> None:
    """In row most 4 and 0.5 become 1 and 0.125; in row same 8 becomes 1, which comes second."""
    found = CoefficientRanges.of(stated().arrays()).matrix
    assert found == Extent(0.125, 1.0, Place(row=0, column=1), Place(row=0, column=0))
    assert found is not None
    assert found.ratio == 8


def test_bounds_count_where_they_are_finite_and_not_nothing() -> None:
    """0.25 and 1 are bounds of a; 0 and no bound at b do not count."""
    found = CoefficientRanges.of(stated().arrays()).bounds
    assert found == Extent(0.25, 1.0, Place(column=0), Place(column=0))


def test_sides_count_in_the_units_of_their_rows() -> None:
    """12 in a row divided by 4 is 3, 16 in one divided by 8 is 2; the open side does not count."""
    found = CoefficientRanges.of(stated().arrays()).sides
    assert found == Extent(2.0, 3.0, Place(row=1), Place(row=0))


def test_sizes_count_without_their_sign() -> None:
    """-4 is larger than 1."""
    program = Program()
    x = program.add_columns("x", AB, lower=-INFINITY)
    program.add_rows("row", (("only",),), [(-4.0, x[:1]), (1.0, x[1:])], ">=", -8.0)
    found = CoefficientRanges.of(program.arrays())
    assert found.matrix == Extent(0.25, 1.0, Place(row=0, column=1), Place(row=0, column=0))
    assert found.sides == Extent(2.0, 2.0, Place(row=0), Place(row=0))
    assert found.bounds is None


def test_a_program_of_nothing_has_no_ranges() -> None:
    """No columns, no rows: nothing is told, and nothing is noted."""
    program = Program()
    found = CoefficientRanges.of(program.arrays())
    assert found == CoefficientRanges(None, None, None)
    assert found.document(program) == {"matrix": None, "bounds": None, "sides": None}
    assert found.note(program) == ""


def test_places_are_told_by_their_labels() -> None:
    """A coefficient has a row and a column, a bound a column, a side a row."""
    program = stated()
    told = CoefficientRanges.of(program.arrays()).document(program)
    assert told["matrix"] == {
        "least": 0.125,
        "most": 1.0,
        "least_at": {"row": "most[only]", "column": "x[b]"},
        "most_at": {"row": "most[only]", "column": "x[a]"},
    }
    assert told["bounds"]["least_at"] == {"column": "x[a]"}
    assert told["sides"]["least_at"] == {"row": "same[only]"}


@pytest.mark.parametrize(("small", "noted"), [(4e-8, False), (3e-8, True)])
def test_more_than_eight_digits_are_noted(small: float, noted: bool) -> None:  # noqa: FBT001
    """4 beside 4e-8 is a range of 1e8, which is borne; anything wider is told with both places."""
    program = stated(small)
    note = CoefficientRanges.of(program.arrays()).note(program)
    expected = (
        "The coefficients reach from 7.5e-09 (row most[only], column x[b]) to "
        "1.0e+00 (row most[only], column x[a]); the smallest may be lost in rounding."
    )
    assert note == (expected if noted else "")


def test_costs_are_those_that_the_solver_sees() -> None:
    """Costs of 2 + 1 and 8 in units of 1 and 4 are 3 and 32; their middle is next to 8."""
    program = Program()
    x = program.add_columns("x", AB, unit=np.array([1.0, 4.0]))
    objective = Expression.of((np.array([2.0, 8.0]), x), (1.0, x[:1]))
    found = cost_range(objective, program.arrays())
    assert found == Extent(3 / 8, 32 / 8, Place(column=0), Place(column=1))


def test_an_objective_of_nothing_has_no_range() -> None:
    """Where nothing costs anything there is no smallest cost."""
    program = stated()
    assert cost_range(Expression.of(), program.arrays()) is None


@pytest.mark.parametrize("factor", [2.0**-20, 2.0**7])
def test_the_unit_of_a_row_changes_nothing(factor: float) -> None:
    """A row counted in other units, by a power of two, is the same row to the solver."""
    found = []
    for times in (1.0, factor):
        program = Program()
        x = program.add_columns("x", AB)
        program.add_rows("row", (("only",),), [(3.0 * times, x[:1]), (5.0 * times, x[1:])], "<=", 7.0 * times)
        found.append(CoefficientRanges.of(program.arrays()))
    assert found[0] == found[1]
