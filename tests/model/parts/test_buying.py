"""Orders in the whole program."""

import pytest

from tests.model.made import calendar, made
from tests.model.whole import HOLDINGS, TARGETS, levels, model_of


def test_orders_are_placed_where_something_of_them_is_delivered_inside_the_plan():
    """With one month of administration and one of lead, orders of the first two of four months arrive."""
    model = model_of(made(4, holdings=HOLDINGS, targets=TARGETS), calendar(4))
    assert (model.buying.ordering.ordered >= 0).tolist() == [[True, True, False, False]]


def test_where_a_quantity_counts_orders_may_arrive_behind_the_plan():
    """The ten units that a minimum order asks for beyond the thirty needed may be ordered in any month."""
    contracts = "contract,kind,admin_months,minimum_order\nK,framework,0,40"
    given = {"holdings": HOLDINGS, "targets": TARGETS, "contracts": contracts}
    model = model_of(made(4, **given), calendar(4))
    assert (model.buying.ordering.ordered >= 0).all()
    found = levels(model)
    assert found["end"] == pytest.approx(0)
    # Thirty are stored as they are delivered: 20, 30 and 40 with those held, at 0.5 a unit-month.
    assert found["money"] == pytest.approx(4000 + 0.5 * (10 + 20 + 30 + 40))
