"""Did you mean."""

import pytest

from jointstock.facts.suggestions import did_you_mean, nearest


@pytest.mark.parametrize(
    ("word", "known", "meant"),
    [
        ("155 mm HE", ["155mm HE", "120mm HE"], "155mm HE"),
        ("ee", ["EE", "DE"], "EE"),
        ("capacty", ["capacity", "currency"], "capacity"),
        ("zzz", ["capacity"], None),
        ("", ["capacity"], None),
        ("x", [], None),
    ],
)
def test_nearest(word: str, known: list[str], meant: str | None) -> None:
    """The word that differs least is found, letters before spaces and capitals, and none if none is near."""
    assert nearest(word, known) == meant


def test_nearest_does_not_depend_on_order() -> None:
    """The order of the known words plays no part."""
    known = ["alpha-1", "alpha-2", "alpha-3"]
    assert nearest("alpha-4", known) == nearest("alpha-4", reversed(known))


def test_nearest_in_many_words() -> None:
    """Among ten thousand words, those that begin alike are compared."""
    known = [f"{letter}{number:05d}" for letter in "ABCD" for number in range(2500)]
    assert nearest("A0012x", known) in known


def test_did_you_mean_says_otherwise() -> None:
    """Where no word is near, the other sentence is said."""
    assert did_you_mean("capacty", ["capacity"], "Look it up.") == "Did you mean 'capacity'?"
    assert did_you_mean("zzz", ["capacity"], "Look it up.") == "Look it up."
