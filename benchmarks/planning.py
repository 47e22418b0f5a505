"""Whole plans of shapes, from one process each; beside linopy; and how time grows with size."""

from benchmarks.measuring import Answer, installed
from benchmarks.record import Run
from benchmarks.shapes import FORMS
from benchmarks.table import Row

THREADS = 2
SHARE_FOR_SOLVER = 0.8
PARTS = {
    "read and check": "read and check",
    "plan: check": "check once more, as make_plan does",
    "plan: build": "build",
    "plan: solve": "solve",
    "plan: read back": "read back",
    "write": "write",
    "verify": "read the plan and verify",
}
MONEY = "money"
# Settings of HiGHS that the model in linopy is solved with; the fastest one counts.
BRANCHING = {"mip_rel_gap": 1e-4}
INTERIOR = {"run_crossover": "off", "kkt_tolerance": 1e-4}
SETTINGS: dict[str, dict[str, dict[str, object]]] = {
    "whole": {"branching": {**BRANCHING}, "branching, HiPO": {**BRANCHING, "mip_lp_solver": "hipo"}},
    "free": {"IPX": {**INTERIOR, "solver": "ipx"}, "HiPO": {**INTERIOR, "solver": "hipo"}},
}
BESIDE = ("tiny", "S", "M")


def plans(run: Run) -> None:
    """Plan every shape, as it is and without yes-no decisions; up to M the same in linopy."""
    for size in run.sizes:
        for form in FORMS:
            made = planned(run, size, form)
            name = f"plan {size}{FORMS[form]}"
            if "ended" in made:
                _without_plan(run, name, f"plan {size} {form}", made["ended"])
            else:
                run.rows += _rows(name, made)
                _facts(run, f"plan {size} {form}", made)
            if size in BESIDE:
                _beside_linopy(run, size, form, made)


def planned(run: Run, size: str, form: str) -> Answer:
    """The plan of a shape, made once in a run; it stays in the folder of the run."""
    case, within = run.folder(f"{size}-{form}"), run.within(size)

    def work() -> Answer:
        written = run.child("write_shape", within=within, size=size, form=form, folder=str(case))
        if "ended" in written:
            return written
        return run.child(
            "plan_whole",
            within=within,
            case=str(case),
            out=str(run.folder(f"{size}-{form}-plan")),
            limit=SHARE_FOR_SOLVER * within,
            threads=THREADS,
        )

    return run.once(f"plan {size} {form}", work)


def growth(run: Run) -> None:
    """How the seconds of a plan grow from each shape that was asked for to the next."""
    for form, words in FORMS.items():
        for smaller, larger in zip(run.sizes, run.sizes[1:], strict=False):
            both = [planned(run, size, form) for size in (smaller, larger)]
            name, fact = f"growth {smaller} to {larger}{words}", f"growth {smaller} {larger} {form}"
            why = next((str(made["ended"]) for made in both if "ended" in made), "")
            if why:
                run.rows.append(Row(name, why, "", ""))
                run.fact(fact, None, why)
                continue
            times = both[1]["seconds"]["whole"] / both[0]["seconds"]["whole"]
            columns = both[1]["counts"]["columns"] / both[0]["counts"]["columns"]
            run.rows.append(Row(name, "columns, times as many", "x", columns))
            run.rows.append(Row(name, "seconds of the whole, times as many", "x", times))
            stopped = [size for size, made in zip((smaller, larger), both, strict=True) if made["stopped"]]
            if smaller in stopped:
                run.fact(fact, None, f"the plan of {smaller} was stopped by its limit")
            elif stopped:
                run.bounded(fact, times, "at least")
            else:
                run.fact(fact, times)


def _rows(name: str, made: Answer) -> list[Row]:
    counts, seconds = made["counts"], made["seconds"]
    size = f"{counts['columns']} x {counts['rows']}, {counts['nonzeros']} nonzeros"
    rows = [Row(name, "columns x rows", "", size)]
    rows += [Row(name, words, "s", seconds[part]) for part, words in PARTS.items()]
    rows += [
        Row(name, "whole", "s", seconds["whole"]),
        Row(name, "what is not the solver, of the whole", "%", _share(made)),
        Row(name, "peak memory", "MB", made["peak"]),
        Row(name, "findings of the verifier", "findings", float(made["findings"]), goal="0"),
        Row(name, "search", "", f"stopped: {made['stopped']}" if made["stopped"] else "to its end"),
    ]
    for level in made["levels"]:
        what = f"level {level['name']}"
        rows += [
            Row(name, f"{what}, {level['unit']}", "", level["value"]),
            Row(name, f"{what}, proven bound", "", level["bound"]),
            Row(name, f"{what}, relative gap", "%", 100 * level["gap"]),
            *([] if level["seconds"] is None else [Row(name, f"{what}, solving", "s", level["seconds"])]),
            *(
                []
                if level["reached"] is None
                else [Row(name, f"{what}, reached after", "s", level["reached"])]
            ),
        ]
    return rows


def _share(made: Answer) -> float:
    """Percent of the whole that is not the solver."""
    seconds = made["seconds"]
    return float(100 * (1 - seconds["plan: solve"] / seconds["whole"]))


def _facts(run: Run, name: str, made: Answer) -> None:
    """What goals ask of a plan."""
    levels, stopped = made["levels"], made["stopped"]
    names = [level["name"] for level in levels]
    upto = levels[: names.index(MONEY) + 1] if MONEY in names else levels
    reached = {level["name"]: level["reached"] for level in levels}
    run.fact(f"{name} memory", made["peak"])
    run.fact(f"{name} findings", float(made["findings"]))
    run.fact(f"{name} gap", 100 * max(level["gap"] for level in upto))
    run.fact(f"{name} share", None if stopped else _share(made), stopped and f"search stopped: {stopped}")
    last = max(level["reached"] or 0.0 for level in levels)
    for fact, found in (("shortfall", reached.get("shortfall")), ("levels", last)):
        if stopped and (fact == "levels" or found == last):
            run.bounded(f"{name} {fact}", last, "at least")
        else:
            run.fact(f"{name} {fact}", found, "no such level was solved")


def _without_plan(run: Run, benchmark: str, name: str, why: str) -> None:
    run.rows.append(Row(benchmark, why, "", ""))
    for part in ("memory", "findings", "gap", "share", "shortfall", "levels"):
        run.fact(f"{name} {part}", None, why)


def _beside_linopy(run: Run, size: str, form: str, made: Answer) -> None:
    """Solve the same case by the month in linopy; its fastest setting counts."""
    name, fact = f"plan {size}{FORMS[form]}", f"plan {size} {form} beside linopy"
    if not installed("linopy"):
        run.rows.append(Row(name, "not installed: pip install '.[bench]'", "", "", peer="linopy"))
        return run.fact(fact, None, "linopy is not installed")
    ours = None if "ended" in made else float(made["seconds"]["whole"])
    ended, otherwise = list[float](), list[str]()
    for words, options in SETTINGS[form].items():
        peer = f"linopy monthly, {words}"
        theirs = run.child(
            "plan_linopy", within=run.within(size), size=size, form=form, options=options, threads=THREADS
        )
        if "ended" in theirs:
            run.rows.append(Row(name, theirs["ended"], "", "", peer=peer))
            continue
        seconds = float(theirs["seconds"]["whole"])
        run.rows.append(
            Row(name, "end to end; theirs one level", "s", "" if ours is None else ours, seconds, peer=peer)
        )
        run.rows.append(Row(name, "status of HiGHS", "", "", theirs["status"], peer=peer))
        if theirs["status"] == "optimal":
            ended.append(seconds)
        else:
            otherwise.append(f"{words} ended with {theirs['status']}")
    if ours is None:
        return run.fact(fact, None, str(made["ended"]))
    if made["stopped"]:
        return run.fact(fact, None, f"our search was stopped: {made['stopped']}")
    if ended:
        return run.fact(fact, min(ended) / ours)
    if otherwise:
        return run.fact(fact, None, f"linopy has no optimum: {', '.join(otherwise)}")
    return run.bounded(fact, run.within(size) / ours, "at least")
