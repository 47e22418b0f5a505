"""A plan of any calendar by the month."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from jointstock.files.folder import open_case
from jointstock.measure.months import Calendar
from jointstock.model.index_sets.sets import read_sets
from jointstock.plans.booking import calendar_of
from jointstock.plans.make import make_plan
from jointstock.plans.plan import Plan
from jointstock.simulation.from_plan import read_network
from jointstock.simulation.months import Months, read_months, replay_months
from jointstock.simulation.network import Network
from tests.plans.tiny import NO_ORDERS, planned, tiny

CASES = Path(__file__).parents[1] / "cases"
WORKED = ("A01", "A02", "A03", "A05", "A09", "A11", "A13", "A16", "A18", "B01", "S01", "S04", "S06", "T01")

GIVER = """
[nations]
nation, name, role, fiscal_year_start
A, Arland, ally, 1
B, Berland, ally, 1
[holdings]
nation, item, quantity, releasable
A, shell, 20, 0
B, shell, 30, 30
[targets]
version, nation, class, from, quantity
v1, A, he, 2024-01, 60
[lanes]
item, from, to, months, cost
shell, B, A, 0, 0
"""


def opened(name: str) -> Any:
    """A worked or bundled case."""
    folder = CASES / name
    return open_case(str(folder) if folder.is_dir() else name)


def network_of(plan: Plan) -> Network:
    """The arrays of a plan by the month."""
    calendar = calendar_of(plan)
    sets = read_sets(plan.case, calendar)
    return read_months(plan, sets, read_sets(plan.case, Calendar(calendar.first, (1,) * calendar.months)))


def short(plan: Plan, target: int = 0) -> list[float]:
    """Shortfall of a target at the end of each month."""
    found: Months = replay_months(plan)
    return [round(float(value), 6) + 0.0 for value in found.shortfall[target]]


def area(plan: Plan) -> float:
    """Weighted shortfall-months of a plan by the month."""
    return float(replay_months(plan).area.sum())


def begun(network: Network) -> list[float]:
    """Starts of the first process in each month."""
    return [round(float(value), 6) for value in np.diff(network.industry.starts[0], prepend=0.0)]


# -- single months ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [*WORKED, "nordic-mini"])
def test_a_monthly_plan_comes_to_its_own_area(name: str) -> None:
    """On single months the replay has the value of level shortfall that the plan claims, to 1e-9."""
    case = opened(name)
    plan = make_plan(case, calendar=f"{case.settings.months}x1")
    assert area(plan) == pytest.approx(plan.level("shortfall"), rel=1e-9, abs=1e-9)


def test_a_monthly_plan_is_replayed_as_it_stands() -> None:
    """On single months every array is the one that the replay of chances has."""
    plan = planned(tiny())
    own = read_network(plan, read_sets(plan.case, calendar_of(plan)))
    for found, expected in zip(network_of(plan), own, strict=True):
        for name, array in found._asdict().items():
            assert array == pytest.approx(getattr(expected, name)), name


def test_the_area_of_the_tiny_case_by_hand() -> None:
    """Short of 30, 20 and 10: 60 unit-months, of which 10 count as one."""
    plan = planned(tiny())
    assert short(plan) == [30, 20, 10, 0, 0, 0]
    assert area(plan) == pytest.approx(6)


# -- claims and what they come to ---------------------------------------------------------------------------


def test_quarters_that_lose_nothing() -> None:
    """Thirty started in a quarter are ten a month, and each is there a month later, as by months."""
    plan = planned(tiny(), calendar="2x3")
    assert begun(network_of(plan)) == [10, 10, 10, 0, 0, 0]
    assert short(plan) == [30, 20, 10, 0, 0, 0]


def test_a_claim_may_be_too_good() -> None:
    """By two months 20 started in March and April land by half in them, for an area of 55; months have 60.

    The plan starts 20 in each of the first two periods. It counts 10 of them in the first and 20 in the
    second, in a straight line: 30 to 20 and 20 to 0. By the month 10 are there in each from February on.
    """
    plan = planned(tiny(), calendar="3x2")
    assert plan.level("shortfall") == pytest.approx(5.5)
    assert short(plan) == [30, 20, 10, 0, 0, 0]
    assert area(plan) == pytest.approx(6)


def test_gifts_of_a_quarter_go_month_by_month() -> None:
    """Thirty given in a quarter arrive ten a month: 30, 20 and then 10 short; months give at once."""
    case = tiny(GIVER + NO_ORDERS)
    assert short(planned(case)) == [10] * 6
    quarters = planned(case, calendar="2x3")
    assert short(quarters) == [30, 20, 10, 10, 10, 10]
    assert area(quarters) == pytest.approx(9)


def test_a_gift_takes_its_months() -> None:
    """On a lane of a month the ten of each month arrive in the next one."""
    case = tiny(GIVER.replace("shell, B, A, 0, 0", "shell, B, A, 1, 0") + NO_ORDERS)
    assert short(planned(case, calendar="2x3")) == [40, 30, 20, 10, 10, 10]


def test_what_is_finished_is_delivered_at_once() -> None:
    """Started in January alone, ten are delivered in February, not by thirds of the quarter of February."""
    case = tiny("[targets]\nversion, nation, class, from, quantity\nv1, A, he, 2024-01, 30\n")
    plan = planned(case, calendar="1x1,1x3,1x2")
    assert plan.level("shortfall") == pytest.approx((10 + 10) / 10)
    assert short(plan) == [10, 0, 0, 0, 0, 0]
    assert area(plan) == pytest.approx(1)


# -- what months hold ---------------------------------------------------------------------------------------


def closed(month: str) -> str:
    """An outage of the line up to a month."""
    return (
        "[obstacles]\nobstacle, kind, touches, item, line, contract, from, to, effect, until\n"
        f"repair, outage, production, *, L, *, *, *, forbids, {month}\n"
    )


def test_starts_keep_clear_of_closed_months() -> None:
    """With the line closed in January, the quarter's twenty starts are made in February and March."""
    plan = planned(tiny(closed("2024-01")), calendar="2x3")
    network = network_of(plan)
    assert network.industry.capacity[0].tolist() == pytest.approx([0, 10, 10, 10, 10, 10])
    assert begun(network)[:3] == [0, 10, 10]
    assert short(plan)[:3] == [30, 30, 20]


def test_capacity_of_a_period_is_kept() -> None:
    """What a line can do in a quarter is the same by months, however it is spread."""
    plan = planned(tiny(closed("2024-02")), calendar="2x3")
    own = read_network(plan, read_sets(plan.case, calendar_of(plan))).industry.capacity
    assert network_of(plan).industry.capacity.sum(axis=1) == pytest.approx(own.sum(axis=1))


DUE = """
[orders]
order, buyer, recipient, contract, line, item, quantity, price, currency, paid_share, due
O, A, A, , , shell, 30, 5, EUR, 1, 2024-{month}
"""


@pytest.mark.parametrize(("month", "expected"), [("01", [0, 0, 0]), ("02", [30, 0, 0]), ("03", [30, 30, 0])])
def test_open_orders_arrive_when_due(month: str, expected: list[float]) -> None:
    """What arrives from outside does so in its month, whatever the period."""
    plan = planned(tiny(NO_ORDERS + DUE.format(month=month)), calendar="2x3")
    assert short(plan)[:3] == expected


USE = """
[holdings]
nation, item, quantity, releasable
A, shell, {held}, 0
[targets]
version, nation, class, from, quantity
v1, A, he, 2024-01, 100
[usage]
nation, class, item, kind, month, rate
A, he, , operational, 2024-01, 0
A, he, , operational, 2024-03, 30
A, he, , operational, 2024-04, 0
"""


def test_use_falls_into_its_month() -> None:
    """Thirty used in March leave 80 until then, and 50 from then on, where the quarter would say thirds."""
    plan = planned(tiny(NO_ORDERS + USE.format(held=80)), calendar="2x3")
    assert short(plan) == [20, 20, 50, 50, 50, 50]


def test_use_unmet_counts_from_its_month_to_the_end() -> None:
    """Of 30 wanted in March 20 are there: 10 unmet in March and in each month after it."""
    plan = planned(tiny(NO_ORDERS + USE.format(held=20)), calendar="2x3")
    found = replay_months(plan)
    assert found.unmet.sum(axis=0).tolist() == pytest.approx([0, 0, 10, 0, 0, 0])
    assert short(plan) == [80, 80, 100, 100, 100, 100]
    assert area(plan) == pytest.approx((560 + 4 * 10) / 10)


def test_targets_hold_from_their_month() -> None:
    """A target of 20 until February and of 50 from March on is asked of each month, not of the quarter."""
    rows = ["v1, A, he, 2024-01, 20", "v1, A, he, 2024-03, 50"]
    text = "\n".join(["[targets]", "version, nation, class, from, quantity", *rows, ""])
    plan = planned(tiny(NO_ORDERS + text), calendar="2x3")
    assert short(plan) == [0, 0, 30, 30, 30, 30]


def test_nothing_is_given_below_the_floor_of_the_month() -> None:
    """A giver who keeps 10 gives 20 in all, a third of them in each month of the quarter."""
    floors = "[floors]\nnation, item, quantity, waiver\nB, shell, 10, no\n"
    case = tiny(GIVER + NO_ORDERS + floors)
    plan = planned(case, calendar="2x3")
    network = network_of(plan)
    assert network.holding.sent_floor[network.holding.donor[0]].tolist() == [10] * 6
    assert short(plan)[2:] == [20, 20, 20, 20]


# -- no more than is there ----------------------------------------------------------------------------------


@pytest.mark.parametrize("calendar", ["2x1,1x3", "1x6"])
@pytest.mark.parametrize("name", ["A03", "A16", "B01", "K01", "nordic-mini"])
def test_inside_long_periods_no_level_falls_below_nothing(name: str, calendar: str) -> None:
    """Neither pools nor finished units nor stocks may be drawn on before they are there."""
    plan = make_plan(opened(name), calendar=calendar)
    lengths = calendar_of(plan).lengths
    late = np.repeat(lengths, lengths) > 1
    industry, holding, _ = network_of(plan)
    for floor in (industry.pool_floor, industry.finished_floor, holding.used_floor, holding.sent_floor):
        assert (floor[:, late] >= 0).all()


@pytest.mark.parametrize("calendar", ["2x1,1x3", "1x6"])
@pytest.mark.parametrize("name", ["A02", "A03", "A16", "A18", "B01", "K01", "nordic-mini"])
def test_months_hold_what_periods_hold(name: str, calendar: str) -> None:
    """Starts, capacity, use and arrivals of each period are the plan's own, only spread otherwise."""
    plan = make_plan(opened(name), calendar=calendar)
    own, found = read_network(plan, read_sets(plan.case, calendar_of(plan))), network_of(plan)
    total = calendar_of(plan).total
    ends = calendar_of(plan).ends - 1
    assert found.industry.starts[:, ends] == pytest.approx(own.industry.starts[:, ends])
    assert found.holding.delivered[:, ends] == pytest.approx(own.holding.delivered[:, ends])
    assert total(found.industry.capacity) == pytest.approx(total(own.industry.capacity))
    for part in ("served", "unserved", "outside"):
        assert total(getattr(found.holding, part)) == pytest.approx(total(getattr(own.holding, part)))
    assert found.aims.target[:, ends] == pytest.approx(own.aims.target)
    assert found.aims.counts[:, ends] == pytest.approx(own.aims.counts)


@pytest.mark.parametrize("name", ["T01", "T03", "T05"])
def test_needs_of_fleets_go_in_a_straight_line(name: str) -> None:
    """What platforms add to a target stands between its values at the ends of the period."""
    plan = make_plan(opened(name), calendar="1x3")
    found = network_of(plan).aims.target
    own = read_network(plan, read_sets(plan.case, calendar_of(plan))).aims.target
    assert found[:, calendar_of(plan).ends - 1] == pytest.approx(own)
    assert np.isfinite(found).all()
