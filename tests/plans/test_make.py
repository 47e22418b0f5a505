import dataclasses
import json

import pytest

from jointstock.errors import CaseError, OptionError
from jointstock.facts.case import Case
from jointstock.facts.changes import apply_changes, parse_change
from jointstock.plans.make import make_plan
from jointstock.plans.verify import verify
from tests.plans.tiny import base_plan, listed, planned, tiny

LEVELS = ["commitments", "end", "shortfall", "money", "stock"]


@pytest.mark.parametrize(("end", "levels"), [("meet", LEVELS), ("none", [n for n in LEVELS if n != "end"])])
def test_the_end_is_a_level_only_where_it_is_to_be_met(end: str, levels: list[str]) -> None:
    """The setting of the case holds where nothing else is said, and the option goes before it."""
    for plan in (planned(tiny(), end=end), planned(tiny(end=end))):
        assert [level["name"] for level in plan.run["levels"]] == levels
        assert plan.run["options"]["end"] == end
    other = "none" if end == "meet" else "meet"
    assert [level["name"] for level in planned(tiny(end=other), end=end).run["levels"]] == levels


@pytest.mark.parametrize(
    ("option", "setting", "text", "periods"),
    [
        (None, "6x1", "6x1", 6),
        ("2x3", "6x1", "2x3", 2),
        ("1x1,1x2", "6x1", "1x1,2x2,1x1", 4),
        (None, None, "6x1", 6),
    ],
    ids=["case", "option", "goes on", "default"],
)
def test_a_calendar_is_that_of_the_option_or_the_case(
    option: str | None, setting: str | None, text: str, periods: int
) -> None:
    """The option goes before the case; the last length goes on, and the last period may be shorter."""
    plan = planned(tiny(calendar=setting), calendar=option)
    assert (plan.run["calendar"], plan.periods.height) == (text, periods)
    assert plan.run["options"]["calendar"] == option


@pytest.mark.parametrize("options", [{"end": "soon"}, {"calendar": "monthly"}, {"calendar": "0x1"}])
def test_an_option_that_cannot_be_read_is_refused(options: dict[str, str]) -> None:
    """What is wrong is named."""
    with pytest.raises(OptionError, match=next(iter(options.values()))):
        make_plan(tiny(), **options)  # type: ignore[arg-type]


def test_a_case_with_faults_is_not_planned() -> None:
    """All faults are told at once."""
    text = "[lines]\nline, site, item, capacity, rate_now, yield\nL, S, shell, -1, 0, 2\n"
    with pytest.raises(CaseError) as caught:
        make_plan(tiny(text))
    assert len(caught.value.faults) == 2


def test_the_run_says_what_was_planned_and_how() -> None:
    """Case, digest, day, horizon and status; all of it can be written as JSON."""
    plan = base_plan()
    run = plan.run
    assert (run["case"], run["digest"], run["as_of"]) == ("tiny", plan.case.digest, "2023-12-15")
    assert (run["first_month"], run["months"], run["status"], run["reason"]) == ("2024-01", 6, "optimal", "")
    assert json.loads(json.dumps(run, allow_nan=False)) == run


def test_changes_are_kept_in_the_run() -> None:
    """A plan of a what-if names the changes, and verifies against the case as it was."""
    change = parse_change("lines.L.capacity*=2")
    plan = make_plan(apply_changes(tiny(), [change]), changes=[change])
    assert plan.run["options"]["changes"] == [dict(change)]
    assert plan.production["capacity"].to_list() == [20] * 6
    assert not verify(tiny(), plan)


def test_order_of_rows_changes_no_table(nordic: Case) -> None:
    """A case with all its tables shuffled has the same plan to the last digit."""
    plan = make_plan(nordic)
    for seed in (1, 2):
        shuffled = {
            name: frame.sample(fraction=1, shuffle=True, seed=seed) for name, frame in nordic.tables.items()
        }
        other = make_plan(nordic.replace(**shuffled))
        assert [name for name in plan.tables if not plan.tables[name].equals(other.tables[name])] == []
        assert other.run["plan_digest"] == plan.run["plan_digest"]


def test_a_case_is_not_changed_by_planning(nordic: Case) -> None:
    """The digest of the case is the same before and after."""
    before = nordic.digest
    make_plan(nordic, calendar="4x6")
    assert dataclasses.replace(nordic).digest == before


@pytest.mark.parametrize(
    ("column", "currency", "bought"),
    [
        ("ceiling, currency\nK, framework, 0, 25", "", 25),
        ("ceiling_value, currency\nK, framework, 0, 100", "USD", 20),
    ],
    ids=["units", "value in dollars"],
)
def test_a_ceiling_holds_over_the_horizon(column: str, currency: str, bought: float) -> None:
    """25 units, or 100 dollars at 5 each whatever a dollar costs."""
    text = f"[contracts]\ncontract, kind, admin_months, {column}, {currency}\n"
    plan = planned(tiny(text + "[rates]\nrate, month, value\nUSD, 2023-12, 2\n"))
    assert plan.orders["quantity"].sum() == pytest.approx(bought)
    assert plan.kpi("end_shortfall", "A", "he") == str(float(30 + 20 - 20 - bought))


def test_every_buyer_pays_for_its_own_call_offs() -> None:
    """A wants 10 more and B 10, at 10 a month: two call-offs, one of each, and no third.

    Either may come first; a unit is worth the same in both, so that the money decides.
    """
    plan = planned(
        tiny("""
[nations]
nation, name, role, fiscal_year_start
A, Arland, ally, 1
B, Borland, ally, 1
[holdings]
nation, item, quantity
A, shell, 40
B, shell, 40
[targets]
version, nation, class, from, quantity
v1, A, he, 2024-01, 50
v1, B, he, 2024-01, 50
[contracts]
contract, kind, admin_months, fixed_cost
K, framework, 0, 100
[contract_parties]
contract, role, party
K, buyer, *
K, line, *
""")
    )
    assert sorted(listed(plan.orders, "buyer", "quantity")) == [("A", 10), ("B", 10)]
    assert sorted(listed(plan.payments.filter(kind="fixed cost"), "payer", "amount")) == [
        ("A", 100),
        ("B", 100),
    ]
    assert plan.level("money") == pytest.approx(300)


def test_a_long_period_calls_off_once() -> None:
    """In quarters, 30 shells are called off in the first alone."""
    text = "[contracts]\ncontract, kind, admin_months, fixed_cost\nK, framework, 0, 100\n"
    plan = planned(tiny(text), calendar="2x3")
    assert plan.payments.filter(kind="fixed cost")["amount"].to_list() == [100]
