import copy
import dataclasses
import pickle

import pytest

from jointstock.errors import OptionError
from jointstock.plans.schema import PLAN_TABLES
from tests.plans.tiny import base_plan


@pytest.mark.parametrize("name", PLAN_TABLES)
def test_every_table_is_an_attribute(name: str) -> None:
    """A table is an attribute of its name and the answer of table()."""
    plan = base_plan()
    assert getattr(plan, name) is plan.tables[name]
    assert plan.table(name) is plan.tables[name]


def test_a_table_that_no_plan_has_is_refused() -> None:
    """The names that a plan has are told to whoever asks for another."""
    with pytest.raises(OptionError, match=r"no table 'order'; it has periods, orders"):
        base_plan().table("order")
    with pytest.raises(AttributeError, match="no table 'order'"):
        _ = base_plan().order


def test_a_plan_does_not_change() -> None:
    """A plan is frozen."""
    with pytest.raises(dataclasses.FrozenInstanceError):
        base_plan().run = {}  # type: ignore[misc]


def test_a_plan_can_be_copied_and_pickled() -> None:
    """Looking for methods by name does not trip over tables by name."""
    plan = base_plan()
    for twin in (copy.copy(plan), pickle.loads(pickle.dumps(plan))):
        assert twin.run == plan.run
        assert twin.orders.equals(plan.orders)


@pytest.mark.parametrize(
    ("name", "value"), [("commitments", 0), ("end", 0), ("shortfall", 6), ("money", 150), ("stock", 24)]
)
def test_levels_have_the_value_of_the_finished_plan(name: str, value: float) -> None:
    """6 scaled shortfall-months, 150 euros; 20 + 30 + 40 + 3 * 50 = 240 unit-months held count 24."""
    assert base_plan().level(name) == pytest.approx(value)


def test_a_level_that_was_not_solved_is_refused() -> None:
    """Only levels by which the plan was made have a value."""
    with pytest.raises(OptionError, match="no level 'area'"):
        base_plan().level("area")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        (("time_to_target", "A", "he"), "4"),
        (("area", None, None), "6.0"),
        (("area_units", "A", "he"), "60.0"),
        (("money", "A", None), "150.0"),
        (("money_real", None, None), None),
    ],
)
def test_key_figures_are_found_by_name_nation_and_class(
    key: tuple[str, str | None, str | None], value: str | None
) -> None:
    """A key figure is text, and None where it is not known."""
    assert base_plan().kpi(*key) == value


@pytest.mark.parametrize(
    "key", [("time_to_target", "B", "he"), ("time_to_target", None, None), ("cost", None, None)]
)
def test_a_key_figure_that_is_not_there_is_refused(key: tuple[str, str | None, str | None]) -> None:
    """A figure that the plan does not have is an error and not None."""
    with pytest.raises(OptionError, match=f"no key figure '{key[0]}'"):
        base_plan().kpi(*key)


def test_the_summary_is_the_one_of_the_run() -> None:
    """The sentences are kept with the run."""
    plan = base_plan()
    assert plan.summary() == plan.run["summary"]
    assert plan.summary().startswith("Plan for tiny, as known on 2023-12-15.\n")
