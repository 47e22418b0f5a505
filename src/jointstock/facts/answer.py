"""The answer to a question on a case: its rows, in words, and as one document."""

from dataclasses import dataclass
from typing import Any

import polars as pl

from jointstock.facts.case import Case
from jointstock.facts.dictionary import DICTIONARY

_BASES = DICTIONARY.tables["targets"].by_name["basis"].values


@dataclass(frozen=True)
class Answer:
    """The answer to a question.

    Attributes:
        question: The question, as the command line asks it.
        baseline: Name of the case it is asked of.
        as_of: Day on which the figures were known.
        digest: Digest of the case.
        rows: The answer; the last column is the basis of each row.
        words: The answer in sentences.
    """

    question: str
    baseline: str
    as_of: str
    digest: str
    rows: pl.DataFrame
    words: tuple[str, ...]

    def table(self) -> pl.DataFrame:
        """Return the rows."""
        return self.rows

    def summary(self) -> str:
        """Return the answer in a few sentences."""
        return " ".join(self.words)

    def basis(self) -> dict[str, int]:
        """Return how many rows rest on each basis, the best first."""
        counts = dict(self.rows.group_by("basis").len().iter_rows())
        return {base: counts[base] for base in _BASES if base in counts}

    def document(self) -> dict[str, Any]:
        """Return the answer as plain data: question, baseline, as_of, digest, rows, summary, basis."""
        return {
            "question": self.question,
            "baseline": self.baseline,
            "as_of": self.as_of,
            "digest": self.digest,
            "rows": self.rows.to_dicts(),
            "summary": self.summary(),
            "basis": self.basis(),
        }


def answered(case: Case, question: str, rows: pl.DataFrame, words: list[str]) -> Answer:
    """Make the answer to a question on a case.

    Args:
        case: The case.
        question: The question, as the command line asks it.
        rows: The answer, with a column ``basis``.
        words: The answer in sentences.
    """
    settings = case.settings
    return Answer(question, settings.name, settings.as_of, case.digest, rows, tuple(words))
