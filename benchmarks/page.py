"""Write what a run of the benchmarks measured into the page on performance.

Usage: python -m benchmarks.page FILE [PAGE]

FILE is what ``python -m benchmarks --json FILE`` wrote. What stands between each pair of markers of the page
is written anew; nobody types figures by hand.
"""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.goals import HEADS as GOAL_HEADS
from benchmarks.table import HEADS, Row, cells

PAGE = Path(__file__).parents[1] / "docs" / "explanation" / "performance.md"


def written(page: str, document: Mapping[str, Any]) -> str:
    """The page with the tables of a run.

    Args:
        page: The page, with the markers "to reach" and "figures".
        document: What the run wrote.

    Raises:
        ValueError: The page lacks a marker.
    """
    page = _between(page, "to reach", "\n".join(_reached(document)))
    return _between(page, "figures", "\n".join(_figures(document)))


def main() -> None:
    """Write the page."""
    document = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    page = Path(sys.argv[2]) if len(sys.argv) > 2 else PAGE
    page.write_text(written(page.read_text(encoding="utf-8"), document), encoding="utf-8")


def _between(page: str, name: str, text: str) -> str:
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    before, found, rest = page.partition(begin)
    _, closed, after = rest.partition(end)
    if not found or not closed:
        raise ValueError(f"The page has no '{begin}' ... '{end}'.")
    return f"{before}{begin}\n{text}\n{end}{after}"


def _reached(document: Mapping[str, Any]) -> Iterator[str]:
    machine = document["machine"]
    yield f"Measured on {machine['date']}: {machine['machine']}; load {machine['load']}."
    yield f"Versions: {machine['versions']}."
    yield ""
    yield from _table(GOAL_HEADS, [[row[head] for head in GOAL_HEADS] for row in document["to reach"]])


def _figures(document: Mapping[str, Any]) -> Iterator[str]:
    """A table for each benchmark and shape."""
    rows = [
        Row(**{part: value for part, value in row.items() if part != "ratio"}) for row in document["figures"]
    ]
    for name in dict.fromkeys(row.benchmark for row in rows):
        yield f"### {name}\n"
        yield from _table(HEADS[1:], [cells(row)[1:] for row in rows if row.benchmark == name])
        yield ""


def _table(heads: Sequence[str], lines: Sequence[Sequence[str]]) -> Iterator[str]:
    yield _line(heads)
    yield _line(["---"] * len(heads))
    yield from (_line(line) for line in lines)


def _line(line: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("<", "&lt;") for cell in line) + " |"


if __name__ == "__main__":
    main()
