"""The digest of a case: one number that is the same whenever the facts are the same.

SHA-256 over lines of UTF-8 text, each ended by a line feed. First the settings, one line each,
``name=value`` in the order of :class:`~jointstock.facts.case.Settings`. Then each table that has rows, in
the order of the dictionary: a line ``[name]`` and its rows, sorted. A row is its cells in the dictionary's
order, each followed by the unit separator U+001F, the note left out. A cell is empty where nothing is
known; text in Unicode NFC, with backslash, line feed and unit separator escaped; yes or no; a number in its
shortest form (an integral one below 1e15 without a point, any other as the shortest decimal that reads back
to the same number).

The digest does not depend on the order of rows, on the form of the files, or on notes.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Mapping

import polars as pl

from jointstock.facts.dictionary import DICTIONARY

_SEPARATOR = "\x1f"
_ESCAPES = (("\\", "\\\\"), ("\n", "\\n"), (_SEPARATOR, "\\u001f"))
_NOT_PLAIN = r"[^ -\[\]-~]"
_INTEGRAL_BELOW = 1e15


def digest(
    settings: Iterable[tuple[str, str | int | float | None]], tables: Mapping[str, pl.DataFrame]
) -> str:
    """Compute the digest of a case.

    Args:
        settings: Name and value of each setting, in order.
        tables: Tables by name, each with the schema of the dictionary.

    Returns:
        64 hexadecimal digits.
    """
    state = hashlib.sha256()
    for name, value in settings:
        state.update(f"{name}={_setting(value)}\n".encode())
    for name in DICTIONARY.tables:
        frame = tables.get(name)
        if frame is not None and frame.height:
            state.update(f"[{name}]\n".encode())
            state.update(("\n".join(canonical_rows(frame).to_list()) + "\n").encode())
    return state.hexdigest()


def canonical_rows(frame: pl.DataFrame) -> pl.Series:
    """The rows of a table as sorted canonical text.

    Args:
        frame: A table with the schema of the dictionary.

    Returns:
        A text a row, sorted by code point.
    """
    kept = frame.drop("note", strict=False)
    unusual = _unusual(kept)
    cells = [canonical_cells(series) if series.name in unusual else series for series in kept]
    joined = pl.concat_str(pl.all().cast(pl.String).fill_null(""), separator=_SEPARATOR)
    return pl.DataFrame(cells).select(joined.alias("row")).to_series().sort()


def _unusual(frame: pl.DataFrame) -> set[str]:
    """Columns that are not canonical as they are: fractions, flags, and words of other than plain signs."""
    words = [name for name, dtype in frame.schema.items() if dtype == pl.String]
    flags = frame.select(pl.col(words).unique().str.contains(_NOT_PLAIN).any())
    others = {name for name, dtype in frame.schema.items() if dtype in (pl.Float64, pl.Boolean)}
    return others | {name for name in words if flags.item(0, name)}


def canonical_cells(series: pl.Series) -> pl.Series:
    """The cells of a column as canonical text; empty cells become "".

    Args:
        series: A column of type Float64, Int64, Boolean or String.

    Returns:
        A column of text without nulls.
    """
    if series.null_count() == series.len():
        text = series.cast(pl.String)
    elif series.dtype == pl.Float64:
        text = number_text(series)
    elif series.dtype == pl.Boolean:
        text = series.replace_strict({True: "yes", False: "no"}, return_dtype=pl.String)
    elif series.dtype == pl.String:
        text = _canonical_words(series)
    else:
        text = series.cast(pl.String)
    return text.fill_null("")


def _canonical_words(series: pl.Series) -> pl.Series:
    """Text in Unicode NFC, escaped. Words repeat, so each different one is looked at once."""
    words = series.unique().drop_nulls()
    canonical = words.str.normalize("NFC")
    for plain, escaped in _ESCAPES:
        canonical = canonical.str.replace_all(plain, escaped, literal=True)
    changed = words != canonical
    if not changed.any():
        return series
    return series.replace(words.filter(changed), canonical.filter(changed))


def number_text(series: pl.Series) -> pl.Series:
    """Numbers in their shortest form that reads back to the same number.

    Args:
        series: A column of type Float64.

    Returns:
        A column of text; null stays null.
    """
    integral = (series == series.round(0)) & (series.abs() < _INTEGRAL_BELOW)
    whole = pl.select(pl.when(integral).then(series).cast(pl.Int64).cast(pl.String)).to_series()
    left = series.filter(~integral).drop_nulls().unique()
    if not left.len():
        return whole.alias(series.name)
    # The digits are Python's own, so that no change of another library's formatting changes a digest.
    shortest = {number: repr(number) for number in left.to_list()}
    text = series.replace_strict(shortest, default=None, return_dtype=pl.String)
    return whole.fill_null(text).alias(series.name)


def _setting(value: str | int | float | None) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        text = unicodedata.normalize("NFC", value)
        for plain, escaped in _ESCAPES:
            text = text.replace(plain, escaped)
        return text
    return str(number_text(pl.Series([float(value)]))[0])
