"""The program in Pyomo: indexed variables, a linear expression a row, HiGHS by its persistent interface."""

from math import isfinite

import highspy
import pyomo.environ as pyo
from pyomo.contrib.appsi.solvers.highs import Highs
from pyomo.core.expr import LinearExpression

from benchmarks.peers.source import Source


def state(source: Source) -> pyo.ConcreteModel:
    """State the program.

    Args:
        source: The program as arrays.
    """
    model = pyo.ConcreteModel()
    lower, upper = (
        [value if isfinite(value) else None for value in side.tolist()]
        for side in (source.lower, source.upper)
    )
    whole = source.integer.tolist()
    model.x = pyo.Var(
        range(len(lower)),
        domain=lambda _, column: pyo.Integers if whole[column] else pyo.Reals,
        bounds=lambda _, column: (lower[column], upper[column]),
    )
    columns = list(model.x.values())
    index, values, starts = source.index.tolist(), source.values.tolist(), source.starts.tolist()
    row_lower, row_upper = source.row_lower.tolist(), source.row_upper.tolist()

    def row(_: pyo.Block, number: int) -> tuple[float | None, LinearExpression, float | None]:
        entries = slice(starts[number], starts[number + 1])
        terms = LinearExpression(
            constant=0, linear_coefs=values[entries], linear_vars=[columns[place] for place in index[entries]]
        )
        low, high = row_lower[number], row_upper[number]
        if low == high:
            return low, terms, low
        return low if isfinite(low) else None, terms, high if isfinite(high) else None

    model.rows = pyo.Constraint(range(len(row_lower)), rule=row)
    priced = source.costs.nonzero()[0].tolist()
    model.goal = pyo.Objective(
        expr=LinearExpression(
            constant=source.constant.item(),
            linear_coefs=source.costs[priced].tolist(),
            linear_vars=[columns[place] for place in priced],
        )
    )
    return model


def hand_over(stated: pyo.ConcreteModel) -> highspy.Highs:
    """Hand the program over as a solve would, and stop before HiGHS runs.

    Args:
        stated: The program.
    """
    solver = Highs(only_child_vars=True)
    solver.set_instance(stated)
    highs: highspy.Highs = solver._solver_model
    return highs
