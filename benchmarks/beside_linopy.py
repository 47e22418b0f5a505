"""Linopy's figures, and the evidence that it states our program."""

from benchmarks.figures import LEVEL, TIMES, Built, figures, no_figures
from benchmarks.measuring import Answer, in_child
from benchmarks.table import Row


def beside_linopy(size: str, ours: Answer, within: float) -> list[Built]:
    """Build a shape in both of linopy's ways.

    Args:
        size: Name of the shape.
        ours: Answer of our process.
        within: Seconds that a process may take.
    """
    built = []
    for sparse in (False, True):
        mode = "linopy sparse" if sparse else "linopy default"
        try:
            theirs = in_child("build_theirs", within=within, size=size, times=TIMES[size], sparse=sparse)
        except TimeoutError as struck:
            built.append(no_figures(size, mode, str(struck)))
        else:
            built.append(figures(size, mode, ours, theirs))
    return built


def same_as_linopy(size: str, limit: float) -> list[Row]:
    """Evidence that both sides stated the same program; at L the counts alone have to do.

    Args:
        size: Name of the shape.
        limit: Seconds that a solve may take.
    """
    if size == "L":
        return []
    name, found = f"build {size}", in_child("compare", size=size)
    equal, apart = found["families"] - len(found["unequal"]), float(found["difference"])
    rows = [
        Row(name, "families of equal count", "", f"{equal} of {found['families']}", peer="linopy"),
        Row(name, "largest relative difference of an entry", "", apart, goal="1e-9", peer="linopy"),
    ]
    return [*rows, *_optimum(size, name, limit)]


def _optimum(size: str, name: str, limit: float) -> list[Row]:
    """The optimum on both sides: with yes-no decisions at S, without them at M, where they take too long."""
    what, peer = f"optimum of level {LEVEL}", "linopy"
    if size == "M":
        what += ", relaxed, IPX"
        both = [in_child("solve_relaxed", size=size, side=side, limit=limit) for side in ("ours", "theirs")]
    else:
        both = [in_child(f"solve_{side}", size=size, limit=limit) for side in ("ours", "theirs")]
    if any(answer["status"] != "optimal" for answer in both):
        return [Row(name, what, "", f"not within {limit:.0f} s", peer=peer)]
    values = [float(answer["value"]) for answer in both]
    seconds = [float(answer["seconds"]) for answer in both]
    apart = abs(values[0] - values[1]) / max(1.0, abs(values[0]))
    return [
        Row(name, what, "", values[0], values[1], peer=peer),
        Row(name, "of it, relative difference", "", apart, goal="1e-6", peer=peer),
        Row(name, "of it, solving", "s", seconds[0], seconds[1], peer=peer),
    ]
