"""Plans after one change, begun where the first plan ended, beside that first plan."""

from benchmarks.planning import SHARE_FOR_SOLVER, THREADS, planned
from benchmarks.record import Run
from benchmarks.shapes import FORMS
from benchmarks.table import Row

CHANGES = ("budget", "target", "outage", "obstacle")
# What-ifs may take as long as the first plan, and so many seconds for the process around them.
AROUND = 30.0


def what_ifs(run: Run) -> None:
    """Change one budget, target, line and obstacle of every shape, each in a process of its own."""
    for size in run.sizes:
        for form, words in FORMS.items():
            _of_shape(run, size, form, f"what-if {size}{words}")


def _of_shape(run: Run, size: str, form: str, name: str) -> None:
    first, fact = planned(run, size, form), f"what-if {size} {form}"
    why = first.get("ended") or (first["stopped"] and f"the first plan was stopped: {first['stopped']}")
    if why:
        run.rows.append(Row(name, str(why), "", ""))
        return run.fact(fact, None, str(why))
    seconds = float(first["seconds"]["plan"])
    ratios, ended = list[float](), list[str]()
    for change in CHANGES:
        again = run.child(
            "plan_again",
            within=seconds + AROUND,
            case=str(run.folder(f"{size}-{form}")),
            start=str(run.folder(f"{size}-{form}-plan")),
            change=change,
            limit=SHARE_FOR_SOLVER * (seconds + AROUND),
            threads=THREADS,
        )
        why = again.get("ended") or (again["stopped"] and f"stopped: {again['stopped']}")
        if why:
            run.rows.append(Row(name, f"one {change} changed: {why}", "", "", peer="first plan"))
            ended.append(change)
            continue
        took = float(again["seconds"]["plan"])
        ratios.append(seconds / took)
        run.rows.append(Row(name, f"one {change} changed", "s", took, seconds, "10", "first plan"))
        gap = 100 * max(level["gap"] for level in again["levels"])
        run.rows.append(Row(name, f"one {change} changed, largest relative gap", "%", gap))
    if ended:
        return run.bounded(fact, min([1.0, *ratios]), "at most")
    return run.fact(fact, min(ratios))
