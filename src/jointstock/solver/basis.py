"""A basis: at which side of its bounds each column and row of a program stands in a vertex.

It is a beginning for another program with much the same columns and rows. Members of a family are found again
by their labels, so that a case may have gained or lost some; such a basis is to be mended by the solver.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from jointstock.solver.program import Family, Program

Sides: TypeAlias = npt.NDArray[np.int8]
LOWER, BASIC = 0, 1


@dataclass(frozen=True)
class Basis:
    """Where a vertex stands.

    Attributes:
        columns: Side of each column, shape (columns,).
        rows: Side of each row of the program, shape (rows,).
        levels: Side of each row of a level held before, shape (levels before,).
    """

    columns: Sides
    rows: Sides
    levels: Sides

    @staticmethod
    def of(columns: Iterable[int], rows: Iterable[int], stated: int) -> "Basis":
        """A basis of numbered sides, the first so many rows being those of the program."""
        every = np.fromiter(rows, dtype=np.int8)
        return Basis(np.fromiter(columns, dtype=np.int8), every[:stated], every[stated:])

    def with_levels(self, count: int) -> Sides:
        """Sides of the rows and of so many levels held; one that was not there is basic."""
        missing = np.full(max(0, count - len(self.levels)), BASIC, dtype=np.int8)
        return np.concatenate([self.rows, self.levels[:count], missing])


@dataclass(frozen=True)
class Beginning:
    """Bases of a program, by what was minimised.

    Attributes:
        columns: Families of columns.
        rows: Families of rows.
        bases: Basis of each objective, by its name.
    """

    columns: Mapping[str, Family]
    rows: Mapping[str, Family]
    bases: Mapping[str, Basis]

    def carried_to(self, program: Program) -> dict[str, Basis]:
        """Carry the bases over to another program: new columns at their lower side, new rows basic.

        Args:
            program: The program, with all its families.
        """
        column = _places(self.columns, program.column_families, program.columns)
        row = _places(self.rows, program.row_families, program.rows)
        return {
            name: Basis(_taken(basis.columns, column, LOWER), _taken(basis.rows, row, BASIC), basis.levels)
            for name, basis in self.bases.items()
        }


def _taken(sides: Sides, place: npt.NDArray[np.int64], fresh: int) -> Sides:
    """Sides at places, and another one where there is none."""
    if not len(sides):
        return np.full(len(place), fresh, dtype=np.int8)
    return np.where(place < 0, fresh, sides[np.maximum(place, 0)]).astype(np.int8)


def _places(before: Mapping[str, Family], now: Mapping[str, Family], count: int) -> npt.NDArray[np.int64]:
    """Number that each member of a program had in another one; -1 where it had none, shape (count,)."""
    found = np.full(count, -1, dtype=np.int64)
    for name, family in now.items():
        old = before.get(name)
        if old is not None and old.count and family.count:
            found[family.start : family.start + family.count] = _members(old, family)
    return found


def _members(old: Family, family: Family) -> npt.NDArray[np.int64]:
    """Number that each member of a family had before; -1 where it had none, shape (count,)."""
    if len(old.axes) != len(family.axes):
        return np.full(family.count, -1, dtype=np.int64)
    known, where = np.ones(family.count, dtype=np.bool_), []
    at = np.unravel_index(family.place, tuple(len(axis) for axis in family.axes))
    for place, (axis, earlier) in enumerate(zip(family.axes, old.axes, strict=True)):
        number = {label: position for position, label in enumerate(earlier)}
        position = np.array([number.get(label, -1) for label in axis], dtype=np.int64)[at[place]]
        known &= position >= 0
        where.append(np.maximum(position, 0))
    flat = np.ravel_multi_index(tuple(where), tuple(len(axis) for axis in old.axes))
    member = np.minimum(np.searchsorted(old.place, flat), old.count - 1)
    return np.where(known & (old.place[member] == flat), old.start + member, -1)
