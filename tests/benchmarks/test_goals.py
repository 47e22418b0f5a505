import json
from collections.abc import Iterator

import pytest

from benchmarks.goals import goals, reached
from benchmarks.page import PAGE, written
from benchmarks.planning import growth, plans
from benchmarks.record import Fact, Run
from benchmarks.shapes import FORMS
from benchmarks.simulate import simulate
from benchmarks.table import Row
from benchmarks.what_if import what_ifs


@pytest.fixture(scope="module")
def run() -> Iterator[Run]:
    """Plans, what-ifs and growth of the tiny shape, and a few scenarios."""
    with Run(("tiny",)) as found:
        plans(found)
        what_ifs(found)
        growth(found)
        simulate(found, scenarios=120, chains=3, plain=2)
        yield found


def rows(run: Run, benchmark: str, what: str) -> list[Row]:
    """Rows of a benchmark whose words begin so."""
    return [row for row in run.rows if row.benchmark == benchmark and row.what.startswith(what)]


def test_every_goal_has_a_row():
    """Without any figures the table has every goal once, each not measured, with what would measure it."""
    found = reached({})
    assert len(found) == len(list(goals())) == len({row.what for row in found})
    assert all(row.result.startswith("not measured: takes --only") for row in found)


@pytest.mark.parametrize(
    ("fact", "result"),
    [
        (Fact(5.0), "met"),
        (Fact(5.1), "missed"),
        (Fact(6.0, bounded="at least"), "missed"),
        (Fact(4.0, bounded="at least"), "not measured: a process was ended before"),
        (Fact(4.0, bounded="at most"), "met"),
        (Fact(None, "peer absent"), "not measured: peer absent"),
    ],
)
def test_a_goal_is_held_against_its_number(fact: Fact, result: str):
    """A goal of at most 5 s is met, missed or open, as the number or its bound decides."""
    found = reached({"simulate seconds": fact})
    assert [row.result for row in found if row.what.startswith("10,000 scenarios")] == [result]


def test_plans_of_a_run_are_whole(run: Run):
    """Both tiny plans have sizes, no findings, every phase, and value, bound and gap of each level."""
    for words in FORMS.values():
        name = f"plan tiny{words}"
        assert [row.ours for row in rows(run, name, "findings")] == [0.0]
        assert len(rows(run, name, "level shortfall")) >= 3
        assert all(rows(run, name, part) for part in ("solve", "write", "peak memory"))
        assert rows(run, name, "search")[0].ours == "to its end"
    assert str(rows(run, "plan tiny", "columns x rows")[0].ours).startswith("633 x 479")


def test_a_run_has_the_facts_that_goals_ask_for(run: Run):
    """Plans, what-ifs and scenarios leave a number for each goal, under the name that the goal has."""
    asked = {goal.fact.replace(" M ", " tiny ").replace(" L ", " tiny ") for goal in goals()}
    asked |= {goal.fact.replace("if M", "if tiny").replace("if L", "if tiny") for goal in goals()}
    assert set(run.facts) <= asked
    assert all(fact.value is not None for name, fact in run.facts.items() if "linopy" not in name)


def test_scenarios_are_the_same_in_every_way(run: Run):
    """The compiled replay, NumPy and the plain loop agree, and the number of workers changes nothing."""
    assert run.facts["simulate differing"].value == 0
    apart = [row.ours for row in rows(run, "simulate", "largest difference")]
    assert len(apart) == 2
    assert all(isinstance(value, float) and value < 1e-8 for value in apart)


def test_a_process_that_is_ended_has_a_row():
    """Where a process may take no time at all, a row says so, and the goals why they are open."""
    with Run(("tiny",), limit=0.01) as run:
        plans(run)
    assert any("not within" in row.what for row in run.rows)
    assert "not within" in run.facts["plan tiny whole gap"].reason


def test_the_page_takes_its_figures_from_a_run(run: Run):
    """The page on performance gets the table and the figures of a run between its markers, twice the same."""
    document = {
        "machine": {"date": "today", "machine": "one", "load": "0", "versions": "none"},
        "figures": [row.as_dict() for row in run.rows],
        "to reach": [vars(row) for row in reached(run.facts)],
    }
    document = json.loads(json.dumps(document))
    page = written(PAGE.read_text(encoding="utf-8"), document)
    assert page.count("not measured: takes") >= 1
    assert "### plan tiny\n" in page
    assert written(page, document) == page
