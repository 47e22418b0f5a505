"""How lines are run and who builds what, worked out by hand, from the folder to the verified plan."""

import pytest

import jointstock as js
from tests.test_worked_cases import changed, level, near, opened, planned


def starts(plan, line="L"):
    """What a line starts in each period."""
    return plan.production.filter(plan.production["line"] == line)["starts"].to_list()


def bought(plan):
    """Option, period, share, payer and payment of each purchase."""
    return [
        tuple(row) for row in plan.expansions.select("option", "period", "amount", "payer", "paid").rows()
    ]


# -- A04: shift modes ---------------------------------------------------------------------------------------


def shifts(holding_cost):
    """The plan of three months with 150 wanted in each, at a holding cost."""
    return planned(changed(opened("A04"), "items", "holding_cost", lambda _: holding_cost))


def test_two_shifts_throughout_where_stock_is_dear():
    """At 1 a unit-month nothing is stored: three months of two shifts cost 3 * 22 = 66.

    Two, two and one shift would store 70 unit-months: 54 + 70 = 124.
    """
    plan = shifts(1.0)
    assert level(plan, "money") == near(66)
    assert plan.line_states["mode"].to_list() == ["two"] * 3
    assert starts(plan) == near([150, 150, 150])


def test_one_shift_at_the_end_where_stock_is_cheap():
    """At 0.1 a unit-month the third month runs one shift: 22 + 22 + 10 + 0.1 * (20 + 50) = 61."""
    plan = shifts(0.1)
    assert level(plan, "money") == near(61)
    assert plan.line_states["mode"].to_list() == ["two", "two", "one"]
    assert starts(plan) == near([170, 180, 100])
    assert plan.stocks["closing"].to_list() == near([20, 50, 0])
    paid = {(row["object"], row["kind"]): 0.0 for row in plan.payments.to_dicts()}
    assert set(paid) == {("L", "shift mode"), ("N/U", "holding")}


def test_modes_that_the_producer_bears_cost_the_plan_nothing():
    """Without a payer the line runs as it likes: its cost is shown and no part of the money."""
    case = changed(opened("A04"), "line_modes", "payer", lambda _: None)
    plan = planned(case)
    assert level(plan, "money") == near(0)
    assert plan.line_states["cost"].min() >= 22
    assert "shift modes" not in plan.costs["term"].to_list()


# -- minimum-rate: at least 60 a month of 100 ---------------------------------------------------------------


def test_a_line_makes_its_minimum_or_nothing():
    """After 100 in January only 30 are missing; the line makes 60, the area is 30 and 160 are paid."""
    plan = planned(opened("minimum-rate"))
    assert starts(plan) == near([100, 60, 0])
    assert level(plan, "shortfall") == near(30)
    assert level(plan, "money") == near(160)
    assert plan.line_states["running"].to_list() == ["yes", "yes", "no"]
    assert plan.line_states["mode"].to_list() == [None] * 3


def test_without_a_minimum_only_what_is_missing_is_made():
    """Without the minimum rate the last 30 are made alone."""
    plan = planned(changed(opened("minimum-rate"), "lines", "minimum_rate", lambda _: None))
    assert starts(plan) == near([100, 30, 0])
    assert level(plan, "money") == near(130)
    assert plan.line_states.is_empty()


# -- start-up: 50 for starting a line that stood still ------------------------------------------------------


def test_a_line_runs_on_at_its_minimum_rather_than_starting_twice():
    """100, 20 and 80 with one start-up: 200 + 50 + 20 stored for a month = 270; two start-ups cost 300."""
    plan = planned(opened("start-up"))
    assert starts(plan) == near([100, 20, 80])
    assert level(plan, "money") == near(270)
    assert plan.line_states["started"].to_list() == ["yes", "no", "no"]
    assert plan.costs.filter(plan.costs["term"] == "start-ups")["amount"].sum() == near(50)


@pytest.mark.parametrize(("cost", "money"), [(20.0, 240.0), (19.0, 238.0)])
def test_two_start_ups_where_they_cost_less_than_running_on(cost, money):
    """A start-up below 20 is cheaper than 20 stored for a month: 200 + 2 * 19 = 238."""
    plan = planned(changed(opened("start-up"), "lines", "start_up_cost", lambda _: cost))
    assert level(plan, "money") == near(money)


def test_a_line_that_runs_already_is_not_started_up():
    """With a rate above nothing before the plan, only storing costs: 200 + 20 = 220."""
    plan = planned(changed(opened("start-up"), "lines", "rate_now", lambda _: 50))
    assert level(plan, "money") == near(220)
    assert plan.line_states["started"].to_list() == ["no"] * 3


# -- surge: 20 a month from a month after March -------------------------------------------------------------


def test_surge_capacity_is_called_from_a_month_after_its_trigger():
    """10, 10, 10, then 30, 30 and the last 10: shortfalls 90, 80, 70, 40, 10, 0.

    All of it is held ready for 6 months at 5, and 40 starts are called at 1: 100 + 30 + 40 = 170.
    """
    plan = planned(opened("surge"))
    assert plan.shortfalls["shortfall"].to_list() == near([90, 80, 70, 40, 10, 0])
    assert plan.surges["called"].to_list() == near([0, 0, 0, 20, 20, 0])
    assert plan.surges["retained"].to_list() == near([1.0] * 6)
    assert level(plan, "money") == near(170)
    assert plan.costs.filter(plan.costs["term"] == "surges")["amount"].sum() == near(70)
    assert plan.production["capacity"].to_list() == near([10] * 6)


def test_without_its_trigger_surge_capacity_is_not_held_ready():
    """Where the event does not come, 60 are made and nothing is paid beyond them."""
    plan = planned(changed(opened("surge"), "surges", "trigger", lambda _: None))
    assert level(plan, "end") == near(40)
    assert level(plan, "money") == near(60)
    assert plan.surges["retained"].sum() == 0


def test_retention_is_paid_from_the_first_month_of_the_agreement():
    """An agreement from March on is paid for four months: 100 + 20 + 40 = 160."""
    plan = planned(changed(opened("surge"), "surges", "valid_from", lambda _: "2025-03"))
    assert level(plan, "money") == near(160)


# -- industry-builds: 10 a month more when 60 are on order --------------------------------------------------


def industry(break_even, hurdle=1.0, **assumed):
    """Industry's own expansion at a break-even and a hurdle, with shares of announcements that count."""
    case = changed(opened("industry-builds"), "expansions", "break_even", lambda _: break_even)
    case = changed(case, "expansions", "hurdle", lambda _: hurdle)
    if not assumed:
        return case
    rows = [
        {
            "assumption": name,
            "value": share,
            "source": "worked",
            "basis": "synthetic",
            "known_on": "2024-12-01",
        }
        for name, share in assumed.items()
    ]
    table = case.table("assumptions")
    frame = type(table)(rows, schema_overrides=table.schema)
    missing = [name for name in table.columns if name not in frame.columns]
    frame = frame.with_columns(**dict.fromkeys(missing, None)).select(table.columns).cast(dict(table.schema))
    return case.replace(assumptions=frame)


def test_industry_builds_when_its_break_even_is_on_order():
    """60 ordered in January build the line: 10, 10, 20, 20, 20, 20, at no cost to the plan but the units.

    Shortfalls 90, 80, 60, 40, 20, 0, 0, 0 add up to 290.
    """
    plan = planned(opened("industry-builds"))
    assert bought(plan) == [("X", "2025-01", 1.0, None, 0.0)]
    assert plan.expansions["cost"].to_list() == [5000]
    assert level(plan, "shortfall") == near(290)
    assert level(plan, "money") == near(100)
    ordered = plan.orders.filter(plan.orders["period"] == "2025-01")["quantity"].sum()
    assert ordered >= 60 - 1e-6


@pytest.mark.parametrize(
    ("break_even", "hurdle", "assumed", "area"),
    [
        (100.0, 1.0, {}, 290),
        (101.0, 1.0, {}, 440),
        (80.0, 1.2, {}, 290),
        (80.0, 1.3, {}, 440),
        (101.0, 1.0, {"conversion_of_options": 0.9}, 440),
        (200.0, 1.0, {"conversion_of_targets": 1.0}, 290),
        (201.0, 1.0, {"conversion_of_targets": 1.0}, 440),
        (125.0, 1.2, {"conversion_of_targets": 0.5}, 290),
    ],
)
def test_the_threshold_is_hurdle_times_break_even_against_all_that_counts(break_even, hurdle, assumed, area):
    """With a ceiling of 100 units, 100 can be on order; 100 of target not yet held count by their share.

    Without the expansion 80 are made: 90 + 80 + ... + 20 = 440. What counts of the ceiling counts of its
    orders no more, so that both never make more than the ceiling.
    """
    plan = planned(industry(break_even, hurdle, **assumed))
    assert level(plan, "shortfall") == near(area)


def test_what_counts_of_a_ceiling_need_not_be_ordered_at_once():
    """With half of the ceiling counted, 20 on order reach 60: 50 + 0.5 * 20."""
    plan = planned(industry(60.0, conversion_of_options=0.5))
    assert level(plan, "shortfall") == near(290)
    first = plan.orders.filter(plan.orders["period"] == "2025-01")["quantity"].sum()
    assert first >= 20 - 1e-6


def test_less_on_order_than_the_break_even_builds_nothing():
    """A ceiling of 50 keeps orders below the 60 that industry wants."""
    plan = planned(changed(opened("industry-builds"), "contracts", "ceiling", lambda _: 50))
    assert bought(plan) == []
    assert level(plan, "end") == near(50)


def test_what_an_expansion_costs_industry_need_not_be_known():
    """An option without a cost is built all the same; its cost stays empty."""
    plan = planned(changed(opened("industry-builds"), "expansions", "cost", lambda _: None))
    assert bought(plan) == [("X", "2025-01", 1.0, None, 0.0)]
    assert plan.expansions["cost"].to_list() == [None]


def test_orders_for_units_count_for_their_parts():
    """60 units need 180 bars; with a hurdle of 1.2, 150 * 1.2 = 180 bars must be on order.

    30 bars a month make 10 units, 60 make 20: the plan is that of one line.
    """
    plan = planned(opened("industry-builds-parts"))
    assert bought(plan) == [("X", "2025-01", 1.0, None, 0.0)]
    assert level(plan, "shortfall") == near(290)
    less = changed(opened("industry-builds-parts"), "contracts", "ceiling", lambda _: 59)
    assert bought(planned(less)) == []


# -- G02: 40 firm orders, and 60 uncertain ones that are to be taken or paid ---------------------------------

G02 = {"cost": 30.0, "margin": 50.0, "firm": 40.0, "uncertain": 60.0, "probability": 0.5}


def terms(**cells):
    """G02 with other terms of the contract for the uncertain orders."""
    case = opened("G02")
    for column, cell in cells.items():
        case = changed(case, "contracts", column, lambda _, cell=cell: cell)
    return case


def uncertain():
    """G02 with nothing promised: the contract is an option only."""
    return terms(signed=None, take_or_pay=None, take_share=None)


def capacity(plan):
    """Units a month that the line can make at the end."""
    return plan.production["capacity"].to_list()[-1]


def test_industry_builds_for_firm_orders_only_where_nothing_is_promised():
    """40 firm orders reach the first break-even of 40 * 30 / 50 = 24; 60 that come by half miss the second.

    It stands at 40 + 60 * 30 / 50 = 76 orders: 40 for what the first option makes, and 36 of its own.
    Industry counts 40 + 0.5 * 60 = 70 in January, when it would have to build: 40 a month are built, and 60
    of 100 are short.
    """
    plan = planned(uncertain())
    assert bought(plan) == [("firm", "2025-01", 1.0, None, 0.0)]
    assert capacity(plan) == near(40)
    assert capacity(plan) == near(js.commitment(**G02).without)
    assert level(plan, "shortfall") == near(60)


def test_industry_builds_for_uncertain_orders_that_are_to_be_taken_or_paid():
    """A payment of (30 - 0.5 * 50) / 0.5 = 10 is 0.2 of the price: 40 + (0.5 + 0.5 * 0.2) * 60 = 76 orders.

    So 100 a month are built in January, at no cost to the plan. The orders come: 60 are bought at 50 in
    February beside the 40, all of them are made, nothing is short and nothing untaken.
    """
    plan = planned(opened("G02"))
    assert bought(plan) == [("firm", "2025-01", 1.0, None, 0.0), ("uncertain", "2025-01", 1.0, None, 0.0)]
    assert capacity(plan) == near(100)
    assert capacity(plan) == near(js.commitment(**G02).built)
    assert starts(plan) == near([0, 100])
    assert (level(plan, "shortfall"), level(plan, "money")) == (near(0), near(3000))
    assert plan.agreements["untaken_cost"].to_list() == near([0])


def test_take_or_pay_falls_due_where_the_orders_do_not_come():
    """With a target of 40, which the firm orders meet, 60 are not taken: 60 * 0.2 * 50 = 600, the worst cost.

    The orders come by half, so that 300 is the expected cost.
    """
    plan = planned(changed(opened("G02"), "targets", "quantity", lambda _: 40))
    found = js.commitment(**G02)
    assert level(plan, "money") == near(600)
    assert plan.agreements["untaken_cost"].to_list() == near([found.worst_cost])
    assert 0.5 * level(plan, "money") == near(found.expected_cost)


@pytest.mark.parametrize(
    "changes",
    [{"take_share": 0.19}, {"take_share": 0.9, "take_or_pay": 59.0}, {"take_share": 0.9, "signed": None}],
)
def test_take_or_pay_below_the_payment_needed_builds_for_firm_orders_only(changes):
    """0.19 of the price gives 40 + (0.5 + 0.5 * 0.19) * 60 = 75.7 orders of 76.

    What is to be taken counts for a whole ceiling only, and only where the contract is signed.
    """
    assert capacity(planned(terms(**changes))) == near(40)


@pytest.mark.parametrize(("grant", "built"), [(5.0, 100), (4.9, 40)])
def test_a_grant_does_what_take_or_pay_does(grant, built):
    """A grant of 5 a unit leaves 25 of 30 to earn: 40 + 60 * 25 / 50 = 70 orders, what industry counts.

    With 4.9 it is 40 + 60 * 25.1 / 50 = 70.12.
    """
    own = {"firm": 24.0, "uncertain": 40 + 60 * (30 - grant) / 50}
    case = changed(uncertain(), "expansions", "break_even", lambda row: own[row["option"]])
    assert capacity(planned(case)) == near(built)


# -- two-recipes --------------------------------------------------------------------------------------------


def test_a_line_uses_the_recipes_that_its_parts_allow():
    """50 of steel make 25 units, 75 of alloy 25 more."""
    plan = planned(opened("two-recipes"))
    assert level(plan, "end") == near(10)
    made = {row["recipe"]: 0.0 for row in plan.production.to_dicts()}
    for row in plan.production.to_dicts():
        made[row["recipe"]] += row["starts"]
    assert made == {"of-alloy": near(25), "of-steel": near(25)}


# -- whole options ------------------------------------------------------------------------------------------


def test_a_whole_option_is_bought_whole_or_not_at_all():
    """Of 150 million, 30 are left for an option of 50: three fifths of it, or nothing where it is whole.

    Without it the area is 1,100 + 1,000 + ... + 100 = 6,600 and the units alone are paid for.
    """
    parts = planned(opened("A02"))
    assert level(parts, "shortfall") == pytest.approx(5400, rel=1e-6)
    whole = planned(changed(opened("A02"), "expansions", "kind", lambda _: "whole"))
    assert level(whole, "shortfall") == pytest.approx(6600, rel=1e-6)
    assert whole.expansions.is_empty()
    assert all(row["gap"] == pytest.approx(0, abs=1) for row in whole.run["levels"] if row["gap"] is not None)
