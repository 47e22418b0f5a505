import pytest

from tests.plans.rules.agreeing import FLAT, agreeing
from tests.plans.rules.worked import WorkedPlan


def flat(**parts: object) -> WorkedPlan:
    """The plan with other words of its run on the flat rate."""
    return agreeing().with_run(instruments=[{**FLAT, **parts}])


@pytest.mark.parametrize("parts", [{"claims": 13.0}, {"envelope": 5.0}, {"rate": 0.3}, {"rate": "much"}])
def test_rate_claims_and_envelope_of_the_run_are_recomputed(parts: dict[str, object]) -> None:
    """Another figure is found."""
    assert flat(**parts).broken() == {"V8"}


def test_a_run_without_the_flat_rate_is_found() -> None:
    """The run names the rate of each instrument with a flat rate."""
    assert agreeing().with_run(instruments=[]).broken() == {"V8"}
    assert agreeing().with_run(instruments=None).broken() == {"V8"}


def test_the_rate_is_the_most_that_the_envelope_allows() -> None:
    """At a third all 4 are given; a half is allowed where the envelope is 6 or more."""
    plan = agreeing().with_fact("instruments", 1, "amount", 8.0)
    found = plan.with_run(instruments=[{**FLAT, "envelope": 8.0}]).findings()
    assert [row.text for row in found] == ["The flat rate of I is 0.333333333; the envelope allows 0.5."]


def test_a_rate_that_has_not_settled_after_six_rounds_is_kept() -> None:
    """After six rounds, the rate of the last round holds, and every claim gets it."""
    plan = agreeing().with_fact("instruments", 1, "amount", 8.0)
    assert not plan.with_run(instruments=[{**FLAT, "envelope": 8.0, "rounds": [1, 2, 3, 4, 5, 6]}]).findings()


def test_every_claim_gets_the_flat_rate() -> None:
    """3.9 of 12 is less than a third; a claim that is left out gets nothing."""
    assert "V8" in agreeing().with_cell("support", 0, "reimbursed", 3.9).broken()
    assert "V8" in agreeing().without_row("support", 0).broken()
