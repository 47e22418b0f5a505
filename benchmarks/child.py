"""What runs in a fresh process; started by :func:`benchmarks.measuring.in_child`."""

import sys
from collections.abc import Callable
from importlib import import_module

from benchmarks.measuring import Answer, answer_as_child

_HOMES = {
    "write_long_case": "reading",
    "read_and_check": "reading",
    "build_ours": "ours",
    "solve_ours": "ours",
    "build_theirs": "theirs",
    "solve_theirs": "theirs",
    "solve_relaxed": "theirs",
    "compare": "theirs",
    "plan_whole": "whole",
    "plan_again": "whole",
    "plan_linopy": "theirs_whole",
    "write_shape": "shapes",
    "replay_many": "replaying",
    "write_source": "peers.tasks",
    "build_peer": "peers.tasks",
    "solve_peer": "peers.tasks",
}


def find(task: str) -> Callable[..., Answer]:
    """Import a task; only its own side is loaded, so that memory is its own."""
    found: Callable[..., Answer] = getattr(import_module(f"benchmarks.{_HOMES[task]}"), task)
    return found


if __name__ == "__main__":
    answer_as_child({sys.argv[1]: find(sys.argv[1])}, sys.argv[1:])
