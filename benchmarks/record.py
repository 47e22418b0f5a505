"""What one run of the benchmarks has found so far."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Literal

from benchmarks.figures import WITHIN
from benchmarks.measuring import Answer, in_child
from benchmarks.table import Row


@dataclass(frozen=True)
class Fact:
    """A measured number that a goal is held against, or why there is none.

    Attributes:
        value: The number; None where it was not measured.
        reason: Why not.
        bounded: Empty where the number is exact; else the true one is "at least" or "at most" this, because a
            process was ended.
    """

    value: float | None
    reason: str = ""
    bounded: Literal["", "at least", "at most"] = ""


@dataclass
class Run:
    """One run: what was asked for, and what was found.

    Attributes:
        sizes: Names of shapes.
        limit: Seconds that any process may take in place of what its shape allows; None for that.
        rows: Figures in their order.
        facts: Numbers that goals are held against, by name.
    """

    sizes: tuple[str, ...]
    limit: float | None = None
    rows: list[Row] = field(default_factory=list)
    facts: dict[str, Fact] = field(default_factory=dict)
    _kept: dict[str, Answer] = field(default_factory=dict)
    _folder: TemporaryDirectory[str] = field(default_factory=TemporaryDirectory)

    def __enter__(self) -> "Run":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._folder.cleanup()

    def within(self, size: str) -> float:
        """Seconds that a process may take at a shape."""
        return WITHIN[size] if self.limit is None else self.limit

    def folder(self, name: str) -> Path:
        """A place below the folder of this run, which goes when the run ends."""
        return Path(self._folder.name) / name

    def once(self, name: str, work: Callable[[], Answer]) -> Answer:
        """Do a piece of work the first time it is asked for, and remember its answer."""
        if name not in self._kept:
            self._kept[name] = work()
        return self._kept[name]

    def child(self, task: str, *, within: float, **arguments: object) -> Answer:
        """Run a task in a fresh process that has an end.

        Args:
            task: Name of the task.
            within: Seconds that it may take.
            **arguments: What it is given.

        Returns:
            What the task answers; ``{"ended": why}`` where it was still running.
        """
        try:
            return in_child(task, within=within, **arguments)
        except TimeoutError as struck:
            return {"ended": str(struck)}

    def fact(self, name: str, value: float | None, reason: str = "") -> None:
        """Note a number that a goal is held against, or why there is none."""
        self.facts[name] = Fact(value, reason)

    def bounded(self, name: str, value: float, side: Literal["at least", "at most"]) -> None:
        """Note that a number is no less, or no more, than this."""
        self.facts[name] = Fact(value, bounded=side)
