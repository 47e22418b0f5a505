"""The whole program: blocks that fit together."""

import numpy as np
import pytest

from jointstock.model.index_sets.sets import calendar_of
from tests.model.made import calendar, made
from tests.model.whole import AT_ONCE, HOLDINGS, NOTHING, TARGETS, levels, model_of
from tests.small_case import small, with_cells, without_rows


def test_a_line_delivers_what_is_ordered():
    """10 held, 40 wanted, 10 shells a month from August: short of 30, 20, 10 and nothing, 3000 paid."""
    found = levels(model_of(made(4, holdings=HOLDINGS, targets=TARGETS, contracts=AT_ONCE), calendar(4)))
    weight = 3 * 2 / 10
    assert found["commitments"] == 0
    assert found["end"] == pytest.approx(0)
    assert found["shortfall"] == pytest.approx(weight * 60)
    stock = 0.5 * (10 + 20 + 30 + 40)
    assert found["money"] == pytest.approx(3000 + stock)
    assert found["stock"] == pytest.approx(100 / 10)


def test_long_periods_use_the_area_of_meanings():
    """Of 40 starts in one period of 4 months 30 arrive: short of 30 at the start, of nothing at the end."""
    found = levels(model_of(made(4, holdings=HOLDINGS, targets=TARGETS), calendar(4, "1x4")))
    assert found["end"] == pytest.approx(0)
    assert found["shortfall"] == pytest.approx(0.6 * 1.5 * 30)


def test_the_end_is_left_out_where_it_is_not_asked_for():
    """With "none" there are four levels."""
    case = made(4, holdings=HOLDINGS, targets=TARGETS)
    names = [goal.name for goal in model_of(case, calendar(4), "none").goals]
    assert names == ["commitments", "shortfall", "money", "stock"]


def test_a_case_without_industry_or_contracts_is_a_program():
    """What is held is held; nothing can be ordered."""
    found = levels(model_of(made(2, holdings=HOLDINGS, targets=TARGETS, **NOTHING), calendar(2)))
    assert found["shortfall"] == pytest.approx(0.6 * 60)
    assert found["money"] == pytest.approx(0.5 * 20)


def test_a_case_with_nothing_at_all_is_a_program():
    """Without stock, targets and agreements every level is 0."""
    found = levels(model_of(made(2, **NOTHING), calendar(2)))
    assert set(found.values()) == {0}


def test_one_period_is_enough():
    """A plan of one month is a plan."""
    found = levels(model_of(made(1, holdings=HOLDINGS, targets=TARGETS), calendar(1)))
    assert found["shortfall"] == found["end"] == pytest.approx(0.6 * 30)


def test_every_limit_of_the_small_case_is_in_the_program():
    """Each limit that the small case has states rows; terms, lots and fleets that it lacks state none."""
    families = model_of(small(), calendar_of(small(), None)).program.row_families
    stated = {"budget", "capacity", "component_balance", "good_output", "in_stock_before", "open_order"}
    stated |= {"open_order_late", "option_once", "option_paid", "pledge_late", "ramp_limit", "releasable"}
    stated |= {"stock_balance", "target", "use"}
    assert {name for name, family in families.items() if family.count} == stated


def test_more_of_anything_is_never_worse():
    """Taking away a floor, or more capacity, does not raise the first level that changes."""
    case = small()
    periods = calendar_of(case, None)
    before = levels(model_of(case, periods))
    for other in (without_rows(case, "floors"), with_cells(case, "lines", 0, capacity=80.0)):
        found = levels(model_of(other, periods))
        changed = [name for name in before if abs(found[name] - before[name]) > 1e-6]
        assert not changed or found[changed[0]] < before[changed[0]]


def test_the_constant_of_a_level_is_in_its_value():
    """In a long first period opening stock is stored whatever is decided."""
    model = model_of(made(3, holdings=HOLDINGS, **NOTHING), calendar(3, "1x3"))
    found = levels(model)
    assert found["stock"] == pytest.approx(10 * 3 / 10)
    assert found["money"] == pytest.approx(10 * 3 * 0.5)
    assert np.isfinite(list(found.values())).all()
