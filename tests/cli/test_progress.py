"""Signs of life, and Ctrl-C."""

import math
import os
import signal

import pytest
from rich.console import Console

from jointstock.cli import progress
from jointstock.cli.progress import cancelling, progress_line, size_lines, stating, watching
from jointstock.solver.outcome import Progress
from jointstock.solver.size import Size


def event(**given: object) -> Progress:
    """Make a sign of life."""
    values = {
        "level": "shortfall",
        "iteration": 1200,
        "value": 110.0,
        "bound": 100.0,
        "seconds": 3.21,
        **given,
    }
    return Progress(**values)  # type: ignore[arg-type]


def test_a_line_has_level_iteration_value_bound_and_gap() -> None:
    """A sign of life says seconds, level, iteration, value, bound and the gap as a share of the value."""
    line = progress_line(event())
    assert line.split() == [
        "3.2",
        "s",
        "level",
        "shortfall",
        "iteration",
        "1,200",
        "value",
        "110",
        "bound",
        "100",
        "gap",
        "9.09%",
    ]


def test_what_is_not_known_yet_is_left_out() -> None:
    """Without a feasible point and a bound there is no gap to name."""
    line = progress_line(event(value=math.nan, bound=-math.inf))
    assert "value" not in line
    assert "bound" not in line
    assert "gap" not in line


def test_a_file_gets_a_line_every_two_seconds(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where stderr is no terminal, a line comes at a new level and after two seconds."""
    clock = iter([0.0, 0.5, 1.9, 2.0, 2.1])
    monkeypatch.setattr(progress.time, "monotonic", lambda: next(clock))
    with watching() as show:
        for iteration in (1, 2, 3, 4):
            show(event(iteration=iteration))
        show(event(level="money", iteration=5))
    found = capsys.readouterr()
    assert [line.split("iteration")[1].split()[0] for line in found.err.splitlines()] == ["1", "4", "5"]
    assert found.out == ""


def test_a_terminal_gets_one_live_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """On a terminal the line is rewritten, and gone at the end."""
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(progress, "progress", lambda: Console(force_terminal=True, stderr=True))
    with watching() as show:
        show(event())
    assert "\x1b[" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("decisions", "free", "words"),
    [
        (
            0,
            2_000_000_000,
            ". Building and solving it takes about 0.6 GB of memory; 2.0 GB are free.",
        ),
        (0, None, ". Building and solving it takes about 0.6 GB of memory."),
        (
            5_223,
            1_000_000_000,
            ", and 5,223 yes-no decisions. Building and solving it takes about 1.2 GB of memory, more "
            "than the 1.0 GB that are free: it may run out.",
        ),
    ],
    ids=["enough", "not known", "too little"],
)
def test_a_size_is_told_in_words(decisions: int, free: int | None, words: str) -> None:
    """Columns, rows, nonzeros, decisions, and the memory beside what is free, if known."""
    size = Size(286_264, 188_533, 1_064_386, decisions, free, branching=decisions > 0)
    assert size_lines(size) == [
        f"The program has 286,264 columns, 188,533 rows and 1,064,386 nonzeros{words}"
    ]


def test_a_note_is_a_line_of_its_own() -> None:
    """What is worth knowing of the numbers follows the size."""
    assert size_lines(Size(1, 1, 1, 0, None, "They reach far."))[1:] == ["Note: They reach far."]


def test_each_size_is_said_once(capsys: pytest.CaptureFixture[str]) -> None:
    """A program that is handed over again says nothing new; another one does, and all of it on stderr."""
    state = stating()
    for columns in (1, 1, 2, 1):
        state(Size(columns, 1, 1, 0))
    found = capsys.readouterr()
    assert [line.split()[3] for line in found.err.splitlines()] == ["1", "2"]
    assert found.out == ""


def test_the_first_interrupt_is_a_wish(capsys: pytest.CaptureFixture[str]) -> None:
    """Ctrl-C is noted and explained without a promise, and the work goes on."""
    with cancelling() as cancelled:
        assert not cancelled()
        os.kill(os.getpid(), signal.SIGINT)
        assert cancelled()
    assert "the best plan so far is kept, if there is one." in capsys.readouterr().err


def test_the_second_interrupt_ends() -> None:
    """A second Ctrl-C stops at once."""
    with cancelling():
        os.kill(os.getpid(), signal.SIGINT)
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)


def test_interrupts_are_as_before_afterwards() -> None:
    """What Ctrl-C did before is what it does again."""
    before = signal.getsignal(signal.SIGINT)
    with cancelling():
        assert signal.getsignal(signal.SIGINT) is not before
    assert signal.getsignal(signal.SIGINT) is before
