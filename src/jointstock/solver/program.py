"""A linear program as named families of columns and rows, all of them arrays.

A family is an array of columns or rows with one name; its axes carry labels,
so that ``stock[EE/155mm_round,2023-07]`` can be written for every element
without an object for any of them. Blocks of a model add families; at the end
the triplets become one sparse matrix.

Columns and rows may carry a unit, the size of a natural step (an item's
monthly output, a million of money): the solver sees quantities divided by it,
the blocks never do.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

import numpy as np
import numpy.typing as npt

from jointstock.errors import PlanError
from jointstock.measure.arrays import Flags, Floats, Ints

ABSENT = -1
INFINITY = np.inf
Axis = Sequence[str]
Numbers = Floats | float
Term = tuple[Numbers, Ints]


@dataclass(frozen=True)
class Family:
    """One name for an array of columns or rows.

    Attributes:
        name: Name of the family.
        start: Number of its first member.
        count: How many it has.
        axes: Labels of each axis of the array they were asked for.
        place: Position of each member in that array, flattened, shape (count,).
    """

    name: str
    start: int
    count: int
    axes: tuple[Axis, ...]
    place: Ints

    def label(self, member: int) -> str:
        """Name of a member, such as ``stock[EE/155mm_round,2023-07]``."""
        return f"{self.name}[{','.join(self.keys(member))}]"

    def keys(self, member: int) -> tuple[str, ...]:
        """Labels of a member, one for each axis."""
        shape = tuple(len(axis) for axis in self.axes)
        where = np.unravel_index(int(self.place[member - self.start]), shape)
        return tuple(axis[int(i)] for axis, i in zip(self.axes, where, strict=True))


@dataclass(frozen=True)
class Expression:
    """A sum of columns: ``coefficients @ columns + constant``.

    Attributes:
        columns: Column numbers, shape (terms,); a column may stand more than once.
        coefficients: Shape (terms,).
        constant: Part that no column moves.
    """

    columns: Ints
    coefficients: Floats
    constant: float = 0.0

    @staticmethod
    def of(*terms: Term, constant: float = 0.0) -> "Expression":
        """Sum of coefficient times column over arrays; absent columns are left out."""
        columns, coefficients = [], []
        for coefficient, column in terms:
            full = np.broadcast_to(np.asarray(coefficient, dtype=np.float64), column.shape)
            kept = (column != ABSENT) & (full != 0)
            columns.append(column[kept])
            coefficients.append(full[kept])
        return Expression(_ints(columns), _floats(coefficients), constant)

    def plus(self, *others: "Expression") -> "Expression":
        """Sum of this and other expressions."""
        parts = (self, *others)
        return Expression(
            np.concatenate([part.columns for part in parts]),
            np.concatenate([part.coefficients for part in parts]),
            float(sum(part.constant for part in parts)),
        )

    def value(self, values: Floats) -> float:
        """Value at the given column values, shape (columns,)."""
        return float(self.coefficients @ values[self.columns]) + self.constant


@dataclass(frozen=True)
class Arrays:
    """The program as one sparse matrix by rows, in the solver's units.

    Attributes:
        column_unit: Natural units per solver unit, shape (columns,).
        row_unit: The same for rows, shape (rows,).
        lower, upper: Bounds of columns, shape (columns,).
        row_lower, row_upper: Bounds of rows, shape (rows,).
        starts, index, values: Rows compressed, as in CSR.
        integer: Columns that must be whole, shape (columns,).
    """

    column_unit: Floats
    row_unit: Floats
    lower: Floats
    upper: Floats
    row_lower: Floats
    row_upper: Floats
    starts: Ints
    index: Ints
    values: Floats
    integer: Flags


class Stated(Protocol):
    """A program that can be written as one sparse matrix."""

    def arrays(self) -> Arrays:
        """The whole program as one sparse matrix, scaled to the solver's units."""


@dataclass
class Program:
    """Families of columns and rows, gathered until the matrix is asked for.

    Attributes:
        column_families, row_families: Families by name.
        shares: Whether columns that must be whole may be shares all the same.
    """

    column_families: dict[str, Family] = field(default_factory=dict)
    row_families: dict[str, Family] = field(default_factory=dict)
    shares: bool = False
    _columns: int = 0
    _rows: int = 0
    _bounds: list[tuple[Floats, Floats, Floats, Flags]] = field(default_factory=list)
    _sides: list[tuple[Floats, Floats]] = field(default_factory=list)
    _triplets: list[tuple[Ints, Ints, Floats]] = field(default_factory=list)

    @property
    def columns(self) -> int:
        """Number of columns."""
        return self._columns

    @property
    def rows(self) -> int:
        """Number of rows."""
        return self._rows

    @property
    def decisions(self) -> int:
        """Number of columns that must be whole in the end, shares or not."""
        return sum(int(part[3].sum()) for part in self._bounds)

    def add_columns(
        self,
        name: str,
        axes: Sequence[Axis],
        *,
        lower: Numbers = 0.0,
        upper: Numbers = INFINITY,
        unit: Numbers = 1.0,
        where: Flags | None = None,
        integer: Flags | bool = False,
    ) -> Ints:
        """Add an array of columns.

        Args:
            name: Name of the family, not used before.
            axes: Labels of each axis; their lengths are the shape.
            lower: Lower bounds, of a shape that broadcasts.
            upper: Upper bounds, of a shape that broadcasts.
            unit: Natural size of a step, of a shape that broadcasts.
            where: Which elements exist; the others are ABSENT. None: all.
            integer: Which columns must be whole, of a shape that broadcasts.

        Returns:
            Column numbers, shaped like the axes.

        Raises:
            ValueError: The name is taken.
        """
        if name in self.column_families:
            raise ValueError(f"the columns '{name}' exist already")
        shape = tuple(len(axis) for axis in axes)
        exists = np.broadcast_to(np.True_ if where is None else where, shape)
        place = np.flatnonzero(exists)
        numbers = np.full(exists.size, ABSENT, dtype=np.int64)
        numbers[place] = self._columns + np.arange(len(place))
        picked = [
            np.broadcast_to(np.asarray(part, float), shape).ravel()[place] for part in (lower, upper, unit)
        ]
        whole = np.broadcast_to(np.asarray(integer, dtype=np.bool_), shape).ravel()[place]
        self._bounds.append((picked[0], picked[1], picked[2], whole))
        self.column_families[name] = Family(name, self._columns, len(place), tuple(axes), place)
        self._columns += len(place)
        return numbers.reshape(shape)

    def add_rows(
        self, name: str, axes: Sequence[Axis], terms: Sequence[Term], sense: str, right: Numbers
    ) -> Ints:
        """Add an array of rows: sum of terms ``sense`` right, element by element.

        Args:
            name: Name of the family, not used before.
            axes: Labels of each axis; their lengths are the shape.
            terms: Pairs of a coefficient (broadcasting) and an array of columns of that
                shape; an ABSENT column drops out.
            sense: "=", "<=" or ">=".
            right: Right-hand side, of a shape that broadcasts.

        Returns:
            Row numbers, shaped like the axes.

        Raises:
            ValueError: The name is taken, or a term has another shape.
            PlanError: A row without any column cannot hold.
        """
        shape = tuple(len(axis) for axis in axes)
        gathered = []
        place = np.arange(int(np.prod(shape)), dtype=np.int64).reshape(shape)
        for coefficient, columns in terms:
            if columns.shape != shape:
                raise ValueError(f"rows '{name}': a term has shape {columns.shape}, the rows have {shape}")
            gathered.append((place.ravel(), columns.ravel(), _full(coefficient, shape).ravel()))
        return self.add_sums(name, axes, gathered, sense, right)

    def add_sums(
        self,
        name: str,
        axes: Sequence[Axis],
        triplets: Sequence[tuple[Ints, Ints, Floats]],
        sense: str,
        right: Numbers,
    ) -> Ints:
        """Add rows given as triplets: place in the array of rows, column, coefficient.

        Rows without any column are left out if they hold by themselves.

        Args:
            name: Name of the family, not used before.
            axes: Labels of each axis; their lengths are the shape.
            triplets: Arrays (place, column, coefficient), each of shape (terms,).
            sense: "=", "<=" or ">=".
            right: Right-hand side, of a shape that broadcasts.

        Returns:
            Row numbers, shaped like the axes; ABSENT where a row was left out.

        Raises:
            ValueError: The name is taken.
            PlanError: A row without any column cannot hold.
        """
        if name in self.row_families:
            raise ValueError(f"the rows '{name}' exist already")
        shape = tuple(len(axis) for axis in axes)
        side = _full(right, shape).ravel()
        place = _ints([part[0] for part in triplets])
        columns = _ints([part[1] for part in triplets])
        coefficients = _floats([part[2] for part in triplets])
        kept = (columns != ABSENT) & (coefficients != 0)
        place, columns, coefficients = place[kept], columns[kept], coefficients[kept]
        exists = np.zeros(side.size, dtype=bool)
        exists[place] = True
        _refuse_impossible(
            Family(name, 0, side.size, tuple(axes), np.arange(side.size)), sense, side, ~exists
        )
        members = np.flatnonzero(exists)
        numbers = np.full(side.size, ABSENT, dtype=np.int64)
        numbers[members] = self._rows + np.arange(len(members))
        self._triplets.append((numbers[place], columns, coefficients))
        side = side[members]
        infinite = np.full(len(members), INFINITY)
        self._sides.append((-infinite if sense == "<=" else side, infinite if sense == ">=" else side))
        self.row_families[name] = Family(name, self._rows, len(members), tuple(axes), members)
        self._rows += len(members)
        return numbers.reshape(shape)

    def row_label(self, row: int) -> str:
        """Name of a row."""
        return _family_of(self.row_families, row).label(row)

    def column_label(self, column: int) -> str:
        """Name of a column."""
        return _family_of(self.column_families, column).label(column)

    def arrays(self) -> Arrays:
        """The whole program as one sparse matrix, scaled to the solver's units.

        Rows are divided by the power of two next to their largest coefficient.
        """
        lower, upper, unit = (_floats([part[i] for part in self._bounds]) for i in range(3))
        integer = _join([part[3] for part in self._bounds], np.bool_) & (not self.shares)
        families = [_merged(*part, self._columns) for part in self._triplets]
        row = _ints([part[0] for part in families])
        column = _ints([part[1] for part in families])
        value = _floats([part[2] for part in families]) * unit[column]
        starts = np.searchsorted(row, np.arange(self._rows + 1)).astype(np.int64)
        # Every row that was kept has an entry.
        largest = np.maximum.reduceat(np.abs(value), starts[:-1]) if self._rows else np.zeros(0)
        row_unit = np.exp2(np.round(np.log2(np.where(largest > 0, largest, 1.0))))
        row_lower = _floats([part[0] for part in self._sides]) / row_unit
        row_upper = _floats([part[1] for part in self._sides]) / row_unit
        return Arrays(
            unit,
            row_unit,
            lower / unit,
            upper / unit,
            row_lower,
            row_upper,
            starts,
            column,
            value / row_unit[row],
            integer,
        )


def power_of_two(values: Floats) -> float:
    """Power of two next to the geometric middle of the nonzero sizes; 1 where there is none."""
    sizes = np.abs(values[values != 0])
    return float(np.exp2(np.round(np.mean(np.log2(sizes))))) if len(sizes) else 1.0


def scaled_costs(objective: Expression, arrays: Arrays) -> tuple[Floats, float]:
    """Costs of an objective as the solver sees them, shape (columns,), and the natural size of one of them.

    Args:
        objective: What is minimised, in natural units.
        arrays: The program.
    """
    costs = costs_of(objective, arrays)
    size = power_of_two(costs)
    return costs / size, size


def costs_of(objective: Expression, arrays: Arrays) -> Floats:
    """Costs of an objective by columns in the solver's units, shape (columns,).

    Args:
        objective: What is minimised, in natural units.
        arrays: The program.
    """
    costs = np.zeros(len(arrays.lower))
    np.add.at(costs, objective.columns, objective.coefficients)
    return costs * arrays.column_unit


def _full(numbers: Numbers, shape: tuple[int, ...]) -> Floats:
    return np.broadcast_to(np.asarray(numbers, dtype=np.float64), shape)


_Kind = TypeVar("_Kind", bound=np.generic)


def _join(parts: Sequence[npt.ArrayLike], kind: type[_Kind]) -> npt.NDArray[_Kind]:
    flat = [np.asarray(part).ravel() for part in parts]
    return np.concatenate([np.zeros(0, kind), *flat], dtype=kind, casting="unsafe")


def _ints(parts: Sequence[npt.ArrayLike]) -> Ints:
    return _join(parts, np.int64)


def _floats(parts: Sequence[npt.ArrayLike]) -> Floats:
    return _join(parts, np.float64)


def _merged(row: Ints, column: Ints, value: Floats, columns: int) -> tuple[Ints, Ints, Floats]:
    """Triplets of a family by row and column, equal places added up."""
    key = row * columns + column
    if (key[1:] > key[:-1]).all():
        return row, column, value
    order = np.argsort(key, kind="stable")
    key, value = key[order], value[order]
    differs = key[1:] != key[:-1]
    if not differs.all():
        first = np.flatnonzero(np.append(True, differs))
        order, value = order[first], np.add.reduceat(value, first)
    return row[order], column[order], value


def _refuse_impossible(family: Family, sense: str, side: Floats, empty: Flags) -> None:
    broken = np.flatnonzero(empty & {"=": side != 0, "<=": side < 0, ">=": side > 0}[sense])
    if len(broken):
        first = int(broken[0])
        raise PlanError(
            f"No plan: no decision can change {family.label(first)}, and it cannot hold: "
            f"0 {sense} {side[first]:g}"
            f"{'.' if len(broken) == 1 else f', and {len(broken) - 1} more.'}"
        )


def _family_of(families: dict[str, Family], member: int) -> Family:
    for family in families.values():
        if family.start <= member < family.start + family.count:
            return family
    raise ValueError(f"no family has the member {member}")
