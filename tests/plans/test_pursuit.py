"""A plan with its aims."""

import polars as pl
import pytest

from jointstock.errors import OptionError
from jointstock.plans.aims import Hurry, Keep, Leximin, MaxMin
from jointstock.plans.make import make_plan
from jointstock.plans.pursuit import Aims
from jointstock.plans.verify import verify
from tests.plans.pooled import pooled_case
from tests.plans.tiny import base_plan, planned, tiny

COSTLY = "[contracts]\ncontract, kind, admin_months, fixed_cost\nK, framework, 0, 100\n"
RICHER = """
[nations]
nation, name, role, fiscal_year_start
A, Arland, ally, 1
B, Borland, ally, 1
[targets]
version, nation, class, from, quantity
v1, A, he, 2024-01, 50
v1, B, he, 2024-01, {}
[contract_parties]
contract, role, party
K, buyer, *
K, line, L
"""


def names(plan):
    """Names of the levels."""
    return [level["name"] for level in plan.run["levels"]]


def test_aims_stand_in_the_options_of_the_run():
    """What was asked for is plain data; what was not is null."""
    assert Aims().document() == {"fairness": None, "keep": None, "hurry": None}
    told = planned(tiny(), fairness=MaxMin(within=0.5)).run["options"]
    assert told["fairness"] == {"rule": "max-min", "of": "fill", "within": 0.5}
    assert (told["keep"], told["hurry"]) == (None, None)
    assert not {"fairness", "keep", "hurry"} & set(base_plan().run)


def test_all_aims_go_together():
    """Deadline, fairness and stability are levels of one plan, which is that of the tiny case."""
    plan = planned(tiny(), fairness=Leximin(), keep=Keep(base_plan()), hurry=Hurry("A"))
    wanted = ["commitments", "deadline", "end", "fair 1", "shortfall", "money", "stability", "stock"]
    assert names(plan) == wanted
    assert plan.orders.select("period", "quantity").equals(base_plan().orders.select("period", "quantity"))
    assert plan.run["hurry"] == {"nation": "A", "class": None, "period": "2024-04", "met": True}


def test_fairness_takes_from_the_many_what_the_few_lack():
    """A holds 20 of 50, B 0 of 20, and 10 a month are made.

    Losses by wanted: A (30 - a) / 300 and B (20 - b) / 120, areas over 6 months. The least area serves
    either; leximin makes the two shares the same, and no more is short in all.
    """
    case = tiny(RICHER.format(20))
    plan = planned(case, fairness=Leximin())
    assert plan.run["fairness"]["rounds"] == [{"level": "fair 1", "nations": ["A", "B"]}]
    area = {name: float(plan.kpi("area", name, "he")) for name in "AB"}
    assert area["A"] / 30 == pytest.approx(area["B"] / 12, rel=1e-6)
    assert plan.level("shortfall") == pytest.approx(plan.run["fairness"]["least_shortfall"])


def test_fairness_gives_up_no_more_than_it_may():
    """6 units for N1, whose shortfall weighs 2, and N2; each wants 4.

    All for the heavy one first leaves 2, half each (3 and 3) leaves 2 * 1 + 1 = 3. With 10 % of the least
    (0.2) to give up, N1 gives 0.2 of its units: 3.8 and 2.2.
    """
    case = pooled_case({"N1": 4, "N2": 4}, {"D": (6, "N1 N2")})
    weight = pl.when(pl.col("nation") == "N1").then(2.0)
    case = case.replace(nations=case.table("nations").with_columns(weight=weight))
    for within, given in ((0.0, [4, 2]), (0.1, [3.8, 2.2]), (None, [3, 3])):
        plan = planned(case, end="none", fairness=Leximin(within=within))
        held = plan.stocks.filter(pl.col("nation").str.starts_with("N")).sort("nation")["closing"]
        assert held.to_list() == pytest.approx(given)


def test_decisions_are_held_before_anything_is_fair():
    """With a fixed cost the rounds are solved with the decisions held, and nothing is proven."""
    plan = planned(tiny(COSTLY), fairness=Leximin())
    assert "fair 1" in names(plan)
    assert {level["bound"] for level in plan.run["levels"]} == {None}
    assert plan.level("fair 1") == pytest.approx(0.2)


def test_a_hurry_that_never_gets_there_leaves_the_least_at_the_end():
    """80 are out of reach: the deadline is the last period, and 10 remain, by the scale 1."""
    text = "[targets]\nversion, nation, class, from, quantity\nv1, A, he, 2024-01, 80\n"
    plan = planned(tiny(text), hurry=Hurry())
    assert plan.run["hurry"]["met"] is False
    assert plan.level("deadline") == pytest.approx(1)


def test_a_cancelled_search_for_fairness_leaves_the_usual_plan():
    """Where no time is left for fairness, the plan is that of the least shortfall, and says so."""
    asked = iter(range(1_000_000))
    plan = make_plan(tiny(), fairness=Leximin(), cancel=lambda: next(asked) >= 3)
    assert plan.run["status"] == "cancelled"
    assert "no fair plan yet" in plan.run["reason"]
    assert "fairness" not in plan.run
    assert names(plan) == ["commitments", "end", "shortfall", "money", "stock"]


def test_what_aims_claim_has_prices_over_all_rows():
    """The search for the month and the least shortfall are priced before the last rows are stated."""
    pools = pooled_case({"N1": 10, "N2": 10}, {"D": (4, "N1 N2")})
    for case, options, names, before in (
        (tiny(), {"hurry": Hurry("A")}, ["met from 2024-03", "least shortfall"], [1, 3]),
        (pools, {}, ["least shortfall", "fair 1, who can gain"], [2, 3]),
    ):
        plan = planned(case, fairness=Leximin(), **options)
        claims = plan.certificate.claims
        assert [claim.name for claim in claims] == names
        assert [len(claim.levels) for claim in claims] == before
        assert {len(claim.rows) for claim in claims} == {plan.run["size"]["rows"]}


def test_a_round_without_answer_has_no_prices():
    """Stopped while it asks who can gain, a round is no level of the plan, and none of its certificate."""
    asked = iter(range(1, 1_000_000))
    case = pooled_case({"N1": 10, "N2": 10}, {"D": (4, "N1 N2")})
    plan = make_plan(case, fairness=Leximin(), cancel=lambda: next(asked) > 6)
    assert plan.run["reason"] == "the solver stopped between the rounds of fairness"
    assert [level.name for level in plan.certificate.prices] == ["commitments", "end"]
    assert plan.run["fairness"]["rounds"] == []


def test_a_hurry_for_nobody_is_refused():
    """A nation without a target has nothing to hurry for."""
    with pytest.raises(OptionError, match="no target to be met for B"):
        make_plan(tiny(), hurry=Hurry("B"))


@pytest.mark.parametrize("asked", [2, 3, 4, 5])
def test_a_plan_cancelled_before_stability_counts_what_deviates_all_the_same(asked):
    """However early the search stops, run.json tells the deviation that the tables make."""
    signs = iter(range(100))
    wanted = tiny("[targets]\nversion, nation, class, from, quantity\nv1, A, he, 2024-01, 60\n")
    plan = make_plan(wanted, keep=Keep(base_plan()), cancel=lambda: next(signs) >= asked)
    assert plan.run["status"] == "cancelled"
    findings = verify(wanted, plan)
    assert not findings, findings.summary()
