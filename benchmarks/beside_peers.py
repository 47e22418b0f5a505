"""Figures of the peers that state the program from the neutral source."""

from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.figures import LEVEL, LIMIT, TIMES, Built, figures, no_figures
from benchmarks.measuring import Answer, in_child, installed
from benchmarks.peers.contract import LEFT_OUT, PEERS, Peer
from benchmarks.table import Row


def beside_peers(size: str, ours: Answer, within: float) -> list[Built]:
    """Build a shape in every peer, each in a process of its own.

    Args:
        size: Name of the shape.
        ours: Answer of our process.
        within: Seconds that a process may take.
    """
    with TemporaryDirectory() as folder:
        path = str(Path(folder) / "source.npz")
        in_child("write_source", within=within, size=size, path=path)
        reference = in_child("solve_peer", peer="ours", path=path, limit=LIMIT) if size == "S" else None
        built = [_one(peer, size, path, ours, reference, within) for peer in PEERS.values()]
    return [*built, *(no_figures(size, name, why) for name, why in LEFT_OUT.items())]


def _one(peer: Peer, size: str, path: str, ours: Answer, reference: Answer | None, within: float) -> Built:
    if not installed(peer.package):
        return no_figures(size, peer.name, "not installed: pip install '.[bench]'")
    try:
        theirs = in_child(
            "build_peer", within=within, peer=peer.name, size=size, path=path, times=TIMES[size]
        )
    except TimeoutError as struck:
        return no_figures(size, peer.name, str(struck))
    built = figures(size, peer.name, ours, theirs)
    if reference is None:
        return built
    return Built(built.peer, (*built.rows, *_optimum(peer, path, reference)), built.answer)


def _optimum(peer: Peer, path: str, reference: Answer) -> list[Row]:
    """The optimum of what the peer handed over, yes-no decisions solved to the end."""
    theirs = in_child("solve_peer", peer=peer.name, path=path, limit=LIMIT)
    name, what = "build S", f"optimum of level {LEVEL}, to the end"
    if "limit" in (reference["status"], theirs["status"]):
        return [Row(name, what, "", f"not within {LIMIT:.0f} s", peer=peer.name)]
    mine, other = float(reference["value"]), float(theirs["value"])
    apart = abs(mine - other) / max(1.0, abs(mine))
    return [
        Row(name, what, "", mine, other, peer=peer.name),
        Row(name, "of it, relative difference", "", apart, goal="1e-9", peer=peer.name),
    ]
