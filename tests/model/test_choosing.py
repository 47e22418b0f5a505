"""What is asked beyond the usual levels."""

import numpy as np
import pytest

from jointstock.model.choosing import (
    Kept,
    end_measure,
    lasting,
    short_from,
    wanted_months,
    with_deadline,
    with_fairness,
    with_limit,
    with_stability,
)
from jointstock.model.index_sets.sets import calendar_of
from tests.model.blocks.block import total, value
from tests.model.whole import levels, model_of
from tests.plans.tiny import tiny

USE = "[usage]\nnation, class, kind, month, rate\nA, he, {}, 2024-01, 2\n"


def stated(text="", calendar="6x1"):
    """The tiny case as a model."""
    case = tiny(text)
    return model_of(case, calendar_of(case, calendar))


def names(model):
    """Names of the levels."""
    return [goal.name for goal in model.goals]


def test_what_is_wanted_is_the_area_with_nothing_there():
    """50 units over 6 months, by a scale of 10: 30, whatever the periods."""
    assert wanted_months(stated().sets) == pytest.approx([30])
    assert wanted_months(stated(calendar="1x2,1x4").sets) == pytest.approx([30])


def test_what_covers_all_the_time_is_taken_off():
    """With 20 of the 50 covered 30 are wanted, with 60 nothing."""
    sets = stated().sets
    assert wanted_months(sets, np.array([20.0])) == pytest.approx([18])
    assert wanted_months(sets, 60.0) == pytest.approx([0])


def test_operational_use_is_wanted_from_its_period_on():
    """2 units a month left unmet add 2 * (6 + 5 + ... + 1) = 42 unit-months; peacetime use adds nothing."""
    assert wanted_months(stated(USE.format("operational")).sets) == pytest.approx([34.2])
    assert wanted_months(stated(USE.format("peacetime")).sets) == pytest.approx([30])


def test_use_left_unmet_lasts_to_the_end():
    """A unit unmet in a period of m months counts (m + 1) / 2 in it, and m in each later one."""
    assert lasting(np.array([1.0, 2.0, 3.0])).tolist() == [6, 4.5, 2]


def test_aims_stand_where_they_count():
    """Deadline behind commitments, fairness before shortfall, stability before stock."""
    model = stated()
    none = Kept((), np.zeros(0, dtype=np.int64), np.zeros(0), np.zeros(0))
    model = with_deadline(model, np.ones(1, dtype=np.bool_), 3)
    model = with_stability(model, none, none, "EUR")
    model = with_fairness(model, "fill", every=True, most=None)
    usual = ["commitments", "deadline", "end", "fair", "shortfall", "money", "stability", "stock"]
    assert names(model) == usual


def test_without_any_want_nothing_is_fair():
    """A case without targets keeps its usual levels."""
    model = stated("[targets]\nversion, nation, class, from, quantity\n[usage]\nnation, class, item, kind\n")
    assert names(with_fairness(model, "fill", every=True, most=None)) == names(model)


def test_losses_are_counted_by_the_outcome():
    """An area of 6 of 30 wanted: a fifth of the requirement, 6, or 6 covered less than the most."""
    for of, loss in (("fill", 0.2), ("shortfall", 6.0), ("amount", 6.0)):
        goal = with_fairness(stated(), of, every=True, most=None).goals[2]
        assert goal.values(np.array([6.0])) == pytest.approx([loss])


def test_the_loss_in_the_program_is_that_of_the_area():
    """The best loss of the only nation is its least area, 6, by the 30 that it wants."""
    model = with_fairness(stated(), "fill", every=True, most=None)
    lost = next(goal for goal in model.goals if goal.name == "fair").losses.lost
    assert value(model.program, total((1.0, lost))) == pytest.approx(0.2)


def test_a_deadline_is_the_shortfall_from_a_period_on():
    """30, 20 and 10 are short at the ends of the first months: from the third on 10, by the scale 1."""
    model = stated()
    every = np.ones(1, dtype=np.bool_)
    assert levels(with_deadline(model, every, 2))["deadline"] == pytest.approx(1)
    assert levels(with_deadline(model, every, 3))["deadline"] == pytest.approx(0)
    assert len(short_from(model, every, 4).columns) == 2


def test_the_end_is_measured_where_it_is_no_level():
    """With --end none the shortfall at the end is still known."""
    case = tiny()
    model = model_of(case, calendar_of(case, "6x1"), end="none")
    assert "end" not in names(model)
    assert len(end_measure(model).columns) == 1


def test_a_level_is_held_below_a_limit():
    """With 100 of the 150 euros for three orders, 20 units are bought: the target is missed by 10."""
    found = levels(with_limit(stated(), "money", 100.0))
    assert found["end"] == pytest.approx(1)
    assert found["money"] == pytest.approx(100)


def test_deviation_counts_what_is_dropped_and_what_is_added():
    """An order of 4 kept in May does not help: 3 orders of 10 more and it less, 34 * 5 = 170."""
    model = stated()
    column = model.buying.ordering.ordered[0, 4:5]
    kept = Kept(("K",), column, np.array([4.0]), np.zeros(1))
    none = Kept((), np.zeros(0, dtype=np.int64), np.zeros(0), np.zeros(0))
    assert levels(with_stability(model, kept, none, "EUR"))["stability"] == pytest.approx(170)
