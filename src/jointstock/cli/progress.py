"""Signs of life while a plan is made, and how it is cancelled."""

import math
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from rich.live import Live
from rich.text import Text

from jointstock.cli.console import explain, progress
from jointstock.solver.outcome import Progress
from jointstock.solver.size import Size, gigabytes

SECONDS_BETWEEN_LINES = 2.0  # where stderr is no terminal

CANCELLING = "Cancelling: the best plan so far is kept, if there is one. Press Ctrl-C again to stop at once."


def progress_line(event: Progress) -> str:
    """Return one sign of life in words: seconds, level, iteration, value, bound, gap."""
    parts = [f"{event.seconds:6.1f} s", f"level {event.level:<11}", f"iteration {event.iteration:>8,}"]
    if math.isfinite(event.value):
        parts.append(f"value {event.value:,.6g}")
    if math.isfinite(event.bound):
        parts.append(f"bound {event.bound:,.6g}")
    if math.isfinite(event.value) and math.isfinite(event.bound):
        gap = max(0.0, event.value - event.bound) / max(1.0, abs(event.value))
        parts.append(f"gap {gap:.2%}" if gap < 1 else "gap above 100%")
    return "  ".join(parts)


def size_lines(size: Size) -> list[str]:
    """Return the size of a program in words, and the memory that it takes beside what is free."""
    decisions = f", and {size.decisions:,} yes-no decisions" if size.decisions else ""
    counts = f"{size.columns:,} columns, {size.rows:,} rows and {size.nonzeros:,} nonzeros{decisions}"
    memory = f"Building and solving it takes about {gigabytes(size.needed)} of memory"
    if size.free is not None and size.needed <= size.free:
        memory += f"; {gigabytes(size.free)} are free"
    elif size.free is not None:
        memory += f", more than the {gigabytes(size.free)} that are free: it may run out"
    lines = [f"The program has {counts}. {memory}."]
    return [*lines, f"Note: {size.note}"] if size.note else lines


def stating() -> Callable[[Size], None]:
    """Return a function that says on stderr how large a program is, each size once."""
    said: set[Size] = set()

    def state(size: Size) -> None:
        if size not in said:
            said.add(size)
            for line in size_lines(size):
                explain(line)

    return state


@contextmanager
def watching() -> Iterator[Callable[[Progress], None]]:
    """Show progress on stderr: one live line on a terminal, plain lines elsewhere.

    Yields:
        The function to call with each sign of life.
    """
    console = progress()
    if not console.is_terminal:
        yield _plain_lines()
        return
    with Live(Text("Reading the case"), console=console, transient=True, redirect_stdout=False) as live:
        yield lambda event: live.update(Text(progress_line(event), overflow="ellipsis", no_wrap=True))


@contextmanager
def cancelling() -> Iterator[Callable[[], bool]]:
    """Turn the first Ctrl-C into a wish to stop, and the second into the end.

    Yields:
        A function that says whether Ctrl-C was pressed.
    """
    pressed: list[int] = []

    def note(number: int, _frame: FrameType | None) -> None:
        if pressed:
            raise KeyboardInterrupt
        pressed.append(number)
        explain(CANCELLING)

    before = signal.signal(signal.SIGINT, note)
    try:
        yield lambda: bool(pressed)
    finally:
        signal.signal(signal.SIGINT, before)


def _plain_lines() -> Callable[[Progress], None]:
    """Return a function that prints a line every two seconds, and at each new level."""
    level, due = "", -math.inf

    def show(event: Progress) -> None:
        nonlocal level, due
        now = time.monotonic()
        if event.level != level or now >= due:
            level, due = event.level, now + SECONDS_BETWEEN_LINES
            explain(progress_line(event))

    return show
