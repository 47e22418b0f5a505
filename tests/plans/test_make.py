import dataclasses
import json
from collections.abc import Callable
from typing import Any

import numpy as np
import polars as pl
import pytest

from jointstock.errors import CaseError, OptionError, PlanError
from jointstock.facts.case import Case
from jointstock.facts.changes import apply_changes, parse_change
from jointstock.files.folder import open_case
from jointstock.measure.months import Calendar
from jointstock.model.build import Model
from jointstock.plans import make
from jointstock.plans.make import calendar_text, make_plan
from jointstock.plans.plan import Plan
from jointstock.plans.verify import verify
from jointstock.solver.highs import Solver
from jointstock.solver.outcome import Outcome, Progress
from jointstock.solver.program import Expression
from tests.plans.tiny import base_plan, listed, planned, tiny

LEVELS = ["commitments", "end", "shortfall", "money", "stock"]


@pytest.fixture(scope="module")
def nordic() -> Case:
    """The tutorial case."""
    return open_case("nordic-mini")


@pytest.fixture(scope="module")
def costly(nordic: Case) -> Case:
    """The tutorial case with a fixed cost of every call-off, and so with yes-no decisions."""
    return nordic.replace(contracts=nordic.table("contracts").with_columns(fixed_cost=pl.lit(1000.0)))


def stopping_at(number: int) -> Callable[[], bool]:
    """Whether to stop: from the given question on."""
    asked = iter(range(1, 1_000_000))
    return lambda: next(asked) >= number


# -- Options ------------------------------------------------------------------------------------------------


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


@pytest.mark.parametrize(
    ("lengths", "text"), [((1,), "1x1"), ((1, 1, 3, 3, 1), "2x1,2x3,1x1"), ((12,), "1x12")]
)
def test_a_calendar_is_written_as_runs(lengths: tuple[int, ...], text: str) -> None:
    """Equal lengths that follow each other are one run."""
    assert calendar_text(Calendar(0, lengths)) == text


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


# -- The run ------------------------------------------------------------------------------------------------


def test_the_run_says_what_was_planned_and_how() -> None:
    """Case, digest, day, horizon, status and size; all of it can be written as JSON."""
    plan = base_plan()
    run = plan.run
    assert (run["case"], run["digest"], run["as_of"]) == ("tiny", plan.case.digest, "2023-12-15")
    assert (run["first_month"], run["months"], run["status"], run["reason"]) == ("2024-01", 6, "optimal", "")
    assert json.loads(json.dumps(run, allow_nan=False)) == run
    size = run["size"]
    assert sum(size["families"]["columns"].values()) == size["columns"]
    assert sum(size["families"]["rows"].values()) == size["rows"]


def test_levels_are_proven() -> None:
    """Each level has a value, its bound, what is between them, and the room that later levels had."""
    levels = base_plan().run["levels"]
    assert [level["name"] for level in levels] == LEVELS
    for level in levels:
        assert level["gap"] == pytest.approx(max(0, level["value"] - level["bound"]))
        assert level["gap"] <= level["tolerance"] + 1e-12
        assert level["tolerance"] == pytest.approx(1e-9 * max(1, level["value"]))


def test_changes_are_kept_in_the_run() -> None:
    """A plan of a what-if names the changes, and verifies against the case as it was."""
    change = parse_change("lines.L.capacity*=2")
    plan = make_plan(apply_changes(tiny(), [change]), changes=[change])
    assert plan.run["options"]["changes"] == [dict(change)]
    assert plan.production["capacity"].to_list() == [20] * 6
    assert not verify(tiny(), plan)


def test_signs_of_life_name_every_level() -> None:
    """Each level says at least once that it is at work."""
    signs: list[Progress] = []
    make_plan(tiny(), progress=signs.append)
    assert list(dict.fromkeys(sign.level for sign in signs)) == LEVELS


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


# -- Limits -------------------------------------------------------------------------------------------------


def test_without_time_for_any_plan_there_is_none(nordic: Case) -> None:
    """No time is an error that says what struck and what to do."""
    with pytest.raises(PlanError, match=r"time limit struck in level commitments\. Give more time"):
        make_plan(nordic, time_limit=1e-9)


@pytest.mark.parametrize("limit", [0.005, 0.02])
def test_a_plan_inside_a_time_limit_keeps_every_rule(nordic: Case, limit: float) -> None:
    """Whatever has been found until the limit is a plan, or there is none."""
    try:
        plan = make_plan(nordic, time_limit=limit)
    except PlanError as error:
        assert "time limit" in str(error)  # noqa: PT017  either outcome is right
        return
    assert plan.run["status"] in ("optimal", "limit")
    assert not verify(nordic, plan)


def test_to_cancel_at_once_leaves_no_plan(nordic: Case) -> None:
    """A run cancelled before anything is found is an error."""
    with pytest.raises(PlanError, match="cancelled in level commitments"):
        make_plan(nordic, cancel=lambda: True)


@pytest.mark.parametrize("decisions", ["none", "yes-no"])
@pytest.mark.parametrize(("question", "level"), [(2, "end"), (3, "shortfall"), (4, "money")])
def test_a_cancelled_plan_keeps_every_rule(
    nordic: Case, costly: Case, decisions: str, question: int, level: str
) -> None:
    """The best plan so far is returned, with what was proven until then."""
    case = nordic if decisions == "none" else costly
    plan = make_plan(case, cancel=stopping_at(question))
    assert (plan.run["status"], plan.run["reason"]) == (
        "cancelled",
        f"the run was cancelled in level {level}",
    )
    assert not verify(case, plan)
    bounds = {row["name"]: row["bound"] for row in plan.run["levels"]}
    assert list(bounds) == LEVELS
    assert [name for name, bound in bounds.items() if bound is not None][: question - 1] == LEVELS[
        : question - 1
    ]
    assert bounds["stock"] is None
    assert "The run was cancelled" in plan.summary()
    json.dumps(plan.run, allow_nan=False)


def answering(change: Callable[[str, int, Outcome], Outcome]) -> type[Solver]:
    """A solver whose answers are changed by level and number of the question."""

    class Changed(Solver):
        asked = 0

        def minimise(self, level: str, objective: Expression, *, last: bool = False) -> Outcome:
            """The answer to the level, changed."""
            self.asked += 1
            return change(level, self.asked, super().minimise(level, objective, last=last))

    return Changed


def test_a_limit_in_a_late_level_leaves_a_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    """The level in which the limit strikes and those after it have a value, but no bound and no gap."""

    def limited(level: str, asked: int, outcome: Outcome) -> Outcome:
        if level != "money":
            return outcome
        return dataclasses.replace(outcome, status="limit", bound=-np.inf)

    monkeypatch.setattr(make, "Solver", answering(limited))
    plan = make_plan(tiny())
    assert (plan.run["status"], plan.run["reason"]) == ("limit", "the time limit struck in level money")
    levels = {level["name"]: level for level in plan.run["levels"]}
    assert levels["shortfall"]["bound"] == pytest.approx(6)
    assert (levels["money"]["bound"], levels["money"]["gap"], levels["stock"]["gap"]) == (None, None, None)
    assert not verify(tiny(), plan)


def test_levels_that_cannot_be_held_narrowly_are_held_with_more_room(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the solver says infeasible twice, a millionth takes the place of a billionth."""

    def refusing(level: str, asked: int, outcome: Outcome) -> Outcome:
        if asked not in (4, 5):
            return outcome
        return dataclasses.replace(outcome, status="infeasible", value=np.nan, columns=None, prices=None)

    monkeypatch.setattr(make, "Solver", answering(refusing))
    plan = planned(tiny())
    assert plan.run["status"] == "optimal"
    tolerances = [level["tolerance"] for level in plan.run["levels"]]
    assert tolerances == pytest.approx([1e-6, 1e-6, 6e-6, 150e-6, 24e-6], rel=1e-3)
    assert plan.level("shortfall") == pytest.approx(6, abs=1e-5)


@pytest.mark.parametrize("status", ["infeasible", "imprecise"])
def test_a_level_that_rounding_lost_is_solved_anew(monkeypatch: pytest.MonkeyPatch, status: Any) -> None:
    """Held by their limits alone, the levels before keep their narrow tolerance."""

    def refusing(level: str, asked: int, outcome: Outcome) -> Outcome:
        if asked != 4:
            return outcome
        return dataclasses.replace(outcome, status=status, value=np.nan, columns=None, prices=None)

    monkeypatch.setattr(make, "Solver", answering(refusing))
    plan = planned(tiny())
    tolerances = [level["tolerance"] for level in plan.run["levels"]]
    assert tolerances == pytest.approx([1e-9, 1e-9, 6e-9, 150e-9, 24e-9], rel=1e-3)
    assert plan.level("shortfall") == pytest.approx(6)


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("infeasible", "contradict each other"),
        ("unbounded", "no limit"),
        ("imprecise", "within its tolerances"),
    ],
)
def test_a_level_without_answer_is_an_error(monkeypatch: pytest.MonkeyPatch, status: Any, words: str) -> None:
    """The reason names the level."""

    def refusing(level: str, asked: int, outcome: Outcome) -> Outcome:
        return dataclasses.replace(outcome, status=status, columns=None)

    monkeypatch.setattr(make, "Solver", answering(refusing))
    with pytest.raises(PlanError, match=f"{words} in level commitments"):
        make_plan(tiny())


def test_hard_rules_that_contradict_are_an_error() -> None:
    """20 shells cost 120 euros to keep for six months, and there are 6: no plan can pay that."""
    text = """
[items]
item, name, kind, unit, holding_cost
shell, Shell, end, shells, 1
[budgets]
payer, year, amount, carry_over
A, 2024, 12, 0
"""
    with pytest.raises(PlanError, match="contradict"):
        make_plan(tiny(text))


# -- What a plan is -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def solved(nordic: Case) -> tuple[Model, np.ndarray, Plan]:
    """The model of the tutorial case, the values of its columns, and the plan."""
    seen: list[tuple[Model, np.ndarray]] = []
    tables = make._tables

    def watched(case: Case, model: Model, found: Any, run: dict[str, Any]) -> dict[str, pl.DataFrame]:
        seen.append((model, found.values))
        return tables(case, model, found, run)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(make, "_tables", watched)
        plan = make_plan(nordic)
    return (*seen[0], plan)


def test_no_quantity_is_next_to_nothing(solved: tuple[Model, np.ndarray, Plan], nordic: Case) -> None:
    """No order, gift or start is below a millionth of what the item's lines make in a month."""
    _, _, plan = solved
    monthly = nordic.table("lines").group_by("item").agg(pl.col("capacity").sum())
    for name, column in (("orders", "quantity"), ("transfers", "quantity"), ("production", "starts")):
        rows = plan.tables[name].join(monthly, on="item").filter(pl.col(column) != 0)
        assert rows.height > 0
        assert rows.filter(pl.col(column) < 1e-6 * pl.col("capacity")).is_empty()


def test_a_plan_places_no_more_orders_than_limits_bind_them(solved: tuple[Model, np.ndarray, Plan]) -> None:
    """The plan is a vertex: each order that is placed has a tight row, or the row of level money."""
    model, values, plan = solved
    arrays = model.program.arrays()
    value = values / arrays.column_unit
    row = np.repeat(np.arange(len(arrays.starts) - 1), np.diff(arrays.starts))
    activity = np.bincount(row, arrays.values * value[arrays.index], len(arrays.starts) - 1)
    size = np.bincount(row, np.abs(arrays.values * value[arrays.index]), len(arrays.starts) - 1)
    room = 1e-6 * np.maximum(1, size)
    tight = (np.abs(activity - arrays.row_lower) <= room) | (np.abs(activity - arrays.row_upper) <= room)
    family = model.program.column_families["ordered"]
    ordered = (arrays.index >= family.start) & (arrays.index < family.start + family.count)
    binding = np.unique(row[ordered & tight[row]])
    placed = int((value[family.start : family.start + family.count] > 0).sum())
    assert placed == plan.orders.height
    assert 0 < placed <= len(binding) + 1


def test_a_case_is_not_changed_by_planning(nordic: Case) -> None:
    """The digest of the case is the same before and after."""
    before = nordic.digest
    make_plan(nordic, calendar="4x6")
    assert dataclasses.replace(nordic).digest == before


# -- Contracts ----------------------------------------------------------------------------------------------


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


def test_a_call_off_is_a_whole_decision(costly: Case) -> None:
    """A fixed cost is paid in full wherever anything is ordered, and nowhere else."""
    plan = planned(costly)
    called = plan.orders.select(pl.col("buyer").alias("payer"), pl.col("contract").alias("object"), "period")
    paid = plan.payments.filter(kind="fixed cost")
    assert paid["amount"].unique().to_list() == [1000]
    assert set(paid.select("payer", "object", "period").rows()) == set(called.rows())
    assert all("mip" in text for text in plan.run["solver"][: len(LEVELS)])


def test_a_long_period_calls_off_once() -> None:
    """In quarters, 30 shells are called off in the first alone."""
    text = "[contracts]\ncontract, kind, admin_months, fixed_cost\nK, framework, 0, 100\n"
    plan = planned(tiny(text), calendar="2x3")
    assert plan.payments.filter(kind="fixed cost")["amount"].to_list() == [100]
