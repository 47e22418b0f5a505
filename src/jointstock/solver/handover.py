"""How a program comes into HiGHS, and what HiGHS calls its states.

The thread setting is kept for the whole process: HiGHS may return zeros with the status "Not Set" where it
was changed within one.
"""

import highspy
import numpy as np

from jointstock.solver.outcome import Status
from jointstock.solver.program import Arrays

STATUSES: dict[highspy.HighsModelStatus, Status] = {
    highspy.HighsModelStatus.kOptimal: "optimal",
    highspy.HighsModelStatus.kModelEmpty: "optimal",
    highspy.HighsModelStatus.kTimeLimit: "limit",
    highspy.HighsModelStatus.kIterationLimit: "limit",
    highspy.HighsModelStatus.kSolutionLimit: "limit",
    highspy.HighsModelStatus.kInterrupt: "cancelled",
    highspy.HighsModelStatus.kHighsInterrupt: "cancelled",  # type: ignore[attr-defined]
    highspy.HighsModelStatus.kInfeasible: "infeasible",
    highspy.HighsModelStatus.kUnboundedOrInfeasible: "infeasible",
    highspy.HighsModelStatus.kUnbounded: "unbounded",
    highspy.HighsModelStatus.kMemoryLimit: "memory",
    highspy.HighsModelStatus.kUnknown: "imprecise",
}
# In the order of their numbers: lower, basic, upper, zero, nonbasic.
SIDES = (
    highspy.HighsBasisStatus.kLower,
    highspy.HighsBasisStatus.kBasic,
    highspy.HighsBasisStatus.kUpper,
    highspy.HighsBasisStatus.kZero,
    highspy.HighsBasisStatus.kNonbasic,
)
_process_threads: list[int] = []


def version() -> str:
    """Version of HiGHS."""
    return str(highspy.Highs().version())  # type: ignore[no-untyped-call]


def new_highs(threads: int) -> highspy.Highs:
    """An empty HiGHS with our settings."""
    if _process_threads and _process_threads[0] != threads:
        highspy.Highs.resetGlobalScheduler(True)  # noqa: FBT003  takes no name
    _process_threads[:] = [threads]
    highs = highspy.Highs()  # type: ignore[no-untyped-call]
    for option, value in (
        ("log_to_console", False),
        ("threads", threads),
        ("random_seed", 0),
        ("mip_rel_gap", 1e-6),
    ):
        highs.setOptionValue(option, value)
    return highs


def hand_over(highs: highspy.Highs, arrays: Arrays) -> highspy.HighsStatus:
    """Hand the arrays over in one call, by rows."""
    by_rows, minimise = 2, 1
    return highs.passModel(
        len(arrays.lower),
        len(arrays.row_lower),
        len(arrays.values),
        by_rows,
        minimise,
        0.0,
        np.zeros(len(arrays.lower)),
        arrays.lower,
        arrays.upper,
        arrays.row_lower,
        arrays.row_upper,
        arrays.starts[:-1].astype(np.int32),
        arrays.index.astype(np.int32),
        arrays.values,
        arrays.integer.astype(np.int32),
    )
