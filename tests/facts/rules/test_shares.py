"""Shares that make a whole."""

import pytest

from jointstock.facts.rules.shares import shares_sum
from tests.small_case import small, with_cells, with_row


@pytest.mark.parametrize(
    ("share", "sums"),
    [(0.5, True), (0.5 + 5e-7, True), (0.5001, False), (0.4, False), (0.0, False)],
)
def test_shares_sum_to_one(share: float, *, sums: bool) -> None:
    """Shares of a line sum to 1, to a millionth."""
    found = shares_sum(with_cells(small(), "line_leads", 1, share=share), "line_leads", "line", what="leads")
    assert [fault.row for fault in found] == ([] if sums else [2])


def test_each_group_is_told_at_its_first_row() -> None:
    """Of two lines with wrong shares, each is told once."""
    case = with_cells(with_cells(small(), "line_leads", 1, share=0.4), "line_leads", 2, share=0.9)
    found = shares_sum(case, "line_leads", "line", what="leads")
    assert [(fault.row, fault.value) for fault in found] == [(2, "a sum of 0.9"), (4, "a sum of 0.9")]
    assert "'shell-line'" in found[0].expected


def test_group_with_an_empty_share_is_left_out() -> None:
    """A share that is empty is told as empty; its sum is not."""
    case = with_cells(small(), "line_leads", 1, share=None)
    assert shares_sum(case, "line_leads", "line", what="leads") == []


def test_three_thirds_make_a_whole() -> None:
    """Thirds written with few digits count as whole within the tolerance."""
    case = with_row(small(), "line_leads", months=4, share=0.333333)
    case = with_cells(with_cells(case, "line_leads", 0, share=0.333333), "line_leads", 1, share=0.333334)
    assert shares_sum(case, "line_leads", "line", what="leads") == []
