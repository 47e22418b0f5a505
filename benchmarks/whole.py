"""The main job from end to end: read, plan, verify, write; and a what-if that begins where a plan ended."""

import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.measuring import Answer, Clock, peak
from benchmarks.pace import Pace
from jointstock.errors import PlanError
from jointstock.facts.case import Case
from jointstock.facts.changes import Change, apply_changes, parse_without
from jointstock.files.folder import open_case
from jointstock.plans.folder import read_plan, write_plan
from jointstock.plans.make import make_plan
from jointstock.plans.plan import Plan
from jointstock.plans.verify import verify

_PARTS = {"check": "check", "build": "build", "solve": "solve", "read_back": "read back"}


def plan_whole(case: str, out: str | None = None, limit: float | None = None, threads: int = 1) -> Answer:
    """Plan a case, write the plan, read it back and verify it.

    Args:
        case: Folder, or name of a bundled case.
        out: Where to write the plan; None for a folder that goes again.
        limit: Seconds for the solver; None for no limit.
        threads: Threads of the solver.

    Returns:
        Seconds of each part and of the whole, peak memory, size, levels, findings; ``stopped`` says why the
        search ended early, empty where it did not; ``ended`` stands alone where there is no plan.
    """
    clock = Clock()
    with clock.part("whole"), TemporaryDirectory() as folder:
        target = Path(folder) / "plan" if out is None else Path(out)
        with clock.part("read and check"):
            opened = open_case(case)
        pace = Pace()
        try:
            with clock.part("plan"):
                made = make_plan(opened, time_limit=limit, threads=threads, progress=pace)
        except PlanError as error:
            return {"ended": str(error)}
        with clock.part("write"):
            write_plan(made, target)
        with clock.part("verify"):
            findings = verify(opened, read_plan(target))
    parts = made.run["volatile"]["seconds"]
    pace.end(sum(parts[name] for name in ("check", "build", "solve")))
    seconds = clock.best()
    seconds |= {f"plan: {words}": float(parts[name]) for name, words in _PARTS.items()}
    return {"seconds": seconds, "peak": peak(), "findings": findings.count, **_told(made, pace)}


def plan_again(case: str, start: str, change: str, limit: float, threads: int = 1) -> Answer:
    """Make the plan of a changed case from the plan of the unchanged one.

    Args:
        case: Folder of the case.
        start: Folder of its plan.
        change: Name of the change.
        limit: Seconds for the solver.
        threads: Threads of the solver.
    """
    opened, earlier, clock = open_case(case), read_plan(Path(start)), Clock()
    changes = (CHANGES[change](opened),)
    changed, pace = apply_changes(opened, changes), Pace()
    try:
        with clock.part("plan"):
            made = make_plan(
                changed, changes=changes, start=earlier, time_limit=limit, threads=threads, progress=pace
            )
    except PlanError as error:
        return {"ended": str(error)}
    return {"seconds": clock.best(), "peak": peak(), **_told(made, pace)}


def relative(level: dict[str, Any]) -> float:
    """Gap of a level relative to its value; nothing where it is inside the tolerance."""
    gap, value = float(level["gap"]), abs(float(level["value"]))
    return 0.0 if gap <= float(level["tolerance"]) else gap / value if value else float("inf")


def _told(made: Plan, pace: Pace) -> Answer:
    """What a plan says of its size, its levels and its end."""
    size = made.run.get("size", {})
    levels = [
        {
            **{part: level[part] for part in ("name", "unit", "value", "bound")},
            "gap": relative(level),
            "seconds": pace.spent.get(level["name"]),
            "reached": pace.reached.get(level["name"]),
        }
        for level in made.run["levels"]
    ]
    status, reason = str(made.run["status"]), str(made.run["reason"] or "")
    return {
        "counts": {name: size.get(name) for name in ("columns", "rows", "nonzeros")},
        "levels": levels,
        "stopped": "" if status == "optimal" else f"{status} {reason}".strip(),
        "clock": time.strftime("%H:%M"),
    }


def _budget(case: Case) -> Change:
    row = case.table("budgets").sort("amount", descending=True).row(0, named=True)
    key = [row["payer"], str(row["year"])]
    return {"table": "budgets", "key": key, "column": "amount", "op": "*=", "value": 0.9}


def _target(case: Case) -> Change:
    row = case.table("targets").sort("quantity", descending=True).row(0, named=True)
    key = [row[part] for part in ("version", "nation", "class", "from")]
    return {"table": "targets", "key": key, "column": "quantity", "op": "*=", "value": 1.1}


def _outage(case: Case) -> Change:
    row = case.table("lines").sort("capacity", "line", descending=True).row(0, named=True)
    return {"table": "lines", "key": [row["line"]], "column": "capacity", "op": "*=", "value": 0.5}


def _obstacle(case: Case) -> Change:
    return parse_without(f"obstacle:{case.table('obstacles').row(0, named=True)['obstacle']}")


# One budget a tenth smaller, one target a tenth higher, half of one line's capacity out, one obstacle gone.
CHANGES = {"budget": _budget, "target": _target, "outage": _outage, "obstacle": _obstacle}
