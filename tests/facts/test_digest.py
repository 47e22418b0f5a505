"""The digest of a case."""

import dataclasses
import unicodedata
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jointstock.facts.case import Case
from jointstock.facts.digest import canonical_rows, number_text
from jointstock.files.folder import read_case, write_case
from tests.small_case import small, with_cells

FORMS = st.sampled_from(["csv", "parquet"])
TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8).map(str.strip)
FIGURES = st.one_of(st.none(), st.floats(min_value=0, max_value=1e11, allow_nan=False))


def holdings(rows: list[dict[str, Any]]) -> Case:
    """A case of holdings alone."""
    filled = [{"basis": "synthetic", "known_on": "2023-06-01"} | row for row in rows]
    return Case(small().settings, {"holdings": pl.DataFrame(filled, schema=small().table("holdings").schema)})


ROWS = st.lists(
    st.fixed_dictionaries(
        {"nation": TEXTS.map(lambda text: text or "EE"), "lot": TEXTS, "quantity": FIGURES}
    ),
    min_size=1,
    max_size=6,
)


@given(ROWS, st.randoms(use_true_random=False))
def test_digest_ignores_the_order_of_rows(rows: list[dict[str, Any]], random: Any) -> None:
    """Shuffling a table changes nothing."""
    shuffled = list(rows)
    random.shuffle(shuffled)
    assert holdings(rows).digest == holdings(shuffled).digest


@given(ROWS, FORMS)
@settings(max_examples=25)
def test_digest_survives_a_round_trip(
    tmp_path_factory: pytest.TempPathFactory, rows: list[Any], form: Any
) -> None:
    """A case written as CSV or as Parquet and read again has the same digest."""
    case = holdings(rows)
    folder = tmp_path_factory.mktemp("digest") / "case"
    write_case(case, folder, form=form)
    assert read_case(folder)[0].digest == case.digest


@given(TEXTS)
@settings(max_examples=20)
def test_digest_leaves_out_the_note(note: str) -> None:
    """Free words change nothing."""
    assert with_cells(small(), "lines", 0, note=note).digest == small().digest


def test_digest_tells_empty_from_zero() -> None:
    """Unknown is not zero."""
    unknown, zero = (holdings([{"nation": "EE", "quantity": quantity}]) for quantity in (None, 0.0))
    assert unknown.digest != zero.digest


def test_digest_tells_default_from_empty() -> None:
    """A default that is written out is another statement than an empty cell."""
    assert with_cells(small(), "nations", 0, weight=1.0).digest != small().digest


def test_digest_knows_one_zero() -> None:
    """Minus zero is zero."""
    assert (
        holdings([{"nation": "EE", "quantity": -0.0}]).digest
        == holdings([{"nation": "EE", "quantity": 0.0}]).digest
    )


def test_digest_sees_letters_as_composed() -> None:
    """The same letters in another Unicode form are the same text."""
    composed, decomposed = (unicodedata.normalize(form, "Jõgeva") for form in ("NFC", "NFD"))
    assert composed != decomposed
    assert holdings([{"nation": composed}]).digest == holdings([{"nation": decomposed}]).digest


def test_digest_keeps_cells_apart() -> None:
    """Text cannot move from one cell into the next unseen."""
    assert (
        holdings([{"nation": "a", "lot": "b\x1fc"}]).digest
        != holdings([{"nation": "a\x1fb", "lot": "c"}]).digest
    )
    assert holdings([{"nation": "a\\n"}]).digest != holdings([{"nation": "a\n"}]).digest


@pytest.mark.parametrize(
    "change",
    [
        {"as_of": "2023-06-15"},
        {"months": 13},
        {"calendar": "12x1"},
        {"discount_rate": 0.03},
        {"name": "other"},
    ],
)
def test_digest_holds_the_settings(change: dict[str, Any]) -> None:
    """Every setting is part of the digest."""
    settings = dataclasses.replace(small().settings, **change)
    assert small().replace(settings=settings).digest != small().digest


def test_digest_of_an_empty_table_is_that_of_none() -> None:
    """A table without rows is the same as no table."""
    case = small().replace(pledges=small().pledges.without("P1"))
    tables = {name: frame for name, frame in case.tables.items() if name != "pledges"}
    assert Case(case.settings, tables).digest == case.digest


def test_digest_is_pinned(tmp_path: Path) -> None:
    """The digest of the small case stays what it is, whatever version of a library computes it."""
    write_case(small(), tmp_path / "case")
    expected = "96b256997209004f7a93de7dcb7e4ec843257ee45f21d0f37bed6ce15476be5c"
    assert small().digest == expected
    assert read_case(tmp_path / "case")[0].digest == expected


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (20000.0, "20000"),
        (-3.0, "-3"),
        (0.1, "0.1"),
        (0.1 + 0.2, "0.30000000000000004"),
        (1e15, "1000000000000000.0"),
        (1e22, "1e+22"),
        (1e-7, "1e-07"),
        (123456789012345.0, "123456789012345"),
        (None, None),
    ],
)
def test_number_text(number: float | None, text: str | None) -> None:
    """A number is written as short as it can be so that it reads back the same."""
    assert number_text(pl.Series([number], dtype=pl.Float64)).to_list() == [text]


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False)))
def test_number_text_reads_back(numbers: list[float]) -> None:
    """Every number reads back as itself."""
    written = number_text(pl.Series(numbers, dtype=pl.Float64)).to_list()
    assert [float(text) for text in written] == numbers


def test_canonical_rows_are_sorted_text() -> None:
    """Rows become sorted text, cells in the dictionary's order, the note left out."""
    frame = holdings([{"nation": "LV", "quantity": 2.5, "note": "x"}, {"nation": "EE", "releasable": 0.0}])
    rows = canonical_rows(frame.table("holdings")).str.split("\x1f").to_list()
    assert rows[0][:6] == ["EE", "", "", "", "", "0"]
    assert rows[1][:6] == ["LV", "", "", "2.5", "", ""]
    assert len(rows[0]) == len(frame.table("holdings").columns) - 1
