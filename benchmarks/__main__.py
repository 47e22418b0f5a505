"""Run the benchmarks and print one table.

Usage: python -m benchmarks [--only NAME] [--size S|M|L] [--json FILE]
"""

import argparse
import json
from collections.abc import Callable
from pathlib import Path

from benchmarks.comparing import build_and_hand_over
from benchmarks.measuring import machine
from benchmarks.singles import demo, read_million
from benchmarks.table import Row, as_text

BENCHMARKS: dict[str, Callable[[tuple[str, ...]], list[Row]]] = {
    "read": lambda _: read_million(),
    "build": build_and_hand_over,
    "demo": lambda _: demo(),
}


def main() -> None:
    """Run what is asked for, print the table, write the figures."""
    reader = argparse.ArgumentParser(
        prog="python -m benchmarks", description="Speed and memory of jointstock."
    )
    reader.add_argument("--only", choices=BENCHMARKS, help="one benchmark; all of them without it")
    reader.add_argument("--size", choices=("S", "M", "L"), help="one shape for build; S and M without it")
    reader.add_argument("--json", type=Path, metavar="FILE", help="write the figures as JSON too")
    asked = reader.parse_args()
    sizes = ("S", "M") if asked.size is None else (asked.size,)
    where, rows = machine(), list[Row]()
    for name, run in BENCHMARKS.items():
        if asked.only in (None, name):
            rows += run(sizes)
    print(as_text(where, rows))
    if asked.json is not None:
        document = {"machine": where, "figures": [row.as_dict() for row in rows]}
        asked.json.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
