"""Names in words."""

import polars as pl

from jointstock.report.names import named, names_of
from tests.report.tiny import tiny_case

CASE = tiny_case(
    nations=[{"nation": "XA", "name": "Aland"}, {"nation": "XB", "name": "Bland"}],
    items=[{"item": "R", "name": "Round", "unit": "rounds"}],
    classes=[{"class": "C", "name": "Rounds of all kinds", "unit": "rounds"}],
    sites=[{"site": "s", "firm": "Works", "nation": "XB"}],
    lines=[{"line": "l", "site": "s", "item": "R"}],
    contracts=[{"contract": "k", "name": None}, {"contract": "m", "name": "Frame"}],
)


def test_keys_get_the_names_of_the_case() -> None:
    """Nations, items and classes are named as the case names them, with their units."""
    names = names_of(CASE)
    assert (names.nation("XA"), names.item("R"), names.class_("C")) == (
        "Aland",
        "Round",
        "Rounds of all kinds",
    )
    assert (names.units["R"], names.class_units["C"]) == ("rounds", "rounds")


def test_a_line_is_named_by_firm_and_nation() -> None:
    """A line is said as the firm of its site with the code of the nation."""
    assert names_of(CASE).line("l") == "Works (XB)"


def test_a_key_without_a_name_stands_for_itself() -> None:
    """Unknown keys and contracts without a name are shown by their key."""
    names = names_of(CASE)
    assert (names.nation("ZZ"), names.line("?")) == ("ZZ", "?")
    frame = pl.DataFrame({"contract": ["k", "m"]}).with_columns(named("contract", names.contracts))
    assert frame.get_column("contract").to_list() == ["k", "Frame"]
