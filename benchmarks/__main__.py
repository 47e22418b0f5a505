"""Run the benchmarks and print their table, then the table "To reach".

Usage: python -m benchmarks [--only NAME]... [--size S|M|L|all]... [--within SECONDS] [--json FILE]
"""

import argparse
import dataclasses
import json
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.comparing import build_and_hand_over
from benchmarks.goals import as_lines, reached
from benchmarks.measuring import machine
from benchmarks.planning import growth, plans
from benchmarks.record import Run
from benchmarks.simulate import simulate
from benchmarks.singles import demo, read_million
from benchmarks.table import Row, as_text
from benchmarks.what_if import what_ifs

BENCHMARKS: dict[str, Callable[[Run], None]] = {
    "read": read_million,
    "build": build_and_hand_over,
    "plan": plans,
    "what-if": what_ifs,
    "growth": growth,
    "simulate": simulate,
    "demo": demo,
}
SIZES = ("S", "M", "L")
USUAL = ("S", "M")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run what is asked for, print the tables, write the figures."""
    reader = argparse.ArgumentParser(
        prog="python -m benchmarks", description="Speed and memory of jointstock."
    )
    reader.add_argument(
        "--only",
        action="append",
        choices=(*BENCHMARKS, "all"),
        help="a benchmark, may be repeated; all without",
    )
    reader.add_argument(
        "--size", action="append", choices=(*SIZES, "tiny", "all"),
        help="a shape, may be repeated; S and M without it",
    )  # fmt: skip
    reader.add_argument("--within", type=float, metavar="SECONDS", help="the end of every process of a shape")
    reader.add_argument("--json", type=Path, metavar="FILE", help="write the figures as JSON too")
    asked = reader.parse_args(arguments)
    names, where = _chosen(asked.only, tuple(BENCHMARKS), tuple(BENCHMARKS)), machine()
    with Run(_chosen(asked.size, SIZES, USUAL), asked.within) as run:
        for name in names:
            try:
                BENCHMARKS[name](run)
            except TimeoutError as struck:
                run.rows.append(Row(name, str(struck), "", ""))
    found = reached(run.facts)
    print(as_text(where, run.rows))
    print("\nTo reach\n", *as_lines(found), sep="\n")
    if asked.json is not None:
        document = {
            "machine": where,
            "figures": [row.as_dict() for row in run.rows],
            "to reach": [dataclasses.asdict(row) for row in found],
        }
        asked.json.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")


def _chosen(asked: Sequence[str] | None, every: tuple[str, ...], usual: tuple[str, ...]) -> tuple[str, ...]:
    """Names that were asked for, in their order; all of them for "all"."""
    if asked is None:
        return usual
    if "all" in asked:
        return every
    return tuple(name for name in ("tiny", *every) if name in asked)


if __name__ == "__main__":
    main()
