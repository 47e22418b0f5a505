import pytest

from jointstock.plans.rules.memberships import limit_sums, ordered_shares
from tests.plans.rules.agreeing import agreeing


def test_members_count_by_the_units_they_order() -> None:
    """A orders 35 of 46 units, B 11; a fifth is 9.2."""
    found = ordered_shares(agreeing().ground()).sort("member")
    assert found.select("member", "units", "all_units", "counting").rows() == [
        ("A", 35.0, 46.0, True),
        ("B", 11.0, 46.0, True),
    ]


def test_a_member_with_too_small_a_share_does_not_count() -> None:
    """B orders less than a quarter, and there is no second member."""
    found = agreeing().with_fact("instruments", 0, "member_share", 0.25).findings()
    assert {row.text for row in found} == {
        "B counts as a member for K under G; it orders 11 of 46.",
        "1 members order their share under K; G wants 2.",
    }


def test_a_contract_is_eligible_with_enough_members() -> None:
    """Two members are fewer than three."""
    assert agreeing().with_fact("instruments", 0, "min_members", 3).broken() == {"V8"}


def test_limits_of_a_contract_weigh_all_its_orders_by_value() -> None:
    """Half of 44 from outside, less 0.4 of 204."""
    assert limit_sums(agreeing().ground()).rows() == [
        ("G", "K", "outside:EU", pytest.approx(22 - 81.6), 204.0)
    ]
    assert agreeing().with_fact("instrument_limits", 0, "limit", 0.1).broken() == {"V8"}


def test_a_contract_that_is_not_eligible_is_not_supported() -> None:
    """Called not eligible, contract K gets nothing back."""
    plan = (
        agreeing().with_cell("memberships", 0, "eligible", "no").with_cell("memberships", 1, "eligible", "no")
    )
    assert plan.broken() == {"V8"}


def test_a_contract_that_the_plan_says_nothing_of_is_not_supported() -> None:
    """Without rows on its members, contract K gets nothing back."""
    plan = agreeing()
    assert plan.with_table("memberships", plan.tables["memberships"].clear()).broken() == {"V8"}


def test_all_rows_of_a_contract_agree() -> None:
    """A contract is eligible or not."""
    texts = [row.text for row in agreeing().with_cell("memberships", 0, "eligible", "no").findings()]
    assert texts == ["The plan calls K both eligible and not under G."]


def test_a_member_may_be_left_out_of_the_count() -> None:
    """Where one member is enough, B need not count."""
    plan = agreeing().with_fact("instruments", 0, "min_members", 1)
    assert not plan.with_cell("memberships", 1, "counts", "no").findings()


def test_only_members_that_the_plan_counts_make_a_contract_eligible() -> None:
    """B orders its share, but the plan does not count it, or has no row of it."""
    assert agreeing().with_cell("memberships", 1, "counts", "no").broken() == {"V8"}
    assert agreeing().without_row("memberships", 1).broken() == {"V8"}
