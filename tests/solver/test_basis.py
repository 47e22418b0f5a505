"""Bases and how they are carried from one program to another."""

import numpy as np

from jointstock.solver.basis import BASIC, LOWER, Basis, Beginning
from jointstock.solver.program import Program

UPPER = 2


def small(edges, months, where=None):
    """A program with a column and a row for each edge and month."""
    program = Program()
    column = program.add_columns("ordered", [edges, months], where=where)
    program.add_rows("ceiling", [edges, months], [(1.0, column)], "<=", 1.0)
    return program


def beginning(program, columns, rows, levels=()):
    """A beginning with one basis, of level ``end``."""
    basis = Basis(*(np.array(sides, dtype=np.int8) for sides in (columns, rows, levels)))
    return Beginning(program.column_families, program.row_families, {"end": basis})


def test_the_same_program_has_the_same_basis():
    """Nothing came or went: every side stays."""
    program = small(["A", "B"], ["1", "2"])
    carried = beginning(program, [0, 1, 2, 1], [1, 0, 1, 2]).carried_to(small(["A", "B"], ["1", "2"]))
    assert carried["end"].columns.tolist() == [0, 1, 2, 1]
    assert carried["end"].rows.tolist() == [1, 0, 1, 2]


def test_members_are_found_by_their_labels():
    """In another order, with one edge more and a month less, sides follow the labels."""
    begun = beginning(small(["A", "B"], ["1", "2"]), [0, 1, 2, 1], [1, 0, 1, 2])
    carried = begun.carried_to(small(["C", "B", "A"], ["2"]))["end"]
    assert carried.columns.tolist() == [LOWER, 1, 1]
    assert carried.rows.tolist() == [BASIC, 2, 0]


def test_a_member_that_was_left_out_of_a_family_is_new():
    """A column that had no place in the family before begins at its lower side."""
    holes = small(["A", "B"], ["1", "2"], where=np.array([[True, False], [True, True]]))
    carried = beginning(holes, [UPPER, UPPER, UPPER], [1, 1, 1]).carried_to(small(["A", "B"], ["1", "2"]))
    assert carried["end"].columns.tolist() == [UPPER, LOWER, UPPER, UPPER]


def test_a_family_of_another_shape_or_name_is_new():
    """Families are found by name, and need as many axes."""
    program = Program()
    program.add_columns("ordered", [["A"]])
    program.add_columns("stock", [["A"]])
    carried = beginning(small(["A"], ["1"]), [UPPER], [0]).carried_to(program)["end"]
    assert carried.columns.tolist() == [LOWER, LOWER]


def test_levels_that_were_not_held_before_are_basic():
    """Of two levels held one is known; of none held none is asked."""
    basis = Basis.of([0], [1, 0, 2], 2)
    assert (basis.rows.tolist(), basis.levels.tolist()) == ([1, 0], [2])
    assert basis.with_levels(2).tolist() == [1, 0, 2, BASIC]
    assert basis.with_levels(0).tolist() == [1, 0]


def test_a_family_without_members_is_no_hindrance():
    """What had no columns before has them now, and the other way round: all of it is new, or gone."""
    nothing = np.zeros((1, 1), dtype=bool)
    begun = beginning(small(["A"], ["1"], where=nothing), [], [])
    assert begun.carried_to(small(["A"], ["1"]))["end"].columns.tolist() == [LOWER]
    back = beginning(small(["A"], ["1"]), [UPPER], [0])
    assert back.carried_to(small(["A"], ["1"], where=nothing))["end"].columns.tolist() == []


def test_labels_are_found_on_every_axis():
    """An edge that stays with a month that is new is new; both known are found."""
    begun = beginning(small(["A", "B"], ["1"]), [UPPER, 1], [0, 1])
    carried = begun.carried_to(small(["B"], ["1", "2"]))["end"]
    assert carried.columns.tolist() == [1, LOWER]
    assert carried.rows.tolist() == [1, BASIC]


def test_each_level_keeps_its_own_basis():
    """Two levels are carried over apart, each with the levels held before it."""
    program = small(["A"], ["1"])
    bases = {
        "end": Basis.of([0], [1], 1),
        "money": Basis.of([UPPER], [0, 1], 1),
    }
    carried = Beginning(program.column_families, program.row_families, bases).carried_to(program)
    assert [basis.columns.tolist() for basis in carried.values()] == [[0], [UPPER]]
    assert [basis.levels.tolist() for basis in carried.values()] == [[], [1]]
