"""A solution, and the frames that its tables are made of."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from jointstock.measure.arrays import Floats, Ints
from jointstock.model.build import Model
from jointstock.model.flows import Flow

NOTHING = 1e-9


@dataclass(frozen=True)
class Solution:
    """A model with the values of its columns.

    Attributes:
        model: The model.
        values: Values in natural units, shape (columns,).
    """

    model: Model
    values: Floats

    @property
    def periods(self) -> list[str]:
        """Labels of the periods."""
        return list(self.model.sets.calendar.labels)

    def of(self, columns: Ints) -> Floats:
        """Values of an array of columns, 0 where a column is absent."""
        return np.where(columns < 0, 0.0, self.values[np.maximum(columns, 0)])

    def flow(self, flow: Flow, owners: int) -> Floats:
        """Values of a flow, shape (owners, periods + 1)."""
        return flow.values(self.values, owners, self.model.sets.calendar.periods)


def grid(keys: pl.DataFrame, periods: list[str], **values: Floats) -> pl.DataFrame:
    """A row for every key and period.

    Args:
        keys: Key columns, shape (keys,).
        periods: Labels of the periods.
        **values: Columns of values, each of shape (keys, periods).
    """
    count = len(periods)
    repeated = keys.select(pl.all().repeat_by(count).explode()) if len(keys) else keys.clear()
    labels = pl.Series("period", periods * len(keys), dtype=pl.String)
    return repeated.with_columns(labels, *(pl.Series(name, array.ravel()) for name, array in values.items()))


def present(keys: pl.DataFrame, periods: list[str], amounts: Floats, name: str = "quantity") -> pl.DataFrame:
    """A row for every key and period with an amount; the amounts have shape (keys, periods)."""
    owner, period = np.nonzero(amounts > NOTHING)
    return keys[owner.tolist()].with_columns(
        pl.Series("period", [periods[place] for place in period], dtype=pl.String),
        pl.Series(name, amounts[owner, period]),
    )


def before(closing: Floats, opening: Floats) -> Floats:
    """What each period begins with; shape (owners, periods).

    Args:
        closing: What each period ends with, shape (owners, periods).
        opening: What the first period begins with, shape (owners,).
    """
    return np.concatenate([opening[:, None], closing[:, :-1]], axis=1)
