"""The frontier between money and shortfall."""

import pytest

from jointstock.errors import OptionError, PlanError
from jointstock.model.index_sets.sets import calendar_of
from jointstock.plans.frontier import frontier
from jointstock.solver.highs import Solver
from jointstock.solver.outcome import Watch
from tests.model.whole import model_of
from tests.plans.tiny import tiny

FAST = """
[lines]
line, site, item, capacity, rate_now, yield
L, S, shell, 10, 0, 1
M, S, shell, 5, 0, 1
[line_leads]
line, months, share
L, 1, 1
M, 0, 1
[contracts]
contract, kind, admin_months
K, framework, 0
Q, framework, 0
[contract_parties]
contract, role, party
K, buyer, A
K, line, L
Q, buyer, A
Q, line, M
[contract_prices]
contract, item, from_quantity, type, price
K, shell, 0, single, 5
Q, shell, 0, single, 8
[contract_payments]
contract, event, months_after, share
K, order, 0, 1
Q, order, 0, 1
"""


def found(text=FAST, points=None, watch=None, **settings):
    """The frontier of the tiny case."""
    case = tiny(text, **settings)
    return frontier(
        lambda: model_of(case, calendar_of(case, None), settings.get("end", "meet")),
        points,
        watch or Watch(),
        Solver,
    )


def pairs(result):
    """Money and area of each point."""
    return [(round(point.money, 6), round(point.area, 6)) for point in result.points]


def test_corners_by_hand():
    """30 units are wanted beyond the 20 there are.

    From L alone, 10 a month from February on: 30 + 20 + 10 = 60 unit-months for 150. M makes 5 a month at
    once, for 3 more each. Its first 5, in January, take the place of the last that L delivers in April: 5
    less at the end of January, February and March, 15 unit-months for 15 euros. Its 5 of February do so at
    the end of February and March: 10 for 15. Then nothing is missing in March. By the scale of 10: 6, 4.5,
    3.5.
    """
    result = found()
    assert result.exact
    assert pairs(result) == [(150, 6), (165, 4.5), (180, 3.5)]
    assert [point.slope_right for point in result.points[:-1]] == pytest.approx([-0.1, -1 / 15])
    assert [point.end for point in result.points] == pytest.approx([0, 0, 0])


def test_points_at_even_distances_lie_between_the_corners():
    """Three points over 30 euros are the corners; five have one in the middle of each piece."""
    assert pairs(found(points=3)) == [(150, 6), (165, 4.5), (180, 3.5)]
    between = found(points=5)
    assert pairs(between)[1::2] == [(157.5, 5.25), (172.5, 4)]
    beside = [(point.slope_left, point.slope_right) for point in between.points[1:3]]
    assert beside[0] == pytest.approx((-0.1, -0.1))
    assert beside[1] == pytest.approx((-0.1, -1 / 15))


def test_without_the_end_money_begins_at_nothing():
    """Where nothing has to be met, the frontier begins with nothing bought: 30 missing for 6 months."""
    result = found("", end="none")
    assert pairs(result)[0] == (0, 18)
    assert result.points[0].end == pytest.approx(3)
    assert pairs(result)[-1] == (150, 6)


def test_where_money_saves_nothing_there_is_one_point():
    """L alone: the target costs 150, and more money buys nothing sooner."""
    result = found("")
    assert pairs(result) == [(150, 6)]
    assert (result.points[0].slope_left, result.points[0].slope_right) == (None, None)
    assert pairs(found("", points=3)) == [(150, 6)]


def test_a_fixed_cost_makes_a_grid():
    """100 for every call-off: a yes-no decision; no slopes, and no point that another betters."""
    text = FAST.replace("Q, framework, 0", "Q, framework, 0, 100").replace(
        "contract, kind, admin_months\nK, framework, 0",
        "contract, kind, admin_months, fixed_cost\nK, framework, 0, 0",
    )
    result = found(text, points=4)
    assert result.yes_no
    assert not result.exact
    assert pairs(result)[0] == (150, 6)
    assert pairs(result)[-1] == (380, 3.5)
    assert all(point.slope_left is None for point in result.points)
    areas = [area for _, area in pairs(result)]
    assert areas == sorted(areas, reverse=True)


def test_fewer_than_two_points_are_refused():
    """One point is no frontier."""
    with pytest.raises(OptionError, match="frontier of 1 points"):
        found(points=1)


def test_a_search_that_is_stopped_is_an_error():
    """A frontier with holes is none."""
    with pytest.raises(PlanError, match=r"stopped \(cancelled\) at commitments"):
        found(watch=Watch(cancel=lambda: True))
