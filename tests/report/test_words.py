"""Numbers, months and lists in words."""

import polars as pl
import pytest

from jointstock.report.words import (
    amount,
    counted,
    listed,
    mark,
    money,
    money_unit,
    month,
    month_ending,
    month_short,
    ratio,
    share,
    worst,
    worst_basis,
)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0 %"),
        (0.001, "< 1 %"),
        (0.494, "49 %"),
        (0.996, "> 99 %"),
        (1 - 1e-12, "100 %"),
        (1.0, "100 %"),
        (1.31, "131 %"),
        (None, "–"),
    ],
)
def test_shares_never_round_to_nothing_or_to_the_whole(value: float | None, text: str) -> None:
    """Only nothing is 0 % and only the whole is 100 %; what is not known is a dash."""
    assert share(value) == text


@pytest.mark.parametrize(
    ("text", "words", "short"),
    [
        ("2030-01", "January 2030", "Jan 2030"),
        ("2031-12", "December 2031", "Dec 2031"),
        ("after", "after", "after"),
        ("2030-13", "2030-13", "2030-13"),
        ("not-one", "not-one", "not-one"),
    ],
)
def test_months_are_said_in_words(text: str, words: str, short: str) -> None:
    """A month is said in words; anything else stays as it is."""
    assert (month(text), month_short(text)) == (words, short)


def test_a_run_of_months_ends_with_its_last() -> None:
    """Three months from November end in January."""
    assert month_ending("2030-11", 3) == "2031-01"


def test_numbers_carry_their_noun() -> None:
    """One has no s, more have one or a form of their own; thousands are separated."""
    assert counted(1, "order") == "1 order"
    assert counted(1510, "order") == "1,510 orders"
    assert counted(2, "party", "parties") == "2 parties"


@pytest.mark.parametrize(
    ("words", "text"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_lists_end_with_and(words: list[str], text: str) -> None:
    """The last word is joined by and."""
    assert listed(words) == text


def test_only_soft_figures_carry_a_mark() -> None:
    """Assumed figures carry a dagger, synthetic ones a double dagger, others nothing."""
    assert [mark(basis) for basis in ("cited", "derived", "assumed", "synthetic", None)] == [
        "",
        "",
        "†",
        "‡",
        "",
    ]


def test_the_worst_basis_counts() -> None:
    """Synthetic is worse than assumed; what is empty does not count."""
    assert worst(["cited", None, "assumed", "derived"]) == "assumed"
    assert worst(["synthetic", "assumed"]) == "synthetic"
    assert worst([None]) is None


def test_groups_take_their_worst_basis() -> None:
    """A group of rows takes the worst basis in it; a group without any has none."""
    rows = pl.DataFrame(
        {"group": ["a", "a", "b", "c"], "basis": ["cited", "assumed", "derived", None]},
        schema={"group": pl.String, "basis": pl.String},
    )
    found = rows.group_by("group").agg(worst_basis()).sort("group")
    assert found.get_column("basis").to_list() == ["assumed", "derived", None]


@pytest.mark.parametrize(
    ("value", "text"),
    [(24.4, "24"), (1234.0, "1,234"), (2.0, "2.00"), (0.44, "0.44"), (0.0123, "0.012"), (0, "0")],
)
def test_ratios_keep_what_tells_them_apart(value: float, text: str) -> None:
    """Two decimals, none from 10 on, and two figures where little is left."""
    assert ratio(value) == text


def test_money_is_drawn_in_the_unit_of_the_largest() -> None:
    """One billion is enough to draw billions; below it, millions are drawn, and small sums as they are."""
    assert money_unit(pl.Series([5e3, 9e4]), "EUR") == (1.0, "EUR")
    assert money_unit(pl.Series([5e6, 1e9]), "EUR") == (1e9, "EUR billion")
    assert money_unit(pl.Series([5e6, 9e8]), "EUR") == (1e6, "EUR million")
    assert money_unit(pl.Series([], dtype=pl.Float64), "EUR") == (1e6, "EUR million")


def test_amounts_and_money_are_those_of_the_summary() -> None:
    """The report says numbers as the summary does."""
    assert amount(12345.6) == "12,346"
    assert money(2_290_000_000.0, "EUR") == "EUR 2.29 billion"
