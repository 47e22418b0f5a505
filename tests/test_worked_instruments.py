"""Cases of instruments, worked out by hand, from folder to plan."""

import polars as pl
import pytest

import jointstock as js
from tests.test_worked_cases import changed, level, near, opened, planned
from tests.test_worked_stock import column


def reimbursed(plan):
    """What the fund of the case pays in all."""
    return -plan.payments.filter(pl.col("kind") == "reimbursement", pl.col("payer") != "F")["amount"].sum()


# -- T03: three members with a tenth each -------------------------------------------------------------------


def test_a_member_orders_more_than_it_needs_so_that_all_are_supported() -> None:
    """A and B have money for 80 and 60 units; 300 from the fund buy 30 more, of 200 that are wanted.

    C wants 10 and orders a tenth of all, 170 / 9: (170 + 170 / 9) * 10 = 1888.89. 30 stay short for 4 months.
    """
    plan = planned(opened("T03"))
    assert level(plan, "end") == near(30)
    assert level(plan, "shortfall") == near(120)
    assert level(plan, "money") == near(17000 / 9)
    assert sum(column(plan, "orders", "quantity", buyer="C")) == near(170 / 9)
    assert reimbursed(plan) == near(300)
    assert set(column(plan, "memberships", "counts")) == {"yes"}
    assert set(column(plan, "memberships", "eligible")) == {"yes"}


def test_two_members_are_enough_where_two_are_asked_for() -> None:
    """C orders the 10 that it wants and no more."""
    plan = planned(changed(opened("T03"), "instruments", "min_members", lambda _: 2))
    assert level(plan, "end") == near(30)
    assert level(plan, "money") == near(1800)


def test_a_low_rate_limits_before_the_envelope() -> None:
    """A tenth of each order: A pays 9 for a unit and buys 800 / 9, B 600 / 9; C orders a ninth of both."""
    plan = planned(changed(opened("T03"), "instruments", "rate", lambda _: 0.1))
    assert level(plan, "end") == near(200 - 1400 / 9)
    assert level(plan, "money") == near(10 * 1400 / 9 * 10 / 9)


def test_shares_that_three_cannot_have_leave_a_contract_without_support() -> None:
    """C, which may pay for 1, has no fifth of 141 units: 60 stay short, and nobody is eligible."""
    case = changed(opened("T03"), "instruments", "member_share", lambda _: 0.2)
    case = changed(case, "targets", "quantity", lambda row: 1.0 if row["nation"] == "C" else row["quantity"])
    plan = planned(
        changed(case, "budgets", "amount", lambda row: 30.0 if row["payer"] == "C" else row["amount"])
    )
    assert level(plan, "end") == near(60)
    assert level(plan, "money") == near(1410)
    assert set(column(plan, "memberships", "eligible")) == {"no"}
    assert reimbursed(plan) == near(0)


@pytest.mark.parametrize(("amount", "end"), [(0.0, 60), (100.0, 50), (None, 0)])
def test_what_is_reimbursed_stays_inside_the_envelope(amount, end) -> None:
    """Every 10 of it buys a unit; without an envelope the fund's 300 of budget are all there is but rates.

    The fund's budget of 900 a year is raised tenfold: A and B may then buy all that they want.
    """
    case = changed(opened("T03"), "instruments", "amount", lambda _: amount)
    plan = planned(
        changed(case, "budgets", "amount", lambda row: row["amount"] * (10 if row["payer"] == "F" else 1))
    )
    assert level(plan, "end") == near(end)


def test_the_budget_of_the_fund_limits_too() -> None:
    """With 450 a year, and so 150 in four months, 15 more units are bought."""
    case = changed(
        opened("T03"), "budgets", "amount", lambda row: 450.0 if row["payer"] == "F" else row["amount"]
    )
    assert level(planned(case), "end") == near(45)


# -- T04: extra cost ----------------------------------------------------------------------------------------


def test_extra_cost_is_borne_up_to_a_share_of_the_value() -> None:
    """100 for the call-off and 2.5 a unit for the agent; a twentieth of the value is 0.5 a unit.

    12.5 q + 100 - 0.5 q = 1000 buys 75 of 100 units, for 1037.5 in all.
    """
    plan = planned(opened("T04"))
    assert level(plan, "end") == near(25)
    assert level(plan, "money") == near(1037.5)
    assert reimbursed(plan) == near(37.5)
    assert sum(column(plan, "support", "claimed")) == near(100 + 2.5 * 75)


def test_half_of_the_extra_cost_is_borne_without_a_cap() -> None:
    """12.5 q + 100 - (100 + 2.5 q) / 2 = 1000 buys 950 / 11.25 units."""
    plan = planned(changed(opened("T04"), "instruments", "cap_share", lambda _: None))
    assert level(plan, "end") == near(100 - 950 / 11.25)


def test_a_cap_of_money_holds_for_the_whole_contract() -> None:
    """With at most 10 for the contract, 12.5 q + 90 = 1000."""
    plan = planned(changed(opened("T04"), "instruments", "cap_value", lambda _: 10.0))
    assert level(plan, "end") == near(100 - 910 / 12.5)


# -- T05: investment ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cap", "bought"), [(None, 1 / 2), (0.25, 180 / 510), (0.0, 180 / 660)], ids=["half", "quarter", "none"]
)
def test_an_expansion_is_paid_for_in_part_by_the_fund(cap, bought) -> None:
    """60 units and the share z of the expansion, with 60 z more, out of 240: 60 + 60 z + 600 z - support.

    Half of 600 z: z = 180 / 360; a cap of a quarter of the cost: 180 / 510; of nothing: 180 / 660.
    """
    plan = planned(changed(opened("T05"), "instruments", "cap_share", lambda _: cap))
    assert plan.expansions["amount"].to_list() == near([bought])
    assert level(plan, "end") == near(40 - 60 * bought)
    assert level(plan, "money") == near(60 + 660 * bought)
    assert reimbursed(plan) == near((0.5 if cap is None else cap) * 600 * bought)


# -- T06: gifts at a flat rate ------------------------------------------------------------------------------


def test_all_gifts_are_reimbursed_at_the_rate_that_the_envelope_allows() -> None:
    """150 units at 10 are claims of 1500 on 750: one half for both donors, found in the second round."""
    plan = planned(opened("T06"))
    assert level(plan, "shortfall") == near(0)
    assert level(plan, "money") == near(750)
    (record,) = plan.run["instruments"]
    assert record["rate"] == pytest.approx(0.5, abs=1e-4)
    assert (record["claims"], record["envelope"], record["rounds"]) == (near(1500), 750, 2)
    paid = plan.table("support").sort("member")
    assert (paid["reimbursed"] / paid["claimed"]).to_list() == [pytest.approx(record["rate"])] * 2
    assert reimbursed(plan) <= 750


def test_signs_of_life_say_in_which_round_a_flat_rate_is_looked_for() -> None:
    """The first round is told as any plan is, the second one by its number."""
    levels = []
    js.make_plan(opened("T06"), progress=lambda sign: levels.append(sign.level))
    assert levels[0] == "commitments"
    assert "commitments, round 2" in levels
    assert not [level for level in levels if "round 1" in level or "round 3" in level]


def test_a_wide_envelope_pays_the_whole_rate_at_once() -> None:
    """With 2000 the rate is the highest, 1, and no second round is needed."""
    plan = planned(changed(opened("T06"), "instruments", "amount", lambda _: 2000.0))
    (record,) = plan.run["instruments"]
    assert (record["rate"], record["rounds"]) == (1.0, 1)
    assert reimbursed(plan) == near(1500)


def only_a_with_money(amount):
    """T06 with B without stock, and A with 60 for lanes at 5, at a value of 4 and an envelope."""
    case = changed(
        opened("T06"), "holdings", "releasable", lambda row: 100.0 if row["nation"] == "A" else 0.0
    )
    case = changed(
        changed(case, "instrument_values", "value", lambda _: 4.0), "instruments", "amount", lambda _: amount
    )
    row = {"payer": "A", "year": 2025, "amount": 360.0, "carry_over": 0.0}
    tail = {"source": "worked", "basis": "synthetic", "known_on": "2024-12-01"}
    return case.replace(budgets=pl.DataFrame([row | tail]))


@pytest.mark.parametrize("amount", [6.0, 30.0, 60.0, 150.0])
def test_a_rate_that_moves_its_own_claims_is_a_fixed_point(amount) -> None:
    """A sends u units for 5 u - rate * 4 u = 60; claims of 4 u on an envelope E: rate = 5 E / (240 + 4 E).

    From an envelope of 60 on, each round answers a rate too high with one too low, by as much or more.
    """
    plan = planned(only_a_with_money(amount))
    (record,) = plan.run["instruments"]
    rate = 5 * amount / (240 + 4 * amount)
    assert record["rate"] == pytest.approx(rate, abs=2e-4)
    assert record["rounds"] <= 6
    assert level(plan, "end") == pytest.approx(150 - 60 / (5 - 4 * rate), rel=1e-3)
    assert reimbursed(plan) <= amount * (1 + 1e-9)


# -- T07: share limits --------------------------------------------------------------------------------------


def test_a_limit_by_item_shuts_an_item_out() -> None:
    """V is half from outside, more than 0.35: U costs A 5 and V the full 8, for 150 U and 250 / 8 V."""
    plan = planned(opened("T07"))
    assert level(plan, "end") == near(300 - 150 - 31.25)
    assert level(plan, "money") == near(1750)
    assert reimbursed(plan) == near(750)


def test_a_limit_by_contract_weighs_the_items_together() -> None:
    """0.5 * 8 v <= 0.35 * (10 u + 8 v) allows 35 / 12 of V for each U: 60 and 175, for 5 and 4 each.

    118.75 are short with the limit by item, 65 with that by contract: the plan is another one.
    """
    plan = planned(changed(opened("T07"), "instruments", "level", lambda _: "contract"))
    assert level(plan, "end") == near(300 - 60 - 175)
    assert level(plan, "money") == near(2000)
    assert sum(column(plan, "orders", "quantity", item="V")) == near(175)


def test_without_a_limit_the_cheapest_is_bought() -> None:
    """All of V that 1000 buys at half its price: 250 units."""
    plan = planned(changed(opened("T07"), "instrument_limits", "limit", lambda _: 1.0))
    assert level(plan, "end") == near(50)


# -- T08: a window ------------------------------------------------------------------------------------------


def test_only_what_is_paid_in_the_window_is_supported() -> None:
    """40 units of February and March for 5 each, and 20 of another month for 10: 400."""
    plan = planned(opened("T08"))
    assert level(plan, "end") == near(40)
    assert level(plan, "money") == near(600)
    assert column(plan, "support", "period") == ["2025-02", "2025-03"]


def test_a_period_that_reaches_beyond_the_window_is_not_supported() -> None:
    """From February to April is a period of three months, the last of which lies outside: 400 / 10."""
    plan = planned(opened("T08"), calendar="1x1,1x3")
    assert level(plan, "end") == near(60)
    assert plan.table("support").is_empty()


def test_the_month_of_the_payment_counts_not_that_of_the_order() -> None:
    """Paid a month after the order, January and February are supported, and April is paid after the end.

    20 units a month for 100, 100, 200 and nothing inside the horizon: 80 units.
    """
    plan = planned(changed(opened("T08"), "contract_payments", "months_after", lambda _: 1))
    assert level(plan, "end") == near(20)
    assert column(plan, "support", "reimbursed") == near([100, 100])


# -- conditions that meet each other ------------------------------------------------------------------------


def rows(case, table, *cells):
    """The case with a table of the given rows alone."""
    tail = {"source": "worked", "basis": "synthetic", "known_on": "2024-12-01"}
    return case.replace(**{table: pl.DataFrame([row | tail for row in cells])})


def test_extra_cost_is_that_of_the_whole_contract_whatever_a_limit_shuts_out() -> None:
    """A limit that no order keeps leaves half of the extra cost to the fund, without a cap on its value."""
    case = changed(opened("T04"), "instruments", "cap_share", lambda _: None)
    case = rows(case, "instrument_limits", {"instrument": "I", "numerator": "recipient:A", "limit": 0.0})
    assert level(planned(case), "end") == near(100 - 950 / 11.25)


def test_a_buyer_for_whom_another_pays_claims_its_call_off() -> None:
    """B pays for A's units and fees, 12.5 each, A the call-off of 100, of which it gets 50 back.

    A has just 50 in two months, and B 500: 12.5 q - 1.25 q = 500.
    """
    case = changed(opened("T04"), "instruments", "cap_share", lambda _: None)
    nations = case.table("nations")
    other = nations.filter(pl.col("nation") == "A").with_columns(nation=pl.lit("B"))
    case = case.replace(nations=pl.concat([nations, other]))
    parties = case.table("contract_parties")
    payer = parties.head(1).with_columns(role=pl.lit("payer"), party=pl.lit("B"))
    case = case.replace(contract_parties=pl.concat([parties, payer]))
    budgets = case.table("budgets")
    purse = budgets.head(1).with_columns(payer=pl.lit("B"), amount=pl.lit(3000.0))
    small = budgets.with_columns(amount=pl.lit(300.0))
    plan = planned(case.replace(budgets=pl.concat([small, purse])))
    assert level(plan, "end") == near(100 - 500 / 11.25)
    assert column(plan, "support", "reimbursed", member="A") == near([50])


def test_one_member_must_reach_its_share_too() -> None:
    """Where one member is to order two thirds of all, A does, and it alone counts."""
    case = changed(opened("T03"), "instruments", "min_members", lambda _: 1)
    plan = planned(changed(case, "instruments", "member_share", lambda _: 2 / 3))
    placed = plan.orders.group_by("buyer").agg(pl.col("quantity").sum()).sort("quantity", descending=True)
    assert placed["quantity"][0] >= placed["quantity"].sum() * 2 / 3 - 1e-6
    assert {row["member"] for row in plan.table("memberships").filter(counts="yes").to_dicts()} == {"A"}


def test_platforms_given_are_reimbursed_like_stock() -> None:
    """Of 20 guns at 50 and 150 units at 10, claims of 2500 on 1250: one half for all, and no finding."""
    case = changed(opened("T06"), "instruments", "amount", lambda _: 1250.0)
    items = case.table("items")
    gun = items.with_columns(item=pl.lit("gun"), kind=pl.lit("platform"), family=pl.lit("guns"))
    lanes = case.table("lanes")
    lane = lanes.with_columns(**{"item": pl.lit("gun"), "from": pl.lit("A"), "to": pl.lit("R")})
    values = case.table("instrument_values")
    value = values.with_columns(item=pl.lit("gun"), value=pl.lit(50.0))
    parties = case.table("instrument_parties")
    supported = parties.filter(role="item").with_columns(party=pl.lit("gun"))
    case = case.replace(
        items=pl.concat([items, gun]),
        lanes=pl.concat([lanes, lane]),
        instrument_values=pl.concat([values, value]),
        instrument_parties=pl.concat([parties, supported]),
    )
    case = rows(
        case,
        "fleets",
        {"nation": "A", "platform": "gun", "holding": 20.0, "releasable": 20.0, "training_months": 0},
        {"nation": "R", "platform": "gun", "holding": 0.0, "releasable": 0.0, "training_months": 0},
    )
    case = rows(case, "fleet_floors", {"nation": "R", "family": "guns", "from": "2025-01", "quantity": 20.0})
    plan = planned(case)
    assert level(plan, "commitments") == near(0)
    (record,) = plan.run["instruments"]
    assert (record["claims"], record["rounds"]) == (near(2500), 2)
    assert column(plan, "support", "reimbursed", object="A/gun") == [pytest.approx(500, rel=1e-4)]


def test_surge_capacity_counts_in_what_could_be_ordered() -> None:
    """1 a month with 300 more on call: A and B still order 170 units, and C a ninth of that."""
    case = changed(opened("T03"), "lines", "capacity", lambda _: 1.0)
    surge = {"surge": "S", "line": "L", "capacity": 300.0, "retention": 0.0, "call_cost": 0.0}
    surge |= {"notice_months": 0, "valid_from": "2025-01", "trigger": "2025-01", "payer": "A"}
    plan = planned(rows(case, "surges", surge))
    assert level(plan, "end") == near(30)
    assert level(plan, "money") == near(17000 / 9)
