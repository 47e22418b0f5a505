"""Tries every mutant and prints which tests find it.

Usage: python -m tests.mutants [--only NAME] [--workers COUNT]

NAME is a part of the names of mutants, such as `budgets` or `carry`. Nothing is written.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections import Counter

from tests.mutants.listing import Mutant, read_mutants
from tests.mutants.running import Result, run_all


def chosen(only: list[str]) -> list[Mutant]:
    """Mutants whose name holds one of the words; all without one."""
    return [one for one in read_mutants() if not only or any(word in one.name for word in only)]


def line(result: Result) -> str:
    """A row of the table."""
    found = " ".join(f"{kind if kind in result.failed else '-':<4}" for kind in ("text", "unit", "plan"))
    last = result.failed.get("plan") or result.failed.get("unit") or {}
    how = f"{last['test'].rpartition('::')[2]}: {last['how'][:60]}" if last else result.broken
    return f"{result.name:<52} {result.kind:<5}  {found}  {result.verdict:<9}  {how}".rstrip()


def main(arguments: list[str]) -> int:
    """Prints the table; 0 where every mutant was killed by what blocks and plans do."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.add_argument("--only", action="append", default=[], help="part of a name; may be given again")
    parser.add_argument("--workers", type=int, default=2, help="how many families at a time")
    options = parser.parse_args(arguments)
    began, counts = time.monotonic(), Counter()
    for seconds, results in run_all(chosen(options.only), options.workers):
        for result in results:
            counts[result.verdict] += bool(result.kind)
            if result.kind or result.verdict != "survived":
                sys.stdout.write(line(result) + "\n")
        sys.stdout.write(f"{'':<52} {seconds:6.1f} s\n")
        sys.stdout.flush()
    said = ", ".join(f"{count} {verdict}" for verdict, count in sorted(counts.items()) if count)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    took = f"{time.monotonic() - began:.0f} s, {used.ru_utime + used.ru_stime:.0f} s of processors"
    sys.stdout.write(f"{counts.total()} mutants: {said}; {took}\n")
    return 0 if counts.total() and counts["killed"] == counts.total() else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
