"""The program in PuLP: a variable a column, an affine expression a row, HiGHS by its Python interface."""

from math import isfinite

import highspy
import pulp

from benchmarks.peers.source import Source


def state(source: Source) -> pulp.LpProblem:
    """State the program.

    Args:
        source: The program as arrays.
    """
    columns = [
        pulp.LpVariable(
            f"x{number}",
            lower if isfinite(lower) else None,
            upper if isfinite(upper) else None,
            pulp.LpInteger if whole else pulp.LpContinuous,
        )
        for number, (lower, upper, whole) in enumerate(
            zip(source.lower.tolist(), source.upper.tolist(), source.integer.tolist(), strict=True)
        )
    ]
    problem = pulp.LpProblem("program", pulp.LpMinimize)
    problem.addVariables(columns)
    costs = [(columns[place], source.costs[place].item()) for place in source.costs.nonzero()[0].tolist()]
    problem.setObjective(pulp.LpAffineExpression(costs, constant=source.constant.item()))
    index, values, starts = source.index.tolist(), source.values.tolist(), source.starts.tolist()
    sides = zip(source.row_lower.tolist(), source.row_upper.tolist(), strict=True)
    for number, (lower, upper) in enumerate(sides):
        entries = slice(starts[number], starts[number + 1])
        terms = zip([columns[place] for place in index[entries]], values[entries], strict=True)
        sense = (
            pulp.LpConstraintEQ
            if lower == upper
            else pulp.LpConstraintLE
            if isfinite(upper)
            else pulp.LpConstraintGE
        )
        row = pulp.LpConstraint(
            pulp.LpAffineExpression(terms), sense, f"r{number}", upper if isfinite(upper) else lower
        )
        problem.addConstraint(row)
    return problem


def hand_over(stated: pulp.LpProblem) -> highspy.Highs:
    """Hand the program over as PuLP's own solver does before it runs HiGHS.

    Args:
        stated: The program.
    """
    solver = pulp.HiGHS(msg=False)
    solver.createAndConfigureSolver(stated)
    solver.buildSolverModel(stated)
    highs: highspy.Highs = stated.solverModel
    # PuLP adds the objective's constant to the value afterwards.
    highs.changeObjectiveOffset(stated.objective.constant)
    return highs
