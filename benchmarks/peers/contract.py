"""What a peer is, and the table of them; nothing of a peer is loaded here."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import highspy

from benchmarks.peers.source import Source


@dataclass(frozen=True)
class Peer:
    """A modelling layer that states the program from the neutral source.

    Its module has two functions: ``state(source)`` gives the program as the layer holds it,
    ``hand_over(stated)`` gives HiGHS with that program inside, ready to be run.

    Attributes:
        name: Name in the table.
        package: Name of its distribution.
        module: Where its two functions are.
    """

    name: str
    package: str
    module: str

    def functions(self) -> tuple[Callable[[Source], Any], Callable[[Any], highspy.Highs]]:
        """Load the layer: how it states, how it hands over."""
        module = import_module(self.module)
        return module.state, module.hand_over


PEERS = {
    peer.name: peer
    for peer in (
        Peer("pulp", "pulp", "benchmarks.peers.in_pulp"),
        Peer("pyomo", "pyomo", "benchmarks.peers.in_pyomo"),
    )
}
# Why a layer of the goal has no module; see docs/decisions/0018-peers.md.
LEFT_OUT = {
    "pyoptinterface": "not measured: MPL-2.0 is not a permissive licence",
    "pyoframe": "not measured: asks for polars 1 (ours is 2) and for pyoptinterface",
}
