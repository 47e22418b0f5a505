import pytest

from jointstock.plans.rules.support import granted, object_values
from tests.plans.rules.agreeing import agreeing
from tests.plans.rules.supporting import extra_costs, limited
from tests.plans.rules.worked import WorkedPlan


def reimbursed(amount: float) -> WorkedPlan:
    """The plan with another amount given back to A in February, and nothing else changed."""
    return agreeing().with_cell("support", 1, "reimbursed", amount)


def texts(plan: WorkedPlan, word: str) -> list[str]:
    """Findings of rule V8 with a word."""
    return [row.text for row in plan.findings() if row.rule == "V8" and word in row.text]


def test_the_value_of_a_contract_is_what_members_order_of_it() -> None:
    """204 for all orders of A and B, 12 for option W, 99 for option J."""
    found = {key[:2]: key[2] for key in object_values(agreeing().ground()).rows()}
    assert found == {("G", "K"): 204.0, ("I", "W"): 12.0, ("I", "J"): 99.0}


def test_a_claim_stands_beside_what_the_plan_says() -> None:
    """Five rows, all of contracts and options that are eligible."""
    found = granted(agreeing().ground())
    assert found["open"].all()
    assert found["claim"].to_list() == found["claimed"].to_list()


def test_a_wrong_claim_is_found() -> None:
    """A has paid 58 in February."""
    assert agreeing().with_cell("support", 1, "claimed", 60.0).broken() == {"V8"}


def test_no_more_is_reimbursed_than_the_rate() -> None:
    """A fifth of 58 is 11.6."""
    assert texts(reimbursed(11.7), "may at most 11.6")


def test_no_more_is_reimbursed_than_the_cap_of_a_contract() -> None:
    """11.6 keeps to the rate, but the sum of 30.8 is above 30.6."""
    assert texts(reimbursed(11.6), "its cap is 30.6")
    assert texts(agreeing().with_fact("instruments", 0, "cap_value", 30.0), "its cap is 30.")


def test_no_more_is_reimbursed_than_the_envelope() -> None:
    """30.6 in all are above 30."""
    assert texts(agreeing().with_fact("instruments", 0, "amount", 30.0), "envelope is 30.")


def test_payments_outside_the_window_are_not_reimbursed() -> None:
    """Where the window begins in March, nothing of February may be claimed."""
    plan = agreeing().with_fact("instruments", 0, "valid_from", "2024-03")
    assert len(texts(plan, "may at most 0.")) == 2


def test_a_party_that_is_no_member_gets_nothing() -> None:
    """Where only B is a member of G, the reimbursements of A break the rule."""
    assert len(texts(agreeing().with_fact("instrument_parties", 0, "party", "B"), "to A in")) == 2


def test_ways_to_order_that_break_a_limit_are_not_reimbursed() -> None:
    """With limits for each way to order, what B orders from M is not eligible."""
    assert len(texts(limited("outside:EU", 0.4), "of K to B in")) == 2


def test_an_instrument_without_payer_reimburses_nothing() -> None:
    """A frame for cooperation gives nothing back."""
    assert texts(agreeing().with_fact("instruments", 0, "payer", None), "may at most 0.")


def test_what_may_be_claimed_need_not_be_reimbursed() -> None:
    """An instrument for extra costs of which the plan makes no use is no finding of this rule."""
    plan = extra_costs().with_run(instruments=[])
    assert all("E" not in row.object.split("/") for row in plan.findings())


@pytest.mark.parametrize("row", [0, 1])
def test_reimbursements_are_paid_by_the_instrument_and_got_by_the_member(row: int) -> None:
    """Payments of both sides follow the table of support."""
    plan = agreeing().with_cell("support", row, "reimbursed", 3.0)
    objects = {finding.object for finding in plan.findings() if finding.rule == "V9"}
    assert len(objects) == 2


def test_nothing_is_reimbursed_the_other_way() -> None:
    """Members give nothing back: what is reimbursed is not negative."""
    assert "V2" in reimbursed(-1.0).broken()
