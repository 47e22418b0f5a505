"""Relief: a program whose limits, in groups, may be raised by a share of themselves.

For every group g of rows with limits b_i, one column e_g >= 0 is added::

    sum of a_ij x_j <= b_i * (1 + e_g)     for the rows i of g

so that holding e_g at nothing keeps the limits, and leaving it free takes them away.
"""

from dataclasses import dataclass, replace

import numpy as np

from jointstock.measure.arrays import Floats, Ints
from jointstock.solver.program import Arrays, Program


@dataclass(frozen=True)
class Relieved:
    """A program with a column of relief for each group of rows.

    Attributes:
        program: The program; it stays as it is.
        groups: Rows of each group.
    """

    program: Program
    groups: tuple[Ints, ...]

    @property
    def columns(self) -> Ints:
        """Columns of relief, shape (groups,)."""
        return self.program.columns + np.arange(len(self.groups))

    def arrays(self) -> Arrays:
        """The program with its columns of relief, as one sparse matrix."""
        arrays = self.program.arrays()
        rows = np.concatenate([np.zeros(0, dtype=np.int64), *self.groups])
        group = np.repeat(np.arange(len(self.groups)), [len(part) for part in self.groups])
        limit = limits(arrays, rows)
        use = (limit != 0) & np.isfinite(limit)
        rows, group, limit = rows[use], group[use], limit[use]
        count = len(arrays.row_lower)
        every = np.repeat(np.arange(count), np.diff(arrays.starts))
        order = np.argsort(np.concatenate([every, rows]), kind="stable")
        index = np.concatenate([arrays.index, self.columns[group]])[order]
        values = np.concatenate([arrays.values, -limit])[order]
        counts = np.bincount(np.concatenate([every, rows]), minlength=count)
        none, ones = np.zeros(len(self.groups)), np.ones(len(self.groups))
        return replace(
            arrays,
            column_unit=np.concatenate([arrays.column_unit, ones]),
            lower=np.concatenate([arrays.lower, none]),
            upper=np.concatenate([arrays.upper, none + np.inf]),
            starts=np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
            index=index.astype(np.int64),
            values=values,
            integer=np.concatenate([arrays.integer, np.zeros(len(self.groups), dtype=np.bool_)]),
        )


def limits(arrays: Arrays, rows: Ints) -> Floats:
    """Right-hand sides of rows with an upper side, in the solver's units, shape (rows,)."""
    return arrays.row_upper[rows]
