"""Sizes that are told before solving, and what is refused."""

import dataclasses

import numpy as np
import pytest

from jointstock.errors import PlanError
from jointstock.facts.case import Case
from jointstock.model.build import build
from jointstock.model.index_sets.sets import Sets, calendar_of, read_sets
from jointstock.plans import make, size
from jointstock.plans.make import make_plan, reasons_for, trade_off
from jointstock.plans.size import (
    Announced,
    expected_columns,
    refuse_too_large,
    refuse_unbuilt,
    within_memory,
)
from jointstock.solver.outcome import Watch
from jointstock.solver.program import Program
from jointstock.solver.relief import Relieved
from jointstock.solver.size import Size, expected_memory
from tests.plans.tiny import base_plan, tiny

OUT = "Fewer months with --months, or a coarser --calendar"
# 1.5 columns for each of 4 rows (an edge, a pair, a target, a line) and 6 periods.
TINY_COLUMNS = 36


def sets_of(case: Case, calendar: str | None = None) -> Sets:
    """Index sets of a case."""
    return read_sets(case, calendar_of(case, calendar))


def two_columns(coefficient: float = 1.0) -> Program:
    """One row over two columns."""
    program = Program()
    x = program.add_columns("x", (("a", "b"),))
    program.add_rows("row", (("only",),), [(1.0, x[:1]), (coefficient, x[1:])], "<=", 1.0)
    return program


def told_of(program: Program | Relieved, free: int | None = None) -> list[Size]:
    """What is told when a program is handed over."""
    told: list[Size] = []
    Announced(program, Watch(stated=told.append), free).arrays()
    return told


def test_the_size_is_told_when_the_program_is_handed_over() -> None:
    """Two columns, a row, two nonzeros, and the memory that was free; the arrays are as they were."""
    assert told_of(two_columns(), 10**9) == [Size(2, 1, 2, 0, 10**9)]
    arrays = Announced(two_columns(), Watch(), None).arrays()
    np.testing.assert_array_equal(arrays.values, two_columns().arrays().values)


def test_numbers_far_apart_are_noted_with_the_size() -> None:
    """1 beside 1e-9 is told by the names of row and column."""
    (size,) = told_of(two_columns(1e-9))
    assert "1.0e-09 (row row[only], column x[b])" in size.note


def test_a_program_with_relief_is_told_without_a_note() -> None:
    """Its columns of relief have no names; the size has one more column and coefficient."""
    program = two_columns(1e-9)
    assert told_of(Relieved(program, (np.zeros(1, dtype=np.int64),))) == [Size(3, 1, 3, 0)]


def test_what_was_built_may_still_be_too_large() -> None:
    """Two columns take 75 MB: refused with 30 MB free and told with 40, for that is more than half."""
    with pytest.raises(PlanError, match=r"^This plan has 2 columns; .* takes about 0\.1 GB") as caught:
        told_of(two_columns(), 30_000_000)
    assert OUT in str(caught.value)
    assert told_of(two_columns(), 40_000_000)[0].free == 40_000_000


def test_columns_are_expected_from_the_index_sets() -> None:
    """An edge, a pair, a target and a line over 6 periods; half as many periods, half as many columns."""
    assert expected_columns(sets_of(tiny())) == TINY_COLUMNS
    assert expected_columns(sets_of(tiny(), "3x2")) == TINY_COLUMNS / 2


@pytest.mark.parametrize("calendar", ["24x1", "6x1,6x3", "4x6"])
def test_what_is_expected_is_near_what_is_built(nordic: Case, calendar: str) -> None:
    """Between a half and twice the columns, whatever the calendar."""
    sets = sets_of(nordic, calendar)
    built = build(sets, currency="EUR", end="meet").program.columns
    assert built / 2 <= expected_columns(sets) <= built * 2


def test_more_memory_free_never_refuses_more() -> None:
    """Twice what is free is the most; what is not known refuses nothing."""
    refuse_too_large("It", 200, 100)
    refuse_too_large("It", 10**18, None)
    with pytest.raises(PlanError):
        refuse_too_large("It", 201, 100)
    with pytest.raises(PlanError):
        refuse_too_large("It", 1, 0)


def test_a_case_far_too_large_is_refused_before_it_is_built(nordic: Case) -> None:
    """With 400,000 targets millions of columns would come; the numbers and the ways out are told."""
    sets = sets_of(nordic)
    frame = sets.requirements.frame
    many = frame[np.zeros(400_000, dtype=np.int64)]
    large = dataclasses.replace(sets, requirements=dataclasses.replace(sets.requirements, frame=many))
    with pytest.raises(PlanError) as caught:
        refuse_unbuilt(large, 2 * 10**9)
    # 1.5 * 24 * 400,000 columns and 3.7 nonzeros each at 490 bytes.
    assert str(caught.value).startswith(
        "This plan would have about 14.4 million columns; to build and solve it takes about 26.2 GB of "
        "memory, and 2.0 GB are free. Fewer months"
    )
    refuse_unbuilt(large, 14 * 10**9)
    refuse_unbuilt(large, None)


def test_a_plan_tells_each_program_that_it_hands_over() -> None:
    """Without yes-no decisions that is one; it has the size that the plan keeps."""
    told: list[Size] = []
    made = make_plan(tiny(), stated=told.append)
    assert [(size.columns, size.rows, size.nonzeros) for size in told] == [
        tuple(made.run["size"][name] for name in ("columns", "rows", "nonzeros"))
    ]


def test_to_be_told_changes_no_plan() -> None:
    """The plan is the same to the last digit."""
    made = make_plan(tiny(), stated=lambda size: None)
    assert made.run["plan_digest"] == base_plan().run["plan_digest"]


def test_yes_no_decisions_are_told(costly: Case) -> None:
    """The same program is handed over again once they are held."""
    told: list[Size] = []
    make_plan(costly, calendar="4x6", stated=told.append)
    assert told[0].decisions > 0
    assert set(told) == {told[0]}


def test_every_search_tells_and_refuses(monkeypatch: pytest.MonkeyPatch) -> None:
    """A frontier and reasons as well as a plan: with 1 MB free none of them begins to build."""
    searches = [
        lambda told: make_plan(tiny(), stated=told),
        lambda told: trade_off(tiny(), stated=told),
        lambda told: reasons_for(tiny(), ("A", "he", 0), [], stated=told),
    ]
    for search in searches:
        told: list[Size] = []
        search(told.append)
        assert told
    monkeypatch.setattr(make, "free_memory", lambda: 1_000_000)
    monkeypatch.setattr(make, "build", lambda *_, **__: pytest.fail("it was built"))
    for search in searches:
        with pytest.raises(PlanError, match=rf"would have about {TINY_COLUMNS} columns.*{OUT}"):
            search(None)


def test_free_memory_that_is_not_known_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Unknown is not none: the plan is made, and the size tells nothing of what is free."""
    monkeypatch.setattr(make, "free_memory", lambda: None)
    told: list[Size] = []
    made = make_plan(tiny(), stated=told.append)
    assert (made.run["status"], told[0].free) == ("optimal", None)


def test_memory_is_asked_for_once_a_search(monkeypatch: pytest.MonkeyPatch, costly: Case) -> None:
    """What the search itself has taken does not count against it later on."""
    free = iter([10**12])
    monkeypatch.setattr(make, "free_memory", lambda: next(free))
    assert make_plan(costly, calendar="4x6").run["status"] == "optimal"


def test_memory_that_runs_out_while_building_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where nobody knew before: there is no plan, and the ways out are named."""

    def full(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr(make, "build", full)
    for search in (
        lambda: make_plan(tiny()),
        lambda: trade_off(tiny()),
        lambda: reasons_for(tiny(), ("A", "he", 0), []),
    ):
        with pytest.raises(PlanError, match=f"memory of this machine is not enough. {OUT}"):
            search()


def test_other_errors_pass_as_they_are() -> None:
    """Only memory is spoken of."""
    with pytest.raises(ValueError, match="other"), within_memory():
        raise ValueError("other")


def test_what_is_expected_grows_with_the_periods(nordic: Case) -> None:
    """A finer calendar never needs less."""
    needed = [expected_memory(expected_columns(sets_of(nordic, text))) for text in ("4x6", "6x1,6x3", "24x1")]
    assert needed == sorted(needed)


def test_decisions_are_told_also_where_they_are_shares_at_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same size is told of a program with shares and with its decisions; a large one does not branch."""
    program = Program()
    yes = program.add_columns("yes", (("a", "b"),), upper=1.0, integer=True)
    program.add_rows("row", (("a", "b"),), [(1.0, yes)], "<=", 1.0)
    shares = dataclasses.replace(program, shares=True)
    assert [told_of(one)[0].decisions for one in (program, shares)] == [2, 2]
    assert told_of(program)[0].branching
    monkeypatch.setattr(size, "BRANCHED_TO_NONZEROS", 1)
    assert told_of(program) == told_of(shares) == [Size(2, 2, 2, 2)]
