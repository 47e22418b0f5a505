"""The earliest period from which targets can be met."""

import numpy as np
import pytest

from jointstock.errors import OptionError, PlanError
from jointstock.model.index_sets.sets import calendar_of
from jointstock.plans.aims import Hurry
from jointstock.plans.deadline import Earliest, asked_of, chosen_targets, earliest
from jointstock.solver.highs import Solver
from jointstock.solver.outcome import Watch
from tests.model.whole import model_of
from tests.plans.tiny import tiny

TWO = """
[nations]
nation, name, role, fiscal_year_start
A, Arland, ally, 1
B, Borland, ally, 1
[targets]
version, nation, class, from, quantity
v1, A, he, 2024-01, {}
v1, B, he, 2024-01, 10
"""


def stated(text="", **settings):
    """The tiny case as a model."""
    case = tiny(text, **settings)
    return model_of(case, calendar_of(case, None))


def found(model, hurry):
    """Number of the earliest period."""
    return earliest(model, chosen_targets(model, hurry), Watch(), Solver).period


@pytest.mark.parametrize(("target", "period"), [(20, 0), (21, 1), (30, 1), (31, 2), (70, 5)])
def test_the_period_is_the_first_in_which_enough_can_be_there(target, period):
    """20 are held; 10 more arrive at the end of each month from February on."""
    text = f"[targets]\nversion, nation, class, from, quantity\nv1, A, he, 2024-01, {target}\n"
    assert found(stated(text), Hurry()) == period


def test_the_period_before_is_proven_to_be_too_early():
    """The last trial that failed is the one before the answer; its price of commitments is there too."""
    model = stated()
    earlier = earliest(model, chosen_targets(model, Hurry()), Watch(), Solver).before
    assert earlier.name == asked_of(model, 2) == "met from 2024-03"
    assert (len(earlier.rows), len(earlier.levels)) == (model.program.rows, 1)
    assert earlier.limits == pytest.approx([0], abs=1e-8)


@pytest.mark.parametrize("target", [20, 80])
def test_nothing_is_proven_of_a_period_that_there_is_not(target):
    """Before the first period there is none, and what is never met has no answer."""
    model = stated(f"[targets]\nversion, nation, class, from, quantity\nv1, A, he, 2024-01, {target}\n")
    assert earliest(model, chosen_targets(model, Hurry()), Watch(), Solver).before is None


def test_open_decisions_have_no_prices():
    """With a fixed cost the search branches, and proves nothing that can be shown."""
    model = stated("[contracts]\ncontract, kind, admin_months, fixed_cost\nK, framework, 0, 100\n")
    assert earliest(model, chosen_targets(model, Hurry()), Watch(), Solver) == Earliest(3, None)


def test_what_cannot_be_met_is_never_met():
    """80 are more than the 20 held and the 50 that arrive by June."""
    text = "[targets]\nversion, nation, class, from, quantity\nv1, A, he, 2024-01, 80\n"
    assert found(stated(text), Hurry()) is None


def test_a_long_period_is_met_at_its_end():
    """In quarters 50 are there at the end of the second."""
    assert found(stated(calendar="2x3"), Hurry()) == 1


def test_only_the_chosen_targets_count():
    """B can never be met, A in February."""
    model = stated(TWO.format(30))
    assert chosen_targets(model, Hurry("A", "he")).tolist() == [True, False]
    assert found(model, Hurry("A")) == 1
    assert found(model, Hurry()) is None


def test_targets_that_are_not_there_are_refused():
    """The nation and class that were asked for are named."""
    model = stated()
    with pytest.raises(OptionError, match="no target to be met for B and he"):
        chosen_targets(model, Hurry("B", "he"))


def test_a_search_that_is_stopped_has_no_answer():
    """A cancelled search is an error that says where it stood."""
    model = stated()
    with pytest.raises(PlanError, match=r"stopped \(cancelled\) at commitments"):
        earliest(model, np.ones(1, dtype=np.bool_), Watch(cancel=lambda: True), Solver)
