"""The table that the benchmarks print."""

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

_HEADS = ("benchmark", "what", "ours", "peer", "theirs", "theirs/ours", "goal")


@dataclasses.dataclass(frozen=True)
class Row:
    """A figure.

    Attributes:
        benchmark: Name of the benchmark, with the shape.
        what: What was measured.
        unit: Its unit; empty for words.
        ours: Our figure, or words.
        theirs: The peer's figure, where there is one.
        goal: What is aimed at, in words.
        peer: Name of the peer, where the figure is beside one.
    """

    benchmark: str
    what: str
    unit: str
    ours: float | str
    theirs: float | str | None = None
    goal: str = ""
    peer: str = ""

    @property
    def ratio(self) -> float | None:
        """The peer's figure over ours, for seconds and megabytes."""
        if (
            self.unit not in ("s", "MB")
            or not isinstance(self.theirs, float)
            or not isinstance(self.ours, float)
        ):
            return None
        return self.theirs / self.ours if self.ours else None

    def as_dict(self) -> dict[str, Any]:
        """The figure for JSON."""
        return {**dataclasses.asdict(self), "ratio": self.ratio}


def as_text(machine: Mapping[str, str], rows: Sequence[Row]) -> str:
    """Machine, versions and figures as lines of text.

    Args:
        machine: What the figures were measured on.
        rows: The figures.
    """
    cells = [_HEADS, *(_cells(row) for row in rows)]
    widths = [max(len(line[place]) for line in cells) for place in range(len(_HEADS))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in cells]
    lines.insert(1, "  ".join("-" * width for width in widths))
    head = [f"{name + ':':9} {text}" for name, text in machine.items()]
    return "\n".join([*head, "", *(line.rstrip() for line in lines)])


def _cells(row: Row) -> tuple[str, ...]:
    ratio = "" if row.ratio is None else f"{row.ratio:.1f}"
    return (
        row.benchmark,
        row.what,
        _figure(row.ours, row.unit),
        row.peer,
        _figure(row.theirs, row.unit),
        ratio,
        row.goal,
    )


def _figure(value: float | str | None, unit: str) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    text = {"s": f"{value:.3f}", "MB": f"{value:.0f}", "": f"{value:.10g}"}.get(unit, f"{value:,.0f}")
    return f"{text} {unit}".strip()
