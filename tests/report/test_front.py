"""The front page."""

from jointstock.plans.plan import Plan
from jointstock.report.front import front, total_cost
from jointstock.report.names import names_of
from tests.report import test_building, test_giving, test_order_book, test_shortage
from tests.report.tiny import tiny_case, tiny_plan

COSTS = [
    {"term": "orders", "payer": "XA", "amount": 30e6},
    {"term": "expansions", "payer": "XA", "amount": 1e6},
]


def joined() -> Plan:
    """Orders, a purchase and transfers of the first months, with targets short at the start."""
    rows = test_shortage.short("XA", "C", 100, [40, 100, 100], "synthetic")
    orders = [
        test_order_book.order("O1", "XA", "R", "2030-01", 20e6, basis="assumed"),
        test_order_book.order("O2", "XA", "R", "2030-04", 90e6),
    ]
    bought = test_building.bought("more", "2030-01", 0.25, 30e6, ("XA", 30e6))
    tables = {
        "nations": [{"nation": "XA", "name": "Aland"}, {"nation": "XU", "name": "Uland"}],
        "items": test_order_book.CASE.table("items").to_dicts(),
        "expansions": test_building.CASE.table("expansions").to_dicts(),
        "ramps": test_building.CASE.table("ramps").to_dicts(),
        "lines": test_building.CASE.table("lines").to_dicts(),
        "sites": test_building.CASE.table("sites").to_dicts(),
        "contracts": test_order_book.CASE.table("contracts").to_dicts(),
    }
    return tiny_plan(
        tiny_case(**tables),
        shortfalls=rows,
        orders=orders,
        expansions=bought,
        transfers=[test_giving.sent("XA", 25.0, "2030-01")],
        costs=COSTS,
    )


def test_the_headline_says_short_today_later_and_the_price() -> None:
    """One target is short today, none in the end, for 31 million."""
    page = front(joined(), names_of(joined().case))
    assert page.headline == (
        "1 of 1 target for stocks is short today; the plan brings that down to 0 by April 2030, "
        "for EUR 31.0 million."
    )


def test_decisions_are_those_of_the_first_three_months() -> None:
    """The order of April waits; the one of January is to be signed by March."""
    sign, build, release = front(joined(), names_of(joined().case)).decisions
    assert (sign.what, sign.by, sign.cost, sign.mark) == (
        "Sign 1 order under 1 contract",
        "March 2030",
        "EUR 20.0 million",
        "†",
    )
    assert sign.detail == "EUR 20.0 million of Round under Joint frame."
    assert (build.what, build.cost, build.mark) == (
        "Decide 1 expansion of production",
        "EUR 30.0 million",
        "†",
    )
    assert (release.what, release.detail) == ("Release stock of 1 donor", "25 of Round to Uland.")
    assert release.cost == ""


def test_tiles_carry_the_mark_of_what_they_rest_on() -> None:
    """Synthetic targets mark the counts, an assumed order the money."""
    tiles = front(joined(), names_of(joined().case)).tiles
    assert [(tile.value, tile.mark) for tile in tiles] == [
        ("1", "‡"),
        ("0", "‡"),
        ("EUR 31.0 million", "†"),
        ("EUR 0", "†"),
    ]


def test_an_empty_plan_has_nothing_to_decide() -> None:
    """Without targets, orders, purchases and transfers the page says so."""
    case = tiny_case()
    page = front(tiny_plan(case), names_of(case))
    assert page.headline == "No nation of this case has a target."
    assert page.decisions == ()
    assert total_cost(tiny_plan(case)) == 0.0


def test_a_what_if_and_a_stopped_solve_are_said_on_the_front_page() -> None:
    """Changes of the case and a solver that was stopped stand under the headline; else nothing does."""
    plan = tiny_plan(tiny_case())
    names = names_of(plan.case)
    change = {"table": "budgets", "key": ["A"], "column": "amount", "op": "*=", "value": 2}
    run = {**plan.run, "status": "limit", "options": {**plan.run["options"], "changes": [change]}}
    assert front(plan, names).cautions == ()
    assert front(Plan(plan.case, run, plan.tables), names).cautions == (
        "A what-if: budgets.A.amount*=2.",
        "The solver was stopped: the plan keeps every rule, but is not proven best.",
    )


def test_a_fair_plan_says_so_under_the_headline() -> None:
    """The rule is named, since the shortfall of all is not the first thing such a plan makes least."""
    plan = tiny_plan(tiny_case())
    fair = Plan(plan.case, {**plan.run, "fairness": {"rule": "max-min"}}, plan.tables)
    assert front(fair, names_of(plan.case)).cautions == (
        "Made fair between nations (max-min) before the shortfall of all is made least.",
    )
