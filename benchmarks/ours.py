"""Our side of the comparison: index sets, model, hand-over, optimum of one level."""

from dataclasses import replace

from benchmarks.measuring import Answer, Clock, peak
from jointstock.facts.case import Case
from jointstock.model.build import Model, build
from jointstock.model.goals import Goal
from jointstock.model.index_sets.sets import Sets, calendar_of, read_sets
from jointstock.shapes.shape import SHAPES, make_case
from jointstock.solver.highs import Solver
from jointstock.solver.outcome import Watch

LEVEL = "shortfall"


def case_of(size: str) -> Case:
    """The case of a shape by the month, without tiers and minimum orders, as linopy's side states it."""
    shape = SHAPES[size]
    return make_case(replace(shape, tiered=0, calendar=f"{shape.months}x1"))


def sets_of(size: str) -> tuple[Case, Sets]:
    """The case of a shape, and its index sets on its own calendar."""
    case = case_of(size)
    return case, read_sets(case, calendar_of(case, None))


def model_of(case: Case, sets: Sets) -> Model:
    """Our model of a case."""
    return build(sets, currency=case.settings.currency, end=case.settings.end)


def level_of(model: Model) -> Goal:
    """The level that both sides minimise."""
    return next(goal for goal in model.goals if goal.name == LEVEL)


def build_ours(size: str, times: int) -> Answer:
    """Build a shape's model and hand it over, several times.

    Args:
        size: Name of the shape.
        times: How often.

    Returns:
        Best seconds of each part; peak memory before and after the first time; counts.
    """
    case = case_of(size)
    clock, before, most = Clock(), 0.0, 0.0
    for number in range(times):
        with clock.part("read sets"):
            sets = read_sets(case, calendar_of(case, None))
        before = before or peak()
        with clock.part("build and hand over"):
            with clock.part("build"):
                model = model_of(case, sets)
            with clock.part("hand over"):
                solver = Solver(model.program, Watch())
        most = most if number else peak()
        entries = solver.nonzeros
        solver.close()
    counts = {"columns": model.program.columns, "rows": model.program.rows, "nonzeros": entries}
    return {"seconds": clock.best(), "peak": most, "before": before, "counts": counts}


def solve_ours(size: str, limit: float) -> Answer:
    """Minimise the level by our solver floor, with its yes-no decisions.

    Args:
        size: Name of the shape.
        limit: Seconds.
    """
    case, sets = sets_of(size)
    model = model_of(case, sets)
    clock, solver = Clock(), Solver(model.program, Watch(time_limit=limit))
    with clock.part("solve"):
        outcome = solver.minimise(LEVEL, level_of(model).measure)
    solver.close()
    return {"status": outcome.status, "value": outcome.value, "seconds": clock.best()["solve"]}
