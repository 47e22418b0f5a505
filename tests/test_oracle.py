"""Two planners written apart find the same levels; the plain one is held against hand-computed cases."""

from pathlib import Path

import pytest

import jointstock as js
from tests import generated, generated_agreements, oracle

CASES = __file__.removesuffix("test_oracle.py") + "cases/"
CLOSE = dict.fromkeys(oracle.LEVELS, 1e-5)
NEAR = CLOSE | {"commitments": 1e-6, "end": 1e-6, "shortfall": 5e-4, "money": 1e-3, "stock": 2e-3}
SETTLED = CLOSE | {"stock": 1e-4}
COMPUTED = {"I01": "computes its targets", "T06": "has a flat rate, which is found by planning again"}
WORKED = sorted({path.parent.name for path in Path(CASES).glob("*/case.toml")} - COMPUTED.keys())


def monthly(case):
    """A calendar of single months."""
    return oracle.cut(case, [1] * case.settings.months)


def solved(name, **options):
    """Levels of a worked case on single months."""
    case = js.open_case(CASES + name)
    return oracle.solve(case, monthly(case), **options)


def levels(plan):
    """Best value proven for each level of a plan, None for a level that was left out."""
    found = dict.fromkeys(oracle.LEVELS)
    for row in plan.run["levels"]:
        bound = row["bound"]
        # What instruments pay back moves no level that the oracle knows.
        if row["name"] in found:
            found[row["name"]] = row["value"] if bound is None else bound
    return found


def reached(plan):
    """Value that a plan has for each level, None for a level that was left out."""
    values = {row["name"]: row["value"] for row in plan.run["levels"]}
    return {name: values.get(name) for name in oracle.LEVELS}


def assert_same(found, expected, near):
    """Levels agree to within a share of each, or of 1 where it is smaller."""
    assert found.keys() == expected.keys()
    for name, value in expected.items():
        if value is None:
            assert found[name] is None, name
        else:
            assert found[name] == pytest.approx(value, rel=near[name], abs=near[name]), name


def test_the_oracle_finds_the_area_of_a01():
    """300 in stock, 1,200 wanted, 100 a month, two months of lead: 5,400 unit-months, months or quarters."""
    case = js.open_case(CASES + "A01")
    for calendar in (monthly(case), oracle.cut(case, [3] * 4)):
        found = oracle.solve(case, calendar)
        assert (found["end"], found["shortfall"]) == (pytest.approx(0), pytest.approx(5400))
        assert found["money"] == pytest.approx(900)


def test_the_oracle_finds_the_rounds_of_a03():
    """The scarcest part allows 144,000 of 400,000 rounds."""
    assert solved("A03")["end"] == pytest.approx(256_000)


def test_the_oracle_finds_money_that_lapses_in_a09():
    """With a fifth carried over 40 + 120/1.05 + 100/1.1025 of 300 units are bought."""
    assert solved("A09")["end"] == pytest.approx(300 - 244.98866213151928)


def test_the_oracle_finds_the_joint_plan():
    """K01 has an area of 88,044.8 and costs 89,292."""
    found = solved("K01", end="none")
    assert found["end"] is None
    assert found["shortfall"] + 1e-6 * found["money"] == pytest.approx(88044.889292, rel=1e-9)


def test_periods_are_cut_where_a_fiscal_year_starts():
    """A period of six months from July is cut in October and January, where payers' years start."""
    case = generated.case(0)
    nations = case.table("nations").to_dicts()
    starts = {row["fiscal_year_start"] for row in nations if row["nation"] in ("AA", "BB")}
    breaks = {start for start, _ in oracle.cut(case, [9])}
    assert breaks == {0} | {(start - 7) % 12 for start in starts if (start - 7) % 12 < 9}


def test_a_fixed_cost_is_paid_for_each_period_with_an_order():
    """One call-off of 900 units is cheaper than nine of 100, but the line can start only 100 a month.

    A01 with orders that wait at the line: all 900 are ordered in month 1, and 50 is paid once.
    """
    case = js.open_case(CASES + "A01")
    contracts = case.table("contracts")
    kinds = contracts.with_columns(contracts["queue"] | True, contracts["fixed_cost"].fill_null(50.0))
    case = case.replace(contracts=kinds)
    assert oracle.solve(case, monthly(case))["money"] == pytest.approx(950)
    assert levels(js.make_plan(case))["money"] == pytest.approx(950, rel=1e-6)


@pytest.mark.parametrize("name", WORKED)
def test_both_planners_agree_on_the_worked_cases(name):
    """All levels of every worked case are the same."""
    case = js.open_case(CASES + name)
    calendar = f"{case.settings.months}x1"
    end = case.settings.end
    expected = oracle.solve(case, monthly(case), end=end)
    assert_same(levels(js.make_plan(case, calendar=calendar, end=end)), expected, CLOSE)


@pytest.mark.parametrize("calendar", ["24x1", "12x1,4x3"])
def test_both_planners_agree_on_the_tutorial_case(calendar):
    """All five levels of the tutorial case are the same, on months and on quarters."""
    case = js.open_case("nordic-mini")
    lengths = [1] * 24 if calendar == "24x1" else [1] * 12 + [3] * 4
    expected = oracle.solve(case, oracle.cut(case, lengths))
    assert_same(levels(js.make_plan(case, calendar=calendar)), expected, CLOSE)


@pytest.mark.parametrize("seed", range(24))
def test_both_planners_agree_on_generated_cases(seed):
    """A generated case has the same levels from both planners, and the verifier finds nothing in the plan.

    Where a later level gains 10,000 units for one of an earlier one, the solvers' tolerance of 1e-7 shows in
    the fourth digit.
    """
    case = generated.case(seed)
    calendar, lengths = list(generated.CALENDARS.items())[seed % len(generated.CALENDARS)]
    plan = js.make_plan(case, calendar=calendar)
    assert_same(levels(plan), oracle.solve(case, oracle.cut(case, lengths)), NEAR)
    assert list(js.verify(case, plan)) == []


@pytest.mark.parametrize("seed", range(16))
def test_both_planners_agree_on_generated_agreements(seed):
    """Agreements, running, keeping, fleets and funds mixed: the same levels, and a plan that verifies.

    With yes-no decisions a plan may stop just above the best. Every level of the other planner keeps the
    levels before as the plan has them, and lies between the bound proven and the plan's own value.
    """
    case = generated_agreements.case(seed)
    calendar, lengths = list(generated_agreements.CALENDARS.items())[seed % 4]
    plan = js.make_plan(case, calendar=calendar)
    found, bounds = reached(plan), levels(plan)
    expected = oracle.solve(case, oracle.cut(case, lengths), held=found)
    assert_same(found, expected, SETTLED)
    for name, value in expected.items():
        assert value is None or bounds[name] <= value + SETTLED[name] * max(1.0, abs(value)), name
    assert list(js.verify(case, plan)) == []
