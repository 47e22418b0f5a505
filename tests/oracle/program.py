"""Named columns, rows of coefficients and the solve; a row of a table as a dictionary."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

Calendar = list[tuple[int, int]]
Terms = dict[Any, float]
Row = dict[str, Any]


def month_number(text: str) -> int:
    """Counts months from year 0, e.g. 2025-01 -> 24300."""
    return int(text[:4]) * 12 + int(text[5:7]) - 1


def rows(case: Any, table: str) -> list[Row]:
    """Rows of a table as dictionaries; the empty words of key columns become None."""
    return [{k: None if v == "" else v for k, v in row.items()} for row in case.table(table).to_dicts()]


@dataclass
class Program:
    """Named columns, and rows of coefficients with limits."""

    index: dict[Any, int] = field(default_factory=dict)
    whole: set[int] = field(default_factory=set)
    body: list[tuple[Terms, float, float]] = field(default_factory=list)

    def column(self, name: Any) -> int:
        """Number of a column >= 0, made when it is first named."""
        return self.index.setdefault(name, len(self.index))

    def row(self, terms: Terms, low: float = -np.inf, high: float = np.inf) -> None:
        """Adds low <= terms <= high."""
        for name in terms:
            self.column(name)
        self.body.append((terms, low, high))

    def minimise(self, goal: Terms) -> tuple[float, np.ndarray]:
        """Returns the least value of `goal` and the columns that reach it; ValueError where there is none."""
        cost = np.zeros(len(self.index))
        for name, value in goal.items():
            cost[self.column(name)] += value
        entries = [
            (i, self.index[n], v) for i, (terms, _, _) in enumerate(self.body) for n, v in terms.items()
        ]
        at_row, at_column, values = zip(*entries, strict=True) if entries else ((), (), ())
        matrix = csr_array((values, (at_row, at_column)), shape=(len(self.body), len(cost)))
        limits = [(low, high) for _, low, high in self.body]
        constraint = LinearConstraint(matrix, [low for low, _ in limits], [high for _, high in limits])
        whole = np.array([number in self.whole for number in range(len(cost))], dtype=int)
        upper = np.where(whole == 1, 1.0, np.inf)
        found = milp(
            cost,
            integrality=whole,
            bounds=Bounds(0, upper),
            constraints=[constraint],
            options={"mip_rel_gap": 1e-9},
        )
        if found.status != 0:
            raise ValueError(found.message)
        return float(found.fun), found.x


def add(terms: Terms, name: Any, value: float) -> None:
    """Adds a coefficient to what the name has already."""
    terms[name] = terms.get(name, 0.0) + value


def merge(terms: Terms, other: Terms, factor: float = 1.0) -> None:
    """Adds the other terms, times the factor."""
    for name, value in other.items():
        add(terms, name, value * factor)
