"""Names of generated cases."""

from jointstock.shapes.names import code, draw_titles, key


def test_names_are_unique() -> None:
    """At the size of XL and beyond, no two nations, classes, items, parts or sites share a name."""
    titles = draw_titles((60, 72, 120, 600), [1 + number // 70 for number in range(350)])
    for names in (titles.nations, titles.classes, titles.ends, titles.parts, titles.sites):
        assert len(set(map(key, names))) == len(names)
    assert len(set(map(code, titles.nations))) == 60


def test_names_read_as_words() -> None:
    """A nation, an item and a part are named by words."""
    titles = draw_titles((2, 2, 3, 2), [1, 2])
    assert titles.nations == ["Aldmark", "Brenvia"]
    assert titles.classes == ["Artillery rounds A", "Tank rounds A"]
    assert titles.ends == ["Artillery round A1", "Tank round A1", "Artillery round A2"]
    assert titles.parts == ["Body 01", "Steel bar 01"]


def test_codes_and_keys_are_short() -> None:
    """A code is made from both parts of a nation's name, a key from an item's words."""
    assert (code("Aldmark"), code("Corland 2")) == ("ALM", "COL2")
    assert key("Tank round A1") == "tank-round-a1"


def test_firms_run_several_sites() -> None:
    """There are fewer firms than sites."""
    titles = draw_titles((2, 2, 3, 10), [1])
    assert len(titles.firms) == 10
    assert len(set(titles.firms)) == 6
