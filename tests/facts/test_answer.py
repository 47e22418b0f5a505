"""The answer to a question on a case."""

import polars as pl

from jointstock.facts.answer import answered
from tests.small_case import small

ROWS = pl.DataFrame({"nation": ["EE", "LV", "LT"], "basis": ["assumed", "cited", "assumed"]})
ANSWER = answered(small(), "who", ROWS, ["Three.", "Two are assumed."])


def test_summary_joins_the_sentences() -> None:
    """The summary is the sentences in a row."""
    assert ANSWER.summary() == "Three. Two are assumed."


def test_basis_counts_rows() -> None:
    """Rows are counted by basis, the best first; a basis without rows is left out."""
    assert list(ANSWER.basis().items()) == [("cited", 1), ("assumed", 2)]


def test_document_has_the_pinned_names() -> None:
    """The document holds question, baseline, as_of, digest, rows, summary and basis."""
    assert ANSWER.document() == {
        "question": "who",
        "baseline": "small",
        "as_of": "2023-06-14",
        "digest": small().digest,
        "rows": ROWS.to_dicts(),
        "summary": "Three. Two are assumed.",
        "basis": {"cited": 1, "assumed": 2},
    }
    assert ANSWER.table() is ROWS
