"""Agreements worked out by hand, from the folder to the verified plan, through the public interface alone."""

import pytest

from tests.test_worked_cases import changed, kpi, level, near, opened, planned


def ordered(plan, *columns):
    """Columns of the orders, by period and contract."""
    rows = plan.orders.sort("period", "contract", "tier", "buyer").select(*columns).rows()
    return [tuple(round(cell, 4) if isinstance(cell, float) else cell for cell in row) for row in rows]


def term(plan, name):
    """What a term of money comes to."""
    return plan.costs.filter(plan.costs["term"] == name)["amount"].sum()


def agreement(plan, contract="K"):
    """In force, ordered, untaken, its cost and fees of a contract."""
    row = plan.agreements.filter(plan.agreements["contract"] == contract).row(0, named=True)
    return [row["in_force"] == "yes", *(row[name] for name in ("ordered", "untaken", "untaken_cost", "fees"))]


def needing(name, units):
    """A case with another target."""
    return changed(opened(name), "targets", "quantity", lambda _: units)


# -- A06: lot sizes -----------------------------------------------------------------------------------------


def test_lots_weigh_fixed_costs_against_storage():
    """Six call-offs cover the twelve months for 864, as dynamic programming finds (Wagner and Whitin 1958).

    Fixed costs 85 + 102 + 98 + 86 + 110 + 98 = 579, storage 29 + 61 + (26 + 2 * 34) + 45 + 56 = 285; the 630
    units cost 2 each besides.
    """
    plan = planned(opened("A06"))
    months = ["01", "03", "05", "08", "10", "11"]
    lots = [98, 97, 121, 112, 67, 135]
    assert ordered(plan, "contract", "quantity") == [
        (f"K{m}", lot) for m, lot in zip(months, lots, strict=True)
    ]
    assert (term(plan, "fixed costs"), term(plan, "holding")) == (near(579), near(285))
    assert level(plan, "money") == near(864 + 2 * 630)
    assert level(plan, "commitments") == near(0)


# -- A07: minimum order -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("need", "cost"), [(30, 420), (35, 490), (36, 500), (40, 500), (50, 500), (55, 550)])
def test_a_minimum_order_pays_from_a_need_on(need, cost):
    """min(14 D, max(500, 10 D)): below 500 / 14 = 35.7 units the supplier without a minimum is cheaper."""
    plan = planned(needing("A07", need))
    assert level(plan, "money") == near(cost)
    taken = cost == max(500, 10 * need)
    assert agreement(plan) == [taken, near(max(50, need) if taken else 0), 0, 0, 0]


# -- A08 and others: prices by quantity ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("need", "units", "tier", "cost"), [(75, 75, 0, 750), (85, 100, 100, 800), (120, 120, 100, 960)]
)
def test_more_than_is_needed_is_ordered_to_reach_a_price_for_all_units(need, units, tier, cost):
    """100 units at 8 cost less than 85 at 10; 75 at 10 cost less than 100 at 8.

    What is more than needed is ordered in the last month, so that it is not stored.
    """
    plan = planned(needing("A08", need))
    assert set(ordered(plan, "tier", "price")) == {(tier, 8 if tier else 10)}
    assert plan.orders["quantity"].sum() == near(units)
    assert level(plan, "money") == near(cost)


@pytest.mark.parametrize(
    ("need", "cost", "units"), [(120, 1080, 0), (133, 1197, 0), (134, 1204, 134), (150, 1300, 150)]
)
def test_a_falling_price_is_reached_over_the_dear_units(need, cost, units):
    """1,000 + 6 (D - 100) against 9 D: from 133.3 units on the falling price wins."""
    plan = planned(needing("falling-price", need))
    assert level(plan, "money") == near(cost)
    assert agreement(plan)[1] == near(units)
    if units:
        assert ordered(plan, "tier", "quantity", "price") == [(0, 100, 10), (100, units - 100, 6)]


def test_a_rising_price_is_taken_up_to_the_rival():
    """Fifty units at 8, and the other hundred at the rival's 9 instead of 12, without a yes-no decision."""
    plan = planned(opened("rising-price"))
    assert ordered(plan, "contract", "tier", "quantity") == [("K", 0, 50), ("R", 0, 100)]
    assert level(plan, "money") == near(50 * 8 + 100 * 9)


# -- A15: learning ------------------------------------------------------------------------------------------


def test_eight_units_of_a_learning_curve_cost_what_its_theory_says():
    """By unit theory 657.3726; were 100 the average of the curve, 583.2: the theories differ by 13 %."""
    plan = planned(opened("A15"))
    assert level(plan, "money") == near(657.3725929656076, 1e-4)
    assert plan.orders["tier"].sort().to_list() == [0, 1, 2, 4, 6]
    wright = planned(changed(opened("A15"), "contract_prices", "type", lambda _: "wright"))
    assert level(wright, "money") == near(583.2, 1e-4)


def test_four_units_behind_four_made_before_are_the_fifth_to_the_eighth():
    """301.7520; of four units each has its own price."""
    case = changed(needing("A15", 4), "contract_prices", "made_before", lambda _: 4)
    plan = planned(changed(case, "contracts", "ceiling", lambda _: 4))
    assert level(plan, "money") == near(301.7519943343734, 1e-4)
    assert [price for (price,) in ordered(plan, "price")] == [78.2987, 76.1585, 74.3948, 72.9]


def test_between_its_quantities_a_curve_is_a_chord():
    """Three of eight units: 100 + 90, and half of the 84.6206 + 81 of the third and fourth."""
    plan = planned(needing("A15", 3))
    assert level(plan, "money") == near(190 + (84.62059863123417 + 81) / 2, 1e-4)


# -- A16: a framework ---------------------------------------------------------------------------------------


def test_call_offs_of_a_framework_keep_its_limits():
    """40, 40 and 20 in March, April and May, since the third call-off cannot be 10: ten more than is needed.

    The area is smallest so: 90 + 90 until March, then 50 + 10. 100 units and three call-offs cost 1,150.
    """
    plan = planned(opened("A16"))
    assert ordered(plan, "period", "quantity") == [("2025-03", 40), ("2025-04", 40), ("2025-05", 20)]
    assert level(plan, "shortfall") == near(180 + 60)
    assert level(plan, "money") == near(1000 + 150)


def test_a_ceiling_leaves_the_last_call_off_its_least():
    """Of 95 units 20 stay for the third call-off: 40 and 35 in the first two, 50 + 15 after March."""
    plan = planned(changed(opened("A16"), "contracts", "ceiling", lambda _: 95))
    assert ordered(plan, "quantity") == [(40,), (35,), (20,)]
    assert level(plan, "shortfall") == near(180 + 65)


def test_a_largest_call_off_alone_is_no_decision():
    """Without fixed cost and least quantity 40, 40 and 10 are ordered, and no column is whole."""
    case = opened("A16")
    for column in ("fixed_cost", "call_off_min"):
        case = changed(case, "contracts", column, lambda _: None)
    plan = planned(case)
    assert ordered(plan, "quantity") == [(40,), (40,), (10,)]
    assert "called" not in plan.run["size"]["families"]["columns"]


def test_a_late_joiner_orders_from_its_month_on():
    """N is whole in January, P in April: an area of 3 * 30."""
    plan = planned(opened("late-joiner"))
    assert ordered(plan, "buyer", "period", "quantity") == [("N", "2025-01", 30), ("P", "2025-04", 30)]
    assert level(plan, "shortfall") == near(90)
    assert kpi(plan, "time_to_target", "P", "G") == "4"


# -- take-or-pay, fees, agents ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rival", "units", "untaken"), [(4, 0, 100), (4.9, 0, 100), (5.1, 60, 40), (7, 60, 40)]
)
def test_a_unit_to_be_taken_costs_only_what_is_not_paid_anyway(rival, units, untaken):
    """Half of the price falls due in any case, so K beats a rival that asks more than 5.

    60 * 10 + 40 * 5 = 800, or 60 units of the rival and 100 * 5.
    """
    case = changed(
        opened("take-or-pay"), "contract_prices", "price", lambda row: {"K": 10, "R": rival}[row["contract"]]
    )
    plan = planned(case)
    assert level(plan, "money") == near(800 if units else 60 * rival + 500)
    assert agreement(plan) == [True, near(units), near(untaken), near(5 * untaken), 0]
    rows = plan.payments.filter(plan.payments["kind"] == "untaken")
    assert rows.select("payer", "object", "period").rows() == [("N", "K", "2025-03")]


def test_what_is_not_signed_and_not_ordered_owes_nothing():
    """Without a signature the rival at 4 costs 240 and nothing else."""
    plan = planned(changed(opened("take-or-pay"), "contracts", "signed", lambda _: None))
    assert level(plan, "money") == near(240)
    assert agreement(plan) == [False, 0, 0, 0, 0]


@pytest.mark.parametrize(("rival", "money", "untaken"), [(13, 780, 0), (14, 800, 40)])
def test_what_is_not_signed_is_to_be_taken_once_anything_is_ordered(rival, money, untaken):
    """Without a signature K costs 60 * 10 + 40 * 5 = 800 once it is ordered from, the rival 60 * 13 = 780."""
    case = changed(opened("take-or-pay"), "contracts", "signed", lambda _: None)
    case = changed(case, "contract_prices", "price", lambda row: {"K": 10, "R": rival}[row["contract"]])
    plan = planned(case)
    assert level(plan, "money") == near(money)
    ordered = 60 if untaken else 0
    assert agreement(plan) == [untaken > 0, near(ordered), near(untaken), near(5 * untaken), 0]


@pytest.mark.parametrize("name", ["capacity-fee", "option-fee"])
@pytest.mark.parametrize(("need", "cost"), [(50, 500), (59, 590), (61, 606), (70, 660)])
def test_a_fee_pays_from_a_quantity_on(name, need, cost):
    """240 for a price of 6 instead of 10: from 60 units on."""
    plan = planned(needing(name, need))
    if name == "option-fee":
        # K opens only in February, and a month without stock weighs more than money.
        assert agreement(plan) == [False, 0, 0, 0, 0]
        plan = planned(changed(needing(name, need), "targets", "from", lambda _: "2025-02"))
    assert level(plan, "money") == near(cost)
    in_force = cost != 10 * need
    assert agreement(plan) == [in_force, near(need if in_force else 0), 0, 0, near(240 if in_force else 0)]


def test_fees_fall_due_in_the_months_of_validity():
    """20 in each of twelve months; 240 in the first month of validity."""
    plan = planned(opened("capacity-fee"))
    fees = plan.payments.filter(plan.payments["kind"] == "contract fee")
    assert fees["amount"].to_list() == near([20] * 12)
    plan = planned(changed(opened("option-fee"), "targets", "from", lambda _: "2025-02"))
    fees = plan.payments.filter(plan.payments["kind"] == "contract fee")
    assert fees.select("period", "object").rows() == [("2025-02", "K")]


def test_payers_share_a_fee_as_their_budgets_allow():
    """10 + 20 units at 1 and a fee of 100 are 130, all that N (40) and P (90) have: 30 and 70 of the fee."""
    plan = planned(opened("shared-fee"))
    fees = plan.payments.filter(plan.payments["kind"] == "contract fee").sort("payer")
    assert fees["amount"].to_list() == near([30, 70])
    assert level(plan, "end") == near(0)
    assert agreement(plan) == [True, near(30), 0, 0, near(100)]


def test_a_fee_that_nobody_can_pay_keeps_the_contract_closed():
    """With 3 less in the budgets there is no order at all."""
    plan = planned(changed(opened("shared-fee"), "budgets", "amount", lambda row: row["amount"] * 0.7))
    assert level(plan, "end") == near(30)
    assert agreement(plan) == [False, 0, 0, 0, 0]


def test_an_agent_is_paid_with_every_payment_and_counts_against_the_budget():
    """8,240 buy 80 units at 100 with 3 % on top, 8,000 + 240: 0.9 with the order, 2.1 with delivery."""
    plan = planned(opened("brokered"))
    assert plan.orders["quantity"].sum() == near(80)
    assert set(plan.orders.select("payer", "buyer", "recipient").rows()) == {("N", "N", "R")}
    assert (term(plan, "orders"), term(plan, "agent fees")) == (near(8000), near(240))
    fees = plan.payments.filter(plan.payments["kind"] == "agent fee").sort("object", "period")
    assert fees.filter(fees["object"] == "O00001")["amount"].to_list() == near([40 * 0.9, 40 * 2.1])
    assert level(plan, "end") == near(20)


# -- authority ----------------------------------------------------------------------------------------------


def test_authority_limits_what_is_signed_not_what_is_paid():
    """30 units in January 2025, although nothing is paid before 2026; 60 in January and February 2026.

    The area is 60 * 12, then 30. Each year's authority is used up.
    """
    plan = planned(opened("authority"))
    assert ordered(plan, "period", "quantity") == [("2025-01", 30), ("2026-01", 30), ("2026-02", 30)]
    assert level(plan, "shortfall") == near(60 * 12 + 30)
    names = ("authority", "carried_in", "committed", "carried_out", "lapsed")
    assert plan.authorities.select(names).rows() == [near((300, 0, 300, 0, 0)), near((600, 0, 600, 0, 0))]


def test_authority_is_carried_on_up_to_its_share():
    """With the line closed in 2025, half of 300 is carried on: 750 in 2026 sign 75 units."""
    case = opened("authority")
    plan = planned(changed(case, "contracts", "valid_from", lambda _: "2026-01"))
    assert plan.orders["quantity"].sum() == near(75)
    names = ("authority", "carried_in", "committed", "carried_out", "lapsed")
    assert plan.authorities.select(names).rows() == [near((300, 0, 0, 150, 150)), near((600, 150, 750, 0, 0))]
