"""Linopy's whole job: read the case, state it by the month, hand it over, solve it."""

from dataclasses import replace

import highspy

from benchmarks.measuring import Answer, Clock, peak
from benchmarks.rival.statement import state
from jointstock.model.index_sets.sets import calendar_of, read_sets
from jointstock.shapes.shape import SHAPES, make_case


def plan_linopy(size: str, form: str, options: dict[str, str | float], threads: int) -> Answer:
    """Minimise the level shortfall alone, by the month, of a shape without price tiers.

    Args:
        size: Name of the shape.
        form: "whole", or "free" for the case without yes-no decisions.
        options: Settings of HiGHS.
        threads: Threads of HiGHS.
    """
    shape = replace(SHAPES[size], tiered=0)
    case = make_case(replace(shape, call_offs=0) if form == "free" else shape)
    clock = Clock()
    with clock.part("whole"):
        with clock.part("state and hand over"):
            sets = read_sets(case, calendar_of(case, f"{shape.months}x1"))
            highs = state(sets, sparse=True).to_highspy()
        for option, value in {"output_flag": False, "threads": threads, **options}.items():
            highs.setOptionValue(option, value)
        with clock.part("solve"):
            highs.run()
    optimal = highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return {
        "seconds": clock.best(),
        "peak": peak(),
        "status": "optimal" if optimal else str(highs.getModelStatus()).removeprefix("HighsModelStatus."),
        "value": highs.getInfo().objective_function_value,
    }
