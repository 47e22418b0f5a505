"""What lines could finish at the most."""

import numpy as np
import pytest

from jointstock.plans.plan import Plan
from jointstock.report.reach import arrivals, delays, reachable_starts
from tests.report.tiny import Rows, tiny_case, tiny_plan


def plan_of(line: dict[str, object], *, leads: Rows = (), obstacles: Rows = ()) -> Plan:
    """One line with capacity 100 a month over periods of 1, 1 and 2 months."""
    case = tiny_case(
        items=[{"item": "R", "kind": "end", "name": "Round", "unit": "rounds"}],
        sites=[{"site": "s", "firm": "Works", "nation": "XA"}],
        lines=[{"line": "l", "site": "s", "item": "R", "yield": 1.0, **line}],
        line_leads=leads,
        obstacles=obstacles,
    )
    rows = [
        {
            "line": "l",
            "item": "R",
            "recipe": "none",
            "period": period,
            "starts": 0.0,
            "good": 0.0,
            "capacity": capacity,
        }
        for period, capacity in (("2030-01", 100.0), ("2030-02", 100.0), ("2030-03", 200.0))
    ]
    return tiny_plan(case, production=rows)


def obstacle(**cells: object) -> dict[str, object]:
    """A delay of two months in production; it fits everything unless cells say otherwise."""
    every = {"item": "*", "line": "*", "contract": "*", "from": "*", "to": "*"}
    return {
        "obstacle": "o",
        "kind": "outage",
        "touches": "production",
        "effect": "delays",
        "months": 2,
        **every,
        **cells,
    }


def test_without_a_ramp_limit_a_line_can_start_its_capacity() -> None:
    """Capacity is what the plan gives, for each period."""
    assert reachable_starts(plan_of({}))["l"].tolist() == [100, 100, 200]


def test_a_ramp_limit_holds_back_growth() -> None:
    """From 10 a month by 20 a month each month: 30, 50, then 50 + 1.5 * 20 = 80 a month for two months."""
    starts = reachable_starts(plan_of({"rate_now": 10.0, "ramp_step": 20.0}))["l"]
    assert starts.tolist() == [30, 50, 160]


def test_growth_compounds() -> None:
    """From 10 a month by half: 15, 22.5, then 22.5 * 1.5 ** 1.5 a month."""
    starts = reachable_starts(plan_of({"rate_now": 10.0, "ramp_growth": 0.5}))["l"]
    assert starts == pytest.approx([15, 22.5, 2 * 22.5 * 1.5**1.5])


def test_starts_arrive_after_the_lead_time() -> None:
    """With one month of lead, January's 100 arrive in February and February's in March with March's own."""
    found = arrivals(plan_of({}, leads=[{"line": "l", "months": 1, "share": 1.0}]), 0)["l"]
    assert found.tolist() == [0, 100, 200]


def test_what_is_needed_ahead_arrives_later_still() -> None:
    """A part that must be there a month ahead can be used a month later."""
    found = arrivals(plan_of({}, leads=[{"line": "l", "months": 1, "share": 1.0}]), 1)["l"]
    assert found.tolist() == [0, 0, 200]


def test_only_good_units_arrive() -> None:
    """Of 100 starts 90 are good."""
    found = arrivals(plan_of({"yield": 0.9}, leads=[{"line": "l", "months": 0, "share": 1.0}]), 0)["l"]
    assert found == pytest.approx(np.array([90, 90, 180]))


@pytest.mark.parametrize(
    ("cells", "months"),
    [
        ({}, {"l": 2}),
        ({"line": "l", "item": "R", "from": "XA"}, {"l": 2}),
        ({"from": "XB"}, {}),
        ({"item": "other"}, {}),
        ({"touches": "orders"}, {}),
        ({"effect": "forbids"}, {}),
    ],
)
def test_delays_of_production_are_added_where_they_fit(
    cells: dict[str, object], months: dict[str, int]
) -> None:
    """An obstacle that delays production adds its months to the lines that it names."""
    assert delays(plan_of({}, obstacles=[obstacle(**cells)])) == months


def test_a_delayed_line_delivers_later() -> None:
    """Two months of delay on no lead: January's starts arrive in March."""
    plan = plan_of({}, leads=[{"line": "l", "months": 0, "share": 1.0}], obstacles=[obstacle()])
    assert arrivals(plan, 0)["l"].tolist() == [0, 0, 200]
