"""Programs as families of columns and rows, and the matrix they become."""

import numpy as np
import pytest

from jointstock.errors import PlanError
from jointstock.solver.program import ABSENT, Expression, Program

NATIONS, MONTHS = ["EE", "LV"], ["2023-07", "2023-08", "2023-09"]
NONE = np.zeros(0, dtype=np.int64)


def dense(arrays):
    """The matrix as a table, in the solver's units."""
    matrix = np.zeros((len(arrays.row_lower), len(arrays.lower)))
    for row in range(len(matrix)):
        entries = slice(arrays.starts[row], arrays.starts[row + 1])
        matrix[row, arrays.index[entries]] = arrays.values[entries]
    return matrix


def test_columns_are_numbered_in_the_shape_of_their_axes():
    """Families follow each other, each numbered along its axes."""
    program = Program()
    first = program.add_columns("stock", [NATIONS, MONTHS])
    second = program.add_columns("given", [NATIONS])
    assert first.tolist() == [[0, 1, 2], [3, 4, 5]]
    assert second.tolist() == [6, 7]
    assert program.columns == 8


def test_columns_that_do_not_exist_are_absent():
    """Only the chosen elements of an array become columns."""
    program = Program()
    columns = program.add_columns("stock", [NATIONS, MONTHS], where=np.array([[False, True, False]]))
    assert columns.tolist() == [[ABSENT, 0, ABSENT], [ABSENT, 1, ABSENT]]
    assert program.column_label(1) == "stock[LV,2023-08]"


def test_a_name_names_one_family():
    """A second family of a name is refused, of columns and of rows."""
    program = Program()
    program.add_columns("stock", [NATIONS])
    program.add_rows("stock", [NATIONS], [], "<=", 1.0)
    with pytest.raises(ValueError, match="columns 'stock' exist already"):
        program.add_columns("stock", [NATIONS])
    with pytest.raises(ValueError, match="rows 'stock' exist already"):
        program.add_rows("stock", [NATIONS], [], "<=", 1.0)


def test_bounds_and_units_broadcast():
    """A bound of each nation holds in all months, and is divided by the unit."""
    program = Program()
    upper, unit = np.array([[8.0], [16.0]]), np.array([[4.0], [2.0]])
    program.add_columns("stock", [NATIONS, MONTHS], lower=2.0, upper=upper, unit=unit)
    arrays = program.arrays()
    assert arrays.lower.tolist() == [0.5] * 3 + [1.0] * 3
    assert arrays.upper.tolist() == [2.0] * 3 + [8.0] * 3
    assert arrays.column_unit.tolist() == [4.0] * 3 + [2.0] * 3


def test_integer_columns_are_marked():
    """Families of whole columns are known to the solver."""
    program = Program()
    program.add_columns("stock", [NATIONS])
    program.add_columns("called", [NATIONS], integer=True)
    assert program.arrays().integer.tolist() == [False, False, True, True]


def test_rows_add_up_terms_element_by_element():
    """A row holds each term's column at its own place."""
    program = Program()
    stock = program.add_columns("stock", [NATIONS])
    given = program.add_columns("given", [NATIONS])
    program.add_rows("limit", [NATIONS], [(1.0, stock), (np.array([-1.0, -2.0]), given)], "<=", 5.0)
    arrays = program.arrays()
    assert (dense(arrays) * arrays.row_unit[:, None]).tolist() == [[1, 0, -1, 0], [0, 1, 0, -2]]
    assert (arrays.row_upper * arrays.row_unit).tolist() == [5, 5]
    assert (arrays.row_lower == -np.inf).all()


def test_a_term_of_another_shape_is_refused():
    """Terms do not broadcast over columns, which would be a slip."""
    program = Program()
    stock = program.add_columns("stock", [NATIONS])
    with pytest.raises(ValueError, match=r"shape \(2,\)"):
        program.add_rows("limit", [NATIONS, MONTHS], [(1.0, stock)], "<=", 5.0)


def test_absent_columns_and_zeros_drop_out():
    """A row keeps only columns that exist and count."""
    program = Program()
    stock = program.add_columns("stock", [MONTHS], where=np.array([True, False, True]))
    rows = program.add_rows("limit", [MONTHS], [(np.array([1.0, 1.0, 0.0]), stock)], "<=", 5.0)
    assert rows.tolist() == [0, ABSENT, ABSENT]
    assert program.arrays().starts.tolist() == [0, 1]


def test_equal_places_are_added_up():
    """A column that stands twice in a row counts with both coefficients."""
    program = Program()
    stock = program.add_columns("stock", [NATIONS])
    entry = np.array([0, 0]), np.array([stock[1], stock[1]]), np.array([0.5, 1.5])
    program.add_sums("limit", [["all"]], [entry], ">=", 1.0)
    arrays = program.arrays()
    assert arrays.index.tolist() == [1]
    assert arrays.values * arrays.row_unit == pytest.approx([2.0])


def test_sums_of_several_parts_keep_their_rows():
    """Parts of one family of rows may come in any order of rows."""
    program = Program()
    stock = program.add_columns("stock", [MONTHS])
    late = np.array([2, 0]), stock[[2, 0]], np.ones(2)
    early = np.array([0]), stock[[1]], np.array([3.0])
    program.add_sums("limit", [MONTHS], [late, early], "=", np.array([1.0, 0.0, 2.0]))
    arrays = program.arrays()
    assert (dense(arrays) * arrays.row_unit[:, None]).tolist() == [[1, 3, 0], [0, 0, 1]]
    assert (arrays.row_lower * arrays.row_unit).tolist() == [1, 2]
    assert [program.row_label(row) for row in range(2)] == ["limit[2023-07]", "limit[2023-09]"]


def test_senses_become_sides():
    """Each sense sets the sides of its rows."""
    program = Program()
    stock = program.add_columns("stock", [NATIONS])
    for name, sense in (("most", "<="), ("least", ">="), ("same", "=")):
        program.add_rows(name, [NATIONS], [(1.0, stock)], sense, 3.0)
    arrays = program.arrays()
    assert arrays.row_lower.tolist() == [-np.inf] * 2 + [3.0] * 4
    assert arrays.row_upper.tolist() == [3.0] * 2 + [np.inf] * 2 + [3.0] * 2


@pytest.mark.parametrize(("sense", "right"), [("=", 1.0), ("<=", -1.0), (">=", 1.0)])
def test_a_row_without_columns_that_cannot_hold_is_named(sense, right):
    """What no decision can change is refused by the name of its first row."""
    program = Program()
    with pytest.raises(PlanError, match=r"limit\[2023-08\].*and 1 more"):
        program.add_rows("limit", [MONTHS], [], sense, np.array([0.0, right, right]))


@pytest.mark.parametrize(("sense", "right"), [("=", 0.0), ("<=", 1.0), (">=", -1.0)])
def test_a_row_without_columns_that_holds_is_left_out(sense, right):
    """A row that holds by itself is no row."""
    program = Program()
    assert program.add_rows("limit", [MONTHS], [], sense, right).tolist() == [ABSENT] * 3
    assert program.rows == 0


def test_rows_are_scaled_by_a_power_of_two_near_their_largest_coefficient():
    """Scaling is exact, and no row has a large coefficient."""
    program = Program()
    stock = program.add_columns("stock", [["one"]], unit=1024.0)
    program.add_rows("limit", [["one"]], [(3.0, stock)], "<=", 6000.0)
    arrays = program.arrays()
    assert arrays.row_unit.tolist() == [4096.0]
    assert arrays.values.tolist() == [0.75]
    assert arrays.row_upper[0] * 4096 == 6000.0


def test_an_empty_program_has_empty_arrays():
    """Without families there is nothing, and no error."""
    arrays = Program().arrays()
    assert (len(arrays.lower), len(arrays.row_lower), arrays.starts.tolist()) == (0, 0, [0])


def test_axes_without_elements_are_families_without_members():
    """A case without lanes has a family of lanes with no columns and no rows."""
    program = Program()
    given = program.add_columns("given", [[], MONTHS], unit=np.zeros((0, 1)))
    rows = program.add_rows("sent", [[], MONTHS], [(1.0, given)], "<=", 0.0)
    assert given.shape == rows.shape == (0, 3)
    assert program.column_families["given"].count == program.row_families["sent"].count == 0


def test_members_are_named_by_their_axes():
    """Labels may hold any sign; their keys are not parsed back."""
    program = Program()
    program.add_columns("stock", [["EE/round, 155 mm", "LV"], MONTHS])
    family = program.column_families["stock"]
    assert family.keys(1) == ("EE/round, 155 mm", "2023-08")
    assert family.label(5) == "stock[LV,2023-09]"
    with pytest.raises(ValueError, match="member 6"):
        program.column_label(6)


def test_expressions_add_up():
    """A sum of coefficients times columns, over arrays, with absent columns left out."""
    columns = np.array([[0, 1], [ABSENT, 2]])
    first = Expression.of((np.array([[1.0], [2.0]]), columns), constant=3.0)
    both = first.plus(Expression.of((-1.0, np.array([1]))), Expression(NONE, np.zeros(0), 4.0))
    assert first.value(np.array([10.0, 20.0, 30.0])) == 93
    assert both.value(np.array([10.0, 20.0, 30.0])) == 77
    assert Expression.of().value(np.zeros(0)) == 0
