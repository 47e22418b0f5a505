"""What is said of every peer that built: counts, seconds, memory."""

from dataclasses import dataclass

from benchmarks.measuring import Answer
from benchmarks.table import Row

TIMES = {"tiny": 1, "S": 3, "M": 3, "L": 1}
LEVEL = "shortfall"
LIMIT = 180.0
# Seconds that any one process may take.
WITHIN = {"tiny": 60.0, "S": 240.0, "M": 600.0, "L": 1200.0}
WHOLE = "build and hand over"


@dataclass(frozen=True)
class Built:
    """A peer's figures.

    Attributes:
        peer: Name of the peer, with its mode.
        rows: What the table says of it.
        answer: What its process answered; None where it did not end or is not installed.
    """

    peer: str
    rows: tuple[Row, ...]
    answer: Answer | None = None

    @property
    def seconds(self) -> float:
        """Best seconds to build and hand over."""
        return float((self.answer or {})["seconds"][WHOLE])

    @property
    def peak(self) -> float:
        """Peak memory of its process, MB."""
        return float((self.answer or {})["peak"])


def no_figures(size: str, peer: str, why: str) -> Built:
    """A peer of which there are no figures.

    Args:
        size: Name of the shape.
        peer: Name of the peer.
        why: What the table says instead.
    """
    return Built(peer, (Row(f"build {size}", why, "", "", peer=peer),))


def figures(size: str, peer: str, ours: Answer, theirs: Answer) -> Built:
    """Counts, seconds and memory of a peer beside ours.

    Args:
        size: Name of the shape.
        peer: Name of the peer, with its mode.
        ours: Answer of our process.
        theirs: Answer of the peer's.

    Raises:
        AssertionError: The peer built a program of another size.
    """
    if theirs["counts"] != ours["counts"]:
        raise AssertionError(f"{peer} at {size}: {theirs['counts']} where we have {ours['counts']}")
    name, mine, other = f"build {size}", ours["seconds"], theirs["seconds"]
    counts = [
        Row(name, f"{what} in HiGHS", what, float(count), float(theirs["counts"][what]), peer=peer)
        for what, count in ours["counts"].items()
    ]
    measured: tuple[tuple[str, str, float, float], ...] = (
        (f"{WHOLE}, best of {TIMES[size]}", "s", mine[WHOLE], other[WHOLE]),
        ("of it, build", "s", mine["build"], other["build"]),
        ("of it, hand over", "s", mine["hand over"], other["hand over"]),
        (f"{WHOLE}, the peer's first time", "s", mine[WHOLE], theirs["first"]),
        ("peak memory of the process", "MB", ours["peak"], theirs["peak"]),
        ("of it, grown by the build", "MB", _grown(ours), _grown(theirs)),
    )
    rows = (Row(name, what, unit, left, right, peer=peer) for what, unit, left, right in measured)
    return Built(peer, (*counts, *rows), theirs)


def _grown(side: Answer) -> float:
    """Memory that the first build added to the peak, MB."""
    return float(side["peak"] - side["before"])
