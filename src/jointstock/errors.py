"""Errors and warnings of the package.

The tree::

    JointstockError
    ├── CaseError      the case is faulty: every fault at once             exit 2
    ├── OptionError    an option, a path or a name given is not possible   exit 2
    └── PlanError      no plan: a limit, memory or a hard contradiction    exit 3
        └── ContradictionError   the hard rules of the case contradict each other

A :class:`Fault` is bad input, a :class:`Note` is worth knowing; both are values, not exceptions.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable


@dataclasses.dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong in a case, and how to mend it.

    Args:
        code: Name of the rule that is broken, such as ``unknown-key``.
        file: File of the case, such as ``orders.csv``.
        row: Row in the file: the header is row 1, the first row of data is row 2. None for the whole file.
        column: Column, or key of ``case.toml``. Empty where the fault is of the row or the file.
        value: What stands there, as text. Empty where nothing stands there.
        expected: What should stand there, as a phrase.
        remedy: How to mend it, as a sentence.
        source: What the row names as its source. Empty where it names none.
    """

    code: str
    file: str
    row: int | None
    column: str
    value: str
    expected: str
    remedy: str
    source: str = ""

    def __str__(self) -> str:
        """Say where, what was found, what was expected, and the remedy on a second line."""
        found = f"'{self.value}'" if self.value else "nothing"
        lines = [f"{self.place}: found {found}, expected {self.expected}."]
        last = [self.remedy] if self.remedy else []
        last += [f"(source: {self.source})"] if self.source else []
        return "\n".join(lines + (["   ".join(last)] if last else []))

    @property
    def place(self) -> str:
        """File, row and column in words."""
        row = "" if self.row is None else f", row {self.row}"
        column = f", column {self.column}" if self.column and self.row is not None else ""
        key = f", {self.column}" if self.column and self.row is None else ""
        return f"{self.file}{row}{column}{key}"


@dataclasses.dataclass(frozen=True, slots=True)
class Note:
    """Something worth knowing about a case that does not stop a plan.

    Args:
        code: Name of the note, such as ``unlimited-payer``.
        file: File of the case that it speaks of.
        text: The note, in sentences.
    """

    code: str
    file: str
    text: str

    def __str__(self) -> str:
        """The file and the note."""
        return f"{self.file}: {self.text}"


class JointstockError(Exception):
    """Everything that the package raises on purpose."""


class CaseError(JointstockError):
    """A case is faulty; nothing is planned from it.

    Args:
        name: Name of the case.
        faults: Every fault that was found, at least one.

    Attributes:
        name: Name of the case.
        faults: Every fault that was found.
    """

    def __init__(self, name: str, faults: Iterable[Fault]) -> None:
        self.name = name
        self.faults = tuple(faults)
        super().__init__(name, self.faults)

    def __str__(self) -> str:
        """A heading and the numbered list of the faults."""
        count = len(self.faults)
        heading = f"{count} fault{'' if count == 1 else 's'} in the case '{self.name}'."
        indented = (str(fault).replace("\n", "\n   ") for fault in self.faults)
        return "\n".join([heading, "", *(f"{number}. {text}" for number, text in enumerate(indented, 1))])


class OptionError(JointstockError):
    """An option, a path or a name that was given is not possible."""


class PlanError(JointstockError):
    """There is no plan: a limit was hit, memory is short, or hard rows contradict each other."""


class ContradictionError(PlanError):
    """The hard rules of a case contradict each other, so that there is no plan at all."""
