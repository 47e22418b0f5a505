"""Building and handing over the same model, beside linopy."""

from benchmarks.measuring import Answer, in_child, installed
from benchmarks.table import Row

_TIMES = 3
LEVEL = "shortfall"
_LIMIT = 180.0


def build_and_hand_over(sizes: tuple[str, ...]) -> list[Row]:
    """Build and hand over each shape, ours and linopy's, each in a process of its own.

    Args:
        sizes: Names of shapes.
    """
    rows = []
    for size in sizes:
        ours = in_child("build_ours", size=size, times=_TIMES)
        rows += _own_rows(size, ours)
        if installed("linopy"):
            rows += _beside(size, ours)
        else:
            rows.append(Row(f"build {size}", "linopy", "", "not installed: pip install '.[bench]'"))
    return rows


def _own_rows(size: str, ours: Answer) -> list[Row]:
    name, seconds = f"build {size}", ours["seconds"]
    whole = seconds["read sets"] + seconds["build and hand over"]
    return [
        Row(name, "read index sets from the case", "s", seconds["read sets"]),
        Row(name, "index sets, build and hand over", "s", whole),
    ]


def _beside(size: str, ours: Answer) -> list[Row]:
    name, rows = f"build {size}", list[Row]()
    for sparse in (False, True):
        theirs = in_child("build_theirs", size=size, times=_TIMES, sparse=sparse)
        mode = "linopy sparse" if sparse else "linopy default"
        rows += [
            *_counts(f"{name}, {mode}", ours["counts"], theirs["counts"]),
            *_seconds(f"{name}, {mode}", ours, theirs),
        ]
    return [*rows, *_same(size)]


def _counts(name: str, ours: Answer, theirs: Answer) -> list[Row]:
    return [Row(name, f"{what} in HiGHS", what, float(ours[what]), float(theirs[what])) for what in ours]


def _seconds(name: str, ours: Answer, theirs: Answer) -> list[Row]:
    """Times and memory; linopy's first time counts what it loads when it is first used."""
    mine, other = ours["seconds"], theirs["seconds"]
    whole = "build and hand over"
    goal = "50 at M"
    return [
        Row(name, f"{whole}, best of {_TIMES}", "s", mine[whole], other[whole], goal),
        Row(name, "of it, build", "s", mine["build"], other["build"]),
        Row(name, "of it, hand over", "s", mine["hand over"], other["hand over"]),
        Row(name, f"{whole}, linopy's first time", "s", mine[whole], theirs["first"]),
        Row(name, "peak memory of the process", "MB", ours["peak"], theirs["peak"], "2"),
        Row(name, "of it, grown by the build", "MB", _grown(ours), _grown(theirs)),
    ]


def _grown(side: Answer) -> float:
    """Memory that the first build added to the peak, MB."""
    return float(side["peak"] - side["before"])


def _same(size: str) -> list[Row]:
    """Evidence that both sides stated the same program."""
    name, found = f"build {size}", in_child("compare", size=size)
    equal = found["families"] - len(found["unequal"])
    rows = [
        Row(name, "families of equal count", "", f"{equal} of {found['families']}"),
        Row(name, "largest relative difference of an entry", "", float(found["difference"]), goal="1e-9"),
    ]
    return [*rows, *_optimum(size, name)]


def _optimum(size: str, name: str) -> list[Row]:
    """The optimum on both sides: with yes-no decisions at S, without them at M, where they take too long."""
    if size == "M":
        what = f"optimum of level {LEVEL}, relaxed, IPX"
        both = [in_child("solve_relaxed", size=size, side=side, limit=_LIMIT) for side in ("ours", "theirs")]
    else:
        what = f"optimum of level {LEVEL}"
        both = [in_child(f"solve_{side}", size=size, limit=_LIMIT) for side in ("ours", "theirs")]
    if any(answer["status"] != "optimal" for answer in both):
        return [Row(name, what, "", f"not within {_LIMIT:.0f} s")]
    values = [float(answer["value"]) for answer in both]
    apart = abs(values[0] - values[1]) / max(1.0, abs(values[0]))
    return [
        Row(name, what, "", values[0], values[1]),
        Row(name, "of it, relative difference", "", apart, goal="1e-6"),
        Row(name, "of it, solving", "s", float(both[0]["seconds"]), float(both[1]["seconds"])),
    ]
