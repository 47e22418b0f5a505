"""Call-offs under frameworks."""

import functools

import pytest

from jointstock.analyses.call_offs import CallOffs, call_offs
from tests.plans.tiny import base_plan, listed, planned, tiny

LIMITS = """
[contracts]
contract, kind, admin_months, fixed_cost, call_off_min, call_off_max
K, framework, 0, 7, {}, {}
"""


@functools.cache
def limited(least: str, most: str) -> CallOffs:
    """Ten a month at most can be made; each call-off costs 7."""
    return call_offs(planned(tiny(LIMITS.format(least, most))))


def test_a_row_for_every_call_off() -> None:
    """Ten shells in each of three months, for 50 euros and the fixed cost."""
    assert listed(limited("", "").rows, "contract", "buyer", "period", "units", "value", "fixed_cost") == [
        ("K", "A", month, 10, 50, 7) for month in ("2024-01", "2024-02", "2024-03")
    ]


@pytest.mark.parametrize(
    ("least", "most", "binds"),
    [("", "", None), ("10", "", "minimum"), ("5", "10", "maximum"), ("10", "10", "both"), ("2", "", None)],
)
def test_which_limit_binds(least: str, most: str, binds: str | None) -> None:
    """Ten units stand at a least or a most of ten, and at no other."""
    assert limited(least, most).rows["binds"].to_list() == [binds] * 3


def test_sums_agree_with_the_plan() -> None:
    """Values are those of the orders, fixed costs those of the payments, to the cent."""
    found = limited("", "10")
    paid = found.plan.payments.filter(kind="fixed cost")["amount"].sum()
    assert found.rows["value"].sum() == pytest.approx(found.plan.orders["value"].sum(), abs=0.005)
    assert found.rows["fixed_cost"].sum() == pytest.approx(paid, abs=0.005)


def test_without_terms_cells_are_empty_and_nothing_is_paid() -> None:
    """A contract without fixed cost costs 0 a call-off; limits it does not have are empty."""
    assert listed(call_offs(base_plan()).table(), "fixed_cost", "call_off_min", "call_off_max")[0] == (
        0,
        None,
        None,
    )


def test_summary_and_document() -> None:
    """How many there are, what the first are worth, what they cost, and how many stand at a limit."""
    assert limited("5", "10").summary() == (
        "3 call-offs in 3 periods; what is called off in 2024-01 is worth EUR 50. "
        "Calling off costs EUR 21 beside the orders. 3 call-offs at a limit of the contract."
    )
    document = limited("5", "10").document()
    assert (document["question"], len(document["rows"]), document["basis"]) == (
        "call-offs",
        3,
        {"synthetic": 3},
    )


def test_nothing_called_off() -> None:
    """Where nothing is wanted the table is empty."""
    plan = planned(tiny("[targets]\nversion, nation, class, from, quantity\nv1, A, he, 2024-01, 10\n"))
    assert call_offs(plan).table().height == 0
    assert call_offs(plan).summary() == "Nothing is called off."
