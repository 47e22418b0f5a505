"""What is to be reached, and whether one run has reached it."""

import dataclasses
from collections.abc import Iterator, Mapping, Sequence

from benchmarks.record import Fact
from benchmarks.shapes import FORMS
from benchmarks.table import aligned, shown

HEADS = ("what", "goal", "measured", "result")


@dataclasses.dataclass(frozen=True)
class Goal:
    """A row of the table "To reach".

    Attributes:
        what: What is measured.
        fact: Name of the number in a run.
        limit: The number that is aimed at.
        unit: Its unit.
        asked: Options of the command line that measure it.
        at_least: Whether more is better.
    """

    what: str
    fact: str
    limit: float
    unit: str
    asked: str
    at_least: bool = False

    @property
    def text(self) -> str:
        """The goal in words."""
        return f"{'>=' if self.at_least else '<='} {shown(self.limit, self.unit)}"

    def met(self, fact: Fact) -> bool | None:
        """Whether a number meets the goal; None where that cannot be told."""
        if fact.value is None:
            return None
        kept = fact.value >= self.limit if self.at_least else fact.value <= self.limit
        helps = "at least" if self.at_least else "at most"
        if not fact.bounded or (kept and fact.bounded == helps) or (not kept and fact.bounded != helps):
            return kept
        return None


@dataclasses.dataclass(frozen=True)
class Reached:
    """A goal held against what a run measured.

    Attributes:
        what: What is measured.
        goal: What is aimed at, in words.
        measured: The number in words; empty where there is none.
        result: "met", "missed" or "not measured", with the reason.
    """

    what: str
    goal: str
    measured: str
    result: str


def goals() -> Iterator[Goal]:
    """Every goal, in the order of the table."""
    yield from _building()
    for form, words in FORMS.items():
        yield Goal(
            f"plan M on its calendar{words}, end to end, beside linopy monthly with HiGHS's best setting",
            f"plan M {form} beside linopy", 10, "x faster", "--only plan --size M", at_least=True,
        )  # fmt: skip
    yield from _planning()
    for size in ("M", "L"):
        for form, words in FORMS.items():
            yield Goal(
                f"what-if {size}{words}: slowest of a budget, a target, an outage, an obstacle",
                f"what-if {size} {form}", 10, "x faster", f"--only what-if --size {size}", at_least=True,
            )  # fmt: skip
    asked = "--only simulate"
    yield Goal("10,000 scenarios of a fixed plan as large as L", "simulate seconds", 5, "s", asked)
    yield Goal("its numbers that differ with the number of workers", "simulate differing", 0, "", asked)
    for form, words in FORMS.items():
        yield Goal(
            f"growth of time from plan M to plan L{words}", f"growth M L {form}", 16, "x",
            "--only growth --size M --size L",
        )  # fmt: skip


def reached(facts: Mapping[str, Fact]) -> list[Reached]:
    """Hold every goal against what was measured.

    Args:
        facts: Numbers of one run, by name.
    """
    return [_judged(goal, facts.get(goal.fact)) for goal in goals()]


def _building() -> Iterator[Goal]:
    for size, times in (("M", 50.0), ("L", 15.0)):
        asked, beside = f"--only build --size {size}", "of linopy, Pyomo, PuLP"
        yield Goal(
            f"build and hand over {size}, beside the fastest {beside}",
            f"build {size} speed", times, "x faster", asked, at_least=True,
        )  # fmt: skip
        yield Goal(
            f"peak memory of that at {size}, beside the least {beside}",
            f"build {size} memory", 2, "x less", asked, at_least=True,
        )  # fmt: skip


def _planning() -> Iterator[Goal]:
    for form, words in FORMS.items():
        name, plan, asked = f"plan L {form}", f"plan L on its calendar{words}", "--only plan --size L"
        yield Goal(f"{plan}: level shortfall reached", f"{name} shortfall", 90, "s", asked)
        yield Goal(f"{plan}: all levels reached", f"{name} levels", 300, "s", asked)
        yield Goal(f"{plan}: peak memory", f"{name} memory", 1500, "MB", asked)
        yield Goal(f"{plan}: findings of the verifier", f"{name} findings", 0, "", asked)
        yield Goal(f"{plan}: largest relative gap up to money", f"{name} gap", 0.01, "%", asked)
        yield Goal(f"{plan}: what is not the solver, of the total", f"{name} share", 10, "%", asked)
    yield Goal(
        "plan M, yes-no decisions as they are: largest relative gap up to money",
        "plan M whole gap", 0.5, "%", "--only plan --size M",
    )  # fmt: skip


def _judged(goal: Goal, fact: Fact | None) -> Reached:
    if fact is None:
        return Reached(goal.what, goal.text, "", f"not measured: takes {goal.asked}")
    if fact.value is None:
        return Reached(goal.what, goal.text, "", f"not measured: {fact.reason}")
    measured = f"{fact.bounded} {shown(fact.value, goal.unit)}".strip()
    met = goal.met(fact)
    if met is None:
        return Reached(goal.what, goal.text, measured, "not measured: a process was ended before")
    return Reached(goal.what, goal.text, measured, "met" if met else "missed")


def as_lines(rows: Sequence[Reached]) -> list[str]:
    """The table "To reach" as lines of text."""
    return aligned(HEADS, [dataclasses.astuple(row) for row in rows])
