import dataclasses
import json
from collections.abc import Callable
from typing import Any

import numpy as np
import polars as pl
import pytest

from jointstock.errors import PlanError
from jointstock.facts.case import Case
from jointstock.model.build import Model
from jointstock.plans import make
from jointstock.plans.make import make_plan
from jointstock.plans.plan import Plan
from jointstock.plans.verify import verify
from jointstock.solver.highs import Solver
from jointstock.solver.outcome import Outcome, Progress
from jointstock.solver.program import Expression
from tests.plans.tiny import planned, tiny

LEVELS = ["commitments", "end", "shortfall", "money", "stock"]


def stopping_at(number: int) -> Callable[[], bool]:
    """Whether to stop: from the given question on."""
    asked = iter(range(1, 1_000_000))
    return lambda: next(asked) >= number


def test_signs_of_life_name_every_level() -> None:
    """Each level says at least once that it is at work."""
    signs: list[Progress] = []
    make_plan(tiny(), progress=signs.append)
    assert list(dict.fromkeys(sign.level for sign in signs)) == LEVELS


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

        def minimise(self, level: str, objective: Expression, **how: Any) -> Outcome:
            """The answer to the level, changed."""
            self.asked += 1
            return change(level, self.asked, super().minimise(level, objective, **how))

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


def test_memory_that_the_solver_lacks_is_told_with_ways_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """More time would not help: the words are of months and of the calendar."""

    def full(level: str, asked: int, outcome: Outcome) -> Outcome:
        return dataclasses.replace(outcome, status="memory", columns=None)

    monkeypatch.setattr(make, "Solver", answering(full))
    with pytest.raises(PlanError, match=r"memory limit struck in level commitments\. Fewer months"):
        make_plan(tiny())


def test_memory_lacking_later_leaves_the_plan_so_far(monkeypatch: pytest.MonkeyPatch) -> None:
    """The levels before are kept, and the reason says what struck."""

    def full(level: str, asked: int, outcome: Outcome) -> Outcome:
        return dataclasses.replace(outcome, status="memory") if level == "money" else outcome

    monkeypatch.setattr(make, "Solver", answering(full))
    plan = planned(tiny())
    assert (plan.run["status"], plan.run["reason"]) == ("limit", "the memory limit struck in level money")


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


@pytest.fixture(scope="module")
def solved(nordic: Case) -> tuple[Model, np.ndarray, Plan]:
    """The model of the tutorial case, the values of its columns, and the plan."""
    seen: list[tuple[Model, np.ndarray]] = []
    tables = make.read_tables

    def watched(case: Case, model: Model, found: Any, run: dict[str, Any]) -> dict[str, pl.DataFrame]:
        seen.append((model, found.values))
        return tables(case, model, found, run)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(make, "read_tables", watched)
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


def test_a_call_off_is_a_whole_decision(costly: Case) -> None:
    """A fixed cost is paid in full wherever anything is ordered, and nowhere else."""
    plan = planned(costly)
    called = plan.orders.select(pl.col("buyer").alias("payer"), pl.col("contract").alias("object"), "period")
    paid = plan.payments.filter(kind="fixed cost")
    assert paid["amount"].unique().to_list() == [1000]
    assert set(paid.select("payer", "object", "period").rows()) == set(called.rows())
    assert all("mip" in text for text in plan.run["solver"][: len(LEVELS)])
