"""How far apart the numbers of a program lie, in the solver's units, and where the outermost stand.

A solver works to tolerances that are the same for all rows and columns. Where the coefficients of one matrix
lie further apart than about eight digits, the small ones drown in the rounding of the large ones.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from jointstock.measure.arrays import Floats, Ints
from jointstock.solver.program import Arrays, Expression, Program, scaled_costs

WIDE = 1e8


@dataclass(frozen=True)
class Place:
    """Where a number stands: a coefficient in a row and a column, a side in a row, a bound at a column."""

    row: int | None = None
    column: int | None = None

    def labels(self, program: Program) -> dict[str, str]:
        """The names of row and column, so far as there are."""
        row = {} if self.row is None else {"row": program.row_label(self.row)}
        return row if self.column is None else {**row, "column": program.column_label(self.column)}


@dataclass(frozen=True)
class Extent:
    """The smallest and the largest of some sizes, and where they stand."""

    least: float
    most: float
    least_at: Place
    most_at: Place

    @property
    def ratio(self) -> float:
        """How many times the smallest goes into the largest."""
        return self.most / self.least

    def document(self, program: Program) -> dict[str, Any]:
        """The extent as plain data, places by their labels."""
        return {
            "least": self.least,
            "most": self.most,
            "least_at": self.least_at.labels(program),
            "most_at": self.most_at.labels(program),
        }


@dataclass(frozen=True)
class CoefficientRanges:
    """Ranges of the numbers of a program; None where there is no such number.

    Attributes:
        matrix: Sizes of the coefficients of its matrix.
        bounds: Sizes of finite bounds of columns other than 0.
        sides: Sizes of finite sides of rows other than 0.
    """

    matrix: Extent | None
    bounds: Extent | None
    sides: Extent | None

    @staticmethod
    def of(arrays: Arrays) -> "CoefficientRanges":
        """The ranges of a program.

        Args:
            arrays: The program, in the solver's units.
        """
        columns, rows = np.arange(len(arrays.lower)), np.arange(len(arrays.row_lower))
        in_row = np.repeat(rows, np.diff(arrays.starts))
        return CoefficientRanges(
            _extent(arrays.values, row=in_row, column=arrays.index),
            _extent(np.concatenate([arrays.lower, arrays.upper]), column=np.tile(columns, 2)),
            _extent(np.concatenate([arrays.row_lower, arrays.row_upper]), row=np.tile(rows, 2)),
        )

    def document(self, program: Program) -> dict[str, Any]:
        """The ranges as plain data.

        Args:
            program: The program, for the names of its rows and columns.
        """
        parts = {"matrix": self.matrix, "bounds": self.bounds, "sides": self.sides}
        return {name: None if part is None else part.document(program) for name, part in parts.items()}

    def note(self, program: Program) -> str:
        """What is worth knowing of the matrix, in a sentence; empty where its numbers lie close enough.

        Args:
            program: The program, for the names of its rows and columns.
        """
        if self.matrix is None or self.matrix.ratio <= WIDE:
            return ""
        ends = ((self.matrix.least, self.matrix.least_at), (self.matrix.most, self.matrix.most_at))
        low, high = (f"{size:.1e} ({_words(place, program)})" for size, place in ends)
        return f"The coefficients reach from {low} to {high}; the smallest may be lost in rounding."


def cost_range(objective: Expression, arrays: Arrays) -> Extent | None:
    """Range of the costs by which a level is minimised, in the solver's units; None where it costs nothing.

    Args:
        objective: What is minimised, in natural units.
        arrays: The program.
    """
    costs, _ = scaled_costs(objective, arrays)
    return _extent(costs, column=np.arange(len(costs)))


def _extent(numbers: Floats, row: Ints | None = None, column: Ints | None = None) -> Extent | None:
    """Smallest and largest size of the finite numbers other than 0; the first where several are equal."""
    sizes = np.abs(numbers)
    kept = np.flatnonzero(np.isfinite(sizes) & (sizes > 0))
    if not len(kept):
        return None
    low, high = (int(kept[np.argmin(sizes[kept])]), int(kept[np.argmax(sizes[kept])]))
    places = [
        Place(*(None if of is None else int(of[entry]) for of in (row, column))) for entry in (low, high)
    ]
    return Extent(float(sizes[low]), float(sizes[high]), *places)


def _words(place: Place, program: Program) -> str:
    return ", ".join(f"{kind} {label}" for kind, label in place.labels(program).items())
