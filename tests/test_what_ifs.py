"""A what-if that begins from an earlier plan ends at the values of one from nothing, on generated cases."""

import functools

import pytest

import jointstock as js
from jointstock.facts.changes import apply_changes, parse_change
from tests import generated, generated_terms

SEEDS = range(4)
EARLIER = "from the vertex of an earlier plan"


@functools.cache
def first(seed):
    """The plan that what-ifs begin from."""
    return js.make_plan(generated.case(seed))


def set_to(*changes):
    """A what-if that changes figures."""
    return lambda case: apply_changes(case, [parse_change(text) for text in changes])


def first_line_half(case):
    """An outage: the first line makes half of what it could."""
    line = case.table("lines").get_column("line").sort()[0]
    return apply_changes(case, [parse_change(f"lines.{line}.capacity*=0.5")])


def without_rows(table):
    """A what-if in which a table has no rows."""
    return lambda case: case.replace(**{table: case.table(table).clear()})


def shuffled(case):
    """The same case with the rows of every table in another order."""
    return case.replace(
        **{name: frame.sample(fraction=1, shuffle=True, seed=3) for name, frame in case.tables.items()}
    )


WHAT_IFS = {
    "less money": set_to("budgets.*.*.amount*=0.6"),
    "more wanted": set_to("targets.*.quantity*=1.3"),
    "an outage": first_line_half,
    "dearer": set_to("contract_prices.*.price*=1.25"),
    "no obstacle": without_rows("obstacles"),
    "no lane": without_rows("lanes"),
    "no expansion": lambda case: without_rows("expansion_payers")(without_rows("expansions")(case)),
    "shorter": set_to("case.months=9"),
    "in another order": shuffled,
    "all at once": set_to("budgets.*.*.amount*=0.8", "targets.*.quantity*=1.1", "lines.*.capacity*=0.9"),
}


def assert_same(case, start):
    """Level by level a plan from nothing and one from an earlier plan have one value; the verifier agrees."""
    cold, warm = js.make_plan(case), js.make_plan(case, start=start)
    assert [level["name"] for level in warm.run["levels"]] == [level["name"] for level in cold.run["levels"]]
    for one, two in zip(cold.run["levels"], warm.run["levels"], strict=True):
        assert two["value"] == pytest.approx(one["value"], rel=2e-6, abs=2e-6), one["name"]
    findings = js.verify(case, warm)
    assert not findings, findings.summary()
    return warm


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("what", WHAT_IFS)
def test_a_what_if_has_the_values_of_a_plan_from_nothing(what, seed):
    """Figures changed, rows gone, months cut, rows shuffled: the beginning changes no value."""
    warm = assert_same(WHAT_IFS[what](generated.case(seed)), first(seed))
    assert any(EARLIER in told for told in warm.run["solver"])


@pytest.mark.parametrize("seed", SEEDS)
def test_another_case_is_a_beginning_as_well(seed):
    """Nothing of the earlier plan need fit: a plan of another case begins where it can."""
    assert_same(generated.case(seed), first(seed + 1))


@pytest.mark.parametrize("seed", [0, 1])
def test_a_what_if_of_a_what_if(seed):
    """A plan that began from another one is a beginning itself."""
    less = WHAT_IFS["less money"](generated.case(seed))
    again = js.make_plan(less, start=first(seed))
    assert again.beginning is not None
    assert_same(WHAT_IFS["more wanted"](less), again)


@pytest.mark.parametrize("seed", [0, 2])
def test_with_yes_no_decisions_a_what_if_is_no_worse_than_its_bound(seed):
    """Decisions are made anew; what is proven from nothing bounds what is found from an earlier plan."""
    case = generated_terms.case(seed)
    changed = apply_changes(case, [parse_change("targets.*.quantity*=1.1")])
    cold, warm = js.make_plan(changed), js.make_plan(changed, start=js.make_plan(case))
    one, two = cold.run["levels"][0], warm.run["levels"][0]
    bound = one["value"] if one["bound"] is None else one["bound"]
    assert two["value"] >= bound - 2e-6 * max(1.0, abs(bound))
    assert not js.verify(changed, warm)


def test_two_calendars_of_one_case():
    """Months are found again by their names where a plan in quarters follows one in months."""
    case = generated.case(0)
    monthly = js.make_plan(case, calendar="12x1")
    cold = js.make_plan(case, calendar="4x3")
    warm = js.make_plan(case, calendar="4x3", start=monthly)
    for one, two in zip(cold.run["levels"], warm.run["levels"], strict=True):
        assert two["value"] == pytest.approx(one["value"], rel=2e-6, abs=2e-6)


def test_fairness_may_begin_from_a_plan_without_it():
    """Rounds of fairness are levels of their own; those that were there before begin, the others do not."""
    case = generated.case(1)
    cold = js.make_plan(case, fairness=js.Leximin())
    warm = js.make_plan(case, fairness=js.Leximin(), start=first(1))
    assert warm.run["fairness"]["rounds"] == cold.run["fairness"]["rounds"]
    for one, two in zip(cold.run["levels"], warm.run["levels"], strict=True):
        assert two["value"] == pytest.approx(one["value"], rel=1e-5, abs=1e-5)
