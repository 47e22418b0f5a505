"""Scenarios of a fixed plan: compiled, beside NumPy and beside a plain loop of the same replay."""

from benchmarks.record import Run
from benchmarks.table import Row

WORKERS = 2
PEERS = {"numpy": "NumPy, scaled up", "plain": "plain Python loop, scaled up"}


def simulate(run: Run, scenarios: int = 10_000, chains: int = 100, plain: int = 3) -> None:
    """Replay scenarios of a made-up plan of 120 months.

    Args:
        run: Where figures go.
        scenarios: How many.
        chains: Chains of three lines each; 100 are as many lines as L has.
        plain: Scenarios that the plain loop replays.
    """
    name, within = "simulate", 600.0 if run.limit is None else run.limit
    found = run.child(
        "replay_many", within=within, scenarios=scenarios, workers=WORKERS, chains=chains, plain=plain
    )
    if "ended" in found:
        run.rows.append(Row(name, found["ended"], "", ""))
        run.fact("simulate seconds", None, found["ended"])
        return run.fact("simulate differing", None, found["ended"])
    seconds = found["seconds"]
    size = f"{scenarios} scenarios x 120 months x {found['lines']} lines"
    way = "compiled" if found["compiled"] else "in NumPy, numba is not installed"
    run.rows += [
        Row(name, f"{size}, {WORKERS} workers, {way}", "s", seconds["whole"], goal="5 s"),
        Row(name, "compiling, or reading what was compiled", "s", seconds["compiling"]),
        Row(name, "of thread time, draws", "s", seconds["draws"]),
    ]
    for peer, words in PEERS.items():
        few = found["scenarios"][peer]
        run.rows += [
            Row(
                name, f"of thread time, replay; theirs from {few}", "s", seconds["kernel"], seconds[peer],
                peer=words,
            ),
            Row(name, f"largest difference in {few}", "", found["apart"][peer], goal="0", peer=words),
        ]  # fmt: skip
    batches = f"batches that differ with 1, 2 or 3 workers, {found['scenarios']['workers']} scenarios"
    run.rows += [
        Row(name, batches, "", float(found["differing"]), goal="0"),
        Row(name, "peak memory", "MB", found["peak"]),
    ]
    run.fact("simulate seconds", seconds["whole"])
    return run.fact("simulate differing", float(found["differing"]))
