"""What the verifier found: nothing, or the rows of a plan that break a rule."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, overload

import polars as pl

_SCHEMA = {
    "rule": pl.String,
    "object": pl.String,
    "period": pl.String,
    "lhs": pl.Float64,
    "rhs": pl.Float64,
    "slack": pl.Float64,
    "text": pl.String,
}


@dataclasses.dataclass(frozen=True, slots=True)
class Finding:
    """One row of a plan that breaks a rule.

    Args:
        rule: Rule, such as ``V1``.
        object: What the row speaks of: its keys, joined by ``/``.
        period: First month of the period, ``opening``, ``after`` or empty.
        lhs: What the plan says, or what stands on the left of the rule. None where it is no number.
        rhs: What it should be, or may be at most or at least. None where it is no number.
        slack: Room that is left; negative, because the rule is broken. None where it is no number.
        text: The finding as a sentence.
        severity: Size of the breach beside the numbers of its row, for the order of the findings.
    """

    rule: str
    object: str
    period: str
    lhs: float | None
    rhs: float | None
    slack: float | None
    text: str
    severity: float = dataclasses.field(default=float("inf"), repr=False, compare=False)

    def document(self) -> dict[str, Any]:
        """The finding as a JSON object, without its severity."""
        return {name: getattr(self, name) for name in _SCHEMA}


class Findings:
    """Findings of one verification, an immutable sequence, the worst first; false when there are none.

    Args:
        findings: The findings in any order.
        checked: Rows checked, by rule.
        notes: What is worth knowing and breaks no rule; empty unless asked for.

    Attributes:
        checked: Rows checked, by rule, in the order of the rules.
        notes: What is worth knowing and breaks no rule.
    """

    __slots__ = ("_rows", "checked", "notes")

    def __init__(
        self,
        findings: Iterable[Finding] = (),
        checked: Mapping[str, int] | None = None,
        notes: Iterable[Finding] = (),
    ) -> None:
        self._rows = tuple(sorted(findings, key=_worst_first))
        self.checked: dict[str, int] = dict(
            sorted((checked or {}).items(), key=lambda entry: _number(entry[0]))
        )
        self.notes = tuple(sorted(notes, key=_worst_first))

    @property
    def count(self) -> int:
        """Number of findings."""
        return len(self._rows)

    @overload
    def __getitem__(self, index: int) -> Finding: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[Finding, ...]: ...

    def __getitem__(self, index: int | slice) -> Finding | tuple[Finding, ...]:
        """A finding by its place, or several as a tuple."""
        return self._rows[index]

    def __len__(self) -> int:
        """Number of findings."""
        return len(self._rows)

    def __iter__(self) -> Iterator[Finding]:
        """The findings, the worst first."""
        return iter(self._rows)

    def __repr__(self) -> str:
        """Number of findings and of rows checked."""
        return f"<Findings: {self.count}, {sum(self.checked.values())} rows checked>"

    def table(self) -> pl.DataFrame:
        """The findings as a frame.

        Returns:
            Columns rule, object, period, lhs, rhs, slack, text; the worst first.
        """
        return pl.DataFrame([row.document() for row in self._rows], schema=_SCHEMA)

    def summary(self) -> str:
        """Say in sentences what was checked and what was found.

        Returns:
            A sentence on the rows checked, the worst findings, and last the line ``0 findings`` or how many.
        """
        rules = ", ".join(f"{rule} {rows}" for rule, rows in self.checked.items())
        lines = [f"{sum(self.checked.values())} rows checked ({rules})."]
        lines += [f"{row.rule}: {row.text}" for row in self._rows[:10]]
        lines += [f"And {self.count - 10} more."] if self.count > 10 else []
        lines += [f"Note on {row.rule}: {row.text}" for row in self.notes[:10]]
        lines.append(f"{self.count} finding{'' if self.count == 1 else 's'}")
        return "\n".join(lines)

    def document(self) -> dict[str, Any]:
        """The findings as a JSON object.

        Returns:
            ``count``, ``checked`` (rows by rule) and ``findings`` (the worst first); ``notes`` where there
            are any.
        """
        found: dict[str, Any] = {
            "count": self.count,
            "checked": dict(self.checked),
            "findings": [row.document() for row in self._rows],
        }
        return {**found, "notes": [row.document() for row in self.notes]} if self.notes else found


def _worst_first(finding: Finding) -> tuple[float, int, str, str, str]:
    return (-finding.severity, _number(finding.rule), finding.object, finding.period, finding.text)


def _number(rule: str) -> int:
    return int(rule[1:])
