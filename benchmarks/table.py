"""The table that the benchmarks print."""

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

HEADS = ("benchmark", "what", "ours", "peer", "theirs", "theirs/ours", "goal")


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
    head = [f"{name + ':':9} {text}" for name, text in machine.items()]
    return "\n".join([*head, "", *aligned(HEADS, [cells(row) for row in rows])])


def aligned(heads: Sequence[str], lines: Sequence[Sequence[str]]) -> list[str]:
    """Lines of a table with columns of even width, a rule under the heads.

    Args:
        heads: Head of each column.
        lines: Cells of each line.
    """
    widths = [max(len(line[place]) for line in [heads, *lines]) for place in range(len(heads))]
    rule = ["-" * width for width in widths]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in [heads, rule, *lines]
    ]


def cells(row: Row) -> tuple[str, ...]:
    """The cells of a figure."""
    ratio = "" if row.ratio is None else f"{row.ratio:.1f}"
    return (
        row.benchmark,
        row.what,
        shown(row.ours, row.unit),
        row.peer,
        shown(row.theirs, row.unit),
        ratio,
        row.goal,
    )


def shown(value: float | str | None, unit: str) -> str:
    """A figure with its unit, as tables show it; words as they are, nothing for None."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    forms = {"s": f"{value:.3f}", "MB": f"{value:.0f}", "": f"{value:.10g}", "%": f"{value:.3g}"}
    plain = f"{value:.3g}" if unit.partition(" ")[0] == "x" else f"{value:,.0f}"
    return f"{forms.get(unit, plain)} {unit}".strip()
