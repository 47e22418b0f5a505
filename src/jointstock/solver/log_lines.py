"""What the log of HiGHS says while it runs: objective and bound so far.

Its callbacks tell iterations only for linear programs; the tables in its log tell the rest. A line
that has another form is passed over, so that a change of the log costs a sign of life and no more.
"""

import re
from dataclasses import dataclass

_NUMBER = r"([-+]?(?:\d+\.?\d*(?:[eE][-+]?\d+)?|inf|nan))"
_INTERIOR = re.compile(rf"^\s*(\d+)\*?\s+{_NUMBER}\s+{_NUMBER}\s+\S+\s+\S+\s+\S+\s+\S+\s*$")
_SIMPLEX = re.compile(rf"^\s*(\d+)\s+{_NUMBER}\s+Pr:\s*(\d+)\(")


@dataclass(frozen=True)
class Reading:
    """What one line of the log says, in the solver's units.

    Attributes:
        iteration: Iterations of this solve.
        primal: Objective of the point so far.
        dual: Objective of the prices so far; None where the line has none.
        feasible: Whether the point breaks no row, as far as the line says.
    """

    iteration: int
    primal: float
    dual: float | None
    feasible: bool


def read_line(text: str) -> Reading | None:
    """Read a line of the table of the interior-point solver or of the simplex; None for any other."""
    interior = _INTERIOR.match(text)
    if interior is not None:
        return Reading(int(interior[1]), float(interior[2]), float(interior[3]), feasible=False)
    simplex = _SIMPLEX.match(text)
    if simplex is not None:
        return Reading(int(simplex[1]), float(simplex[2]), None, feasible=int(simplex[3]) == 0)
    return None
