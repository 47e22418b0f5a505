import pytest

from jointstock.plans.rules.payments import call_offs, due, on_backlog, on_transfers, unit_months
from tests.plans.rules.agreeing import agreeing
from tests.plans.rules.giving import giving
from tests.plans.rules.ordering import ordering


def test_an_open_order_is_paid_at_delivery_but_for_what_has_been_paid() -> None:
    """Four fifths of ten dollars fall due for each unit of one order, half of four euros of the other."""
    found = on_backlog(giving().ground()).sort("object", "b")
    assert found.select("object", "b", "amount").rows() == [
        ("oo1", 0, 10.0),
        ("oo2", 1, 16.0),
        ("oo2", 2, pytest.approx(36)),
    ]


def test_a_call_off_costs_its_fixed_cost_once() -> None:
    """Each period in which the buyer orders anything costs 7."""
    assert call_offs(ordering().ground()).sort("b").select("payer", "object", "b", "amount").rows() == [
        ("EE", "C", 0, 7.0),
        ("EE", "C", 1, 7.0),
        ("EE", "C", 4, 7.0),
    ]


def test_the_donor_pays_the_lane_when_it_sends() -> None:
    """Half a euro for each unit sent, whenever it arrives."""
    found = on_transfers(giving().ground()).sort("b")
    assert found.select("payer", "object", "b", "amount").rows() == [
        ("A", "shell/A/B", 0, 6.0),
        ("A", "shell/A/B", 1, 3.0),
        ("A", "shell/A/B", 2, 1.0),
    ]


def test_unit_months_of_two_months_weigh_start_and_end() -> None:
    """From 46 to 48 in two months: half of 46 and one and a half of 48."""
    assert unit_months(ordering().ground()).sort("b")["unit_months"].to_list() == [10, 10, 26, 46, 95]


def test_all_payments_of_the_plan_fall_due() -> None:
    """What falls due is the sum of all payments."""
    assert due(ordering().ground())["amount"].sum() == pytest.approx(289.7)


def test_only_named_payers_share_an_expansion() -> None:
    """For all payers stands every party with a budget, and nobody else."""
    plan = ordering()
    assert plan.with_facts(budgets=plan.case.table("budgets").clear()).broken() >= {"V8"}
    assert plan.with_fact("expansion_payers", 0, "payer", "DE").broken() == {"V8"}


def test_fees_of_agents_may_be_named_by_order_or_by_contract() -> None:
    """A's fees of February are 5 for one order and 0.8 for another, or 5.8 for the contract."""
    plan = agreeing()
    rows = plan.tables["payments"].with_row_index("place")
    first, second = rows.filter(kind="agent fee", payer="A", period="2024-02")["place"].to_list()
    merged = plan.with_cell("payments", first, "object", "K").with_cell("payments", first, "amount", 5.8)
    assert not merged.without_row("payments", second).findings()
    assert {"V10", "V17"} <= plan.without_row("payments", second).broken()


@pytest.mark.parametrize("kind", ["shift mode", "start-up", "reimbursement"])
def test_a_payment_that_is_left_out_is_missed(kind: str) -> None:
    """Every payment that falls due has a row."""
    place = agreeing().tables["payments"]["kind"].to_list().index(kind)
    assert "V9" in agreeing().without_row("payments", place).broken()


def test_a_payment_that_does_not_fall_due_is_found() -> None:
    """The producer bears the day shift of January."""
    plan = agreeing()
    place = plan.tables["payments"]["kind"].to_list().index("shift mode")
    assert "V9" in plan.with_cell("payments", place, "period", "2024-01").broken()


def test_costs_name_every_term() -> None:
    """A term that is left out of the costs is missed."""
    plan = agreeing()
    for place, term in enumerate(plan.tables["costs"]["term"]):
        assert "V17" in plan.without_row("costs", place).broken(), term


def test_a_cost_that_is_left_empty_is_found() -> None:
    """The cost of an option that somebody pays for may not be empty."""
    assert "V9" in ordering().with_cell("expansions", 0, "cost", None).broken()
