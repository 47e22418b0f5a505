"""The neutral source of every peer: one program as plain arrays, in the solver's units."""

from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np

from jointstock.measure.arrays import Flags, Floats, Ints


@dataclass(frozen=True)
class Source:
    """Minimise ``costs @ x + constant`` over columns within bounds and rows within sides.

    Attributes:
        costs: Shape (columns,).
        constant: Part of the objective that no column moves, shape ().
        lower, upper: Bounds of columns, shape (columns,).
        row_lower, row_upper: Sides of rows, equal or one of them infinite, shape (rows,).
        starts, index, values: Rows compressed, as in CSR.
        integer: Columns that must be whole, shape (columns,).
    """

    costs: Floats
    constant: Floats
    lower: Floats
    upper: Floats
    row_lower: Floats
    row_upper: Floats
    starts: Ints
    index: Ints
    values: Floats
    integer: Flags

    def write(self, path: Path) -> None:
        """Write the arrays to one file."""
        np.savez(path, allow_pickle=False, **{part.name: getattr(self, part.name) for part in fields(self)})

    @staticmethod
    def read(path: Path) -> "Source":
        """Read what was written."""
        with np.load(path, allow_pickle=False) as kept:
            return Source(**{part.name: kept[part.name] for part in fields(Source)})
