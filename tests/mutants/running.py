"""Runs the tests of modules with one fault after the other, in a process for each family of mutants."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from tests.mutants.listing import ROOT, Mutant, proofs_of, read_plans
from tests.mutants.stage import AS_IS, NAMES, NOTES

LIMIT = 600.0


@dataclass(frozen=True)
class Result:
    """What the tests said.

    Attributes:
        name: Name of the mutant, `as-it-is` for the source without a fault.
        kind: Kind of the mutant, empty without a fault.
        failed: First failing test of each kind, and how it failed.
        broken: Why there is no answer, empty where there is one.
    """

    name: str
    kind: str = ""
    failed: dict[str, dict[str, str]] = field(default_factory=dict)
    broken: str = ""

    @property
    def verdict(self) -> str:
        """`killed` by what a block or a plan does, by its `text only`, or `survived`."""
        if self.broken:
            return "no answer"
        if "unit" in self.failed or "plan" in self.failed:
            return "killed"
        return "text only" if "text" in self.failed else "survived"


def run_all(mutants: Sequence[Mutant], workers: int) -> Iterator[tuple[float, list[Result]]]:
    """Seconds and results of each family, as the source is and with each of its mutants.

    Args:
        mutants: Those to be tried.
        workers: How many families at a time.
    """
    plans = read_plans()
    families = [list(own) for _, own in groupby(mutants, key=lambda one: one.family)]
    tests = [list(dict.fromkeys(t for one in own for t in proofs_of(one.block, plans))) for own in families]
    with ThreadPoolExecutor(workers) as pool:
        yield from pool.map(run_family, families, tests)


def run_family(mutants: Sequence[Mutant], tests: Sequence[str]) -> tuple[float, list[Result]]:
    """Seconds and results of a family.

    Where the source as it is fails its tests, mutants would say nothing and are not tried.

    Args:
        mutants: Its mutants.
        tests: Paths or ids of tests.
    """
    began, rest = time.monotonic(), [AS_IS, *(one.name for one in mutants)]
    kinds = {one.name: one.kind for one in mutants}
    results: list[Result] = []
    while rest:
        found, broken = noted(tests, rest)
        results += [
            Result(name, kinds.get(name, ""), failed or {}, broken if failed is None else "")
            for name, failed in found.items()
        ]
        rest = rest[len(found) :]
        if not found or results[0].failed or results[0].broken:
            reason = broken or "the source as it is fails its tests"
            results += [Result(name, kinds.get(name, ""), broken=reason) for name in rest]
            break
    return time.monotonic() - began, results


def noted(tests: Sequence[str], names: Sequence[str]) -> tuple[dict[str, dict | None], str]:
    """What a run of the tests noted for each name, None where it did not come to its end, and why.

    Args:
        tests: Paths or ids of tests.
        names: Mutants, or `AS_IS`.
    """
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        notes = Path(folder) / "notes"
        notes.touch()
        environment = os.environ | {NOTES: str(notes), NAMES: " ".join(names), "POLARS_MAX_THREADS": "1"}
        command = [sys.executable, "-m", "pytest", "-q", "--tb=line", "-p", "no:cacheprovider"]
        command += ["-p", "tests.mutants.stage", *tests]
        try:
            done = subprocess.run(
                command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=LIMIT
            )
            broken = f"{done.stdout[-300:]}{done.stderr[-300:]}" if done.returncode else ""
        except subprocess.TimeoutExpired:
            broken = f"no end after {LIMIT:.0f} s"
        rows = [json.loads(row) for row in notes.read_text("utf-8").splitlines()]
    return {row["name"]: row["failed"] for row in rows}, broken
