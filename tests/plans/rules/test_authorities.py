import pytest

from jointstock.plans.rules.authorities import committed
from tests.plans.rules.agreeing import agreeing


def test_what_is_ordered_and_bought_counts_in_the_year_it_is_signed() -> None:
    """Orders of 160 and option W of 12."""
    assert committed(agreeing().ground()).rows() == [("A", 2024, 172.0)]


def test_no_more_is_signed_than_the_authority_allows() -> None:
    """A quarter of 600 is less than 172."""
    assert agreeing().with_fact("authorities", 0, "amount", 600.0).broken() == {"V9"}


@pytest.mark.parametrize(
    ("column", "rules"), [("authority", {"V1", "V9"}), ("committed", {"V1", "V9"}), ("lapsed", {"V1"})]
)
def test_another_figure_of_an_authority_is_found(column: str, rules: set[str]) -> None:
    """Each figure is recomputed, and they balance."""
    assert agreeing().with_cell("authorities", 0, column, 200.0).broken() == rules


def test_an_authority_that_the_plan_leaves_out_is_missed() -> None:
    """Every fiscal year of a payer with an authority has a row."""
    assert agreeing().without_row("authorities", 0).broken() == {"V9"}
