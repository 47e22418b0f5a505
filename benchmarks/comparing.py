"""Building and handing over the same model, beside linopy and the other peers."""

from collections.abc import Sequence

from benchmarks.beside_linopy import beside_linopy, same_as_linopy
from benchmarks.beside_peers import beside_peers
from benchmarks.figures import LIMIT, TIMES, Built
from benchmarks.measuring import Answer, in_child, installed
from benchmarks.record import Fact, Run
from benchmarks.table import Row

# Times faster, and times less memory, than the best peer.
_GOALS = {"M": "50", "L": "15"}


def build_and_hand_over(run: Run) -> None:
    """Build and hand over each shape, ours and every peer's, each in a process of its own.

    Args:
        run: Where figures go.
    """
    for size in run.sizes:
        try:
            run.rows += _of_shape(run, size)
        except TimeoutError as struck:
            run.rows.append(Row(f"build {size}", str(struck), "", ""))
            for part in ("speed", "memory"):
                run.facts.setdefault(f"build {size} {part}", Fact(None, str(struck)))


def _of_shape(run: Run, size: str) -> list[Row]:
    within = run.within(size)
    ours = in_child("build_ours", within=within, size=size, times=TIMES[size])
    built, found = list[Built](), list[Row]()
    if installed("linopy"):
        built += (linopys := beside_linopy(size, ours, within))
        found += [row for one in linopys for row in one.rows]
        if all(one.answer is not None for one in linopys):
            found += same_as_linopy(size, LIMIT)
    else:
        found.append(Row(f"build {size}", "not installed: pip install '.[bench]'", "", "", peer="linopy"))
    peers = beside_peers(size, ours, within)
    built += peers
    found += [row for one in peers for row in one.rows]
    _facts(run, size, ours, built)
    return [*_own_rows(size, ours), *found, *_best(size, ours, built)]


def _facts(run: Run, size: str, ours: Answer, built: Sequence[Built]) -> None:
    """How much faster and smaller than the best peer; a peer that was ended took longer than it had."""
    ended = [one for one in built if one.answer is not None]
    if not ended:
        for part in ("speed", "memory"):
            run.fact(f"build {size} {part}", None, "no peer has built it: absent, or not in time")
        return
    whole = ours["seconds"]["build and hand over"]
    run.fact(f"build {size} speed", min(one.seconds for one in ended) / whole)
    run.fact(f"build {size} memory", min(one.peak for one in ended) / ours["peak"])


def _own_rows(size: str, ours: Answer) -> list[Row]:
    name, seconds = f"build {size}", ours["seconds"]
    whole = seconds["read sets"] + seconds["build and hand over"]
    return [
        Row(name, "read index sets from the case", "s", seconds["read sets"]),
        Row(name, "index sets, build and hand over", "s", whole),
    ]


def _best(size: str, ours: Answer, built: Sequence[Built]) -> list[Row]:
    """The fastest peer and the one of least memory: the ratios that are aimed at."""
    ended = [one for one in built if one.answer is not None]
    if not ended:
        return []
    name, whole = f"build {size}", "build and hand over"
    fastest = min(ended, key=lambda one: one.seconds)
    least = min(ended, key=lambda one: one.peak)
    return [
        Row(
            name,
            f"fastest peer, {whole}",
            "s",
            ours["seconds"][whole],
            fastest.seconds,
            _GOALS.get(size, ""),
            fastest.peer,
        ),
        Row(name, "peer of least memory, peak", "MB", ours["peak"], least.peak, "2", least.peer),
    ]
