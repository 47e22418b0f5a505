"""What a plan with aims claims beyond its levels."""

from dataclasses import replace

import numpy as np
import pytest

from jointstock.model.choosing import FairGoal, with_fairness
from jointstock.model.index_sets.sets import calendar_of
from jointstock.plans.certificate import Certificate, LevelPrices
from jointstock.plans.claims import MET, Claim, named, none_gains, not_earlier, not_less
from tests.model.whole import model_of
from tests.plans.pooled import pooled
from tests.plans.tiny import base_plan, tiny

CHOSEN = np.ones(1, dtype=np.bool_)
FOUND = base_plan().certificate
assert FOUND is not None
MODEL = model_of(tiny(), calendar_of(tiny(), None))


def claimed(prices: LevelPrices) -> Certificate:
    """The certificate of the tiny plan with prices of a claim."""
    assert FOUND is not None
    return replace(FOUND, claims=(prices,))


def some(name: str) -> LevelPrices:
    """Prices of a name."""
    return LevelPrices(name, np.zeros(MODEL.program.rows), np.zeros(1), np.zeros(1))


def test_a_deadline_claims_the_period_before_it() -> None:
    """From April on all is met: something is short from March on, by the prices of that name."""
    prices = some("met from 2024-03")
    (claim,) = not_earlier(MODEL, CHOSEN, 3, claimed(prices), met=True)
    assert (claim.goal.name, claim.after, claim.told, claim.least) == ("met from 2024-03", 1, MET, MET)
    assert claim.prices is prices
    assert claim.goal.measure.value(claimed(prices).columns) == pytest.approx(1)


def test_a_deadline_that_is_never_met_claims_its_own_period() -> None:
    """The level deadline itself has the prices."""
    prices = some("deadline")
    certificate = replace(claimed(prices), prices=(prices,))
    (claim,) = not_earlier(MODEL, CHOSEN, 5, certificate, met=False)
    assert (claim.goal.name, claim.prices) == ("met from 2024-06", prices)


def test_a_deadline_in_the_first_period_claims_nothing() -> None:
    """There is no period before."""
    assert not_earlier(MODEL, CHOSEN, 0, claimed(some("none")), met=True) == []


def test_fairness_claims_the_least_shortfall() -> None:
    """Its measure is that of the level, among plans that keep the levels before fairness."""
    claim = not_less(MODEL.goals, 2, 6.0, claimed(some("least shortfall")))
    assert (claim.goal.name, claim.goal.measure) == ("least shortfall", MODEL.goals[2].measure)
    assert (claim.after, claim.told) == (2, 6.0)
    assert claim.prices is not None


def fair() -> tuple[FairGoal, int]:
    """The goal of fairness of two nations, and the number of rows."""
    model = with_fairness(
        model_of(*pooled({"N1": 4, "N2": 4}, {"D": (6, "N1 N2")})), "fill", every=True, most=None
    )
    goal = next(goal for goal in model.goals if isinstance(goal, FairGoal))
    return goal, model.program.rows


def test_nations_found_together_claim_what_they_go_without() -> None:
    """The measure is the sum of what they go without, told as the plan has it."""
    goal, rows = fair()
    columns = np.zeros(goal.losses.exempt.max() + 1)
    columns[goal.losses.lost] = [0.25, 0.5]
    gained = LevelPrices("fair 1, who can gain", np.zeros(rows), np.zeros(3), np.zeros(3))
    claim = none_gains(goal, 0, np.array([0, 1]), 3, Certificate(columns, (), (gained,)))
    assert (claim.goal.name, claim.told, claim.prices) == ("fair 1, who can gain", 0.75, gained)
    assert claim.words(0.75, 0.0) == (
        "Found in level fair 1: N1, N2; no plan leaves them without less than 0.75 together, 0.75 here."
    )


def test_a_nation_found_alone_takes_the_prices_of_its_round() -> None:
    """All but those of the limits of the round are its own; the level of the round weighs nothing."""
    goal, rows = fair()
    columns = np.zeros(goal.losses.exempt.max() + 1)
    columns[goal.losses.worst[1]] = 0.5
    level = LevelPrices("fair 2", np.ones(rows), np.array([2.0]), np.array([0.1]))
    claim = none_gains(goal, 1, np.array([1]), 4, Certificate(columns, (level,)))
    assert claim.prices is not None
    assert np.flatnonzero(claim.prices.rows == 0).tolist() == goal.losses.fair[1].tolist()
    assert claim.prices.levels.tolist() == [2, 0]
    assert claim.prices.limits.tolist() == [0.1, 0.5]
    assert claim.words(0.5, 0.0).endswith("N2; no plan leaves it without less than 0.5, 0 here.")


@pytest.mark.parametrize("rows", [None, 1])
def test_without_prices_of_the_round_nothing_is_shown(rows: int | None) -> None:
    """Neither where the certificate has none, nor where they are of another program."""
    goal, _ = fair()
    prices = () if rows is None else (LevelPrices("fair 1", np.ones(rows), np.zeros(0), np.zeros(0)),)
    columns = np.zeros(goal.losses.exempt.max() + 1)
    assert none_gains(goal, 0, np.array([1]), 3, Certificate(columns, prices)).prices is None


@pytest.mark.parametrize(
    ("bound", "share", "words"),
    [(5.5, 0.004, "at least 5.5!"), (5.5, 0.006, "open"), (None, None, "open")],
)
def test_a_claim_is_told_as_it_is_proven(bound: float | None, share: float | None, words: str) -> None:
    """With its bound where that is close to what is told, and as the word of the solver otherwise."""
    claim = Claim(MODEL.goals[0], 0, 6.0, 1.0, ("at least ", "!"), "open", None)
    assert claim.words(bound, share) == words


def test_prices_are_found_by_name() -> None:
    """There may be none."""
    prices = some("one")
    assert named([prices], "one") is prices
    assert named([prices], "other") is None
