"""What happens where and when, as columns of the program.

A flow says for each owner (an order edge, a line, a pair) and period which
columns add up to it. Shifting it by a lag or by a lead profile gives another
flow; no further columns or rows are needed for what follows from a decision
by arithmetic alone. The period behind the last one means after the horizon.
"""

from dataclasses import dataclass

import numpy as np

from jointstock.measure.arrays import Flags, Floats, Ints
from jointstock.solver.program import ABSENT


@dataclass(frozen=True)
class Flow:
    """Sum of coefficient times column for each owner and period, as entries.

    Attributes:
        owner: Owner of each entry, shape (entries,).
        period: Period of each entry; the number of periods means after the horizon.
        column: Column of each entry.
        coefficient: Factor of each entry.
    """

    owner: Ints
    period: Ints
    column: Ints
    coefficient: Floats

    @staticmethod
    def of(columns: Ints, factor: Floats | float = 1.0) -> "Flow":
        """Flow of an array of columns, shape (owners, periods); absent columns are left out."""
        owner, period = np.nonzero(columns != ABSENT)
        full = np.broadcast_to(np.asarray(factor, dtype=np.float64), columns.shape)
        return Flow(
            owner.astype(np.int64), period.astype(np.int64), columns[owner, period], full[owner, period]
        )

    @staticmethod
    def none() -> "Flow":
        """A flow without entries."""
        empty = np.zeros(0, dtype=np.int64)
        return Flow(empty, empty, empty, np.zeros(0))

    def plus(self, *others: "Flow") -> "Flow":
        """Sum of this and other flows over the same owners."""
        parts = (self, *others)
        return Flow(
            np.concatenate([part.owner for part in parts]),
            np.concatenate([part.period for part in parts]),
            np.concatenate([part.column for part in parts]),
            np.concatenate([part.coefficient for part in parts]),
        )

    def landed(self, landing: Floats, profile: Ints) -> "Flow":
        """The flow later: each owner's entries spread by its landing shares.

        Entries that are after the horizon already stay there.

        Args:
            landing: Shares of period a that land in period b, shape
                (profiles, periods, periods + 1).
            profile: Profile of each owner, shape (owners,).
        """
        periods = landing.shape[1]
        inside = self.period < periods
        late = Flow(*(part[~inside] for part in (self.owner, self.period, self.column, self.coefficient)))
        owner, period = self.owner[inside], self.period[inside]
        cells, target = np.nonzero(landing.reshape(-1, periods + 1))
        shares = landing.reshape(-1, periods + 1)[cells, target]
        begin = np.searchsorted(cells, np.arange(landing.shape[0] * periods + 1))
        cell = profile[owner] * periods + period
        counts = begin[cell + 1] - begin[cell]
        entry = np.repeat(np.arange(len(owner)), counts)
        offset = np.arange(len(entry)) - np.repeat(np.cumsum(counts) - counts, counts)
        pick = begin[cell][entry] + offset
        moved = Flow(
            owner[entry],
            target[pick].astype(np.int64),
            self.column[inside][entry],
            self.coefficient[inside][entry] * shares[pick],
        )
        return moved.plus(late)

    def inside(self, periods: int) -> "Flow":
        """Only what happens within the horizon."""
        return self._only(self.period < periods)

    def where(self, kept: Flags) -> "Flow":
        """Only the chosen entries, shape (entries,)."""
        return self._only(kept)

    def scaled(self, factor: float) -> "Flow":
        """Every entry multiplied by one number."""
        return Flow(self.owner, self.period, self.column, self.coefficient * factor)

    def of_periods_from(self, first: int) -> "Flow":
        """Only what happens in a period or later."""
        return self._only(self.period >= first)

    def of_owners(self, chosen: Ints) -> "Flow":
        """Only the entries of the chosen owners."""
        return self._only(np.isin(self.owner, chosen))

    def times(self, factor: Floats) -> "Flow":
        """Entries multiplied by a factor of owner and period, shape (owners, periods + 1)."""
        return Flow(self.owner, self.period, self.column, self.coefficient * factor[self.owner, self.period])

    def to_date(self, periods: int) -> "Flow":
        """The running sum: an entry of period a stands in every period from a on."""
        counts = np.maximum(periods - self.period, 0)
        entry = np.repeat(np.arange(len(counts)), counts)
        later = np.arange(len(entry)) - np.repeat(np.cumsum(counts) - counts, counts)
        return Flow(
            self.owner[entry], self.period[entry] + later, self.column[entry], self.coefficient[entry]
        )

    def at(self, period: int) -> "Flow":
        """All entries moved to one period."""
        return Flow(self.owner, np.full_like(self.period, period), self.column, self.coefficient)

    def grouped(self, group: Ints) -> "Flow":
        """The flow with each owner's group in its place; owners of group -1 are left out."""
        moved = Flow(group[self.owner], self.period, self.column, self.coefficient)
        return moved._only(moved.owner >= 0)

    def entries(self, periods: int, factor: Floats | float = 1.0) -> tuple[Ints, Ints, Floats]:
        """Triplets (owner * periods + period, column, coefficient times factor) for rows.

        Args:
            periods: Number of periods; entries after the horizon are left out.
            factor: Factor of each owner, shape (owners,), or one number.
        """
        kept = self.inside(periods)
        each = np.asarray(factor, dtype=np.float64)
        scaled = kept.coefficient * (each[kept.owner] if each.ndim else each)
        return kept.owner * periods + kept.period, kept.column, scaled

    def values(self, solution: Floats, owners: int, periods: int) -> Floats:
        """The flow in a solution, shape (owners, periods + 1); the last column is after the horizon."""
        amounts = np.zeros((owners, periods + 1))
        np.add.at(amounts, (self.owner, self.period), self.coefficient * solution[self.column])
        return amounts

    def _only(self, kept: Flags) -> "Flow":
        return Flow(self.owner[kept], self.period[kept], self.column[kept], self.coefficient[kept])
