"""Did you mean: the known word nearest to a word that is not known."""

from __future__ import annotations

import difflib
import functools
from collections.abc import Iterable

_MOST_COMPARED = 2000


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Find the known word nearest to a word.

    A word that differs only in case, spaces or punctuation wins; otherwise the closest by common letters.

    Args:
        word: The word that is not known.
        known: The words that are.

    Returns:
        The nearest one, or None where none is near.
    """
    return _nearest(word, tuple(sorted({text for text in known if text})))


def did_you_mean(word: str, known: Iterable[str], otherwise: str) -> str:
    """Say which known word may be meant.

    Args:
        word: The word that is not known.
        known: The words that are.
        otherwise: What to say where none is near.

    Returns:
        A sentence.
    """
    found = nearest(word, known)
    return otherwise if found is None else f"Did you mean '{found}'?"


@functools.lru_cache(maxsize=4096)
def _nearest(word: str, known: tuple[str, ...]) -> str | None:
    bare = _bare(word)
    for candidate in known:
        if bare and _bare(candidate) == bare:
            return candidate
    # difflib takes milliseconds a hundred words: beyond some thousands it compares those that begin alike.
    shortlist = known if len(known) <= _MOST_COMPARED else [text for text in known if text[:2] == word[:2]]
    found = difflib.get_close_matches(word, shortlist[:_MOST_COMPARED], n=1, cutoff=0.6)
    return found[0] if found else None


def _bare(word: str) -> str:
    return "".join(letter for letter in word.casefold() if letter.isalnum())
