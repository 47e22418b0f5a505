"""Linopy's side of the comparison, and the comparison entry by entry."""

from typing import Any

import highspy
import linopy
import numpy as np
import scipy.sparse

from benchmarks.measuring import Answer, Clock, peak
from benchmarks.ours import level_of, model_of, sets_of
from benchmarks.peers.source import Source
from benchmarks.rival.grid import PERIOD
from benchmarks.rival.statement import state
from jointstock.measure.arrays import Floats, Ints
from jointstock.model.build import Model
from jointstock.solver.program import Arrays


def build_theirs(size: str, times: int, *, sparse: bool) -> Answer:
    """Build a shape's model in linopy and hand it over, several times.

    Args:
        size: Name of the shape.
        times: How often.
        sparse: Whether linopy keeps grouped sums and rows in compressed form.

    Returns:
        Best seconds and first seconds; peak memory before and after the first time; counts in HiGHS.
    """
    _, sets = sets_of(size)
    clock, before, most = Clock(), peak(), 0.0
    for number in range(times):
        with clock.part("build and hand over"):
            with clock.part("build"):
                model = state(sets, sparse=sparse)
            with clock.part("hand over"):
                highs = model.to_highspy()
        most = most if number else peak()
    counts = {"columns": highs.getNumCol(), "rows": highs.getNumRow(), "nonzeros": highs.getNumNz()}
    first = clock.seconds["build and hand over"][0]
    return {"seconds": clock.best(), "first": first, "peak": most, "before": before, "counts": counts}


def solve_theirs(size: str, limit: float) -> Answer:
    """Minimise the level as linopy hands it over, with the gap that our solver floor asks for.

    Args:
        size: Name of the shape.
        limit: Seconds.
    """
    _, sets = sets_of(size)
    highs = state(sets, sparse=True).to_highspy()
    for option, value in (
        ("output_flag", False),
        ("threads", 1),
        ("mip_rel_gap", 1e-6),
        ("time_limit", limit),
    ):
        highs.setOptionValue(option, value)
    return _solved(highs)


def solve_relaxed(size: str, side: str, limit: float) -> Answer:
    """Minimise the level without whole numbers, by interior points without a vertex, one thread.

    Args:
        size: Name of the shape.
        side: "ours" or "theirs".
        limit: Seconds.
    """
    case, sets = sets_of(size)
    highs = (
        Source.of(model_of(case, sets)).in_highs()
        if side == "ours"
        else state(sets, sparse=True).to_highspy()
    )
    for option, value in (
        ("output_flag", False),
        ("threads", 1),
        ("solve_relaxation", True),
        ("solver", "ipx"),
        ("run_crossover", "off"),
        ("time_limit", limit),
    ):
        highs.setOptionValue(option, value)
    return _solved(highs)


def compare(size: str) -> Answer:
    """Hold both programs against each other, entry by entry in natural units.

    Columns and rows of both stand in the same order, because both were added family by family; within a
    family rows are put in the order of their axes, periods last.

    Args:
        size: Name of the shape.

    Returns:
        Whether each family has as many members, and the largest difference of any coefficient, bound, side
        or cost, relative to its size.
    """
    case, sets = sets_of(size)
    ours = model_of(case, sets)
    theirs = state(sets, sparse=True)
    families = {name: family.count for name, family in ours.program.column_families.items() if family.count}
    families |= {f"rows {name}": family.count for name, family in ours.program.row_families.items()}
    counted = {name: int((array.labels != -1).sum()) for name, array in theirs.variables.items()}
    counted |= {f"rows {name}": int(array.ncons) for name, array in theirs.constraints.items()}
    unequal = [name for name, count in families.items() if counted.get(name, 0) != count]
    return {"families": len(families), "unequal": unequal, "difference": _difference(ours, theirs)}


def _solved(highs: highspy.Highs) -> Answer:
    """Run HiGHS and say what it found."""
    clock = Clock()
    with clock.part("solve"):
        highs.run()
    optimal = highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
    value = highs.getInfo().objective_function_value
    return {"status": "optimal" if optimal else "limit", "value": value, "seconds": clock.best()["solve"]}


def _difference(ours: Model, statement: linopy.Model) -> float:
    theirs: Any = statement.matrices
    order = _row_order(statement)
    sense, side = theirs.sense[order], theirs.b[order]
    arrays, goal = ours.program.arrays(), level_of(ours).measure
    costs = np.zeros(len(arrays.lower))
    np.add.at(costs, goal.columns, goal.coefficients)
    row_lower = np.where(sense != "<", side, -np.inf)
    row_upper = np.where(sense != ">", side, np.inf)
    columns, rows = arrays.column_unit, arrays.row_unit
    both = [
        (arrays.lower * columns, theirs.lb),
        (arrays.upper * columns, theirs.ub),
        (arrays.row_lower * rows, row_lower),
        (arrays.row_upper * rows, row_upper),
        (costs, theirs.c),
    ]
    matrix = _matrix(arrays)
    if matrix.shape != theirs.A.shape:
        return float("inf")
    apart = abs(matrix - theirs.A.tocsr()[order])
    apart.data /= np.maximum(1.0, np.asarray(abs(matrix)[apart.nonzero()]).ravel()) if apart.nnz else 1.0
    return max([float(apart.max()), *(_apart(left, right) for left, right in both)])


def _row_order(statement: linopy.Model) -> Ints:
    """Place of each of linopy's rows, family by family, in its matrix."""
    labels = [
        rows.labels.transpose(..., PERIOD, missing_dims="ignore") for _, rows in statement.constraints.items()
    ]
    flat: Ints = np.concatenate([label.to_numpy().ravel() for label in labels]).astype(np.int64)
    known: Any = statement.matrices.clabels
    place = np.full(int(flat.max()) + 1, -1, dtype=np.int64)
    place[known] = np.arange(len(known))
    order: Ints = place[flat[flat != -1]]
    return order


def _matrix(arrays: Arrays) -> Any:
    shape = (len(arrays.row_lower), len(arrays.lower))
    scaled = scipy.sparse.csr_array((arrays.values, arrays.index, arrays.starts), shape=shape)
    rows, columns = (
        scipy.sparse.diags_array(arrays.row_unit),
        scipy.sparse.diags_array(1 / arrays.column_unit),
    )
    return (rows @ scaled @ columns).tocsr()


def _apart(left: Floats, right: Floats) -> float:
    """Largest difference relative to size; infinite where one is infinite and the other is not."""
    if not np.array_equal(np.isinf(left), np.isinf(right)):
        return float("inf")
    finite = np.isfinite(left)
    size = np.maximum(1.0, np.abs(left[finite]))
    return float(np.max(np.abs(left[finite] - right[finite]) / size, initial=0.0))
