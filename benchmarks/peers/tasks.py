"""What runs in a process of its own for a peer."""

from pathlib import Path
from typing import Any

import highspy

from benchmarks.measuring import Answer, Clock, peak
from benchmarks.ours import model_of, sets_of
from benchmarks.peers.contract import PEERS
from benchmarks.peers.source import Source

# HiGHS to the end, so that two optima can be held against each other.
_TO_THE_END = (("output_flag", False), ("threads", 1), ("mip_rel_gap", 0.0), ("mip_abs_gap", 0.0))


def write_source(size: str, path: str) -> Answer:
    """Write a shape's program, with the costs of the level, as the neutral source.

    Args:
        size: Name of the shape.
        path: File to write.
    """
    Source.of(model_of(*sets_of(size))).write(Path(path))
    return {}


def build_peer(peer: str, size: str, path: str, times: int) -> Answer:
    """State the program in a peer and hand it over, several times.

    The process has read the case and its index sets, as ours has; the source is read before the clock starts.

    Args:
        peer: Name of the peer.
        size: Name of the shape.
        path: File of the neutral source.
        times: How often.

    Returns:
        Best and first seconds; peak memory before and after the first time; counts in HiGHS.
    """
    held = sets_of(size)
    source = Source.read(Path(path))
    state, hand_over = PEERS[peer].functions()
    clock, before, most = Clock(), peak(), 0.0
    stated: Any = None
    highs: Any = None
    for number in range(times):
        stated = highs = None
        with clock.part("build and hand over"):
            with clock.part("build"):
                stated = state(source)
            with clock.part("hand over"):
                highs = hand_over(stated)
        most = most if number else peak()
    counts = {"columns": highs.getNumCol(), "rows": highs.getNumRow(), "nonzeros": highs.getNumNz()}
    first = clock.seconds["build and hand over"][0]
    del held, stated
    return {"seconds": clock.best(), "first": first, "peak": most, "before": before, "counts": counts}


def solve_peer(peer: str, path: str, limit: float) -> Answer:
    """Minimise what a peer has handed over, to the end, with its yes-no decisions.

    Args:
        peer: Name of the peer; "ours" for the arrays as we hand them over.
        path: File of the neutral source.
        limit: Seconds.
    """
    source = Source.read(Path(path))
    if peer == "ours":
        highs = source.in_highs()
    else:
        state, hand_over = PEERS[peer].functions()
        highs = hand_over(state(source))
    for option, value in (*_TO_THE_END, ("time_limit", limit)):
        highs.setOptionValue(option, value)
    clock = Clock()
    with clock.part("solve"):
        highs.run()
    optimal = highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
    value = highs.getInfo().objective_function_value
    return {"status": "optimal" if optimal else "limit", "value": value, "seconds": clock.best()["solve"]}
