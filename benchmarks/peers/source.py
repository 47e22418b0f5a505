"""The neutral source of every peer: one program with the costs of a level, as plain arrays."""

from dataclasses import dataclass, fields
from pathlib import Path

import highspy
import numpy as np

from benchmarks.ours import level_of
from jointstock.measure.arrays import Floats
from jointstock.model.build import Model
from jointstock.solver.program import Arrays


@dataclass(frozen=True)
class Source(Arrays):
    """Minimise ``costs @ x + constant`` over the program, in the solver's units.

    Attributes:
        costs: Shape (columns,).
        constant: Part of the objective that no column moves, shape ().
    """

    costs: Floats
    constant: Floats

    @staticmethod
    def of(model: Model) -> "Source":
        """Our finished arrays of a model, with the costs of the level."""
        arrays, goal = model.program.arrays(), level_of(model).measure
        costs = np.zeros(len(arrays.lower))
        np.add.at(costs, goal.columns, goal.coefficients)
        return Source(
            **vars(arrays), costs=costs * arrays.column_unit, constant=np.asarray(goal.constant, np.float64)
        )

    def write(self, path: Path) -> None:
        """Write the arrays to one file."""
        np.savez(path, allow_pickle=False, **{part.name: getattr(self, part.name) for part in fields(self)})

    @staticmethod
    def read(path: Path) -> "Source":
        """Read what was written."""
        with np.load(path, allow_pickle=False) as kept:
            return Source(**{part.name: kept[part.name] for part in fields(Source)})

    def in_highs(self) -> highspy.Highs:
        """HiGHS with the program inside, ready to be run."""
        by_rows, minimise, highs = 2, 1, highspy.Highs()  # type: ignore[no-untyped-call]
        highs.passModel(
            len(self.costs),
            len(self.row_lower),
            len(self.values),
            by_rows,
            minimise,
            self.constant.item(),
            self.costs,
            self.lower,
            self.upper,
            self.row_lower,
            self.row_upper,
            self.starts[:-1].astype(np.int32),
            self.index.astype(np.int32),
            self.values,
            self.integer.astype(np.int32),
        )
        return highs
